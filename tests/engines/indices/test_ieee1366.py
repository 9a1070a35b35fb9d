"""The indices of IEEE 1366 on its own example, on hand calculations and on what must always hold."""

from __future__ import annotations

import itertools
import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from engines.indices.ieee1366 import indices, report
from engines.indices.interruption_files import records_from_document
from engines.indices.major_event_days import major_event_days
from engines.values.reliability import MajorEventStatus, OutageRecords
from engines.values.validation import InputError

# IEEE Std 1366-2003, clause 4.5: interruptions of one circuit with 2000 customers (off, on, customers).
EXAMPLE = """
03-17 12:12:20 12:20:30 200
04-15 18:23:56 18:24:26 400
05-05 00:23:10 01:34:29 600
06-12 23:17:00 23:47:14 25
07-06 09:30:10 09:31:10 2000
08-20 15:45:39 20:12:50 90
08-31 08:20:00 10:20:00 700
09-03 17:10:00 17:20:00 1500
10-27 10:15:00 10:55:00 100
"""


def document(events: list[dict[str, Any]], served: int = 2000, **more: Any) -> dict[str, Any]:
    """Records of 2001 in UTC."""
    period = {"begin": "2001-01-01T00:00:00Z", "end": "2002-01-01T00:00:00Z"}
    return {"customers_served": served, "period": period, "interruptions": events, **more}


def example() -> OutageRecords:
    """The records of the standard's example."""
    events = []
    for number, line in enumerate(EXAMPLE.split("\n")[1:-1], start=1):
        day, off, on, customers = line.split()
        begin, end = (f"2001-{day}T{clock}Z" for clock in (off, on))
        events.append({"event": str(number), "begin": begin, "end": end, "customers": int(customers)})
    return records_from_document(document(events), "example")


def test_the_example_of_the_standard_has_its_figures() -> None:
    found = report(example()).whole
    assert found.saifi == pytest.approx(1.61, abs=5e-3)
    assert found.saidi_minutes == pytest.approx(86.110, abs=5e-3)
    assert found.caidi_minutes == pytest.approx(53.57, abs=5e-3)
    assert found.asai == pytest.approx(0.999836, abs=5e-7)
    assert found.maifi == found.maifi_e == pytest.approx(2400 / 2000)
    assert (found.sustained_events, found.momentary_events) == (7, 2)


def test_the_threshold_moves_interruptions_from_one_kind_to_the_other() -> None:
    events = [
        {"event": str(k), "begin": "2001-05-05T10:00:00Z", "end": f"2001-05-05T10:{minutes:02}:00Z", "customers": 100}
        for k, minutes in enumerate((2, 3, 4, 5, 6))
    ]
    records = records_from_document(document(events), "x")
    five, three = report(records, 5.0).whole, report(records, 3.0).whole
    # What lasts exactly the threshold is momentary.
    assert (five.customers_interrupted, three.customers_interrupted) == (100, 300)
    assert (five.maifi, three.maifi) == (pytest.approx(0.2), pytest.approx(0.1))
    assert three.saidi_minutes == pytest.approx((4 + 5 + 6) * 100 / 2000)
    with pytest.raises(InputError, match="give 3 or 5"):
        report(records, 0.0)


def test_customers_restored_in_stages_count_each_with_their_own_time() -> None:
    stages = [
        {"group": "east", "customers": 300, "end": "2001-05-05T10:02:00Z"},
        {"group": "west", "customers": 200, "end": "2001-05-05T10:45:00Z"},
        {"group": "west", "customers": 100, "end": "2001-05-05T12:00:00Z"},
    ]
    event = {"event": "1", "begin": "2001-05-05T10:00:00Z", "cause": "cable", "stages": stages}
    found = report(records_from_document(document([event]), "x"))
    assert found.whole.customers_interrupted == 300
    assert found.whole.customer_minutes == 200 * 45 + 100 * 120
    assert (found.whole.maifi, found.whole.maifi_e) == (0.15, 0.15)
    assert (found.whole.sustained_events, found.whole.momentary_events) == (1, 1)
    assert found.by_cause["cable"] == pytest.approx(found.whole.saidi_minutes)


