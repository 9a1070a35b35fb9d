"""The first plan: each dark part through the best single switch, and where none can take it whole, shared out."""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np

from engines.restoration.arrangement import Arrangement, DeadArea
from engines.restoration.candidates import Candidate, Candidates
from engines.restoration.spare import spare_kw

Array = np.ndarray[Any, Any]

_MOST_TRIED = 12
"""Ways into one dark part that are solved before it is shared out; the refinement looks at all."""


def first_arrangement(candidates: Candidates) -> Candidate:
    """Pick up what hangs together, the most important first; accepted by load flow, or nothing at all."""
    nothing = candidates.try_out(Arrangement(candidates.area, frozenset()))
    return extended(candidates, nothing, dark_parts(candidates.area))


def extended(candidates: Candidates, best: Candidate, parts: list[Array], *, is_again: bool = False) -> Candidate:
    """``best`` with as much more of ``parts`` as load flow accepts.

    Args:
        is_again: a part may also come back through the switch that ``best`` opens before it.
    """
    area = candidates.area
    waiting = sorted(parts, key=lambda part: _importance(area, part), reverse=True)
    while True:
        left = []
        for part in waiting:
            found = _whole(candidates, best, part, is_again=is_again)
            if found is None:
                left.append(part)
            else:
                best = found
        if len(left) == len(waiting):
            break
        # What is fed by now may be the way to what was not reached before.
        waiting = left
    for part in waiting:
        best = _shared(candidates, best, part)
    return best


def dark_parts(area: DeadArea) -> list[Array]:
    """``(n_zone,)`` masks of the free zones that closed switches hold together."""
    state = area.state
    mask = np.zeros(len(state.join), bool)
    mask[[j for j in area.inner if state.is_closed[j]]] = True
    number = state.parts(mask)
    return [area.free & (number == k) for k in np.unique(number[area.free])]


def _importance(area: DeadArea, part: Array) -> tuple[float, ...]:
    counts = area.state.customers[part].sum(axis=0)
    return (*(float(c) for c in counts[:0:-1]), float(area.state.value_kw[part].sum()))


def ways_in(area: DeadArea, given: Arrangement, part: Array, *, is_again: bool = False) -> list[tuple[int, int]]:
    """``(join, zone)`` of the open joins from what is fed into ``part``, those of least effort first.

    Args:
        is_again: closed ones that would have to be opened, too; they need no operation.
    """
    state = area.state
    fed = given.served | area.stays_live
    found = []
    for j in (*area.attaching, *area.inner):
        a, b = state.ends[j].tolist()
        if not (state.is_open[j] or is_again) or (state.is_disconnector[j] and state.is_open[j]):
            continue
        if fed[a] and part[b]:
            found.append((j, b))
        elif fed[b] and part[a]:
            found.append((j, a))
    return sorted(found, key=lambda way: (bool(state.is_open[way[0]]), float(state.effort_s[way[0]]), way[0]))


def _tree(area: DeadArea, root: int, part: Array) -> list[tuple[int, int]]:
    """``(join, zone)`` from ``root`` over the closed joins of ``part``, nearest first, important branches first."""
    state = area.state
    parent: dict[int, tuple[int, int]] = {root: (-1, -1)}
    order = [root]
    waiting = deque([root])
    while waiting:
        here = waiting.popleft()
        for j, there in sorted(area.neighbours.get(here, ())):
            if there not in parent and part[there] and state.is_closed[j]:
                parent[there] = (j, here)
                order.append(there)
                waiting.append(there)
    urgent = {zone for zone in order if state.customers[zone, 2:].any()}
    for zone in list(urgent):
        while zone >= 0:
            urgent.add(zone)
            zone = parent[zone][1]
    order.sort(key=lambda zone: zone not in urgent)
    return [(parent[zone][0], zone) for zone in order]


def _whole(candidates: Candidates, given: Candidate, part: Array, *, is_again: bool) -> Candidate | None:
    """``part`` through the one switch that costs least and leaves most margin."""
    area = candidates.area
    best: Candidate | None = None
    for join, root in ways_in(area, given.arrangement, part, is_again=is_again)[:_MOST_TRIED]:
        carrying = [j for j, _ in _tree(area, root, part) if j >= 0]
        tried = candidates.try_out(given.arrangement.with_feeding([join, *carrying]))
        usable = tried.judgement.is_accepted and tried.arrangement.is_possible
        if usable and (best is None or tried.merit.key < best.merit.key):
            best = tried
    return best


def _shared(candidates: Candidates, given: Candidate, part: Array) -> Candidate:
    """As much of ``part`` as the ways into it can carry, one after the other."""
    area = candidates.area
    best, left = given, part.copy()
    useless: set[int] = set()
    while left.any():
        ways = [way for way in ways_in(area, best.arrangement, left) if way[0] not in useless]
        if not ways:
            return best
        limits = candidates.judge.emergency
        spare = spare_kw(best.arrangement, [join for join, _ in ways], best.judgement.result, limits)
        join, root = max(ways, key=lambda way: (spare[way[0]], -way[0]))
        found = _most_of(candidates, best, join, root, left, spare[join])
        if found is None:
            useless.add(join)
            continue
        best = found
        left = left & ~best.arrangement.served
    return best


def _most_of(
    candidates: Candidates, given: Candidate, join: int, root: int, part: Array, spare: float
) -> Candidate | None:
    """The longest accepted beginning of the tree from ``root``; ``None`` where not even its root is accepted.

    Searched from what ``spare`` kW suggest, in steps that double, then by halving.
    """
    tree = _tree(candidates.area, root, part)
    load_kw = np.cumsum(candidates.area.state.p_kw[[zone for _, zone in tree]])
    best: Candidate | None = None
    low, high = 0, len(tree)
    middle, step = int(np.clip(np.searchsorted(load_kw, spare), 1, high)), 1
    is_bracketed = False, False
    while low < high:
        carrying = [j for j, _ in tree[:middle] if j >= 0]
        tried = candidates.try_out(_closed_up(given.arrangement.with_feeding([join, *carrying]), part))
        if tried.judgement.is_accepted and tried.arrangement.is_possible:
            best, low, is_bracketed = tried, middle, (True, is_bracketed[1])
        else:
            high, is_bracketed = middle - 1, (is_bracketed[0], True)
        if all(is_bracketed):
            middle = (low + high + 1) // 2
        else:
            middle = low + step if is_bracketed[0] else high - step + 1
            middle, step = int(np.clip(middle, low + 1, max(high, low + 1))), 2 * step
    return best


def _closed_up(arrangement: Arrangement, part: Array) -> Arrangement:
    """Take along what hangs on the served zones by switches that cannot be opened."""
    state, area = arrangement.area.state, arrangement.area
    while True:
        stuck = [j for j in arrangement.openings if not state.may_operate[j]]
        more = [j for j in stuck if j in area.inner and part[state.ends[j]].all()]
        if not more:
            return arrangement
        arrangement = arrangement.with_feeding(more[:1])
