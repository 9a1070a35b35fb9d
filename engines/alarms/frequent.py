"""Which alarms are raised most, counted as they are raised."""

from __future__ import annotations

from array import array

import numpy as np

from engines.alarms.ring import Ring

_ONE = 1 << 40
"""One raising in the rank of an alarm; below it stands the place of its oldest raising, lower for a higher place."""


class FrequentAlarms:
    """Takes raisings in their order, each in a time that does not depend on how many there are."""

    def __init__(self) -> None:
        self._slot_of: dict[str, int] = {}
        self._ids: list[str] = []
        self._messages: list[str] = []
        self._ranks = array("q")
        self._latest = array("q")
        self._free: list[int] = []
        self._slots, self._next = Ring("l"), Ring()

    def add(self, alarm_id: str, message: str) -> None:
        """Raised once more."""
        place, slot = self._slots.end, self._slot_of.get(alarm_id)
        if slot is None:
            slot = self._take_slot(alarm_id)
            self._ranks[slot] = _ONE - place
        else:
            self._ranks[slot] += _ONE
            self._next[self._latest[slot]] = place
        self._messages[slot] = message
        self._latest[slot] = place
        self._slots.append(slot)
        self._next.append(place)

    def forget_oldest(self) -> None:
        """The oldest is out of the span; there must be one."""
        place = self._slots.begin
        slot, following = self._slots[place], self._next[place]
        if following == place:
            del self._slot_of[self._ids[slot]]
            self._ids[slot] = self._messages[slot] = ""
            self._ranks[slot] = 0
            self._free.append(slot)
        else:
            self._ranks[slot] -= _ONE + following - place
        self._slots.forget(place + 1)
        self._next.forget(place + 1)

    def at(self, place: int) -> tuple[str, str]:
        """Alarm id of a raising, and message of the last one of that alarm."""
        slot = self._slots[place]
        return self._ids[slot], self._messages[slot]

    def most(self, count: int) -> tuple[tuple[str, str, int], ...]:
        """Alarm id, message of the last raising and times raised; of equals first the one raised first."""
        ranks = np.array(self._ranks, np.int64)
        best = np.argpartition(ranks, -count)[-count:] if len(ranks) > count else np.arange(len(ranks))
        best = best[np.argsort(-ranks[best])]
        return tuple(
            (self._ids[slot], self._messages[slot], -(-int(ranks[slot]) // _ONE))
            for slot in best.tolist()
            if ranks[slot] > 0
        )

    def _take_slot(self, alarm_id: str) -> int:
        if self._free:
            slot = self._free.pop()
            self._ids[slot] = alarm_id
        else:
            slot = len(self._ids)
            self._ids.append(alarm_id)
            self._messages.append("")
            self._ranks.append(0)
            self._latest.append(0)
        self._slot_of[alarm_id] = slot
        return slot
