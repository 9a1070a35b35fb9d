"""What the field tells of a fault, gathered from the points as they arrive. Free of Qt.

A flag counts from the moment it came; what stood before the fault does not speak of it. Points that nobody hears of are
not silent: they are out of reach, and that is evidence, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.values.fault_evidence import EvidenceKind, FaultEvidence, Instruments, Reading
from engines.values.points import PointDefinition, PointFreshness, PointQuality, Quantity

Array = np.ndarray[Any, Any]
TELLING = (Quantity.HAS_TRIPPED, Quantity.FAULT_PASSAGE, Quantity.FAULT_I_KA, Quantity.IS_POWERED)
BEFORE_US = 2_000_000
"""Clocks of the field run apart: what is dated so little before the trip belongs to it."""


@dataclass(frozen=True, slots=True)
class _Standing:
    value: float
    since_us: int


class FaultEvidenceBook:
    """Keeps since when each telling point stands as it does.

    Args:
        definitions: of all points, in the order of the store's rows.
    """

    def __init__(self, definitions: Sequence[PointDefinition]) -> None:
        self._definitions = definitions
        self._quantity = np.array([TELLING.index(d.quantity) if d.quantity in TELLING else -1 for d in definitions])
        self._rows = np.flatnonzero(self._quantity >= 0)
        self._standing: dict[int, _Standing] = {}
        self._measured: dict[int, list[tuple[int, float]]] = {}
        meters = [d.element_id for d in definitions if d.quantity is Quantity.IS_POWERED]
        indicators = [d.element_id for d in definitions if d.quantity is Quantity.FAULT_PASSAGE]
        self.instruments = Instruments(tuple(indicators), tuple(meters))

    def take(self, rows: Array, value: Array, quality: Array, time_us: Array) -> tuple[str, ...]:
        """Note values that have arrived, in their order; gives the ids of switches that have tripped with them.

        Args:
            time_us: by the field's clock where it gave one, else when they were received.
        """
        tripped: list[str] = []
        of_interest = np.flatnonzero((self._quantity[rows] >= 0) & (quality != PointQuality.INVALID))
        for k in of_interest[np.isfinite(value[of_interest])].tolist():
            row, now, at = int(rows[k]), float(value[k]), int(time_us[k])
            definition = self._definitions[row]
            if definition.quantity is Quantity.FAULT_I_KA:
                if now > 0:
                    self._measured.setdefault(row, []).append((at, now))
                continue
            before = self._standing.get(row)
            if before is None or before.value != now:
                self._standing[row] = _Standing(now, at)
                if definition.quantity is Quantity.HAS_TRIPPED and now == 1.0 and before is not None:
                    tripped.append(definition.element_id)
        return tuple(dict.fromkeys(tripped))

    def gathered(self, since_us: int, freshness: Array) -> tuple[FaultEvidence, ...]:
        """All evidence of a fault that began at ``since_us``; ``freshness``: ``(n,)`` of the points now."""
        found: list[FaultEvidence] = []
        begin = since_us - BEFORE_US
        for row in self._rows.tolist():
            definition = self._definitions[row]
            stands = self._standing.get(row)
            if freshness[row] == PointFreshness.STALE and definition.quantity is not Quantity.FAULT_I_KA:
                found.append(FaultEvidence(EvidenceKind.COMMUNICATION_OUTAGE, definition.element_id, 0))
            if stands is not None and stands.since_us >= begin:
                found.extend(_told(definition, stands))
        for row, seen in self._measured.items():
            largest = max((value for at, value in seen if at >= begin), default=0.0)
            if largest > 0:
                at = next(at for at, value in seen if at >= begin and value == largest)
                element_id = self._definitions[row].element_id
                found.append(FaultEvidence(EvidenceKind.FAULT_CURRENT, element_id, at, value=largest))
        return tuple(_once(found))

    def standing_since(self, element_id: str) -> int:
        """Since when a device says that it has tripped, microseconds since 1970 UTC; 0 where it does not."""
        for row, stands in self._standing.items():
            definition = self._definitions[row]
            if definition.element_id == element_id and definition.quantity is Quantity.HAS_TRIPPED:
                return stands.since_us if stands.value == 1.0 else 0
        return 0

    def forget_before(self, time_us: int) -> None:
        """Measured currents of faults that are long over."""
        for row, seen in list(self._measured.items()):
            kept = [(at, value) for at, value in seen if at >= time_us]
            if kept:
                self._measured[row] = kept
            else:
                del self._measured[row]


def _told(definition: PointDefinition, stands: _Standing) -> Iterable[FaultEvidence]:
    element_id, holds = definition.element_id, stands.value == 1.0
    if definition.quantity is Quantity.HAS_TRIPPED and holds:
        yield FaultEvidence(EvidenceKind.BREAKER_OPERATION, element_id, stands.since_us, Reading.TRIPPED)
    elif definition.quantity is Quantity.FAULT_PASSAGE and holds:
        yield FaultEvidence(EvidenceKind.INDICATOR, element_id, stands.since_us, Reading.FLAGGED)
    elif definition.quantity is Quantity.IS_POWERED and not holds:
        yield FaultEvidence(EvidenceKind.LAST_GASP, element_id, stands.since_us)


def _once(found: Iterable[FaultEvidence]) -> list[FaultEvidence]:
    """A meter out of reach is said once, however many of its points are."""
    seen: dict[tuple[EvidenceKind, str], FaultEvidence] = {}
    for item in found:
        seen.setdefault((item.kind, item.element_id), item)
    return list(seen.values())
