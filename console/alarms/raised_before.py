"""What was raised before this console began, read from the journal a page at a time, for the measures of a day."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from console.alarms.table import KIND, Rows, first_record_us
from console.journal.journal import Journal
from console.journal.record import unpack_details
from engines.alarms.counter import RaisingCounter
from engines.alarms.metrics import Raising
from engines.values.alarms import AlarmPriority

PAGE = 200
REST_SHARE = 9.0
"""Between two pages there is a rest of so many times as long as the page took: whoever paints comes first."""
# The kind is compared like this so that the index over the time is taken, which has them in their order.
_RAISED = (
    "SELECT sequence, time_us, element_id, sentence, details FROM journal WHERE kind || '' = ? AND time_us >= ? "
    'AND time_us < ? AND (time_us > ? OR sequence > ?) AND details LIKE \'%"turn":"raised"%\' '
    "ORDER BY time_us, sequence LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class RaisedBefore:
    """``counter``: what was raised; ``from_us``: since when the site's journal tells of it."""

    counter: RaisingCounter
    from_us: int


def raised_before(journal: Journal, from_us: int, to_us: int, is_ending: Callable[[float], bool]) -> RaisedBefore:
    """Everything that any console of the site raised in ``[from_us, to_us)``; for a thread of its own.

    Args:
        is_ending: waits so many seconds; whether to end early, with what has been read.

    Raises ``InputError`` where the journal cannot be read.
    """
    first_us = journal.query(first_record_us, is_long=True)
    counter, reached_us, after, rest_s = RaisingCounter(), from_us, 0, 0.0
    while not is_ending(rest_s):
        began = time.perf_counter()
        values = (KIND, reached_us, to_us, reached_us, after, PAGE)
        rows = journal.query(partial(_page, values=values), is_long=True)
        for raising in (_raising(*row[1:]) for row in rows):
            if raising is not None:
                counter.add(raising)
        if len(rows) < PAGE:
            break
        after, reached_us = int(rows[-1][0]), int(rows[-1][1])
        rest_s = REST_SHARE * (time.perf_counter() - began)
    return RaisedBefore(counter, max(from_us, first_us or to_us))


def _page(reader: Rows, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    return list(reader.execute(_RAISED, values).fetchall())


def _raising(time_us: int, element_id: str, sentence: str, details: str) -> Raising | None:
    """The raising a record tells of; ``None`` where it tells of none, or was tampered with."""
    told = unpack_details(details)
    alarm_id, number = str(told.get("alarm_id", "")), told.get("priority")
    if told.get("turn") != "raised" or not alarm_id or number not in tuple(AlarmPriority):
        return None
    priority = next(p for p in AlarmPriority if p == number)
    words = sentence.removeprefix(f"{priority.name.capitalize()} alarm on {element_id or alarm_id}, ")
    return Raising(int(time_us), alarm_id, words.rpartition(": raised")[0], priority)
