"""Where a time axis has its ticks, and what they say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLocale

HOUR_S, DAY_S = 3600, 86400
FINE_S = (60, 120, 300, 600)
QUARTERS_S = (900, 1800, HOUR_S, 2 * HOUR_S, 3 * HOUR_S, 6 * HOUR_S, 12 * HOUR_S)
STEPS_S = (*FINE_S, *QUARTERS_S, DAY_S, 2 * DAY_S, 7 * DAY_S, 14 * DAY_S)


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick: seconds since the axis began counting (1970), text, and whether a day begins here."""

    second: int
    text: str
    is_day: bool


def ticks(first_s: float, last_s: float, width_px: int, label_px: int = 64, finest_s: int = 900) -> list[Tick]:
    """Ticks between two moments so that their labels do not touch, none closer than ``finest_s``."""
    span, room = max(1.0, last_s - first_s), max(1, width_px // label_px)
    for step in (step for step in STEPS_S if step >= finest_s):
        if span / step <= room:
            return _regular(first_s, last_s, step)
    return _months(first_s, last_s, room)


def _regular(first_s: float, last_s: float, step: int) -> list[Tick]:
    begin = int(np.ceil(first_s / step)) * step
    found = []
    for second in range(begin, int(last_s) + 1, step):
        is_day = second % DAY_S == 0
        found.append(Tick(second, _day_text(second) if is_day else _clock_text(second), is_day))
    return found


def _months(first_s: float, last_s: float, room: int) -> list[Tick]:
    first = np.datetime64(int(first_s), "s").astype("datetime64[M]")
    last = np.datetime64(int(last_s), "s").astype("datetime64[M]")
    months = np.arange(first, last + 1)
    every = next((k for k in (1, 2, 3, 6, 12) if len(months) / k <= room), 12)
    found = []
    for month in months[(months.astype(int) % 12) % every == 0]:
        second = int(month.astype("datetime64[s]").astype(int))
        if first_s <= second <= last_s:
            found.append(Tick(second, _month_text(month), True))
    return found


def _clock_text(second: int) -> str:
    return f"{second % DAY_S // HOUR_S:02d}:{second % HOUR_S // 60:02d}"


def _day_text(second: int) -> str:
    day = np.datetime64(second, "s").astype("datetime64[D]").item()
    return f"{day.day} {_month_name(day.month)}"


def _month_text(month: np.datetime64) -> str:
    day = month.astype("datetime64[D]").item()
    return str(day.year) if day.month == 1 else _month_name(day.month)


def _month_name(month: int) -> str:
    return QLocale().standaloneMonthName(month, QLocale.FormatType.ShortFormat)
