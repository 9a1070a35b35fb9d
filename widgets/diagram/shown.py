"""What the drawing says at this moment: looks of lines, symbols, severities and values as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.values.loadflow import LoadFlowResult
from engines.values.topology import SupplyState, Topology
from widgets.diagram.elements import BRANCHES
from widgets.diagram.fault_signs import NO_FAULT_SIGNS, FaultSigns
from widgets.diagram.field_look import FieldLook
from widgets.diagram.layers import Freshness, Layer
from widgets.diagram.marks import Mark
from widgets.diagram.scene import Scene
from widgets.diagram.signs import Sign, signs_of, signs_of_fault
from widgets.diagram.styles import N_FEEDER_COLORS, N_RAMP, STYLES, Look
from widgets.diagram.symbols import switch_symbols
from widgets.diagram.trust import Trust, trust

Array = np.ndarray[Any, Any]

_NAME_EVERY = 3
_NO_VOLTAGE_PU = 0.05
"""What a voltmeter on a dead bar may still say."""
UNKNOWN = 255
"""Supply of a bus nobody has analysed yet."""
_LOOK_OF_SUPPLY = {
    SupplyState.DEAD: Look.DEAD,
    SupplyState.ENERGIZED: Look.WIRE,
    SupplyState.POSSIBLY_ENERGIZED: Look.POSSIBLE,
    SupplyState.BACKFED: Look.BACKFED,
    SupplyState.PROVEN_DEAD: Look.PROVEN_DEAD,
    SupplyState.EARTHED: Look.PROVEN_DEAD,
}


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """What was handed to the view: state, connections and results, each possibly missing.

    Attributes:
        before_bus_row: ``(n_bus,)`` row of each bus in ``before``, -1 for none; ``None`` where the rows are the same.
        field: how good the field's values are; ``None`` where there is no field.
        marks: signs pinned on elements; fault: zones, steps and crews of a fault.
        said: what was said of the result's age.
        is_waiting: a solution has been on its way for so long that the old one must not pass for it.
    """

    snapshot: Snapshot | None = None
    topology: Topology | None = None
    result: LoadFlowResult | None = None
    before: LoadFlowResult | None = None
    before_bus_row: Array | None = None
    field: FieldLook | None = None
    marks: tuple[Mark, ...] = ()
    fault: FaultSigns = NO_FAULT_SIGNS
    said: Freshness = Freshness.CURRENT
    is_waiting: bool = False

    @property
    def freshness(self) -> Freshness:
        """How old the result is; one of another snapshot is never current, whatever was said of it."""
        if self.said is not Freshness.CURRENT or self.result is None or self.snapshot is None:
            return self.said
        is_of_it = self.result.snapshot_revision == self.snapshot.revision
        return Freshness.CURRENT if is_of_it else Freshness.SOLVING

    @property
    def is_old(self) -> bool:
        """Whether the values must not be taken for those of now."""
        return self.freshness is Freshness.STALE or self.is_waiting

    @property
    def solved(self) -> LoadFlowResult | None:
        """The result, only where its numbers describe a network."""
        return self.result if self.result is not None and self.result.is_converged else None


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """Everything the painter needs beside the scene.

    Attributes:
        supply: ``(count,)`` :class:`SupplyState` of every element, or ``UNKNOWN``.
        look: ``(count,)`` :class:`Look`.
        severity: ``(count,)`` worst violation, 0 for none.
        bus_value: ``(n_bus,)`` the layer's value; NaN is drawn as a dash.
        bus_severity: ``(n_bus,)`` of what ``bus_value`` speaks of.
        bus_has_value: ``(n_bus,)`` whether the layer says anything of a bus; nothing feeds a source bus, for example.
        trust: how far all that can be trusted.
        switch_symbol: symbol of each drawn switch, in the order of ``scene.switches``.
        order, ends: branches sorted by look, and where each look ends in ``order``.
    """

    moment: Moment
    layer: Layer
    supply: Array
    look: Array
    severity: Array
    bus_value: Array
    bus_severity: Array
    bus_has_value: Array
    trust: Trust
    switch_symbol: Array
    order: Array
    ends: Array

    @property
    def looks(self) -> tuple[int, ...]:
        """Looks that branches have now."""
        return tuple(np.flatnonzero(np.diff(self.ends, prepend=0)).tolist())

    @property
    def signs(self) -> set[Sign]:
        """What else is to be explained."""
        return signs_of(self.trust) | signs_of_fault(self.moment.fault)


def show(scene: Scene, moment: Moment, layer: Layer) -> Shown:
    """The arrays for one moment and layer."""
    supply = _supply(scene, moment)
    trusted = trust(scene, layer, moment.topology, moment.field, is_old=moment.is_old)
    severity = _severities(scene, moment)
    buses = scene.elements.part("bus")
    severity[buses] = np.maximum(severity[buses], trusted.measured_severity)
    look = _looks(scene, moment, layer, supply, severity)
    value, value_severity = _bus_values(scene, moment, layer, supply, severity)
    if layer is Layer.VOLTAGE:
        _take_measured(value, value_severity, trusted)
    owner_look = _piece_looks(scene, moment, look)
    order = np.argsort(owner_look, kind="stable")
    return Shown(
        moment=moment,
        layer=layer,
        supply=supply,
        look=look,
        severity=severity,
        bus_value=value,
        bus_severity=value_severity,
        bus_has_value=_has_value(scene, moment, layer, supply),
        trust=trusted,
        switch_symbol=_switch_symbols(scene, moment),
        order=order,
        ends=np.searchsorted(owner_look[order], np.arange(len(STYLES)), side="right"),
    )


def _take_measured(value: Array, worst: Array, trusted: Trust) -> None:
    """A measured voltage stands before the calculated one; also where the positions say that there is none."""
    vm_pu = trusted.measured_vm_pu
    is_shown = np.isfinite(vm_pu) & (np.isfinite(value) | (vm_pu > _NO_VOLTAGE_PU))
    value[is_shown] = vm_pu[is_shown]
    worst[is_shown] = np.maximum(worst, trusted.measured_severity)[is_shown]


def fits(result: LoadFlowResult | None, scene: Scene) -> bool:
    """Whether a result's rows are those of the drawn network."""
    return result is not None and len(result.vm_pu) == len(scene.layout.bus)


