"""The district right before a switch opened, and where each load without supply belongs."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from console.faults.moments import (
    KEPT,
    Moments,
    dead_loads,
    deviations,
    loads_behind,
    loads_fed_by,
    with_deviations,
)
from console.faults.shares import METERS_LATE_S, Trip, just_back, open_loads, shared, territory
from engines.grid.difference import Moment
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.values.incidents import Incident, IncidentState
from engines.values.repair import Outage, OutageStage
from engines.values.switching_orders import OrderAction, OrderState, OrderStep, SwitchingOrder
from tests.console.faults.field import network, with_position

BREAKER, MIDDLE = "switch:F2-Q0", "switch:F2-S2"
POSITIONS = st.sampled_from([SwitchPosition.OPEN, SwitchPosition.CLOSED])


@cache
def normal() -> Snapshot:
    return Snapshot(network())


def moment(snapshot: Snapshot) -> Moment:
    return Moment(snapshot, analyse(snapshot), None)


def test_the_moment_before_is_the_last_in_which_it_fed_something() -> None:
    moments = Moments()
    first = moment(normal())
    opened = with_position(normal(), BREAKER, SwitchPosition.OPEN)
    moments.take(first)
    moments.take(moment(with_position(normal(), MIDDLE, SwitchPosition.OPEN)))
    moments.take(moment(opened))
    found = moments.before_opening(BREAKER)
    assert found is not None
    assert found.snapshot.switch_position[network().find(MIDDLE).row] == SwitchPosition.OPEN  # type: ignore[union-attr]
    assert moments.before_opening(MIDDLE) is first, "closed and dead is not before"
    assert moments.before_opening("switch:nowhere") is None
    assert Moments().before_opening(BREAKER) is None


def test_what_a_device_has_cut_off_is_known_without_its_moment() -> None:
    before = moment(normal())
    behind = loads_behind(before, BREAKER)
    assert behind
    assert loads_fed_by(normal(), [BREAKER]) == behind
    opened = with_position(normal(), BREAKER, SwitchPosition.OPEN)
    assert loads_fed_by(opened, [BREAKER]) == behind, "a console that comes later counts the same"
    assert loads_fed_by(opened, [MIDDLE]) == frozenset(), "what is dead anyway was not cut off by it"
    assert loads_fed_by(opened, ["switch:nowhere"]) == frozenset()


def test_of_one_arrangement_the_latest_loads_are_kept() -> None:
    moments = Moments()
    later = moment(normal().with_values("load", "scaling", [0], 0.5))
    moments.take(moment(normal()))
    moments.take(later)
    assert moments.before_opening(BREAKER) is later


def test_only_so_many_are_remembered() -> None:
    moments = Moments()
    moments.take(moment(normal()))
    opened = with_position(normal(), BREAKER, SwitchPosition.OPEN)
    for k in range(KEPT):
        position = SwitchPosition.OPEN if k % 2 else SwitchPosition.CLOSED
        moments.take(moment(with_position(opened, MIDDLE, position)))
    assert moments.before_opening(BREAKER) is None


@given(st.dictionaries(st.integers(0, len(network()["switch"]) - 1), POSITIONS, max_size=20))
def test_deviations_come_back_as_the_same_positions(chosen: dict[int, SwitchPosition]) -> None:
    rows = list(chosen)
    snapshot = normal().with_values("switch", "position", rows, [chosen[row] for row in rows])
    found = deviations(snapshot)
    again = with_deviations(normal(), found)
    assert np.array_equal(again.switch_position, snapshot.switch_position)
    assert deviations(again) == found
    # Wherever one starts from, the same positions come out.
    other = with_position(normal(), BREAKER, SwitchPosition.OPEN)
    assert np.array_equal(with_deviations(other, found).switch_position, snapshot.switch_position)


def test_a_switch_that_is_gone_deviates_no_more() -> None:
    again = with_deviations(normal(), (("switch:nowhere", 0), ("line:F2-W26", 0)))
    assert deviations(again) == ()


def test_what_a_breaker_supplies_is_what_dies_with_it() -> None:
    before = moment(normal())
    after = analyse(with_position(normal(), BREAKER, SwitchPosition.OPEN))
    fed = loads_behind(before, BREAKER)
    assert fed
    assert fed == dead_loads(network(), after) - dead_loads(network(), analyse(normal()))


# Whose loads ---------------------------------------------------------------------------------------------------


def incident(number: int, dead: set[str] = frozenset(), back: set[str] = frozenset()) -> Incident:  # type: ignore[assignment]
    stages = []
    if dead:
        stages.append(OutageStage(tuple(sorted(dead)), len(dead), 1))
    if back:
        stages.append(OutageStage(tuple(sorted(back)), len(back), 1, 2))
    return Incident(f"incident:{number}", "t", number, IncidentState.LOCATED, outage=Outage(tuple(stages)))


def trip(number: int, at: float, *loads: str) -> Trip:
    return Trip(f"switch:{number}", at, 1, None, frozenset(loads), f"incident:{number}")


def order(number: int, at_us: int) -> SwitchingOrder:
    step = OrderStep(1, OrderAction.OPEN, "switch:9", "S9", True, instructed_us=at_us)
    return SwitchingOrder(
        f"order:{number}", f"incident:{number}", "t", "restore", "anna", 1, (step,), OrderState.EXECUTING
    )


def test_a_load_that_was_restored_and_dies_again_belongs_to_the_later_trip() -> None:
    first, second = incident(1, {"a"}, {"b", "c"}), incident(2)
    found = shared(frozenset("abc"), (first, second), (trip(1, 0.0, "a", "b", "c"), trip(2, 60.0, "b", "c")), ())
    assert found == {"incident:1": {"a"}, "incident:2": {"b", "c"}}


def test_what_only_switching_has_cut_off_belongs_to_the_order_that_switched_last() -> None:
    incidents = incident(1), incident(2)
    found = shared(frozenset("x"), incidents, (), (order(1, 50), order(2, 40)))
    assert found == {"incident:1": {"x"}, "incident:2": set()}
    assert shared(frozenset("x"), incidents, (), ()) == {"incident:1": set(), "incident:2": set()}


def test_what_a_trip_has_cut_off_waits_for_its_incident_and_is_no_orders_meanwhile() -> None:
    first, opening = incident(1, {"a"}, {"b"}), replace(trip(2, 60.0, "b", "c"), incident_id="")
    found = shared(frozenset("abcx"), (first,), (trip(1, 0.0, "a", "b"), opening), (order(1, 50),))
    assert found == {"incident:1": {"a", "x"}}
    then = shared(frozenset("abcx"), (first, incident(2)), (trip(1, 0.0, "a", "b"), trip(2, 60.0, "b", "c")), ())
    assert then == {"incident:1": {"a"}, "incident:2": {"b", "c"}}


def test_a_trip_of_an_incident_that_is_over_takes_nothing() -> None:
    assert shared(frozenset("a"), (incident(2),), (trip(1, 0.0, "a"),), ()) == {"incident:2": set()}


LOADS = st.frozensets(st.sampled_from("abcdef"))


@given(LOADS, st.lists(st.tuples(LOADS, LOADS, LOADS), max_size=4), st.booleans())
def test_every_dead_load_is_at_one_incident_at_most(
    dead: frozenset[str], told: list[tuple[frozenset[str], frozenset[str], frozenset[str]]], is_switching: bool
) -> None:
    taken: set[str] = set()
    incidents = []
    for number, (still, back, _) in enumerate(told):
        incidents.append(incident(number, set(still) - taken, set(back)))
        taken |= still
    trips = [trip(number, float(number), *loads) for number, (_, _, loads) in enumerate(told)]
    orders = [order(0, 5)] if is_switching and told else []
    found = shared(dead, incidents, trips, orders)
    every = [load for loads in found.values() for load in loads]
    assert len(every) == len(set(every))
    assert set(every) <= dead
    for each in incidents:
        assert open_loads(each) & dead <= found[each.incident_id], "what is noted stays where it is"
    known = set().union(*(territory(i) for i in incidents), *(t.loads for t in trips)) if told else set()
    assert set(every) >= dead & known, "nobody known is forgotten"
    if orders:
        assert set(every) == dead


def test_whose_supply_has_just_come_back_is_known_though_the_incident_is_closed() -> None:
    late_us, now_us = round(METERS_LATE_S * 1e6), 10_000_000_000
    stages = tuple(
        OutageStage((load,), 1, 1, end_us)
        for load, end_us in (("long ago", now_us - late_us - 1), ("just now", now_us - late_us + 1), ("never", 0))
    )
    over = Incident("incident:1", "t", 1, IncidentState.CLOSED, outage=Outage(stages), closed_us=now_us - 5)
    assert just_back([over], now_us) == {"just now"}
    assert just_back([replace(over, state=IncidentState.NORMAL, closed_us=0)], now_us) == {"just now"}
    assert not just_back([over], now_us + late_us)
