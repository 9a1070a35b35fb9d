"""The correlation between units: as a map with its scale, or as a table of pairs."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from widgets.dispatch.correlation_map import CorrelationMap, DivergingScale
from widgets.dispatch.forecast_lines import CorrelationView
from widgets.dispatch.pair_table import PairTable
from widgets.faults.labels import TipLabel
from widgets.slices import Steps, run_steps
from widgets.theme import ui_font


class CorrelationPanel(QWidget):
    """Map or table.

    Attributes:
        map, table: both; choices: the two buttons; reading: the chosen cell in words.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.map, self.table = CorrelationMap(self), PairTable(self)
        self.reading = TipLabel(self, tone="muted", is_small=True)
        self.map.reading_changed.connect(self._read)
        title = QLabel(self.tr("Correlation in the same hour"), self)
        title.setFont(ui_font(bold=True))
        title.setObjectName("chartTitle")
        self.choices = QButtonGroup(self)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(title, 1)
        for number, text in enumerate((self.tr("Map"), self.tr("Table"))):
            button = QToolButton(self)
            button.setText(text)
            button.setCheckable(True)
            button.setChecked(number == 0)
            button.setProperty("segment", True)
            self.choices.addButton(button, number)
            head.addWidget(button)
        self._maps = QWidget(self)
        column = QVBoxLayout(self._maps)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(DivergingScale(self))
        column.addWidget(self.reading)
        column.addWidget(self.map, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._maps)
        self._stack.addWidget(self.table)
        self.choices.idClicked.connect(self._stack.setCurrentIndex)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 4, 14, 4)
        whole.setSpacing(6)
        whole.addLayout(head)
        whole.addWidget(self._stack, 1)
        self._read()

    def show_matrix(self, view: CorrelationView) -> None:
        """Show a matrix in both."""
        run_steps(self.matrix_steps(view))

    def matrix_steps(self, view: CorrelationView) -> Steps[None]:
        """:meth:`show_matrix` in slices."""
        self.map.show_matrix(view)
        yield
        self.table.pairs_model.put(view)
        yield

    def _read(self) -> None:
        self.reading.say(self.map.reading or self.tr("point at a cell, or use the arrow keys"))
