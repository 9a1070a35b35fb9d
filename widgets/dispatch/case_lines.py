"""A case being edited, as plain values; whoever knows cases makes them. Texts are in the person's language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """A table of the case: ``count`` of its records, -1 where it has no list; ``wrong``: values that are refused."""

    key: str
    title: str
    count: int = -1
    wrong: int = 0


@dataclass(frozen=True, slots=True)
class CaseHead:
    """A column, or a row of a table of one record; ``tip`` says the name in the file."""

    title: str
    tip: str = ""
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class CaseCell:
    """A value; ``problem`` says why it is refused."""

    text: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class CaseTable:
    """The values of one group.

    Attributes:
        rows: a record each, with one cell for each head; of a group of one record a field each, with one cell.
        names: of the rows.
        is_list: whether records can be added and removed.
    """

    heads: tuple[CaseHead, ...]
    rows: tuple[tuple[CaseCell, ...], ...]
    names: tuple[CaseHead, ...]
    is_list: bool = True
    empty: str = ""


@dataclass(frozen=True, slots=True)
class CaseTrouble:
    """Something that is wrong: ``sentence``, and the place a click goes to (``row`` and ``column`` -1 for none)."""

    sentence: str
    group: str = ""
    row: int = -1
    column: int = -1


@dataclass(frozen=True, slots=True)
class CaseView:
    """The whole editor: ``state`` says how the case stands, ``is_fine`` that it can be planned."""

    name: str
    state: str
    is_fine: bool
    groups: tuple[CaseGroup, ...]
    group: str
    table: CaseTable
    troubles: tuple[CaseTrouble, ...] = ()