def _supply(scene: Scene, moment: Moment) -> Array:
    elements = scene.elements
    bus_supply = np.full(len(scene.layout.bus), UNKNOWN, np.uint8)
    if moment.topology is not None:
        bus_supply[:] = moment.topology.supply
    elif moment.solved is not None:
        bus_supply[:] = np.where(moment.solved.is_energized, SupplyState.ENERGIZED, SupplyState.DEAD)
    if not len(bus_supply):
        return np.full(elements.count, UNKNOWN, np.uint8)
    supply = np.where(elements.bus >= 0, bus_supply[elements.bus], UNKNOWN).astype(np.uint8)
    if moment.topology is not None:
        for table, column in moment.topology.branch_supply.items():
            if table in BRANCHES:
                supply[elements.part(table)] = column
    # A switch that stands at a branch is as live as its bus; one between buses as the topology says.
    switches = elements.part("switch")
    standing = elements.other_bus[switches] < 0
    supply[switches] = np.where(standing, bus_supply[elements.bus[switches]], supply[switches])
    return supply


def _severities(scene: Scene, moment: Moment) -> Array:
    severity = np.zeros(scene.elements.count, np.int8)
    solved = moment.solved
    if solved is None:
        return severity
    found = solved.violations
    for table in np.unique(found.table):
        if str(table) in scene.elements.start:
            here = found.table == table
            at = scene.elements.start[str(table)] + found.row[here]
            np.maximum.at(severity, at, found.severity[here].astype(np.int8))
    return severity


def _switch_symbols(scene: Scene, moment: Moment) -> Array:
    table = scene.network["switch"]
    position = table["position"] if moment.snapshot is None else moment.snapshot.switch_position
    row = scene.switches.owner - scene.elements.start["switch"]
    return switch_symbols(table["kind"][row], np.asarray(position)[row])


