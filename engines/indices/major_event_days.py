"""Major event days by the 2.5-beta method (IEEE Std 1366-2012, clause 5).

Daily SAIDI of up to five whole years before the one looked at; a duration that runs into later days belongs to the day
on which it began; days without any SAIDI are left out of the fit. A day of the year whose SAIDI exceeds

    T_MED = exp(alpha + 2.5 beta)

is a major event day, with alpha and beta the mean and the (sample) standard deviation of the logarithms.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from datetime import date

from engines.values.reliability import MajorEventDays, MajorEventStatus, OutageRecords

MOST_YEARS = 5
BETAS = 2.5


def daily_saidi(records: OutageRecords, threshold_minutes: float) -> dict[date, float]:
    """SAIDI in minutes of each day that has any, planned and unplanned, sustained interruptions only."""
    daily: dict[date, float] = {}
    for interruption in records.interruptions:
        minutes = sum(s.customers * s.minutes for s in interruption.stages if s.minutes > threshold_minutes)
        if minutes > 0:
            day = interruption.day
            daily[day] = daily.get(day, 0.0) + minutes / records.customers_served
    return daily


def major_event_days(daily: Mapping[date, float], year: int, whole_years: Sequence[int]) -> MajorEventDays:
    """The major event days of ``year``.

    Args:
        daily: SAIDI in minutes by day; days without any may be missing or 0.
        year: the year looked at.
        whole_years: years recorded from their first to their last day; of those directly before ``year`` without a
            gap, at most five are used.
    """
    known = set(whole_years)
    history: list[int] = []
    while len(history) < MOST_YEARS and year - len(history) - 1 in known:
        history.append(year - len(history) - 1)
    if not history:
        return MajorEventDays(MajorEventStatus.NO_HISTORY)
    logs = [math.log(saidi) for day, saidi in daily.items() if day.year in history and saidi > 0]
    years = tuple(sorted(history))
    if len(logs) < 2:
        return MajorEventDays(MajorEventStatus.TOO_FEW_DAYS, history_years=years, history_days=len(logs))
    alpha, beta = statistics.fmean(logs), statistics.stdev(logs)
    threshold = math.exp(alpha + BETAS * beta)
    days = tuple(sorted(day for day, saidi in daily.items() if day.year == year and saidi > threshold))
    return MajorEventDays(MajorEventStatus.KNOWN, alpha, beta, threshold, days, years, len(logs))
