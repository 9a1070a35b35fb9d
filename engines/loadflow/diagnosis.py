"""Why a load flow has no solution, in one sentence that names the place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import ElementRef, Network
from engines.grid.schema import BUS_COLUMNS
from engines.grid.snapshot import Snapshot
from engines.loadflow.injections import POWER_TABLES, row_power
from engines.values.loadflow import SolveStatus

Array = np.ndarray[Any, Any]

PLAUSIBLE_MVA = ((1.0, 5.0), (60.0, 300.0), (170.0, 2000.0), (np.inf, 20000.0))
"""Up to which nominal voltage (kV) which power of a single load or generator is believable (MVA)."""
IMPLAUSIBLE_KV = 1500.0
"""No network is built above; a greater value was entered in volts."""
IMPLAUSIBLE_OHM_PER_KM = 100.0
"""Series impedance of a conductor per km above this is a wrong unit."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong and where; ``bus_row`` is -1 where no bus stands out."""

    status: SolveStatus
    cause: str
    bus_row: int = -1


def find_invalid(snapshot: Snapshot) -> Diagnosis | None:
    """The first thing in a snapshot that no engine can solve with, or ``None``."""
    for check in _CHECKS:
        for found in check(snapshot):
            return found
    return None


def _invalid(cause: str, bus_row: int = -1) -> Diagnosis:
    return Diagnosis(SolveStatus.INVALID_INPUT, cause, bus_row)


def _label(network: Network, table: str, row: Any) -> str:
    ref = ElementRef(table, int(row))
    name, element_id = network.label(ref), str(network[table].id[int(row)])
    return f"{table} {element_id}" if name == element_id else f"{table} {name} ({element_id})"


def bus_label(network: Network, row: int) -> str:
    """A bus as a person says it."""
    return _label(network, "bus", row)


def _first(bad: Array) -> Iterator[int]:
    rows = np.flatnonzero(bad)
    if rows.size:
        yield int(rows[0])


def _unknown_buses(snapshot: Snapshot) -> Iterator[Diagnosis]:
    network = snapshot.network
    for table, columns in BUS_COLUMNS.items():
        if table == "customer" or table not in network.tables or len(network[table]) == 0:
            continue
        for name in columns:
            for row in _first(network.bus_row(network[table][name]) < 0):
                index = network[table][name][row]
                yield _invalid(f"{_label(network, table, row)} names bus {index}, which does not exist; correct {name}")
    switch = network["switch"]
    if len(switch):
        for row in _first((switch["et"] == "b") & (network.bus_row(switch["element"]) < 0)):
            yield _invalid(f"{_label(network, 'switch', row)} names bus {switch['element'][row]}, which does not exist")


def _bus_values(snapshot: Snapshot) -> Iterator[Diagnosis]:
    network = snapshot.network
    if len(network.bus) == 0:
        yield _invalid("the network has no buses")
        return
    vn_kv = network.bus["vn_kv"]
    for row in _first(~(vn_kv > 0)):
        yield _invalid(f"{bus_label(network, row)} has no nominal voltage (vn_kv is {vn_kv[row]:g})", row)
    for row in _first(vn_kv > IMPLAUSIBLE_KV):
        yield _invalid(f"{bus_label(network, row)} has vn_kv {vn_kv[row]:g}: volts instead of kilovolts?", row)


def _source_values(snapshot: Snapshot) -> Iterator[Diagnosis]:
    network = snapshot.network
    bus_row = network.bus_row(network["ext_grid"]["bus"])
    bus_ok = snapshot.column("bus", "in_service")
    active = snapshot.column("ext_grid", "in_service") & bus_ok[bus_row]
    gen = network["gen"]
    slack = snapshot.column("gen", "in_service") & gen["slack"] & bus_ok[network.bus_row(gen["bus"])]
    if not active.any() and not slack.any():
        if len(active) == 0:
            cause = "no external grid (slack) feeds the network; add one at the bus it is supplied from"
        else:
            cause = f"{_label(network, 'ext_grid', 0)} and every other source is out of service; put one in service"
        yield Diagnosis(SolveStatus.NO_SOURCE, cause, int(bus_row[0]) if len(bus_row) else -1)
        return
    vm_pu = snapshot.column("ext_grid", "vm_pu")
    for row in _first(active & ~((vm_pu > 0.3) & (vm_pu < 3.0))):
        at = int(bus_row[row])
        yield _invalid(f"{_label(network, 'ext_grid', row)} holds vm_pu {vm_pu[row]:g}; per unit values lie near 1", at)


