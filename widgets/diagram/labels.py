"""The text of every label, made when it is first seen."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication

from engines.values.schematic import LabelKind
from engines.values.topology import SupplyState
from widgets.diagram.layers import Layer
from widgets.diagram.scene import Scene
from widgets.diagram.shown import UNKNOWN, Shown, fits, voltages_before

Array = np.ndarray[Any, Any]

DASH = "–"
_SHORT = 6


def _tr(text: str) -> str:
    return QCoreApplication.translate("Diagram", text)


class LabelTexts:
    """Texts of one moment, kept once made."""

    def __init__(self, scene: Scene, shown: Shown) -> None:
        self._scene, self._shown = scene, shown
        self._made: dict[int, str] = {}
        self._kind, self._row = scene.layout.labels.kind, scene.layout.labels.row

    def __getitem__(self, label: int) -> str:
        text = self._made.get(label)
        if text is None:
            text = self._made[label] = self._make(label)
        return text

    def _make(self, label: int) -> str:
        kind, row = int(self._kind[label]), int(self._row[label])
        if kind == LabelKind.BUS_VALUE:
            return self._bus_text(row)
        if kind == LabelKind.FEEDER_VALUE:
            return self._feeder_text(label)
        if kind == LabelKind.UNSUPPLIED:
            return _tr("Without a source")
        text = str(self._scene.layout.labels.text[label])
        return text + self._tap_text(row) if kind == LabelKind.TRANSFORMER else text

    def _bus_text(self, row: int) -> str:
        layer = self._shown.layer
        if layer is Layer.FEEDERS:
            return self._feeder_name(row)
        if layer is Layer.ENERGISATION:
            return supply_word(int(self._shown.supply[self._scene.elements.start["bus"] + row]), is_short=True)
        if layer is Layer.COMPARISON and not math.isfinite(self._shown.bus_value[row]):
            return self._change_word(row)
        return value_text(float(self._shown.bus_value[row]), layer) if self._shown.bus_has_value[row] else ""

    def _feeder_name(self, row: int) -> str:
        topology = self._shown.moment.topology
        if topology is None or topology.feeder[row] < 0 or not self._shown.bus_has_value[row]:
            return ""
        return short_name(topology.feeders[int(topology.feeder[row])].name)

    def _change_word(self, row: int) -> str:
        moment = self._shown.moment
        if moment.solved is None or moment.before is None or not moment.before.is_converged:
            return DASH
        had = math.isfinite(voltages_before(moment)[row])
        has = self._shown.supply[self._scene.elements.start["bus"] + row] == SupplyState.ENERGIZED
        if had == has:
            return DASH
        return _tr("lost") if had else _tr("new")

    def _feeder_text(self, label: int) -> str:
        power = feeder_power_mw(self._scene, self._shown, int(self._scene.label_owner[label]))
        # Rounded first: a little power out of the feeder is no "minus nothing".
        return f"{round(power, 1) + 0.0:.1f} MW".replace("-", "−") if math.isfinite(power) else f"{DASH} MW"

    def _tap_text(self, row: int) -> str:
        snapshot = self._shown.moment.snapshot
        trafo = self._scene.network["trafo"]
        tap = trafo["tap_pos"] if snapshot is None else snapshot.column("trafo", "tap_pos")
        if row >= len(tap) or not math.isfinite(tap[row]) or not trafo["tap_side"][row]:
            return ""
        return " · " + _tr("tap {position}").format(position=f"{tap[row] + 0.0:g}".replace("-", "−"))


def value_text(value: float, layer: Layer) -> str:
    """A layer's value as it is written on the diagram; a dash where there is none."""
    if not math.isfinite(value):
        return DASH
    if layer is Layer.LOADING:
        return f"{value:.0f} %"
    if layer is Layer.LOSSES:
        return f"{value * 1e3:.1f} kW"
    if layer is Layer.COMPARISON:
        return f"{value:+.3f}".replace("-", "−")
    return f"{value:.3f}"


def first_word(name: str) -> str:
    """A name cut to its first word."""
    return (name.split() or [""])[0]


def short_name(name: str) -> str:
    """A feeder's name as it fits beside a bus: its first word, cut where that is long."""
    return first_word(name)[:_SHORT]


def widest_value(layer: Layer) -> str:
    """A text as wide as most values of a layer are at most."""
    widest = {
        Layer.LOADING: "88 %",
        Layer.LOSSES: "88.8 kW",
        Layer.COMPARISON: "+0.888",
        Layer.FEEDERS: "F88",
        Layer.ENERGISATION: _tr("back-fed"),
    }
    return widest.get(layer, "0.888")


def supply_word(supply: int, *, is_short: bool = False) -> str:
    """What is known of a voltage, in words; short ones leave out what is normal."""
    words = {
        int(SupplyState.ENERGIZED): "" if is_short else _tr("energised"),
        int(SupplyState.DEAD): _tr("dead"),
        int(SupplyState.POSSIBLY_ENERGIZED): _tr("doubtful") if is_short else _tr("possibly energised"),
        int(SupplyState.BACKFED): _tr("back-fed") if is_short else _tr("without source, may be fed from below"),
        int(SupplyState.PROVEN_DEAD): _tr("tested") if is_short else _tr("proven dead"),
        int(SupplyState.EARTHED): _tr("earthed"),
        UNKNOWN: DASH if is_short else _tr("not known"),
    }
    return words[supply]


def feeder_power_mw(scene: Scene, shown: Shown, number: int) -> float:
    """Active power from the bar into the feeder whose head is element ``number``: measured where that is not stale,
    else calculated; NaN where unknown."""
    measured = _measured_mw(scene, shown, number)
    if math.isfinite(measured):
        return measured
    solved = shown.moment.solved
    if number < 0 or solved is None or not fits(solved, scene):
        return math.nan
    if shown.supply[number] != SupplyState.ENERGIZED:
        return math.nan
    ref = scene.elements.ref(number)
    table, row, bus = ref.table, ref.row, int(scene.elements.bus[number])
    if table == "switch" and str(scene.network["switch"]["et"][row]) != "b":
        if shown.moment.snapshot is not None and not shown.moment.snapshot.switch_closed[row]:
            return 0.0
        switch = scene.network["switch"]
        table = {"l": "line", "t": "trafo", "t3": "trafo3w"}[str(switch["et"][row])]
        found = np.flatnonzero(scene.network[table].index == switch["element"][row])
        row = int(found[0]) if len(found) else -1
    if row < 0 or table not in solved.branches:
        return math.nan
    return _power_at(scene, shown, table, row, bus if ref.table == "switch" and table != "switch" else -1)


def _measured_mw(scene: Scene, shown: Shown, number: int) -> float:
    """Flow through a switch as the field measures it, NaN where it does not."""
    part = scene.elements.part("switch")
    return float(shown.trust.measured_p_mw[number - part.start]) if part.start <= number < part.stop else math.nan


def _power_at(scene: Scene, shown: Shown, table: str, row: int, bus: int) -> float:
    flow, topology = shown.moment.solved.branches[table], shown.moment.topology  # type: ignore[union-attr]
    number = scene.elements.start[table] + row
    first, second = int(scene.elements.bus[number]), int(scene.elements.other_bus[number])
    if bus < 0 and topology is not None and first >= 0 and second >= 0:
        bus = first if topology.depth[first] <= topology.depth[second] else second
    return float(flow.p_to_mw[row] if bus == second and bus != first else flow.p_from_mw[row])
