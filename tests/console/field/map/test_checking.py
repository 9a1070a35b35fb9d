"""The point test at real servers: what is not as it should be is named, and the rest is not spoilt by it."""

from __future__ import annotations

import math
import threading
import time

import pytest

from console.field.addresses import AddressMap, ControlAddress, ControlStyle, PointAddress, ServerAddress
from console.field.map import checking, words
from console.field.map.checked import MapCheck
from console.field.map.checking import check_map
from console.field.simulator_map import simulator_server
from engines.exchange.shipped import load_shipped
from engines.plant.plant import Plant
from engines.values.points import PointDefinition, PointFreshness, PointQuality, Quantity

URI = "nsu=urn:vendor%3Bwith%25signs;s=Plant|"


def point(name: str, quantity: Quantity, number: int = 0, **more: object) -> PointAddress:
    node = name if name[0] == "/" or "=" in name else URI + name
    about = {k: more.pop(k) for k in list(more) if k == "reporting_interval_s"}
    return PointAddress(PointDefinition(f"e:{number}", quantity, words.kind_of(quantity), **about), node, **more)


@pytest.fixture(scope="module")
def checked(vendor) -> dict[str, object]:
    """One run over everything that can be wrong, and a server that is not there."""
    position = ((0, 2), (1, 0), (2, 1), (3, 3))
    points = (
        point("F1-R1|Position", Quantity.POSITION, 1, data_type="Int32", raw_values=position),
        point("Bay 2|Current", Quantity.I_KA, 2, data_type="Float", scale=1e-3),
        point("Bay 2|ActivePower", Quantity.P_MW, 3, data_type="Float"),
        point("Bay 2|Missing", Quantity.P_MW, 4),
        point("nsu=urn:nobody;s=x", Quantity.P_MW, 5),
        point("Bay 2|Not a number", Quantity.P_MW, 6),
        point("Bay 2|Broken", Quantity.P_MW, 7),
        point("Bay 2|Words", Quantity.P_MW, 8),
        point("Bay 2|Row", Quantity.P_MW, 9),
        point("Bay 2", Quantity.P_MW, 10),
        point("/urn:vendor;with%signs:Plant/urn:vendor;with%signs:Nothing", Quantity.P_MW, 11),
        point(
            "/urn:vendor;with%signs:Plant/urn:vendor;with%signs:Bay 2/urn:vendor;with%signs:Current", Quantity.I_KA, 12
        ),
        point("Bay 2|P limit setpoint", Quantity.P_LIMIT_MW, 13),
        point("F1-R1|Local", Quantity.IS_LOCAL, 14, reporting_interval_s=1e-3),
    )
    controls = (
        ControlAddress("e:13/p_limit_mw", ControlStyle.WRITE, points[12].node),
        ControlAddress("e:2/i_ka", ControlStyle.WRITE, points[1].node),
        ControlAddress("e:1/position", ControlStyle.DIRECT_METHOD, URI + "F1-R1", operate=points[1].node),
    )
    there = ServerAddress("V", vendor.endpoint, points, controls)
    nobody = ServerAddress("Nobody", "opc.tcp://127.0.0.1:1", (point("x", Quantity.P_MW, 99),))
    found = check_map(AddressMap("m", (there, nobody)), {}, seconds=0.3)
    return {"map": found} | {p.point_id: p for p in found.points}


@pytest.mark.parametrize(
    ("point_id", "words_said"),
    [
        ("e:3/p_mw", "sends Double and the map says Float"),
        ("e:4/p_mw", "no such node"),
        ("e:5/p_mw", "no namespace urn:nobody"),
        ("e:6/p_mw", "invalid"),
        ("e:7/p_mw", "BadSensorFailure"),
        ("e:8/p_mw", "no number"),
        ("e:9/p_mw", "several values"),
        ("e:10/p_mw", "no variable"),
        ("e:11/p_mw", "nothing at this browse path"),
        ("e:2/i_ka", "does not let this user write it"),
        ("e:1/position", "it is no method"),
        ("e:14/is_local", "older than its reporting interval"),
        ("e:99/p_mw", "not reached"),
    ],
)
def test_each_problem_is_named(checked, point_id, words_said) -> None:
    assert words_said in checked[point_id].problem


def test_the_rest_is_as_the_server_says(checked) -> None:
    current, by_path, limit = checked["e:2/i_ka"], checked["e:12/i_ka"], checked["e:13/p_limit_mw"]
    assert (current.value, current.unit, current.data_type) == (pytest.approx(0.12), "kA", "Float")
    assert by_path.problem == limit.problem == ""
    assert by_path.value == 120.0
    assert by_path.quality is PointQuality.GOOD
    assert by_path.freshness is PointFreshness.FRESH
    assert by_path.age_s >= 0
    assert checked["e:1/position"].value == 1.0
    assert math.isnan(checked["e:4/p_mw"].value)
    assert checked["e:4/p_mw"].quality is None


def test_the_links_are_told_apart(checked) -> None:
    found: MapCheck = checked["map"]
    there, nobody = found.servers
    assert (there.state, there.problem, there.reconnects, there.gaps, there.overflows) == ("up", "", 0, 0, 0)
    assert there.connect_s < 10
    assert nobody.state == "down"
    assert "nothing listens" in nobody.problem
    assert not found.is_acceptable


def test_a_map_without_fault_is_acceptable_and_changes_are_counted(tight_simulator) -> None:
    """On a server that takes a few operations at once; measured values move once a second."""
    server = simulator_server("N", tight_simulator, Plant(load_shipped("north").network).points)
    found = check_map(AddressMap("m", (server,)), {}, seconds=2.5)
    assert [p.problem for p in found.points if p.problem] == []
    assert found.is_acceptable
    (link,) = found.servers
    assert link.values >= len(server.points)
    assert link.values_per_s > 0
    assert sum(p.updates for p in found.points) == pytest.approx(link.values_per_s * link.seconds)
    assert all(p.is_found and p.data_type for p in found.points)


def test_it_can_be_ended_at_any_time(vendor, monkeypatch) -> None:
    server = ServerAddress("V", vendor.endpoint, (point("Bay 2|Current", Quantity.I_KA),))
    join, is_up = threading.Thread.join, threading.Event()
    monkeypatch.setattr(checking._Watcher, "values", lambda _watcher, _batch: is_up.set())

    def interrupted(thread: threading.Thread, timeout: float | None = None) -> None:
        if timeout is not None and thread.name == "check V" and is_up.wait(20):
            monkeypatch.undo()
            raise KeyboardInterrupt
        join(thread, timeout)

    monkeypatch.setattr(threading.Thread, "join", interrupted)
    begin = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        check_map(AddressMap("m", (server,)), {}, seconds=3600.0)
    assert time.monotonic() - begin < 60
