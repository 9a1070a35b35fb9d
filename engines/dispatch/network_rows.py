"""The network's rows: balance, voltage drop, cones, limits.

Branch flow after Baran and Wu, relaxed to second-order cones (Farivar and Low, IEEE Transactions on Power
Systems 28(3), 2013): the squared current of a branch is at least its squared power over its squared voltage.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.dispatch.instance import Instance
from engines.dispatch.layout import Layout
from engines.dispatch.rows import Rows

Array = np.ndarray[Any, Any]


def add_network(rows: Rows, x: Layout, instance: Instance, limited: Array) -> None:
    """All rows of the network.

    Args:
        limited: ``(n_branch,)`` branches whose limit of apparent power is written.
    """
    _balance(rows, x, instance)
    _drop(rows, x, instance)
    _cones(rows, x, instance)
    _limits(rows, x, instance, limited)


def impedance_voltage(x: Layout, instance: Instance, sending: bool) -> tuple[Array, Array]:
    """Columns ``(n_moment, n_branch)`` and factors ``(n_branch,)`` of the squared voltage an impedance sees."""
    feeder = instance.feeder
    ratio = feeder.send_ratio if sending else feeder.receive_ratio
    columns = x["u"][:, feeder.parent if sending else feeder.child].copy()
    factor = 1.0 / ratio**2
    is_from = _is_from(instance, sending)
    for k, branch in enumerate(instance.feeder_tap_branch):
        if is_from[k]:
            columns[:, branch] = x["um"][:, k]
            factor[branch] = 1.0
    return columns, factor


def loss_terms(x: Layout, instance: Instance) -> list[tuple[Array, Array]]:
    """What the losses are made of: ``(n_moment, n)`` columns and ``(n,)`` MW per unit of each."""
    feeder = instance.feeder
    terms = [(x["l"], feeder.r_pu), (x["u"], feeder.g_node)]
    for sending, g in ((True, feeder.g_send), (False, feeder.g_receive)):
        if g.any():
            columns, factor = impedance_voltage(x, instance, sending)
            terms.append((columns, g * factor))
    return terms


def _is_from(instance: Instance, sending: bool) -> Array:
    """Whether that end of each feeder tap changer's branch is its high side, where the ratio stands."""
    feeder, branch = instance.feeder, instance.feeder_tap_branch
    high = feeder.node_of_bus[feeder.model.pi.from_row[feeder.table_row[branch]]]
    return np.asarray((feeder.parent if sending else feeder.child)[branch] == high)


def tap_node(instance: Instance) -> Array:
    """``(n_feeder_tap,)`` node at the high side of each tap changer in a feeder."""
    feeder = instance.feeder
    return feeder.node_of_bus[feeder.model.pi.from_row[feeder.table_row[instance.feeder_tap_branch]]]


def _balance(rows: Rows, x: Layout, instance: Instance) -> None:
    feeder, node = instance.feeder, instance.node
    m = np.arange(len(instance.horizon))[:, None]
    nodes = np.arange(feeder.n_node)[None, :]
    response_q = _response_ratio(instance)
    p_given, q_given = instance.p_load_mw.copy(), instance.q_load_mvar.copy()
    np.subtract.at(p_given, (m, node["dr"][None, :]), instance.response_p_mw)
    np.subtract.at(q_given, (m, node["dr"][None, :]), response_q * instance.response_p_mw)
    active = rows.equal.block("active_balance", m, nodes, p_given).rows.reshape(p_given.shape)
    reactive = rows.equal.block("reactive_balance", m, nodes, q_given).rows.reshape(q_given.shape)
    add = rows.equal.add
    parent, child = feeder.parent, feeder.child
    for row, flow, z, shunt, own in (
        (active, "p", feeder.r_pu, (-feeder.g_send, -feeder.g_receive), -feeder.g_node),
        (reactive, "q", feeder.x_pu, (feeder.b_send, feeder.b_receive), feeder.b_node),
    ):
        add(row[:, child], x[flow], 1.0)
        add(row[:, child], x["l"], -z)
        add(row[:, parent], x[flow], -1.0)
        for end, at, y in ((True, parent, shunt[0]), (False, child, shunt[1])):
            if y.any():
                columns, factor = impedance_voltage(x, instance, end)
                add(row[:, at], columns, y * factor)
        if own.any():
            add(row, x["u"], own)
    for name, kind, sign in (("rp", "ren", 1.0), ("gp", "mt", 1.0), ("ed", "es", 1.0), ("ec", "es", -1.0)):
        add(active[:, node[kind]], x[name], sign)
    for name, kind in (("rq", "ren"), ("gq", "mt"), ("eq", "es"), ("sq", "svc")):
        add(reactive[:, node[kind]], x[name], 1.0)
    add(active[:, feeder.roots], x["tp"], 1.0)
    add(reactive[:, feeder.roots], x["tq"], 1.0)
    add(active[:, node["dr"]], x["dp"], -1.0)
    add(reactive[:, node["dr"]], x["dp"], -response_q)
    banks = instance.case.capacitors
    step_mvar = np.array([b.step_mvar for b in banks])
    follows = np.array([b.follows_voltage for b in banks], bool)
    add(reactive[:, node["cb"]][:, ~follows], x["cn"][:, ~follows], step_mvar[~follows])
    add(reactive[:, node["cb"]][:, follows], x["cw"][:, follows], step_mvar[follows])


