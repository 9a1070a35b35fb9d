"""Into how many regions a district is cut for a plan."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from widgets.faults.form import FormDialog
from widgets.faults.labels import WordsLabel
from widgets.number_box import NumberBox


class RegionsDialog(FormDialog):
    """Asks for the number of regions.

    Attributes:
        count: the box.
    """

    def __init__(self, count: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__("", "", "", parent)
        self.setWindowTitle(self.tr("Plan in regions"))
        self.done_button.setText(self.tr("Plan"))
        text = self.tr(
            "The district is cut into parts of like size. Each plans its own devices and agrees with the layer above "
            "on power and voltage where they meet; the plan is then checked as a whole."
        )
        words = WordsLabel(self)
        words.say(text)
        self.column.insertWidget(0, words)
        self.count = NumberBox(self)
        self.count.setDecimals(0)
        self.count.setRange(1, most)
        self.count.setValue(count)
        self.count.setAccessibleName(self.tr("Regions"))
        self.form.addRow(self.tr("Regions"), self.count)
