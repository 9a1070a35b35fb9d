"""Floods and the fullest ten minutes, counted as alarms are raised; what :mod:`engines.alarms.metrics` finds at once.

Between two raisings lies an end where fewer than five were left before the later one came. A flood is what lies from
the first crowded raising, the eleventh or later of its ten minutes, to the next such end. Forgetting the oldest
only takes from the counts of those that came less than ten minutes later: of them the last has the highest count.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from engines.alarms.metrics import FLOOD_BEGINS, FLOOD_ENDS, FLOOD_SPAN_US
from engines.alarms.ring import Ring


@dataclass(slots=True)
class _Flood:
    """``crowded``: first and last place of each run of crowded raisings; ``last`` and ``quiet_us``: once it is over."""

    crowded: deque[list[int]] = field(default_factory=deque)
    is_over: bool = False
    last: int = 0
    quiet_us: int = 0


class FloodCounter:
    """Takes raisings in their order, each in a time that does not depend on how many there are."""

    def __init__(self) -> None:
        self._times = Ring()
        self._floods: deque[_Flood] = deque()
        self._fullest: deque[tuple[int, int]] = deque()
        self._gone_us: int | None = None

    def __len__(self) -> int:
        return len(self._times)

    @property
    def oldest_us(self) -> int:
        """When the oldest was raised; there must be one."""
        return self._times[self._times.begin]

    @property
    def latest_us(self) -> int:
        """When the latest was raised; there must be one."""
        return self._times[self._times.end - 1]

    def time_us(self, place: int) -> int:
        """When the raising of a place was."""
        return self._times[place]

    def add(self, time_us: int) -> None:
        """Raised; not before the one added last."""
        times, place = self._times, self._times.end
        if len(times) and time_us >= (quiet_us := self._quiet_us()):
            self._end_flood(place - 1, quiet_us)
        times.append(time_us)
        count = place - times.first_after(time_us - FLOOD_SPAN_US) + 1
        if count > FLOOD_BEGINS:
            self._note_crowded(place)
        # What is not fuller than a later one is never the fullest again: it is forgotten first.
        while self._fullest and self._fullest[-1][1] <= count:
            self._fullest.pop()
        self._fullest.append((place, count))

    def forget_oldest(self) -> None:
        """The oldest is out of the span; there must be one."""
        times = self._times
        self._gone_us = times[times.begin]
        times.forget(times.begin + 1)
        crowded_from = times.begin + FLOOD_BEGINS
        while self._floods and self._floods[0].crowded[0][1] < crowded_from:
            self._floods[0].crowded.popleft()
            if not self._floods[0].crowded:
                self._floods.popleft()

    def spans(self, now_us: int) -> tuple[tuple[int, int, int], ...]:
        """As :func:`engines.alarms.metrics.flood_spans`."""
        return tuple(self._span(flood, now_us) for flood in self._floods)

    def peak(self) -> int:
        """As :func:`engines.alarms.metrics.peak`."""
        times = self._times
        whole = times.begin if self._gone_us is None else times.first_from(self._gone_us + FLOOD_SPAN_US)
        while self._fullest and self._fullest[0][0] < whole:
            self._fullest.popleft()
        return max(whole - times.begin, self._fullest[0][1] if self._fullest else 0)

    def _quiet_us(self) -> int:
        """When fewer than five remain of the last ten minutes if nothing more comes."""
        return self._times[max(self._times.end - FLOOD_ENDS, self._times.begin)] + FLOOD_SPAN_US

    def _end_flood(self, last: int, quiet_us: int) -> None:
        if self._floods and not self._floods[-1].is_over:
            flood = self._floods[-1]
            flood.is_over, flood.last, flood.quiet_us = True, last, quiet_us

    def _note_crowded(self, place: int) -> None:
        if not self._floods or self._floods[-1].is_over:
            self._floods.append(_Flood())
        crowded = self._floods[-1].crowded
        if crowded and crowded[-1][1] == place - 1:
            crowded[-1][1] = place
        else:
            crowded.append([place, place])

    def _span(self, flood: _Flood, now_us: int) -> tuple[int, int, int]:
        times = self._times
        first = max(flood.crowded[0][0], times.begin + FLOOD_BEGINS)
        begin = times.first_after(times[first] - FLOOD_SPAN_US)
        last, quiet_us = (flood.last, flood.quiet_us) if flood.is_over else (times.end - 1, self._quiet_us())
        return times[begin], min(quiet_us, now_us), last - begin + 1
