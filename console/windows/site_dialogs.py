"""Recording what people do on site: earths, cuts, jumpers, mobile generators, and positions and values by hand."""

from __future__ import annotations

import math
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QWidget

from console.site.store import SiteStore
from console.windows.asking_dialog import AskingDialog
from console.windows.live.words import value_text
from console.windows.site_words import DRESSABLE, local_time, position_name
from engines.grid.network import ElementRef, Network
from engines.values.points import PointDefinition, PointKind, values_of
from engines.values.site import HandDressedPosition, Substitution
from engines.values.validation import InputError


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("SiteDialogs", text)


@dataclass(frozen=True, slots=True)
class Desk:
    """What every dialog needs of the desk: the site, the network it belongs to, who is signed in."""

    store: SiteStore
    network: Network
    author: str


class EarthDialog(AskingDialog):
    """A portable earth at a bus, or on a line at one of its sides."""

    def __init__(self, desk: Desk, ref: ElementRef, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Portable earth at {name}").format(name=desk.network.label(ref)),
            tr("Record it once the crew has reported it as placed. Interlocks count it at once."),
            tr("Place earth"),
            parent,
        )
        self._desk = desk
        self._line_id = _id(desk.network, ref) if ref.table != "bus" else ""
        self._buses = _sides(desk.network, ref)
        self.side = None
        if self._line_id:
            self.side = self.add_open_choice(
                tr("At the side of"), [_bus_label(desk.network, row) for row in self._buses]
            )
        self.reason = self.add_text(tr("Reason"), placeholder=tr("work order, crew, what for"))

    def ask(self) -> Future[Any]:
        """See :class:`AskingDialog`."""
        row = self._buses[_chosen(self.side) if self.side else 0]
        bus_id = str(self._desk.network.bus.id[row])
        _require_reason(self.reason)
        return self._desk.store.place_earth(bus_id, self._desk.author, self._line_id, self.reason.text())


class CutDialog(AskingDialog):
    """A line taken apart at one of its sides."""

    def __init__(self, desk: Desk, ref: ElementRef, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Cut {name}").format(name=desk.network.label(ref)),
            tr("Record it once the crew has reported it as taken apart. The network counts as open there."),
            tr("Record cut"),
            parent,
        )
        self._desk, self._line_id, self._buses = desk, _id(desk.network, ref), _sides(desk.network, ref)
        self.side = self.add_open_choice(tr("At the side of"), [_bus_label(desk.network, row) for row in self._buses])
        self.reason = self.add_text(tr("Reason"), placeholder=tr("work order, crew, what for"))

    def ask(self) -> Future[Any]:
        """See :class:`AskingDialog`."""
        bus_id = str(self._desk.network.bus.id[self._buses[_chosen(self.side)]])
        _require_reason(self.reason)
        return self._desk.store.cut(self._line_id, bus_id, self._desk.author, self.reason.text())


