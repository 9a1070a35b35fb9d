"""A network with failure rates as a system for analytic prediction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.graph import EDGE_TABLES, GridGraph, edge_state, graph_of
from engines.grid.network import ElementRef, Network, rows_of
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchKind, SwitchPosition
from engines.grid.topology import live_sources
from engines.indices.analytic import Component, Device, LoadPoint, ReliabilitySystem
from engines.indices.zoning import Zoning
from engines.loadflow.injections import row_power
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

DEVICE = {
    SwitchKind.BREAKER: Device.BREAKER,
    SwitchKind.RECLOSER: Device.BREAKER,
    SwitchKind.FUSE: Device.FUSE,
    SwitchKind.LOAD_BREAK_SWITCH: Device.DISCONNECTOR,
    SwitchKind.DISCONNECTOR: Device.DISCONNECTOR,
}


@dataclass(frozen=True, slots=True)
class FailureRates:
    """Rates that hold for a whole network.

    Attributes:
        line_failures_per_km_year, line_temporary_failures_per_km_year: with and without a repair.
        line_repair_hours, transformer_repair_hours: how long a repair takes.
        transformer_failures_per_year: of each transformer.
        switching_hours: until what can be supplied otherwise is.
        load_factor: average load over the load of the snapshot.
    """

    line_failures_per_km_year: float
    line_repair_hours: float
    transformer_failures_per_year: float
    transformer_repair_hours: float
    switching_hours: float
    line_temporary_failures_per_km_year: float = 0.0
    load_factor: float = 1.0


def system_of_network(snapshot: Snapshot, rates: FailureRates) -> ReliabilitySystem:
    """The system of a radial network as it is switched now; open switches are ties, but for fuses.

    Raises ``InputError`` where a position or the length of a line is not known, or nobody is supplied. Loops are
    named by the prediction.
    """
    network, graph = snapshot.network, graph_of(snapshot.network)
    in_service = edge_state(graph, snapshot).in_service
    zoning = _zoning(snapshot, graph, in_service)
    zone_of, count = zoning.zones()
    sources = tuple(dict.fromkeys(zone_of["node", int(b)] for b in live_sources(snapshot)))
    if not sources:
        raise InputError(network.name, "has no source in service", "put one in service")
    components = []
    for edge in np.flatnonzero(in_service).tolist():
        component = _component(network, graph, edge, rates)
        if component is not None:
            zone = zone_of.get(("edge", edge), zone_of["node", int(graph.second[edge])])
            components.append(Component(component[0], zone, *component[1:]))
    return ReliabilitySystem(
        network.name,
        count,
        sources,
        zoning.links(),
        tuple(components),
        tuple(_load_points(snapshot, zone_of, rates)),
        rates.switching_hours,
        (f"average load: {rates.load_factor:g} of the load of the state looked at",),
    )


def _zoning(snapshot: Snapshot, graph: GridGraph, in_service: Array) -> Zoning:
    zoning, switch = Zoning(), snapshot.network["switch"]
    position = np.asarray(snapshot.switch_position)
    at_end: dict[tuple[int, int], list[int]] = {}
    for row, edge, end in zip(
        graph.switch_row.tolist(), graph.switch_edge.tolist(), graph.switch_end.tolist(), strict=True
    ):
        at_end.setdefault((edge, end), []).append(row)
    coupling = {int(edge): row for row, edge in enumerate(graph.coupling_edge.tolist()) if edge >= 0}

    def join(first: Any, second: Any, rows: list[int]) -> None:
        unknown = [r for r in rows if position[r] > SwitchPosition.CLOSED]
        if unknown:
            name = snapshot.network.label(ElementRef("switch", unknown[0]))
            raise InputError(f"switch {name}", "its position is not known", "find it out or set it by hand first")
        kinds = [DEVICE.get(SwitchKind(str(switch["kind"][r])), Device.DISCONNECTOR) for r in rows]
        is_closed = all(position[r] == SwitchPosition.CLOSED for r in rows)
        device = min(kinds, key=list(Device).index) if kinds else None
        if is_closed or device is not Device.FUSE:
            zoning.join(first, second, device, is_closed)

    for node in range(graph.n_node):
        zoning.join(("node", node), ("node", node), None)
    for edge in np.flatnonzero(in_service).tolist():
        first, second = ("node", int(graph.first[edge])), ("node", int(graph.second[edge]))
        if edge in coupling:
            join(first, second, [coupling[edge]])
            continue
        join(first, ("edge", edge), at_end.get((edge, 0), []))
        join(("edge", edge), second, at_end.get((edge, 1), []))
    return zoning


def _component(
    network: Network, graph: GridGraph, edge: int, rates: FailureRates
) -> tuple[str, float, float, float] | None:
    """Name, failures a year, repair hours and temporary failures a year; ``None`` for what does not fail here."""
    table, row = EDGE_TABLES[int(graph.table[edge])], int(graph.row[edge])
    name = f"{table} {network.label(ElementRef(table, row))}"
    if table == "line":
        length = float(network["line"]["length_km"][row])
        if not np.isfinite(length):
            raise InputError(name, "its length is not known", "give length_km")
        failures = rates.line_failures_per_km_year * length
        return name, failures, rates.line_repair_hours, rates.line_temporary_failures_per_km_year * length
    # A three-winding transformer fails once, not once per winding.
    is_first = edge == int(np.flatnonzero((graph.table == graph.table[edge]) & (graph.row == row))[0])
    if table in ("trafo", "trafo3w") and is_first:
        return name, rates.transformer_failures_per_year, rates.transformer_repair_hours, 0.0
    return None


def _load_points(snapshot: Snapshot, zone_of: dict[Any, int], rates: FailureRates) -> list[LoadPoint]:
    network = snapshot.network
    n = len(network.bus)
    p_mw, customers = np.zeros(n), np.zeros(n, np.int64)
    for table in ("load", "asymmetric_load"):
        rows = network.bus_row(network[table]["bus"])
        np.add.at(p_mw, rows[rows >= 0], row_power(snapshot, table)[0][rows >= 0])
    rows = _customer_buses(network)
    np.add.at(customers, rows[rows >= 0], network["customer"]["count"][rows >= 0])
    places = np.flatnonzero((customers > 0) | (p_mw > 0))
    return [
        LoadPoint(
            network.label(ElementRef("bus", row)),
            zone_of["node", row],
            max(0.0, float(p_mw[row])) * rates.load_factor,
            int(customers[row]),
        )
        for row in places.tolist()
    ]


def _customer_buses(network: Network) -> Array:
    """``(n_customer,)`` bus rows, by way of the load where only that is known; -1 where neither is."""
    rows = np.array(network.bus_row(network["customer"]["bus"]))
    load = rows_of(network["load"].index, network["customer"]["load"])
    through = (rows < 0) & (load >= 0)
    rows[through] = network.bus_row(network["load"]["bus"][load[through]])
    return rows