def _response_ratio(instance: Instance) -> Array:
    """``(n_moment, n_dr)`` Mvar per MW of the load under demand response."""
    p, q = instance.response_p_mw, instance.response_q_mvar
    return np.divide(q, p, out=np.zeros_like(q), where=np.abs(p) > 1e-9)


def _drop(rows: Rows, x: Layout, instance: Instance) -> None:
    feeder = instance.feeder
    n = len(feeder.child)
    block = rows.equal.block("drop", np.arange(len(instance.horizon))[:, None], np.arange(n)[None, :], 0.0)
    row = block.rows.reshape(len(instance.horizon), n)
    for sending, sign in ((False, 1.0), (True, -1.0)):
        columns, factor = impedance_voltage(x, instance, sending)
        rows.equal.add(row, columns, sign * factor)
    rows.equal.add(row, x["p"], 2 * feeder.r_pu)
    rows.equal.add(row, x["q"], 2 * feeder.x_pu)
    rows.equal.add(row, x["l"], -(feeder.r_pu**2 + feeder.x_pu**2))


def _cones(rows: Rows, x: Layout, instance: Instance) -> None:
    """``l u >= p² + q²`` as ``|(2p, 2q, l - u)| <= l + u``."""
    n = len(instance.feeder.child)
    block = rows.cones("current", np.arange(len(instance.horizon))[:, None], np.arange(n)[None, :], np.zeros(4))
    row = block.rows.reshape(len(instance.horizon), n, 4)
    columns, factor = impedance_voltage(x, instance, True)
    add = rows.cone.add
    for part, sign in ((0, -1.0), (3, 1.0)):
        add(row[:, :, part], x["l"], -1.0)
        add(row[:, :, part], columns, sign * factor)
    add(row[:, :, 1], x["p"], -2.0)
    add(row[:, :, 2], x["q"], -2.0)


def _limits(rows: Rows, x: Layout, instance: Instance, limited: Array) -> None:
    feeder = instance.feeder
    rows.at_least("voltage_min", x["u"], instance.v_min_pu**2)
    rows.at_most("voltage_max", x["u"], instance.v_max_pu**2)
    rows.at_most("branch_current", x["l"], instance.branch_pu**2)
    branch = np.flatnonzero(limited)
    if len(branch):
        m = np.arange(len(instance.horizon))[:, None]
        right = np.zeros((len(m), len(branch), 3))
        right[:, :, 0] = instance.branch_mva[branch]
        for name, is_far in (("branch_send", False), ("branch_receive", True)):
            block = rows.cones(name, m, branch[None, :], right.reshape(-1, 3))
            row = block.rows.reshape(len(m), len(branch), 3)
            for k, (flow, z) in enumerate((("p", feeder.r_pu), ("q", feeder.x_pu)), start=1):
                rows.cone.add(row[:, :, k], x[flow][:, branch], -1.0)
                if is_far:
                    rows.cone.add(row[:, :, k], x["l"][:, branch], z[branch])
    _sources(rows, x, instance)


def _sources(rows: Rows, x: Layout, instance: Instance) -> None:
    feeder, m = instance.feeder, np.arange(len(instance.horizon))
    tapped = {s.at: s for s in instance.staircases if s.kind == "substation"}
    for root, node in enumerate(feeder.roots):
        v_grid = instance.v_grid_pu[root]
        if root in tapped:
            k = tapped[root].value
            columns = x["u"][:, [int(node)]]
            rows.at_least(f"tap_min {root}", columns, (k.min() * v_grid) ** 2)
            rows.at_most(f"tap_max {root}", columns, (k.max() * v_grid) ** 2)
        else:
            block = rows.equal.block(f"source_voltage {root}", m, root, v_grid**2)
            rows.equal.add(block.rows, x["u"][:, node], 1.0)
    high = tap_node(instance)
    for s in instance.staircases:
        if s.kind == "feeder":
            # The hull over the positions, projected: the voltages of both sides stay in a wedge.
            for name, ratio, sign in (("wedge_low", s.value.min(), -1.0), ("wedge_high", s.value.max(), 1.0)):
                block = rows.upper.block(f"{name} {s.at}", m, s.at, 0.0)
                rows.upper.add(block.rows, x["u"][:, high[s.at]], sign)
                rows.upper.add(block.rows, x["um"][:, s.at], -sign * ratio**2)