class JumperDialog(AskingDialog):
    """A temporary connection from one bus to another of the same voltage."""

    def __init__(self, desk: Desk, ref: ElementRef, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Jumper from {name}").format(name=desk.network.label(ref)),
            tr("Joins two buses of one voltage. Record it once the crew has reported it as placed."),
            tr("Place jumper"),
            parent,
        )
        self._desk, self._row = desk, ref.row
        network = desk.network
        volts = network.bus["vn_kv"]
        rows = np.flatnonzero((volts == volts[ref.row]) & (np.arange(len(volts)) != ref.row))
        self._targets = {_bus_label(network, int(row)): str(network.bus.id[row]) for row in rows}
        self.target = self.add_text(tr("To bus"), placeholder=tr("type a part of its name"))
        completer = QCompleter(list(self._targets), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.target.setCompleter(completer)
        self.limit = self.add_number(tr("Current limit"), 0.0, 0.0, 10.0, "kA")
        self.limit.setSpecialValueText(tr("not known"))
        self.reason = self.add_text(tr("Reason"), placeholder=tr("work order, crew, what for"))

    def ask(self) -> Future[Any]:
        """See :class:`AskingDialog`."""
        wanted = self.target.text().strip()
        bus_id = self._targets.get(wanted) or (wanted if wanted in self._targets.values() else "")
        if not bus_id:
            self.target.setFocus()
            volts = float(self._desk.network.bus["vn_kv"][self._row])
            raise InputError("", tr("{name} is no other bus of {kv:g} kV.").format(name=wanted or "–", kv=volts))
        limit = self.limit.value() or math.nan
        own = str(self._desk.network.bus.id[self._row])
        _require_reason(self.reason)
        return self._desk.store.place_jumper(own, bus_id, self._desk.author, limit, self.reason.text())


class GeneratorDialog(AskingDialog):
    """A generator set brought to a bus."""

    def __init__(self, desk: Desk, ref: ElementRef, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Mobile generator at {name}").format(name=desk.network.label(ref)),
            tr("A running generator keeps its island alive: interlocks take what it feeds as live."),
            tr("Connect generator"),
            parent,
        )
        self._desk, self._bus_id = desk, _id(desk.network, ref)
        self.rating = self.add_number(tr("Rating"), 0.25, 0.001, 100.0, "MVA")
        self.running = QCheckBox(tr("It is running"), self)
        self.running.setAccessibleName(tr("It is running"))
        self.form.addRow("", self.running)
        self.reason = self.add_text(tr("Reason"), placeholder=tr("work order, crew, what for"))

    def ask(self) -> Future[Any]:
        """See :class:`AskingDialog`."""
        _require_reason(self.reason)
        return self._desk.store.place_generator(
            self._bus_id, self.rating.value(), self._desk.author, self.running.isChecked(), self.reason.text()
        )


class PositionDialog(AskingDialog):
    """The position of a switch without telemetry, as a person reported it."""

    def __init__(self, desk: Desk, ref: ElementRef, parent: QWidget | None = None) -> None:
        element_id = _id(desk.network, ref)
        self._present = next((d for d in desk.store.state().dressed if d.element_id == element_id), None)
        super().__init__(
            tr("Position of {name}").format(name=desk.network.label(ref)),
            _dressed_text(self._present),
            tr("Set position"),
            parent,
        )
        self._desk, self._element_id = desk, element_id
        texts = [position_name(position) for position in DRESSABLE]
        if self._present is not None:
            texts.append(tr("No longer by hand"))
        self.position = self.add_open_choice(tr("Position"), texts)
        self.reason = self.add_text(tr("Reason"), placeholder=tr("who saw it, and when"))

    def ask(self) -> Future[Any]:
        """See :class:`AskingDialog`."""
        chosen = _chosen(self.position)
        if chosen >= len(DRESSABLE):
            return self._desk.store.undress_position(self._element_id, self._desk.author)
        _require_reason(self.reason)
        return self._desk.store.dress_position(
            self._element_id, int(DRESSABLE[chosen]), self._desk.author, self.reason.text()
        )


class SubstitutionDialog(AskingDialog):
    """A value put in the place of a telemetered one; ending it lets the telemetered one count again.

    Args:
        label: what the point is called on the screen.
        present: the value shown now, in the unit of the point; NaN where there is none.
    """

    def __init__(
        self,
        desk: Desk,
        definition: PointDefinition,
        label: str,
        present: float = math.nan,
        parent: QWidget | None = None,
    ) -> None:
        point_id = definition.point_id
        self._kept = next((s for s in desk.store.state().substitutions if s.point_id == point_id), None)
        super().__init__(
            tr("Value of {name}").format(name=label),
            _substituted_text(self._kept, label, definition),
            tr("Substitute"),
            parent,
        )
        self._desk, self._point_id, self._kind = desk, point_id, definition.kind
        self._values = values_of(definition.kind)
        self.choice: QComboBox | None = None
        if self._values:
            texts = [value_text(definition.quantity, definition.kind, value) for value in self._values]
            self.choice = self.add_open_choice(tr("Value"), texts)
        else:
            low = definition.low if math.isfinite(definition.low) else -1e6
            high = definition.high if math.isfinite(definition.high) else 1e6
            value = present if math.isfinite(present) else 0.0
            decimals = 0 if definition.kind is PointKind.STEP else 4
            self.value = self.add_number(tr("Value"), value, low, high, definition.unit, decimals)
        self.reason = self.add_text(tr("Reason"), placeholder=tr("why the telemetered value cannot be used"))
        self.end = QCheckBox(tr("No longer by hand"), self)
        self.end.setAccessibleName(tr("No longer by hand"))
        self.end.setVisible(self._kept is not None)
        if self._kept is not None:
            self.form.addRow("", self.end)

    def ask(self) -> Future[Any]:
        """See :class:`AskingDialog`."""
        if self.end.isChecked():
            return self._desk.store.end_substitution(self._point_id, self._desk.author)
        _require_reason(self.reason)
        value = self.value.value() if self.choice is None else self._values[_chosen(self.choice)]
        return self._desk.store.substitute(self._point_id, value, self._desk.author, self.reason.text(), self._kind)


def _id(network: Network, ref: ElementRef) -> str:
    return str(network[ref.table].id[ref.row])


def _sides(network: Network, ref: ElementRef) -> tuple[int, ...]:
    """Rows of the buses of an element: the bus itself, or both ends of a line."""
    if ref.table == "bus":
        return (ref.row,)
    ends = (int(network[ref.table][column][ref.row]) for column in ("from_bus", "to_bus"))
    return tuple(int(network.bus_row(end)) for end in ends)


def _bus_label(network: Network, row: int) -> str:
    return network.label(ElementRef("bus", row))


def _chosen(box: QComboBox) -> int:
    if box.currentIndex() < 0:
        box.setFocus()
        raise InputError("", tr("{what}: nothing is chosen.").format(what=box.accessibleName()))
    return box.currentIndex()


def _require_reason(field: QLineEdit) -> None:
    if not field.text().strip():
        field.setFocus()
        raise InputError("", tr("A reason is missing: say why, in a few words."))


def _dressed_text(present: HandDressedPosition | None) -> str:
    meaning = tr("For a switch that reports nothing itself. It stays until it is changed, and is marked as by hand.")
    if present is None:
        return meaning
    last = tr("Set by {name} at {time}: {reason}.").format(
        name=present.author, time=local_time(present.set_at_us), reason=present.reason
    )
    return f"{meaning} {last}"


def _substituted_text(present: Substitution | None, label: str, definition: PointDefinition) -> str:
    meaning = tr("{name}: counts in place of the telemetered value until it is ended, and is marked as by hand.")
    meaning = meaning.format(name=label)
    if present is None:
        return meaning
    last = tr("{value} {unit} set by {name} at {time}: {reason}.").format(
        value=value_text(definition.quantity, definition.kind, present.value),
        unit=definition.unit,
        name=present.author,
        time=local_time(present.set_at_us),
        reason=present.reason,
    )
    return f"{meaning} {last}"
