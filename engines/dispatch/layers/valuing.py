"""Whole positions of a switched device by what each of them costs, not by how near it lies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engines.dispatch.conic import ConicSolution
from engines.dispatch.instance import Instance
from engines.dispatch.programme import Programme
from engines.dispatch.refining import Guide
from engines.dispatch.rounding import Switching, relaxed_positions, staircase

Array = np.ndarray[Any, Any]
Solve = Callable[[dict[int, Array]], Array | None]
LookFrom = Callable[[dict[int, Array]], Solve]
Try = Callable[[dict[int, Array]], tuple[Array | None, ConicSolution]]

MOST_TRIED = 12
"""Positions that are tried, the nearest to where it would stand between them."""
_TIMES_ROUND = 3
_NOTICED = 1e-6
_DEAR = 2e-3
"""By what share whole positions may cost more than those between them before another way to them is tried."""
_NOT_CHEAP = 5e-4
"""The same, before they are looked at once more around the best that was found."""
_MOST_GUIDED = 10
"""So often all are chosen at once by what was learnt."""
_FAR = 1e3
"""How much dearer than all that were tried, in their spread, the next position beyond them counts."""


def choose_positions(
    programme: Programme,
    places: Sequence[int],
    nearest: Sequence[Array],
    relaxed: Array,
    held: dict[int, Array],
    tried: Try,
    look_from: LookFrom,
) -> dict[int, Array]:
    """Positions of staircases: one after the other the cheapest, or all of them the nearest if that costs less.

    The first time round the others still lie anywhere between; then each is looked at again beside those chosen.

    Args:
        places: which ones; nearest: by staircase, ``(n_step,)`` the nearest positions.
        relaxed: a solution of ``programme`` with them anywhere between whole positions.
        held: positions of others, not to be chosen.
        tried: costs by moment, ``(n_moment,)``, with some staircases held, and the solution whose first held rows are
            theirs; ``None`` where there is none.
        look_from: the same where energy stays in its moment as it is with given positions: else a position that is
            dear in one moment would let storages make it look cheap in another.
    """
    instance, between = programme.instance, relaxed_positions(programme, relaxed)

    def solve(chosen: dict[int, Array]) -> Array | None:
        return tried(chosen)[0]

    cheapest = dict(held)
    for _ in range(_TIMES_ROUND if len(places) > 1 else 1):
        before, look = dict(cheapest), look_from(cheapest)
        for place in places:
            others = {k: own for k, own in cheapest.items() if k != place}
            best = cheapest_positions(instance, place, between[place], others, look)
            cheapest[place] = nearest[place] if best is None else best
        if all(np.array_equal(cheapest[place], before.get(place, ())) for place in places):
            break
    near = {**held, **{place: nearest[place] for place in places}}
    ways = [(cost_of(instance, way, solve(way)), way) for way in (near, cheapest)]
    between_cost = _total(solve(held))
    if _is_dearer(ways, between_cost, _NOT_CHEAP):
        ways.append(guided(programme, places, min(ways, key=_cost)[1], relaxed, tried))
    if len(places) > 1 and _is_dearer(ways, between_cost, _DEAR):
        # One after the other may end where only two together lead further: another beginning may not.
        ways.append(_descended(instance, places, near, ways[0][0], solve, look_from))
    if _is_dearer(ways, between_cost, _NOT_CHEAP):
        # Energy was held where positions between had it; around whole ones it lies elsewhere.
        least, found = min(ways, key=_cost)
        ways.append(_descended(instance, places, found, least, solve, look_from))
    return min(ways, key=_cost)[1]


def guided(
    programme: Programme, places: Sequence[int], current: dict[int, Array], relaxed: Array, tried: Try
) -> tuple[float, dict[int, Array]]:
    """Staircases chosen all at once, again and again by the slopes of what was tried, and what the best of them cost.

    Energy goes where it costs least beside the positions: so they are found that are right only with it elsewhere.

    Args:
        places: which may move; current: positions of all, to begin with.
        relaxed, tried: as in :func:`choose_positions`.
    """
    guide, least, best = Guide(programme, relaxed), float("inf"), current
    none = np.zeros((programme.instance.horizon.n_step, 0), bool)
    for _ in range(_MOST_GUIDED):
        by_moment, solution = tried(dict(sorted(current.items())))
        cost = cost_of(programme.instance, current, by_moment)
        if cost < least:
            least, best = cost, current
        if by_moment is None:
            break
        switching = Switching(tuple(current[place] for place in range(len(current))), none)
        guide.learn(switching, solution)
        proposed = guide.propose(switching)
        following = {**current, **{place: proposed.positions[place] for place in places}}
        if all(np.array_equal(following[place], current[place]) for place in places):
            break
        current = following
    return least, best


def _cost(way: tuple[float, dict[int, Array]]) -> float:
    return way[0]


def _total(by_moment: Array | None) -> float:
    return float("inf") if by_moment is None else float(by_moment.sum())


def is_dear(instance: Instance, positions: dict[int, Array], by_moment: Array | None, between: Array | None) -> bool:
    """Whether a day with these positions costs noticeably more than one with positions ``between``, by moment both."""
    return _is_dearer([(cost_of(instance, positions, by_moment), positions)], _total(between), _NOT_CHEAP)


def _is_dearer(ways: Sequence[tuple[float, dict[int, Array]]], between: float, share: float) -> bool:
    """Whether the best way with whole positions costs more than positions ``between`` by more than a share of it."""
    return min(ways, key=_cost)[0] - between > share * max(abs(between), 1.0)


def _descended(
    instance: Instance,
    places: Sequence[int],
    current: dict[int, Array],
    least: float,
    solve: Solve,
    look_from: LookFrom,
    times: int = _TIMES_ROUND,
) -> tuple[float, dict[int, Array]]:
    """Staircases moved one after the other to where they cost least beside all the others, and what that costs."""
    for _ in range(times):
        before, look = least, look_from(current)
        for place in places:
            others = {k: own for k, own in current.items() if k != place}
            between = current[place][instance.horizon.step].astype(float)
            best = cheapest_positions(instance, place, between, others, look)
            if best is None or np.array_equal(best, current[place]):
                continue
            moved = {**current, place: best}
            cost = cost_of(instance, moved, solve(moved))
            if cost < least - _NOTICED * abs(least):
                current, least = moved, cost
        if least == before:
            break
    return least, current


def moved_positions(
    instance: Instance, current: dict[int, Array], solve: Solve, look_from: LookFrom
) -> dict[int, Array]:
    """Staircases moved one after the other to where they cost least beside all the others, where that costs less.

    It begins with ``current``, or with nothing moved at all: from the one to the other no single staircase leads.

    Args:
        current: positions of all; solve, look_from: as in :func:`choose_positions`.
    """
    n = instance.horizon.n_step
    begins = (current, {place: np.full(n, instance.staircases[place].initial) for place in current})
    costs = [cost_of(instance, way, solve(way)) for way in begins]
    current, least = begins[int(np.argmin(costs))], min(costs)
    return _descended(instance, list(current), current, least, solve, look_from, times=1)[1]


def cost_of(instance: Instance, positions: dict[int, Array], by_moment: Array | None) -> float:
    """What a day with these positions costs, moves and all; infinite where there is no solution."""
    if by_moment is None:
        return float("inf")
    moves = (
        instance.staircases[place].price
        * int(np.count_nonzero(np.diff(own, prepend=instance.staircases[place].initial)))
        for place, own in positions.items()
    )
    return float(by_moment.sum()) + sum(moves)


def cheapest_positions(
    instance: Instance,
    place: int,
    between: Array,
    chosen: dict[int, Array],
    look: Solve,
) -> Array | None:
    """The cheapest staircase of one device under its move limits, ``(n_step,)``; ``None`` where nothing could be tried.

    Each position is held over the whole horizon in turn; what a step costs then stands for what it costs there.

    Args:
        place: among the instance's staircases; between: ``(n_moment,)`` where it would stand between whole positions.
        chosen: positions of others that are held already.
        look: costs by moment, ``(n_moment,)``, with some staircases held; ``None`` where there is no solution.
    """
    stairs, horizon = instance.staircases[place], instance.horizon
    tried = _near(between, len(stairs.positions))
    cost = np.full((horizon.n_step, len(stairs.positions)), np.nan)
    for position in tried:
        found = look({**chosen, place: np.full(horizon.n_step, position)})
        if found is not None:
            cost[:, position] = 0.0
            np.add.at(cost[:, position], horizon.step, found)
    known = np.flatnonzero(np.isfinite(cost).all(axis=0))
    if not len(known):
        return None
    spread = max(float(np.ptp(cost[:, known])), 1.0)
    for position in range(len(stairs.positions)):
        if position not in known:
            nearest = known[np.abs(known - position).argmin()]
            cost[:, position] = cost[:, nearest] + _FAR * spread * abs(int(nearest) - position)
    return staircase(cost, stairs)


def _near(between: Array, count: int) -> list[int]:
    low, high = int(np.floor(between.min())) - 1, int(np.ceil(between.max())) + 1
    all_near = np.arange(max(low, 0), min(high, count - 1) + 1)
    if len(all_near) <= MOST_TRIED:
        return [int(k) for k in all_near]
    return sorted({int(k) for k in np.round(np.linspace(all_near[0], all_near[-1], MOST_TRIED))})
