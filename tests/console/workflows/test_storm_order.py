"""What comes first in a storm: which trips are one fault, where is searched, what is repaired, and who gets a crew."""

from __future__ import annotations

from functools import cache

import pytest

from console.workflows.crew_files import crews_of_network
from console.workflows.crew_reports import CrewReport, CrewWord
from console.workflows.customers import customers_of_network
from console.workflows.storm import StormOptions, storm_desk
from console.workflows.storm_constraints import constraints
from console.workflows.storm_course import Course
from console.workflows.storm_crews import renew
from console.workflows.storm_desk import StormDesk
from console.workflows.storm_evidence import by_promise
from console.workflows.storm_field import Heard
from console.workflows.storm_hearing import hear, open_course
from console.workflows.storm_plans import ConsolePlans
from console.workflows.storm_repair import urgent_damage
from engines.exchange.opening import open_network
from engines.grid.network import Network
from engines.grid.switches import SwitchPosition
from engines.plant.storm import read_storm
from engines.values.repair import FaultCause, WorkOrder

QUIET = """
[storm]
start = 2026-01-15T08:00:00
duration = "0:10:00"

[[entry]]
at = 599
event = { event = "network_fault", element_id = "line:F4-W10" }
"""


@cache
def network() -> Network:
    return open_network("north")[0]


@pytest.fixture
def desk() -> StormDesk:
    """A control room before anything has happened."""
    crews = crews_of_network(network()).crews
    storm = read_storm(QUIET, "quiet.toml")
    return storm_desk(network(), storm, customers_of_network(network()), crews, ConsolePlans(), StormOptions())


def trip(desk: StormDesk, *devices: str) -> None:
    """Relays operate, and each device tells its position after that."""
    for device in devices:
        hear(desk, Heard(trips=[device]))
        desk.field.set_known(device, SwitchPosition.OPEN)


def zone_of(desk: StormDesk, element_id: str) -> int:
    return desk.zones.of(element_id)[0]


def darken(desk: StormDesk, element_id: str, owner: Course) -> None:
    """The customers of a zone have no supply, and count in an incident."""
    zone = zone_of(desk, element_id)
    loads = [str(load) for load in network()["load"].id if zone in desk.zones.of(str(load))]
    assert loads
    snapshot = desk.field.snapshot
    rows = [network().find(s).row for s in desk.zones.upstream(snapshot, zone)[:1]]  # type: ignore[union-attr]
    opened = snapshot.with_values("switch", "position", rows, SwitchPosition.OPEN)
    for record in desk.field.log.watch(opened, desk.now_us).lost:
        record.owner = owner.number
    desk.field.set_known(str(network()["switch"].id[rows[0]]), SwitchPosition.OPEN)


def found(place: str, cause: FaultCause = FaultCause.TREE) -> CrewReport:
    return CrewReport(0, "crew-1", CrewWord.FOUND, "", place, cause=cause, event_id=place)


def test_two_breakers_that_open_for_one_fault_are_one_incident(desk: StormDesk) -> None:
    for switch in ("switch:T6", "switch:T6-D"):
        desk.field.set_known(switch, SwitchPosition.CLOSED)
    # Fed from both ends, the first opening takes nothing yet.
    trip(desk, "switch:F7-Q0", "switch:F8-Q0")
    assert [c.devices for c in desk.courses] == [["switch:F7-Q0", "switch:F8-Q0"]]
    assert zone_of(desk, "line:F7-W01") in desk.courses[0].area


def test_breakers_of_parts_that_are_apart_are_two_incidents(desk: StormDesk) -> None:
    trip(desk, "switch:F7-Q0", "switch:F8-Q0")
    assert [c.devices for c in desk.courses] == [["switch:F7-Q0"], ["switch:F8-Q0"]]


