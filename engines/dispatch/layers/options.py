"""What a caller may ask of a plan made in regions."""

from __future__ import annotations

from dataclasses import dataclass

from engines.dispatch.options import DispatchOptions


@dataclass(frozen=True, slots=True)
class LayerOptions(DispatchOptions):
    """How to plan; see :class:`DispatchOptions` for the rest.

    The gap is wider than for a plan in one piece: the prices the regions agree on bound the cost, and nothing else.

    Attributes:
        regions: how many, balanced by size; 0 takes those the case names.
        exchanges: how often the regions are asked at most, 6 at least; up to five times more while what they agree on
            does not hold.
        patience: seconds after which a region that has not answered counts as silent.
    """

    regions: int = 0
    exchanges: int = 10
    patience: float = 30.0
    seconds: float = 60.0
    gap: float = 1e-3
