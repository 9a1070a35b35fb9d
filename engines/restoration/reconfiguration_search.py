"""The search for the open points with the least losses: exchanges of one and of two pairs, and kicks.

Every move is first judged on the loops (``reconfiguration_loops``) and what looks best is solved by the sweep. Which
limits are kept comes before what is lost: a configuration that exceeds a limit less is always better.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.restoration.reconfiguration_demand import Demand
from engines.restoration.reconfiguration_loops import LoopPicture, loop_picture
from engines.restoration.reconfiguration_network import SwitchableNetwork
from engines.restoration.reconfiguration_sweep import RadialFlow, RadialState
from engines.restoration.reconfiguration_walk import spanning
from engines.values.work import WorkContext

Array = np.ndarray[Any, Any]
Opening = frozenset[int]
"""The ways that are open."""

SAME = 1e-7
"""Relative difference of losses below which two configurations are as good as each other."""
SAME_EXCESS = 1e-9
FIRST_LOOKS = 12
"""Exchanges that are solved before a configuration counts as the best of its neighbourhood."""
LOOKS_BEYOND_LIMITS = 80
"""The same where limits are exceeded: losses say little about them."""
PAIR_STARTS = 40
KEPT_PICTURES = 8
PATIENCE = 400
"""Kicks in a row that lead to nothing better before the search ends by itself."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One configuration as the sweep sees it; ordered by limits first, then by losses (kW, over hours kWh)."""

    opening: Opening
    excess: float
    loss: float

    def is_better(self, other: Candidate) -> bool:
        """Whether it keeps limits better, or as well with less loss."""
        if abs(self.excess - other.excess) > SAME_EXCESS:
            return self.excess < other.excess
        return self.loss < other.loss * (1 - SAME)


