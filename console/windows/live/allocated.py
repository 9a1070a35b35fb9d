"""Where the power of a load or plant comes from in the live load flow, said in the inspector."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from engines.allocation.field_state import Allocation
from engines.grid.network import ElementRef
from engines.values.points import PointFreshness
from widgets.inspector.values import ElementDescription, Fact
from widgets.numbers import number_text
from widgets.tables.quality import CellFlag

POWERS = 2
"""How many of the first facts are powers: active and reactive."""


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("Allocated", text)


def with_origin(description: ElementDescription, allocation: Allocation, ref: ElementRef) -> ElementDescription:
    """The description with its powers marked as telemetered or allocated; others stay as they are."""
    measured = allocation.is_measured.get(ref.table)
    if measured is None or not 0 <= ref.row < len(measured) or not description.sections:
        return description
    first = description.sections[0]
    facts = tuple(
        _marked(fact, allocation, ref, bool(measured[ref.row])) if number < POWERS else fact
        for number, fact in enumerate(first.facts)
    )
    section = replace(first, title=tr("Power in the load flow"), facts=facts)
    return replace(description, sections=(section, *description.sections[1:]))


def _marked(fact: Fact, allocation: Allocation, ref: ElementRef, is_measured: bool) -> Fact:
    if is_measured:
        return replace(fact, origin=tr("telemetered"))
    flags = int(CellFlag.ALLOCATED)
    meaning = tr("Nobody measures it: by its profile.")
    if ref.table == "load":
        factor = float(allocation.load_factor[ref.row])
        share = tr("Nobody measures it: its profile × {factor}, so that the measured flows come true.")
        meaning = share.format(factor=number_text(factor, 3))
        if bool(allocation.load_is_doubtful[ref.row]):
            flags |= int(CellFlag.QUESTIONABLE)
            meaning += " " + tr("The balance of its part of the network does not fit.")
    return replace(fact, origin=tr("allocated"), flags=flags, meaning=meaning)


def aged(description: ElementDescription, doubt: int) -> ElementDescription:
    """The description with everything that was calculated marked as doubtful as what it rests on."""
    if doubt == PointFreshness.FRESH:
        return description
    sections = tuple(
        replace(section, facts=tuple(_aged(fact, doubt) if fact.origin else fact for fact in section.facts))
        for section in description.sections
    )
    return replace(description, sections=sections)


def _aged(fact: Fact, doubt: int) -> Fact:
    is_old = doubt >= PointFreshness.STALE
    meaning = tr("What it was calculated from is not heard any more.")
    if not is_old:
        meaning = tr("What it was calculated from may be old or is in doubt.")
    flag = CellFlag.STALE if is_old else CellFlag.SUSPECT
    return replace(fact, flags=fact.flags | int(flag), meaning=f"{fact.meaning} {meaning}".strip())
