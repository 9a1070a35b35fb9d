"""Every radial configuration there is, one after the other."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from engines.restoration.reconfiguration_loops import TINY, LoopPicture
from engines.restoration.reconfiguration_search import Opening, Search
from engines.values.work import WorkContext

Array = np.ndarray[Any, Any]


def openings(picture: LoopPicture) -> Iterator[Opening]:
    """Each set of ways whose opening leaves a tree, once.

    A loop must be opened somewhere: by its first way, or not there but by its second, and so on; what is opened
    leaves one loop less.
    """
    loop = picture.loop
    yield from (frozenset(picture.way[list(columns)].tolist()) for columns in _columns(loop, picture.is_openable, ()))


def _columns(loop: Array, is_free: Array, chosen: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    if not len(loop):
        yield chosen
        return
    free = is_free & (np.abs(loop) > TINY)
    if not free.any(axis=1).all():
        return
    # The loop with the fewest ways first: what cannot work is then seen soonest.
    row = int(free.sum(axis=1).argmin())
    still = is_free.copy()
    for column in np.flatnonzero(free[row]).tolist():
        still = still.copy()
        still[column] = False
        rest = loop - (loop[:, column, None] / loop[row, column]) * loop[row]
        rest[np.abs(rest) < TINY] = 0.0
        yield from _columns(np.delete(rest, row, axis=0), still, (*chosen, column))


def look_at_all(search: Search, seconds: float, most: int, context: WorkContext) -> bool:
    """Solve every configuration, if there are no more than ``most``; whether the time was enough for it.

    What was solved before tells what one takes: where it cannot be done in time it is not begun.
    """
    picture = search.picture(search.start)
    if picture is None:
        return False
    count = picture.count()
    begin = time.perf_counter()
    if count > most or (count - len(search.candidates)) * search.flow.seconds_each > max(seconds, 0.0):
        return False
    for number, opening in enumerate(openings(picture)):
        search.look(opening)
        if number % 64 == 63:
            context.check_cancelled()
            taken = time.perf_counter() - begin
            if taken * count / (number + 1) > max(seconds, 0.0) * 1.5:
                return False
    return True
