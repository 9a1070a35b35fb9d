"""Which calculated values hang on something from the field that may be old."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.values.points import PointFreshness, Quantity
from engines.values.topology import Topology
from widgets.diagram.field_look import FieldLook
from widgets.diagram.scene import Scene

Array = np.ndarray[Any, Any]


def bus_doubt(scene: Scene, topology: Topology | None, look: FieldLook) -> Array:
    """``(n_bus,)`` :class:`PointFreshness` of what is calculated for each bus: that of the worst it hangs on.

    Everything of a feeder hangs on every reported position and measured flow within it and at its ends (an open
    tie that may have closed belongs to both sides), on its capacitors' steps, and on everything of the grid that
    feeds its bar: positions, taps, and the voltage measured at the source. A single power that is not heard any
    more makes nothing doubtful: it is not used, what it stood for is allocated. Where the connections are not
    known, everything hangs on everything.
    """
    n_bus = len(scene.layout.bus)
    row, own = _inputs(scene, topology, look)
    if topology is None or len(topology.feeder) != n_bus:
        return np.full(n_bus, own.max(initial=0), np.uint8)
    n_feeder = len(topology.feeders)
    n_group = n_feeder + int(topology.island.max(initial=-1)) + 1
    group = np.where(
        topology.feeder >= 0, topology.feeder, np.where(topology.island >= 0, n_feeder + topology.island, -1)
    )
    # Rows beyond the buses stand for the feeders themselves.
    group = np.concatenate([group, np.arange(n_feeder)])
    worst = np.zeros(n_group + 1, np.uint8)
    np.maximum.at(worst, group[row], own)
    worst[-1] = PointFreshness.FRESH
    bars = np.array([f.source_bus_row for f in topology.feeders], np.int64)
    worst[:n_feeder] = np.maximum(worst[:n_feeder], worst[group[bars]])
    return np.asarray(worst[group[:n_bus]])


def _inputs(scene: Scene, topology: Topology | None, look: FieldLook) -> tuple[Array, Array]:
    """Buses and how doubtful an input of the calculation is there; ``n_bus + k`` stands for feeder ``k``."""
    rows, doubts = [np.zeros(0, np.int64)], [np.zeros(0, np.uint8)]

    def add(at: Array, doubt: Array) -> None:
        known = (at >= 0) & (doubt > 0)
        rows.append(at[known])
        doubts.append(doubt[known])

    for quantity in (Quantity.POSITION, Quantity.P_MW):
        reported = look.get("switch", quantity)
        if reported is not None:
            for at in _switch_ends(scene, topology):
                add(at, reported.doubt)
    for table, quantity in (("trafo", Quantity.TAP_POS), ("shunt", Quantity.STEP)):
        reported = look.get(table, quantity)
        if reported is not None and table in scene.elements.start:
            part = scene.elements.part(table)
            add(scene.elements.bus[part], reported.doubt)
            add(scene.elements.other_bus[part], reported.doubt)
    measured, source = look.get("bus", Quantity.VM_PU), scene.elements.bus[scene.elements.part("ext_grid")]
    if measured is not None and len(source):
        add(source, measured.doubt[source])
    return np.concatenate(rows), np.concatenate(doubts)


def _switch_ends(scene: Scene, topology: Topology | None) -> list[Array]:
    """Buses each switch stands between; the head of a feeder concerns that feeder alone, not its bar."""
    part = scene.elements.part("switch")
    branch = scene.switch_branch
    on_branch = branch >= 0
    near = scene.elements.bus[part].copy()
    far = scene.elements.other_bus[part].copy()
    one, two = scene.elements.bus[branch], scene.elements.other_bus[branch]
    far[on_branch] = np.where(one == near, two, one)[on_branch]
    heads = (
        []
        if topology is None
        else [(k, f.head_row) for k, f in enumerate(topology.feeders) if f.head_table == "switch"]
    )
    for feeder, row in heads:
        near[row] = len(scene.layout.bus) + feeder
    return [near, far]
