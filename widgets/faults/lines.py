"""What the incident list and the incident page show, as plain values; whoever knows the incident makes them.

Texts are in the person's language. ``severity`` is "" (normal), "low", "medium" or "high" and is drawn with its
shape; a ``tone`` is one of these, "muted" or "plan". Equal values change nothing on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass

from widgets.faults.order_lines import ActionLine, OrderView, PlanLine, PlaybackView, StepLine, StepState

__all__ = [
    "ActionLine",
    "CustomerLine",
    "DocumentView",
    "EstimateView",
    "FactLine",
    "IncidentLine",
    "IncidentView",
    "LocationView",
    "OrderView",
    "PlanLine",
    "PlaybackView",
    "StepLine",
    "StepState",
    "SupplyBar",
    "SupplySegment",
    "SuspectLine",
    "TimelineLine",
    "WorkView",
]


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One card of the incident list.

    Attributes:
        time_text: when it was opened.
        state_text: how far it is ("Restoring · step 2 of 5"); detail: who is without supply, since when, until when.
        severity: its shape and colour; is_over: nothing is left to do, the shape is hollow.
    """

    incident_id: str
    title: str
    time_text: str
    state_text: str
    detail: str = ""
    severity: str = ""
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class FactLine:
    """A sentence; ``muted`` stands beside it in fainter letters.

    Attributes:
        element_id: the equipment it is about, to be gone to; "" where it is about none.
    """

    text: str
    muted: str = ""
    severity: str = ""
    element_id: str = ""


@dataclass(frozen=True, slots=True)
class SuspectLine:
    """A place where the fault is suspected.

    Attributes:
        probability: 0 to 1, NaN where it is not known.
        around: the switches it lies between.
        reasons_for, reasons_against: evidence, strongest first.
        element_ids: equipment of the place, the first is gone to.
    """

    text: str
    probability: float
    reasons_for: tuple[str, ...] = ()
    reasons_against: tuple[str, ...] = ()
    element_ids: tuple[str, ...] = ()
    around: str = ""

    @property
    def key(self) -> str:
        """The same for the same place, whatever is thought of it."""
        return "\n".join((self.text, *self.element_ids))


@dataclass(frozen=True, slots=True)
class LocationView:
    """Where the fault is suspected.

    Attributes:
        status_text: how far that carries, "" where the suspects say it all; severity: of that.
        elsewhere_text: what the suspects leave over; next_step_text: what would tell most;
            next_step_actions: the button that begins it; is_nothing_remote: somebody has to go there.
        contradictions: evidence that does not fit; note: what else to know.
    """

    status_text: str = ""
    severity: str = ""
    suspects: tuple[SuspectLine, ...] = ()
    elsewhere_text: str = ""
    next_step_text: str = ""
    next_step_actions: tuple[ActionLine, ...] = ()
    is_nothing_remote: bool = False
    contradictions: tuple[str, ...] = ()
    note: str = ""
    actions: tuple[ActionLine, ...] = ()


@dataclass(frozen=True, slots=True)
class SupplySegment:
    """Part of the customers of an incident.

    Attributes:
        share: 0 to 1 of all of them.
        tone: "wire" has supply again, "plan" will have it by the plan, "" waits for the repair.
        tip: who that is, in words.
    """

    share: float
    tone: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class SupplyBar:
    """How many have supply again; ``text`` says the same in numbers."""

    segments: tuple[SupplySegment, ...]
    text: str


@dataclass(frozen=True, slots=True)
class EstimateView:
    """When supply is expected back: ``text`` the time, ``detail`` its band, basis and who was told."""

    text: str
    detail: str = ""
    severity: str = ""
    actions: tuple[ActionLine, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A customer to be called.

    Attributes:
        text: why, how many; contact: how they are reached.
        told_text: when and by whom they were told, "" while they are not.
    """

    customer_id: str
    name: str
    text: str = ""
    contact: str = ""
    is_life_support: bool = False
    severity: str = ""
    told_text: str = ""


@dataclass(frozen=True, slots=True)
class WorkView:
    """A crew's work order: ``title`` who ("Crew 2"), ``text`` how far they are."""

    work_id: str
    title: str
    text: str = ""
    severity: str = ""
    actions: tuple[ActionLine, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A safety document.

    Attributes:
        isolation: points of isolation; earths: what is earthed.
    """

    document_id: str
    title: str
    text: str = ""
    isolation: tuple[FactLine, ...] = ()
    earths: tuple[FactLine, ...] = ()
    severity: str = ""
    actions: tuple[ActionLine, ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """Something that happened; ``author`` is "" where nobody in particular did it."""

    time_text: str
    author: str
    sentence: str
    severity: str = ""


@dataclass(frozen=True, slots=True)
class IncidentView:
    """Everything about one incident but its diagram and its orders.

    Attributes:
        notice: what must be known first; severity: of the notice.
        customers: to be called, in the order of the list; those whose life depends on supply are put first.
        work_actions, document_actions: what can be begun beside what there is.
    """

    incident_id: str
    title: str
    subtitle: str = ""
    notice: str = ""
    severity: str = ""
    location: LocationView | None = None
    supply: SupplyBar | None = None
    estimate: EstimateView | None = None
    customers: tuple[CustomerLine, ...] = ()
    works: tuple[WorkView, ...] = ()
    work_actions: tuple[ActionLine, ...] = ()
    documents: tuple[DocumentView, ...] = ()
    document_actions: tuple[ActionLine, ...] = ()
    timeline: tuple[TimelineLine, ...] = ()
    actions: tuple[ActionLine, ...] = ()
