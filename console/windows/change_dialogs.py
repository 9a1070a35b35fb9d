"""The small dialogs that ask for a value before a change is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from engines.grid.network import ElementRef, Network
from engines.grid.snapshot import Snapshot
from engines.study.change import Change
from engines.study.controls import TapChange, VoltageChange, tap_range
from engines.study.line_type import replace_line, types_for
from engines.study.new_der import DerKind, NewDer, new_der_id, profile_for
from engines.study.power import GenerationScaling, LoadScaling, PowerChange
from widgets.number_box import NumberBox


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("ChangeDialogs", text)


class ValueDialog(QDialog):
    """A form with one line per value and a primary button that names what happens."""

    def __init__(self, title: str, explanation: str, done: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(380)
        self.form = QFormLayout()
        self.form.setSpacing(8)
        text = QLabel(explanation, self)
        text.setWordWrap(True)
        text.setObjectName("explanation")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        button = QPushButton(done, self)
        button.setProperty("primary", True)
        button.setDefault(True)
        buttons.addButton(button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(text)
        column.addLayout(self.form)
        column.addWidget(buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """What is typed at once goes into the first line."""
        super().showEvent(event)
        item = self.form.itemAt(0, QFormLayout.ItemRole.FieldRole)
        field = item.widget() if item is not None else None
        if field is not None:
            field.setFocus()
        if isinstance(field, QAbstractSpinBox):
            field.selectAll()

    def add_number(self, label: str, value: float, low: float, high: float, unit: str, decimals: int = 3) -> NumberBox:
        """A line with a number."""
        box = NumberBox(self)
        box.setDecimals(decimals)
        box.setRange(low, high)
        box.setValue(value)
        box.setSuffix(f" {unit}" if unit else "")
        box.setSingleStep(10.0**-decimals * 10)
        box.setAccessibleName(label)
        self.form.addRow(label, box)
        return box

    def add_choice(self, label: str, texts: Sequence[str], chosen: int = 0) -> QComboBox:
        """A line with a choice."""
        box = QComboBox(self)
        box.addItems(list(texts))
        box.setCurrentIndex(chosen)
        box.setAccessibleName(label)
        self.form.addRow(label, box)
        return box


def ask_change(dialog: str, snapshot: Snapshot, refs: Sequence[ElementRef], parent: QWidget | None) -> Change | None:
    """Ask with the named dialog; the change to make, or ``None`` when the person cancelled."""
    asks: dict[str, Callable[[], Change | None]] = {
        "tap": lambda: _ask_tap(snapshot, refs[0], parent),
        "line_type": lambda: _ask_line_type(snapshot.network, refs[0], parent),
        "new_der": lambda: _ask_new_der(snapshot.network, refs[0], parent),
        "voltage": lambda: _ask_voltage(snapshot, refs[0], parent),
        "power": lambda: _ask_power(snapshot, refs[0], parent),
        "scaling": lambda: ask_scaling(snapshot.network, refs, parent),
    }
    return asks[dialog]()


def _element_id(network: Network, ref: ElementRef) -> str:
    return str(network[ref.table].id[ref.row])


def _ask_tap(snapshot: Snapshot, ref: ElementRef, parent: QWidget | None) -> Change | None:
    network = snapshot.network
    transformer = _element_id(network, ref)
    low, high = tap_range(network, transformer)
    form = ValueDialog(
        tr("Tap of {name}").format(name=network.label(ref)),
        tr("Positions {low} to {high}.").format(low=low, high=high),
        tr("Set tap"),
        parent,
    )
    box = QSpinBox(form)
    box.setRange(low, high)
    box.setValue(round(float(snapshot.column("trafo", "tap_pos")[ref.row])))
    box.setAccessibleName(tr("Tap position"))
    form.form.addRow(tr("Position"), box)
    return TapChange(transformer, float(box.value())) if form.exec() else None


def _ask_line_type(network: Network, ref: ElementRef, parent: QWidget | None) -> Change | None:
    types = types_for(network, ref.row)
    texts = [f"{t.name}  ·  {t.max_i_ka * 1000:.0f} A  ·  {t.r_ohm_per_km:.3f} Ω/km" for t in types]
    form = ValueDialog(
        tr("Type of {name}").format(name=network.label(ref)),
        tr("Resistance, reactance, capacitance and thermal limit follow the type; the length stays."),
        tr("Change type"),
        parent,
    )
    present = str(network["line"]["std_type"][ref.row])
    names = [t.name for t in types]
    box = form.add_choice(tr("Type"), texts, names.index(present) if present in names else 0)
    if not form.exec() or not types or types[box.currentIndex()].name == present:
        return None
    return replace_line(_element_id(network, ref), types[box.currentIndex()])


def _ask_new_der(network: Network, ref: ElementRef, parent: QWidget | None) -> Change | None:
    form = ValueDialog(
        tr("New plant at {name}").format(name=network.label(ref)),
        tr("Photovoltaics and wind follow the profile of their kind where the network has one."),
        tr("Connect"),
        parent,
    )
    kinds = list(DerKind)
    texts = [tr("Photovoltaics"), tr("Wind"), tr("Storage"), tr("Generator")]
    kind = form.add_choice(tr("Kind"), texts)
    rating = form.add_number(tr("Rating"), 0.5, 0.001, 1000.0, "MVA")
    power = form.add_number(tr("Active power (storage: charging positive)"), 0.5, -1000.0, 1000.0, "MW")
    energy = form.add_number(tr("Capacity (storage only)"), 1.0, 0.001, 10000.0, "MWh")
    if not form.exec():
        return None
    der = kinds[kind.currentIndex()]
    element_id = new_der_id(network, der)
    return NewDer(
        der=der,
        element_id=element_id,
        name=f"{texts[kind.currentIndex()]} {element_id.rpartition(':')[2]}",
        bus_id=_element_id(network, ref),
        sn_mva=rating.value(),
        p_mw=power.value(),
        max_e_mwh=energy.value() if der is DerKind.STORAGE else None,
        profile=profile_for(network, der),
    )


def _ask_voltage(snapshot: Snapshot, ref: ElementRef, parent: QWidget | None) -> Change | None:
    form = ValueDialog(
        tr("Voltage of {name}").format(name=snapshot.network.label(ref)),
        tr("The voltage it holds, of the bus's nominal voltage."),
        tr("Set voltage"),
        parent,
    )
    present = float(snapshot.column(ref.table, "vm_pu")[ref.row])
    box = form.add_number(tr("Voltage"), present, 0.8, 1.2, "pu")
    return VoltageChange(_element_id(snapshot.network, ref), box.value()) if form.exec() else None


def _ask_power(snapshot: Snapshot, ref: ElementRef, parent: QWidget | None) -> Change | None:
    consumed = tr("Consumption is positive.") if ref.table != "sgen" else tr("Injection is positive.")
    form = ValueDialog(
        tr("Power of {name}").format(name=snapshot.network.label(ref)),
        tr("Holds at every time, in place of the profile.") + " " + consumed,
        tr("Set power"),
        parent,
    )
    scaling = float(snapshot.column(ref.table, "scaling")[ref.row])
    p_mw, q_mvar = (float(snapshot.column(ref.table, c)[ref.row]) * scaling for c in ("p_mw", "q_mvar"))
    active = form.add_number(tr("Active power"), p_mw, -1000.0, 1000.0, "MW", 4)
    reactive = form.add_number(tr("Reactive power"), q_mvar, -1000.0, 1000.0, "Mvar", 4)
    if not form.exec():
        return None
    return PowerChange(_element_id(snapshot.network, ref), active.value(), reactive.value())


def ask_scaling(
    network: Network, refs: Sequence[ElementRef], parent: QWidget | None, kind: str = "", where: str = ""
) -> Change | None:
    """Ask for a factor for the given elements; none given means all loads, or all generation."""
    generation = kind == "generation" or any(r.table in ("sgen", "gen") for r in refs)
    what = where or (network.label(refs[0]) if len(refs) == 1 else "")
    title = tr("Scale generation") if generation else tr("Scale load")
    form = ValueDialog(
        f"{title} · {what}" if what else title,
        tr("Active and reactive power are multiplied by the factor, on top of what is scaled already."),
        tr("Scale"),
        parent,
    )
    factor = form.add_number(tr("Factor"), 1.1, 0.0, 100.0, "")
    if not form.exec():
        return None
    ids = tuple(_element_id(network, r) for r in refs)
    return (GenerationScaling if generation else LoadScaling)(factor.value(), ids, what)
