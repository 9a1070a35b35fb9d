"""How much of its rating one ampere takes of each branch."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.ratings import NO_LIMIT_KA, NO_RATING_MVA, stated
from engines.loadflow.three_winding import TRAFO3W_SIDES

Array = np.ndarray[Any, Any]


def line_loading(network: Network) -> tuple[Array, Array]:
    """Percent per ampere at both ends of lines."""
    line = network["line"]
    factor = percent_per_ampere(stated(line["max_i_ka"], NO_LIMIT_KA) * line["df"] * line["parallel"])
    return factor, factor


def percent_per_ampere(rated_ka: Array) -> Array:
    """Loading per ampere of a rated current; NaN where there is no rating (or none above zero)."""
    factor: Array = np.divide(0.1, rated_ka, out=np.full(len(rated_ka), np.nan), where=rated_ka > 0)
    return factor


def trafo_loading(network: Network) -> tuple[Array, Array]:
    """Percent per ampere at both sides of transformers, by current on the rated voltage."""
    trafo = network["trafo"]
    rated = stated(trafo["sn_mva"], NO_RATING_MVA) * trafo["df"] * trafo["parallel"]
    return tuple(0.1 * np.sqrt(3) * trafo[f"vn_{side}_kv"] / rated for side in ("hv", "lv"))


def trafo3w_loading(network: Network) -> tuple[Array, Array]:
    """Percent per ampere at the terminals; the star point's end has no rating."""
    trafo = network["trafo3w"]
    if len(trafo) == 0:
        return np.empty(0), np.empty(0)
    own = [percent_per_ampere(stated(trafo[f"sn_{s}_mva"], NO_RATING_MVA) / np.sqrt(3) / trafo[f"vn_{s}_kv"])
           for s in TRAFO3W_SIDES]  # fmt: skip
    none = np.full(len(trafo), np.nan)
    return np.concatenate([own[0], none, none]), np.concatenate([none, own[1], own[2]])


def impedance_loading(network: Network) -> tuple[Array, Array]:
    """Impedances have no rating: their ``sn_mva`` is only the base of their values."""
    none = np.full(len(network["impedance"]), np.nan)
    return none, none


def switch_loading(network: Network, rows: Array) -> tuple[Array, Array]:
    """Percent per ampere of bus-bus switches on their rated current."""
    factor = percent_per_ampere(stated(network["switch"]["in_ka"][rows], NO_LIMIT_KA))
    return factor, factor
