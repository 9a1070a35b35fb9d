"""What reliability figures say, and of which period; minutes and hours are in the names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from engines.values.frozen import FrozenMap
from engines.values.validation import Finding

Array = np.ndarray[Any, Any]
NAN = float("nan")


@dataclass(frozen=True, slots=True)
class RestorationStage:
    """Customers that lost and regained supply together.

    Attributes:
        group: where they are, "" where nobody said.
        begin, end: with offset from UTC, so that no hour of a clock change is lost or counted twice.
    """

    group: str
    customers: int
    begin: datetime
    end: datetime

    @property
    def minutes(self) -> float:
        """How long they were without supply."""
        return (self.end - self.begin).total_seconds() / 60


@dataclass(frozen=True, slots=True)
class Interruption:
    """One event and the stages in which customers were restored.

    Attributes:
        event: its number or name, unique in the records.
        cause: as recorded, "" where nobody said.
    """

    event: str
    stages: tuple[RestorationStage, ...]
    cause: str = ""
    is_planned: bool = False

    @property
    def begin(self) -> datetime:
        """When the first customer lost supply."""
        return min(stage.begin for stage in self.stages)

    @property
    def day(self) -> date:
        """The day it belongs to: the one on which it began, by the clock of the place."""
        return self.begin.date()


@dataclass(frozen=True, slots=True)
class OutageRecords:
    """All interruptions of a period.

    Attributes:
        customers_served: how many are supplied in all.
        begin, end: the period, its end excluded.
        findings: what was doubtful but could be counted.
        timezone: IANA name of the clock of the place; "" where only offsets are known.
    """

    source: str
    customers_served: int
    begin: datetime
    end: datetime
    interruptions: tuple[Interruption, ...]
    findings: tuple[Finding, ...] = ()
    timezone: str = ""

    def year_start(self, year: int) -> datetime:
        """The first moment of a year by the clock of the place, with a fixed offset."""
        if not self.timezone:
            return datetime(year, 1, 1, tzinfo=self.begin.tzinfo)
        first = datetime(year, 1, 1, tzinfo=ZoneInfo(self.timezone))
        return first.replace(tzinfo=timezone(first.utcoffset() or timedelta(0)))


@dataclass(frozen=True, slots=True)
class InterruptionIndices:
    """The indices of IEEE Std 1366 over a period.

    Attributes:
        saifi: sustained interruptions per customer served.
        saidi_minutes: minutes without supply per customer served, in sustained interruptions.
        caidi_minutes: minutes a sustained interruption lasts; NaN where there was none.
        asai: share of the time in which customers were supplied.
        maifi: momentary interruptions per customer served.
        maifi_e: events of them, those that ended in a sustained interruption left out.
        sustained_events, momentary_events: events with any customer so interrupted.
        customers_interrupted, customer_minutes: numerators of SAIFI and SAIDI.
        period_hours: length of the period.
    """

    saifi: float
    saidi_minutes: float
    caidi_minutes: float
    asai: float
    maifi: float
    maifi_e: float
    sustained_events: int
    momentary_events: int
    customers_interrupted: int
    customer_minutes: float
    customers_served: int
    period_hours: float


class MajorEventStatus(StrEnum):
    """Whether major event days could be told."""

    KNOWN = "known"
    """From the years before."""
    NO_HISTORY = "no_history"
    """No earlier year is recorded: no day can be called major."""
    TOO_FEW_DAYS = "too_few_days"
    """Fewer than two days of the earlier years have any SAIDI: there is no spread to go by."""


@dataclass(frozen=True, slots=True)
class MajorEventDays:
    """The 2.5-beta method of IEEE Std 1366 on one year.

    Attributes:
        alpha, beta: mean and standard deviation of the natural logarithms of daily SAIDI in minutes.
        threshold_minutes: T_MED = exp(alpha + 2.5 beta); NaN unless the status is known.
        days: major event days of the year, in order.
        history_years: years the threshold rests on; history_days: days with any SAIDI among them.
    """

    status: MajorEventStatus
    alpha: float = NAN
    beta: float = NAN
    threshold_minutes: float = NAN
    days: tuple[date, ...] = ()
    history_years: tuple[int, ...] = ()
    history_days: int = 0


@dataclass(frozen=True, slots=True)
class YearReport:
    """One calendar year of records, or the part of it that lies in the period.

    Attributes:
        indices: with everything.
        without_major: without what began on major event days; equal to ``indices`` where none are known.
    """

    year: int
    begin: datetime
    end: datetime
    indices: InterruptionIndices
    without_major: InterruptionIndices
    major: MajorEventDays


@dataclass(frozen=True, slots=True)
class ReliabilityReport:
    """Indices of a set of outage records.

    Attributes:
        threshold_minutes: an interruption that lasts longer is sustained.
        whole: over the whole period; planned, unplanned: parts of it.
        by_cause: SAIDI minutes over the whole period by cause, greatest first.
    """

    source: str
    threshold_minutes: float
    whole: InterruptionIndices
    planned: InterruptionIndices
    unplanned: InterruptionIndices
    years: tuple[YearReport, ...]
    by_cause: FrozenMap[str, float]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ReliabilityPrediction:
    """What failure rates let expect, per year.

    Attributes:
        names: ``(n,)`` load points; customers, p_mw: ``(n,)``.
        failures_per_year, outage_hours_per_year: ``(n,)``; hours_per_outage is their ratio, NaN without failures.
        momentary_per_year: ``(n,)`` interruptions ended by reclosing; NaN where no rate of them is given.
        saifi, maifi: per customer and year; saidi_hours, caidi_hours; asai: share of the year.
        ens_mwh: energy not supplied, average load assumed; aens_mwh per customer.
        notes: what was assumed, one sentence each.
    """

    source: str
    names: tuple[str, ...]
    customers: Array
    p_mw: Array
    failures_per_year: Array
    outage_hours_per_year: Array
    momentary_per_year: Array
    saifi: float
    saidi_hours: float
    caidi_hours: float
    asai: float
    maifi: float
    ens_mwh: float
    aens_mwh: float
    notes: tuple[str, ...] = field(default_factory=tuple)

    @property
    def hours_per_outage(self) -> Array:
        """``(n,)`` mean duration, NaN where nothing fails."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(
                self.outage_hours_per_year / np.where(self.failures_per_year > 0, self.failures_per_year, NAN)
            )
