"""A snapshot as people have dressed it: positions by hand, cuts, jumpers and mobile generators on the network.

A cut is an open switch at the end of its line, a jumper a closed switch between two buses, a mobile generator a
source that is out of service while its bus has another one. They stand behind the rows of the network's own, so
that every row number and id of the plain network keeps its meaning.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np

from engines.grid.graph import edge_state, graph_of
from engines.grid.network import Network, Table
from engines.grid.schema import STATE_COLUMNS
from engines.grid.snapshot import Snapshot, StateKey
from engines.grid.switches import SwitchKind, SwitchPosition
from engines.grid.topology import live_sources
from engines.study.structure import with_row
from engines.values.frozen import frozen_array
from engines.values.site import Cut, Jumper, MobileGenerator, SiteState

Array = np.ndarray[Any, Any]

_KEPT = 8
_networks: dict[tuple[str, tuple[Any, ...]], Network] = {}


def cut_id(cut: Cut) -> str:
    """Element id of a cut in the dressed network."""
    return f"cut:{cut.cut_id}"


def jumper_id(jumper: Jumper) -> str:
    """Element id of a jumper in the dressed network."""
    return f"jumper:{jumper.jumper_id}"


def generator_id(generator: MobileGenerator) -> str:
    """Element id of a mobile generator in the dressed network."""
    return f"generator:{generator.generator_id}"


def dressed_snapshot(snapshot: Snapshot, site: SiteState, *, telemetered: Collection[str] = ()) -> Snapshot:
    """The snapshot with everything people have put on the network; the same one where there is nothing.

    What is dressed already stays as it is. What names equipment the network does not have is left out:
    :func:`unplaced` names it.

    Args:
        telemetered: ids of switches whose position comes from the field; they are not dressed by hand.
    """
    dressed = with_hand_positions(snapshot, site, telemetered)
    network = _dressed_network(dressed.network, site)
    if network is not dressed.network:
        dressed = _on(dressed, network)
    return with_mobile_sources(dressed, site)


def with_hand_positions(snapshot: Snapshot, site: SiteState, telemetered: Collection[str] = ()) -> Snapshot:
    """The snapshot with nothing but the positions dressed by hand; costs no new structure."""
    if not site.dressed:
        return snapshot
    position = snapshot.switch_position.copy()
    row_of = {element_id: row for row, element_id in enumerate(snapshot.network["switch"].id.tolist())}
    for dressed in site.dressed:
        row = row_of.get(dressed.element_id)
        if row is not None and dressed.element_id not in telemetered:
            position[row] = dressed.position
    if np.array_equal(position, snapshot.switch_position):
        return snapshot
    return snapshot.with_state({("switch", "position"): position})


def with_mobile_sources(dressed: Snapshot, site: SiteState) -> Snapshot:
    """Running generators supply islands that nothing else does, the largest one of each island; all others do not."""
    grid = dressed.network["ext_grid"]
    running = {generator_id(g): g.sn_mva for g in site.generators if g.is_running}
    if "is_mobile" not in grid:
        return dressed
    rows = np.flatnonzero(np.asarray(grid["is_mobile"], bool))
    wanted = np.asarray(dressed.column("ext_grid", "in_service"), bool).copy()
    wanted[rows] = False
    island = _islands(dressed)
    without = dressed.with_state({("ext_grid", "in_service"): wanted})
    fed = set(island[live_sources(without)].tolist())
    for row in sorted(rows.tolist(), key=lambda r: -running.get(str(grid.id[r]), 0.0)):
        at = int(island[dressed.network.bus_row(int(grid["bus"][row]))])
        if str(grid.id[row]) in running and at not in fed:
            wanted[row] = True
            fed.add(at)
    if np.array_equal(wanted, dressed.column("ext_grid", "in_service")):
        return dressed
    return dressed.with_state({("ext_grid", "in_service"): wanted})


def unplaced(network: Network, site: SiteState) -> tuple[str, ...]:
    """Ids that people have put something on and the network does not have; nothing of it counts anywhere."""
    wanted = [d.element_id for d in site.dressed] + [t.element_id for t in site.tags]
    wanted += [c.line_id for c in site.cuts] + [c.bus_id for c in site.cuts]
    wanted += [bus for j in site.jumpers for bus in (j.from_bus_id, j.to_bus_id)]
    wanted += [g.bus_id for g in site.generators] + [e.bus_id for e in site.earths]
    wanted += [e.line_id for e in site.earths if e.line_id]
    return tuple(sorted({w for w in wanted if network.find(w) is None}))


def earthed_ids(network: Network, site: SiteState) -> tuple[str, ...]:
    """Ids for ``analyse(..., earthed=)``: the bus or the line each portable earth is put on."""
    named = {earth.line_id or earth.bus_id for earth in site.earths}
    return tuple(sorted(n for n in named if network.find(n) is not None))


def bus_row(network: Network, bus_id: str) -> int:
    """Row of a bus by its id, -1 where there is none."""
    ref = network.find(bus_id)
    return ref.row if ref is not None and ref.table == "bus" else -1


def _islands(snapshot: Snapshot) -> Array:
    graph = graph_of(snapshot.network)
    return graph.components(edge_state(graph, snapshot).supplies)[1]


def _dressed_network(network: Network, site: SiteState) -> Network:
    if not (site.cuts or site.jumpers or site.generators):
        return network
    generators = tuple((g.generator_id, g.bus_id, g.sn_mva) for g in site.generators)
    key = (network.structure_revision, (site.cuts, site.jumpers, generators))
    if key not in _networks:
        while len(_networks) >= _KEPT:
            _networks.pop(next(iter(_networks)))
        _networks[key] = _made(network, site, repr(key[1]))
    return _networks[key]


def _made(network: Network, site: SiteState, key: str) -> Network:
    switch, grid = network["switch"], network["ext_grid"]
    for cut in site.cuts:
        switch = _with_cut(network, switch, cut)
    for jumper in site.jumpers:
        switch = _with_jumper(network, switch, jumper)
    for generator in site.generators:
        grid = _with_generator(network, grid, generator)
    if switch is network["switch"] and grid is network["ext_grid"]:
        return network
    # The whole digest of a large network is too slow for every cut; base and additions say as much.
    revision = hashlib.blake2b(f"{network.structure_revision} {key}".encode(), digest_size=12).hexdigest()
    tables = network.tables.updated({"switch": switch, "ext_grid": grid})
    return replace(network, tables=tables, structure_revision=revision)


def _with_cut(network: Network, switch: Table, cut: Cut) -> Table:
    line, bus = network.find(cut.line_id), bus_row(network, cut.bus_id)
    if line is None or line.table != "line" or bus < 0 or cut_id(cut) in switch.id:
        return switch
    at = int(network.bus.index[bus])
    if at not in (network["line"]["from_bus"][line.row], network["line"]["to_bus"][line.row]):
        return switch
    values = {"name": cut.cut_id, "bus": at, "element": int(network["line"].index[line.row]), "et": "l"}
    return with_row(switch, "switch", cut_id(cut), values | _BY_HAND | {"position": int(SwitchPosition.OPEN)})


def _with_jumper(network: Network, switch: Table, jumper: Jumper) -> Table:
    ends = bus_row(network, jumper.from_bus_id), bus_row(network, jumper.to_bus_id)
    if min(ends) < 0 or ends[0] == ends[1] or jumper_id(jumper) in switch.id:
        return switch
    values = {
        "name": jumper.jumper_id,
        "bus": int(network.bus.index[ends[0]]),
        "element": int(network.bus.index[ends[1]]),
        "et": "b",
        "in_ka": jumper.max_i_ka,
    }
    return with_row(switch, "switch", jumper_id(jumper), values | _BY_HAND)


def _with_generator(network: Network, grid: Table, generator: MobileGenerator) -> Table:
    bus = bus_row(network, generator.bus_id)
    if bus < 0 or generator_id(generator) in grid.id:
        return grid
    if "is_mobile" not in grid:
        grid = grid.with_columns({"is_mobile": np.zeros(len(grid), bool)})
    values = {
        "name": generator.generator_id,
        "bus": int(network.bus.index[bus]),
        "in_service": False,
        "is_mobile": True,
    }
    return with_row(grid, "ext_grid", generator_id(generator), values)


_BY_HAND = {"kind": str(SwitchKind.DISCONNECTOR), "remote": False, "normal_closed": True}


def _on(snapshot: Snapshot, network: Network) -> Snapshot:
    """The snapshot on a network with longer tables; old rows keep their state, new ones have their own."""
    state: dict[StateKey, Array] = {}
    for (table, column), values in snapshot.state.items():
        added = network.tables[table][column][len(values) :] if column in STATE_COLUMNS[table] else values[:0]
        state[table, column] = frozen_array(np.concatenate([values, added])) if len(added) else values
    return snapshot.with_network(network).with_state(state)
