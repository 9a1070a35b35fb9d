"""How far what is drawn can be trusted: fresh or old, measured, calculated or estimated; as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np

from engines.grid.limit_check import check_limits, limit_arrays
from engines.values.element_doubt import ElementDoubt
from engines.values.frozen import FrozenMap
from engines.values.points import PointFreshness, Quantity
from engines.values.schematic import LabelKind
from engines.values.topology import Topology
from widgets.diagram.doubt import bus_doubt
from widgets.diagram.field_look import FieldLook, Reported
from widgets.diagram.layers import Layer
from widgets.diagram.scene import Scene

Array = np.ndarray[Any, Any]

_WORDS = (Layer.FEEDERS, Layer.ENERGISATION)
"""Their texts are no figures."""


class ValueOrigin(IntEnum):
    """Where a figure on the diagram comes from, and so how it is written."""

    CALCULATED = 0
    """Upright: nearly all are."""
    MEASURED = 1
    """Heavier."""
    ESTIMATED = 2
    """Italic: calculated where nothing measured stands behind the loads."""


@dataclass(frozen=True, slots=True, eq=False)
class Trust:
    """What there is to say beside the figures; doubts are :class:`PointFreshness`.

    Attributes:
        has_field: whether anything is known of the field; a study has none.
        doubt: ``(count,)`` of what is calculated for each element.
        switch_doubt: ``(n_switch,)`` of the reported position; by_hand: ``(n_switch,)`` a person gave it.
        measured_vm_pu: ``(n_bus,)`` voltage to be shown instead of the calculated one, NaN for none.
        measured_p_mw: ``(n_switch,)`` the same for the flow through a switch.
        measured_severity: ``(n_bus,)`` how far the measured voltage is beyond its limits.
        is_estimated: ``(n_bus,)`` in a feeder whose loads nothing measured adds up to.
        origin, label_doubt: ``(n_label,)`` of the figure each label shows.
    """

    has_field: bool
    doubt: Array
    switch_doubt: Array
    by_hand: Array
    measured_vm_pu: Array
    measured_p_mw: Array
    measured_severity: Array
    is_estimated: Array
    origin: Array
    label_doubt: Array

    @property
    def worst(self) -> int:
        """The worst doubt anywhere."""
        return int(max(self.label_doubt.max(initial=0), self.switch_doubt.max(initial=0)))


def trust(scene: Scene, layer: Layer, topology: Topology | None, look: FieldLook | None, *, is_old: bool) -> Trust:
    """The arrays for one moment; ``is_old``: nothing calculated is of now."""
    n_bus, n_switch = len(scene.layout.bus), len(scene.network["switch"])
    doubt = np.full(scene.elements.count, PointFreshness.STALE if is_old else PointFreshness.FRESH, np.uint8)
    switch_doubt, by_hand = np.zeros(n_switch, np.uint8), np.zeros(n_switch, bool)
    vm_pu, p_mw = np.full(n_bus, np.nan), np.full(n_switch, np.nan)
    is_estimated = np.zeros(n_bus, bool)
    if look is not None:
        np.maximum(doubt, _of_elements(scene, bus_doubt(scene, topology, look)), out=doubt)
        position = look.get("switch", Quantity.POSITION)
        if position is not None:
            switch_doubt, by_hand = position.doubt, position.is_by_hand.copy()
        by_hand[look.dressed] = True
        vm_pu, p_mw = (
            _heard(look.get("bus", Quantity.VM_PU), n_bus),
            _heard(look.get("switch", Quantity.P_MW), n_switch),
        )
        is_estimated = _estimated(scene, topology, look)
    origin, label_doubt = _labels(scene, layer, doubt, vm_pu, p_mw, is_estimated, look)
    return Trust(
        has_field=look is not None,
        doubt=doubt,
        switch_doubt=switch_doubt,
        by_hand=by_hand,
        measured_vm_pu=vm_pu,
        measured_p_mw=p_mw,
        measured_severity=_severity(scene, vm_pu),
        is_estimated=is_estimated,
        origin=origin,
        label_doubt=label_doubt,
    )


def element_doubt(scene: Scene, trusted: Trust) -> ElementDoubt:
    """The doubts by equipment; a switch is as doubtful as its reported position, too."""
    of_table = {table: trusted.doubt[scene.elements.part(table)].copy() for table in scene.elements.tables}
    if "switch" in of_table:
        np.maximum(of_table["switch"], trusted.switch_doubt, out=of_table["switch"])
    whole = max((int(doubt.max(initial=0)) for doubt in of_table.values()), default=0)
    return ElementDoubt(FrozenMap(of_table), whole)


def _of_elements(scene: Scene, of_bus: Array) -> Array:
    """``(count,)`` the worse of an element's two ends; a switch on a branch is as doubtful as the branch."""
    elements = scene.elements
    near = np.where(elements.bus >= 0, of_bus[elements.bus], 0)
    far = np.where(elements.other_bus >= 0, of_bus[elements.other_bus], 0)
    doubt = np.maximum(near, far).astype(np.uint8)
    switches = doubt[elements.part("switch")]
    on = scene.switch_branch >= 0
    switches[on] = doubt[scene.switch_branch[on]]
    return doubt


