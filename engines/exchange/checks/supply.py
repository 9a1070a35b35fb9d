"""Whether there is a source, and what it reaches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from engines.exchange.checks.wording import ERROR, NOTE, WARNING, in_service
from engines.grid.network import Network, rows_of
from engines.grid.schema import BUS_COLUMNS
from engines.grid.switches import SwitchPosition
from engines.values.validation import Finding

Array = np.ndarray[Any, Any]


def check_supply(network: Network) -> Iterator[Finding]:
    """No source, parts no source can reach, parts that open switches leave dead."""
    sources = _source_rows(network)
    if len(network.bus) == 0:
        return
    if sources.size == 0:
        remedy = "add an external grid, or make a generator the slack"
        yield Finding(ERROR, "", "ext_grid", "nothing feeds the network: it has no slack in service", remedy)
        return
    alive = in_service(network.bus)
    never = alive & ~_reached(network, sources, all_closed=True)
    if never.any():
        remedy = "join them by a line or switch, or give them their own source"
        yield Finding(WARNING, _first(network, never), "bus", f"{_buses(never)} have no path to any source", remedy)
    dead = alive & ~never & ~_reached(network, sources, all_closed=False)
    if dead.any():
        text = f"{_buses(dead)} are without supply in the switching state of the file"
        yield Finding(NOTE, _first(network, dead), "switch.closed", text, "close a switch to supply them")


def _buses(mask: Array) -> str:
    count = int(np.count_nonzero(mask))
    return f"{count} buses" if count != 1 else "1 bus"


def _first(network: Network, mask: Array) -> str:
    return str(network.bus.id[int(np.argmax(mask))])


def _source_rows(network: Network) -> Array:
    grid, gen = network["ext_grid"], network["gen"]
    buses = np.concatenate([grid["bus"][in_service(grid)], gen["bus"][in_service(gen) & gen["slack"]]])
    rows = np.asarray(network.bus_row(buses), np.int64)
    rows = rows[rows >= 0]
    return rows[in_service(network.bus)[rows]]


def _reached(network: Network, sources: Array, *, all_closed: bool) -> Array:
    """``(n_bus,)`` whether a path leads to a source."""
    pairs = [*_branch_pairs(network, all_closed), _bus_switch_pairs(network, all_closed)]
    a, b = np.concatenate([p[0] for p in pairs]), np.concatenate([p[1] for p in pairs])
    alive = in_service(network.bus)
    known = (a >= 0) & (b >= 0)
    known[known] = alive[a[known]] & alive[b[known]]
    n = len(network.bus)
    graph = coo_array((np.ones(int(known.sum()), np.int8), (a[known], b[known])), shape=(n, n))
    _, part = connected_components(graph, directed=False)
    return np.isin(part, part[sources]) & alive


def _branch_pairs(network: Network, all_closed: bool) -> Iterator[tuple[Array, Array]]:
    letters = {"line": "l", "trafo": "t", "trafo3w": "t3"}
    switch = network["switch"]
    is_open = switch["position"] != SwitchPosition.CLOSED
    for kind in ("line", "trafo", "trafo3w", "impedance", "dcline", "tcsc"):
        table = network.tables.get(kind)
        if table is None or len(table) == 0:
            continue
        runs = in_service(table).copy()
        if not all_closed and kind in letters:
            opened = is_open & (switch["et"] == letters[kind])
            rows = rows_of(table.index, switch["element"][opened])
            runs[rows[rows >= 0]] = False
        columns = [table[c][runs] for c in BUS_COLUMNS.get(kind, ("from_bus", "to_bus"))]
        for other in columns[1:]:
            yield network.bus_row(columns[0]), network.bus_row(other)


def _bus_switch_pairs(network: Network, all_closed: bool) -> tuple[Array, Array]:
    switch = network["switch"]
    joins = switch["et"] == "b"
    if not all_closed:
        joins = joins & (switch["position"] == SwitchPosition.CLOSED)
    return network.bus_row(switch["bus"][joins]), network.bus_row(switch["element"][joins])
