"""The whole programme of an instance: sparse matrices and costs by kind, built without a loop over the moments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csc_matrix

from engines.dispatch.device_rows import add_devices
from engines.dispatch.instance import Instance
from engines.dispatch.layout import Layout
from engines.dispatch.network_rows import add_network, loss_terms
from engines.dispatch.rows import Block, Rows

Array = np.ndarray[Any, Any]

_HEADROOM = 1.1
"""A branch whose limit lies this far above all that could flow through it needs no row."""


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """Minimise ``cost @ x + constant`` with ``equal x = equal_right``, ``upper x <= upper_right`` and cones.

    Attributes:
        costs: by kind (``purchase``, ``loss``, ``pv``, ...), ``(n_column,)`` money per unit of each column.
        constant: cost of what is curtailed of everything available; the columns deduct what is used.
        cone, cone_right: rows of the cones, ``cone_right - cone x`` in the cone; cone_sizes: (how many, dimension) in
            order.
        equal_blocks, upper_blocks, cone_blocks: rows by name.
    """

    instance: Instance
    layout: Layout
    costs: dict[str, Array]
    constant: float
    equal: csc_matrix
    equal_right: Array
    upper: csc_matrix
    upper_right: Array
    cone: csc_matrix
    cone_right: Array
    cone_sizes: tuple[tuple[int, int], ...]
    equal_blocks: dict[str, Block]
    upper_blocks: dict[str, Block]
    cone_blocks: dict[str, Block]

    @property
    def cost(self) -> Array:
        """``(n_column,)``."""
        return np.asarray(sum(self.costs.values()))


def build_programme(instance: Instance, limited: Array | None = None) -> Programme:
    """The relaxed programme: switched devices anywhere between their first and last position.

    ``limited``: ``(n_branch,)`` branches whose limit of apparent power is written, where the instance does not know all
    that flows through them; else those of :func:`limited_branches`.
    """
    rows, x = Rows(), Layout(instance)
    add_network(rows, x, instance, limited_branches(instance) if limited is None else limited)
    add_devices(rows, x, instance)
    costs, constant = _costs(instance, x)
    return Programme(
        instance,
        x,
        costs,
        constant,
        rows.equal.matrix(x.n_column),
        rows.equal.right,
        rows.upper.matrix(x.n_column),
        rows.upper.right,
        rows.cone.matrix(x.n_column),
        rows.cone.right,
        tuple(rows.cone_sizes),
        rows.equal.blocks,
        rows.upper.blocks,
        rows.cone.blocks,
    )


def limited_branches(instance: Instance) -> Array:
    """``(n_branch,)`` whether so much could flow that the limit of apparent power matters."""
    return np.asarray(_reachable_flow(instance) * _HEADROOM > instance.branch_mva)


def _costs(instance: Instance, x: Layout) -> tuple[dict[str, Array], float]:
    prices, horizon = instance.case.prices, instance.horizon
    hours = (horizon.weight * horizon.hours)[:, None]
    costs = {
        name: np.zeros(x.n_column)
        for name in ("purchase", "loss", "pv", "wt", "storage", "turbine", "curtailment", "deviation")
    }
    costs["purchase"][x["tp"]] = hours * instance.price[:, None]
    for columns, factor in loss_terms(x, instance):
        np.add.at(costs["loss"], columns, hours * prices.loss * factor)
    for kind in ("pv", "wt"):
        own = np.array([r.kind == kind for r in instance.case.renewables], bool)
        costs[kind][x["rp"][:, own]] = hours * getattr(prices, kind)
    for name in ("ec", "ed"):
        costs["storage"][x[name]] = hours * prices.es
    costs["turbine"][x["gp"]] = hours * prices.mt
    costs["curtailment"][x["rp"]] = -hours * prices.curtailment
    costs["deviation"][x["vd"]] = hours * prices.voltage_deviation
    return costs, float((hours * prices.curtailment * instance.available_mw).sum())


def _reachable_flow(instance: Instance) -> Array:
    """``(n_branch,)`` MVA that could flow at most when everything below pulls, or pushes, one way."""
    feeder, case, node = instance.feeder, instance.case, instance.node
    most = np.hypot(np.abs(instance.p_load_mw).max(axis=0), np.abs(instance.q_load_mvar).max(axis=0))
    for kind, sizes in (
        ("ren", [u.s_mva for u in case.renewables]),
        ("es", [u.s_mva for u in case.storages]),
        ("mt", [u.s_mva for u in case.turbines]),
        ("dr", (np.abs(instance.response_p_mw).max(axis=0) * 2).tolist()),
        ("cb", [u.step_mvar * u.steps for u in case.capacitors]),
        ("svc", [max(abs(u.q_min_mvar), abs(u.q_max_mvar)) for u in case.compensators]),
    ):
        np.add.at(most, node[kind], np.array(sizes))
    for branch in range(len(feeder.child) - 1, -1, -1):
        most[feeder.parent[branch]] += most[feeder.child[branch]]
    return np.asarray(most[feeder.child])
