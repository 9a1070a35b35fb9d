"""What the Dispatch workspace shows, as plain values; whoever knows the plan makes them.

Texts are in the person's language. ``severity`` is "" (normal), "medium" or "high" and is drawn with its shape.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
NAN = float("nan")


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One card of the list of plans.

    Attributes:
        day: for which day and how many steps; figures: cost, gap and seal, "" without.
        problem: what is wrong, one sentence; is_proven: the seal of the proof holds.
    """

    plan_id: str
    name: str
    day: str = ""
    figures: str = ""
    problem: str = ""
    is_proven: bool = False


@dataclass(frozen=True, slots=True)
class RunningLine:
    """What is under way: ``text`` says what, ``fraction`` 0 to 1."""

    text: str
    fraction: float


@dataclass(frozen=True, slots=True, eq=False)
class Hours:
    """The hours that all charts of a plan share.

    Attributes:
        begins: ``(n_step + 1,)`` clock time of each step's beginning; the last is the end.
        step_hours: length of a step; first_hour: hour of the day it begins at.
    """

    begins: tuple[str, ...]
    step_hours: float
    first_hour: float = 0.0

    @property
    def n_step(self) -> int:
        """How many steps."""
        return max(len(self.begins) - 1, 0)

    @property
    def span(self) -> float:
        """Hours from the beginning to the end."""
        return self.n_step * self.step_hours


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """One quantity over the steps.

    Attributes:
        values: ``(n_step,)``, NaN where there is none.
        token: colour of the theme; dash: "" solid, "dash" or "dot".
        notes: ``(n_step,)`` said behind the value, or empty.
        at_ends: it holds at the end of each step (energy) and not throughout.
        is_read: whether its value is said at the cursor; is_drawn: whether it is a line of its own.
        is_told: at the cursor its note is said and not its value.
    """

    label: str
    values: Array
    token: str = "text"
    dash: str = ""
    decimals: int = 3
    notes: tuple[str, ...] = ()
    at_ends: bool = False
    is_read: bool = True
    width: float = 1.6
    is_drawn: bool = True
    is_told: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class BandArea:
    """What lies between two values in every step.

    Attributes:
        low, high: ``(n_step,)``; alpha: how thick it is laid on, 0..1.
        at_ends: they hold at the end of each step and not throughout.
    """

    low: Array
    high: Array
    alpha: float = 0.2
    token: str = "plan"
    at_ends: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ChartView:
    """A small chart.

    Attributes:
        title: with its unit; summary: what stands at its right while no hour is chosen.
        empty: why it shows nothing, "" where it shows something.
        low, high: least range of the axis.
        bands: behind the courses; has_scale: whether the numbers of the axis mean anything.
    """

    title: str
    courses: tuple[Course, ...] = ()
    summary: str = ""
    empty: str = ""
    low: float = NAN
    high: float = NAN
    bands: tuple[BandArea, ...] = ()
    has_scale: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class StackView:
    """Power over the hours.

    Attributes:
        areas: stacked from below; what is negative hangs beneath zero.
        load: a line; price: dashed steps over a scale of its own, money per MWh.
    """

    areas: tuple[Course, ...]
    load: Course | None = None
    price: Course | None = None


@dataclass(frozen=True, slots=True, eq=False)
class CoursesView:
    """Everything over the hours of one plan."""

    title: str
    hours: Hours
    power: StackView
    charts: tuple[ChartView, ...] = ()


@dataclass(frozen=True, slots=True)
class ProofRow:
    """A line of the proof: ``is_fine`` is ``None`` where there is nothing to be judged."""

    name: str
    value: str
    note: str = ""
    is_fine: bool | None = None


@dataclass(frozen=True, slots=True)
class WhyLine:
    """Something the plan does or runs into; ``step`` is gone to by a click, -1 for none."""

    step: int
    headline: str
    detail: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class AgreementView:
    """How regions came to agree.

    Attributes:
        cost: ``(n_exchange,)`` of all layers together; difference_mw: ``(n_exchange,)`` the largest between them.
        is_whole: ``(n_exchange,)`` whether positions were whole ones. Captions say what was reached.
    """

    cost: Array
    difference_mw: Array
    is_whole: Array
    cost_caption: str
    difference_caption: str


@dataclass(frozen=True, slots=True)
class ProofView:
    """What a plan rests on.

    Attributes:
        seal: in words, "" while nothing was planned; doubts: what is not true of it, empty where it holds.
        costs: kind, value and share of 0 to 1.
        changes: what is different from the plan it was made beside; has_plan: whether there is a schedule.
        regions: what became of each, where the plan was made in regions; agreement: how they came to agree.
        whys: why the plan does what it does; limits: what it runs into; record: what was done to come here.
        weather: what of wind and PV is used. rules: what operation by rules would have come to.
    """

    title: str
    subtitle: str = ""
    seal: str = ""
    doubts: tuple[str, ...] = ()
    is_proven: bool = False
    rows: tuple[ProofRow, ...] = ()
    costs: tuple[tuple[str, str, float], ...] = ()
    whys: tuple[WhyLine, ...] = ()
    limits: tuple[WhyLine, ...] = ()
    record: tuple[WhyLine, ...] = ()
    changes: tuple[str, ...] = ()
    has_plan: bool = True
    weather: tuple[WhyLine, ...] = ()
    regions: tuple[WhyLine, ...] = ()
    agreement: AgreementView | None = None
    rules: tuple[WhyLine, ...] = ()


@dataclass(frozen=True, slots=True)
class CompareRow:
    """A figure of two plans; ``change`` says the difference, "" for none; ``is_head`` begins a section."""

    name: str
    first: str = ""
    second: str = ""
    change: str = ""
    is_head: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class CompareView:
    """Two plans side by side.

    Attributes:
        others: id and name of what can stand beside the first; other_id: what does.
        charts: both in one plot each; hours: ``None`` where there is nothing to draw.
    """

    first: str
    second: str
    others: tuple[tuple[str, str], ...]
    other_id: str
    rows: tuple[CompareRow, ...]
    hours: Hours | None = None
    charts: tuple[ChartView, ...] = field(default=())
