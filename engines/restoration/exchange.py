"""A plan made better by small changes: another switch feeds a part, a zone more, or one zone instead of another."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from engines.restoration.arrangement import Arrangement
from engines.restoration.candidates import Candidate, Candidates
from engines.restoration.objective import merit

_MOST_TRIED = 40_000
_SMALL = 40
"""Carrying joins up to which two changes at once are looked at."""


def exchange(candidates: Candidates, start: Candidate | None, seconds: float) -> None:
    """Change ``start`` while that makes it better and there is time; all found are in ``candidates``.

    One change at a time as long as that helps, then, in small dead parts, two at once.
    """
    best, ends = start, time.perf_counter() + seconds
    while best is not None:
        better = _better(candidates, best, _neighbours(best.arrangement), ends)
        if better is None and len(best.arrangement.feeding) <= _SMALL:
            better = _better(candidates, best, _twice(best), ends)
        best = better


def _better(
    candidates: Candidates, best: Candidate, neighbours: Iterator[Arrangement], ends: float
) -> Candidate | None:
    """The best of the neighbours that load flow accepts, or the first that gives more customers their supply."""
    found: Candidate | None = None
    for tried, neighbour in enumerate(neighbours):
        if time.perf_counter() >= ends or tried >= _MOST_TRIED:
            return found
        # Without its load flow it has at best all the margin there is.
        if merit(neighbour, np.inf).key >= best.merit.key or not neighbour.is_possible:
            continue
        candidate = candidates.try_out(neighbour)
        if candidate.judgement.is_accepted and candidate.merit.key < (found or best).merit.key:
            found = candidate
            if found.merit.key[:2] < best.merit.key[:2]:
                return found
    return found


def _twice(given: Candidate) -> Iterator[Arrangement]:
    """Two parts fed otherwise, with no more effort in the end; in between, a few operations more."""
    state = given.arrangement.area.state
    served = given.arrangement.served
    # Whatever feeds them, the served zones stay the same, and so do the closed switches to be minded.
    touched = state.is_closed & served[state.ends].any(axis=1)
    touched[list(given.arrangement.area.isolation.openings)] = False
    minded = frozenset(np.flatnonzero(touched).tolist())

    def effort_s(feeding: frozenset[int]) -> float:
        moved = [j for j in feeding if not state.is_closed[j]] + list(minded - feeding)
        return float(state.effort_s[moved].sum())

    longest_s = given.merit.effort_s + 2 * float(state.effort_s.max(initial=0.0))
    seen = {given.arrangement.feeding}
    halfway = set()
    for first_join in sorted(given.arrangement.feeding):
        for between in _fed_otherwise(given.arrangement, first_join):
            if between.feeding in halfway or effort_s(between.feeding) > longest_s:
                continue
            halfway.add(between.feeding)
            for second_join in sorted(between.feeding):
                for after in _fed_otherwise(between, second_join):
                    if after.feeding not in seen and effort_s(after.feeding) <= given.merit.effort_s:
                        yield after
                    seen.add(after.feeding)


def _neighbours(given: Arrangement) -> Iterator[Arrangement]:
    yield from _larger(given)
    for join in sorted(given.feeding):
        yield from _fed_otherwise(given, join)
    for leaf in _leaves(given):
        smaller = Arrangement(given.area, given.feeding - {leaf})
        yield smaller
        for other in _larger(smaller):
            if leaf not in other.feeding:
                yield other


def _usable(given: Arrangement) -> list[int]:
    """Joins that may come to carry: those within the dead part, and the ways in."""
    return [j for j in (*given.area.attaching, *given.area.inner) if j not in given.feeding]


def _larger(given: Arrangement) -> Iterator[Arrangement]:
    """One more zone."""
    state, served = given.area.state, given.served
    fed = served | given.area.stays_live
    for j in _usable(given):
        a, b = state.ends[j].tolist()
        if fed[a] != fed[b]:
            yield given.with_feeding([j])


def _fed_otherwise(given: Arrangement, join: int) -> Iterator[Arrangement]:
    """What hangs behind a carrying join, through another one."""
    state, area = given.area.state, given.area
    cut = Arrangement(area, given.feeding - {join})
    detached = given.served & ~cut.served
    fed = cut.served | area.stays_live
    if not detached.any():
        return
    for j in _usable(given):
        a, b = state.ends[j].tolist()
        if (detached[a] and fed[b]) or (detached[b] and fed[a]):
            yield cut.with_feeding([j])


def _leaves(given: Arrangement) -> list[int]:
    """Carrying joins behind which there is one zone only."""
    state = given.area.state
    degree = np.zeros(state.zones.count, np.int64)
    joins = sorted(given.feeding)
    np.add.at(degree, state.ends[joins].ravel(), 1)
    dead = given.served
    return [j for j in joins if any(dead[z] and degree[z] == 1 for z in state.ends[j].tolist())]
