"""What stood on the network at a past moment, told by the journal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from console.journal.record import JournalEntry
from console.site.table import KINDS, value_of
from engines.values.site import SiteState

PLACED = ("tag", "earth", "cut", "jumper", "generator", "position", "substitution")
"""Kinds that can be seen on the network; locks are of the present only."""
ENDED_BY = ("lifted_by", "removed_by", "ended_by")
"""A record with one of these in its details says that the thing was taken away."""
PAGE = 1000


class Records(Protocol):
    """The part of a journal that is asked."""

    def read(
        self,
        after: int = 0,
        kinds: Any = None,
        limit: int = 1000,
        *,
        element_id: str = "",
        from_us: int | None = None,
        to_us: int | None = None,
        before: int | None = None,
        is_latest_first: bool = False,
    ) -> tuple[JournalEntry, ...]:
        """See :meth:`console.journal.journal.Journal.read`."""


def site_state_at(journal: Records, present: SiteState, time_us: int) -> SiteState:
    """The site as it stood at ``time_us``, microseconds since 1970 UTC.

    It goes back from the present state, so that a journal whose oldest part was put into an archive still tells
    all that was changed since. Tokens and locks are left out. Raises ``InputError`` where the journal cannot be read.
    """
    standing: dict[tuple[str, str], Any] = {}
    for kind in PLACED:
        _, place, key = KINDS[kind]
        standing |= {(kind, str(getattr(value, key))): value for value in getattr(present, place)}
    touched: set[tuple[str, str]] = set()
    for entry in _changes_after(journal, time_us):
        name = (entry.kind, str(entry.details.get(KINDS[entry.kind][2], "")))
        if name in touched:
            continue
        touched.add(name)
        value = _value(entry) if _is_end(entry) else _last_before(journal, name, entry)
        if value is None:
            standing.pop(name, None)
        else:
            standing[name] = value
    parts: dict[str, list[Any]] = {KINDS[kind][1]: [] for kind in PLACED}
    for kind, placed_id in sorted(standing, key=_placing_order):
        parts[KINDS[kind][1]].append(standing[kind, placed_id])
    return SiteState(present.revision, **{place: tuple(values) for place, values in parts.items()})


def _changes_after(journal: Records, time_us: int) -> Iterator[JournalEntry]:
    after = 0
    while True:
        page = journal.read(after, PLACED, PAGE, from_us=time_us + 1)
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].sequence


def _last_before(journal: Records, name: tuple[str, str], entry: JournalEntry) -> Any:
    """What stood under that name before ``entry``, ``None`` where nothing did."""
    kind, placed_id = name
    before: int | None = entry.sequence
    while before is not None:
        page = journal.read(0, (kind,), PAGE, element_id=entry.element_id, before=before, is_latest_first=True)
        for older in page:
            if str(older.details.get(KINDS[kind][2], "")) == placed_id:
                return None if _is_end(older) else _value(older)
        before = page[-1].sequence if len(page) == PAGE else None
    return None


def _is_end(entry: JournalEntry) -> bool:
    return any(word in entry.details for word in ENDED_BY)


def _value(entry: JournalEntry) -> Any:
    return value_of(KINDS[entry.kind][0], entry.details)


def _placing_order(name: tuple[str, str]) -> tuple[int, str]:
    digits = name[1].rpartition(":")[2]
    return (int(digits) if digits.isdigit() else 0, name[1])
