"""What is written down of work, crews and safety documents, each in one transaction. Free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from console.faults import incident_deeds
from console.workflows import incidents, restoration_time, safety, work
from console.workflows.store import WorkflowLedger
from engines.values.incidents import Incident, IncidentState
from engines.values.repair import FaultCause, SafetyDocument, WorkOrder, WorkState
from engines.values.validation import InputError

DocumentTurn = Callable[[SafetyDocument], SafetyDocument]


def new_work(
    ledger: WorkflowLedger, incident_id: str, element_id: str, task: str, skill: str, priority: int, now_us: int
) -> WorkOrder:
    """What is to be done where; one that waits at the same place is kept."""
    incident = ledger.find(Incident, incident_id)
    incident_deeds.need_open(incident)
    for known in (ledger.find(WorkOrder, i) for i in incident.work_ids):
        if not known.state.is_over:
            return known
    fresh = WorkOrder(ledger.new_id("work"), incident_id, element_id, task, skill, priority, new_us=now_us)
    said = f"{fresh.work_id}: {task}"
    kept = ledger.put(fresh, "", said, element_id)
    after = replace(incident, work_ids=(*incident.work_ids, kept.work_id))
    ledger.put(incidents.noted(after, "", said, now_us), "", said)
    return kept


def change_work(
    ledger: WorkflowLedger,
    work_id: str,
    change: Callable[[WorkOrder], WorkOrder],
    author: str,
    sentence: str,
    now_us: int,
    travel_min: float = float("nan"),
) -> WorkOrder:
    """Any turn of a work order; the time told to customers follows it."""
    before = ledger.find(WorkOrder, work_id)
    after = change(before)
    if after == before:
        return before
    kept = ledger.put(after, author, f"{work_id}: {sentence}", before.element_id)
    incident_deeds.note(ledger, kept.incident_id, author, f"{work_id}: {sentence}", now_us)
    if kept.state in (WorkState.CLEARED, WorkState.CLOSED):
        said = f"{kept.crew_id} has cleared the place"
        incident_deeds.reach(ledger, kept.incident_id, IncidentState.REPAIRED, said, now_us, author)
    re_estimate(ledger, kept, now_us, travel_min)
    return kept


def send(
    ledger: WorkflowLedger,
    work_id: str,
    crew_id: str,
    name: str,
    author: str,
    now_us: int,
    travel_min: float = float("nan"),
    *,
    instead: str = "",
) -> WorkOrder:
    """Give the work to a crew.

    Args:
        name: what people call it; travel_min: its way; instead: the crew that had it, as last seen, "" for none.

    Raises ``InputError`` where another crew was sent meanwhile.
    """
    other = ledger.find(WorkOrder, work_id).crew_id
    if other not in (instead, crew_id):
        raise InputError(work_id, f"was given to {other} meanwhile", "look at it again, then decide")
    return change_work(
        ledger, work_id, lambda w: work.assigned(w, crew_id, now_us), author, f"{name} is sent", now_us, travel_min
    )


def found(
    ledger: WorkflowLedger,
    work_id: str,
    cause: FaultCause,
    element_ids: Sequence[str],
    report: str,
    author: str,
    now_us: int,
) -> WorkOrder:
    """The crew knows what is broken and where."""
    kept = change_work(
        ledger, work_id, lambda w: work.advanced(w, WorkState.FOUND, now_us, cause, report), author,
        f"found: {cause.value.replace('_', ' ')}", now_us,
    )  # fmt: skip
    incident = ledger.find(Incident, kept.incident_id)
    after = incidents.caused(incident, cause, tuple(element_ids) or incident.element_ids, author, now_us)
    if element_ids:
        after = replace(after, isolated_ids=())
    ledger.put(after, author, after.timeline[-1].sentence)
    return kept


def re_estimate(
    ledger: WorkflowLedger, order: WorkOrder, now_us: int, travel_min: float = float("nan"), switching_min: float = 10.0
) -> None:
    """Reckon anew when supply is expected back, and tell it where it has changed."""
    incident = ledger.find(Incident, order.incident_id)
    if incident.state.is_over or incident.state is IncidentState.NORMAL:
        return
    told = restoration_time.estimate(order, now_us, travel_min, switching_min=switching_min)
    after = incidents.estimated(incident, told)
    if after is not incident:
        ledger.put(after, "", f"supply expected back, reckoned anew: {told.basis}")


def new_document(
    ledger: WorkflowLedger,
    incident_id: str,
    task: str,
    isolation: Sequence[str],
    earths: Sequence[str],
    author: str,
    now_us: int,
    *,
    generation: Sequence[str] = (),
) -> SafetyDocument:
    """A draft with the points of isolation, the places to be earthed, and the generation between them."""
    if not isolation:
        raise InputError(incident_id, "has no point of isolation", "isolate the fault first")
    incident = ledger.find(Incident, incident_id)
    incident_deeds.need_open(incident)
    fresh = SafetyDocument(
        ledger.new_id("document"), incident_id, task, tuple(isolation), tuple(earths), generation=tuple(generation)
    )
    said = f"{fresh.document_id} drafted: {task}"
    kept = ledger.put(fresh, author, said)
    after = replace(incident, document_ids=(*incident.document_ids, kept.document_id))
    ledger.put(incidents.noted(after, author, said, now_us), author, said)
    return kept


def change_document(
    ledger: WorkflowLedger, document_id: str, change: DocumentTurn, author: str, sentence: str, now_us: int
) -> SafetyDocument:
    """Any turn of a safety document."""
    before = ledger.find(SafetyDocument, document_id)
    kept = ledger.put(change(before), author, f"{document_id}: {sentence}")
    incident_deeds.note(ledger, kept.incident_id, author, f"{document_id}: {sentence}", now_us)
    return kept


def isolate_document(
    ledger: WorkflowLedger,
    document_id: str,
    is_open: Callable[[str], bool],
    author: str,
    now_us: int,
) -> SafetyDocument:
    """Every point is open; each has its tag by now. Raises ``InputError`` naming the one that is not."""
    return change_document(
        ledger, document_id, lambda d: safety.isolated(d, is_open, now_us), author, "every point isolated", now_us
    )
