"""The present moment in the time of a network's profiles."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from engines.grid.profiles import Profiles


class DistrictClock:
    """Where the district is in its profiles: the local time of day, or what a simulator says and how fast it runs."""

    def __init__(self, profiles: Profiles | None, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._profiles, self._monotonic = profiles, monotonic
        self._told: np.datetime64 | None = None
        self._told_at, self._speed = 0.0, 1.0

    def tell(self, moment: np.datetime64, speed: float) -> None:
        """A simulator says what time it is there."""
        self._told, self._told_at, self._speed = moment, self._monotonic(), speed

    def now(self) -> np.datetime64 | None:
        """The present moment, ``None`` where the network has no profiles."""
        profiles = self._profiles
        if profiles is None:
            return None
        if self._told is None:
            return profiles.same_moment(local_standard_time())
        passed = np.timedelta64(round((self._monotonic() - self._told_at) * self._speed * 1e6), "us")
        moment = (self._told.astype("datetime64[us]") + passed).astype("datetime64[s]")
        return profiles.same_moment(moment)


def local_standard_time() -> np.datetime64:
    """What the clock on the wall shows without daylight saving, to the second: the time profiles are in."""
    return np.datetime64(int(time.time()) - time.timezone, "s")
