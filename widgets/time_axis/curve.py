"""The curve one finds one's way by: load over the whole of the profiles, without any load flow."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network

Array = np.ndarray[Any, Any]
NO_CURVE = np.empty(0, "datetime64[s]"), np.empty(0)


def load_curve(network: Network) -> tuple[Array, Array]:
    """Times and given active load in MW at each step of the profiles; empty without profiles.

    Loads without a profile count with their own value. One matrix product: some milliseconds for a year of
    quarter hours.
    """
    profiles, load = network.profiles, network["load"]
    if profiles is None or not len(load):
        return NO_CURVE
    base = np.where(load["in_service"], load["p_mw"] * load["scaling"], 0.0)
    weight, is_constant = np.zeros(len(profiles.shapes)), np.ones(len(load), bool)
    for assignment in profiles.assignments:
        if (assignment.table, assignment.column) == ("load", "p_mw"):
            weight += np.bincount(assignment.shape, base[assignment.row], len(weight))
            is_constant[assignment.row] = False
    used = np.flatnonzero(weight)
    values = weight[used].astype(np.float32) @ profiles.shapes[used] + base[is_constant].sum()
    times = profiles.start + (np.arange(profiles.n_step) * profiles.step_s).astype("timedelta64[s]")
    return times, np.asarray(values, np.float64)