def test_what_trips_in_the_part_that_just_got_voltage_comes_from_the_closing(desk: StormDesk) -> None:
    course = open_course(desk, "F7-Q0 tripped", ["switch:F7-Q0"], {zone_of(desk, "line:F7-W01")})
    lateral = set(desk.zones.lost_without(desk.field.snapshot, ["switch:F7-LR1"]))
    assert lateral
    course.closed, course.fresh = ("switch:T6", desk.now_us), lateral | {zone_of(desk, "line:F7-W06")}
    hear(desk, Heard(trips=["switch:F7-LR1"]))
    assert len(desk.courses) == 1
    assert course.has_tripped
    assert course.struck == lateral


def test_a_short_zone_is_searched_before_a_long_one_that_is_little_likelier(desk: StormDesk) -> None:
    zones = sorted({zone_of(desk, f"line:F7-W{k:02}") for k in (1, 6, 11, 15, 22)}, key=desk.zones.km_of)
    short, long = zones[0], zones[-1]
    assert desk.zones.km_of(long) > 2 * desk.zones.km_of(short) > 0
    assert by_promise(desk, {short: 0.45, long: 0.55}) == [short, long]
    assert by_promise(desk, {short: 0.01, long: 0.99}) == [long, short]


def test_the_damage_nearest_the_source_is_repaired_first_and_none_behind_what_is_not_searched(desk: StormDesk) -> None:
    head, tail = zone_of(desk, "line:F7-W01"), zone_of(desk, "line:F7-W22")
    course = open_course(desk, "F7-Q0 tripped", ["switch:F7-Q0"], {head, tail})
    darken(desk, "line:F7-W01", course)
    # A longer repair all the same: nothing has supply before it is done.
    course.damage = {head: found("line:F7-W01", FaultCause.CABLE), tail: found("line:F7-W22", FaultCause.ANIMAL)}
    assert urgent_damage(desk, course, course.damage.keys(), is_last=False) == head
    course.damage = {tail: found("line:F7-W22")}
    course.doubted = {head}
    assert urgent_damage(desk, course, course.damage.keys(), is_last=False) is None
    assert urgent_damage(desk, course, course.damage.keys(), is_last=True) == tail


def test_who_must_stay_dark_for_another_incident_makes_that_one_urgent(desk: StormDesk) -> None:
    zone = zone_of(desk, "line:F7-W01")
    first = open_course(desk, "F7-Q0 tripped", ["switch:F7-Q0"], {zone})
    second = open_course(desk, "F8-Q0 tripped", ["switch:F8-Q0"], set())
    darken(desk, "line:F7-W01", first)
    nobody = desk.urgency(second)
    second.suspects = {zone: 1.0}
    assert desk.urgency(second)[:3] == desk.urgency(first)[:3]
    assert desk.urgency(second) < nobody
    second.suspects, second.is_returning = {}, True
    assert desk.urgency(second) == nobody


def test_an_order_that_waits_for_a_crew_keeps_nobody_from_switching(desk: StormDesk) -> None:
    first = open_course(desk, "F7-Q0 tripped", ["switch:F7-Q0"], set())
    second = open_course(desk, "F8-Q0 tripped", ["switch:F8-Q0"], set())
    first.planned = {"switch:T6"}
    assert "switch:T6" in constraints(desk, second).excluded
    first.work = WorkOrder("work:1", first.incident.incident_id, "switch:T6", "switching", "switching", new_us=1)
    renew(desk, first)
    desk.board.wait(first, desk.urgency(first))
    assert "switch:T6" not in constraints(desk, second).excluded


def test_what_is_left_of_a_suspicion_adds_up_again(desk: StormDesk) -> None:
    live, dead = zone_of(desk, "line:F8-W01"), zone_of(desk, "line:F7-W01")
    course = open_course(desk, "F7-Q0 tripped", ["switch:F7-Q0"], {dead})
    desk.field.set_known("switch:F7-Q0", SwitchPosition.OPEN)
    course.suspects = {live: 0.4, dead: 0.6}
    desk.clear_what_holds()
    assert course.suspects == {dead: pytest.approx(1.0)}
