"""What is without supply at one moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.grid.tracing import CustomersByBus, customers_at
from engines.values.topology import SupplyState, Topology


@dataclass(frozen=True, slots=True)
class Unsupplied:
    """Counts of what no closed path joins to a source; equipment out of service is not counted.

    Attributes:
        possibly_fed_buses, possibly_fed_customers: those of them that a switch of unknown position may feed.
    """

    buses: int = 0
    customers: int = 0
    critical: int = 0
    possibly_fed_buses: int = 0
    possibly_fed_customers: int = 0


def unsupplied(snapshot: Snapshot, topology: Topology, customers: CustomersByBus | None = None) -> Unsupplied:
    """Buses and customers without supply. Back-fed and possibly energised ones count: nothing says they are fed.

    Args:
        customers: who counts; ``None``: those of the network.
    """
    dead = ~topology.is_energized & np.asarray(snapshot.column("bus", "in_service"), bool)
    if not dead.any():
        return Unsupplied()
    perhaps = dead & (topology.supply == SupplyState.POSSIBLY_ENERGIZED)
    gone, unsure = (customers_at(snapshot.network, buses, customers) for buses in (dead, perhaps))
    return Unsupplied(int(dead.sum()), gone.total, gone.critical, int(perhaps.sum()), unsure.total)
