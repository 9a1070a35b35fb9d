"""Losses of a solved moment, by element, by feeder and by voltage level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.schema import BRANCH_TABLES
from engines.values.frozen import frozen_array
from engines.values.loadflow import LoadFlowResult
from engines.values.topology import Topology

Array = np.ndarray[Any, Any]

_ENDS = {"line": ("from_bus", "to_bus"), "impedance": ("from_bus", "to_bus"), "trafo": ("hv_bus", "lv_bus")}
_ENDS["trafo3w"] = ("hv_bus", "mv_bus")
NO_FEEDER = -1


@dataclass(frozen=True, slots=True, eq=False)
class LossGroup:
    """Losses of one group of branches.

    Attributes:
        name: of the feeder or voltage level.
        key: index into ``Topology.feeders`` for a feeder (-1: what belongs to none), else -1.
        loss_kw, loss_kvar: sums; reactive is negative where cables charge more than is used.
    """

    name: str
    key: int
    loss_kw: float
    loss_kvar: float


@dataclass(frozen=True, slots=True, eq=False)
class LossSummary:
    """Losses of one load flow; empty where it has no solution.

    Attributes:
        table, row: ``(n,)`` every branch that carries a solution, greatest active loss first.
        loss_kw, loss_kvar: ``(n,)`` its losses.
        by_feeder, by_level: sums, greatest first; each adds up to the total.
    """

    table: Array
    row: Array
    loss_kw: Array
    loss_kvar: Array
    by_feeder: tuple[LossGroup, ...]
    by_level: tuple[LossGroup, ...]

    @property
    def total_kw(self) -> float:
        """Sum over all branches."""
        return float(self.loss_kw.sum())

    @property
    def total_kvar(self) -> float:
        """Sum over all branches."""
        return float(self.loss_kvar.sum())


LOSS_TABLES = (*BRANCH_TABLES, "switch")
"""Tables whose rows may lose power: branches, and bus-bus switches with an impedance."""


def _end_rows(network: Network, table: str) -> tuple[Array, Array]:
    """Bus rows of both ends; a switch that stands in a line or transformer has both at its own bus."""
    if table != "switch":
        first, second = (network.bus_row(network[table][column]) for column in _ENDS[table])
        return first, second
    switch = network["switch"]
    bus = network.bus_row(switch["bus"])
    return bus, np.where(switch["et"] == "b", network.bus_row(switch["element"]), bus)


def branch_feeders(network: Network, topology: Topology) -> dict[str, Array]:
    """Feeder of each branch by table: that of its bus farther from the source; -1 on the source side."""
    feeders: dict[str, Array] = {}
    for table in LOSS_TABLES:
        first, second = _end_rows(network, table)
        f, s = topology.feeder[first], topology.feeder[second]
        deeper = np.where(topology.depth[second] >= topology.depth[first], s, f)
        feeders[table] = np.where(f < 0, s, np.where(s < 0, f, deeper))
    return feeders


def branch_levels(network: Network) -> dict[str, Array]:
    """Voltage level of each branch by table, as text: ``20 kV`` for lines, ``20/0.4 kV`` for transformers."""
    levels: dict[str, Array] = {}
    kv, level = np.unique(network.bus["vn_kv"], return_inverse=True)
    for table in LOSS_TABLES:
        first, second = (level[rows] for rows in _end_rows(network, table))
        # There are few pairs of levels and many branches: each pair is written once.
        pairs, place = np.unique(first * len(kv) + second, return_inverse=True)
        ends = [(kv[pair // len(kv)], kv[pair % len(kv)]) for pair in pairs.tolist()]
        texts = [f"{a:g} kV" if a == b else f"{a:g}/{b:g} kV" for a, b in ends]
        levels[table] = np.array(texts or [""], dtype=np.str_)[place]
    return levels


def summarise_losses(network: Network, result: LoadFlowResult, topology: Topology) -> LossSummary:
    """Who loses how much in ``result``; ``topology`` is that of the same snapshot."""
    tables = [t for t in LOSS_TABLES if t in result.branches]
    kw = {t: result.branches[t].loss_mw * 1e3 for t in tables}
    kvar = {t: result.branches[t].loss_mvar * 1e3 for t in tables}
    names = [f.name for f in topology.feeders]
    feeders = branch_feeders(network, topology)
    feeder_groups = _groups(kw, kvar, feeders)
    by_feeder = [LossGroup(names[k] if k >= 0 else "", int(k), *sums) for k, sums in feeder_groups.items()]
    by_level = [LossGroup(str(k), -1, *sums) for k, sums in _groups(kw, kvar, branch_levels(network)).items()]
    return LossSummary(*_ranking(kw, kvar), _greatest_first(by_feeder), _greatest_first(by_level))


def _groups(
    kw: Mapping[str, Array], kvar: Mapping[str, Array], keys: Mapping[str, Array]
) -> dict[Any, tuple[float, float]]:
    if not kw:
        return {}
    key = np.concatenate([keys[t] for t in kw])
    active, reactive = (np.nan_to_num(np.concatenate([values[t] for t in kw])) for values in (kw, kvar))
    unique, place = np.unique(key, return_inverse=True)
    sums = np.bincount(place, active, len(unique)), np.bincount(place, reactive, len(unique))
    return {k: (float(a), float(r)) for k, a, r in zip(unique, *sums, strict=True)}


def _ranking(kw: Mapping[str, Array], kvar: Mapping[str, Array]) -> tuple[Array, Array, Array, Array]:
    table = np.concatenate([np.full(len(v), t, "U12") for t, v in kw.items()] or [np.empty(0, "U12")])
    row = np.concatenate([np.arange(len(v)) for v in kw.values()] or [np.empty(0, np.int64)])
    active = np.concatenate([*kw.values(), np.empty(0)])
    reactive = np.concatenate([*kvar.values(), np.empty(0)])
    known = np.flatnonzero(np.isfinite(active))
    order = known[np.argsort(-active[known], kind="stable")]
    return (
        frozen_array(table[order]),
        frozen_array(row[order]),
        frozen_array(active[order]),
        frozen_array(reactive[order]),
    )


def _greatest_first(groups: list[LossGroup]) -> tuple[LossGroup, ...]:
    return tuple(sorted(groups, key=lambda g: -g.loss_kw))
