"""Dear, usual and cheap steps of a day."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

PEAK, FLAT, VALLEY = "peak", "flat", "valley"
PERIODS = (PEAK, FLAT, VALLEY)


def price_periods(price: Array) -> Array:
    """``(n_step,)`` ``"peak"``, ``"flat"`` or ``"valley"`` of ``(n_step,)`` prices.

    Of two or three different prices the highest is the peak's and the lowest the valley's; of more, the dearest
    and the cheapest third of the steps. One price all day is flat.
    """
    levels = np.unique(price)
    found = np.full(len(price), FLAT, dtype="U6")
    if len(levels) == 1:
        return found
    low, high = (levels[0], levels[-1]) if len(levels) <= 3 else np.quantile(price, [1 / 3, 2 / 3])
    found[price >= high] = PEAK
    found[price <= low] = VALLEY
    return found
