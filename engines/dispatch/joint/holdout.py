"""Which days a model is fitted to and which only judge it: a fixed rule of the date, the same in every run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.values.frozen import frozen_array
from engines.values.joint_model import UnitDays
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

EVERY = 4
LEAST_WEEKS = 8
LEAST_HELD_OUT = 24


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """A history in two.

    Attributes:
        rule: what decided, one sentence.
        block: ``(n_held_out,)`` the block each held-out day belongs to: days of one block are alike, blocks are not.
    """

    fitted: UnitDays
    held_out: UnitDays
    block: Array
    rule: str


def split_days(days: UnitDays) -> Split:
    """Every fourth week judges; every fourth day where that makes fewer than eight weeks.

    Weeks begin on Mondays. Days next to each other share their weather, so whole weeks judge more strictly.
    """
    number = days.days.astype(np.int64)
    # 5 January 1970 was a Monday.
    week = (number - 4) // 7
    by_week = week % EVERY == EVERY - 1
    if len(np.unique(week[by_week])) >= LEAST_WEEKS:
        rule = "every fourth week (Monday to Sunday) is held out"
        return Split(some_days(days, ~by_week), some_days(days, by_week), week[by_week], rule)
    by_day = number % EVERY == EVERY - 1
    rule = "every fourth day is held out: too few weeks to hold out whole ones, so the scores flatter"
    return Split(some_days(days, ~by_day), some_days(days, by_day), number[by_day], rule)


def some_days(days: UnitDays, chosen: Array) -> UnitDays:
    """The days of a mask."""
    return replace(days, days=frozen_array(days.days[chosen]), p_mw=frozen_array(days.p_mw[chosen]))


def season(days: UnitDays, around: np.datetime64, within: int) -> UnitDays:
    """The days at most ``within`` days from ``around`` in the year, of all years.

    Raises ``InputError`` where there is none.
    """
    of_year = (days.days - days.days.astype("datetime64[Y]").astype("datetime64[D]")).astype(np.int64)
    day = around.astype("datetime64[D]")
    wanted = int((day - day.astype("datetime64[Y]").astype("datetime64[D]")).astype(np.int64))
    away = np.abs(of_year - wanted)
    near = np.minimum(away, 365 - np.minimum(away, 365)) <= within
    if not near.any():
        raise InputError(days.source, f"has no day within {within} days of {day} in the year", "take a wider season")
    return some_days(days, near)
