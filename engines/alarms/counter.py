"""The measures of :func:`engines.alarms.metrics.alarm_metrics`, counted as it happens instead of over a whole day.

A raising, its leaving the span and a turn of an alarm each take a time that does not depend on how many there are; the
measures follow from what is counted by then.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from engines.alarms.floods import FloodCounter
from engines.alarms.frequent import FrequentAlarms
from engines.alarms.metrics import HOUR_US, MOST, Raising
from engines.alarms.ring import Ring
from engines.values.alarms import AlarmMetrics, AlarmOccurrence, AlarmPriority

MOST_RAISINGS = 200_000
COPIED = 50
"""Raisings between two pauses."""


class RaisingCounter:
    """What was raised in the last span, in the order of time.

    Args:
        most: so many are kept; of more, the oldest are forgotten, and the measures are of what is known.
    """

    def __init__(self, most: int = MOST_RAISINGS) -> None:
        self._most = most
        self._floods, self._frequent = FloodCounter(), FrequentAlarms()
        self._priorities, self._by_priority = Ring("b"), dict.fromkeys(AlarmPriority, 0)
        self._known_from_us: int | None = None

    def __len__(self) -> int:
        return len(self._priorities)

    @property
    def begin(self) -> int:
        """Place of the oldest that is known."""
        return self._priorities.begin

    @property
    def end(self) -> int:
        """Place behind the latest."""
        return self._priorities.end

    def at(self, place: int) -> Raising:
        """The raising of a place, with the words its alarm was raised with last."""
        alarm_id, message = self._frequent.at(place)
        return Raising(self._floods.time_us(place), alarm_id, message, AlarmPriority(self._priorities[place]))

    def add(self, raising: Raising) -> None:
        """An alarm was raised; one that comes late counts for the moment of the latest that is known."""
        time_us = max(raising.time_us, self._floods.latest_us) if len(self) else raising.time_us
        self._floods.add(time_us)
        self._frequent.add(raising.alarm_id, raising.message)
        self._priorities.append(raising.priority)
        self._by_priority[raising.priority] += 1
        if len(self) > self._most:
            self._known_from_us = self._floods.oldest_us + 1
            self._forget_oldest()

    def forget(self, before_us: int, most: int | None = None) -> bool:
        """What was raised before counts no more; whether all of it is forgotten where ``most`` may be at once."""
        left = len(self) if most is None else most
        while len(self) and self._floods.oldest_us < before_us:
            if not left:
                return False
            self._forget_oldest()
            left -= 1
        return True

    def measures(self, from_us: int, to_us: int, operators: int) -> AlarmMetrics:
        """What is to be said of raisings; see :meth:`AlarmCounter.metrics`."""
        if self._known_from_us is not None:
            from_us = max(from_us, self._known_from_us)
        self.forget(from_us)
        raised = len(self)
        if raised:
            to_us = max(to_us, self._floods.latest_us + 1)
        hours, operators = max((to_us - from_us) / HOUR_US, 1e-9), max(1, operators)
        frequent, floods = self._frequent.most(MOST), self._floods.spans(to_us)
        return AlarmMetrics(
            from_us,
            to_us,
            raised=raised,
            operators=operators,
            per_operator_hour=raised / hours / operators,
            most_frequent=frequent,
            frequent_share=sum(count for _, _, count in frequent) / raised if raised else 0.0,
            floods=floods,
            flood_share=sum(end - begin for begin, end, _ in floods) / max(1, to_us - from_us),
            by_priority=tuple((p, self._by_priority[p]) for p in reversed(AlarmPriority)),
            peak_10_min=self._floods.peak(),
        )

    def _forget_oldest(self) -> None:
        self._by_priority[AlarmPriority(self._priorities[self._priorities.begin])] -= 1
        self._priorities.forget(self._priorities.begin + 1)
        self._floods.forget_oldest()
        self._frequent.forget_oldest()


class AlarmCounter:
    """The measures of a desk, kept up as its alarms are raised and turn.

    Args:
        most: raisings that are kept.
    """

    def __init__(self, most: int = MOST_RAISINGS) -> None:
        self._raisings = RaisingCounter(most)
        self._present: dict[str, tuple[bool, ...]] = {}
        self._counts = [0] * 6

    def raised(self, raising: Raising) -> None:
        """An alarm was raised."""
        self._raisings.add(raising)

    def turned(self, occurrence_id: str, alarm: AlarmOccurrence | None) -> None:
        """An occurrence is like this now; ``None``: it is over."""
        before, after = self._present.get(occurrence_id), None if alarm is None else _marks(alarm)
        if after == before:
            return
        for marks, step in ((before, -1), (after, 1)):
            for k, mark in enumerate(marks or ()):
                self._counts[k] += step * mark
        if after is None:
            del self._present[occurrence_id]
        else:
            self._present[occurrence_id] = after

    def forget(self, before_us: int, most: int | None = None) -> bool:
        """What was raised before counts no more; whether all of it is forgotten where ``most`` may be at once."""
        return self._raisings.forget(before_us, most)

    def metrics(self, from_us: int, to_us: int, operators: int = 1) -> AlarmMetrics:
        """Measures of a span up to the present.

        Args:
            from_us: inclusive; what was raised before is forgotten. Where not all since then is known, the span
                begins with what is.
            to_us: exclusive; a later one where an alarm was raised at it or later.
        """
        standing, stale, chattering, shelved, suppressed, out_of_service = self._counts
        return replace(
            self._raisings.measures(from_us, to_us, operators),
            standing=standing,
            stale=stale,
            chattering=chattering,
            shelved=shelved,
            suppressed=suppressed,
            out_of_service=out_of_service,
        )

    def taking_over(self, earlier: RaisingCounter) -> Generator[None, None, None]:
        """Steps that put what was raised before this console began in front of what it has counted since."""
        place = self._raisings.begin
        while (place := max(place, self._raisings.begin)) < self._raisings.end:
            earlier.add(self._raisings.at(place))
            place += 1
            if place % COPIED == 0:
                yield
        self._raisings = earlier


def _marks(alarm: AlarmOccurrence) -> tuple[bool, ...]:
    """Standing, stale, chattering, shelved, suppressed and out of service."""
    return (
        alarm.is_active and alarm.is_standing,
        alarm.is_stale,
        alarm.is_chattering,
        bool(alarm.shelved_until_us),
        alarm.is_suppressed,
        alarm.is_out_of_service,
    )
