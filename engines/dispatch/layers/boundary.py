"""Programmes of the layers, and the columns by which they touch: power into a region and the voltage it begins with.

In every moment a region and the layer above it must agree on three numbers: ``p_mw`` and ``q_mvar`` into the region and
the squared voltage ``u`` of the node it hangs on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import coo_matrix, csc_matrix, hstack

from engines.dispatch.layers.cutting import Region
from engines.dispatch.layers.part import Part
from engines.dispatch.programme import Programme, build_programme

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A part's programme.

    Attributes:
        boundary: one a region (of a region itself one), ``(3, n_moment)`` columns of p, q and u there.
    """

    part: Part
    programme: Programme
    boundary: tuple[Array, ...]


def region_layer(part: Part, limited: Array) -> Layer:
    """The programme of a region; ``limited``: ``(n_branch,)`` of the part, whose power limit is written."""
    built = build_programme(part.instance, limited)
    x, m = built.layout, len(part.instance.horizon)
    # The row that holds a source's voltage at a value holds it at a column here.
    row = built.equal_blocks["source_voltage 0"].rows
    own = coo_matrix((-np.ones(m), (row, np.arange(m))), shape=(built.equal.shape[0], m))
    costs = dict(built.costs)
    # The first node is the layer above's: its deviation is counted there.
    costs["deviation"] = costs["deviation"].copy()
    costs["deviation"][x["vd"][:, :1]] = 0.0
    programme = widened(replace(built, costs=costs), own.tocsc())
    return Layer(part, programme, (np.stack([x["tp"][:, 0], x["tq"][:, 0], x["u"][:, 0]]),))


def upper_layer(part: Part, regions: Sequence[Region], limited: Array) -> Layer:
    """The programme of the layer above, with what flows into each region as columns of their own."""
    at = np.searchsorted(part.nodes, [r.above for r in regions])
    return Layer(part, *upper_boundary(build_programme(part.instance, limited), at))


def upper_boundary(programme: Programme, at: Array) -> tuple[Programme, tuple[Array, ...]]:
    """A programme with what flows into regions at some nodes as columns of their own, and the columns of each."""
    x, m, n = programme.layout, len(programme.instance.horizon), len(at)
    rows, columns, boundary = [], [], []
    for k, node in enumerate(at):
        p = x.n_column + 2 * k * m + np.arange(m)
        for name, own in (("active_balance", p), ("reactive_balance", p + m)):
            rows.append(programme.equal_blocks[name].rows.reshape(m, -1)[:, node])
            columns.append(own - x.n_column)
        boundary.append(np.stack([p, p + m, x["u"][:, node]]))
    row, column = np.concatenate(rows), np.concatenate(columns)
    size = (programme.equal.shape[0], 2 * n * m)
    taken = coo_matrix((-np.ones(len(row)), (row, column)), shape=size)
    return widened(programme, taken.tocsc()), tuple(boundary)


def widened(programme: Programme, equal: csc_matrix) -> Programme:
    """With further columns, of which only equalities know, and without cost."""
    n = equal.shape[1]

    def wider(matrix: csc_matrix) -> csc_matrix:
        return csc_matrix(hstack([matrix, csc_matrix((matrix.shape[0], n))], format="csc"))

    return replace(
        programme,
        layout=programme.layout.widened(n),
        costs={name: np.concatenate([cost, np.zeros(n)]) for name, cost in programme.costs.items()},
        equal=csc_matrix(hstack([programme.equal, equal], format="csc")),
        upper=wider(programme.upper),
        cone=wider(programme.cone),
    )
