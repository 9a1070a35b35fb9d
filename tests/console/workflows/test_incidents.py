"""An incident's course: what is known moves it on, nothing is closed that is not done, two can be one and one two."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from console.workflows import incidents
from console.workflows.outage_records import interruptions_of
from engines.values.incidents import Incident, IncidentState
from engines.values.location import FaultType, Hypothesis, Location, LocationStatus
from engines.values.repair import FaultCause, RestorationEstimate, SafetyDocument, SafetyState, WorkOrder, WorkState
from engines.values.switching_orders import OrderState, SwitchingOrder
from engines.values.validation import InputError

MINUTE = 60_000_000


def customers(loads: tuple[str, ...]) -> int:
    """Ten at each."""
    return 10 * len(loads)


def location(status: LocationStatus, *shares: tuple[str, float]) -> Location:
    """What is suspected."""
    found = tuple(
        Hypothesis(FaultType.SHORT_CIRCUIT, k, -1, share, (element,), (), ("switch:1",))
        for k, (element, share) in enumerate(shares)
    )
    return Location(status, "too little was heard", 0.99, found, zone_probability=np.array([p for _, p in shares]))


@pytest.fixture
def incident() -> Incident:
    """Thirty customers in the dark."""
    begun = incidents.opened("incident:1", "R12 tripped", ["switch:12"], "F1", 0)
    return incidents.observed(begun, ["load:1", "load:2", "load:3"], customers, 0)


def test_what_is_told_stands_in_the_timeline(incident: Incident) -> None:
    after = incidents.tripped(incident, ["switch:12", "switch:13"], MINUTE)
    after = incidents.located(after, location(LocationStatus.SUSPECTED, ("line:7", 0.62), ("line:8", 0.24)), MINUTE)
    after = incidents.observed(after, ["load:3"], customers, 2 * MINUTE)
    after = incidents.caused(after, FaultCause.CABLE, ["line:7"], "anna", 3 * MINUTE)
    assert [entry.sentence for entry in after.timeline] == [
        "R12 tripped",
        "30 customers lost supply; 30 are without",
        "switch:13 tripped",
        "suspected: line:7 62 %; line:8 24 %",
        "20 customers have supply again; 10 are without",
        "found: cable at line:7",
    ]
    assert after.state is IncidentState.LOCATED
    assert after.device_ids == ("switch:12", "switch:13")


def test_the_same_again_says_nothing_again(incident: Incident) -> None:
    found = location(LocationStatus.LOCATED, ("line:7", 0.99))
    once = incidents.located(incident, found, 1)
    assert incidents.located(once, found, 2) is once
    assert incidents.tripped(once, ["switch:12"], 2) is once
    assert incidents.observed(once, ["load:3", "load:1", "load:2"], customers, 2) is once
    told = RestorationEstimate(100, 200, 1)
    first = incidents.estimated(once, told)
    assert incidents.estimated(first, replace(told, told_us=2)) is first
    assert first.estimate == told


def test_a_place_is_told_once_and_what_rounds_to_nothing_never(incident: Incident) -> None:
    shares = (("line:7", 0.97), ("line:7", 0.012), ("line:8", 0.004))
    after = incidents.located(incident, location(LocationStatus.SUSPECTED, *shares), 1)
    assert after.timeline[-1].sentence == "suspected: line:7 97 %"
    again = incidents.located(after, location(LocationStatus.SUSPECTED, ("line:7", 0.9701)), 2)
    assert again.suspects != after.suspects
    assert again.timeline == after.timeline, "the same words are not said twice"
    lost = incidents.located(again, location(LocationStatus.NO_EVIDENCE, ("line:9", 0.29)), 3)
    assert lost.timeline[-1].sentence == "not located: too little was heard"


def test_what_is_not_located_does_not_move_it_on(incident: Incident) -> None:
    after = incidents.located(incident, location(LocationStatus.CONTRADICTORY, ("line:7", 0.4)), 1)
    assert after.state is IncidentState.NEW
    back = incidents.located(after, location(LocationStatus.NO_EVIDENCE), 2)
    assert "not located: too little was heard" in back.timeline[-1].sentence


def test_a_clock_that_is_set_back_does_not_turn_the_timeline_round(incident: Incident) -> None:
    after = incidents.noted(incidents.noted(incident, "anna", "a", 10 * MINUTE), "anna", "b", MINUTE)
    times = [entry.time_us for entry in after.timeline]
    assert times == sorted(times)


@pytest.mark.parametrize(
    ("order", "document", "work", "reason"),
    [
        (OrderState.SUSPENDED, SafetyState.CANCELLED, WorkState.CLOSED, "order:1 is suspended"),
        (OrderState.DONE, SafetyState.RETURNED, WorkState.CLOSED, "document:1 is returned"),
        (OrderState.DONE, SafetyState.CANCELLED, WorkState.ON_SITE, "work:1 is on site"),
    ],
)
def test_nothing_is_closed_that_is_not_done(
    incident: Incident, order: OrderState, document: SafetyState, work: WorkState, reason: str
) -> None:
    parts = (
        [SwitchingOrder("order:1", "incident:1", "t", "restore", "anna", 0, state=order)],
        [SafetyDocument("document:1", "incident:1", "w", ("a",), ("b",), document)],
        [WorkOrder("work:1", "incident:1", "line:7", "mend", state=work)],
    )
    with pytest.raises(InputError, match="30 customers are still without"):
        incidents.closed(incident, *parts, "anna", MINUTE)
    supplied = incidents.observed(incident, [], customers, MINUTE)
    with pytest.raises(InputError, match=reason):
        incidents.closed(supplied, *parts, "anna", MINUTE)
    closed = incidents.closed(supplied, [], [], [], "anna", MINUTE)
    assert (closed.state, closed.closed_us) == (IncidentState.CLOSED, MINUTE)
    with pytest.raises(InputError, match="is closed already"):
        incidents.reached(closed, IncidentState.REPAIRED, "again", 2 * MINUTE)


def test_it_never_goes_back(incident: Incident) -> None:
    after = incidents.reached(incident, IncidentState.RESTORED, "all that can be", MINUTE)
    with pytest.raises(InputError, match="is restored already"):
        incidents.reached(after, IncidentState.ISOLATED, "apart", MINUTE)


def test_two_that_are_one(incident: Incident) -> None:
    other = incidents.opened("incident:2", "R13 tripped", ["switch:13"], "F1", 2 * MINUTE)
    other = incidents.observed(other, ["load:3", "load:4"], customers, 2 * MINUTE)
    both, gone = incidents.merged(incident, other, customers, "anna", 3 * MINUTE)
    assert both.outage.customers_out == 40
    assert both.device_ids == ("switch:12", "switch:13")
    assert gone.state is IncidentState.MERGED
    assert gone.merged_into == "incident:1"
    over = incidents.observed(both, [], customers, 10 * MINUTE)
    (event,) = interruptions_of([over, gone])
    assert sum(stage.customers * stage.minutes for stage in event.stages) == 30 * 10 + 10 * 8
    with pytest.raises(InputError, match="is merged"):
        incidents.merged(both, gone, customers, "anna", 4 * MINUTE)
    with pytest.raises(InputError, match="the same incident"):
        incidents.merged(both, both, customers, "anna", 4 * MINUTE)


def test_one_that_is_two(incident: Incident) -> None:
    doubled = incidents.tripped(incident, ["switch:20"], 1)
    left, fresh = incidents.split(
        doubled, "incident:2", "R20 tripped", ["load:3"], ["switch:20"], customers, "anna", MINUTE
    )
    assert (left.device_ids, fresh.device_ids) == (("switch:12",), ("switch:20",))
    assert (left.outage.customers_out, fresh.outage.customers_out) == (20, 10)
    assert fresh.split_from == "incident:1"
    with pytest.raises(InputError, match="nothing was chosen"):
        incidents.split(left, "incident:3", "t", [], ["switch:99"], customers, "anna", MINUTE)
