"""An incident's course: opened by a trip, located, isolated, restored, repaired, back to normal, closed. Pure.

The state follows from what is known; only closing needs a person. Every turn leaves a line in the timeline, which only
grows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from console.workflows import outages
from console.workflows.outages import Count
from engines.values.incidents import Incident, IncidentState, TimelineEntry
from engines.values.location import Location
from engines.values.repair import FaultCause, Outage, RestorationEstimate, SafetyDocument, WorkOrder, WorkState
from engines.values.switching_orders import SwitchingOrder
from engines.values.validation import InputError

SUSPECTS_KEPT = 5
LEAST_TOLD = 0.005
"""A place less likely than that is not named in the timeline."""
COURSE = (
    IncidentState.NEW, IncidentState.LOCATED, IncidentState.ISOLATED, IncidentState.RESTORED, IncidentState.REPAIRED,
    IncidentState.NORMAL, IncidentState.CLOSED,
)  # fmt: skip


def opened(incident_id: str, title: str, device_ids: Collection[str], feeder: str, now_us: int) -> Incident:
    """Protection has tripped, or customers have lost supply without it."""
    begun = Incident(incident_id, title, now_us, feeder=feeder, device_ids=tuple(device_ids))
    return noted(begun, "", title, now_us)


def noted(incident: Incident, author: str, sentence: str, now_us: int) -> Incident:
    """One more line; a clock that was set back does not turn the order round."""
    at = max(now_us, incident.timeline[-1].time_us if incident.timeline else now_us)
    return replace(incident, timeline=(*incident.timeline, TimelineEntry(at, author, sentence)))


def tripped(incident: Incident, device_ids: Collection[str], now_us: int) -> Incident:
    """Another device has tripped for the same fault."""
    fresh = tuple(device for device in device_ids if device not in incident.device_ids)
    if not fresh:
        return incident
    after = replace(incident, device_ids=(*incident.device_ids, *fresh))
    return noted(after, "", f"{', '.join(fresh)} tripped", now_us)


def located(
    incident: Incident, location: Location, now_us: int, name: Callable[[str], str] = lambda element_id: element_id
) -> Incident:
    """What is suspected by now; a zone goes by its first line, in words of ``name``."""
    suspects = tuple(
        (stands_for(h.element_ids), round(h.probability, 4))
        for h in location.hypotheses[:SUSPECTS_KEPT]
        if h.element_ids
    )
    if suspects == incident.suspects:
        return incident
    after = replace(incident, suspects=suspects)
    said = ""
    if location.status.is_usable:
        after = _at_least(after, IncidentState.LOCATED)
        said = _suspected(suspects, name)
    sentence = f"suspected: {said}" if said else f"not located: {location.reason}"
    before = (
        e.sentence for e in reversed(incident.timeline) if e.sentence.startswith(("suspected: ", "not located: "))
    )
    return after if next(before, "") == sentence else noted(after, "", sentence, now_us)


def _suspected(suspects: Sequence[tuple[str, float]], name: Callable[[str], str]) -> str:
    """The first three places, each once; what rounds to nothing is not told."""
    places: dict[str, float] = {}
    for element, probability in suspects:
        # The same place comes again as one of two that are faulted at once.
        places.setdefault(name(element), probability)
    told = [f"{place} {100 * p:.0f} %" for place, p in places.items() if p >= LEAST_TOLD]
    return "; ".join(told[:3])


def stands_for(element_ids: Sequence[str]) -> str:
    """What a person calls a zone by: its first line, where it has one."""
    return next((i for i in element_ids if i.startswith("line:")), element_ids[0])


def observed(incident: Incident, dead: Collection[str], customers: Count, now_us: int) -> Incident:
    """Which loads of this incident are without supply now."""
    outage = outages.observed(incident.outage, dead, customers, now_us)
    if outage is incident.outage:
        return incident
    before, after = incident.outage.customers_out, outage.customers_out
    changed = replace(incident, outage=outage)
    if before == after:
        return changed
    verb = "have supply again" if after < before else "lost supply"
    return noted(changed, "", f"{abs(before - after)} customers {verb}; {after} are without", now_us)


def reached(incident: Incident, state: IncidentState, sentence: str, now_us: int, author: str = "") -> Incident:
    """The next part of its course is behind. Raises ``InputError`` for a step back."""
    if incident.state.is_over or COURSE.index(state) < COURSE.index(incident.state):
        raise InputError(incident.incident_id, f"is {incident.state.value} already", "open a new incident")
    return noted(replace(incident, state=state), author, sentence, now_us)


def estimated(incident: Incident, estimate: RestorationEstimate) -> Incident:
    """Another time is told; one that says the same is not told again."""
    last = incident.estimate
    if last is not None and (last.at_us, last.late_us) == (estimate.at_us, estimate.late_us):
        return incident
    return replace(incident, estimates=(*incident.estimates, estimate))


def caused(incident: Incident, cause: FaultCause, element_ids: Collection[str], author: str, now_us: int) -> Incident:
    """What was found, and where."""
    after = replace(incident, cause=cause, element_ids=tuple(element_ids))
    if element_ids and not incident.state.is_over:
        after = _at_least(after, IncidentState.LOCATED)
    where = f" at {', '.join(element_ids)}" if element_ids else ""
    return noted(after, author, f"found: {cause.value.replace('_', ' ')}{where}", now_us)


def why_not_close(
    incident: Incident,
    orders: Iterable[SwitchingOrder],
    documents: Iterable[SafetyDocument],
    work: Iterable[WorkOrder],
) -> str:
    """What is still open, one sentence; "" where it may be closed."""
    out = incident.outage.customers_out
    if out:
        return f"{out} customers are still without supply"
    for order in orders:
        if not order.state.is_over:
            return f"switching order {order.order_id} is {order.state.value}"
    for document in documents:
        if document.state.protects:
            return f"safety document {document.document_id} is {document.state.value.replace('_', ' ')}"
    for each in work:
        if each.state not in (WorkState.CLEARED, WorkState.CLOSED, WorkState.CANCELLED):
            return f"work order {each.work_id} is {each.state.value.replace('_', ' ')}"
    return ""


def closed(
    incident: Incident,
    orders: Iterable[SwitchingOrder],
    documents: Iterable[SafetyDocument],
    work: Iterable[WorkOrder],
    author: str,
    now_us: int,
) -> Incident:
    """Everything is done. Raises ``InputError`` naming what is not."""
    reason = why_not_close(incident, orders, documents, work)
    if reason:
        raise InputError(incident.incident_id, reason, "end that first")
    return replace(reached(incident, IncidentState.CLOSED, "closed", now_us, author), closed_us=now_us)


def merged(
    incident: Incident, other: Incident, customers: Count, author: str, now_us: int
) -> tuple[Incident, Incident]:
    """``other`` turns out to be part of ``incident``: both, the second over. Raises ``InputError``."""
    for each in (incident, other):
        if each.state.is_over:
            raise InputError(each.incident_id, f"is {each.state.value}", "choose two that are under way")
    if incident.incident_id == other.incident_id:
        raise InputError(incident.incident_id, "is the same incident", "choose another one")
    timeline = tuple(sorted((*incident.timeline, *other.timeline), key=lambda entry: entry.time_us))
    both = replace(
        incident,
        opened_us=min(incident.opened_us, other.opened_us),
        device_ids=_together(incident.device_ids, other.device_ids),
        element_ids=_together(incident.element_ids, other.element_ids),
        order_ids=_together(incident.order_ids, other.order_ids),
        document_ids=_together(incident.document_ids, other.document_ids),
        work_ids=_together(incident.work_ids, other.work_ids),
        outage=outages.merged(incident.outage, other.outage, customers),
        state=min(incident.state, other.state, key=COURSE.index),
        timeline=timeline,
    )
    gone = replace(
        other, state=IncidentState.MERGED, merged_into=incident.incident_id, outage=Outage(), closed_us=now_us
    )
    words = f"{other.incident_id} is part of {incident.incident_id}"
    return noted(both, author, words, now_us), noted(gone, author, words, now_us)


def split(
    incident: Incident,
    new_id: str,
    title: str,
    load_ids: Collection[str],
    device_ids: Collection[str],
    customers: Count,
    author: str,
    now_us: int,
) -> tuple[Incident, Incident]:
    """Some loads and devices belong to another fault: what is left, and the new one. Raises ``InputError``."""
    if incident.state.is_over:
        raise InputError(incident.incident_id, f"is {incident.state.value}", "choose one that is under way")
    mine = tuple(device for device in incident.device_ids if device in device_ids)
    if not load_ids and not mine:
        raise InputError(incident.incident_id, "nothing was chosen to split off", "choose loads or a device")
    rest, theirs = outages.split(incident.outage, load_ids, customers)
    left = replace(
        incident, outage=rest, device_ids=tuple(d for d in incident.device_ids if d not in mine), suspects=()
    )
    fresh = Incident(
        new_id, title, incident.opened_us, feeder=incident.feeder, device_ids=mine, outage=theirs,
        split_from=incident.incident_id,
    )  # fmt: skip
    words = f"{new_id} was split from {incident.incident_id}"
    return noted(left, author, words, now_us), noted(fresh, author, words, now_us)


def placed(incident: Incident, element_ids: Collection[str]) -> Incident:
    """Where its fault was found, as far as that is its own."""
    after = replace(incident, element_ids=tuple(element_ids))
    return _at_least(after, IncidentState.LOCATED) if element_ids and not incident.state.is_over else after


def _at_least(incident: Incident, state: IncidentState) -> Incident:
    return incident if COURSE.index(incident.state) >= COURSE.index(state) else replace(incident, state=state)


def _together(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
