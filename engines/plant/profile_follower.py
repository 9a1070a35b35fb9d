"""What loads, generation and storage would do at a moment, by their profiles."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.snapshot import StateKey

Array = np.ndarray[Any, Any]

DEFAULT_START = np.datetime64("2026-01-15T10:00:00")
"""The moment a network without profiles begins with; with profiles, the same hour of their first January."""
DAYS_IN, HOURS_IN = 14, 10


class ProfileFollower:
    """Profile values at any moment, on a straight line between the steps."""

    def __init__(self, network: Network) -> None:
        self._network, self._profiles = network, network.profiles
        self._last: dict[StateKey, Array] = {}

    @property
    def default_start(self) -> np.datetime64:
        """A working day in the first January of the profiles."""
        if self._profiles is None:
            return DEFAULT_START
        first = self._profiles.start + np.timedelta64(DAYS_IN, "D") + np.timedelta64(HOURS_IN, "h")
        return min(first, self._profiles.end - np.timedelta64(self._profiles.step_s, "s"))

    def at(self, time: np.datetime64) -> dict[StateKey, Array]:
        """The state columns under a profile; outside the profiles' year the same date within it counts.

        A gap in a profile keeps the last value known.
        """
        profiles = self._profiles
        if profiles is None:
            return {}
        moment = profiles.same_moment(time)
        step = profiles.step_at(moment)
        within = (moment - profiles.time_of(step)) / np.timedelta64(profiles.step_s, "s")
        following = (step + 1) % profiles.n_step
        columns: dict[StateKey, Array] = {}
        for a in profiles.assignments:
            key = (a.table, a.column)
            base = self._network.tables[a.table][a.column]
            if key not in columns:
                columns[key] = self._last.get(key, base).astype(np.float64)
            now, then = profiles.factors(a, step), profiles.factors(a, following)
            value = base[a.row] * (now + (then - now) * float(within))
            known = np.isfinite(value)
            columns[key][a.row[known]] = value[known]
        self._last = columns
        return columns


class Fluctuation:
    """How loads wander around their profiles: a first-order random process of mean 1."""

    def __init__(self, n: int, percent: float, duration_s: float, random: np.random.Generator) -> None:
        self._sigma, self._duration_s, self._random = percent / 100, duration_s, random
        self.factor: Array = np.ones(n)
        self._deviation: Array = np.zeros(n)

    def advance(self, seconds: float) -> None:
        """Wander on for so long."""
        if self._sigma <= 0 or not len(self.factor):
            return
        kept = float(np.exp(-seconds / self._duration_s))
        shock = self._random.standard_normal(len(self.factor))
        self._deviation = kept * self._deviation + np.sqrt(1 - kept**2) * self._sigma * shock
        self.factor = np.maximum(1.0 + self._deviation, 0.0)