def contradicting_sources(snapshot: Snapshot) -> Iterator[Diagnosis]:
    """Two ideal sources of different voltage with nothing between them would exchange any current."""
    network = snapshot.network
    active = np.flatnonzero(snapshot.column("ext_grid", "in_service"))
    held = snapshot.column("ext_grid", "vm_pu"), np.nan_to_num(snapshot.column("ext_grid", "va_degree"))
    if len(active) < 2 or all(np.ptp(values[active]) == 0 for values in held):
        return
    bar = _joined_buses(snapshot)[network.bus_row(network["ext_grid"]["bus"])]
    for row in active:
        for other in active[active > row]:
            if bar[row] == bar[other] and any(values[row] != values[other] for values in held):
                pair = f"{_label(network, 'ext_grid', row)} and {_label(network, 'ext_grid', other)}"
                at = int(network.bus_row(network["ext_grid"]["bus"][row]))
                yield _invalid(f"{pair} hold different voltages on joined buses; open a switch between them", at)


def _joined_buses(snapshot: Snapshot) -> Array:
    """``(n_bus,)`` number of the bus bar each bus is part of through closed switches without impedance."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    network, switch = snapshot.network, snapshot.network["switch"]
    joins = (switch["et"] == "b") & snapshot.switch_closed & ~(switch["z_ohm"] > 0)
    ends = network.bus_row(switch["bus"][joins]), network.bus_row(switch["element"][joins])
    n = len(network.bus)
    return np.asarray(connected_components(coo_array((np.ones(len(ends[0])), ends), shape=(n, n)), directed=False)[1])


def _power_values(snapshot: Snapshot) -> Iterator[Diagnosis]:
    network = snapshot.network
    for table in POWER_TABLES:
        if len(network[table]) == 0:
            continue
        p, q = row_power(snapshot, table)
        for row in _first(~np.isfinite(p) | ~np.isfinite(q)):
            quantity = "active" if not np.isfinite(p[row]) else "reactive"
            at = int(network.bus_row(network[table]["bus"][row]))
            where = bus_label(network, at)
            yield _invalid(f"{_label(network, table, row)} at {where} has no {quantity} power (not a number)", at)


def _line_values(snapshot: Snapshot) -> Iterator[Diagnosis]:
    network = snapshot.network
    line = network["line"]
    at = network.bus_row(line["from_bus"])
    for name in ("length_km", "r_ohm_per_km", "x_ohm_per_km", "c_nf_per_km", "g_us_per_km"):
        for row in _first(~np.isfinite(line[name])):
            yield _invalid(f"{_label(network, 'line', row)} has no {name} (not a number)", int(at[row]))
    for row in _first(line["length_km"] < 0):
        length = line["length_km"][row]
        yield _invalid(f"{_label(network, 'line', row)} has a negative length ({length:g} km)", int(at[row]))
    ohm = np.hypot(line["r_ohm_per_km"], line["x_ohm_per_km"]) * line["length_km"]
    for row in _first((ohm == 0) | (line["parallel"] < 1)):
        cause = "has no impedance; join its buses with a closed switch instead"
        yield _invalid(f"{_label(network, 'line', row)} {cause}", int(at[row]))


def _trafo_values(snapshot: Snapshot) -> Iterator[Diagnosis]:
    network = snapshot.network
    trafo = network["trafo"]
    at = network.bus_row(trafo["hv_bus"])
    for name in ("sn_mva", "vn_hv_kv", "vn_lv_kv", "vk_percent"):
        for row in _first(~(trafo[name] > 0)):
            yield _invalid(f"{_label(network, 'trafo', row)} has {name} {trafo[name][row]:g}", int(at[row]))
    for row in _first(trafo["vkr_percent"] > trafo["vk_percent"]):
        yield _invalid(f"{_label(network, 'trafo', row)} has a vkr_percent above its vk_percent", int(at[row]))
    steps = snapshot.column("trafo", "tap_pos") - trafo["tap_neutral"]
    for row in _first((trafo["tap_changer_type"] == "Ideal") & (trafo["tap_side"] != "") & ~np.isfinite(steps)):
        yield _invalid(f"{_label(network, 'trafo', row)} shifts phases but has no tap_pos or tap_neutral", int(at[row]))
    for name in ("vkr_percent", "pfe_kw", "i0_percent", "shift_degree"):
        for row in _first(~np.isfinite(trafo[name])):
            yield _invalid(f"{_label(network, 'trafo', row)} has no {name} (not a number)", int(at[row]))


def _other_values(snapshot: Snapshot) -> Iterator[Diagnosis]:
    network = snapshot.network
    impedance = network["impedance"]
    at = network.bus_row(impedance["from_bus"])
    size = np.hypot(impedance["rft_pu"], impedance["xft_pu"])
    for row in _first(~(size > 0) | ~(impedance["sn_mva"] > 0)):
        yield _invalid(f"{_label(network, 'impedance', row)} has no impedance or no rating", int(at[row]))
    shunt = network["shunt"]
    steps = np.where(snapshot.column("shunt", "in_service"), snapshot.column("shunt", "step"), 0.0)
    at = network.bus_row(shunt["bus"])
    for row in _first(~np.isfinite(steps * (shunt["p_mw"] + shunt["q_mvar"]))):
        yield _invalid(f"{_label(network, 'shunt', row)} has no power or no step (not a number)", int(at[row]))


_CHECKS = (
    _unknown_buses,
    _bus_values,
    _source_values,
    contradicting_sources,
    _power_values,
    _line_values,
    _trafo_values,
    _other_values,
)


def implausible_value(snapshot: Snapshot) -> Diagnosis | None:
    """A value that looks like a wrong unit and would explain why there is no solution."""
    network = snapshot.network
    for table in POWER_TABLES:
        if len(network[table]) == 0:
            continue
        p, q = row_power(snapshot, table)
        size = np.hypot(p, q)
        at = network.bus_row(network[table]["bus"])
        vn_kv = network.bus["vn_kv"][at]
        most = np.select([vn_kv <= level for level, _ in PLAUSIBLE_MVA], [mva for _, mva in PLAUSIBLE_MVA])
        row = int(np.argmax(size / most))
        if size[row] > most[row]:
            cause = f"{_label(network, table, row)} is {size[row]:.4g} MVA at {vn_kv[row]:g} kV: kW entered as MW?"
            return Diagnosis(SolveStatus.DIVERGED, cause, int(at[row]))
    line = network["line"]
    per_km = np.hypot(line["r_ohm_per_km"], line["x_ohm_per_km"])
    for row in _first(per_km > IMPLAUSIBLE_OHM_PER_KM):
        cause = f"{_label(network, 'line', row)} has {per_km[row]:.4g} ohm per km: whole ohms or milliohms entered?"
        return Diagnosis(SolveStatus.DIVERGED, cause, int(network.bus_row(line["from_bus"][row])))
    long = line["length_km"] > 300.0
    low = network.bus["vn_kv"][network.bus_row(line["from_bus"])] < 60.0
    for row in _first(long & low):
        cause = f"{_label(network, 'line', row)} is {line['length_km'][row]:.4g} km long: metres entered as km?"
        return Diagnosis(SolveStatus.DIVERGED, cause, int(network.bus_row(line["from_bus"][row])))
    return None


def overload_sentence(network: Network, bus_row: int, vm_pu: float, solvable_share: float) -> str:
    """The sentence for a network that carries less than is asked of it."""
    where = f"voltage collapses first at {bus_label(network, bus_row)}" if bus_row >= 0 else "voltage collapses"
    estimate = f" (about {vm_pu:.2f} pu)" if np.isfinite(vm_pu) else ""
    if solvable_share > 0:
        return f"{where}{estimate}: the network carries at most about {solvable_share:.0%} of this load; reduce it"
    return f"{where}{estimate}: not even a small part of the load has a solution; check impedances and units"
