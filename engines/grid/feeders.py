"""Source bus bars and the ways that leave them: a matter of structure, not of switch positions.

::

    110 kV grid ──⦾⦾── bar ─┬─ head ─── feeder 1          source side: everything before the bar
                            │
                         coupler                          bars: what primary transformers feed, and
                            │                             what couplers join to it
    110 kV grid ──⦾⦾── bar ─┴─ head ─── feeder 2 ──⦾⦾──   secondary transformers belong to their feeder

Without a primary transformer the source's own bus is the bar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.graph import EDGE_TABLES, GridGraph, graph_of
from engines.grid.network import Network, rows_of

Array = np.ndarray[Any, Any]

_SUBTRANSMISSION_KV = 36.0
"""Above this a level is no distribution feeder where transformers lead further down (IEC 60038: the medium
voltage series ends at 36 kV)."""
_LOW_VOLTAGE_KV = 1.0
_SAME_LEVEL = 0.1
"""Voltages this close belong to one level: a regulator does not begin a new one."""
_KEPT_STRUCTURES = 4
_outlines: dict[str, FeederOutline] = {}


@dataclass(frozen=True, slots=True)
class FeederHead:
    """Where one feeder leaves its bar.

    Attributes:
        edge: its first edge in the graph; bar_bus: row of the bar it leaves from.
        table, row: its first element, the switch at the bar where there is one.
    """

    edge: int
    bar_bus: int
    table: str
    row: int
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class FeederOutline:
    """Bars, source side and feeder heads of a structure; arrays over the graph's nodes.

    Attributes:
        head_at: ``(n_edge, 2)`` feeder that begins when the edge is left from its first or second node, or -1.
    """

    is_source_side: Array
    is_bar: Array
    heads: tuple[FeederHead, ...]
    head_at: Array


def feeder_outline(network: Network) -> FeederOutline:
    """Bars and feeder heads of a network; the last few structures are remembered."""
    known = _outlines.get(network.structure_revision)
    if known is not None:
        return known
    outline = _build(network, graph_of(network))
    if network.structure_revision:
        while len(_outlines) >= _KEPT_STRUCTURES:
            _outlines.pop(next(iter(_outlines)), None)
        _outlines[network.structure_revision] = outline
    return outline


def source_buses(network: Network) -> Array:
    """``(n,)`` rows of the buses where a source stands, in service or not, ascending.

    A mobile generator (a true ``ext_grid.is_mobile``, where that column is) makes no bar and no feeders.
    """
    gen, grid = network["gen"], network["ext_grid"]
    stays = ~np.asarray(grid["is_mobile"], bool) if "is_mobile" in grid else np.ones(len(grid), bool)
    index = np.concatenate([grid["bus"][stays], gen["bus"][np.asarray(gen["slack"], bool)]])
    rows = np.unique(rows_of(network.bus.index, index))
    return np.asarray(rows[rows >= 0], np.int64)


def _build(network: Network, graph: GridGraph) -> FeederOutline:
    level = _Levels(network, graph)
    is_source_side, seeds = level.split(source_buses(network))
    is_bar = _bars(network, graph, seeds, is_source_side)
    heads = _heads(network, graph, is_bar, is_source_side)
    head_at = np.full((graph.n_edge, 2), -1, np.int64)
    for number, head in enumerate(heads):
        head_at[head.edge, 0 if graph.first[head.edge] == head.bar_bus else 1] = number
    return FeederOutline(is_source_side, is_bar, heads, head_at)


class _Levels:
    """Regions of one voltage level, and the transformers between them."""

    def __init__(self, network: Network, graph: GridGraph) -> None:
        vn_kv = np.full(graph.n_node, np.nan)
        vn_kv[: graph.n_bus] = network.bus["vn_kv"]
        higher = np.fmax(vn_kv[graph.first], vn_kv[graph.second])
        is_trafo = graph.is_table("trafo") & ~(np.abs(vn_kv[graph.first] - vn_kv[graph.second]) <= _SAME_LEVEL * higher)
        crossing = is_trafo | graph.is_table("trafo3w")
        self._n, self.region = graph.components(~crossing)
        self._graph = graph
        self._crossing = np.flatnonzero(crossing).tolist()
        self._vn = np.zeros(self._n)
        np.fmax.at(self._vn, self.region, np.nan_to_num(vn_kv))
        self._has_line = np.zeros(self._n, bool)
        self._has_line[self.region[graph.first[graph.is_table("line")]]] = True
        self._has_customers = np.zeros(self._n, bool)
        for table in ("load", "sgen", "storage", "asymmetric_load", "asymmetric_sgen"):
            rows = rows_of(network.bus.index, network[table]["bus"])
            self._has_customers[self.region[rows[rows >= 0]]] = True
        self._neighbours: dict[int, list[tuple[int, int]]] = {}
        for edge in self._crossing:
            a, b = int(graph.first[edge]), int(graph.second[edge])
            self._neighbours.setdefault(int(self.region[a]), []).append((int(self.region[b]), b))
            self._neighbours.setdefault(int(self.region[b]), []).append((int(self.region[a]), a))

    def split(self, sources: Array) -> tuple[Array, list[int]]:
        """``(n_node,)`` whether a node lies before the bars, and the buses at which the bars begin."""
        waiting = list(dict.fromkeys(int(r) for r in self.region[sources]))
        source_side: set[int] = set()
        while waiting:
            region = waiting.pop(0)
            if region in source_side or not self._feeds_only(region):
                continue
            source_side.add(region)
            waiting += [below for below, _ in self._below(region)]
        seeds = {int(s) for s in sources if int(self.region[s]) not in source_side}
        stars = {int(r) for r in self.region[self._graph.n_bus :]}
        for region in source_side:
            seeds |= {bus for below, bus in self._below(region) if below not in source_side}
        mask = np.zeros(self._n, bool)
        mask[list(source_side)] = True
        for region in stars:
            mask[region] = any(mask[other] for other, _ in self._neighbours.get(region, ()))
        return mask[self.region], sorted(seeds)

    def _below(self, region: int) -> Iterator[tuple[int, int]]:
        """``(region, bus)`` at the lower side of each transformer that leaves ``region``."""
        for other, node in self._neighbours.get(region, ()):
            if node < self._graph.n_bus:
                if self._vn[other] < self._vn[region]:
                    yield other, node
                continue
            for beyond, bus in self._neighbours[other]:
                if beyond != region and self._vn[beyond] < self._vn[region]:
                    yield beyond, bus

    def _feeds_only(self, region: int) -> bool:
        """Whether the level only feeds levels below: no feeder begins in it."""
        below = [self._vn[other] for other, _ in self._below(region)]
        if not below:
            return False
        if self._vn[region] > _SUBTRANSMISSION_KV:
            return True
        if self._has_customers[region]:
            return False
        return min(below) > _LOW_VOLTAGE_KV or not self._has_line[region]


def _bars(network: Network, graph: GridGraph, seeds: list[int], is_source_side: Array) -> Array:
    is_bar = np.zeros(graph.n_node, bool)
    is_bar[seeds] = True
    switch = EDGE_TABLES.index("switch")
    waiting = list(seeds)
    while waiting:
        bus = waiting.pop(0)
        for edge, other in graph.neighbours(bus):
            if graph.table[edge] != switch or is_bar[other] or is_source_side[other]:
                continue
            if _is_bar_section(network, graph, is_source_side, bus, edge, other):
                is_bar[other] = True
                waiting.append(other)
    return is_bar


def _is_bar_section(network: Network, graph: GridGraph, is_source_side: Array, bus: int, edge: int, other: int) -> bool:
    """Whether a switch leads to another part of the bar (a coupler), not into a feeder."""
    beyond = sum(e != edge for e, _ in graph.neighbours(other))
    onward = sum(e != edge and not is_source_side[n] for e, n in graph.neighbours(bus))
    if onward == 0:
        # The terminal of a transformer, whose only way on is its own breaker.
        return beyond >= 2
    kind = network.bus["type"]
    if kind[other] not in ("", "b", "db") or kind[bus] not in ("", "b", "db"):
        return False
    station = network.bus["substation"]
    return bool(beyond >= 2 and station[bus] == station[other])


def _heads(network: Network, graph: GridGraph, is_bar: Array, is_source_side: Array) -> tuple[FeederHead, ...]:
    end_switch = {
        (edge, end): row
        for edge, end, row in zip(
            graph.switch_edge[::-1].tolist(),
            graph.switch_end[::-1].tolist(),
            graph.switch_row[::-1].tolist(),
            strict=True,
        )
    }
    found: list[tuple[int, int, str, int, int]] = []
    for bus in np.flatnonzero(is_bar).tolist():
        for edge, other in graph.neighbours(bus):
            table = EDGE_TABLES[int(graph.table[edge])]
            if is_source_side[other] or (is_bar[other] and table == "switch"):
                continue
            at_bar = end_switch.get((edge, 0 if graph.first[edge] == bus else 1))
            row = int(graph.row[edge])
            found.append((edge, bus, "switch", at_bar, other) if at_bar is not None else (edge, bus, table, row, other))
    names = _names(network, graph, found)
    return tuple(
        FeederHead(edge, bus, table, row, name) for (edge, bus, table, row, _), name in zip(found, names, strict=True)
    )


def _names(network: Network, graph: GridGraph, found: list[tuple[int, int, str, int, int]]) -> list[str]:
    zone = network.bus["zone"]
    zones = [str(zone[other]) if other < graph.n_bus else "" for *_, other in found]
    zones_tell = len(set(zones)) == len(zones) and all(
        z and z != str(zone[bus]) for z, (_, bus, *_) in zip(zones, found, strict=True)
    )
    names: list[str] = []
    for number, (edge, _, table, row, _) in enumerate(found):
        branch = (EDGE_TABLES[int(graph.table[edge])], int(graph.row[edge]))
        wanted = [_text(network, t, "feeder_name", r) for t, r in ((table, row), branch)]
        wanted += [zones[number]] if zones_tell else []
        wanted += [_text(network, t, "name", r) for t, r in ((table, row), branch)]
        name = next((w for w in wanted if w), f"Feeder {number + 1}")
        names.append(name if name not in names else f"{name} ({names.count(name) + 1})")
    return names


def _text(network: Network, table: str, column: str, row: int) -> str:
    return str(network[table][column][row]).strip() if column in network[table] else ""
