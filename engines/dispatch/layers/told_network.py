"""What a region tells of its network: how all it takes in follows its devices, to first order around its own plan.

The branch flow equations, with the squared current of a branch as its squared power over its squared voltage, are
solved for small changes of devices and of the voltage the region begins with. What losses curve by is told as the
second derivative of that current. So the layer above sees the region's losses and limits, and not its branches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import coo_matrix, csc_matrix, vstack
from scipy.sparse.linalg import splu

from engines.dispatch.layers.boundary import Layer
from engines.dispatch.layers.closing import settled_flow
from engines.dispatch.layers.margins import MARGIN_PU
from engines.dispatch.network_rows import impedance_voltage, tap_node
from engines.dispatch.programme import Programme

Array = np.ndarray[Any, Any]

DRIVERS = (
    ("rp", "ren"),
    ("rq", "ren"),
    ("ec", "es"),
    ("ed", "es"),
    ("eq", "es"),
    ("gp", "mt"),
    ("gq", "mt"),
    ("dp", "dr"),
    ("sq", "svc"),
    ("cn", "cb"),
)
"""Columns of devices by which power enters a network, and the kind of device each belongs to."""
_NEAR_PU2 = 0.04
"""A limit of a squared voltage further away than this is not told, unless it is one of the nearest of its moment."""
_NEAREST = 3
_NEAR_SHARE = 0.5
"""Nor one of a branch that is used by less than this."""


@dataclass(frozen=True, slots=True, eq=False)
class ToldNetwork:
    """A region's network around a plan of its own; drivers are its device columns and, last, u where it begins.

    Attributes:
        at: ``(n_moment, n_driver)`` values of the drivers there.
        taken: ``(2, n_moment)`` MW and Mvar it takes in there; slope: ``(2, n_moment, n_driver)`` by one unit more.
        lost: ``(n_moment, n_driver)`` MW of losses by one unit more.
        curvature: ``(2, n_moment, n_driver, n_driver)`` second derivative of the losses, MW and Mvar.
        limit_moment: ``(n_limit,)``; limit_slope: ``(n_limit, n_driver)``; limit_room: ``(n_limit,)`` how far a limit
            within it, less its margin, is away: ``limit_slope @ (drivers - at) <= limit_room``.
        u: ``(n_moment, n)`` squared voltages of its nodes where their deviation has a price, else of none.
        u_slope: ``(n_moment, n, n_driver)`` how they follow.
    """

    at: Array
    taken: Array
    slope: Array
    lost: Array
    curvature: Array
    limit_moment: Array
    limit_slope: Array
    limit_room: Array
    u: Array
    u_slope: Array


def driver_columns(programme: Programme) -> Array:
    """``(n_moment, n_driver - 1)`` columns of a part's own drivers, in the order of :data:`DRIVERS`."""
    return np.concatenate([programme.layout[name] for name, _ in DRIVERS], axis=1)


def flow_of_network(layer: Layer, solution: Array) -> Array:
    """A region's solution with the flows its devices and voltage make: a relaxation may burn power it need not."""
    programme = layer.programme
    source_u = solution[layer.boundary[0][2]][None, :]
    found = settled_flow(programme.instance, programme.layout, solution, None, source_u)
    return solution if found is None else found


def told_network(layer: Layer, solution: Array) -> ToldNetwork:
    """The network of a region around what :func:`flow_of_network` gives."""
    programme = layer.programme
    drivers = np.concatenate([driver_columns(programme), programme.layout["u"][:, :1]], axis=1)
    follow = _Following(programme, solution, drivers)
    p, q = (follow.of(programme.layout[name]) for name in ("p", "q"))
    send, factor = impedance_voltage(programme.layout, programme.instance, True)
    seen = np.maximum(solution[send] * factor, 1e-6)
    feeder = programme.instance.feeder
    curvature = np.stack(
        [
            np.einsum("mb,mbd,mbe->mde", 2 * z / seen, p, p) + np.einsum("mb,mbd,mbe->mde", 2 * z / seen, q, q)
            for z in (feeder.r_pu, feeder.x_pu)
        ]
    )
    at = solution[drivers]
    limits = [np.concatenate(parts) for parts in zip(*_limits(programme, solution, follow, p, q), strict=True)]
    taken = solution[layer.boundary[0][:2]]
    slope = np.stack([follow.of(programme.layout[name])[:, 0] for name in ("tp", "tq")])
    lost = np.einsum("b,mbd->md", feeder.r_pu, follow.of(programme.layout["l"]))
    # The first node is the layer above's: its deviation is counted there.
    nodes = programme.layout["u"][:, 1:] if programme.layout["vd"].shape[1] else programme.layout["u"][:, :0]
    return ToldNetwork(
        at, taken, slope, lost, curvature, limits[0], limits[1], limits[2], solution[nodes], follow.of(nodes)
    )


