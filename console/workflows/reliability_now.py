"""How reliable supply has been up to this moment: the indices of IEEE Std 1366 from the incidents. Pure.

An incident belongs wholly to the span in which its first customer lost supply. Stages that are over count in the
indices; those that go on are shown beside them, as so far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from console.workflows.outage_records import interruptions_of
from console.workflows.outage_report import figures_of
from console.workflows.reliability_figures import (
    PLANNED,
    ReliabilityNow,
    RunningInterruption,
    ShareFigures,
    Span,
    SpanFigures,
)
from console.workflows.without_plans import first_begun_us, repaired_us, without_plans
from engines.indices.ieee1366 import THRESHOLD_MINUTES, indices
from engines.values.incidents import Incident, IncidentState
from engines.values.reliability import NAN, InterruptionIndices
from engines.values.repair import WorkOrder
from engines.values.switching_orders import SwitchingOrder
from engines.values.validation import InputError


def reliability_now(
    incidents: Iterable[Incident],
    orders: Iterable[SwitchingOrder],
    work: Iterable[WorkOrder],
    customers_served: int,
    now_us: int,
    zone: tzinfo,
    *,
    threshold_minutes: float = THRESHOLD_MINUTES,
    source: str = "",
    records_from_us: int = 0,
) -> ReliabilityNow:
    """The figures at a moment.

    Args:
        zone: clock of the place, which says when a day, a month and a year begin.
        records_from_us: since when incidents are recorded; 0: not known.

    Raises ``InputError`` for a threshold that is not positive.
    """
    if not threshold_minutes > 0:
        raise InputError(f"threshold of {threshold_minutes:g} minutes", "is none", "give 3 or 5")
    events = _events(incidents, orders, work)
    now = _moment(now_us)
    since = _moment(records_from_us) if records_from_us else None
    count = _Counting(customers_served, threshold_minutes, now_us, zone)
    spans = tuple(count.span(span, events, since) for span in Span)
    running = count.running(events)
    begun = None if since is None else since.astimezone(zone)
    return ReliabilityNow(
        now.astimezone(zone), customers_served, threshold_minutes, source, begun, spans, running
    )  # fmt: skip


def reliability_work(
    context: object,
    incidents: Iterable[Incident],
    orders: Iterable[SwitchingOrder],
    work: Iterable[WorkOrder],
    customers_served: int,
    now_us: int,
    zone: tzinfo,
    threshold_minutes: float = THRESHOLD_MINUTES,
    source: str = "",
    records_from_us: int = 0,
) -> ReliabilityNow:
    """:func:`reliability_now` for a worker: years of incidents take longer than a window may wait."""
    return reliability_now(
        incidents, orders, work, customers_served, now_us, zone,
        threshold_minutes=threshold_minutes, source=source, records_from_us=records_from_us,
    )  # fmt: skip


def begin_of(span: Span, now: datetime) -> datetime:
    """When a span begins that lasts to ``now``, by the clock ``now`` is given in."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if span is Span.TODAY:
        return midnight
    if span is Span.MONTH:
        return midnight.replace(day=1)
    if span is Span.YEAR:
        return midnight.replace(month=1, day=1)
    is_leap_day = (now.month, now.day) == (2, 29)
    return now.replace(year=now.year - 1, day=28 if is_leap_day else now.day, fold=0)


@dataclass(frozen=True, slots=True)
class _Event:
    """An incident as it was, and as it would have been."""

    incident: Incident
    otherwise: Incident
    begin: datetime


def _events(
    incidents: Iterable[Incident], orders: Iterable[SwitchingOrder], work: Iterable[WorkOrder]
) -> tuple[_Event, ...]:
    orders_of: dict[str, list[SwitchingOrder]] = {}
    for order in orders:
        orders_of.setdefault(order.incident_id, []).append(order)
    work_of: dict[str, list[WorkOrder]] = {}
    for each in work:
        work_of.setdefault(each.incident_id, []).append(each)
    found = []
    for incident in incidents:
        if incident.state is IncidentState.MERGED or not incident.outage.stages:
            continue
        begun = first_begun_us(orders_of.get(incident.incident_id, ()))
        outage = without_plans(incident, begun, repaired_us(work_of.get(incident.incident_id, ())))
        begin = _moment(min(stage.begin_us for stage in incident.outage.stages))
        found.append(_Event(incident, replace(incident, outage=outage), begin))
    return tuple(found)


