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
    """A mark on the axis, drawn as the shape of its severity; ``text`` is said when it is pointed at."""

    time: np.datetime64
    severity: Severity
    text: str
