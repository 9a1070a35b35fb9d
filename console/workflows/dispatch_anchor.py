"""When the steps of a plan are due: clock hours of a case put on days of the wall clock. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime

import numpy as np

from engines.values.dispatch_case import DispatchCase

Spans = tuple[tuple[int, int], ...]


def local_us(moment: np.datetime64) -> int:
    """Microseconds since 1970 UTC of a local time on this machine's wall clock.

    An hour that a change of the clock leaves out falls on the one after it; of one that comes twice it is the first.
    """
    told: datetime = moment.astype("datetime64[s]").astype(datetime)
    return round(told.timestamp()) * 1_000_000


def local_time(now_us: int) -> np.datetime64:
    """The local time of a moment, to the second."""
    return np.datetime64(datetime.fromtimestamp(now_us // 1_000_000), "s")


def step_spans(
    begins: np.datetime64, n_step: int, step_hours: float, to_us: Callable[[np.datetime64], int] = local_us
) -> Spans:
    """Begin and end of each step, whose hours are those of the wall clock.

    Args:
        begins: local time of the first step.
    """
    edges = [
        to_us(begins.astype("datetime64[s]") + np.timedelta64(round(k * step_hours * 3600), "s"))
        for k in range(n_step + 1)
    ]
    return tuple(itertools.pairwise(edges))


def possible_begins(case: DispatchCase, now: np.datetime64) -> tuple[np.datetime64, ...]:
    """Local times the plan of a case may begin at: its own, or today and tomorrow where it has no date.

    Only those whose hours are not over; empty where none is left.
    """
    today = now.astype("datetime64[D]")
    if case.start is not None:
        found = [case.start.astype("datetime64[s]")]
    else:
        found = [day.astype("datetime64[s]") for day in (today, today + np.timedelta64(1, "D"))]
    length = np.timedelta64(round(case.n_step * case.step_hours * 3600), "s")
    return tuple(begin for begin in found if begin + length > now)