def _looks(scene: Scene, moment: Moment, layer: Layer, supply: Array, severity: Array) -> Array:
    of_supply = np.full(256, Look.UNKNOWN, np.uint8)
    for state, look in _LOOK_OF_SUPPLY.items():
        of_supply[state] = look
    looks = of_supply[supply]
    is_live = looks == Look.WIRE
    is_tie = is_live & _open_ties(scene, moment)
    looks[is_tie] = Look.TIE
    is_live &= ~is_tie
    devices = np.arange(scene.elements.count) >= scene.elements.part("switch").stop
    looks[is_live & devices] = Look.LIGHT
    if layer is Layer.LOADING:
        _ramp(scene, looks, is_live, branch_values(scene, moment, "loading_percent") / 100.0 * N_RAMP)
        _mark_overloads(scene, looks, is_live, severity)
    elif layer is Layer.LOSSES:
        loss = branch_values(scene, moment, "loss_mw")
        known = loss[np.isfinite(loss)]
        # A few large transformers must not make every line look the same.
        top = float(np.quantile(known, 0.98)) if len(known) else 0.0
        _ramp(scene, looks, is_live, np.sqrt(np.clip(loss, 0.0, None) / top) * N_RAMP if top > 0 else loss * 0)
    elif layer is Layer.ENERGISATION:
        looks[looks == Look.BACKFED] = Look.BACKFED_MARKED
    elif layer is Layer.FEEDERS and moment.topology is not None:
        number = feeder_numbers(scene, moment.topology)
        has = is_live & (number >= 0) & ~devices
        looks[has] = Look.FEEDER + number[has] % N_FEEDER_COLORS
    return looks


def _open_ties(scene: Scene, moment: Moment) -> Array:
    """``(count,)`` ties that join nothing now; a closed one is part of a feeder like any other line."""
    is_open = scene.is_tie.copy()
    if moment.topology is not None:
        for table, closed in moment.topology.branch_closed.items():
            if table in BRANCHES:
                is_open[scene.elements.part(table)] &= ~closed
    return is_open


def _piece_looks(scene: Scene, moment: Moment, look: Array) -> Array:
    """Looks of the branches' pieces: between a bus and an open switch a piece is as live as the bus."""
    pieces = look[scene.branches.owner]
    stubs = np.flatnonzero(scene.stub >= 0)
    if not len(stubs):
        return pieces
    switch = scene.stub[stubs]
    table = scene.network["switch"]
    position = table["position"] if moment.snapshot is None else moment.snapshot.switch_position
    is_apart = np.asarray(position)[switch - scene.elements.start["switch"]] != SwitchPosition.CLOSED
    of_bus = look[scene.elements.start["bus"] + scene.elements.bus[switch]]
    owner = scene.branches.owner[stubs]
    is_lighter = _open_ties(scene, moment)[owner] & (of_bus >= Look.TIE)
    pieces[stubs[is_apart]] = np.where(is_lighter, Look.TIE, of_bus)[is_apart]
    return pieces


def _ramp(scene: Scene, looks: Array, is_live: Array, step: Array) -> None:
    known = is_live & np.isfinite(step)
    looks[known] = Look.RAMP + np.clip(step[known], 0, N_RAMP - 1).astype(np.uint8)


def _mark_overloads(scene: Scene, looks: Array, is_live: Array, severity: Array) -> None:
    branch = np.zeros(len(looks), bool)
    for table in BRANCHES:
        branch[scene.elements.part(table)] = True
    looks[is_live & branch & (severity == 2)] = Look.OVER_MEDIUM
    looks[is_live & branch & (severity >= 3)] = Look.OVER_HIGH


def branch_values(scene: Scene, moment: Moment, name: str) -> Array:
    """``(count,)`` a flow quantity of every branch, NaN elsewhere and where nothing is solved."""
    values = np.full(scene.elements.count, np.nan)
    solved = moment.solved
    if solved is not None:
        for table, flow in solved.branches.items():
            if table in BRANCHES:
                values[scene.elements.part(table)] = getattr(flow, name)
    return values


