"""A moment of a plan in which units hold islands up, as a picture of the network itself shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration.islands import with_unit
from engines.values.loadflow import LoadFlowResult
from engines.values.topology import Topology

_GENERATION = ("sgen", "storage", "asymmetric_sgen")


def held_up(snapshot: Snapshot, unit_ids: Sequence[str]) -> tuple[Topology, LoadFlowResult]:
    """Supply and load flow with these units as sources, in the rows of the snapshot's own network.

    What else generates in their islands counts as away, as their proof takes it.
    """
    lifted = snapshot
    for unit_id in unit_ids:
        lifted = with_unit(lifted, unit_id)
    network, topology = snapshot.network, analyse(lifted)
    inside = topology.is_energized & ~analyse(snapshot).is_energized
    for table in _GENERATION:
        bus = np.asarray(network.bus_row(network[table]["bus"]), np.int64)
        rows = np.flatnonzero((bus >= 0) & inside[np.maximum(bus, 0)])
        if len(rows):
            lifted = lifted.with_values(table, "scaling", rows.tolist(), 0.0)
    solver = LoadFlowSolver(lifted.network)
    solver.verify(lifted)
    result, mine = solver.solve(lifted), len(network["ext_grid"])
    return (
        replace(topology, structure_revision=network.structure_revision),
        replace(
            result,
            structure_revision=network.structure_revision,
            source_p_mw=result.source_p_mw[:mine],
            source_q_mvar=result.source_q_mvar[:mine],
        ),
    )
