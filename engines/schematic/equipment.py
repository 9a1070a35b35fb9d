"""What hangs on every bus, and how much room its texts want."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.feeders import feeder_outline
from engines.grid.network import Network
from engines.schematic.rows import Rows
from engines.schematic.tree import EDGE_TABLES, SWITCH, TRAFO, TRAFO3W, Forest, rows_in

Array = np.ndarray[Any, Any]

DEVICE_TABLES = (
    "load", "asymmetric_load", "motor", "ward", "xward", "sgen", "asymmetric_sgen", "storage", "gen", "shunt",
    "ext_grid",
)  # fmt: skip
"""Tables whose rows hang on one bus, in the order in which they hang from left to right."""

ACROSS = 4
"""Devices side by side below a bus before the next level begins."""

CHARACTER_PX = 6.2
LABEL_HEIGHT_PX = 13.0
BUS_VALUE_PX = 48.0
FEEDER_VALUE_PX = 56.0
UNSUPPLIED_PX = 180.0
MAX_TEXT = 28
_BOLD_CHARACTER_PX = 7.0
_TAP_PX = CHARACTER_PX * len(" · tap −10")
"""Room kept behind the name of a transformer with taps."""


@dataclass(slots=True, eq=False)
class Hung:
    """Devices by bus.

    Attributes:
        bus: by table, ``(n,)`` bus row, -1 where there is none.
        ordinal: by table, ``(n,)`` position among the devices below the same bus; -1 - k for the ``k``-th source
            to the left of a root.
        n_below, n_left: ``(n_bus,)``; n_across: how many stand side by side.
    """

    bus: dict[str, Array]
    ordinal: dict[str, Array]
    n_below: Array
    n_left: Array
    n_across: int = ACROSS


def hang_devices(network: Network, forest: Forest) -> Hung:
    """Devices of all buses: sources to the left of roots, all others below."""
    tables = [t for t in DEVICE_TABLES if t in network.tables]
    n_bus = len(network.bus)
    bus = {t: np.asarray(network.bus_row(network[t]["bus"]), np.int64) for t in tables}
    is_root = np.zeros(n_bus, bool)
    is_root[forest.roots[: forest.n_source_roots]] = True
    every = np.concatenate([bus[t] for t in tables]) if tables else np.zeros(0, np.int64)
    source = np.concatenate([np.full(len(bus[t]), t == "ext_grid") for t in tables]) if tables else every
    is_left = (
        source.astype(bool) & (every >= 0) & is_root[np.maximum(every, 0)] if n_bus else np.zeros(len(every), bool)
    )
    ordinal = np.zeros(len(every), np.int64)
    below, left = np.flatnonzero((every >= 0) & ~is_left), np.flatnonzero(is_left)
    ordinal[below], ordinal[left] = _ordinals(every[below]), -1 - _ordinals(every[left])
    at = np.cumsum([0, *(len(bus[t]) for t in tables)])
    by_table = {t: ordinal[at[k] : at[k + 1]] for k, t in enumerate(tables)}
    return Hung(bus, by_table, np.bincount(every[below], minlength=n_bus), np.bincount(every[left], minlength=n_bus))


def _ordinals(bus: Array) -> Array:
    """Position of each entry among those with the same bus, in order."""
    order = np.argsort(bus, kind="stable")
    ordered = bus[order]
    begins = np.concatenate([[True], ordered[1:] != ordered[:-1]]) if len(bus) else np.zeros(0, bool)
    start = np.maximum.accumulate(np.where(begins, np.arange(len(bus)), 0))
    ordinal = np.empty(len(bus), np.int64)
    ordinal[order] = np.arange(len(bus)) - start
    return ordinal


def text_width(text: str) -> float:
    """Room for ``text`` at 11 px."""
    return CHARACTER_PX * min(len(text), MAX_TEXT) + 4.0


def bold_width(text: str) -> float:
    """Room for ``text`` at 11 px, bold: names of feeders and stations."""
    return _BOLD_CHARACTER_PX * min(len(text), MAX_TEXT) + 4.0


@dataclass(slots=True, eq=False)
class Texts:
    """Names that stand on the diagram.

    Attributes:
        feeders: (first bus, table, row, name) of every feeder, the element being the one at its head.
        stations: (bar, name) of every station bar that begins a station.
        trafo: names by row of "trafo" and "trafo3w"; trafo_room: what their labels want, taps included.
        bar_width: ``(n_bus,)`` room a station bar wants to its right; trafo_width: ``(n_bus,)`` room the
            transformer toward the parent wants.
    """

    feeders: list[tuple[int, str, int, str]]
    stations: list[tuple[int, str]]
    trafo: dict[str, list[str]]
    trafo_room: dict[str, list[float]]
    bar_width: Array
    trafo_width: Array


def name_things(network: Network, forest: Forest, rows: Rows) -> Texts:
    """Names of feeders, stations and transformers, and their room."""
    n_bus = len(network.bus)
    bar_width, trafo_width = np.zeros(n_bus), np.zeros(n_bus)
    trafo = {t: _names(network, t) for t in ("trafo", "trafo3w")}
    room = {t: _trafo_room(network, t, trafo[t]) for t in trafo}
    edge = forest.parent_edge
    table, row = forest.edges.table.tolist(), forest.edges.row.tolist()
    for bus, e in enumerate(edge):
        if e >= 0 and EDGE_TABLES[table[e]] in trafo:
            trafo_width[bus] = room[EDGE_TABLES[table[e]]][row[e]]
    for e in forest.non_tree:
        u, v = int(forest.edges.u[e]), int(forest.edges.v[e])
        bar = v if forest.parent[v] == u else u
        if EDGE_TABLES[table[e]] in trafo and bar != u + v - bar and forest.parent[bar] == u + v - bar:
            trafo_width[bar] = max(trafo_width[bar], room[EDGE_TABLES[table[e]]][row[e]])
    feeders = _feeders(network, forest, rows)
    for first, _, _, name in feeders:
        bar = forest.parent[first]
        bar_width[bar] = max(bar_width[bar], 16.0 + bold_width(name), 40.0 + FEEDER_VALUE_PX)
    stations = _stations(network, forest, rows)
    for bar, name in stations:
        above = forest.parent[bar]
        for at in (bar, above) if above >= 0 else (bar,):
            bar_width[at] = max(bar_width[at], 16.0 + bold_width(name))
        trafo_width[bar] = max(trafo_width[bar], bold_width(name))
    return Texts(feeders, stations, trafo, room, bar_width, trafo_width)


def _names(network: Network, table: str) -> list[str]:
    rows = network[table]
    return [str(name or key)[:MAX_TEXT] for name, key in zip(rows["name"].tolist(), rows.id.tolist(), strict=True)]


def _trafo_room(network: Network, table: str, names: list[str]) -> list[float]:
    rows = network[table]
    has_tap = np.isfinite(rows["tap_pos"])
    if "tap_side" in rows:
        has_tap &= rows["tap_side"] != ""
    return [text_width(name) + _TAP_PX * tap for name, tap in zip(names, has_tap.tolist(), strict=True)]


def _stations(network: Network, forest: Forest, rows: Rows) -> list[tuple[int, str]]:
    named: dict[str, int] = {}
    bars = [b for b in forest.order if rows.is_station[b] and rows.is_bar[b]]
    bars += [r for r in forest.roots[: forest.n_source_roots] if rows.is_bar[r] and not _leads_to_station(r, rows)]
    for bus in bars:
        name = str(network.bus["substation"][bus] or network.bus["name"][bus] or network.bus.id[bus])
        named.setdefault(name, bus)
    return [(bus, name[:MAX_TEXT]) for name, bus in named.items()]


def _leads_to_station(root: int, rows: Rows) -> bool:
    return rows.is_station[root] or any(rows.is_station[rows.buses[r][-1]] for r in rows.hanging.get(root, ()))


def _feeders(network: Network, forest: Forest, rows: Rows) -> list[tuple[int, str, int, str]]:
    known = {(head.table, head.row): head.name for head in feeder_outline(network).heads}
    at_end = _head_switches(network)
    feeders: list[tuple[int, str, int, str]] = []
    edges = forest.edges
    for bar, hung in rows.hanging.items():
        if not (rows.is_bar[bar] and rows.is_station[bar]):
            continue
        for number in hung:
            first = rows.buses[number][0]
            edge = forest.parent_edge[first]
            code, row = int(edges.table[edge]), int(edges.row[edge])
            if code in (TRAFO, TRAFO3W):
                continue
            head = at_end.get((code, row, bar), (EDGE_TABLES[code], row))
            if rows.is_bar[first] and code == SWITCH and head not in known:
                # A coupler to the next bar of the station.
                continue
            table = network[head[0]]
            name = known.get(head) or str(table["name"][head[1]] or table.id[head[1]])
            feeders.append((first, *head, name[:MAX_TEXT]))
    return feeders


def _head_switches(network: Network) -> dict[tuple[int, int, int], tuple[str, int]]:
    """(table code, row, bus) of a branch end -> the switch there."""
    switch = network["switch"]
    found: dict[tuple[int, int, int], tuple[str, int]] = {}
    for letter, code in (("l", SWITCH + 1), ("t", SWITCH + 2)):
        rows = np.flatnonzero(switch["et"] == letter) if len(switch) else np.zeros(0, np.int64)
        at = rows_in(network[EDGE_TABLES[code]].index, switch["element"][rows])
        bus = network.bus_row(switch["bus"][rows])
        for row, branch, bus_row in zip(rows.tolist(), at.tolist(), np.asarray(bus).tolist(), strict=True):
            found.setdefault((code, branch, bus_row), ("switch", row))
    return found
