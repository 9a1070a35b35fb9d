"""What is written down of an incident, each in one transaction. Free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from console.workflows import incidents
from console.workflows.outages import Count
from console.workflows.store import WorkflowLedger
from engines.values.fault_evidence import FaultEvidence
from engines.values.incidents import Incident, IncidentState, TimelineEntry
from engines.values.location import Location
from engines.values.repair import SafetyDocument, WorkOrder
from engines.values.switching_orders import SwitchingOrder
from engines.values.validation import InputError

B = TypeVar("B", SwitchingOrder, SafetyDocument, WorkOrder)
EARLY = (IncidentState.NEW, IncidentState.LOCATED)
SAME_TRIP_US = 5_000_000
"""Two consoles hear of one trip within this time."""
WORTH_TELLING = 0.02
"""Suspicions that moved by less are not told anew."""


def open_incident(
    ledger: WorkflowLedger,
    title: str,
    device_ids: Sequence[str],
    feeder: str,
    opened_us: int,
    positions_before: tuple[tuple[str, int], ...] = (),
    *,
    is_planned: bool = False,
    author: str = "",
    element_ids: tuple[str, ...] = (),
) -> Incident:
    """The incident of these devices: one that any console of the site has opened for them already, or a new one."""
    for known in ledger.all_open(Incident):
        is_same = device_ids and set(device_ids) <= set(known.device_ids) and not known.is_planned
        # What has an order has been located: whatever trips then is another fault, and must not hide the first.
        is_same = is_same and not known.order_ids
        # What trips once more after its fault was isolated has met another fault.
        if is_same and (known.state in EARLY or opened_us - known.opened_us < SAME_TRIP_US):
            return known
    fresh = incidents.opened(ledger.new_id("incident"), title, device_ids, feeder, opened_us)
    fresh = replace(fresh, positions_before=positions_before, is_planned=is_planned, element_ids=element_ids)
    return ledger.put(fresh, author, title, device_ids[0] if device_ids else "")


def open_silent(
    ledger: WorkflowLedger,
    title: str,
    feeder: str,
    opened_us: int,
    positions_before: tuple[tuple[str, int], ...],
    loads: Collection[str],
    customers: Count,
) -> Incident:
    """Meters tell of lost supply where nothing has tripped: the incident of their feeder, or a new one."""
    for known in ledger.all_open(Incident):
        if not known.device_ids and not known.is_planned and known.feeder == feeder:
            return observe(ledger, known.incident_id, loads, customers, opened_us)
    fresh = incidents.opened(ledger.new_id("incident"), title, (), feeder, opened_us)
    fresh = incidents.observed(replace(fresh, positions_before=positions_before), loads, customers, opened_us)
    return ledger.put(fresh, "", title)


def open_indicated(
    ledger: WorkflowLedger, title: str, feeder: str, opened_us: int, positions_before: tuple[tuple[str, int], ...]
) -> Incident:
    """Indicators tell of a fault where nothing has tripped: the incident of their feeder, or a new one."""
    for known in ledger.all_open(Incident):
        if not known.is_planned and known.feeder == feeder:
            return known
    fresh = incidents.opened(ledger.new_id("incident"), title, (), feeder, opened_us)
    return ledger.put(replace(fresh, positions_before=positions_before), "", title)


def devices_tripped(
    ledger: WorkflowLedger, incident_id: str, device_ids: Collection[str], now_us: int, title: str = ""
) -> Incident:
    """Other devices have tripped for the same fault; one that is over stays as it is.

    Args:
        title: what an incident is called from now on for which nothing had tripped before.
    """
    before = ledger.find(Incident, incident_id)
    if before.state.is_over:
        return before
    after = incidents.tripped(before, device_ids, now_us)
    return _kept(ledger, before, after if before.device_ids or not title else replace(after, title=title))


def observe(ledger: WorkflowLedger, incident_id: str, dead: Collection[str], customers: Count, now_us: int) -> Incident:
    """Which loads of an incident are without supply."""
    before = ledger.find(Incident, incident_id)
    if before.state.is_over:
        return before
    return _kept(ledger, before, incidents.observed(before, dead, customers, now_us))


def note(ledger: WorkflowLedger, incident_id: str, author: str, sentence: str, now_us: int) -> Incident:
    """One more line of its timeline."""
    before = ledger.find(Incident, incident_id)
    return _kept(ledger, before, incidents.noted(before, author, sentence, now_us), author)


def locate(
    ledger: WorkflowLedger, incident_id: str, location: Location, now_us: int, name: Callable[[str], str]
) -> Incident:
    """What is suspected by now, where that has moved."""
    before = ledger.find(Incident, incident_id)
    if before.state.is_over or before.element_ids:
        return before
    after = incidents.located(before, location, now_us, name)
    is_same = after.state is before.state and _is_alike(before.suspects, after.suspects)
    return before if is_same else _kept(ledger, before, after)


def hear(
    ledger: WorkflowLedger, incident_id: str, evidence: FaultEvidence, sentence: str, author: str, now_us: int
) -> Incident:
    """Something that people tell of it."""
    before = ledger.find(Incident, incident_id)
    need_open(before)
    after = replace(before, heard=(*before.heard, evidence))
    return _kept(ledger, before, incidents.noted(after, author, sentence, now_us), author)


def informed(
    ledger: WorkflowLedger, incident_id: str, customer_id: str, name: str, author: str, now_us: int
) -> Incident:
    """A customer who comes first has been told."""
    before = ledger.find(Incident, incident_id)
    if customer_id in before.informed:
        return before
    after = replace(before, informed=(*before.informed, customer_id))
    return _kept(ledger, before, incidents.noted(after, author, f"{name} was told", now_us), author)


def reach(
    ledger: WorkflowLedger, incident_id: str, state: IncidentState, sentence: str, now_us: int, author: str = ""
) -> Incident:
    """The next part of its course is behind, unless that was so already."""
    before = ledger.find(Incident, incident_id)
    course = incidents.COURSE
    if before.state.is_over or course.index(state) <= course.index(before.state):
        return before
    return _kept(ledger, before, incidents.reached(before, state, sentence, now_us, author), author)


def reclosed(ledger: WorkflowLedger, incident_id: str, now_us: int) -> Incident:
    """The protection has reclosed, and it holds: nothing is left to do."""
    before = ledger.find(Incident, incident_id)
    if before.state.is_over or before.outage.customers_out or before.order_ids or before.work_ids:
        return before
    after = incidents.reached(before, IncidentState.CLOSED, "reclosed by itself, and it holds", now_us)
    return _kept(ledger, before, replace(after, closed_us=now_us))


def close(ledger: WorkflowLedger, incident_id: str, author: str, now_us: int) -> Incident:
    """Everything is done. Raises ``InputError`` naming what is not."""
    before = ledger.find(Incident, incident_id)
    orders = [ledger.find(SwitchingOrder, i) for i in before.order_ids]
    documents = [ledger.find(SafetyDocument, i) for i in before.document_ids]
    works = [ledger.find(WorkOrder, i) for i in before.work_ids]
    after = incidents.closed(before, orders, documents, works, author, now_us)
    return _kept(ledger, before, after, author)


def merge(
    ledger: WorkflowLedger, incident_id: str, other_id: str, customers: Count, author: str, now_us: int
) -> Incident:
    """``other_id`` turns out to be part of ``incident_id``; what belongs to it goes over."""
    one, other = ledger.find(Incident, incident_id), ledger.find(Incident, other_id)
    both, gone = incidents.merged(one, other, customers, author, now_us)
    informed = tuple(dict.fromkeys((*both.informed, *other.informed)))
    both = replace(both, heard=(*both.heard, *other.heard), informed=informed)
    _hand_over(ledger, SwitchingOrder, other.order_ids, incident_id, author)
    _hand_over(ledger, SafetyDocument, other.document_ids, incident_id, author)
    _hand_over(ledger, WorkOrder, other.work_ids, incident_id, author)
    ledger.put(gone, author, gone.timeline[-1].sentence)
    return ledger.put(both, author, both.timeline[-1].sentence)


def _hand_over(ledger: WorkflowLedger, kind: type[B], ids: Sequence[str], incident_id: str, author: str) -> None:
    for kept_id in ids:
        value = ledger.find(kind, kept_id)
        ledger.put(replace(value, incident_id=incident_id), author, f"{kept_id} belongs to {incident_id}")


def split(
    ledger: WorkflowLedger,
    incident_id: str,
    device_ids: Collection[str],
    load_ids: Collection[str],
    title: str,
    customers: Count,
    author: str,
    now_us: int,
    place_ids: Collection[str] = (),
    merged_ids: Collection[str] = (),
) -> Incident:
    """Some devices and loads belong to another fault; the new incident.

    What was done for it goes with it: what an incident of these devices brought when it was merged, work at its places
    and documents that protect it.

    Args:
        place_ids: elements that lie in what is split off; merged_ids: incidents that are part of this one.
    """
    before = ledger.find(Incident, incident_id)
    new_id = ledger.new_id("incident")
    left, fresh = incidents.split(before, new_id, title, load_ids, device_ids, customers, author, now_us)
    merged = [ledger.find(Incident, i) for i in merged_ids]
    mine = [part for part in merged if part.merged_into == incident_id and part.device_ids]
    parts = [part for part in mine if set(part.device_ids) <= set(fresh.device_ids)]
    orders, documents, works = _of_split(ledger, before, parts, frozenset(place_ids))
    _hand_over(ledger, SwitchingOrder, orders, new_id, author)
    _hand_over(ledger, SafetyDocument, documents, new_id, author)
    _hand_over(ledger, WorkOrder, works, new_id, author)
    left = replace(
        incidents.placed(left, [e for e in before.element_ids if e not in place_ids]),
        order_ids=_without(before.order_ids, orders),
        document_ids=_without(before.document_ids, documents),
        work_ids=_without(before.work_ids, works),
        heard=tuple(h for h in before.heard if h.element_id not in place_ids),
    )
    fresh = replace(
        incidents.placed(fresh, [e for e in before.element_ids if e in place_ids]),
        positions_before=before.positions_before,
        order_ids=orders,
        document_ids=documents,
        work_ids=works,
        isolated_ids=tuple(i for part in parts for i in part.isolated_ids),
        heard=tuple(h for h in before.heard if h.element_id in place_ids),
        informed=before.informed,
    )
    ledger.put(left, author, left.timeline[-1].sentence)
    return ledger.put(fresh, author, fresh.timeline[-1].sentence)


def _of_split(
    ledger: WorkflowLedger, before: Incident, parts: Sequence[Incident], places: frozenset[str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Orders, safety documents and work orders that go over."""

    def goes(kept_id: str, brought: Callable[[Incident], tuple[str, ...]], at: Collection[str] = ()) -> bool:
        return any(kept_id in brought(part) for part in parts) or any(place in places for place in at)

    documents = [ledger.find(SafetyDocument, i) for i in before.document_ids]
    works = [ledger.find(WorkOrder, i) for i in before.work_ids]
    return (
        tuple(i for i in before.order_ids if goes(i, lambda part: part.order_ids)),
        tuple(d.document_id for d in documents if goes(d.document_id, lambda part: part.document_ids, d.earths)),
        tuple(w.work_id for w in works if goes(w.work_id, lambda part: part.work_ids, (w.element_id,))),
    )


def _without(ids: Sequence[str], gone: Collection[str]) -> tuple[str, ...]:
    return tuple(i for i in ids if i not in gone)


def _kept(ledger: WorkflowLedger, before: Incident, after: Incident, author: str = "") -> Incident:
    if after is before or after == before:
        return before
    said: TimelineEntry | None = after.timeline[-1] if len(after.timeline) > len(before.timeline) else None
    return ledger.put(after, author, said.sentence if said is not None else "changed")


def _is_alike(before: tuple[tuple[str, float], ...], after: tuple[tuple[str, float], ...]) -> bool:
    if [element for element, _ in before] != [element for element, _ in after]:
        return False
    return all(abs(a - b) < WORTH_TELLING for (_, a), (_, b) in zip(before, after, strict=True))


def need_open(incident: Incident) -> None:
    """Raises ``InputError`` for an incident that is over."""
    if incident.state.is_over:
        raise InputError(incident.incident_id, f"is {incident.state.value}", "open a new incident")
