"""Days of a made-up year: weekdays, holidays, school holidays, and how warm it is."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

STEPS_A_DAY = 96


def easter(year: int) -> np.datetime64:
    """Easter Sunday, by the anonymous Gregorian rule (Nature, 20 April 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    lunar = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * lunar) // 451
    month, day = divmod(h + lunar - 7 * m + 114, 31)
    return np.datetime64(f"{year}-{month:02d}-{day + 1:02d}")


class Calendar:
    """What kind of day every quarter hour of a year belongs to, ``(n_step,)`` each.

    Attributes:
        hour: clock time at the middle of the quarter hour; day: day of the year from 0.
        is_saturday, is_sunday: holidays count as Sundays.
        is_school: whether schools are open; is_works: whether works are (closed between the years and
            on Sundays of trade).
        winter: 1 in mid-January, 0 in mid-July.
    """

    def __init__(self, year: int) -> None:
        self.start = np.datetime64(f"{year}-01-01")
        days = np.arange(self.start, np.datetime64(f"{year + 1}-01-01"))
        self.n_day = len(days)
        weekday = (days.astype(np.int64) + 3) % 7
        holiday = np.isin(days, _holidays(year))
        self.day = np.repeat(np.arange(self.n_day), STEPS_A_DAY)
        self.hour = np.tile((np.arange(STEPS_A_DAY) + 0.5) * 24 / STEPS_A_DAY, self.n_day)
        self.is_sunday = ((weekday == 6) | holiday)[self.day]
        self.is_saturday = ((weekday == 5) & ~holiday)[self.day]
        between_years = np.isin(days, _span(year, "12-24", "12-31")) | (days == self.start)
        self.is_works = ~between_years[self.day]
        at_school = ~np.isin(days, _school_holidays(year)) & (weekday < 5) & ~holiday
        self.is_school = at_school[self.day]
        self.winter = 0.5 + 0.5 * np.cos(2 * np.pi * (self.day - 15) / self.n_day)
        self._weekday, self._holiday = weekday, holiday

    @property
    def n_step(self) -> int:
        """Quarter hours in the year."""
        return len(self.hour)

    @property
    def winter_evenings(self) -> Array:
        """Steps from 17:45 to 18:45 on the working days from 8 to 31 January: what a district is built for."""
        days = np.flatnonzero((self._weekday < 5) & ~self._holiday)
        days = days[(days >= 7) & (days <= 30)]
        return np.asarray((days[:, None] * STEPS_A_DAY + np.arange(71, 75)).ravel())


def _span(year: int, first: str, last: str) -> Array:
    return np.arange(np.datetime64(f"{year}-{first}"), np.datetime64(f"{year}-{last}") + 1)


def _holidays(year: int) -> Array:
    fixed = [np.datetime64(f"{year}-{day}") for day in ("01-01", "05-01", "10-03", "10-31", "12-25", "12-26")]
    return np.array([*fixed, *(easter(year) + days for days in (-2, 0, 1, 39, 49, 50))])


def _school_holidays(year: int) -> Array:
    spring = easter(year) + np.arange(-9, 6)
    return np.concatenate(
        [
            _span(year, "01-01", "01-06"),
            spring,
            _span(year, "07-02", "08-12"),
            _span(year, "10-12", "10-24"),
            _span(year, "12-22", "12-31"),
        ]
    )
