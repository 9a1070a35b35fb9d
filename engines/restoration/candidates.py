"""Arrangements already judged, and the best of those accepted."""

from __future__ import annotations

import time
from copy import copy
from dataclasses import dataclass

import numpy as np

from engines.restoration.arrangement import Arrangement, DeadArea, Shift
from engines.restoration.judging import Judge, Judgement
from engines.restoration.objective import Merit, merit


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """An arrangement with what load flow says of it."""

    arrangement: Arrangement
    judgement: Judgement
    merit: Merit


class Candidates:
    """Judges each arrangement once and keeps every one that was accepted.

    Args:
        is_cold: what is picked up has been without supply: its load is cold and its generation away.

    Attributes:
        accepted: in the order in which they were found; first: those found before refining.
        refined_s: spent on refining; NaN where nothing was refined.
        is_repeatable: no search was ended by its time.
    """

    def __init__(self, area: DeadArea, judge: Judge, seconds: float, *, is_cold: bool = True) -> None:
        self.area, self.judge, self._is_cold = area, judge, is_cold
        self._begun = time.perf_counter()
        self._ends = self._begun + seconds
        self.refined_s, self.is_repeatable = float("nan"), True
        self._known: dict[tuple[tuple[Shift, ...], frozenset[int]], Candidate] = {}
        self.accepted: list[Candidate] = []
        self.first: tuple[Candidate, ...] = ()
        self.try_out(Arrangement(area, frozenset()))

    def within(self, area: DeadArea, share: float = 1.0) -> Candidates:
        """The same work with some open points moved; what is found in either is known to both.

        Args:
            share: of the time left that it may take.
        """
        other = copy(self)
        other.area, other._ends = area, self._ends - (1.0 - share) * self.seconds_left
        return other

    def begin_refining(self, seconds: float) -> None:
        """The time for refining runs from now on, however long the first plan took."""
        self.first = tuple(self.accepted)
        self._begun = time.perf_counter()
        self._ends = self._begun + seconds

    def end_refining(self, shortest_s: float) -> None:
        """Note the time spent; less than ``shortest_s``, the least any search was given, means that none was cut."""
        self.refined_s = time.perf_counter() - self._begun
        self.is_repeatable = self.refined_s < shortest_s

    @property
    def is_time_up(self) -> bool:
        """Whether refining must end."""
        return time.perf_counter() >= self._ends

    @property
    def seconds_left(self) -> float:
        """For refining."""
        return max(self._ends - time.perf_counter(), 0.0)

    @property
    def best(self) -> Candidate | None:
        """The accepted one of best merit with the open points of ``area``, the first found among equals."""
        own = (c for c in self.accepted if c.arrangement.area.shifts == self.area.shifts)
        return min(own, key=lambda c: c.merit.key, default=None)

    @property
    def best_of_all(self) -> Candidate | None:
        """The accepted one of best merit, wherever the open points of live feeders are."""
        return min(self.accepted, key=lambda c: c.merit.key, default=None)

    def ranked(self) -> list[Candidate]:
        """Every accepted one, the best first."""
        return sorted(self.accepted, key=lambda c: c.merit.key)

    def try_out(self, arrangement: Arrangement) -> Candidate:
        """Judge an arrangement by full load flow in its end state."""
        key = arrangement.area.shifts, arrangement.feeding
        known = self._known.get(key)
        if known is not None:
            return known
        served = arrangement.served if self._is_cold else np.zeros_like(arrangement.served)
        picked = self.area.state.bus_mask(served)
        judgement = self.judge.at_the_end(arrangement.position, picked)
        candidate = Candidate(arrangement, judgement, merit(arrangement, judgement.margin))
        self._known[key] = candidate
        if judgement.is_accepted and arrangement.is_possible:
            self.accepted.append(candidate)
        return candidate
