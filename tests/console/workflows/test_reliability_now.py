"""The indices up to now, worked out by hand."""

from __future__ import annotations

import math
import pickle
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.workflows.reliability_figures import PLANNED, ReliabilityNow, Span
from console.workflows.reliability_now import begin_of, reliability_now, reliability_work
from console.workflows.without_plans import first_begun_us, repaired_us, without_plans
from engines.values.incidents import Incident, IncidentState
from engines.values.repair import FaultCause, Outage, OutageStage, WorkOrder, WorkState
from engines.values.switching_orders import OrderState, SwitchingOrder
from engines.values.validation import InputError

MINUTE, HOUR, DAY = 60_000_000, 3_600_000_000, 86_400_000_000
BERLIN = ZoneInfo("Europe/Berlin")
SERVED = 1000


def us(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> int:
    """A local time of the place."""
    return round(datetime(year, month, day, hour, minute, tzinfo=BERLIN).timestamp() * 1e6)


NOW = us(2026, 9, 21, 17)


def stage(customers: int, begin_us: int, minutes: float, *load_ids: str) -> OutageStage:
    """``minutes`` 0: it goes on."""
    end = begin_us + round(minutes * MINUTE) if minutes else 0
    return OutageStage(load_ids or (f"load:{customers}",), customers, begin_us, end)


def incident_of(number: int, *stages: OutageStage, feeder: str = "F3", **others: object) -> Incident:
    opened = min(each.begin_us for each in stages)
    found = Incident(f"incident:{number}", "tripped", opened, feeder=feeder, outage=Outage(stages))
    return replace(found, **others)  # type: ignore[arg-type]


def now_of(*incidents: Incident, served: int = SERVED, **others: object) -> ReliabilityNow:
    return reliability_now(incidents, (), (), served, NOW, BERLIN, **others)  # type: ignore[arg-type]


def test_the_spans_by_hand() -> None:
    today = incident_of(1, stage(100, us(2026, 9, 21, 8), 60), stage(50, us(2026, 9, 21, 8), 3))
    earlier = incident_of(2, stage(200, us(2026, 9, 2, 8), 30), feeder="F1", cause=FaultCause.TREE)
    spring = incident_of(3, stage(10, us(2026, 3, 2, 8), 600), feeder="F1", is_planned=True)
    last_year = incident_of(4, stage(400, us(2025, 11, 2, 8), 10))
    long_ago = incident_of(5, stage(900, us(2025, 9, 20, 8), 100))
    now = now_of(today, earlier, spring, last_year, long_ago)
    # Today: 100 x 60 = 6000 customer minutes, 50 of them momentary (3 minutes).
    day = now.span(Span.TODAY)
    assert day.whole.saidi_minutes == pytest.approx(6.0)
    assert day.whole.saifi == pytest.approx(0.1)
    assert day.whole.caidi_minutes == pytest.approx(60.0)
    assert day.whole.maifi == pytest.approx(0.05)
    # 17 hours of the day are behind: ASAI = 1 - 6 / (17 x 60).
    assert day.whole.asai == pytest.approx(1 - 6 / 1020)
    # The month: 6000 + 200 x 30 = 12000; the year: + 10 x 600 planned; twelve months: + 400 x 10.
    assert [each.whole.saidi_minutes for each in now.spans] == pytest.approx([6.0, 12.0, 18.0, 22.0])
    year = now.span(Span.YEAR)
    assert year.planned.saidi_minutes == pytest.approx(6.0)
    assert year.unplanned.saidi_minutes == pytest.approx(12.0)
    assert [(s.name, s.saidi_minutes, s.events) for s in year.by_feeder] == [("F1", 12.0, 2), ("F3", 6.0, 1)]
    assert {s.name: s.saidi_minutes for s in year.by_cause} == {"unknown": 6.0, "tree": 6.0, PLANNED: 6.0}


def test_what_goes_on_stands_beside_the_indices() -> None:
    # 40 customers have been back after 20 minutes; 10 have been without for 90 minutes by now, 5 for 2.
    begin = NOW - 90 * MINUTE
    running = incident_of(1, stage(40, begin, 20), stage(10, begin, 0), stage(5, NOW - 2 * MINUTE, 0))
    day = now_of(running).span(Span.TODAY)
    assert day.whole.saidi_minutes == pytest.approx(40 * 20 / SERVED)
    (only,) = day.running
    assert only.customers_out == 15
    assert only.customer_minutes == pytest.approx(10 * 90), "what has lasted 2 minutes may yet be momentary"
    assert day.running_saidi_minutes == pytest.approx(0.9)


def test_an_incident_belongs_to_the_day_on_which_it_began() -> None:
    begin = us(2026, 9, 20, 23, 59)
    over_midnight = incident_of(1, stage(100, begin, 60), stage(10, begin + 5 * MINUTE, 0))
    now = now_of(over_midnight)
    assert now.span(Span.TODAY).whole.customer_minutes == 0
    assert not now.span(Span.TODAY).running
    assert now.span(Span.MONTH).whole.customer_minutes == 6000
    assert len(now.span(Span.MONTH).running) == len(now.running) == 1


def test_the_hour_of_a_clock_change_is_counted() -> None:
    # From 1 January 0:00 (UTC+1) to 21 September 17:00 (UTC+2): one hour less than the clock shows.
    hours = (datetime(2026, 9, 21, 17) - datetime(2026, 1, 1)).total_seconds() / 3600 - 1
    assert now_of().span(Span.YEAR).whole.period_hours == pytest.approx(hours)


def test_a_leap_day_has_one_a_year_before() -> None:
    assert begin_of(Span.TWELVE_MONTHS, datetime(2028, 2, 29, 12, tzinfo=UTC)) == datetime(2027, 2, 28, 12, tzinfo=UTC)


def test_figures_say_where_records_begin_within_their_span() -> None:
    since = us(2026, 9, 11, 17)
    now = now_of(incident_of(1, stage(100, us(2026, 9, 12), 144)), records_from_us=since)
    assert [each.is_partial for each in now.spans] == [False, True, True, True]
    month = now.span(Span.MONTH)
    assert month.whole.period_hours == pytest.approx(240)
    assert month.whole.asai == pytest.approx(1 - 14.4 / (240 * 60))


def test_a_worker_says_the_same() -> None:
    incidents = (incident_of(1, stage(100, us(2026, 9, 12), 144)),)
    since = us(2026, 9, 11, 17)
    told = reliability_work(
        None, *pickle.loads(pickle.dumps((incidents, (), (), SERVED, NOW, BERLIN, 5.0, "x", since)))
    )
    assert told == now_of(*incidents, source="x", records_from_us=since)


def test_nothing_is_made_up() -> None:
    unknown = now_of(incident_of(1, stage(100, us(2026, 9, 21, 8), 60)), served=0).span(Span.TODAY)
    assert all(math.isnan(v) for v in (unknown.whole.saidi_minutes, unknown.whole.saifi, unknown.whole.asai))
    assert unknown.whole.customer_minutes == 6000
    midnight = reliability_now((), (), (), SERVED, us(2026, 9, 21), BERLIN).span(Span.TODAY)
    assert math.isnan(midnight.whole.asai)
    assert midnight.whole.saidi_minutes == 0
    assert math.isnan(midnight.whole.caidi_minutes)
    with pytest.raises(InputError, match="threshold of 0 minutes"):
        now_of(threshold_minutes=0.0)


def test_what_became_part_of_another_incident_is_not_counted_twice() -> None:
    merged = incident_of(2, stage(100, us(2026, 9, 21, 8), 60), state=IncidentState.MERGED)
    assert now_of(merged).span(Span.TODAY).whole.customer_minutes == 0


# With and without plans ------------------------------------------------------------------------------------

FAULT = us(2026, 9, 21, 8)
ORDER = SwitchingOrder(
    "order:1", "incident:1", "", "restore", "anna", FAULT, state=OrderState.DONE, begun_us=FAULT + 10 * MINUTE
)
WORK = WorkOrder(
    "work:1", "incident:1", "line:1", "repair", state=WorkState.CLEARED,
    repaired_us=FAULT + 170 * MINUTE, cleared_us=FAULT + 180 * MINUTE,
)  # fmt: skip
PICKED_UP = incident_of(
    1,
    stage(300, FAULT, 1, "load:a"),
    stage(100, FAULT, 20, "load:b"),
    stage(40, FAULT, 30, "load:c"),
    stage(10, FAULT, 200, "load:d"),
)


def with_plans(incident: Incident = PICKED_UP, order: SwitchingOrder = ORDER, work: WorkOrder = WORK) -> ReliabilityNow:
    return reliability_now([incident], [order], [work], SERVED, NOW, BERLIN)


def test_whom_the_plans_picked_up_would_have_waited_for_the_repair() -> None:
    day = with_plans().span(Span.TODAY)
    # With: 100 x 20 + 40 x 30 + 10 x 200 = 5200. Without: 140 x 180 + 10 x 200 = 27200; reclosing (1 minute) helped
    # the 300 in both.
    assert day.whole.saidi_minutes == pytest.approx(5.2)
    assert day.without_plans.saidi_minutes == pytest.approx(27.2)
    assert day.whole.saifi == day.without_plans.saifi == pytest.approx(0.15)
    assert day.whole.maifi == day.without_plans.maifi == pytest.approx(0.3)
    assert day.compared == 1


@pytest.mark.parametrize(
    ("order", "work", "incident"),
    [
        (replace(ORDER, begun_us=0), WORK, PICKED_UP),
        (replace(ORDER, purpose="return_to_normal"), WORK, PICKED_UP),
        (ORDER, replace(WORK, cleared_us=0, repaired_us=0, state=WorkState.ON_SITE), PICKED_UP),
        (ORDER, replace(WORK, state=WorkState.CANCELLED), PICKED_UP),
        (ORDER, WORK, replace(PICKED_UP, is_planned=True)),
        (replace(ORDER, begun_us=FAULT + 60 * MINUTE), WORK, PICKED_UP),
    ],
    ids=["not begun", "other purpose", "not repaired", "no work", "planned", "all back before the order"],
)
def test_no_benefit_is_claimed_where_none_is_known(order: SwitchingOrder, work: WorkOrder, incident: Incident) -> None:
    day = with_plans(incident, order, work).span(Span.TODAY)
    assert day.without_plans == day.whole
    assert day.compared == 0


def test_a_second_interruption_of_those_who_wait_is_not_counted_twice() -> None:
    twice = incident_of(1, stage(100, FAULT, 20, "load:b"), stage(100, FAULT + 60 * MINUTE, 10, "load:b"))
    day = with_plans(twice).span(Span.TODAY)
    assert day.whole.customer_minutes == 100 * 30
    assert day.without_plans.customer_minutes == 100 * 180


def test_whom_the_plan_itself_interrupts_does_not_wait_for_the_repair() -> None:
    shed = incident_of(1, stage(100, FAULT, 20, "load:b"), stage(7, FAULT + 15 * MINUTE, 6, "load:z"))
    assert with_plans(shed).span(Span.TODAY).without_plans.customer_minutes == 100 * 180 + 7 * 6


STAGES = st.lists(
    st.builds(
        lambda customers, begin, length, loads: OutageStage(
            tuple(loads), customers, FAULT + begin * MINUTE, FAULT + (begin + length) * MINUTE if length else 0
        ),
        st.integers(1, 500),
        st.integers(0, 200),
        st.integers(0, 200),
        st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True),
    ),
    min_size=1,
    max_size=6,
)


