"""Reliability up to a moment, as values: spans, what they are made of, and who is without supply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engines.values.reliability import InterruptionIndices

PLANNED = "planned"
"""Stands for a cause where the interruption was planned."""


class Span(StrEnum):
    """A period up to now, by the clock of the place."""

    TODAY = "today"
    MONTH = "month"
    YEAR = "year"
    TWELVE_MONTHS = "twelve_months"
    """From the same moment a year ago."""


@dataclass(frozen=True, slots=True)
class RunningInterruption:
    """Customers who are without supply now.

    Attributes:
        customer_minutes, saidi_minutes: so far, of stages that have lasted longer than the threshold by now.
    """

    incident_id: str
    title: str
    feeder: str
    is_planned: bool
    begin: datetime
    customers_out: int
    customer_minutes: float
    saidi_minutes: float


@dataclass(frozen=True, slots=True)
class ShareFigures:
    """What one feeder or cause has added; ``name`` is "" where nobody said."""

    name: str
    saidi_minutes: float
    saifi: float
    customer_minutes: float
    events: int


@dataclass(frozen=True, slots=True)
class SpanFigures:
    """The figures of one span.

    Attributes:
        begin, end: by the clock of the place; begin is later than the span's own where records begin later.
        is_partial: records begin within the span.
        whole: of all stages that are over; planned, unplanned: parts of it.
        without_plans: as ``whole``, had no switching order been carried out; compared: incidents that makes
            a difference to.
        running: in addition to ``whole``, worst first.
        by_feeder, by_cause: parts of ``whole``, greatest SAIDI first.
    """

    span: Span
    begin: datetime
    end: datetime
    is_partial: bool
    whole: InterruptionIndices
    planned: InterruptionIndices
    unplanned: InterruptionIndices
    without_plans: InterruptionIndices
    compared: int
    running: tuple[RunningInterruption, ...]
    by_feeder: tuple[ShareFigures, ...]
    by_cause: tuple[ShareFigures, ...]

    @property
    def running_saidi_minutes(self) -> float:
        """What those who are without supply now have added so far."""
        return sum(each.saidi_minutes for each in self.running)


@dataclass(frozen=True, slots=True)
class ReliabilityNow:
    """All spans, and who is without supply now.

    Attributes:
        customers_served: how many are supplied in all; 0: not known, every index is NaN then.
        source: where the records come from; records_from: since when they are kept, ``None`` where nobody said.
        running: in all spans, worst first.
    """

    at: datetime
    customers_served: int
    threshold_minutes: float
    source: str
    records_from: datetime | None
    spans: tuple[SpanFigures, ...]
    running: tuple[RunningInterruption, ...]

    def span(self, span: Span) -> SpanFigures:
        """The figures of one span."""
        return next(each for each in self.spans if each.span is span)