def feeder_numbers(scene: Scene, topology: Topology) -> Array:
    """``(count,)`` feeder of every element, -1 for none; a branch belongs where its farther end does."""
    elements = scene.elements
    if not len(topology.feeder):
        return np.full(elements.count, -1, np.int64)
    near = np.where(elements.bus >= 0, topology.feeder[elements.bus], -1)
    far = np.where(elements.other_bus >= 0, topology.feeder[elements.other_bus], -1)
    return np.where(near >= 0, near, far)


def _bus_values(scene: Scene, moment: Moment, layer: Layer, supply: Array, severity: Array) -> tuple[Array, Array]:
    n_bus = len(scene.layout.bus)
    buses = scene.elements.part("bus")
    value, worst = np.full(n_bus, np.nan), np.zeros(n_bus, np.int8)
    solved = moment.solved
    if solved is None or layer in (Layer.FEEDERS, Layer.ENERGISATION):
        return value, worst
    if layer is Layer.VOLTAGE:
        value, worst = solved.vm_pu.copy(), severity[buses].copy()
    elif layer is Layer.COMPARISON:
        value = solved.vm_pu - voltages_before(moment)
    else:
        value, worst = _of_feeding_branch(scene, moment, layer, severity)
    is_dead = (supply[buses] != SupplyState.ENERGIZED) | ~solved.is_energized
    value[is_dead], worst[is_dead] = np.nan, 0
    return value, worst


def _has_value(scene: Scene, moment: Moment, layer: Layer, supply: Array) -> Array:
    n_bus = len(scene.layout.bus)
    if layer is Layer.FEEDERS:
        return _is_named(n_bus, moment.topology)
    if layer not in (Layer.LOADING, Layer.LOSSES) or moment.topology is None:
        return np.ones(n_bus, bool)
    is_live = supply[scene.elements.part("bus")] == SupplyState.ENERGIZED
    return np.asarray((feeding_branches(scene, moment.topology) >= 0) | ~is_live)


def _is_named(n_bus: int, topology: Topology | None) -> Array:
    """``(n_bus,)`` buses that carry their feeder's name: every third, so that colour alone need not tell it."""
    is_named = np.zeros(n_bus, bool)
    if topology is not None:
        for feeder in topology.feeders:
            is_named[list(feeder.bus_rows[1::_NAME_EVERY] or feeder.bus_rows[:1])] = True
    return is_named


def voltages_before(moment: Moment) -> Array:
    """``(n_bus,)`` the voltages to compare with, in the rows of the drawn network; NaN where there is none."""
    after, before, row = moment.solved, moment.before, moment.before_bus_row
    n_bus = len(after.vm_pu) if after is not None else 0
    if after is None or before is None or not before.is_converged:
        return np.full(n_bus, np.nan)
    if row is not None and len(row) == n_bus:
        return np.where(row >= 0, before.vm_pu[row], np.nan)
    if before.structure_revision != after.structure_revision:
        return np.full(n_bus, np.nan)
    return before.vm_pu


def _of_feeding_branch(scene: Scene, moment: Moment, layer: Layer, severity: Array) -> tuple[Array, Array]:
    """Loading or losses of the branch that leads to each bus."""
    n_bus = len(scene.layout.bus)
    if moment.topology is None:
        return np.full(n_bus, np.nan), np.zeros(n_bus, np.int8)
    number = feeding_branches(scene, moment.topology)
    values = branch_values(scene, moment, "loading_percent" if layer is Layer.LOADING else "loss_mw")
    has = number >= 0
    value = np.where(has, values[number], np.nan)
    worst = np.where(has & (layer is Layer.LOADING), severity[number], 0)
    return value, worst.astype(np.int8)


def feeding_branches(scene: Scene, topology: Topology) -> Array:
    """``(n_bus,)`` number of the branch toward the source, -1 for none."""
    number = np.full(len(topology.parent_row), -1, np.int64)
    for k, table in enumerate(topology.branch_tables):
        if table in scene.elements.start:
            here = (topology.parent_table == k) & (topology.parent_row >= 0)
            number[here] = scene.elements.start[table] + topology.parent_row[here]
    return number
