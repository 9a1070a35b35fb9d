"""Which branches have a thermal rating: a figure no equipment reaches is a way of writing "none"."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network

Array = np.ndarray[Any, Any]

NO_LIMIT_KA = 50.0
"""A current that no conductor or switch of a distribution network carries: such a rating counts as none."""
NO_RATING_MVA = 9000.0
"""A rated power that no transformer has: it counts as none."""
_SIDES = ("sn_hv_mva", "sn_mv_mva", "sn_lv_mva")


def stated(rating: Array, placeholder: float) -> Array:
    """``(n,)`` the ratings as they are, NaN where there is none: missing, not above zero, or at the placeholder."""
    is_real = (rating > 0) & (rating < placeholder)
    return np.where(is_real, rating, np.nan)


def is_rated(network: Network, table: str) -> Array:
    """``(n,)`` which rows of a branch table, or of ``"switch"``, have a rating their loading can be told by."""
    rows = network[table]
    if table == "line":
        known = stated(rows["max_i_ka"], NO_LIMIT_KA)
    elif table == "trafo":
        known = stated(rows["sn_mva"], NO_RATING_MVA)
    elif table == "trafo3w":
        # The most loaded side counts: one rated side is enough.
        known = np.fmax.reduce([stated(rows[side], NO_RATING_MVA) for side in _SIDES])
    elif table == "switch":
        known = stated(rows["in_ka"], NO_LIMIT_KA)
    else:
        known = np.full(len(rows), np.nan)
    return np.isfinite(known)
