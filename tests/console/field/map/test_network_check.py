"""A map held against the network it is meant for."""

from __future__ import annotations

from dataclasses import replace

from console.field.addresses import AddressMap, PointAddress
from console.field.map import words
from console.field.map.network_check import check_against
from console.field.simulator_map import simulator_server
from engines.exchange.shipped import load_shipped
from engines.plant.plant import Plant
from engines.values.points import Quantity
from engines.values.validation import FindingSeverity


def test_the_simulator_s_own_map_fits_its_network() -> None:
    network = load_shipped("north").network
    server = simulator_server("North", "opc.tcp://127.0.0.1:4840", Plant(network).points)
    assert check_against(AddressMap("m", (server,)), network, "map.toml").findings == ()


def test_unknown_elements_and_impossible_quantities_are_named() -> None:
    network = load_shipped("north").network
    server = simulator_server("North", "opc.tcp://127.0.0.1:4840", Plant(network).points)
    switch = next(p for p in server.points if p.definition.quantity is Quantity.POSITION)
    element = switch.definition.element_id
    wrong = replace(switch.definition, element_id=element + "x")
    bus = replace(switch.definition, element_id=str(network.bus.id[0]))
    points = tuple(PointAddress(d, switch.node) for d in (wrong, bus))
    report = check_against(AddressMap("m", (replace(server, points=points),)), network, "map.toml")
    unknown, impossible, unread = report.findings
    assert unknown.severity is impossible.severity is FindingSeverity.ERROR
    assert f"no element {element}x" in unknown.reason
    assert element in unknown.remedy
    assert impossible.reason == "a bus has no position"
    assert unread.severity is FindingSeverity.NOTE


def test_every_quantity_has_its_tables() -> None:
    assert set(words.TABLES) == set(Quantity)