def _heard(reported: Reported | None, n: int) -> Array:
    """``(n,)`` values that are not stale, NaN elsewhere."""
    if reported is None:
        return np.full(n, np.nan)
    is_shown = reported.is_telemetered & (reported.freshness != PointFreshness.STALE)
    return np.where(is_shown, reported.value, np.nan)


def _estimated(scene: Scene, topology: Topology | None, look: FieldLook) -> Array:
    """``(n_bus,)`` buses of feeders whose loads nothing measured adds up to, where that is the exception."""
    n_bus = len(scene.layout.bus)
    if topology is None or len(topology.feeder) != n_bus:
        return np.zeros(n_bus, bool)
    is_weak = np.zeros(len(topology.feeders) + 1, bool)
    flow = look.get("switch", Quantity.P_MW)
    if flow is not None:
        is_weak[:-1] = [f.head_table != "switch" or not flow.is_telemetered[f.head_row] for f in topology.feeders]
        is_weak[:-1] &= not is_weak[:-1].all()
    doubtful = np.flatnonzero(look.load_is_doubtful)
    bus = scene.elements.bus[scene.elements.start["load"] + doubtful] if len(doubtful) else doubtful
    is_weak[topology.feeder[bus[bus >= 0]]] = True
    is_weak[-1] = False
    return np.asarray(is_weak[topology.feeder])


def _labels(
    scene: Scene, layer: Layer, doubt: Array, vm_pu: Array, p_mw: Array, is_estimated: Array, look: FieldLook | None
) -> tuple[Array, Array]:
    labels, owner = scene.layout.labels, scene.label_owner
    origin = np.zeros(len(labels), np.uint8)
    of_label = np.where(owner >= 0, doubt[owner], 0).astype(np.uint8)
    is_trafo = labels.kind == LabelKind.TRANSFORMER
    of_label[is_trafo] = PointFreshness.FRESH
    if look is None:
        return origin, of_label
    is_bus, is_head = labels.kind == LabelKind.BUS_VALUE, labels.kind == LabelKind.FEEDER_VALUE
    row = labels.row
    if layer not in _WORDS:
        origin[is_bus & is_estimated[np.where(is_bus, row, 0)]] = ValueOrigin.ESTIMATED
    if layer is Layer.VOLTAGE:
        _mark_measured(origin, of_label, is_bus, row, vm_pu, look.get("bus", Quantity.VM_PU))
    first = scene.elements.start["switch"]
    is_switch = is_head & (owner >= first) & (owner < scene.elements.part("switch").stop)
    _mark_measured(origin, of_label, is_switch, owner - first, p_mw, look.get("switch", Quantity.P_MW))
    taps = look.get("trafo", Quantity.TAP_POS)
    if taps is not None:
        of_label[is_trafo] = taps.doubt[row[is_trafo]]
    return origin, of_label


def _mark_measured(
    origin: Array, of_label: Array, which: Array, row: Array, value: Array, reported: Reported | None
) -> None:
    """Labels that show a measured value: as good as the measurement is."""
    if reported is None:
        return
    at = np.flatnonzero(which)
    at = at[np.isfinite(value[row[at]])]
    origin[at] = ValueOrigin.MEASURED
    of_label[at] = reported.doubt[row[at]]


def _severity(scene: Scene, vm_pu: Array) -> Array:
    severity = np.zeros(len(vm_pu), np.int8)
    if np.isfinite(vm_pu).any():
        found = check_limits(limit_arrays(scene.network), vm_pu, {})
        severity[found.row] = found.severity
    return severity
