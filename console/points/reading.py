"""One point as it stands: what a person or a rule is told of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engines.grid.quality import Origin
from engines.values.points import PointDefinition, PointFreshness, PointQuality


@dataclass(frozen=True, slots=True)
class PointReading:
    """A point's value with all that says how good it is.

    Attributes:
        value: in the unit of the definition; NaN while none is known.
        source_time_us, receive_time_us: microseconds since 1970 UTC, 0 while none was received.
        age_s: since it was received, NaN while nothing was.
        updates_per_s: how often it has come lately.
        telemetered: what the field says while a substituted value stands in its place, else ``value``.
        doubt: why it is not good, "" where it is.
    """

    definition: PointDefinition
    value: float
    quality: PointQuality
    freshness: PointFreshness
    origin: Origin
    source_time_us: int
    receive_time_us: int
    age_s: float
    updates_per_s: float
    telemetered: float
    doubt: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is a value at all."""
        return self.quality is not PointQuality.INVALID and not math.isnan(self.value)

    @property
    def is_current(self) -> bool:
        """Whether the value may be acted upon: known and from a source heard lately."""
        return self.is_known and self.freshness is PointFreshness.FRESH
