"""What the inspector shows, as plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """One value with its unit and where it comes from.

    Attributes:
        severity: "" normal, "medium", "high": beyond a limit; drawn with its shape.
        flags: what of its quality is not plainly good, as ``widgets.tables.quality.CellFlag``.
        age: how old it is, shown beside it; "" where nobody needs to know.
        meaning: quality, times and doubts in words, as tooltip and for a screen reader.
    """

    label: str
    value: str
    unit: str = ""
    origin: str = ""
    severity: str = ""
    flags: int = 0
    age: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A loading shown as a bar; NaN is not known."""

    label: str
    percent: float
    limit_percent: float = 100.0


@dataclass(frozen=True, slots=True)
class Section:
    """Facts under a heading."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ElementDescription:
    """What the inspector shows.

    Attributes:
        kind: what it is, above the title; state: one line below.
        hint: what to do when there is nothing to show.
    """

    kind: str
    title: str
    state: str = ""
    sections: tuple[Section, ...] = ()
    bars: tuple[Bar, ...] = ()
    hint: str = ""
