"""Which configuration holds when: dynamic programming over (period, configuration, operations done)."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.restoration.reconfiguration_search import Opening

Array = np.ndarray[Any, Any]


def distances(openings: list[Opening]) -> Array:
    """``(n, n)`` operations from one configuration to another."""
    n_way = max((way for o in openings for way in o), default=-1) + 1
    mask = np.zeros((len(openings), n_way), bool)
    for k, opening in enumerate(openings):
        mask[k, list(opening)] = True
    return np.asarray((mask[:, None, :] ^ mask[None, :, :]).sum(axis=2))


def cheapest_sequence(cost: Array, distance: Array, operations: int, price: float = 0.0) -> list[int]:
    """Which configuration to stand in at each period, starting from configuration 0.

    Args:
        cost: ``(n, n_period)`` of each configuration in each period.
        distance: ``(n, n)`` operations between them.
        operations: how many are allowed over all periods.
        price: cost of each operation.

    Returns the sequence with the least cost; among equals one with the fewest operations.
    """
    n, n_period = cost.shape
    done = np.arange(operations + 1)
    least = np.full((n, operations + 1), np.inf)
    reach = distance[0] <= operations
    least[np.flatnonzero(reach), distance[0][reach]] = cost[reach, 0] + price * distance[0][reach]
    came: list[Array] = []
    for period in range(1, n_period):
        best, source = least.copy(), np.repeat(np.arange(n)[:, None], operations + 1, axis=1)
        for here in range(n):
            before = done[None, :] - distance[here][:, None]
            value = np.where(before >= 0, least[here][np.maximum(before, 0)], np.inf) + price * distance[here][:, None]
            better = value < best
            best[better], source[better] = value[better], here
        came.append(source)
        least = best + cost[:, period, None]
    # The first minimum along the operations is the one with the fewest.
    used, here = (int(v) for v in divmod(int(least.T.argmin()), n))
    sequence = [here]
    for source in reversed(came):
        previous = int(source[here, used])
        used -= int(distance[previous, here])
        here = previous
        sequence.append(here)
    return sequence[::-1]
