"""Where faults happen before anything is heard: along the lines, overhead more than cable, and a little everywhere."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.graph import EDGE_TABLES
from engines.restoration.location_options import Priors
from engines.restoration.supply_paths import SupplyPaths

Array = np.ndarray[Any, Any]


def zone_prior(paths: SupplyPaths, priors: Priors) -> Array:
    """``(n_zone,)`` probability that a fault lies in each fed zone; 0 for the others."""
    zones, network = paths.zones, paths.snapshot.network
    graph = zones.graph
    is_fed = paths.area >= 0
    weight = priors.bus * np.bincount(zones.of_bus, minlength=zones.count)
    line = np.flatnonzero((graph.table == EDGE_TABLES.index("line")) & (zones.of_edge >= 0))
    is_cable = network["line"]["type"][graph.row[line]] == "cs"
    rate = np.where(is_cable, priors.cable, priors.overhead)
    np.add.at(weight, zones.of_edge[line], rate * np.nan_to_num(graph.length_km[line]))
    trafo = np.flatnonzero((graph.table == EDGE_TABLES.index("trafo")) & (zones.of_edge >= 0))
    np.add.at(weight, zones.of_edge[trafo], priors.transformer)
    weight = np.where(is_fed, weight, 0.0)
    whole = weight.sum()
    long = weight / whole if whole > 0 else is_fed / max(is_fed.sum(), 1)
    return np.asarray(priors.even * is_fed / max(is_fed.sum(), 1) + (1 - priors.even) * long)
