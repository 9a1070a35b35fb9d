"""An element in words: name, kind, and its values with units and origin."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.values.points import PointFreshness, Quantity
from engines.values.topology import SupplyState
from widgets.diagram.fault_words import rows_of
from widgets.diagram.field_words import calculated_text, position_text, reported_text
from widgets.diagram.kinds import kind_word, position_word
from widgets.diagram.labels import DASH, supply_word
from widgets.diagram.layers import Freshness
from widgets.diagram.scene import Scene
from widgets.diagram.shown import Shown

_ALLOCATED, _PROFILED = ("load", "asymmetric_load"), ("sgen", "storage", "gen", "asymmetric_sgen")
"""Of these the powers are worked out where the field does not say them."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Diagram", text)


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of an element.

    Attributes:
        name, kind: for the heading.
        rows: quantity and value.
        origin: where the values come from.
        severity: worst violation, 0 for none.
    """

    name: str
    kind: str
    rows: tuple[tuple[str, str], ...]
    origin: str
    severity: int = 0

    @property
    def sentence(self) -> str:
        """All of it as a line of text."""
        said = [f"{self.kind} {self.name}", *(f"{what} {value}".strip() for what, value in self.rows), self.origin]
        return ", ".join(filter(None, said))

    @property
    def heading(self) -> str:
        """Kind and origin."""
        return f"{self.kind} · {self.origin}" if self.origin else self.kind


def describe(scene: Scene, shown: Shown, number: int) -> Description:
    """The element with this number."""
    ref = scene.elements.ref(number)
    network = scene.network
    rows = [*_rows(scene, shown, ref, number), *_field_rows(shown, ref)]
    rows += [(_tr("Marked"), mark.words) for mark in shown.moment.marks if mark.ref == ref]
    rows += rows_of(shown.moment.fault, ref)
    is_given = number >= scene.elements.part("switch").stop and ref.table != "ext_grid"
    origin = _given(shown, ref) if is_given else _origin(scene, shown, number)
    return Description(network.label(ref), kind_word(network, ref), tuple(rows), origin,
                       int(shown.severity[number]))  # fmt: skip


def _given(shown: Shown, ref: ElementRef) -> str:
    """Where the power of a load or generator comes from."""
    look = shown.moment.field
    if look is None:
        return _tr("given")
    reported = look.get(ref.table, Quantity.P_MW)
    if reported is not None and reported.is_telemetered[ref.row]:
        is_used = reported.doubt[ref.row] < PointFreshness.STALE
        return _tr("telemetered") if is_used else _tr("from the profiles, its own value is old")
    if ref.table in _ALLOCATED:
        return _tr("allocated from the profiles")
    return _tr("from the profiles") if ref.table in _PROFILED else _tr("given")


def _origin(scene: Scene, shown: Shown, number: int) -> str:
    moment = shown.moment
    if moment.result is None:
        return _tr("not calculated")
    if moment.solved is None:
        return _tr("not solved")
    if moment.freshness is Freshness.STALE:
        return _tr("calculated, out of date")
    doubt = int(shown.trust.doubt[number]) if moment.field is not None else 0
    if not doubt and scene.elements.ref(number).table == "bus" and shown.trust.is_estimated[number]:
        return _tr("estimated: the loads of its feeder are not measured")
    return calculated_text(doubt)


def _field_rows(shown: Shown, ref: ElementRef) -> list[tuple[str, str]]:
    """What the field says of an element, with quality and age."""
    look, rows = shown.moment.field, []
    if look is None:
        return []
    if ref.table == "switch":
        rows.append((_tr("Position is"), position_text(look, ref.row)))
    for what, word, unit, digits in (
        (Quantity.VM_PU, _tr("Measured voltage"), "pu", 4),
        (Quantity.P_MW, _tr("Measured power"), "MW", 3),
        (Quantity.TAP_POS, _tr("Tap"), "", 0),
        (Quantity.STEP, _tr("Step"), "", 0),
    ):
        text = reported_text(look, ref.table, what, ref.row)
        if text:
            value = float(look.reported[ref.table, what].value[ref.row])
            rows += [(word, f"{quantity(value, digits)} {unit}".strip()), ("", text)]
    return rows


def _rows(scene: Scene, shown: Shown, ref: ElementRef, number: int) -> list[tuple[str, str]]:
    supply = int(shown.supply[number])
    if ref.table == "switch":
        moment = shown.moment
        table = scene.network["switch"]["position"] if moment.snapshot is None else moment.snapshot.switch_position
        return [(_tr("Position"), position_word(int(table[ref.row]))), (_tr("Supply"), supply_word(supply))]
    if ref.table == "bus":
        return [*_bus_rows(scene, shown, ref.row, supply), (_tr("Supply"), supply_word(supply))]
    if number < scene.elements.part("bus").stop or ref.table in ("line", "trafo", "trafo3w", "impedance"):
        return _branch_rows(shown, ref)
    return _device_rows(scene, shown, ref)


def _bus_rows(scene: Scene, shown: Shown, row: int, supply: int) -> list[tuple[str, str]]:
    solved = shown.moment.solved
    nominal = float(scene.network.bus["vn_kv"][row])
    has_value = solved is not None and solved.is_energized[row] and supply == SupplyState.ENERGIZED
    vm = float(solved.vm_pu[row]) if has_value and solved is not None else math.nan
    angle = float(solved.va_degree[row]) if has_value and solved is not None else math.nan
    return [
        (_tr("Voltage"), f"{quantity(vm, 4)} pu"),
        ("", f"{quantity(vm * nominal, 3)} kV"),
        (_tr("Angle"), f"{quantity(angle, 2)}°"),
        *_phase_rows(shown, row, has_value),
    ]


def _phase_rows(shown: Shown, row: int, has_value: bool) -> list[tuple[str, str]]:
    phases = shown.moment.solved.phases if shown.moment.solved is not None else None
    if phases is None or not has_value:
        return []
    by_phase = [(_tr("Phase {name}").format(name=name), f"{quantity(float(vm), 4)} pu")
                for name, vm in zip("abc", phases.vm_pu[row], strict=True)]  # fmt: skip
    return [*by_phase, (_tr("Unbalance"), f"{quantity(float(phases.unbalance_percent[row]), 2)} %")]


def _branch_rows(shown: Shown, ref: ElementRef) -> list[tuple[str, str]]:
    solved = shown.moment.solved
    flow = solved.branches.get(ref.table) if solved is not None else None
    figures = [math.nan] * 5
    if flow is not None:
        columns = (flow.p_from_mw, flow.q_from_mvar, flow.i_ka * 1e3, flow.loading_percent, flow.loss_mw * 1e3)
        figures = [float(column[ref.row]) for column in columns]
    return [
        (_tr("Active power"), f"{quantity(figures[0], 3)} MW"),
        (_tr("Reactive power"), f"{quantity(figures[1], 3)} Mvar"),
        (_tr("Current"), f"{quantity(figures[2], 1)} A"),
        (_tr("Loading"), f"{quantity(figures[3], 1)} %"),
        (_tr("Losses"), f"{quantity(figures[4], 2)} kW"),
    ]


def _device_rows(scene: Scene, shown: Shown, ref: ElementRef) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    table, snapshot = scene.network[ref.table], shown.moment.snapshot
    if ref.table == "ext_grid":
        solved = shown.moment.solved
        p = float(solved.source_p_mw[ref.row]) if solved is not None else math.nan
        q = float(solved.source_q_mvar[ref.row]) if solved is not None else math.nan
        return [(_tr("Active power"), f"{quantity(p, 3)} MW"), (_tr("Reactive power"), f"{quantity(q, 3)} Mvar")]
    for name, word, unit in (("p_mw", _tr("Active power"), "MW"), ("q_mvar", _tr("Reactive power"), "Mvar")):
        if name in table:
            factor = "step" if ref.table == "shunt" else "scaling"
            value = _now(snapshot, scene, ref, name) * _now(snapshot, scene, ref, factor)
            rows.append((word, f"{quantity(value, 4)} {unit}"))
    return rows


def _now(snapshot: Snapshot | None, scene: Scene, ref: ElementRef, column: str) -> float:
    table = scene.network[ref.table]
    if column not in table:
        return 1.0
    return float((table[column] if snapshot is None else snapshot.column(ref.table, column))[ref.row])


def quantity(value: float, digits: int) -> str:
    """A number with grouped thousands, or a dash."""
    return f"{value:,.{digits}f}".replace(",", "\u202f").replace("-", "−") if math.isfinite(value) else DASH
