"""Closed incidents as the outage records reliability is counted from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from engines.values.incidents import Incident, IncidentState
from engines.values.reliability import Interruption, OutageRecords, RestorationStage


def interruptions_of(incidents: Iterable[Incident]) -> tuple[Interruption, ...]:
    """One event each, with every stage that is over; those merged into others and those without customers are none."""
    found = []
    for incident in incidents:
        stages = tuple(
            RestorationStage(stage.load_ids[0], stage.customers, _moment(stage.begin_us), _moment(stage.end_us))
            for stage in incident.outage.stages
            if stage.end_us > stage.begin_us and stage.customers > 0
        )
        if stages and incident.state is not IncidentState.MERGED:
            cause = incident.cause.value
            found.append(Interruption(incident.incident_id, stages, cause, incident.is_planned))
    return tuple(sorted(found, key=lambda event: event.begin))


def records_of(
    incidents: Iterable[Incident], customers_served: int, begin_us: int, end_us: int, source: str
) -> OutageRecords:
    """Those that began within a span, its end excluded."""
    begin, end = _moment(begin_us), _moment(end_us)
    inside = tuple(event for event in interruptions_of(incidents) if begin <= event.begin < end)
    return OutageRecords(source, customers_served, begin, end, inside)


def _moment(time_us: int) -> datetime:
    seconds, rest = divmod(time_us, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)
