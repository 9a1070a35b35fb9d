"""Tables of equipment with its values: buses, branches, switches, customers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from engines.grid.limit_check import limit_arrays
from engines.grid.loss_summary import branch_feeders
from engines.grid.network import Network, rows_of
from engines.grid.quality import Origin, Quality
from engines.grid.schema import BRANCH_TABLES
from engines.grid.snapshot import Snapshot
from engines.values.loadflow import BranchFlow, LoadFlowResult
from engines.values.topology import SupplyState, Topology
from widgets.tables.content import ColumnKind, ColumnSpec, TableContent
from widgets.tables.quality import CellQuality, cell_quality
from widgets.tables.words import (
    bus_labels,
    feeder_names,
    kind_words,
    labels,
    mapped,
    notice_text,
    origin_text,
    position_words,
    supply_words,
    switch_kind_words,
    tr,
)

Array = np.ndarray[Any, Any]
Qualities = dict[str, CellQuality]
BUS_VALUES = ("vm_pu", "vm_kv", "va_degree")
BRANCH_VALUES = ("loading_percent", "p_mw", "q_mvar", "i_a", "loss_kw")
ENDS = {
    "line": ("from_bus", "to_bus"),
    "trafo": ("hv_bus", "lv_bus"),
    "trafo3w": ("hv_bus", "mv_bus"),
    "impedance": ("from_bus", "to_bus"),
}


def number(key: str, title: str, unit: str, decimals: int, tooltip: str) -> ColumnSpec:
    """A column of numbers."""
    return ColumnSpec(key, title, unit, decimals, tooltip, ColumnKind.NUMBER)


def text(key: str, title: str, tooltip: str = "") -> ColumnSpec:
    """A column of texts."""
    return ColumnSpec(key, title, tooltip=tooltip)


def sign() -> ColumnSpec:
    """The narrow column with the shape of the worst violation."""
    tooltip = tr("▲ beyond the emergency limit, ■ beyond the normal limit, – not known")
    return ColumnSpec("severity", tr("Severity"), tooltip=tooltip, kind=ColumnKind.SEVERITY)


def severities(result: LoadFlowResult | None, table: str, n: int) -> Array:
    """``(n,)`` worst severity of each row; -1 everywhere without a converged result."""
    if result is None or not result.is_converged:
        return np.full(n, -1)
    worst = np.zeros(n, np.int64)
    found = result.violations
    mine = found.table == table
    np.maximum.at(worst, found.row[mine], found.severity[mine])
    return worst


def calculated(
    columns: tuple[ColumnSpec, ...], keys: Iterable[str], result: LoadFlowResult | None, n: int
) -> Qualities:
    """Quality of a load flow's values by column: good where it converged, else invalid; nothing before there is one."""
    if result is None:
        return {}
    quality = cell_quality(n, Quality.GOOD if result.is_converged else Quality.INVALID, Origin.CALCULATED)
    return {column.key: quality for column in columns if column.key in keys}


def _or_missing(values: Array, result: LoadFlowResult | None) -> Array:
    return values if result is not None and result.is_converged else np.full(len(values), np.nan)


def bus_columns() -> tuple[ColumnSpec, ...]:
    """Columns of the bus table."""
    return (
        sign(),
        text("name", tr("Bus")),
        number("vm_pu", tr("Voltage"), "pu", 4, tr("Magnitude against the nominal voltage")),
        number("vm_kv", tr("Voltage"), "kV", 3, tr("Magnitude, line to line")),
        number("va_degree", tr("Angle"), "°", 2, tr("Angle against the external grid")),
        text("feeder", tr("Feeder"), tr("The feeder that supplies it at present")),
        number("distance_km", tr("Distance"), "km", 2, tr("Line length to the source")),
        text("state", tr("State"), tr("What is known of its voltage")),
        number("vn_kv", tr("Nominal"), "kV", 2, tr("Nominal voltage, line to line")),
        text("substation", tr("Station"), tr("The station it stands in")),
        text("id", tr("Id"), tr("What files and other systems call it")),
    )


def buses(
    snapshot: Snapshot, topology: Topology | None, result: LoadFlowResult | None, clock: str = ""
) -> TableContent:
    """Every bus, in the network's order."""
    bus = snapshot.network.bus
    n = len(bus)
    nan = np.full(n, np.nan)
    vm_pu = _or_missing(result.vm_pu if result is not None else nan, result)
    none = np.full(n, -1)
    values = {
        "severity": severities(result, "bus", n),
        "name": labels(snapshot.network, "bus"),
        "vm_pu": vm_pu,
        "vm_kv": vm_pu * bus["vn_kv"],
        "va_degree": _or_missing(result.va_degree if result is not None else nan, result),
        "feeder": feeder_names(topology, topology.feeder if topology is not None else none),
        "distance_km": _distance(topology, n),
        "state": supply_words(topology.supply) if topology is not None else np.full(n, "", "U1"),
        "vn_kv": bus["vn_kv"],
        "substation": bus["substation"],
        "id": bus.id,
    }
    return TableContent(
        bus_columns(),
        values,
        np.full(n, "bus"),
        np.arange(n),
        origin_text(snapshot, result, clock),
        tr("The network has no buses."),
        notice_text(result),
        tr("Buses"),
        calculated(bus_columns(), BUS_VALUES, result, n),
    )


