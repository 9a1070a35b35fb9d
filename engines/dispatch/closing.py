"""The flow that belongs to devices held as they are: backward and forward over the tree until it stands still.

What regions and the layer above still differ by is closed by this, so that the model's voltages and losses are those of
one network. The load flow that judges the plan is another engine's.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.dispatch.instance import Instance
from engines.dispatch.layout import Layout
from engines.dispatch.network_rows import tap_node
from engines.dispatch.rounding import Switching

Array = np.ndarray[Any, Any]

_SETTLED = 1e-13
_MOST_SWEEPS = 60


def settled_flow(
    instance: Instance,
    x: Layout,
    columns: Array,
    switching: Switching | None,
    source_u: Array | None = None,
    injected: tuple[Array, Array] | None = None,
) -> Array | None:
    """``columns`` with flows, currents and voltages of the network; ``None`` where they never settle.

    Args:
        switching: what is switched; ``None`` takes the positions anywhere between that ``columns`` stand at.
        source_u: ``(n_root, n_moment)`` squared voltages of the sources; ``None`` for those the taps give.
        injected: ``(n_moment, n_node)`` MW and Mvar put in, without banks that follow the voltage; ``None`` for what
            the devices put in and loads take.
    """
    feeder, solution = instance.feeder, columns.copy()
    p_in, q_in, b_bank = _injected(instance, x, columns, switching)
    if injected is not None:
        p_in, q_in = injected
    low, high = _factors(instance, x, columns, switching)
    u = np.maximum(columns[x["u"]], 0.25)
    if source_u is None:
        assert switching is not None
        source_u = np.stack(_source_voltage(instance, switching))
    for root, value in enumerate(source_u):
        u[:, root] = value
    n = len(feeder.child)
    p, q, current = (np.zeros((len(u), n)) for _ in range(3))
    for _ in range(_MOST_SWEEPS):
        before = u.copy()
        p_node, q_node = -p_in + feeder.g_node * u, -q_in - (feeder.b_node + b_bank) * u
        for k in range(n - 1, -1, -1):
            i, j = feeder.parent[k], feeder.child[k]
            u_send, u_receive = u[:, i] * low[:, k], u[:, j] * high[:, k]
            p_far, q_far = (
                p_node[:, j] + feeder.g_receive[k] * u_receive,
                q_node[:, j] - feeder.b_receive[k] * u_receive,
            )
            current[:, k] = (p_far**2 + q_far**2) / u_receive
            p[:, k] = p_far + feeder.r_pu[k] * current[:, k]
            q[:, k] = q_far + feeder.x_pu[k] * current[:, k]
            p_node[:, i] += p[:, k] + feeder.g_send[k] * u_send
            q_node[:, i] += q[:, k] - feeder.b_send[k] * u_send
        for k in range(n):
            i, j = feeder.parent[k], feeder.child[k]
            r, z = feeder.r_pu[k], feeder.x_pu[k]
            drop = 2 * (r * p[:, k] + z * q[:, k]) - (r**2 + z**2) * current[:, k]
            u[:, j] = np.maximum((u[:, i] * low[:, k] - drop) / high[:, k], 0.04)
        if np.abs(u - before).max(initial=0.0) <= _SETTLED:
            break
    else:
        return None
    solution[x["u"]], solution[x["p"]], solution[x["q"]], solution[x["l"]] = u, p, q, current
    roots = feeder.roots
    solution[x["tp"]], solution[x["tq"]] = p_node[:, roots], q_node[:, roots]
    high_node = tap_node(instance)
    for k, branch in enumerate(instance.feeder_tap_branch):
        is_sending = feeder.parent[branch] == high_node[k]
        solution[x["um"][:, k]] = u[:, high_node[k]] * (low if is_sending else high)[:, branch]
    return solution


def _source_voltage(instance: Instance, switching: Switching) -> list[Array]:
    """Squared voltage of each source, ``(n_moment,)``."""
    m = len(instance.horizon)
    found = [np.full(m, v**2) for v in instance.v_grid_pu.tolist()]
    for s, positions in zip(instance.staircases, switching.positions, strict=True):
        if s.kind == "substation":
            found[s.at] = np.square(s.value[positions][instance.horizon.step] * instance.v_grid_pu[s.at])
    return found


def _factors(instance: Instance, x: Layout, columns: Array, switching: Switching | None) -> tuple[Array, Array]:
    """``(n_moment, n_branch)`` of sending and receiving node: what their squared voltage is multiplied with."""
    feeder, m = instance.feeder, len(instance.horizon)
    send = np.tile(1 / feeder.send_ratio**2, (m, 1))
    receive = np.tile(1 / feeder.receive_ratio**2, (m, 1))
    high_node = tap_node(instance)
    for k, s in enumerate(instance.staircases):
        if s.kind == "feeder":
            branch = int(instance.feeder_tap_branch[s.at])
            end = send if feeder.parent[branch] == high_node[s.at] else receive
            if switching is None:
                end[:, branch] = columns[x["um"][:, s.at]] / columns[x["u"][:, high_node[s.at]]]
            else:
                end[:, branch] = 1 / np.square(s.value[switching.positions[k]][instance.horizon.step])
    return send, receive


def _injected(instance: Instance, x: Layout, columns: Array, switching: Switching | None) -> tuple[Array, Array, Array]:
    """``(n_moment, n_node)`` MW and Mvar put in by devices less loads, and Mvar of banks at 1 pu."""
    node, case = instance.node, instance.case
    p, q = -instance.p_load_mw.copy(), -instance.q_load_mvar.copy()
    banks = np.zeros_like(p)

    def add(to: Array, kind: str, values: Array) -> None:
        np.add.at(to.T, node[kind], values.T)

    for name, kind, sign in (("rp", "ren", 1.0), ("gp", "mt", 1.0), ("ed", "es", 1.0), ("ec", "es", -1.0)):
        add(p, kind, sign * columns[x[name]])
    for name, kind in (("rq", "ren"), ("gq", "mt"), ("eq", "es"), ("sq", "svc")):
        add(q, kind, columns[x[name]])
    given_p, given_q = instance.response_p_mw, instance.response_q_mvar
    ratio = np.divide(given_q, given_p, out=np.zeros_like(given_q), where=np.abs(given_p) > 1e-9)
    less = given_p - columns[x["dp"]]
    add(p, "dr", less)
    add(q, "dr", less * ratio)
    for k, s in enumerate(instance.staircases):
        if s.kind == "capacitor":
            steps = columns[x["cn"][:, s.at]]
            if switching is not None:
                steps = s.value[switching.positions[k]][instance.horizon.step]
            mvar = steps * case.capacitors[s.at].step_mvar
            to = banks if case.capacitors[s.at].follows_voltage else q
            to[:, node["cb"][s.at]] += mvar
    return p, q, banks
