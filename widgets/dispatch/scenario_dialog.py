"""Over how many scenarios a case is planned, and for how long."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from widgets.faults.form import FormDialog
from widgets.faults.labels import WordsLabel
from widgets.number_box import NumberBox


class ScenarioDialog(FormDialog):
    """Asks for the number of scenarios.

    Attributes:
        count, seconds: the boxes.
    """

    def __init__(self, count: int, most: int, seconds: float, longest: float, parent: QWidget | None = None) -> None:
        super().__init__("", "", "", parent)
        self.setWindowTitle(self.tr("Plan over scenarios"))
        self.done_button.setText(self.tr("Plan"))
        text = self.tr(
            "One plan for all scenarios: taps, capacitor steps, storage modes, turbine and purchase are decided once; "
            "everything else may differ from scenario to scenario."
        )
        words = WordsLabel(self)
        words.say(text)
        self.column.insertWidget(0, words)
        self.count = self._box(self.tr("Scenarios"), count, 2, most, "")
        self.seconds = self._box(self.tr("At most"), seconds, 5, longest, " s")

    def _box(self, label: str, value: float, least: float, most: float, unit: str) -> NumberBox:
        box = NumberBox(self)
        box.setDecimals(0)
        box.setRange(least, most)
        box.setSuffix(unit)
        box.setValue(value)
        box.setAccessibleName(label)
        self.form.addRow(label, box)
        return box
