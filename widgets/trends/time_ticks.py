"""Ticks of a chart over time, in local time, from a second to a month."""

from __future__ import annotations

import time
from collections.abc import Callable

from widgets.time_axis.ticks import Tick, ticks

LABEL_PX = 76
STEPS_S = (1, 2, 5, 10, 15, 30)


def utc_offset_s(second: int) -> int:
    """How far local time is ahead of UTC at a moment."""
    return int(time.localtime(second).tm_gmtoff)


def local_ticks(
    first_s: float, last_s: float, width_px: int, offset_s: Callable[[int], int] = utc_offset_s
) -> list[Tick]:
    """Ticks at round local times; ``second`` of each is UTC."""
    shift = offset_s(int((first_s + last_s) / 2))
    room = max(1, width_px // LABEL_PX)
    step = next((s for s in STEPS_S if (last_s - first_s) / s <= room), 0)
    if step:
        first = -int(-(first_s + shift) // step)
        found = [_second(k * step) for k in range(first, int((last_s + shift) // step) + 1)]
    else:
        found = ticks(first_s + shift, last_s + shift, width_px, LABEL_PX, finest_s=60)
    # Each by the offset of its own moment: after a change of summer time the labels still stand right.
    return [Tick(t.second - offset_s(t.second - shift), t.text, t.is_day) for t in found]


def _second(local: int) -> Tick:
    rest = local % 86400
    return Tick(local, f"{rest // 3600:02d}:{rest % 3600 // 60:02d}:{rest % 60:02d}", rest == 0)


def moment_text(time_us: int, *, now_us: int) -> str:
    """Local time with seconds; the date too where the day is not today's."""
    moment, today = time.localtime(time_us / 1e6), time.localtime(now_us / 1e6)
    is_today = (moment.tm_year, moment.tm_yday) == (today.tm_year, today.tm_yday)
    return time.strftime("%H:%M:%S" if is_today else "%Y-%m-%d %H:%M:%S", moment)


def span_text(seconds: float) -> str:
    """A difference of time: 0.4 s, 3 min 20 s, 5 h 12 min, 3 d 4 h."""
    total = abs(seconds)
    if total < 60:
        return f"{total:.1f} s"
    for large, small, unit_large, unit_small in ((86400, 3600, "d", "h"), (3600, 60, "h", "min"), (60, 1, "min", "s")):
        if total >= large:
            return f"{int(total // large)} {unit_large} {int(total % large // small)} {unit_small}"
    return ""
