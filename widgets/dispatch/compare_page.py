"""Two plans side by side: figures in a table, and what differs hour by hour in charts."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from widgets.charts.empty_state import EmptyOr
from widgets.dispatch.hour_plot import HourPlot
from widgets.dispatch.lines import CompareView
from widgets.dispatch.plain_table import PlainTable
from widgets.faults.labels import TipLabel
from widgets.slices import Slices, Steps
from widgets.theme import LABEL_PX, theme, theme_chooser, ui_font

AnyIndex = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
ROW_PX = 24
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CompareModel(QAbstractTableModel):
    """Figures: name, first, second, difference."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view: CompareView | None = None

    def put(self, view: CompareView) -> None:
        """Show these."""
        self.beginResetModel()
        self.view = view
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NONE) -> int:
        """See :class:`QAbstractItemModel`."""
        return 0 if parent.isValid() or self.view is None else len(self.view.rows)

    def columnCount(self, parent: AnyIndex = _NONE) -> int:
        """See :class:`QAbstractItemModel`."""
        return 0 if parent.isValid() else 4

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """See :class:`QAbstractItemModel`."""
        if self.view is None or not index.isValid():
            return None
        row = self.view.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (row.name, row.first, row.second, row.change)[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and row.is_head:
            return ui_font(LABEL_PX)
        if role == Qt.ItemDataRole.ForegroundRole and row.is_head:
            return theme().color("muted")
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """See :class:`QAbstractItemModel`."""
        if way is not Qt.Orientation.Horizontal or self.view is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return ("", self.view.first, self.view.second, self.tr("First − second"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return ("", self.view.first, self.view.second, "")[section]
        return None


class ComparePage(EmptyOr):
    """Two plans, or why there is nothing to compare.

    Attributes:
        other: the box with what can stand beside the first; charts: made when they are first needed.

    Signals:
        other_chosen: id of the plan that a person wants beside the first; closed: back to one plan.
    """

    other_chosen = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Two plans side by side"))
        self._slices = Slices(self)
        self._content = QWidget(self)
        self.model = CompareModel(self)
        self.table = PlainTable(self.model, ROW_PX, self._content)
        self.charts: list[HourPlot] = []
        self.step = -1
        title = QLabel(self.tr("Compare"), self._content)
        title.setObjectName("panelTitle")
        self.first = TipLabel(self._content, is_strong=True)
        self.first.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.other = QComboBox(self._content)
        self.other.setAccessibleName(self.tr("The plan beside it"))
        self.other.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.other.setMinimumContentsLength(12)
        self.other.activated.connect(lambda _: self.other_chosen.emit(str(self.other.currentData())))
        self.back = QPushButton(self.tr("Back to plan"), self._content)
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 14, 8)
        head.setSpacing(8)
        for widget in (title, self.first, QLabel(self.tr("with"), self._content), self.other):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.back)
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.table, 7)
        column.addLayout(self._row, 4)
        self._dress_table()
        theme_chooser().changed.connect(self._dress)

    def _dress_table(self) -> None:
        self.table.setAccessibleName(self.tr("Figures of both plans"))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for section in (0, 3):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)

    def show_plans(self, view: CompareView | None, missing: str = "") -> None:
        """Show two plans, or say what is missing."""
        if view is None:
            self._slices.cancel()
            self.show_empty(missing)
            return
        self.first.say(view.first)
        self.other.clear()
        for plan_id, name in view.others:
            self.other.addItem(name, plan_id)
        self.other.setCurrentIndex(self.other.findData(view.other_id))
        self.model.put(view)
        self.table.clearSpans()
        for row, told in enumerate(view.rows):
            if told.is_head:
                self.table.setSpan(row, 0, 1, 4)
        self.show_content(self._content)
        self._slices.start(self._steps(view), lambda _done: None)

    @property
    def is_drawing(self) -> bool:
        """Whether something is still to be drawn."""
        return self._slices.is_busy

    def _steps(self, view: CompareView) -> Steps[None]:
        shown = view.charts if view.hours is not None else ()
        while len(self.charts) < len(shown):
            plot = HourPlot(self._content)
            plot.step_wanted.connect(self.go_to)
            self.charts.append(plot)
            self._row.addWidget(plot)
            yield
        for number, plot in enumerate(self.charts):
            plot.setVisible(number < len(shown))
            if number < len(shown) and view.hours is not None:
                plot.show_chart(shown[number], view.hours)
                plot.show_step(self.step)
            yield

    def go_to(self, step: int) -> None:
        """Move the cursor of the charts."""
        self.step = step
        for plot in self.charts:
            plot.show_step(step)

    def _dress(self) -> None:
        for plot in self.charts:
            plot.dress()
        if self.model.view is not None and not self.sentence:
            self._slices.start(self._steps(self.model.view), lambda _done: None)
