"""The drawing as arrays: everything that depends on network and layout alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.values.schematic import DiagramLayout, LabelKind, Polylines
from widgets.diagram.elements import BRANCHES, Elements
from widgets.diagram.places import Strokes, SymbolPlaces, strokes_of
from widgets.diagram.stubs import branches_of_switches, split_at_switches
from widgets.diagram.symbols import Symbol, device_symbols
from widgets.slices import OncePer, Steps, run_steps

Array = np.ndarray[Any, Any]

LOAD_TABLES = ("load", "asymmetric_load")
BAR_PX = 30.0
"""From this length on a bus is drawn as a bus bar."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """All that is drawn.

    Attributes:
        buses, branches, stems: strokes; is_bar: ``(n_bus,)`` drawn as a bus bar.
        stub: ``(n_piece,)`` for each piece of a branch that lies between a bus and a switch of the branch the
            number of that switch, else -1.
        is_load_stem: ``(n_stem,)`` whether a stem leads to a load.
        switches, equipment: symbols of switches, and of transformers and devices.
        anchor: ``(count, 2)`` the point an element is found at; NaN where it is not drawn.
        switch_branch: ``(n_switch,)`` number of the branch each switch stands on, -1 for none.
        is_tie: ``(count,)`` runs in a tie channel.
        label_owner: ``(n_label,)`` element number each label speaks of.
        label_of_bus: ``(n_bus,)`` the value label of each bus, -1 for none.
        is_map: everything stands where it is in the country.
    """

    network: Network
    layout: DiagramLayout
    elements: Elements
    buses: Strokes
    branches: Strokes
    stub: Array
    stems: Strokes
    is_load_stem: Array
    is_bar: Array
    switches: SymbolPlaces
    equipment: SymbolPlaces
    anchor: Array
    switch_branch: Array
    is_tie: Array
    label_owner: Array
    label_of_bus: Array
    is_map: bool = False

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Corners of everything."""
        return self.layout.bounds


def build_scene(network: Network, layout: DiagramLayout, *, is_map: bool = False) -> Scene:
    """The arrays of one layout; at once where :func:`scene_steps` has just worked them out."""
    return run_steps(scene_steps(network, layout, is_map=is_map))


def scene_steps(network: Network, layout: DiagramLayout, *, is_map: bool = False) -> Steps[Scene]:
    """:func:`build_scene` in slices."""
    return _LATEST.steps((network, layout, is_map))


def _make_scene(key: tuple[Network, DiagramLayout, bool]) -> Steps[Scene]:
    network, layout, is_map = key
    elements = Elements(network, layout)
    yield
    buses = strokes_of(layout.bus, elements.start["bus"] + np.arange(len(layout.bus)))
    equipment = _equipment(network, layout, elements)
    yield
    switches = _switches(layout, elements)
    label_owner = _label_owners(layout, elements)
    yield
    stems = _stems(layout, elements)
    loads = np.concatenate([np.arange(elements.count)[elements.part(t)] for t in LOAD_TABLES if t in elements.start])
    is_load_stem = np.isin(stems.owner, loads)
    yield
    whole = _branches(layout, elements)
    yield
    branches, stub = split_at_switches(network, elements, whole, switches)
    yield
    is_value = layout.labels.kind == LabelKind.BUS_VALUE
    label_of_bus = np.full(len(layout.bus), -1, np.int64)
    label_of_bus[layout.labels.row[is_value]] = np.flatnonzero(is_value)
    anchor = _anchors(layout, elements, switches, equipment)
    yield
    return Scene(
        network=network,
        layout=layout,
        elements=elements,
        buses=buses,
        branches=branches,
        stub=stub,
        stems=stems,
        is_load_stem=is_load_stem,
        is_bar=np.hypot(*(layout.bus[:, 2:] - layout.bus[:, :2]).T) >= BAR_PX,
        switches=switches,
        equipment=equipment,
        anchor=anchor,
        switch_branch=branches_of_switches(network, elements),
        is_tie=_ties(layout, elements),
        label_owner=label_owner,
        label_of_bus=label_of_bus,
        is_map=is_map,
    )


_LATEST = OncePer(_make_scene, most=1)


def segments(lines: Polylines) -> tuple[Array, Array]:
    """``(n, 4)`` straight pieces of all polylines and ``(n,)`` the row each belongs to."""
    count = np.diff(lines.offset)
    row = np.repeat(np.arange(len(count)), count)
    goes_on = np.flatnonzero(row[1:] == row[:-1]) if len(row) else np.zeros(0, np.int64)
    xy = np.column_stack([lines.x[goes_on], lines.y[goes_on], lines.x[goes_on + 1], lines.y[goes_on + 1]])
    return xy, row[goes_on]


