"""A case put on a network: devices find their buses, profiles their loads, limits their places."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engines.dispatch.feeder import Feeder, branch_name, radial_feeder
from engines.dispatch.instance import Horizon, Instance, make_horizon
from engines.dispatch.places import bus_node, source_place
from engines.dispatch.staircases import feeder_tap_places, make_staircases
from engines.grid.limit_check import limit_arrays
from engines.grid.snapshot import Snapshot
from engines.loadflow.injections import ZIP_COLUMNS, row_power
from engines.values.dispatch_case import DispatchCase
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

_REPLACED = {"renewables": "sgen", "storages": "storage", "capacitors": "shunt"}


def attach(case: DispatchCase, snapshot: Snapshot) -> Instance:
    """The case on the network of ``snapshot``, whose switches and taps hold for the whole horizon.

    Raises:
        InputError: a device on no bus, a network that is not radial or has an islanded part, loads that follow
            the voltage, or two devices where there can be one.
    """
    network = snapshot.network
    if any(network["load"][column].any() for column in ZIP_COLUMNS):
        reason = "has loads that follow the voltage, which a plan takes as given power"
        raise InputError(network.name, reason, "set their const_z and const_i shares to 0")
    snapshot = _without_replaced(case, snapshot)
    feeder = radial_feeder(snapshot)
    node = {
        "ren": bus_node(case.renewables, feeder, network),
        "es": bus_node(case.storages, feeder, network),
        "mt": bus_node(case.turbines, feeder, network),
        "dr": bus_node(case.responses, feeder, network),
        "cb": bus_node(case.capacitors, feeder, network),
        "svc": bus_node(case.compensators, feeder, network),
    }
    if len(np.unique(node["dr"])) < len(node["dr"]):
        raise InputError(case.name, "has demand response twice at one bus", "join the two")
    horizon = make_horizon(case.n_step, case.step_hours)
    p_load, q_load, p_own, q_own = _loads(case, snapshot, feeder, horizon)
    ties = np.full(len(feeder.roots), -1, np.int64)
    for k, tie in enumerate(case.ties):
        place = source_place(tie.bus, feeder, network, "tie")
        if ties[place] >= 0:
            raise InputError(case.name, "has two ties at one source", "join the two")
        ties[place] = k
    low, high = _voltage_limits(case, snapshot, feeder)
    branch_mva, branch_pu = _branch_limits(case, snapshot, feeder)
    source_pu = snapshot.column("ext_grid", "vm_pu")[feeder.root_source]
    return Instance(
        case=case,
        snapshot=snapshot,
        feeder=feeder,
        horizon=horizon,
        p_load_mw=p_load - p_own,
        q_load_mvar=q_load - q_own,
        v_min_pu=low,
        v_max_pu=high,
        branch_mva=branch_mva,
        branch_pu=branch_pu,
        v_grid_pu=source_pu if np.isnan(case.v_grid_pu) else np.full(len(source_pu), case.v_grid_pu),
        tie=ties,
        staircases=make_staircases(case, snapshot, feeder),
        node=node,
        available_mw=_available(case, horizon),
        response_p_mw=p_load[:, node["dr"]],
        response_q_mvar=q_load[:, node["dr"]],
        feeder_tap_branch=feeder_tap_places(case, snapshot, feeder)[0],
        feeder_tap_row=feeder_tap_places(case, snapshot, feeder)[1],
        price=case.prices.grid[horizon.step],
    )


def _without_replaced(case: DispatchCase, snapshot: Snapshot) -> Snapshot:
    """The snapshot without the elements that a device of the case stands for."""
    for devices, table in _REPLACED.items():
        for device in getattr(case, devices):
            if not device.element:
                continue
            rows = np.flatnonzero(snapshot.network[table].id == device.element)
            if not len(rows):
                place = f"{case.name}, element {device.element}"
                raise InputError(place, f"there is no such {table} in {snapshot.network.name}", "check its id")
            snapshot = snapshot.with_values(table, "in_service", rows, False)
    return snapshot


def _loads(case: DispatchCase, snapshot: Snapshot, feeder: Feeder, horizon: Horizon) -> tuple[Array, ...]:
    """Consumption and own generation, ``(n_moment, n_node)`` each: p and q of loads, p and q of what generates."""
    shape = (case.n_step, feeder.n_node)
    if "load" in case.profiles:
        load, own = _node_power(snapshot, feeder)
        factor = case.profiles["load"][:, None]
        parts = [*(factor * part for part in load), *(np.broadcast_to(part, shape) for part in own)]
    else:
        parts = [np.zeros(shape) for _ in range(4)]
        for step in range(case.n_step):
            load, own = _node_power(at_step(case, snapshot, step), feeder)
            for part, values in zip(parts, (*load, *own), strict=True):
                part[step] = values
    if not all(np.isfinite(part).all() for part in parts):
        raise InputError(snapshot.network.name, "has loads that are not numbers", "fill the gaps in its profiles")
    return tuple(part[horizon.step] for part in parts)


def at_step(case: DispatchCase, snapshot: Snapshot, step: int) -> Snapshot:
    """The network under its own profiles at a step. Raises ``InputError`` where they do not reach."""
    assert case.start is not None
    moment = case.start + np.timedelta64(round(step * case.step_hours * 3600), "s")
    profiles = snapshot.network.profiles
    if profiles is None:
        raise InputError(snapshot.network.name, "has no profiles to follow", "give a load profile in [profiles]")
    own = snapshot.at(profiles.same_moment(moment))
    # What was taken out stays out; only powers follow the profiles.
    return replace(own, time=moment)


def _node_power(snapshot: Snapshot, feeder: Feeder) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    sums = []
    for tables in ((("load", 1.0),), (("sgen", 1.0), ("storage", -1.0))):
        total = np.zeros((2, feeder.n_node))
        for table, sign in tables:
            node = feeder.node_of_bus[snapshot.network.bus_row(snapshot.network[table]["bus"])]
            for k, power in enumerate(row_power(snapshot, table)):
                total[k] += np.bincount(node[node >= 0], sign * power[node >= 0], feeder.n_node)
        sums.append((total[0], total[1]))
    return sums[0], sums[1]


def _available(case: DispatchCase, horizon: Horizon) -> Array:
    if not case.renewables:
        return np.zeros((len(horizon), 0))
    per_unit = np.stack([case.profiles[r.profile] for r in case.renewables], axis=1)
    rated, inverter = (np.array([getattr(r, name) for r in case.renewables]) for name in ("p_mw", "s_mva"))
    # What an inverter cannot make is not curtailed by anyone.
    return np.asarray(np.minimum(per_unit * rated, inverter)[horizon.step])


def _voltage_limits(case: DispatchCase, snapshot: Snapshot, feeder: Feeder) -> tuple[Array, Array]:
    """The tightest limits of the buses of each node."""
    limits = limit_arrays(snapshot.network)
    low, high = np.full(feeder.n_node, 0.5), np.full(feeder.n_node, 1.5)
    live = feeder.node_of_bus >= 0
    given_low = limits.min_pu if np.isnan(case.v_min_pu) else np.full(len(live), case.v_min_pu)
    given_high = limits.max_pu if np.isnan(case.v_max_pu) else np.full(len(live), case.v_max_pu)
    np.fmax.at(low, feeder.node_of_bus[live], given_low[live])
    np.fmin.at(high, feeder.node_of_bus[live], given_high[live])
    return low, high


def _branch_limits(case: DispatchCase, snapshot: Snapshot, feeder: Feeder) -> tuple[Array, Array]:
    n = len(feeder.child)
    none = np.full(n, np.inf)
    if not np.isnan(case.branch_limit_mva):
        return np.full(n, case.branch_limit_mva), none
    model, row = feeder.model, feeder.table_row
    percent = np.fmax(
        model.loading_from[row] * _ka_base(model, row, "from"), model.loading_to[row] * _ka_base(model, row, "to")
    )
    normal = np.full(len(model.pi), snapshot.network.limits.loading_normal_percent)
    for table, values in limit_arrays(snapshot.network).normal_percent.items():
        part = model.part[table]
        own = values[model.switch_rows] if table == "switch" else np.tile(values, 3 if table == "trafo3w" else 1)
        normal[part] = own
    with np.errstate(divide="ignore", invalid="ignore"):
        return none, np.where(percent > 0, normal[row] / percent, np.inf)


def _ka_base(model: Any, row: Array, end: str) -> Array:
    """Ampere of 1 MVA at nominal voltage at an end of each branch."""
    place = model.pi.from_row if end == "from" else model.pi.to_row
    return np.asarray(1e3 / (np.sqrt(3) * model.vn_kv[place[row]]))


def tree_branch_name(instance: Instance, branch: int) -> str:
    """The id of a branch of the feeder."""
    feeder = instance.feeder
    return branch_name(instance.snapshot.network, feeder.model, int(feeder.table_row[branch]))
