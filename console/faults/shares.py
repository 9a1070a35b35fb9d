"""Which incident each load without supply belongs to. Free of Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engines.grid.difference import Moment
from engines.values.incidents import Incident
from engines.values.switching_orders import OrderState, SwitchingOrder

METERS_LATE_S = 180.0
"""Until then a meter has told that its voltage is back."""


@dataclass(slots=True)
class Trip:
    """A device that has tripped.

    Attributes:
        at: monotonic seconds; time_us: by the field's clock.
        moment: right before; loads: ids of the loads it supplied then.
    """

    device_id: str
    at: float
    time_us: int
    moment: Moment | None
    loads: frozenset[str] = frozenset()
    incident_id: str = ""


def shared(
    dead: frozenset[str], incidents: Sequence[Incident], trips: Iterable[Trip], orders: Iterable[SwitchingOrder]
) -> dict[str, set[str]]:
    """The dead loads by incident, each at one incident or none.

    A load stays where it is noted already. What is newly dead belongs to the latest trip that has cut it off, else to
    the incident that had cut it off before, else to the order under way that has switched last. Of a trip without an
    incident yet, one is being opened: what it has cut off is nobody else's.

    Args:
        dead: ids of the loads without supply; incidents: those under way.
    """
    shares: dict[str, set[str]] = {incident.incident_id: set() for incident in incidents}
    left = set(dead)

    def give(incident_id: str, loads: frozenset[str]) -> None:
        if incident_id in shares:
            shares[incident_id] |= loads & left
        if incident_id in shares or not incident_id:
            left.difference_update(loads)

    for incident in incidents:
        give(incident.incident_id, open_loads(incident))
    for trip in sorted(trips, key=lambda trip: -trip.at):
        give(trip.incident_id, trip.loads)
    for incident in incidents:
        give(incident.incident_id, territory(incident))
    executing = [o for o in orders if o.state is OrderState.EXECUTING]
    if executing:
        last = max(executing, key=lambda o: max((s.instructed_us for s in o.steps), default=0))
        give(last.incident_id, frozenset(left))
    return shares


def open_loads(incident: Incident) -> frozenset[str]:
    """Loads of an incident that are without supply."""
    return frozenset(load for stage in incident.outage.stages if not stage.end_us for load in stage.load_ids)


def territory(incident: Incident) -> frozenset[str]:
    """Loads that were ever without supply in an incident."""
    return frozenset(load for stage in incident.outage.stages for load in stage.load_ids)


def just_back(incidents: Iterable[Incident], now_us: int) -> frozenset[str]:
    """Loads that have had supply again for so short a time that their meters need not have told of it."""
    since_us = now_us - round(METERS_LATE_S * 1e6)
    recent = (i for i in incidents if not i.state.is_over or i.closed_us >= since_us)
    return frozenset(load for i in recent for s in i.outage.stages if s.end_us >= since_us for load in s.load_ids)
