"""Moves taken back that bring next to nothing: a plan is proven to its gap, not to the last watt.

Where many positions cost nearly the same, the cheapest of them may lie far apart from hour to hour. What each stay
would cost at the position before or after it, the load flow says; the programme then plans for what is left.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

from engines.dispatch.candidate import Candidate
from engines.dispatch.conic import solve_conic
from engines.dispatch.instance import Staircase
from engines.dispatch.rounding import Switching
from engines.dispatch.what_if import WhatIf
from engines.values.counting import counted

if TYPE_CHECKING:
    from engines.dispatch.search import Search

Array = np.ndarray[Any, Any]

SHARE, MOST = 0.1, 1e-5
"""What fewer moves may cost in all: of the gap that was asked for, and at most of the cost."""


def calm(search: Search) -> None:
    """Take moves back that together save next to nothing (see :data:`SHARE`); a plan that was proven stays proven."""
    best = search.best
    if best is None or not best.holds or search.seconds_left <= 0:
        return
    fewer = _Stays(search, best).taken_back()
    moves = count_moves(search, best.switching) - count_moves(search, fewer)
    if not moves:
        return
    solution = solve_conic(search.programme, search.fixing(fewer), seconds=search.seconds_left)
    if not solution.is_solved:
        return
    calmer = search.judged(fewer, solution)
    if calmer.holds and calmer.cost <= best.cost + _least(search, best):
        search.best = calmer
        more = max(calmer.cost - best.cost, 0.0)
        search.note(f"{counted(moves, 'move')} taken back that saved {more:.2g} in all")


def _least(search: Search, best: Candidate) -> float:
    """What is next to nothing: of a proven plan, no more than leaves it proven."""
    whole, gap = max(abs(best.cost), 1.0), search.options.gap
    room = gap * whole - (best.cost - search.bound)
    return min(SHARE * gap * whole, MOST * whole, room if room > 0 else np.inf)


def count_moves(search: Search, switching: Switching) -> int:
    """How often anything changes its position."""
    pairs = zip(search.instance.staircases, switching.positions, strict=True)
    return sum(_count(own, s) for s, own in pairs)


class _Stays:
    """The stays of all staircases, and what they would cost elsewhere."""

    def __init__(self, search: Search, best: Candidate) -> None:
        self.search, self.best = search, best
        self.what_if = WhatIf(search.checker, best)
        self.left = _least(search, best)
        self._known: dict[tuple[int, int, int], float] = {}

    def taken_back(self) -> Switching:
        """With fewer moves, as far as the load flow says they may be taken back one by one."""
        switching = self.best.switching
        for place, stairs in enumerate(self.search.instance.staircases):
            positions = switching.positions[place]
            while self.search.seconds_left > 0:
                more, found = self._cheapest(place, stairs, positions)
                if found is None or more > self.left:
                    break
                positions, self.left = found, self.left - max(more, 0.0)
            switching = switching.replaced(place, positions)
        return switching

    def _cheapest(self, place: int, stairs: Staircase, positions: Array) -> tuple[float, Array | None]:
        """The stay that costs least where the one before or after it is; what more, and the positions then."""
        least: tuple[float, Array | None] = (np.inf, None)
        begins = [0, *(np.flatnonzero(np.diff(positions)) + 1).tolist(), len(positions)]
        for first, last in itertools.pairwise(begins):
            near = {stairs.initial if first == 0 else int(positions[first - 1])}
            if last < len(positions):
                near.add(int(positions[last]))
            for other in near - {int(positions[first])}:
                found = positions.copy()
                found[first:last] = other
                changes = np.abs(np.diff(found, prepend=stairs.initial))
                if changes.max() > stairs.max_steps:
                    continue
                more = sum(self._more(place, stairs, other, step) for step in range(first, last))
                more += stairs.price * float(np.count_nonzero(changes) - _count(positions, stairs))
                if more < least[0]:
                    least = more, found
        return least

    def _more(self, place: int, stairs: Staircase, position: int, step: int) -> float:
        """What a step costs more with this staircase there; infinite where a limit of voltage breaks."""
        if position == self.best.switching.positions[place][step]:
            return 0.0
        key = place, position, step
        if key not in self._known:
            moments = np.flatnonzero(self.search.instance.horizon.step == step).tolist()
            self._known[key] = sum(self._more_in(stairs, position, moment) for moment in moments)
        return self._known[key]

    def _more_in(self, stairs: Staircase, position: int, moment: int) -> float:
        result = self.what_if.moved(stairs, position, moment)
        if not result.is_converged:
            return float("inf")
        instance, day, prices = self.search.instance, self.best.day, self.search.instance.case.prices
        node = instance.feeder.node_of_bus
        live = np.flatnonzero(node >= 0)
        v = result.vm_pu[live]
        if (v < instance.v_min_pu[node[live]]).any() or (v > instance.v_max_pu[node[live]]).any():
            return float("inf")
        hours = float(instance.horizon.weight[moment] * instance.horizon.hours)
        bought = float(result.source_p_mw[instance.feeder.root_source].sum() - day.source_p_mw[moment].sum())
        lost = float(result.losses_kw) / 1000 - float(day.loss_mw[moment])
        off = float((np.abs(np.square(v) - 1) - np.abs(np.square(day.vm_pu[moment, live]) - 1)).sum()) / 2
        return hours * (float(instance.price[moment]) * bought + prices.loss * lost + prices.voltage_deviation * off)


def _count(positions: Array, stairs: Staircase) -> int:
    return int(np.count_nonzero(np.diff(positions, prepend=stairs.initial)))
