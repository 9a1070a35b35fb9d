"""The indices of IEEE Std 1366-2012 from outage records.

An interruption of a customer is sustained when it lasts longer than the threshold (five minutes in the standard,
three in IEC and many European rules), else momentary. With ``N_i`` customers and ``r_i`` minutes of stage ``i`` and
``N_T`` customers served (clause 4):

    SAIFI = sum(N_i) / N_T          SAIDI = sum(r_i N_i) / N_T        CAIDI = SAIDI / SAIFI       over sustained stages
    ASAI  = 1 - SAIDI / period      MAIFI = sum(N_i) / N_T            MAIFI_E: events instead      over momentary ones
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from engines.indices.major_event_days import daily_saidi, major_event_days
from engines.values.frozen import FrozenMap
from engines.values.reliability import (
    NAN,
    Interruption,
    InterruptionIndices,
    OutageRecords,
    ReliabilityReport,
    RestorationStage,
    YearReport,
)
from engines.values.validation import InputError

THRESHOLD_MINUTES = 5.0


def report(records: OutageRecords, threshold_minutes: float = THRESHOLD_MINUTES) -> ReliabilityReport:
    """Indices over the whole period and by calendar year, with and without major event days.

    Raises ``InputError`` for a threshold that is not positive.
    """
    if not threshold_minutes > 0:
        raise InputError(f"threshold of {threshold_minutes:g} minutes", "is none", "give 3 or 5")
    every = records.interruptions

    def of(interruptions: Iterable[Interruption]) -> InterruptionIndices:
        return indices(interruptions, records.customers_served, records.begin, records.end, threshold_minutes)

    causes: dict[str, float] = {}
    for interruption in every:
        minutes = sum(s.customers * s.minutes for s in interruption.stages if s.minutes > threshold_minutes)
        name = interruption.cause or "not recorded"
        causes[name] = causes.get(name, 0.0) + minutes / records.customers_served
    return ReliabilityReport(
        source=records.source,
        threshold_minutes=threshold_minutes,
        whole=of(every),
        planned=of(i for i in every if i.is_planned),
        unplanned=of(i for i in every if not i.is_planned),
        years=_years(records, threshold_minutes),
        by_cause=FrozenMap(dict(sorted(causes.items(), key=lambda c: -c[1]))),
        findings=records.findings,
    )


def indices(
    interruptions: Iterable[Interruption],
    customers_served: int,
    begin: datetime,
    end: datetime,
    threshold_minutes: float = THRESHOLD_MINUTES,
) -> InterruptionIndices:
    """The indices of some interruptions over a period of ``begin`` to ``end``."""
    interrupted, minutes, momentary, momentary_events = 0, 0.0, 0, 0
    n_sustained = n_momentary = 0
    for interruption in interruptions:
        sustained = [s for s in interruption.stages if s.minutes > threshold_minutes]
        brief = [s for s in interruption.stages if s.minutes <= threshold_minutes]
        interrupted += sum(s.customers for s in sustained)
        minutes += sum(s.customers * s.minutes for s in sustained)
        momentary += sum(s.customers for s in brief)
        in_events = _momentary_event_customers(sustained, brief)
        momentary_events += in_events
        n_sustained += bool(sustained)
        n_momentary += in_events > 0
    hours = (end - begin).total_seconds() / 3600
    saidi = minutes / customers_served
    return InterruptionIndices(
        saifi=interrupted / customers_served,
        saidi_minutes=saidi,
        caidi_minutes=minutes / interrupted if interrupted else NAN,
        asai=1 - saidi / 60 / hours,
        maifi=momentary / customers_served,
        maifi_e=momentary_events / customers_served,
        sustained_events=n_sustained,
        momentary_events=n_momentary,
        customers_interrupted=interrupted,
        customer_minutes=minutes,
        customers_served=customers_served,
        period_hours=hours,
    )


def _momentary_event_customers(sustained: Sequence[RestorationStage], brief: Sequence[RestorationStage]) -> int:
    """Customers of a group count once however often they were interrupted, and not at all if for long in the end."""
    total = 0
    for group in dict.fromkeys(s.group for s in brief):
        for_long = sum(s.customers for s in sustained if s.group == group)
        total += max(0, most_at_once([s for s in brief if s.group == group]) - for_long)
    return total


def most_at_once(stages: Iterable[RestorationStage]) -> int:
    """Most customers without supply at one moment; who is restored then no longer counts."""
    changes: list[tuple[datetime, int]] = []
    for stage in stages:
        changes += [(stage.begin, stage.customers), (stage.end, -stage.customers)]
    most = count = 0
    for _, change in sorted(changes, key=lambda c: (c[0], c[1])):
        count += change
        most = max(most, count)
    return most


def _years(records: OutageRecords, threshold_minutes: float) -> tuple[YearReport, ...]:
    daily = daily_saidi(records, threshold_minutes)
    reports = []
    for year in range(records.begin.year, records.end.year + 1):
        begin = max(records.begin, records.year_start(year))
        end = min(records.end, records.year_start(year + 1))
        if begin >= end:
            continue
        own = [i for i in records.interruptions if i.day.year == year]
        major = major_event_days(daily, year, _whole_years(records))
        kept = [i for i in own if i.day not in major.days]
        common = (records.customers_served, begin, end, threshold_minutes)
        reports.append(YearReport(year, begin, end, indices(own, *common), indices(kept, *common), major))
    return tuple(reports)


def _whole_years(records: OutageRecords) -> tuple[int, ...]:
    """Calendar years that lie in the period from their first to their last day."""
    return tuple(
        year
        for year in range(records.begin.year, records.end.year + 1)
        if records.begin <= records.year_start(year) and records.year_start(year + 1) <= records.end
    )
