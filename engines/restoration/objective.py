"""What makes one arrangement better than another, in this order.

Priority customers, then customers and load, then number and kind of operations, then margin.
"""

from __future__ import annotations

from dataclasses import dataclass

from engines.restoration.arrangement import Arrangement
from engines.restoration.customer_counts import N_PRIORITY

_ALIKE_KW = 1e-6
_ALIKE_MARGIN = 1e-6


@dataclass(frozen=True, slots=True)
class Merit:
    """The smaller the better, compared from the first entry on.

    Attributes:
        priority_unserved: connections without supply, by priority from the highest down to 1.
        unserved_kw: load without supply, with what its connections weigh.
        effort_s: what the operations take; operations: how many.
        margin: larger is better.
    """

    priority_unserved: tuple[int, ...]
    unserved_kw: float
    effort_s: float
    operations: int
    margin: float

    @property
    def key(self) -> tuple[tuple[int, ...], int, int, int, int]:
        """For comparing: figures nearer than rounding are equal."""
        return (
            self.priority_unserved,
            round(self.unserved_kw / _ALIKE_KW),
            round(self.effort_s * 10),
            self.operations,
            -round(min(self.margin, 1e3) / _ALIKE_MARGIN),
        )


def merit(arrangement: Arrangement, margin: float) -> Merit:
    """The merit of an arrangement whose load flow leaves ``margin``."""
    state, area = arrangement.area.state, arrangement.area
    dark = area.free & ~arrangement.served
    counts = state.customers[dark].sum(axis=0)
    joins = [*area.shifted, *arrangement.isolating, *arrangement.closings, *arrangement.openings]
    return Merit(
        tuple(int(counts[k]) for k in range(N_PRIORITY - 1, 0, -1)),
        float(state.value_kw[dark].sum()),
        float(state.effort_s[joins].sum()),
        len(joins),
        margin,
    )
