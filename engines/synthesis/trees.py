"""Sums along radial trees: powers toward the source, voltage drops away from it."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def depths(parent: Array) -> Array:
    """``(n,)`` branches to the root of each bus; parents stand before their children, -1 is the root."""
    found: list[int] = []
    for above in parent.tolist():
        found.append(found[above] + 1 if above >= 0 else 1)
    return np.array(found, np.int64)


def downstream(parent: Array, values: Array) -> Array:
    """``(n,)`` sum of ``values`` over each bus and everything behind it."""
    total: list[float] = np.asarray(values, np.float64).tolist()
    above = parent.tolist()
    for k in range(len(above) - 1, -1, -1):
        if above[k] >= 0:
            total[above[k]] += total[k]
    return np.array(total)


def along_path(parent: Array, values: Array) -> Array:
    """``(n,)`` sum of ``values`` from the root to each bus, the bus's own included."""
    total: list[float] = np.asarray(values, np.float64).tolist()
    for k, above in enumerate(parent.tolist()):
        if above >= 0:
            total[k] += total[above]
    return np.array(total)


def voltage_drop_pu(parent: Array, r_ohm: Array, x_ohm: Array, p_mw: Array, q_mvar: Array, vn_kv: float) -> Array:
    """``(n,)`` drop from the bar to each bus, lossless and at nominal voltage.

    The linear branch flow of Baran and Wu, IEEE Trans. Power Delivery 4(1), 1989: (P R + Q X) / U² of every
    section on the way.
    """
    section = (r_ohm * downstream(parent, p_mw) + x_ohm * downstream(parent, q_mvar)) / vn_kv**2
    return along_path(parent, section)
