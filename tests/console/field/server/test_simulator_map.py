"""The map of the simulator names every point, and nothing twice."""

from __future__ import annotations

import pytest

from console.field.addresses import ControlStyle, SecurityMode, SecurityPolicy
from console.field.server.logical_nodes import published_points
from console.field.simulator_map import simulator_server
from engines.values.points import PointDefinition, PointKind, Quantity


def every_quantity(element_id: str) -> list[PointDefinition]:
    return [PointDefinition(element_id, quantity, PointKind.ANALOG, is_controllable=True) for quantity in Quantity]


def test_every_quantity_has_a_logical_node_of_its_own_and_no_node_is_used_twice() -> None:
    points = published_points(every_quantity("switch:1") + every_quantity("switch:2"))
    texts = [point.variable for point in points] + [point.control for point in points]
    assert len(set(texts)) == len(texts)
    assert not [point.variable for point in points if point.logical_node == "GGIO1"]


def test_a_switch_with_protection_is_a_breaker_and_one_without_is_not() -> None:
    points = published_points(
        [
            PointDefinition("switch:1", Quantity.POSITION, PointKind.POSITION),
            PointDefinition("switch:1", Quantity.HAS_TRIPPED, PointKind.FLAG),
            PointDefinition("switch:2", Quantity.POSITION, PointKind.POSITION),
            PointDefinition("trafo:1", Quantity.IS_LOCAL, PointKind.FLAG),
        ]
    )
    assert [point.variable for point in points] == [
        "switch:1/XCBR1.Pos",
        "switch:1/PTRC1.Tr",
        "switch:2/XSWI1.Pos",
        "trafo:1/LLN0.Loc",
    ]


def test_positions_are_double_points_and_commands_are_single() -> None:
    point = PointDefinition("switch:2", Quantity.POSITION, PointKind.POSITION, is_controllable=True)
    server = simulator_server("north", "opc.tcp://127.0.0.1:4840", [point])
    address, control = server.points[0], server.controls[0]
    # IEC 61850-7-3, Dbpos: 0 intermediate, 1 off, 2 on, 3 bad.
    assert dict(address.raw_values) == {0: 2, 1: 0, 2: 1, 3: 3}
    assert (address.data_type, control.data_type) == ("UInt32", "Boolean")
    assert control.style is ControlStyle.SELECT_BEFORE_OPERATE
    assert control.operate == "nsu=urn:tieline:simulator;s=switch:2/CSWI1.Pos.Operate"
    assert server.is_simulator


def test_an_indicator_is_reset_by_sending_true() -> None:
    point = PointDefinition("line:1", Quantity.FAULT_PASSAGE, PointKind.FLAG, is_controllable=True)
    control = simulator_server("north", "opc.tcp://127.0.0.1:4840", [point]).controls[0]
    assert control.style is ControlStyle.DIRECT_METHOD
    assert dict(control.raw_values) == {0: 1}


@pytest.mark.parametrize("mode", list(SecurityMode))
def test_a_secured_map_has_a_policy(mode: SecurityMode) -> None:
    server = simulator_server("north", "opc.tcp://127.0.0.1:4840", [], security_mode=mode)
    assert (server.security_policy is SecurityPolicy.NONE) == (mode is SecurityMode.NONE)