class _Following:
    """How the network's columns follow the drivers."""

    def __init__(self, programme: Programme, solution: Array, drivers: Array) -> None:
        x, instance = programme.layout, programme.instance
        equal = programme.equal
        rows = np.concatenate(
            [programme.equal_blocks[name].rows for name in ("active_balance", "reactive_balance", "drop")]
        )
        follows = np.flatnonzero([b.follows_voltage for b in instance.case.capacitors])
        names = ("um", "p", "q", "l", "tp", "tq")
        columns = np.concatenate(
            [x["u"][:, 1:].ravel(), *(x[name].ravel() for name in names), x["cw"][:, follows].ravel()]
        )
        linear = vstack([equal[rows], _bent(programme, solution, follows)], format="csc")
        solved = splu(csc_matrix(linear[:, columns]))
        self._place = np.full(x.n_column, -1, np.int64)
        self._place[columns] = np.arange(len(columns))
        own = np.zeros((linear.shape[0], drivers.shape[1]))
        for k in range(drivers.shape[1]):
            # Moments do not touch each other here: one right side serves all of them.
            own[:, k] = -np.asarray(linear[:, drivers[:, k]].sum(axis=1)).ravel()
        self._slope = solved.solve(own)

    def of(self, columns: Array) -> Array:
        """``(n_moment, n, n_driver)`` change of ``(n_moment, n)`` columns by one unit of each driver."""
        return np.asarray(self._slope[self._place[columns]])


def _bent(programme: Programme, solution: Array, follows: Array) -> csc_matrix:
    """Rows, for small changes, of what is no equality of the programme: currents, ratios held, banks at a voltage."""
    x, instance, value = programme.layout, programme.instance, solution
    m = len(instance.horizon)
    entries: list[tuple[Array, Array, Array]] = []
    n_row = 0

    def block(parts: list[tuple[Array, Array]]) -> None:
        nonlocal n_row
        rows = n_row + np.arange(parts[0][0].size).reshape(parts[0][0].shape)
        n_row += rows.size
        for columns, values in parts:
            entries.append((rows.ravel(), columns.ravel(), np.broadcast_to(values, columns.shape).ravel()))

    send, factor = impedance_voltage(x, instance, True)
    seen = np.maximum(value[send] * factor, 1e-6)
    flow = np.square(value[x["p"]]) + np.square(value[x["q"]])
    block([(x["l"], seen), (send, factor * flow / seen), (x["p"], -2 * value[x["p"]]), (x["q"], -2 * value[x["q"]])])
    if len(instance.feeder_tap_branch):
        high = x["u"][:, tap_node(instance)]
        block([(x["um"], np.ones((m, 1))), (high, -value[x["um"]] / value[high])])
    if len(follows):
        u, steps = x["u"][:, instance.node["cb"][follows]], x["cn"][:, follows]
        block([(x["cw"][:, follows], np.ones((m, 1))), (u, -value[steps]), (steps, -value[u])])
    row, column, factors = (np.concatenate([e[k] for e in entries]) for k in range(3))
    return coo_matrix((factors, (row, column)), shape=(n_row, x.n_column)).tocsc()


def _nearest(room: Array) -> Array:
    """``(n_moment, n)`` whether one is among the smallest of its moment: a voltage may be moved by all there is."""
    place = min(_NEAREST, room.shape[1]) - 1
    return np.asarray(room <= np.partition(room, place, axis=1)[:, [place]])


def _limits(
    programme: Programme, solution: Array, follow: _Following, p: Array, q: Array
) -> list[tuple[Array, Array, Array]]:
    """Moment, slope and room of the limits that are near."""
    x, instance = programme.layout, programme.instance
    u, current = solution[x["u"][:, 1:]], solution[x["l"]]
    u_slope, found = follow.of(x["u"][:, 1:]), []
    # With whole positions regions keep a margin: a setpoint that leaves it none is one they cannot keep.
    spare = 2 * MARGIN_PU
    for room, sign in ((u - instance.v_min_pu[1:] ** 2 - spare, -1.0), (instance.v_max_pu[1:] ** 2 - u - spare, 1.0)):
        moment, node = np.nonzero((room < _NEAR_PU2) | _nearest(room))
        found.append((moment, sign * u_slope[moment, node], room[moment, node]))
    most = instance.branch_pu**2 * (1 - spare)
    moment, branch = np.nonzero((current > _NEAR_SHARE * most) & np.isfinite(most))
    found.append((moment, follow.of(x["l"])[moment, branch], (most - current)[moment, branch]))
    block = programme.cone_blocks.get("branch_send")
    if block is not None:
        apparent = np.hypot(solution[x["p"]], solution[x["q"]])
        is_limited = np.isin(np.arange(len(most)), block.element)
        moment, branch = np.nonzero((apparent > _NEAR_SHARE * instance.branch_mva) & is_limited)
        share = [(solution[x[name]] / np.maximum(apparent, 1e-6))[moment, branch, None] for name in ("p", "q")]
        slope = share[0] * p[moment, branch] + share[1] * q[moment, branch]
        found.append((moment, slope, (instance.branch_mva * (1 - MARGIN_PU) - apparent)[moment, branch]))
    return found