class _Counting:
    def __init__(self, served: int, threshold_minutes: float, now_us: int, zone: tzinfo) -> None:
        self._served, self._threshold, self._now_us, self._zone = served, threshold_minutes, now_us, zone
        self._now = _moment(now_us)

    def span(self, span: Span, events: Sequence[_Event], since: datetime | None) -> SpanFigures:
        """The figures of one span."""
        # Two times of one clock are subtracted by what it shows; in UTC the hour of a clock change is not lost.
        begin = begin_of(span, self._now.astimezone(self._zone)).astimezone(UTC)
        is_partial = since is not None and since > begin
        if since is not None:
            begin = min(max(begin, since), self._now)
        mine = [event for event in events if begin <= event.begin <= self._now]
        incidents = [event.incident for event in mine]
        changed = [event for event in mine if event.otherwise.outage is not event.incident.outage]

        def of(some: Iterable[Incident]) -> InterruptionIndices:
            return self._indices(some, begin)

        return SpanFigures(
            span,
            begin.astimezone(self._zone),
            self._now.astimezone(self._zone),
            is_partial,
            of(incidents),
            of(i for i in incidents if i.is_planned),
            of(i for i in incidents if not i.is_planned),
            of(event.otherwise for event in mine),
            len(changed),
            self.running(mine),
            self._shares(incidents, begin, lambda incident: incident.feeder),
            self._shares(incidents, begin, lambda i: PLANNED if i.is_planned else i.cause.value),
        )

    def running(self, events: Iterable[_Event]) -> tuple[RunningInterruption, ...]:
        """Those with customers without supply now."""
        found = []
        for event in events:
            incident = event.incident
            stages = [stage for stage in incident.outage.stages if not stage.end_us]
            if not incident.outage.customers_out:
                continue
            figures = figures_of(stages, self._served, self._now_us, self._threshold)
            found.append(
                RunningInterruption(
                    incident.incident_id,
                    incident.title,
                    incident.feeder,
                    incident.is_planned,
                    _moment(min(stage.begin_us for stage in stages)).astimezone(self._zone),
                    incident.outage.customers_out,
                    figures.customer_minutes,
                    figures.saidi_minutes,
                )
            )
        return tuple(sorted(found, key=lambda each: (-each.customers_out, each.begin, each.incident_id)))

    def _shares(
        self, incidents: Sequence[Incident], begin: datetime, name_of: Callable[[Incident], str]
    ) -> tuple[ShareFigures, ...]:
        groups: dict[str, list[Incident]] = {}
        for incident in incidents:
            groups.setdefault(name_of(incident), []).append(incident)
        found = []
        for name, some in groups.items():
            own = self._indices(some, begin)
            if own.customer_minutes > 0:
                found.append(
                    ShareFigures(name, own.saidi_minutes, own.saifi, own.customer_minutes, own.sustained_events)
                )
        return tuple(sorted(found, key=lambda share: (-share.customer_minutes, share.name)))

    def _indices(self, incidents: Iterable[Incident], begin: datetime) -> InterruptionIndices:
        events = interruptions_of(incidents)
        is_known, is_empty = self._served > 0, self._now <= begin
        # At midnight sharp the day has no length yet, and no share of it can be told.
        end = begin + timedelta(hours=1) if is_empty else self._now
        found = indices(events, self._served if is_known else 1, begin, end, self._threshold)
        if is_empty:
            found = replace(found, asai=NAN, period_hours=0.0)
        if not is_known:
            found = replace(
                found, saifi=NAN, saidi_minutes=NAN, asai=NAN, maifi=NAN, maifi_e=NAN, customers_served=0
            )  # fmt: skip
        return found


def _moment(time_us: int) -> datetime:
    seconds, rest = divmod(time_us, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)
