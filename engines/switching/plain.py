"""What a dressed network's results say of the plain one: rows people have added are left out."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.values.frozen import FrozenMap, frozen_array
from engines.values.loadflow import BranchFlow, LoadFlowResult
from engines.values.topology import Topology

Array = np.ndarray[Any, Any]


def plain_result(result: LoadFlowResult, plain: Network) -> LoadFlowResult:
    """The result as one of the plain network: the same buses and branches, without cuts, jumpers and generators.

    What a mobile generator injects is missing in ``source_p_mw``; losses and violations stay those of the dressed
    network, but for violations of equipment the plain one does not have.
    """
    if result.structure_revision == plain.structure_revision:
        return result
    branches = {table: _cut(flow, len(plain[table])) for table, flow in result.branches.items()}
    n_source = len(plain["ext_grid"])
    found = result.violations
    kept = np.array([row < len(plain[str(table)]) for table, row in zip(found.table, found.row, strict=True)], bool)
    columns = {f.name: frozen_array(getattr(found, f.name)[kept]) for f in fields(found)}
    violations = found if kept.all() else replace(found, **columns)
    return replace(
        result,
        structure_revision=plain.structure_revision,
        branches=FrozenMap(branches),
        source_p_mw=frozen_array(result.source_p_mw[:n_source]),
        source_q_mvar=frozen_array(result.source_q_mvar[:n_source]),
        violations=violations,
    )


def plain_topology(topology: Topology, plain: Network) -> Topology:
    """The topology as one of the plain network; a bus fed through a jumper has a parent, but no branch to it.

    What hangs on a bar by nothing but a jumper is on no feeder: the plain network has no head for it.
    """
    if topology.structure_revision == plain.structure_revision:
        return topology
    n_switch = len(plain["switch"])
    parent_row = topology.parent_row.copy()
    if "switch" in topology.branch_tables:
        through = topology.parent_table == topology.branch_tables.index("switch")
        parent_row[through & (parent_row >= n_switch)] = -1

    is_plain = np.array([f.head_row < len(plain[f.head_table]) for f in topology.feeders], bool)
    # The last place is that of buses without a feeder, whose number is -1.
    number = np.r_[np.where(is_plain, np.cumsum(is_plain) - 1, -1), -1]

    def sized(columns: FrozenMap[str, Array]) -> FrozenMap[str, Array]:
        return FrozenMap({t: frozen_array(values[: len(plain[t])]) for t, values in columns.items()})

    def known(places: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
        return tuple((table, row) for table, row in places if row < len(plain[table]))

    return replace(
        topology,
        structure_revision=plain.structure_revision,
        parent_row=frozen_array(parent_row),
        branch_supply=sized(topology.branch_supply),
        branch_closed=sized(topology.branch_closed),
        loop_branches=known(topology.loop_branches),
        feeder_loop_branches=known(topology.feeder_loop_branches),
        tie_switch_rows=frozen_array(topology.tie_switch_rows[topology.tie_switch_rows < n_switch]),
        feeder=frozen_array(number[topology.feeder]),
        feeders=tuple(f for f, is_kept in zip(topology.feeders, is_plain, strict=True) if is_kept),
    )


def _cut(flow: BranchFlow, n: int) -> BranchFlow:
    return BranchFlow(*(frozen_array(getattr(flow, name)[:n]) for name in BranchFlow.__slots__))
