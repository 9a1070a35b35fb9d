"""What the panel of a plan that is carried out shows, as plain values; whoever knows the plan makes them.

Texts are in the person's language. ``severity`` is "" (normal), "medium" or "high" and is drawn with its shape.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SetpointLine:
    """One setpoint of the step that goes out.

    Attributes:
        device: which; quantity: what of it, with the unit of the numbers.
        now, wanted, difference: a dash where there is none.
        state: what becomes of it ("to be sent", "by telephone", "done").
        is_sent: whether it goes through the command path at all.
        tip: what is worth knowing beyond the row.
    """

    device: str
    quantity: str
    now: str
    wanted: str
    difference: str
    state: str
    severity: str = ""
    is_sent: bool = True
    tip: str = ""


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """Something measured against the plan: ``severity`` "medium" beyond its band; ``note`` says what and where."""

    name: str
    planned: str
    measured: str
    difference: str
    severity: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExecutionView:
    """A plan that is carried out, or could be.

    Attributes:
        title: its name; state: in words; severity: of the state; reason: why it stands so, one sentence.
        step: which step is shown; countdown: what is left until it begins, or until it is too late.
        table_title: what the table shows; lines: its rows; counts: how many of them are sent.
        measures: of the step whose time it is; proposal: what has been planned anew, "" for nothing.
    """

    title: str
    state: str
    severity: str = ""
    reason: str = ""
    step: str = ""
    countdown: str = ""
    table_title: str = ""
    lines: tuple[SetpointLine, ...] = ()
    counts: str = ""
    measures: tuple[MeasureLine, ...] = ()
    proposal: str = ""