def _distance(topology: Topology | None, n: int) -> Array:
    if topology is None:
        return np.full(n, np.nan)
    return np.where(topology.supply == SupplyState.ENERGIZED, topology.distance_km, np.nan)


def branch_columns() -> tuple[ColumnSpec, ...]:
    """Columns of the branch table."""
    return (
        sign(),
        text("name", tr("Branch")),
        text("kind", tr("Kind")),
        number("loading_percent", tr("Loading"), "%", 1, tr("Current against the rating, the more loaded end")),
        number("limit_percent", tr("Limit"), "%", 0, tr("Normal limit of the loading")),
        number("p_mw", tr("P"), "MW", 3, tr("Active power into the branch at its first end; negative comes out")),
        number("q_mvar", tr("Q"), "Mvar", 3, tr("Reactive power into the branch at its first end")),
        number("i_a", tr("Current"), "A", 1, tr("Current of the more loaded end")),
        number("loss_kw", tr("Losses"), "kW", 3, tr("Active losses")),
        text("first", tr("From"), tr("First end; the high side of a transformer")),
        text("second", tr("To"), tr("Second end")),
        text("feeder", tr("Feeder"), tr("The feeder it belongs to at present")),
        text("state", tr("State"), tr("What is known of its voltage")),
        text("id", tr("Id"), tr("What files and other systems call it")),
    )


def branches(
    snapshot: Snapshot, topology: Topology | None, result: LoadFlowResult | None, clock: str = ""
) -> TableContent:
    """Every line, transformer and impedance, in the network's order."""
    network = snapshot.network
    tables = [t for t in BRANCH_TABLES if len(network[t])]
    feeders = branch_feeders(network, topology) if topology is not None else {}
    limits = limit_arrays(network).normal_percent
    parts = [_branch_values(network, t, topology, result, feeders, limits[t]) for t in tables]
    columns = branch_columns()
    values = {c.key: _joined([part[c.key] for part in parts], c) for c in columns}
    return TableContent(
        columns,
        values,
        np.concatenate([np.full(len(network[t]), t, "U12") for t in tables] or [np.empty(0, "U12")]),
        np.concatenate([np.arange(len(network[t])) for t in tables] or [np.empty(0, np.int64)]),
        origin_text(snapshot, result, clock),
        tr("The network has no lines or transformers."),
        notice_text(result),
        tr("Branches"),
        calculated(columns, BRANCH_VALUES, result, len(values["id"])),
    )


def _joined(parts: list[Array], column: ColumnSpec) -> Array:
    if parts:
        return np.concatenate(parts)
    return np.empty(0, "U1" if column.kind is ColumnKind.TEXT else np.float64)


def _branch_values(
    network: Network,
    table: str,
    topology: Topology | None,
    result: LoadFlowResult | None,
    feeders: dict[str, Array],
    limit_percent: Array,
) -> dict[str, Array]:
    rows = network[table]
    n = len(rows)
    flow = result.branches.get(table) if result is not None and result.is_converged else None
    supply = topology.branch_supply.get(table) if topology is not None else None
    first, second = ENDS[table]
    return {
        "severity": severities(result, table, n),
        "name": labels(network, table),
        "kind": np.full(n, kind_words().get(table, table)),
        "limit_percent": limit_percent,
        "first": bus_labels(network, rows[first]),
        "second": bus_labels(network, rows[second]),
        "feeder": feeder_names(topology, feeders[table] if feeders else np.full(n, -1)),
        "state": supply_words(supply) if supply is not None else np.full(n, "", "U1"),
        "id": rows.id,
        **_flow_values(flow, n),
    }


def _flow_values(flow: BranchFlow | None, n: int) -> dict[str, Array]:
    if flow is None:
        nan = np.full(n, np.nan)
        return {"loading_percent": nan, "p_mw": nan, "q_mvar": nan, "i_a": nan, "loss_kw": nan}
    return {
        "loading_percent": flow.loading_percent,
        "p_mw": flow.p_from_mw,
        "q_mvar": flow.q_from_mvar,
        "i_a": flow.i_ka * 1e3,
        "loss_kw": flow.loss_mw * 1e3,
    }


def loading_ranking(
    snapshot: Snapshot, topology: Topology | None, result: LoadFlowResult | None, clock: str = ""
) -> TableContent:
    """Branches by loading, greatest first; those without a value last."""
    content = branches(snapshot, topology, result, clock)
    return content.taken(np.argsort(-content.values["loading_percent"], kind="stable"))


