"""What a region tells of its network: how all it takes in follows its devices, to first order around its own plan.

The branch flow equations, with the squared current of a branch as its squared power over its squared voltage, are
solved for small changes of devices and of the voltage the region begins with. What losses curve by is told as the
second derivative of that current. So the layer above sees the region's losses and limits, and not its branches.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import coo_matrix, csc_matrix, vstack
from scipy.sparse.linalg import splu

from engines.dispatch.closing import settled_flow
from engines.dispatch.driver_columns import driver_columns
from engines.dispatch.layers.boundary import Layer
from engines.dispatch.network_rows import impedance_voltage, tap_node
from engines.dispatch.programme import Programme

Array = np.ndarray[Any, Any]

_NEAR_PU2 = 0.04
"""A limit of a squared voltage further away than this is not told, unless it is one of the nearest of its moment."""
_NEAREST = 3
_NEAR_SHARE = 0.5
"""Nor one of a branch that is used by less than this."""


@dataclass(frozen=True, slots=True, eq=False)
class ToldNetwork:
    """A region's network around a plan of its own.

    Drivers are its device columns, the ratios of its regulators (squared voltage behind one by that before it) and,
    last, u where it begins.

    Attributes:
        at: ``(n_moment, n_driver)`` values of the drivers there.
        taken: ``(2, n_moment)`` MW and Mvar it takes in there; slope: ``(2, n_moment, n_driver)`` by one unit more.
        lost: ``(n_moment, n_driver)`` MW of losses by one unit more.
        curvature: ``(2, n_moment, n_driver, n_driver)`` second derivative of the losses, MW and Mvar.
        limit_moment: ``(n_limit,)``; limit_slope: ``(n_limit, n_driver)``; limit_room: ``(n_limit,)`` how far a limit
            within it is away: ``limit_slope @ (drivers - at) <= limit_room``; limit_margin: ``(n_limit,)`` how much of
            that a margin of 1 takes.
        u: ``(n_moment, n)`` squared voltages of its nodes where their deviation has a price, else of none.
        u_slope: ``(n_moment, n, n_driver)`` how they follow.
        ratio_range: ``(2, n_moment, n_ratio)`` the least and the most of the ratios; both the same where they are held.
    """

    at: Array
    taken: Array
    slope: Array
    lost: Array
    curvature: Array
    limit_moment: Array
    limit_slope: Array
    limit_room: Array
    limit_margin: Array
    u: Array
    u_slope: Array
    ratio_range: Array

    def still(self) -> ToldNetwork:
        """With the ratios held where they are."""
        n = self.ratio_range.shape[2]
        at = self.at[:, self.at.shape[1] - 1 - n : -1]
        return replace(self, ratio_range=np.stack([at, at]))


def flow_of_network(layer: Layer, solution: Array) -> Array:
    """A region's solution with the flows its devices and voltage make: a relaxation may burn power it need not."""
    programme = layer.programme
    source_u = solution[layer.boundary[0][2]][None, :]
    found = settled_flow(programme.instance, programme.layout, solution, None, source_u)
    return solution if found is None else found


def told_network(layer: Layer, solution: Array, spare: Array | None = None) -> ToldNetwork:
    """The network of a region around what :func:`flow_of_network` gives; its regulators may be set anew.

    ``spare``: ``(2, n_moment)`` how much further than by the margin alone it keeps within its limits; see
    :func:`engines.dispatch.layers.margins.with_spare`.
    """
    programme = layer.programme
    devices, begin = driver_columns(programme), programme.layout["u"][:, :1]
    ratio = solution[programme.layout["um"]] / solution[programme.layout["u"][:, tap_node(programme.instance)]]
    follow = _Following(programme, solution, devices, begin)
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
    at = np.concatenate([solution[devices], ratio, solution[begin]], axis=1)
    near = _limits(programme, solution, follow, p, q, spare)
    moment, limit_slope, room, margin = (np.concatenate(parts) for parts in zip(*near, strict=True))
    taken = solution[layer.boundary[0][:2]]
    slope = np.stack([follow.of(programme.layout[name])[:, 0] for name in ("tp", "tq")])
    lost = np.einsum("b,mbd->md", feeder.r_pu, follow.of(programme.layout["l"]))
    # The first node is the layer above's: its deviation is counted there.
    nodes = programme.layout["u"][:, 1:] if programme.layout["vd"].shape[1] else programme.layout["u"][:, :0]
    return ToldNetwork(
        at, taken, slope, lost, curvature, moment, limit_slope, room, margin, solution[nodes],
        follow.of(nodes), _ratio_range(programme),
    )  # fmt: skip


def _ratio_range(programme: Programme) -> Array:
    instance = programme.instance
    stairs = {s.at: s for s in instance.staircases if s.kind == "feeder"}
    found = [1 / np.square(stairs[k].value) for k in range(len(instance.feeder_tap_branch))]
    ends = np.array([[f.min() for f in found], [f.max() for f in found]]).reshape(2, 1, len(found))
    return np.asarray(np.broadcast_to(ends, (2, len(instance.horizon), len(found))))


