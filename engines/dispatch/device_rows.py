"""The devices' rows: limits, circles of inverters, energy over time, ramps."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.dispatch.instance import Instance
from engines.dispatch.layout import Layout
from engines.dispatch.rows import Rows

Array = np.ndarray[Any, Any]


def add_devices(rows: Rows, x: Layout, instance: Instance) -> None:
    """All rows of the devices and of the exchange with the upper grid."""
    _ties(rows, x, instance)
    _renewables(rows, x, instance)
    _storages(rows, x, instance)
    _turbines(rows, x, instance)
    _responses(rows, x, instance)
    _capacitors(rows, x, instance)
    low, high = (np.array([getattr(c, f"q_{end}_mvar") for c in instance.case.compensators]) for end in ("min", "max"))
    rows.at_least("svc_min", x["sq"], low)
    rows.at_most("svc_max", x["sq"], high)
    if x["vd"].shape[1]:
        _deviation(rows, x)


def _circle(rows: Rows, name: str, p: list[tuple[Array, float]], q: Array, s_mva: Array) -> None:
    """``p² + q² <= s²``; p is a sum of columns with signs. Without a finite rating there is none."""
    rated = np.flatnonzero(np.isfinite(s_mva))
    if not len(rated) or not q.size:
        return
    m = len(q)
    right = np.zeros((m, len(rated), 3))
    right[:, :, 0] = s_mva[rated]
    block = rows.cones(name, np.arange(m)[:, None], rated[None, :], right.reshape(-1, 3))
    row = block.rows.reshape(m, len(rated), 3)
    for columns, sign in p:
        rows.cone.add(row[:, :, 1], columns[:, rated], -sign)
    rows.cone.add(row[:, :, 2], q[:, rated], -1.0)


def _ramps(rows: Rows, name: str, instance: Instance, columns: Array, per_hour: Array, initial: Array) -> None:
    """A change from step to step of at most ``per_hour`` times the step's length; from ``initial`` where known."""
    horizon = instance.horizon
    limit = per_hour * horizon.hours
    later = np.flatnonzero(horizon.previous >= 0)
    ramped = np.flatnonzero(np.isfinite(limit))
    if len(ramped) and len(later):
        for direction, sign in (("up", 1.0), ("down", -1.0)):
            block = rows.upper.block(f"{name}_{direction}", later[:, None], ramped[None, :], limit[ramped][None, :])
            row = block.rows.reshape(len(later), len(ramped))
            rows.upper.add(row, columns[np.ix_(later, ramped)], sign)
            rows.upper.add(row, columns[np.ix_(horizon.previous[later], ramped)], -sign)
    first = columns[horizon.previous < 0]
    rows.at_most(f"{name}_first_up", first, initial + limit)
    rows.at_least(f"{name}_first_down", first, initial - limit)


def _ties(rows: Rows, x: Layout, instance: Instance) -> None:
    ties = [instance.case.ties[k] if k >= 0 else None for k in instance.tie]

    def limits(name: str, otherwise: float) -> Array:
        return np.array([otherwise if t is None else getattr(t, name) for t in ties])

    rows.at_least("tie_p_min", x["tp"], limits("p_min_mw", -np.inf))
    rows.at_most("tie_p_max", x["tp"], limits("p_max_mw", np.inf))
    rows.at_least("tie_q_min", x["tq"], limits("q_min_mvar", -np.inf))
    rows.at_most("tie_q_max", x["tq"], limits("q_max_mvar", np.inf))
    _circle(rows, "tie_s", [(x["tp"], 1.0)], x["tq"], limits("s_mva", np.inf))
    p_ramp, q_ramp = limits("p_ramp_mw_per_h", np.inf), limits("q_ramp_mvar_per_h", np.inf)
    _ramps(rows, "tie_p_ramp", instance, x["tp"], p_ramp, limits("initial_p_mw", np.nan))
    _ramps(rows, "tie_q_ramp", instance, x["tq"], q_ramp, limits("initial_q_mvar", np.nan))


def _renewables(rows: Rows, x: Layout, instance: Instance) -> None:
    units = instance.case.renewables
    rows.at_least("ren_min", x["rp"], 0.0)
    rows.at_most("ren_max", x["rp"], instance.available_mw)
    _circle(rows, "ren_s", [(x["rp"], 1.0)], x["rq"], np.array([u.s_mva for u in units]))
    bounded = np.flatnonzero([u.power_factor_min > 0 for u in units])
    if len(bounded):
        factor = np.array([units[k].power_factor_min for k in bounded])
        slope = np.sqrt(1 - factor**2) / factor
        for name, sign in (("ren_factor_over", 1.0), ("ren_factor_under", -1.0)):
            block = rows.upper.block(name, np.arange(len(x["rp"]))[:, None], bounded[None, :], 0.0)
            row = block.rows.reshape(-1, len(bounded))
            rows.upper.add(row, x["rq"][:, bounded], sign)
            rows.upper.add(row, x["rp"][:, bounded], -slope)


