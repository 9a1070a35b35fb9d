"""The network as it is around a flow, where the relaxed one would burn power to keep a limit.

The cones leave a branch free to carry more current than its power needs; where that keeps a voltage down, a plan counts
on what no network does. Here currents follow their tangents around the flow that the devices really make: planned again
from there, that is Newton's method on the branch flow equations (sequential quadratic programming: Nocedal and Wright,
Numerical Optimization, 2nd edition, 2006, chapter 18).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from scipy.sparse import coo_matrix, csc_matrix

from engines.dispatch.conic import ConicSolution, Fixing
from engines.dispatch.network_rows import impedance_voltage
from engines.dispatch.programme import Programme

Array = np.ndarray[Any, Any]

MISSED = 1e-5
"""A limit missed by less, in squared voltage or in shares, leaves nothing to be mended."""
APART = 3e-5
"""Nor does power that is burnt, in shares of a part's mean load, as long as it is less."""
_CURRENT = "current"


def tangent_rows(programme: Programme, flows: Array) -> Fixing:
    """Every current as its tangent around ``flows``: what it follows is homogeneous, so nothing stands on the right."""
    x = programme.layout
    send, factor = impedance_voltage(x, programme.instance, True)
    p, q, seen = flows[x["p"]], flows[x["q"]], np.maximum(flows[send] * factor, 1e-6)
    rows = np.arange(p.size).reshape(p.shape)
    parts = (
        (x["l"], np.ones(p.shape)),
        (x["p"], -2 * p / seen),
        (x["q"], -2 * q / seen),
        (send, factor * (p**2 + q**2) / seen**2),
    )
    row = np.concatenate([rows.ravel()] * len(parts))
    column = np.concatenate([columns.ravel() for columns, _ in parts])
    value = np.concatenate([values.ravel() for _, values in parts])
    return Fixing(csc_matrix(coo_matrix((value, (row, column)), shape=(p.size, x.n_column))), np.zeros(p.size))


def curved_losses(programme: Programme, flows: Array, worth: Array) -> tuple[Array, Array]:
    """``(n_column,)`` cost and twice the cost of squares by which losses bend away from their tangents.

    Args:
        worth: ``(2, n_moment)`` what a MW and a Mvar of losses more costs.
    """
    x, feeder = programme.layout, programme.instance.feeder
    send, factor = impedance_voltage(x, programme.instance, True)
    seen = np.maximum(flows[send] * factor, 1e-6)
    bend = 2 * (worth[0][:, None] * feeder.r_pu + worth[1][:, None] * feeder.x_pu) / seen
    cost, quadratic = np.zeros(x.n_column), np.zeros(x.n_column)
    for name in ("p", "q"):
        quadratic[x[name]] = bend
        cost[x[name]] = -bend * flows[x[name]]
    return cost, quadratic


def without_current_cones(programme: Programme) -> Programme:
    """The programme without the relaxation of its currents."""
    kept = _other_cones(programme)
    place = np.cumsum(kept) - 1
    blocks = {name: b for name, b in programme.cone_blocks.items() if name != _CURRENT}
    at = list(programme.cone_blocks).index(_CURRENT)
    return replace(
        programme,
        cone=csc_matrix(programme.cone[kept]),
        cone_right=programme.cone_right[kept],
        cone_sizes=tuple(size for k, size in enumerate(programme.cone_sizes) if k != at),
        cone_blocks={name: replace(block, rows=place[block.rows]) for name, block in blocks.items()},
    )


def with_all_cones(programme: Programme, solution: ConicSolution) -> ConicSolution:
    """A solution of :func:`without_current_cones` as one of the whole programme: what was left out is worth nothing."""
    dual = np.zeros(len(programme.cone_right))
    dual[_other_cones(programme)] = solution.cone_dual
    return replace(solution, cone_dual=dual)


def _other_cones(programme: Programme) -> Array:
    kept = np.ones(len(programme.cone_right), bool)
    kept[programme.cone_blocks[_CURRENT].rows] = False
    return kept