class Search:
    """Configurations of one network under one demand; what was solved once is remembered.

    Attributes:
        candidates: by the ways that are open, all that were solved; ``None`` where there is no solution.
        start: what is open now, with further ways opened where loops are closed now.
        fixed_chords: closed ways in loops that no switch opens.
    """

    def __init__(self, net: SwitchableNetwork, demand: Demand, *, respect_limits: bool = True, seed: int = 1) -> None:
        self.net, self.demand = net, demand
        self.flow = RadialFlow(net, demand)
        self.start, self.fixed_chords = spanning(net)
        self.candidates: dict[Opening, Candidate | None] = {}
        self._respect_limits = respect_limits
        self._pictures: dict[Opening, LoopPicture | None] = {}
        self._random = np.random.default_rng(seed)

    def mask(self, opening: Opening) -> Array:
        """``(n_way,)`` which ways are open."""
        is_open = np.zeros(self.net.n_way, bool)
        is_open[list(opening)] = True
        return is_open

    def picture(self, opening: Opening) -> LoopPicture | None:
        """The loops of a configuration, solved; ``None`` where it has no solution."""
        if opening not in self._pictures:
            while len(self._pictures) >= KEPT_PICTURES:
                self._pictures.pop(next(iter(self._pictures)))
            state = self._solve(opening)
            picture = None if state is None else loop_picture(self.net, state, self.mask(opening), self.demand.weight)
            self._pictures[opening] = picture
        return self._pictures[opening]

    def look(self, opening: Opening) -> Candidate | None:
        """One configuration, solved unless it was before; ``None`` where it is no tree or has no solution."""
        if opening not in self.candidates:
            self._solve(opening)
        return self.candidates[opening]

    def by_moment(self, opening: Opening) -> tuple[Array, Array] | None:
        """``(n_moment,)`` losses, kW, and excess of limits at every moment; ``None`` where there is no solution."""
        state = self._solve(opening)
        return None if state is None else (state.loss_kw, state.excess)

    def _solve(self, opening: Opening) -> RadialState | None:
        state = self.flow.solve(self.mask(opening), self.fixed_chords)
        excess = state.weighted_excess if state is not None and self._respect_limits else 0.0
        self.candidates[opening] = None if state is None else Candidate(opening, excess, state.weighted_loss)
        return state

    def ranked(self) -> list[Candidate]:
        """All that has a solution, best first."""
        known = [c for c in self.candidates.values() if c is not None]
        return sorted(known, key=lambda c: (round(c.excess / SAME_EXCESS), c.loss))

    def run(self, seconds: float, rounds: int, context: WorkContext) -> Candidate | None:
        """Search from what is open now and from sequential opening, then kick the best.

        Ends with the time, the rounds, or when many kicks in a row have led to nothing better.
        """
        end = time.perf_counter() + seconds
        best = self.look(self.start)
        picture = self.picture(self.start)
        if best is None or picture is None:
            return None
        starts = [_linear_descent(picture, end).open_ways(), picture.sequential_opening(end)]
        for first in (*(frozenset(s.tolist()) for s in starts if s is not None), self.start):
            found = self._descend(first, end)
            if found is not None and found.is_better(best):
                best = found
        best = self._pairs(best, end)
        idle = 0
        for _ in range(rounds):
            context.check_cancelled()
            if time.perf_counter() > end or idle >= PATIENCE:
                break
            found = self._kick(best, end, idle)
            idle = 0 if found is not best else idle + 1
            best = found
        return best

    def _kick(self, best: Candidate, end: float, idle: int) -> Candidate:
        """Some exchanges at random, the more the longer nothing better was met, and back down from there."""
        picture = self.picture(best.opening)
        if picture is None:
            return best
        for _ in range(2 + idle % 3 + idle // 30):
            change = picture.changes_kw()
            loop = int(self._random.integers(len(picture.chord)))
            columns = np.flatnonzero(np.isfinite(change[loop]))
            if len(columns):
                near = columns[np.argsort(change[loop, columns])]
                # Near the least loss of the loop far more often than far from it.
                pick = min(int(self._random.exponential(3.0)), len(near) - 1)
                picture = picture.exchanged(loop, int(near[pick]))
        opening = frozenset(_linear_descent(picture, end).open_ways().tolist())
        if opening in self.candidates:
            return best
        found = self.look(opening)
        if found is None or found.loss > 1.02 * best.loss:
            return best
        found = self._descend(opening, end)
        if found is None or not found.is_better(best):
            return best
        return self._pairs(found, end)

    def _descend(self, opening: Opening, end: float) -> Candidate | None:
        """Exchange one pair after the other while that helps."""
        here = self.look(opening)
        while here is not None and time.perf_counter() < end:
            picture = self.picture(here.opening)
            better = None if picture is None else self._better_neighbour(here, picture)
            if better is None:
                return here
            here = better
        return here

    def _better_neighbour(self, here: Candidate, picture: LoopPicture) -> Candidate | None:
        change = picture.changes_kw()
        most = FIRST_LOOKS if here.excess <= SAME_EXCESS else LOOKS_BEYOND_LIMITS
        order = np.argsort(change, axis=None, kind="stable")[:most]
        best: Candidate | None = None
        for flat in order.tolist():
            loop, column = divmod(flat, change.shape[1])
            if not np.isfinite(change[loop, column]):
                break
            if here.excess <= SAME_EXCESS and change[loop, column] > 0.01 * here.loss:
                break
            found = self.look(_exchange(here.opening, picture, loop, column))
            if found is None or not found.is_better(best or here):
                continue
            best = found
            if here.excess <= SAME_EXCESS:
                return best
        return best

    def _pairs(self, best: Candidate, end: float) -> Candidate:
        """Two exchanges at once, where no single one helps."""
        while time.perf_counter() < end:
            picture = self.picture(best.opening)
            found = None if picture is None else self._better_pair(best, picture, end)
            if found is None:
                return best
            best = self._descend(found.opening, end) or found
        return best

    def _better_pair(self, best: Candidate, picture: LoopPicture, end: float) -> Candidate | None:
        change = picture.changes_kw()
        order = np.argsort(change, axis=None, kind="stable")[:PAIR_STARTS]
        proposed: list[tuple[float, Opening]] = []
        for flat in order.tolist():
            loop, column = divmod(flat, change.shape[1])
            if not np.isfinite(change[loop, column]) or time.perf_counter() > end:
                break
            after = picture.exchanged(loop, column)
            second = after.changes_kw()
            for flat2 in np.argpartition(second, min(3, second.size - 1), axis=None)[:3].tolist():
                loop2, column2 = divmod(flat2, second.shape[1])
                total = change[loop, column] + second[loop2, column2]
                if np.isfinite(total):
                    opening = frozenset(after.exchanged(loop2, column2).open_ways().tolist())
                    proposed.append((float(total), opening))
        for total, opening in sorted(set(proposed), key=lambda p: p[0])[:FIRST_LOOKS]:
            if total > 0.01 * best.loss or opening in self.candidates:
                continue
            found = self.look(opening)
            if found is not None and found.is_better(best):
                return found
        return None

    def neighbours(self, opening: Opening, most: int) -> list[Candidate]:
        """The configurations one exchange away that look best, solved."""
        picture = self.picture(opening)
        if picture is None:
            return []
        change = picture.changes_kw()
        found = []
        for flat in np.argsort(change, axis=None, kind="stable")[:most].tolist():
            loop, column = divmod(flat, change.shape[1])
            if not np.isfinite(change[loop, column]):
                break
            candidate = self.look(_exchange(opening, picture, loop, column))
            if candidate is not None:
                found.append(candidate)
        return found

    def within(self, operations: int, context: WorkContext, width: int = 12) -> Iterator[Candidate]:
        """The best met with 0, 2, 4, ... up to ``operations`` operations from what is open now, by beam search."""
        first = self.look(self.start)
        if first is None:
            return
        best, beam = first, [first]
        yield best
        for _ in range(operations // 2):
            context.check_cancelled()
            reached: dict[Opening, Candidate] = {}
            for here in beam:
                most = width if here.excess <= SAME_EXCESS else LOOKS_BEYOND_LIMITS
                reached.update((found.opening, found) for found in self.neighbours(here.opening, most))
            beam = sorted(reached.values(), key=lambda c: (round(c.excess / SAME_EXCESS), c.loss))[:width]
            if not beam:
                return
            best = beam[0] if beam[0].is_better(best) else best
            yield best


def _exchange(opening: Opening, picture: LoopPicture, loop: int, column: int) -> Opening:
    return (opening - {int(picture.way[picture.chord[loop]])}) | {int(picture.way[column])}


def _linear_descent(picture: LoopPicture, end: float) -> LoopPicture:
    """Exchanges while they help and time lasts, the currents of the buses held still."""
    for _ in range(4 * len(picture.chord)):
        if time.perf_counter() > end:
            break
        change = picture.changes_kw()
        flat = int(change.argmin())
        loop, column = divmod(flat, change.shape[1])
        if not change[loop, column] < -1e-6:
            break
        picture = picture.exchanged(loop, column)
    return picture