def test_repeated_momentary_interruptions_are_one_event_and_none_if_it_ends_sustained() -> None:
    def blink(event: str, minute: int, group: str) -> dict[str, Any]:
        begin = f"2001-05-05T10:{minute:02}:00Z"
        return {
            "event": event,
            "group": group,
            "begin": begin,
            "end": f"2001-05-05T10:{minute:02}:30Z",
            "customers": 50,
        }

    events = [blink("1", 0, "a"), blink("1", 2, "a"), blink("1", 4, "a"), blink("2", 0, "b"), blink("2", 2, "b")]
    lasting = {**blink("2", 4, "b"), "end": "2001-05-05T11:00:00Z"}
    found = report(records_from_document(document([*events, lasting]), "x")).whole
    assert found.maifi == pytest.approx(5 * 50 / 2000)
    assert found.maifi_e == pytest.approx(50 / 2000)
    assert found.momentary_events == 1
    assert found.saifi == pytest.approx(50 / 2000)


def test_planned_and_unplanned_add_up() -> None:
    events = [
        {
            "event": str(k),
            "begin": f"2001-05-{k + 1:02}T10:00:00Z",
            "end": f"2001-05-{k + 1:02}T11:00:00Z",
            "customers": 10 + k,
            "planned": k % 2 == 0,
        }
        for k in range(9)
    ]
    found = report(records_from_document(document(events), "x"))
    assert found.planned.saidi_minutes + found.unplanned.saidi_minutes == pytest.approx(found.whole.saidi_minutes)
    assert (found.planned.sustained_events, found.unplanned.sustained_events) == (5, 4)


def test_without_interruptions_availability_is_whole_and_there_is_no_duration() -> None:
    found = report(records_from_document(document([]), "x")).whole
    assert (found.saifi, found.saidi_minutes, found.asai) == (0.0, 0.0, 1.0)
    assert math.isnan(found.caidi_minutes)


def test_a_night_of_the_clock_change_has_the_minutes_that_passed() -> None:
    # Central Europe, 26 October 2025: at 03:00 the clock goes back to 02:00.
    def one(begin: str, end: str, timezone: str) -> float:
        text = {"event": "1", "begin": begin, "end": end, "customers": 1}
        period = {"begin": "2025-01-01T00:00:00+01:00", "end": "2026-01-01T00:00:00+01:00"}
        told = {"customers_served": 1, "period": period, "interruptions": [text], "timezone": timezone}
        return report(records_from_document(told, "x")).whole.saidi_minutes

    assert one("2025-10-26T01:30:00", "2025-10-26T03:30:00", "Europe/Berlin") == 180
    assert one("2025-10-26T01:30:00+02:00", "2025-10-26T03:30:00+01:00", "") == 180
    assert one("2025-03-30T01:30:00", "2025-03-30T03:30:00", "Europe/Berlin") == 60
    assert one("2025-10-26T02:30:00+02:00", "2025-10-26T02:30:00+01:00", "Europe/Berlin") == 60
    with pytest.raises(InputError, match="comes twice that night"):
        one("2025-10-26T02:30:00", "2025-10-26T04:30:00", "Europe/Berlin")
    with pytest.raises(InputError, match="does not exist: the clock was put forward"):
        one("2025-03-30T02:30:00", "2025-03-30T04:30:00", "Europe/Berlin")
    with pytest.raises(InputError, match="has no offset from UTC"):
        one("2025-03-30T04:30:00", "2025-03-30T05:30:00", "")


def test_an_event_belongs_to_the_day_on_which_it_began_by_the_clock_of_the_place() -> None:
    events = [{"event": "1", "begin": "2025-07-01T00:30:00", "end": "2025-07-02T09:00:00", "customers": 1}]
    period = {"begin": date(2025, 1, 1), "end": date(2026, 1, 1)}
    told = {"customers_served": 1, "period": period, "interruptions": events, "timezone": "Europe/Berlin"}
    records = records_from_document(told, "x")
    assert records.interruptions[0].day == date(2025, 7, 1)
    assert report(records).whole.period_hours == 8760.0