def _branches(layout: DiagramLayout, elements: Elements) -> Strokes:
    pieces, owners = [np.zeros((0, 4))], [np.zeros(0, np.int64)]
    for table in BRANCHES:
        if table in layout.branch:
            xy, row = segments(layout.branch[table])
            pieces.append(xy)
            owners.append(row + elements.start[table])
    return strokes_of(np.vstack(pieces), np.concatenate(owners))


def _stems(layout: DiagramLayout, elements: Elements) -> Strokes:
    pieces, owners = [np.zeros((0, 4))], [np.zeros(0, np.int64)]
    for table, place in layout.device.items():
        if not len(place):
            continue
        foot = layout.device_foot[table]
        corner = np.column_stack([place[:, 0], foot[:, 1]])
        own = elements.start[table] + np.arange(len(place))
        bends = np.abs(corner[:, 0] - foot[:, 0]) > 0.5
        pieces += [np.hstack([foot, corner])[bends], np.hstack([corner, place[:, :2]])]
        owners += [own[bends], own]
    return strokes_of(np.vstack(pieces), np.concatenate(owners))


def _equipment(network: Network, layout: DiagramLayout, elements: Elements) -> SymbolPlaces:
    place, owner, symbol = [np.zeros((0, 3))], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    own = {"trafo": layout.trafo, "trafo3w": layout.trafo3w, **layout.device}
    for table, at in own.items():
        place.append(np.asarray(at, float).reshape(-1, 3))
        owner.append(elements.start[table] + np.arange(len(at)))
        symbol.append(device_symbols(network, table))
    at = np.vstack(place)
    drawn = np.isfinite(at[:, :2]).all(1)
    at, number, kind = at[drawn], np.concatenate(owner)[drawn], np.concatenate(symbol)[drawn]
    return SymbolPlaces(at[:, 0], at[:, 1], at[:, 2], number, kind)


def _switches(layout: DiagramLayout, elements: Elements) -> SymbolPlaces:
    at = np.asarray(layout.switch, float).reshape(-1, 3)
    drawn = np.isfinite(at[:, :2]).all(1)
    number = elements.start["switch"] + np.flatnonzero(drawn)
    at = at[drawn]
    return SymbolPlaces(at[:, 0], at[:, 1], at[:, 2], number, np.full(len(at), Symbol.NONE))


def _ties(layout: DiagramLayout, elements: Elements) -> Array:
    is_tie = np.zeros(elements.count, bool)
    for table, ties in layout.is_tie.items():
        is_tie[elements.part(table)] = ties
    return is_tie


def _label_owners(layout: DiagramLayout, elements: Elements) -> Array:
    owner = np.full(len(layout.labels), -1, np.int64)
    for table in np.unique(layout.labels.table):
        here = layout.labels.table == table
        if str(table) in elements.start:
            owner[here] = elements.start[str(table)] + layout.labels.row[here]
    return owner


def _anchors(layout: DiagramLayout, elements: Elements, switches: SymbolPlaces, equipment: SymbolPlaces) -> Array:
    anchor = np.full((elements.count, 2), np.nan)
    anchor[elements.part("bus")] = (layout.bus[:, :2] + layout.bus[:, 2:]) / 2
    for table, lines in layout.branch.items():
        anchor[elements.part(table)] = _middles(lines)
    for symbols in (equipment, switches):
        anchor[symbols.owner] = np.column_stack([symbols.x, symbols.y])
    return anchor


def _middles(lines: Polylines) -> Array:
    """The point half way along each polyline, NaN where it has no points."""
    xy, row = segments(lines)
    middle = np.full((len(lines), 2), np.nan)
    if not len(row):
        return middle
    length = np.hypot(*(xy[:, 2:] - xy[:, :2]).T)
    total = np.bincount(row, length, len(lines))
    before = np.cumsum(length) - length
    first = np.searchsorted(row, np.arange(len(lines)))
    within = before - before[np.minimum(first[row], len(row) - 1)]
    half = total[row] / 2
    holds = np.flatnonzero((within <= half) & (half <= within + length))[::-1]
    share = (half[holds] - within[holds]) / np.maximum(length[holds], 1e-9)
    middle[row[holds]] = xy[holds, :2] + (xy[holds, 2:] - xy[holds, :2]) * share[:, None]
    return middle
