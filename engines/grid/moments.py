"""Which of several known moments is most like another one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engines.grid.difference import Moment

DAYS_LIKE_AN_HOUR = 12.0
"""So many days of season change a district as much as one hour of the clock does."""


def nearest_moment(moments: Sequence[Moment], time: np.datetime64 | None) -> Moment:
    """The moment whose hour and season are nearest to ``time``, the first one when nothing is known of time.

    Hour and season are compared around midnight and around New Year. Raises ``ValueError`` without moments.
    """
    if not moments:
        raise ValueError("there are no moments to choose from")
    times = np.array([np.datetime64("NaT") if m.snapshot.time is None else m.snapshot.time for m in moments])
    if time is None or np.all(np.isnat(times)):
        return moments[0]
    apart_s = (times.astype("datetime64[s]") - time.astype("datetime64[s]")).astype(np.float64)
    hours = np.abs((apart_s / 3600 + 12) % 24 - 12)
    days = np.abs((apart_s / 86400 + 182.5) % 365 - 182.5)
    cost = np.where(np.isnat(times), np.inf, hours + days / DAYS_LIKE_AN_HOUR)
    return moments[int(np.argmin(cost))]
