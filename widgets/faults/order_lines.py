"""What the switching order shows, as plain values; whoever knows the order makes them.

Texts are in the person's language. ``severity`` is "" (normal), "low", "medium" or "high" and is drawn with its shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ActionLine:
    """A button.

    Attributes:
        key: what the signal names; stable while the text changes ("Next: open S19", "Next: close T3").
        tip: what it does.
        is_primary: the one action of the panel that stands out.
        reason: why it cannot be pressed, shown beneath it.
    """

    key: str
    text: str
    tip: str = ""
    is_primary: bool = False
    is_enabled: bool = True
    reason: str = ""


class StepState(StrEnum):
    """How a step is drawn."""

    PLANNED = "planned"
    NEXT = "next"
    """The one that would begin now."""
    RUNNING = "running"
    """Somebody or something has been told to do it."""
    DONE = "done"
    FAILED = "failed"
    LEFT_OUT = "left_out"

    @property
    def is_removable(self) -> bool:
        """Whether nobody has been told to do it yet."""
        return self in (StepState.PLANNED, StepState.NEXT)


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of an order.

    Attributes:
        number: place in the order, from 1.
        operation: what is done ("Open"); name: with what ("S7"); element_id: its id, "" where it has none.
        why: the reason, one sentence; way: "remote" or the crew's name.
        time_text: when it was done or begun, "" before.
        outcome: the feedback, or what is predicted while it is ahead.
        severity: of the outcome.
        tooltip: what is worth knowing beyond the row, "" where it says everything.
        chance: that it closes onto the fault, with its unit; "" where it does not ask for that.
    """

    number: int
    operation: str
    name: str
    element_id: str = ""
    why: str = ""
    way: str = ""
    time_text: str = ""
    outcome: str = ""
    state: StepState = StepState.PLANNED
    severity: str = ""
    tooltip: str = ""
    chance: str = ""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One of the plans that can be chosen.

    Attributes:
        letter: its short name, "A".
        served_text: who has supply at its end ("106 of 118 customers"); operations_text: what it takes.
        vm_min_text, loading_text: the worst of all its steps, with unit.
        remark: what it is better at, or why it must not be carried out.
        is_usable: every step of it was proven; is_chosen: the order was made from it.
    """

    key: str
    letter: str
    served_text: str
    operations_text: str = ""
    vm_min_text: str = ""
    loading_text: str = ""
    remark: str = ""
    is_usable: bool = True
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order with what can be done with it.

    Attributes:
        title: its name on the tab ("Restoration"); heading: above the steps, "" for "Switching order".
        summary: who made it from what, what it was proven for.
        safety: what must be read whole, however little room there is.
        notes: what it rests on that was not proven, and whom it leaves out; one sentence each, the gravest first.
        notice: what must be known before anything else is done; severity: of the notice.
        plans: what it could be replaced by; empty where there is no choice any more.
        is_editable: steps can be taken out.
        empty: what is missing, where it has no steps.
    """

    order_id: str
    title: str
    heading: str = ""
    summary: str = ""
    safety: str = ""
    notes: tuple[str, ...] = ()
    steps: tuple[StepLine, ...] = ()
    actions: tuple[ActionLine, ...] = ()
    plans: tuple[PlanLine, ...] = ()
    notice: str = ""
    severity: str = ""
    is_editable: bool = True
    empty: str = ""


@dataclass(frozen=True, slots=True)
class PlaybackView:
    """How far the steps are played on the diagram ahead of what is done.

    Attributes:
        count: steps that can be played; 0: nothing can.
        at: the state after so many steps is shown, 0 before the first; -1: the present is shown.
        text: what is shown, with its figures.
    """

    count: int = 0
    at: int = -1
    text: str = ""
