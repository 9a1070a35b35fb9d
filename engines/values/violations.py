"""Violated limits, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


class ViolationKind(StrEnum):
    """What is beyond its limit."""

    UNDERVOLTAGE = "undervoltage"
    OVERVOLTAGE = "overvoltage"
    OVERLOAD = "overload"


class Severity(IntEnum):
    """How bad; drawn as low circle, medium square, high triangle."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3


@dataclass(frozen=True, slots=True, eq=False)
class Violations:
    """Each row one violation, worst first.

    Attributes:
        table: ``(n,)`` "bus", "line", "trafo", ...
        row: ``(n,)`` row in that table.
        kind: ``(n,)`` :class:`ViolationKind`.
        value, limit: ``(n,)`` in pu for voltage, percent for loading.
        severity: ``(n,)`` :class:`Severity`: beyond normal is medium, beyond emergency high.
    """

    table: Array
    row: Array
    kind: Array
    value: Array
    limit: Array
    severity: Array

    def __len__(self) -> int:
        return len(self.row)

    def count(self, kind: ViolationKind) -> int:
        """How many are of ``kind``."""
        return int(np.count_nonzero(self.kind == kind))


def no_violations() -> Violations:
    """An empty table: nothing was found, or nothing could be looked at."""
    text, real, whole = np.empty(0, "U12"), np.empty(0), np.empty(0, np.int64)
    return Violations(text, whole, text, real, real, whole)
