"""What happened at a moment, as a mark on the time axis."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from engines.values.violations import Severity


class ZoneMode(StrEnum):
    """What the axis runs over."""

    PROFILES = "profiles"
    """A year of profiles: one zone, now is only a mark in it."""
    LIVE = "live"
    """Recorded history, now, and the plan ahead."""


@dataclass(frozen=True, slots=True)
class TimeEvent:
    """A mark on the axis, drawn as the shape of its severity; ``text`` is said when it is pointed at.

    Attributes:
        severity: ``None`` for what somebody did rather than what went wrong: a diamond.
    """

    time: np.datetime64
    severity: Severity | None
    text: str

    @property
    def rank(self) -> int:
        """Whatever ranks higher is drawn over the others, and found first."""
        return 0 if self.severity is None else int(self.severity)
