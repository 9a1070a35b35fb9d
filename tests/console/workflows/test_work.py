"""Which crew goes, how far it is, and when supply is expected back."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from console.workflows import restoration_time, work
from console.workflows.restoration_time import MINUTE_US, Duration, durations_of, estimate
from engines.values.repair import Crew, FaultCause, WorkOrder, WorkState
from engines.values.validation import InputError

CREWS = (
    Crew("far", "Far", ("cable", "line"), 30.0, 0.0),
    Crew("near", "Near", ("cable",), 3.0, 0.0),
    Crew("night", "Night", ("cable",), 1.0, 0.0, 22 * 60, 6 * 60),
    Crew("line", "Line", ("line",), 1.0, 0.0),
    Crew("lost", "Lost", ("cable",)),
)
NEW = WorkOrder("work:1", "incident:1", "line:7", "repair", "cable", new_us=1)


def ranked(**options: object) -> list[tuple[str, bool]]:
    """Crews in order, and whether they can go."""
    found = work.rank_crews(CREWS, (0.0, 0.0), "cable", 12 * 60, options.pop("jobs", {}), **options)  # type: ignore[arg-type]
    return [(choice.crew.crew_id, choice.can_go) for choice in found]


def test_the_nearest_who_can_and_is_on_shift_goes() -> None:
    assert ranked() == [("near", True), ("far", True), ("lost", True), ("line", False), ("night", False)]
    (first, *_) = work.rank_crews(CREWS, (0.0, 0.0), "cable", 12 * 60, {})
    assert first.travel_min == pytest.approx(3.0 * 1.3 / 40 * 60)


def test_a_shift_over_midnight_counts() -> None:
    for minute, is_on in ((23 * 60, True), (5 * 60, True), (6 * 60, False), (21 * 60 + 59, False)):
        choices = {c.crew.crew_id: c for c in work.rank_crews(CREWS, (0.0, 0.0), "cable", minute, {})}
        assert choices["night"].can_go is is_on


def test_who_has_work_already_or_did_not_answer_comes_later() -> None:
    assert ranked(jobs={"near": 1})[0] == ("far", True)
    assert ranked(unwanted=["near"])[0] == ("far", True)
    assert ("near", False) in ranked(unwanted=["near"])


def test_the_road_counts_where_it_is_known() -> None:
    assert ranked(road_min={"near": 90.0, "far": 20.0})[0] == ("far", True)


def test_a_work_order_from_new_to_closed() -> None:
    order = work.assigned(NEW, "near", 10)
    order = work.advanced(order, WorkState.EN_ROUTE, 11)
    order = work.advanced(order, WorkState.ON_SITE, 30)
    order = work.advanced(order, WorkState.FOUND, 40, FaultCause.CABLE_DUG, "dug into at number 12")
    order = work.advanced(order, WorkState.CLEARED, 200, report="joint made")
    assert (order.found_us, order.repaired_us, order.cleared_us) == (40, 200, 200), "untold steps at the same moment"
    assert order.report == "dug into at number 12\njoint made"
    assert work.advanced(order, WorkState.CLOSED, 210).state.is_over


def test_a_crew_that_is_silent_for_long_is_named_until_it_speaks() -> None:
    sent = work.assigned(NEW, "crew 2", 1)
    assert work.unheard_min(sent, 1 + work.ANSWER_US - 1) == 0
    assert work.unheard_min(sent, 1 + work.ANSWER_US + 2 * MINUTE_US) == 7
    assert work.unheard_min(work.advanced(sent, WorkState.EN_ROUTE, 2), 1 + 10 * work.ANSWER_US) == 0
    assert work.unheard_min(NEW, 10 * work.ANSWER_US) == 0
    assert work.silent_min(0, 10 * work.ANSWER_US) == 0, "nobody was told anything"


def test_a_crew_that_never_answers_is_not_asked_again() -> None:
    order = work.unanswered(work.assigned(NEW, "near", 10), 20)
    assert (order.state, order.refused_by, order.crew_id) == (WorkState.NEW, ("near",), "")
    assert ranked(unwanted=order.refused_by)[0] == ("far", True)


@pytest.mark.parametrize(
    ("order", "state", "reason"),
    [
        (NEW, WorkState.ON_SITE, "send a crew first"),
        (work.assigned(NEW, "near", 1), WorkState.ASSIGNED, "send a crew first"),
        (work.advanced(work.assigned(NEW, "near", 1), WorkState.FOUND, 2), WorkState.ON_SITE, "a step back"),
        (work.cancelled(NEW, "not needed", 1), WorkState.FOUND, "write a new one"),
    ],
)
def test_what_is_out_of_turn_is_refused(order: WorkOrder, state: WorkState, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        work.advanced(order, state, 9)


def test_a_crew_on_site_is_not_sent_elsewhere() -> None:
    order = work.advanced(work.assigned(NEW, "near", 1), WorkState.ON_SITE, 2)
    with pytest.raises(InputError, match="is on site"):
        work.assigned(order, "far", 3)
    with pytest.raises(InputError, match="not on its way"):
        work.unanswered(order, 3)


# When supply is expected back ------------------------------------------------------------------------------


def test_quantiles_of_what_is_left_are_those_of_a_sample() -> None:
    duration = Duration(180.0, 0.8)
    sample = np.exp(np.random.default_rng(1).normal(math.log(180.0), 0.8, 400_000))
    for passed in (0.0, 60.0, 400.0):
        rest = sample[sample > passed]
        for p in (0.5, 0.9):
            assert duration.quantile(p, passed) == pytest.approx(np.quantile(rest, p), rel=0.03)


def test_it_moves_on_while_a_repair_takes_longer_and_never_lies_in_the_past() -> None:
    order = work.advanced(work.assigned(NEW, "near", 0), WorkState.ON_SITE, 0)
    told = [estimate(order, minute * MINUTE_US) for minute in (1, 60, 240, 900, 100_000)]
    for minute, each in zip((1, 60, 240, 900, 100_000), told, strict=True):
        assert minute * MINUTE_US <= each.at_us <= each.late_us
    assert all(a.at_us < b.at_us for a, b in itertools.pairwise(told))


def test_what_is_found_changes_it() -> None:
    order = work.advanced(work.assigned(NEW, "near", 0), WorkState.ON_SITE, 0)
    animal = work.advanced(order, WorkState.FOUND, 1, FaultCause.ANIMAL)
    cable = work.advanced(order, WorkState.FOUND, 1, FaultCause.CABLE)
    assert estimate(animal, 60).at_us < estimate(order, 60).at_us < estimate(cable, 60).at_us


def test_the_way_there_counts_until_the_crew_has_arrived() -> None:
    order = work.advanced(work.assigned(NEW, "near", 0), WorkState.EN_ROUTE, 0)
    near, far = (estimate(order, 0, minutes).at_us for minutes in (5.0, 65.0))
    assert far - near == 60 * MINUTE_US
    assert "no crew yet" in estimate(NEW, 0).basis


def test_cleared_leaves_the_switching() -> None:
    order = work.advanced(work.assigned(NEW, "near", 0), WorkState.CLEARED, 100 * MINUTE_US)
    assert estimate(order, 101 * MINUTE_US, switching_min=10).at_us == 110 * MINUTE_US


def test_a_utilitys_own_times_count_once_they_are_enough() -> None:
    few = durations_of({FaultCause.CABLE: [100.0, 110.0]})
    many = durations_of({FaultCause.CABLE: [100.0, 110.0, 90.0, 105.0, 95.0, -3.0, float("nan")]})
    assert few[FaultCause.CABLE] == restoration_time.USUAL[FaultCause.CABLE]
    assert many[FaultCause.CABLE].median_min == pytest.approx(99.8, abs=0.2)
    assert many[FaultCause.CABLE].spread == restoration_time.LEAST_SPREAD
