"""How far what is measured may lie from a plan before the rest is planned anew."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from widgets.faults.form import FormDialog
from widgets.number_box import NumberBox


class BandDialog(FormDialog):
    """Asks for the width of each band.

    Attributes:
        exchange, voltage, energy, hold: the boxes, in MW, pu, MWh and seconds.
    """

    def __init__(
        self, exchange_mw: float, voltage_pu: float, energy_mwh: float, hold_s: float, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", "", parent)
        self.setWindowTitle(self.tr("Bands around the plan"))
        self.done_button.setText(self.tr("Set"))
        self.exchange = self._box(self.tr("Exchange ±"), exchange_mw, 1000.0, 2, " MW")
        self.voltage = self._box(self.tr("Lowest voltage ±"), voltage_pu, 1.0, 4, " pu")
        self.energy = self._box(self.tr("Energy of a storage ±"), energy_mwh, 1000.0, 3, " MWh")
        self.hold = self._box(self.tr("Outside for"), hold_s, 3600.0, 0, " s")

    def _box(self, label: str, value: float, most: float, decimals: int, unit: str) -> NumberBox:
        box = NumberBox(self)
        box.setRange(0.0, most)
        box.setDecimals(decimals)
        box.setSuffix(unit)
        box.setValue(min(value, most))
        box.setAccessibleName(label)
        self.form.addRow(label, box)
        return box