def switch_columns() -> tuple[ColumnSpec, ...]:
    """Columns of the switch table."""
    return (
        text("name", tr("Switch")),
        text("kind", tr("Kind")),
        text("position", tr("Position")),
        text("normal", tr("Normally"), tr("Its position in the normal state of the network")),
        text("deviation", tr("Deviation"), tr("Whether it stands other than normally")),
        text("control", tr("Control"), tr("From the control room, or on site only")),
        text("bus", tr("At bus")),
        text("element", tr("To"), tr("The line, transformer or bus it connects")),
        text("feeder", tr("Feeder"), tr("The feeder that supplies its bus at present")),
        text("id", tr("Id"), tr("What files and other systems call it")),
    )


def switches(snapshot: Snapshot, topology: Topology | None) -> TableContent:
    """Every switch."""
    network, rows = snapshot.network, snapshot.network["switch"]
    n = len(rows)
    position = snapshot.switch_position
    bus_row = network.bus_row(rows["bus"])
    feeder = topology.feeder[bus_row] if topology is not None and n else np.full(n, -1)
    values = {
        "name": labels(network, "switch"),
        "kind": mapped(switch_kind_words(), rows["kind"]),
        "position": position_words(position),
        "normal": np.where(rows["normal_closed"], tr("closed"), tr("open")),
        "deviation": np.where(position != rows["normal_closed"].astype(position.dtype), tr("not normal"), ""),
        "control": np.where(rows["remote"], tr("remote"), tr("on site")),
        "bus": bus_labels(network, rows["bus"]),
        "element": _switched(network),
        "feeder": feeder_names(topology, np.where(bus_row >= 0, feeder, -1)),
        "id": rows.id,
    }
    empty = tr("The network has no switches.")
    return TableContent(switch_columns(), values, np.full(n, "switch"), np.arange(n), "", empty, name=tr("Switches"))


def _switched(network: Network) -> Array:
    switch = network["switch"]
    names = np.full(len(switch), "", "U1")
    for code, table in (("b", "bus"), ("l", "line"), ("t", "trafo"), ("t3", "trafo3w")):
        mine = np.flatnonzero(switch["et"] == code)
        if not len(mine):
            continue
        known = labels(network, table)
        place = {int(index): row for row, index in enumerate(network[table].index)}
        found = [str(known[place[e]]) if e in place else "" for e in switch["element"][mine].tolist()]
        names = names.astype(f"U{max(1, *map(len, found), names.itemsize // 4)}")
        names[mine] = found
    return names


def customer_columns() -> tuple[ColumnSpec, ...]:
    """Columns of the customer table."""
    return (
        text("name", tr("Customer")),
        text("customer_class", tr("Class")),
        text("priority", tr("Priority"), tr("How much an interruption endangers")),
        number("count", tr("Connections"), "", 0, tr("Connections behind this row")),
        text("supply", tr("Supply"), tr("Whether its bus has voltage from a source")),
        text("bus", tr("Bus")),
        text("feeder", tr("Feeder"), tr("The feeder that supplies it at present")),
        text("id", tr("Id"), tr("What files and other systems call it")),
    )


def customers(snapshot: Snapshot, topology: Topology | None) -> TableContent:
    """Every customer; a row goes to the load that supplies it, or to its bus."""
    network, rows = snapshot.network, snapshot.network["customer"]
    priorities = (tr("ordinary"), tr("important"), tr("critical"), tr("life support"))
    classes = {key: tr(key) for key in ("residential", "commercial", "industrial", "public")}
    bus_row = network.bus_row(rows["bus"])
    load_row = np.asarray(rows_of(network["load"].index, rows["load"]))
    values = {
        "name": labels(network, "customer"),
        "customer_class": mapped(classes, rows["customer_class"]),
        "priority": np.array(priorities, np.str_)[np.clip(rows["priority"], 0, 3)],
        "count": rows["count"],
        "supply": _supply(topology, bus_row),
        "bus": bus_labels(network, rows["bus"]),
        "feeder": _feeder_at(topology, bus_row),
        "id": rows.id,
    }
    is_load = load_row >= 0
    tables = np.where(is_load, "load", np.where(bus_row >= 0, "bus", ""))
    empty = tr("The network names no customers. A model with a customer table fills this list.")
    return TableContent(
        customer_columns(), values, tables, np.where(is_load, load_row, bus_row), "", empty, name=tr("Customers")
    )


def _supply(topology: Topology | None, bus_row: Array) -> Array:
    if topology is None or not len(bus_row):
        return np.full(len(bus_row), "", "U1")
    supply = topology.supply[bus_row]
    known = np.where(supply == SupplyState.ENERGIZED, tr("supplied"), tr("without supply"))
    known = np.where(supply == SupplyState.POSSIBLY_ENERGIZED, tr("not known"), known)
    return np.where(bus_row >= 0, known, tr("not known"))


def _feeder_at(topology: Topology | None, bus_row: Array) -> Array:
    if topology is None or not len(bus_row):
        return np.full(len(bus_row), "", "U1")
    return feeder_names(topology, np.where(bus_row >= 0, topology.feeder[bus_row], -1))