class _Following:
    """How the network's columns follow the drivers."""

    def __init__(self, programme: Programme, solution: Array, devices: Array, begin: Array) -> None:
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
        bent, ratio_rows = _bent(programme, solution, follows)
        linear = vstack([equal[rows], bent], format="csc")
        solved = splu(csc_matrix(linear[:, columns]))
        self._place = np.full(x.n_column, -1, np.int64)
        self._place[columns] = np.arange(len(columns))
        n_device, n_ratio = devices.shape[1], ratio_rows.shape[1]
        own = np.zeros((linear.shape[0], n_device + n_ratio + 1))
        for k, driver in (*enumerate(devices.T), (-1, begin[:, 0])):
            # Moments do not touch each other here: one right side serves all of them.
            own[:, k] = -np.asarray(linear[:, driver].sum(axis=1)).ravel()
        high = solution[x["u"][:, tap_node(instance)]]
        for k in range(n_ratio):
            own[len(rows) + ratio_rows[:, k], n_device + k] = high[:, k]
        self._slope = solved.solve(own)

    def of(self, columns: Array) -> Array:
        """``(n_moment, n, n_driver)`` change of ``(n_moment, n)`` columns by one unit of each driver."""
        return np.asarray(self._slope[self._place[columns]])


def _bent(programme: Programme, solution: Array, follows: Array) -> tuple[csc_matrix, Array]:
    """Rows, for small changes, of what is no equality of the programme: currents, ratios held, banks at a voltage.

    Also which of them are the ratios', ``(n_moment, n_ratio)``.
    """
    x, instance, value = programme.layout, programme.instance, solution
    m = len(instance.horizon)
    entries: list[tuple[Array, Array, Array]] = []
    n_row = 0

    def block(parts: list[tuple[Array, Array]]) -> Array:
        nonlocal n_row
        rows = n_row + np.arange(parts[0][0].size).reshape(parts[0][0].shape)
        n_row += rows.size
        for columns, values in parts:
            entries.append((rows.ravel(), columns.ravel(), np.broadcast_to(values, columns.shape).ravel()))
        return rows

    ratios = np.empty((m, 0), np.int64)
    send, factor = impedance_voltage(x, instance, True)
    seen = np.maximum(value[send] * factor, 1e-6)
    flow = np.square(value[x["p"]]) + np.square(value[x["q"]])
    block([(x["l"], seen), (send, factor * flow / seen), (x["p"], -2 * value[x["p"]]), (x["q"], -2 * value[x["q"]])])
    if len(instance.feeder_tap_branch):
        high = x["u"][:, tap_node(instance)]
        ratios = block([(x["um"], np.ones((m, 1))), (high, -value[x["um"]] / value[high])])
    if len(follows):
        u, steps = x["u"][:, instance.node["cb"][follows]], x["cn"][:, follows]
        block([(x["cw"][:, follows], np.ones((m, 1))), (u, -value[steps]), (steps, -value[u])])
    row, column, factors = (np.concatenate([e[k] for e in entries]) for k in range(3))
    return coo_matrix((factors, (row, column)), shape=(n_row, x.n_column)).tocsc(), ratios


def _nearest(room: Array) -> Array:
    """``(n_moment, n)`` whether one is among the smallest of its moment: a voltage may be moved by all there is."""
    place = min(_NEAREST, room.shape[1]) - 1
    return np.asarray(room <= np.partition(room, place, axis=1)[:, [place]])


def _limits(
    programme: Programme, solution: Array, follow: _Following, p: Array, q: Array, spare: Array | None
) -> list[tuple[Array, Array, Array, Array]]:
    """Moment, slope, room and margin of the limits that are near."""
    x, instance = programme.layout, programme.instance
    u, current = solution[x["u"][:, 1:]], solution[x["l"]]
    u_slope, found = follow.of(x["u"][:, 1:]), []
    more = np.zeros((2, len(u), 1)) if spare is None else spare[:, :, None]
    low, high = instance.v_min_pu[1:] ** 2, instance.v_max_pu[1:] ** 2
    for room, sign in ((u - low - more[0], -1.0), (high - u - more[0], 1.0)):
        moment, node = np.nonzero((room < _NEAR_PU2) | _nearest(room))
        found.append((moment, sign * u_slope[moment, node], room[moment, node], np.full(len(moment), 2.0)))
    most = np.broadcast_to(instance.branch_pu**2 * (1 - more[1]), current.shape)
    at = np.nonzero((current > _NEAR_SHARE * most) & np.isfinite(most))
    found.append((at[0], follow.of(x["l"])[at], (most - current)[at], 2 * most[at]))
    block = programme.cone_blocks.get("branch_send")
    if block is not None:
        is_limited = np.isin(np.arange(current.shape[1]), block.element)
        most = np.broadcast_to(instance.branch_mva * (1 - more[1]), current.shape)
        l_slope, feeder = follow.of(x["l"]), instance.feeder
        # Against its direction the far end carries more than the near one.
        for share_lost in (0.0, 1.0):
            flows, slopes = zip(
                *(
                    (solution[x[name]] - share_lost * z * current, slope - share_lost * z[:, None] * l_slope)
                    for name, slope, z in (("p", p, feeder.r_pu), ("q", q, feeder.x_pu))
                ),
                strict=True,
            )
            apparent = np.hypot(*flows)
            at = np.nonzero((apparent > _NEAR_SHARE * instance.branch_mva) & is_limited)
            share = [(flow / np.maximum(apparent, 1e-6))[at][:, None] for flow in flows]
            slope = share[0] * slopes[0][at] + share[1] * slopes[1][at]
            found.append((at[0], slope, (most - apparent)[at], most[at]))
    return found
