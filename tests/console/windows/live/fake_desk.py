"""An alarm desk that does what it is told, and a network to have alarms on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from engines.alarms.past_grouping import PastGrouping
from engines.exchange.shipped import load_shipped
from engines.values.alarms import (
    AlarmComment,
    AlarmCondition,
    AlarmGroup,
    AlarmKind,
    AlarmMetrics,
    AlarmOccurrence,
    HornState,
)
from engines.values.violations import Severity

NOON_US = 1_795_262_400_000_000


def alarm(number: int, element_id: str = "bus:F1-B1", **more: Any) -> AlarmOccurrence:
    """A voltage too low that nobody has acknowledged."""
    given: dict[str, Any] = {
        "occurrence_id": f"o{number}",
        "alarm_id": f"{element_id}/vm_pu#below",
        "element_id": element_id,
        "point_id": f"{element_id}/vm_pu",
        "kind": AlarmKind.LIMIT,
        "condition": AlarmCondition.BELOW,
        "priority": Severity.MEDIUM,
        "threshold": 0.95,
        "value": 0.941,
        "unit": "pu",
        "raised_us": NOON_US + number * 1_000_000,
    }
    return AlarmOccurrence(**{**given, **more})


class FakeDesk(QObject):
    """Keeps what it was told, and does it at once."""

    changed = Signal(object)
    groups_changed = Signal()
    horn_changed = Signal(object)
    metrics_changed = Signal()
    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.occurrences: dict[str, AlarmOccurrence] = {}
        self.groups: tuple[AlarmGroup, ...] = ()
        self.horn = HornState()
        self.metrics = AlarmMetrics(NOON_US, NOON_US)
        self.done: list[tuple[Any, ...]] = []

    def put(self, *alarms: AlarmOccurrence) -> None:
        self.occurrences.update((one.occurrence_id, one) for one in alarms)
        self.changed.emit(tuple(one.occurrence_id for one in alarms))

    def change(self, ids: Sequence[str], **values: Any) -> None:
        self.put(*(replace(self.occurrences[one], **values) for one in ids))

    def group(self, *groups: AlarmGroup) -> None:
        self.groups = groups
        self.groups_changed.emit()

    def sound(self, horn: HornState) -> None:
        self.horn = horn
        self.horn_changed.emit(horn)

    def past_grouping(self) -> PastGrouping:
        return PastGrouping(load_shipped("north").network, {})

    def occurrences_at(self, time_us: int) -> tuple[AlarmOccurrence, ...]:
        return (alarm(time_us, occurrence_id=f"past{time_us}"),)

    def occurrences_between(self, from_us: int, to_us: int, most: int) -> list[AlarmOccurrence]:
        inside = [one for one in self.occurrences.values() if from_us <= one.raised_us <= to_us]
        return sorted(inside, key=lambda one: (-one.priority, -one.raised_us))[:most]

    def acknowledge(self, ids: Sequence[str]) -> None:
        self.done.append(("acknowledge", tuple(ids)))
        self.change(ids, is_acknowledged=True, acknowledged_by="anna")

    def silence(self) -> None:
        self.done.append(("silence",))
        self.sound(HornState(None, True))

    def shelve(self, one: str, seconds: float, reason: str) -> None:
        self.done.append(("shelve", one, seconds, reason))
        self.change([one], shelved_until_us=NOON_US + round(seconds * 1e6), aside_by="anna", aside_reason=reason)

    def unshelve(self, one: str) -> None:
        self.done.append(("unshelve", one))
        self.change([one], shelved_until_us=0)

    def take_out_of_service(self, one: str, reason: str) -> None:
        self.done.append(("out", one, reason))
        self.change([one], is_out_of_service=True, aside_by="anna", aside_reason=reason)

    def return_to_service(self, one: str) -> None:
        self.done.append(("back", one))
        self.change([one], is_out_of_service=False)

    def comment(self, one: str, text: str) -> None:
        self.done.append(("comment", one, text))
        self.change([one], comments=(AlarmComment("anna", NOON_US, text),))

    def reset_latch(self, ids: Sequence[str]) -> None:
        self.done.append(("reset", tuple(ids)))
        self.change(ids, is_latched=False)
