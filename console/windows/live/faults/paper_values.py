"""What stands on a paper, as plain values: no page, no printer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Weight(StrEnum):
    """How a line of text stands out."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A piece of text that begins on a line of its own and wraps where it is too long."""

    text: str
    weight: Weight = Weight.PLAIN


Cell = tuple[PaperLine, ...]


def cell(text: str = "", note: str = "", *, is_strong: bool = False) -> Cell:
    """A cell with a text and a quieter one beneath; both may be empty."""
    weight = Weight.STRONG if is_strong else Weight.PLAIN
    lines = (PaperLine(text, weight), PaperLine(note, Weight.QUIET))
    return tuple(line for line in lines if line.text)


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column of a table.

    Attributes:
        share: its part of the width, against those of the others.
        is_right: numbers stand at the right.
    """

    title: str
    share: float
    is_right: bool = False


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table whose heads stand again on each page.

    Attributes:
        empty: said where it has no rows.
        has_grid: hairlines between columns too, where people write into it by hand.
    """

    columns: tuple[PaperColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    empty: str = ""
    has_grid: bool = False

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"table {self.title}: a row of {len(row)} cells under {len(self.columns)} columns")


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """Names with their values, side by side."""

    facts: tuple[tuple[str, str], ...]
    columns: int = 4
    title: str = ""


@dataclass(frozen=True, slots=True)
class PaperText:
    """Paragraphs under a heading."""

    lines: tuple[PaperLine, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on.

    Attributes:
        role: what is signed for; known: who has done so in the console and when, "" where nobody has.
    """

    role: str
    known: str = ""


@dataclass(frozen=True, slots=True)
class PaperSignatures:
    """Lines to sign on, side by side, never parted by a page."""

    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PaperPicture:
    """Something that is drawn, never parted by a page.

    Attributes:
        height: in points. paint: draws it, given a painter, and left, top, width and height in tenths of a point.
    """

    height: float
    paint: Callable[[Any, float, float, float, float], None]


Block = PaperTable | PaperFacts | PaperText | PaperSignatures | PaperPicture


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper.

    Attributes:
        kind: what it is; number: of what, as people call it.
        warning: large words across the head of every page, "" for none; warning_detail: what is said beneath.
        foot: at the foot of every page, before its number.
    """

    kind: str
    number: str
    title: str
    blocks: tuple[Block, ...]
    warning: str = ""
    warning_detail: str = ""
    foot: str = ""
    is_landscape: bool = False