def lognormal_days(years: range, alpha: float, beta: float, seed: int) -> dict[date, float]:
    """A SAIDI for four days of five, log-normal; none on the others."""
    random = np.random.default_rng(seed)
    days = [date(y, 1, 1) + timedelta(k) for y in years for k in range(365)]
    return {d: float(random.lognormal(alpha, beta)) for k, d in enumerate(days) if k % 5}


def test_major_event_days_follow_the_logarithms_of_the_five_years_before() -> None:
    daily = lognormal_days(range(2015, 2022), -3.0, 1.5, 1)
    storm = date(2021, 6, 1)
    daily[storm] = 1e3
    found = major_event_days(daily, 2021, range(2015, 2022))
    assert found.history_years == (2016, 2017, 2018, 2019, 2020)
    logs = [math.log(v) for d, v in daily.items() if 2016 <= d.year <= 2020]
    assert found.history_days == len(logs) == 5 * 292
    assert found.alpha == pytest.approx(np.mean(logs))
    assert found.beta == pytest.approx(np.std(logs, ddof=1))
    assert found.threshold_minutes == pytest.approx(math.exp(found.alpha + 2.5 * found.beta))
    assert (found.alpha, found.beta) == (pytest.approx(-3.0, abs=0.15), pytest.approx(1.5, abs=0.1))
    assert storm in found.days
    # 0.6 % of the days of a log-normal year lie above 2.5 beta: some two of the 292.
    assert 1 <= len(found.days) <= 8
    # Days without any SAIDI change nothing.
    empty = {date(2018, 1, 1) + timedelta(5 * k): 0.0 for k in range(20)}
    assert major_event_days({**empty, **daily}, 2021, range(2015, 2022)).threshold_minutes == found.threshold_minutes


def test_a_gap_in_the_years_ends_the_history_and_none_is_said() -> None:
    daily = lognormal_days(range(2015, 2022), -3.0, 1.5, 2)
    assert major_event_days(daily, 2021, (2015, 2016, 2019, 2020)).history_years == (2019, 2020)
    nothing = major_event_days(daily, 2021, (2015, 2016))
    assert nothing.status is MajorEventStatus.NO_HISTORY
    assert math.isnan(nothing.threshold_minutes)
    assert nothing.days == ()
    few = major_event_days({date(2020, 1, 1): 1.0}, 2021, (2020,))
    assert few.status is MajorEventStatus.TOO_FEW_DAYS


def test_years_are_told_with_and_without_major_event_days() -> None:
    random = np.random.default_rng(3)
    events = []
    for number, (year, day) in enumerate(itertools.product((2019, 2020, 2021), range(0, 360, 3))):
        begin = datetime(year, 1, 1, 8, tzinfo=UTC) + timedelta(day)
        end = begin + timedelta(minutes=float(random.uniform(20, 200)))
        customers = int(random.lognormal(3.0, 0.7)) + 1
        if (year, day) == (2021, 150):
            end, customers = begin + timedelta(hours=30), 1500
        events.append({"event": str(number), "begin": begin, "end": end, "customers": customers})
    told = document(events)
    told["period"] = {"begin": "2019-01-01T00:00:00Z", "end": "2022-01-01T00:00:00Z"}
    found = report(records_from_document(told, "x"))
    assert [y.year for y in found.years] == [2019, 2020, 2021]
    assert found.years[0].major.status is MajorEventStatus.NO_HISTORY
    last = found.years[2]
    assert last.major.history_years == (2019, 2020)
    assert date(2021, 5, 31) in last.major.days
    assert last.without_major.saidi_minutes < last.indices.saidi_minutes - 1500 * 1800 / 2000 + 1e-6
    assert sum(y.indices.customer_minutes for y in found.years) == pytest.approx(found.whole.customer_minutes)
    assert sum(y.indices.period_hours for y in found.years) == pytest.approx(found.whole.period_hours)


def test_indices_scale_with_what_they_divide_by() -> None:
    records = example()
    begin, end = records.begin, records.end
    half = indices(records.interruptions, 2 * records.customers_served, begin, end)
    assert half.saidi_minutes == pytest.approx(report(records).whole.saidi_minutes / 2)
    assert half.caidi_minutes == pytest.approx(report(records).whole.caidi_minutes)