@given(STAGES, st.integers(0, 200), st.integers(0, 250))
def test_plans_never_count_as_harm_and_parts_add_up(stages: list[OutageStage], begun: int, end: int) -> None:
    incident = incident_of(1, *stages)
    begun_us, end_us = FAULT + begun * MINUTE, FAULT + end * MINUTE
    otherwise = without_plans(incident, begun_us, end_us)
    assert otherwise.customer_minutes(NOW) >= incident.outage.customer_minutes(NOW) - 1e-6
    planned = replace(incident_of(2, *stages), is_planned=True, feeder="F9")
    order, work = replace(ORDER, begun_us=begun_us), replace(WORK, cleared_us=end_us)
    day = reliability_now([incident, planned], [order], [work], SERVED, NOW, BERLIN).span(Span.TODAY)
    sustained = [s for s in stages if s.end_us and (s.end_us - s.begin_us) > 5 * MINUTE]
    minutes = sum(s.customers * (s.end_us - s.begin_us) / MINUTE for s in sustained)
    assert day.whole.customer_minutes == pytest.approx(2 * minutes)
    assert day.planned.customer_minutes + day.unplanned.customer_minutes == pytest.approx(2 * minutes)
    for shares in (day.by_feeder, day.by_cause):
        assert sum(share.customer_minutes for share in shares) == pytest.approx(2 * minutes)
        assert sum(share.saidi_minutes for share in shares) == pytest.approx(day.whole.saidi_minutes)


def test_ends_and_begins_of_several() -> None:
    assert repaired_us([]) == 0
    assert repaired_us([WORK, replace(WORK, cleared_us=0)]) == WORK.cleared_us, "repaired, not yet cleared, counts"
    assert repaired_us([WORK, replace(WORK, cleared_us=0, repaired_us=0, state=WorkState.EN_ROUTE)]) == 0
    assert first_begun_us([ORDER, replace(ORDER, begun_us=FAULT)]) == FAULT
