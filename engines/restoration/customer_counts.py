"""How many connections stand where, the counts a customer file tells before those of the network."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network, rows_of
from engines.restoration.options import RestorationOptions

Array = np.ndarray[Any, Any]
N_PRIORITY = 4
CRITICAL = 2
"""The lowest priority that comes before all others."""


def customers_by_bus(network: Network, options: RestorationOptions) -> Array:
    """``(n_bus, N_PRIORITY)`` connections; those of a load that the options name count with its highest priority."""
    customer, load = network["customer"], network["load"]
    load_bus = np.asarray(rows_of(network.bus.index, load["bus"]))
    counts = np.zeros((len(network.bus), N_PRIORITY), np.int64)
    through = np.asarray(rows_of(load.index, customer["load"]))
    bus = np.asarray(rows_of(network.bus.index, customer["bus"])).copy()
    lost = (bus < 0) & (through >= 0)
    bus[lost] = load_bus[through[lost]]
    told = options.customers.keys() | options.priority.keys()
    # Who is known by a bus only hangs on its first load, as in the lists of customers by load.
    first, at = np.unique(load_bus, return_index=True)
    where = np.searchsorted(first, bus)
    has_load = (through < 0) & (bus >= 0) & (where < len(first))
    has_load[has_load] = first[where[has_load]] == bus[has_load]
    through = np.where(has_load, at[np.minimum(where, max(len(first) - 1, 0))] if len(first) else -1, through)
    taken = np.array([r >= 0 and str(load.id[r]) in told for r in through.tolist()], bool)
    keep = (bus >= 0) & ~taken
    priority = np.clip(customer["priority"], 0, N_PRIORITY - 1)
    np.add.at(counts, (bus[keep], priority[keep]), customer["count"][keep])
    for load_id in sorted(told):
        ref = network.find(load_id)
        if ref is None or load_bus[ref.row] < 0:
            continue
        own = through == ref.row
        count = options.customers.get(load_id, int(customer["count"][own].sum()) if own.any() else 1)
        level = options.priority.get(load_id, int(priority[own].max()) if own.any() else 0)
        counts[load_bus[ref.row], min(max(level, 0), N_PRIORITY - 1)] += count
    return counts
