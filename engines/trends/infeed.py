"""What a district takes: the measured power of its supplying transformers, summed over recorded quarter hours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.values.history import QuarterHours
from engines.values.points import PointDefinition, Quantity

Array = np.ndarray[Any, Any]
QUARTER_US = 900 * 1_000_000
LEAST_KNOWN = 0.5
"""A quarter hour of which less is known says nothing of the whole."""


def infeed_points(network: Network, points: Iterable[PointDefinition]) -> tuple[str, ...]:
    """The points whose sum is what comes in, MW: one a transformer at a source's bus, measured at its high side.

    Of a transformer itself the power is counted into its high side, of its switch away from the bus it stands at.
    Empty where one of them is not measured: a sum without it would be no load of the district.
    """
    trafo, switch = network["trafo"], network["switch"]
    sources = set(np.asarray(network["ext_grid"]["bus"]).tolist())
    measured = {p.element_id: p.point_id for p in points if p.quantity is Quantity.P_MW}
    found = []
    for row in _supplying(network, sources):
        at_it = (
            (switch["et"] == "t") & (switch["element"] == trafo.index[row]) & (switch["bus"] == trafo["hv_bus"][row])
        )
        names = [str(trafo.id[row]), *(str(switch.id[k]) for k in np.flatnonzero(at_it).tolist())]
        point = next((measured[name] for name in names if name in measured), None)
        if point is None:
            return ()
        found.append(point)
    return tuple(found)


def _supplying(network: Network, sources: set[int]) -> list[int]:
    trafo = network["trafo"]
    in_service = np.asarray(trafo["in_service"], bool)
    return [row for row in np.flatnonzero(in_service).tolist() if int(trafo["hv_bus"][row]) in sources]


def summed(quarters: Sequence[QuarterHours]) -> tuple[Array, Array]:
    """Middles of quarter hours, microseconds since 1970 UTC, and the sum of their means; NaN where one is not known.

    Quarter hours between those that were recorded are there too, as NaN.
    """
    begins = [q.begin_us for q in quarters if len(q.begin_us)]
    if not begins:
        return np.zeros(0, np.int64), np.zeros(0)
    grid = np.arange(min(b[0] for b in begins), max(b[-1] for b in begins) + 1, QUARTER_US, dtype=np.int64)
    total = np.zeros(len(grid))
    for quarter in quarters:
        mean = np.full(len(grid), np.nan)
        place = (quarter.begin_us - grid[0]) // QUARTER_US
        mean[place] = np.where(quarter.known_share >= LEAST_KNOWN, quarter.mean, np.nan)
        total += mean
    return grid + QUARTER_US // 2, total
