"""Conditions that somebody tells of rather than a value shows: the load flow, a link, the console itself."""

from __future__ import annotations

from dataclasses import dataclass

from engines.alarms.rules import Turn
from engines.values.alarms import AlarmDefinition


@dataclass(slots=True)
class _Told:
    definition: AlarmDefinition
    is_wished: bool
    since_s: float
    value: float
    time_us: int
    is_active: bool = False


class ToldConditions:
    """Remembers what was told, and lets it become an alarm, or go, once it has held for its delay."""

    def __init__(self) -> None:
        self._told: dict[str, _Told] = {}
        self._unsettled: set[str] = set()
        # By the first word of their id: of sixty thousand a server tells of, the few of another kind are found at once.
        self._held: dict[str, dict[str, None]] = {}

    def definition(self, alarm_id: str) -> AlarmDefinition:
        """What an id of a turn stands for."""
        return self._told[alarm_id].definition

    def active_ids(self, prefix: str = "") -> list[str]:
        """Those that hold or are about to, of ids that begin so."""
        kind, colon, _ = prefix.partition(":")
        kinds = [self._held.get(kind, {})] if colon else self._held.values()
        return [i for held in kinds for i in held if i.startswith(prefix)]

    def restore(self, definition: AlarmDefinition, now_s: float) -> None:
        """It held when the console was last running."""
        told = self._told[definition.alarm_id] = _Told(definition, True, now_s, float("nan"), 0, True)
        self._note(told)

    def tell(
        self, definition: AlarmDefinition, holds: bool, now_s: float, value: float = float("nan"), time_us: int = 0
    ) -> list[Turn]:
        """Take note; gives the turn if it has come about or gone with that."""
        told = self._told.get(definition.alarm_id)
        if told is None:
            if not holds:
                return []
            told = self._told[definition.alarm_id] = _Told(definition, False, now_s, value, time_us)
        told.definition = definition
        if holds is not told.is_wished:
            told.is_wished, told.since_s, told.time_us = holds, now_s, time_us
        told.value = value
        return self._settle(told, now_s)

    def tick(self, now_s: float) -> list[Turn]:
        """What has held, or been gone, for its delay meanwhile."""
        return [turn for i in list(self._unsettled) for turn in self._settle(self._told[i], now_s)]

    def _note(self, told: _Told) -> None:
        alarm_id = told.definition.alarm_id
        held = self._held.setdefault(alarm_id.partition(":")[0], {})
        if told.is_wished or told.is_active:
            held[alarm_id] = None
        else:
            held.pop(alarm_id, None)

    def _settle(self, told: _Told, now_s: float) -> list[Turn]:
        turns = self._turned(told, now_s)
        self._note(told)
        return turns

    def _turned(self, told: _Told, now_s: float) -> list[Turn]:
        if told.is_wished is told.is_active:
            self._unsettled.discard(told.definition.alarm_id)
            return []
        self._unsettled.add(told.definition.alarm_id)
        delay_s = told.definition.on_delay_s if told.is_wished else told.definition.off_delay_s
        if now_s - told.since_s < delay_s:
            return []
        told.is_active = told.is_wished
        self._unsettled.discard(told.definition.alarm_id)
        return [Turn(told.definition.alarm_id, told.is_active, told.value, told.time_us)]
