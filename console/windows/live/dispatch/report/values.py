"""What a day report says, as plain values: no page, no workbook. Texts are in the person's language."""

from __future__ import annotations

import math
from dataclasses import dataclass

from console.windows.live.dispatch.words import small
from engines.values.dispatch import LIMIT_MARGIN
from widgets.dispatch.lines import ChartView, Hours
from widgets.numbers import MISSING, number_text

MOST_DECIMALS = 12
SMALL = -1
MONEY = "¤"
"""The money the prices of a case are given in: a case does not say which."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is: whoever writes it rounds it for reading only.

    Attributes:
        decimals: to be read with; a workbook keeps all there are. :data:`SMALL`: a difference that ought to be nothing,
            read as 2.6e-10.
    """

    value: float
    decimals: int
    unit: str = ""

    @property
    def text(self) -> str:
        """As it is read; a dash where there is none."""
        if not math.isfinite(self.value):
            return MISSING
        told = small(self.value) if self.decimals == SMALL else number_text(self.value, self.decimals)
        return f"{told} {self.unit}".strip()


Value = Figure | str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``share`` of the width of a page, against those of the others."""

    title: str
    share: float = 1.0
    is_right: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A table.

    Attributes:
        sheet: name in a workbook. note: what has to be known to read it. empty: said where it has no rows.
        is_for_paper: whether it stands on paper too; else only a workbook has it.
    """

    title: str
    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""
    empty: str = ""
    is_for_paper: bool = True

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.title}: a row of {len(row)} under {len(self.columns)} columns")


@dataclass(frozen=True, slots=True, eq=False)
class Drawings:
    """Charts over the hours; on paper only."""

    title: str
    hours: Hours
    charts: tuple[ChartView, ...]


@dataclass(frozen=True, slots=True)
class Seal:
    """What the plan's proof comes to: green only where nothing is doubted."""

    text: str
    is_proven: bool
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class DayReport:
    """The report of a plan."""

    title: str
    subtitle: str
    seal: Seal
    parts: tuple[Section | Drawings, ...]
    foot: str


def beside_limit(value: float, limit: float, decimals: int) -> int:
    """So many decimals for a value held against its limit: within the tolerance of the check they are the same."""
    return decimals if abs(value - limit) <= LIMIT_MARGIN else apart(value, limit, decimals)


def apart(value: float, limit: float, decimals: int) -> int:
    """So many decimals that what is not equal does not read as equal."""
    if value == limit or not (math.isfinite(value) and math.isfinite(limit)):
        return decimals
    for found in range(decimals, MOST_DECIMALS):
        if number_text(value, found) != number_text(limit, found):
            return found
    return MOST_DECIMALS