def _storages(rows: Rows, x: Layout, instance: Instance) -> None:
    units, horizon = instance.case.storages, instance.horizon
    if not units:
        return
    power = np.array([u.p_mw for u in units])
    rows.at_least("charge_min", x["ec"], 0.0)
    rows.at_least("discharge_min", x["ed"], 0.0)
    m, n = x["ec"].shape
    # The hull of "charges or discharges, never both".
    either = rows.upper.block("storage_power", np.arange(m)[:, None], np.arange(n)[None, :], power[None, :])
    rows.upper.add(either.rows.reshape(m, n), x["ec"], 1.0)
    rows.upper.add(either.rows.reshape(m, n), x["ed"], 1.0)
    _circle(rows, "storage_s", [(x["ed"], 1.0), (x["ec"], -1.0)], x["eq"], np.array([u.s_mva for u in units]))
    held = np.where(horizon.previous[:, None] < 0, np.array([u.e_initial_mwh for u in units]), 0.0)
    row = rows.equal.block("storage_energy", np.arange(m)[:, None], np.arange(n)[None, :], held).rows.reshape(m, n)
    into = np.array([u.efficiency_charge for u in units]) * horizon.hours
    out = horizon.hours / np.array([u.efficiency_discharge for u in units])
    rows.equal.add(row, x["ee"], 1.0)
    rows.equal.add(row, x["ec"], -into)
    rows.equal.add(row, x["ed"], out)
    later = np.flatnonzero(horizon.previous >= 0)
    rows.equal.add(row[later], x["ee"][horizon.previous[later]], -1.0)
    final = np.array([u.e_final_mwh for u in units])
    inside = ~horizon.is_last[:, None]
    rows.at_least("energy_min", x["ee"], np.where(inside, np.array([u.e_min_mwh for u in units]), np.nan))
    rows.at_least("energy_final", x["ee"], np.where(inside, np.nan, final))
    rows.at_most("energy_max", x["ee"], np.array([u.e_mwh for u in units]))


def _turbines(rows: Rows, x: Layout, instance: Instance) -> None:
    units = instance.case.turbines
    rows.at_least("turbine_min", x["gp"], np.array([u.p_min_mw for u in units]))
    _circle(rows, "turbine_s", [(x["gp"], 1.0)], x["gq"], np.array([u.s_mva for u in units]))
    ramp, initial = np.array([u.ramp_mw_per_h for u in units]), np.array([u.initial_p_mw for u in units])
    if units:
        _ramps(rows, "turbine_ramp", instance, x["gp"], ramp, initial)


def _responses(rows: Rows, x: Layout, instance: Instance) -> None:
    units, horizon = instance.case.responses, instance.horizon
    if not units:
        return
    given, share = instance.response_p_mw, np.array([u.flexible_fraction for u in units])
    rows.at_least("response_min", x["dp"], given - share * np.abs(given))
    rows.at_most("response_max", x["dp"], given + share * np.abs(given))
    m, n = given.shape
    block = rows.equal.block("response_energy", np.arange(m)[:, None], np.arange(n)[None, :], -given * horizon.hours)
    row = block.rows.reshape(m, n)
    rows.equal.add(row, x["dx"], 1.0)
    rows.equal.add(row, x["dp"], -horizon.hours)
    later = np.flatnonzero(horizon.previous >= 0)
    rows.equal.add(row[later], x["dx"][horizon.previous[later]], -1.0)
    last = np.flatnonzero(horizon.is_last)
    block = rows.equal.block("response_conserved", last[:, None], np.arange(n)[None, :], 0.0)
    rows.equal.add(block.rows.reshape(len(last), n), x["dx"][last], 1.0)
    # More than the flexible share of a whole horizon can never be ahead; said, so that steps taken apart are bounded.
    most = share * np.abs(given).sum(axis=0) * horizon.hours
    shift = np.minimum(np.array([u.max_shift_mwh for u in units]), most)
    rows.at_most("response_ahead", x["dx"], shift)
    rows.at_least("response_behind", x["dx"], -shift)


def _capacitors(rows: Rows, x: Layout, instance: Instance) -> None:
    banks, node = instance.case.capacitors, instance.node["cb"]
    steps = np.array([float(b.steps) for b in banks])
    rows.at_least("capacitor_min", x["cn"], 0.0)
    rows.at_most("capacitor_max", x["cn"], steps)
    m = np.arange(len(instance.horizon))
    for k, bank in enumerate(banks):
        cw, cn, u = x["cw"][:, k], x["cn"][:, k], x["u"][:, node[k]]
        if not bank.follows_voltage:
            block = rows.equal.block(f"capacitor_unused {k}", m, k, 0.0)
            rows.equal.add(block.rows, cw, 1.0)
            continue
        # McCormick's hull of steps times squared voltage.
        low, high = instance.v_min_pu[node[k]] ** 2, instance.v_max_pu[node[k]] ** 2
        for name, right, parts in (
            ("a", 0.0, ((cn, low), (cw, -1.0))),
            ("b", 0.0, ((cw, 1.0), (cn, -high))),
            ("c", -low * steps[k], ((cw, 1.0), (u, -steps[k]), (cn, -low))),
            ("d", high * steps[k], ((u, steps[k]), (cn, high), (cw, -1.0))),
        ):
            block = rows.upper.block(f"capacitor_hull_{name} {k}", m, k, right)
            for columns, factor in parts:
                rows.upper.add(block.rows, columns, factor)


def _deviation(rows: Rows, x: Layout) -> None:
    """``vd >= |u - 1| / 2``, to first order the deviation of the voltage."""
    m, n = x["vd"].shape
    for name, sign in (("deviation_over", 0.5), ("deviation_under", -0.5)):
        block = rows.upper.block(name, np.arange(m)[:, None], np.arange(n)[None, :], sign)
        row = block.rows.reshape(m, n)
        rows.upper.add(row, x["u"], sign)
        rows.upper.add(row, x["vd"], -1.0)
