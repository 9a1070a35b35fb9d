"""The list beside the chart: what each curve says now and at the cursors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QBrush, QIcon, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from engines.trends.doubt import Doubt
from engines.trends.figures import Reading, SpanFigures
from widgets.numbers import MISSING
from widgets.theme import theme, theme_chooser, ui_font
from widgets.trends.layers import CHIP_PX, draw_chip
from widgets.trends.trace import Trace

Index = QModelIndex | QPersistentModelIndex
ROW_PX = 24
NAME_PX = 210
NAME, NOW, QUALITY, AT_A, AT_B, DIFFERENCE, LOWEST, HIGHEST, MEAN = range(9)


@dataclass(frozen=True, slots=True)
class Line:
    """One trace with what it says; ``None`` where a cursor was not put."""

    trace: Trace
    now: Reading
    at_a: Reading | None = None
    at_b: Reading | None = None
    between: SpanFigures | None = None


class LegendModel(QAbstractTableModel):
    """Rows are traces."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self.is_past = False

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Other values, perhaps of other traces."""
        is_same = [line.trace for line in lines] == [line.trace for line in self.lines]
        if not is_same:
            self.beginResetModel()
            self.lines = tuple(lines)
            self.endResetModel()
        elif tuple(lines) != self.lines:
            self.lines = tuple(lines)
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, MEAN))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One for each trace."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Name, values, figures."""
        return 0 if parent.isValid() else MEAN + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles."""
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft if section in (NAME, QUALITY) else Qt.AlignmentFlag.AlignRight
        titles = (
            (self.tr("Point"), ""),
            (self.tr("Now"), self.tr("The present value")),
            (self.tr("Quality"), self.tr("How far the present value may be believed")),
            ("A", self.tr("At cursor A")),
            ("B", self.tr("At cursor B")),
            ("B − A", self.tr("By how much the value changed from A to B")),
            (self.tr("Lowest"), self.tr("Lowest between the cursors")),
            (self.tr("Highest"), self.tr("Highest between the cursors")),
            (self.tr("Mean"), self.tr("Weighted by time, between the cursors, of what was known")),
        )
        if role == Qt.ItemDataRole.DisplayRole:
            return titles[section][0]
        return titles[section][1] or None if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, sign, alignment and what a value means."""
        line, column = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == Qt.ItemDataRole.DecorationRole and column == NAME:
            return chip(index.row())
        if role == Qt.ItemDataRole.TextAlignmentRole and column not in (NAME, QUALITY):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        reading = {NOW: line.now, QUALITY: line.now, AT_A: line.at_a, AT_B: line.at_b}.get(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            is_faint = reading is not None and reading.doubt > Doubt.NONE
            return QBrush(theme().color("faint")) if is_faint else None
        if role == Qt.ItemDataRole.FontRole:
            return ui_font(italic=reading is not None and reading.doubt > Doubt.NONE, bold=column == NOW)
        if role == Qt.ItemDataRole.ToolTipRole:
            if column == NAME:
                return f"{line.trace.name}\n{line.trace.point_id}"
            return doubt_text(reading) if reading is not None else None
        return None

    def _text(self, line: Line, column: int) -> str:
        trace = line.trace
        if column == NAME:
            return trace.name
        if column == QUALITY:
            return doubt_text(line.now)
        if column in (NOW, AT_A, AT_B):
            reading = (line.now, line.at_a, line.at_b)[(NOW, AT_A, AT_B).index(column)]
            if reading is None:
                return ""
            # A sign besides the slant: not all see it.
            mark = "? " if Doubt.NONE < reading.doubt < Doubt.UNKNOWN else ""
            return mark + trace.text(reading.value)
        if line.at_a is None or line.at_b is None or line.between is None:
            return ""
        if trace.has_states:
            return ""
        if column == DIFFERENCE:
            step = line.at_b.value - line.at_a.value
            return f"+{trace.text(step)}" if step > 0 else trace.text(step)
        return trace.text({LOWEST: line.between.lowest, HIGHEST: line.between.highest}.get(column, line.between.mean))


def doubt_text(reading: Reading) -> str:
    """How far a value may be believed, in words."""
    from PySide6.QtCore import QCoreApplication

    def tr(text: str) -> str:
        return QCoreApplication.translate("TrendLegend", text)

    word = {
        Doubt.NONE: tr("good"),
        Doubt.QUESTIONABLE: tr("questionable"),
        Doubt.STALE: tr("stale"),
        Doubt.UNKNOWN: tr("not known"),
    }[reading.doubt]
    return tr("by hand") if reading.is_by_hand else word


def chip(number: int) -> QIcon:
    """The number of a trace on its colour."""
    made = QPixmap(int(CHIP_PX) * 2, int(CHIP_PX) * 2)
    made.setDevicePixelRatio(2.0)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_chip(painter, QRectF(0, 0, CHIP_PX, CHIP_PX), number)
    painter.end()
    sign = QIcon(made)
    # The style would tint it in a selected row: then it were another colour than its curve.
    sign.addPixmap(made, QIcon.Mode.Selected)
    return sign


class Legend(QTableView):
    """The table of traces. Delete takes one away; the current one is drawn bolder.

    Signals:
        removal_asked: number of a trace; pointed: number of the current one, -1 for none.
        find_asked: number of a trace whose equipment shall be shown on the diagram.
    """

    removal_asked = Signal(int)
    pointed = Signal(int)
    find_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = LegendModel(self)
        self.setModel(self.lines)
        self.setAccessibleName(self.tr("Points of the chart"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setIconSize(QSize(int(CHIP_PX), int(CHIP_PX)))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setMinimumSectionSize(40)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.remove_action = self._action(self.tr("Take off the chart"), "Del", self._remove)
        self.find_action = self._action(self.tr("Show on the diagram"), "F", self._find)
        self.doubleClicked.connect(lambda _: self._find())
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self.pointed.emit(now.row()))
        self.lines.modelReset.connect(lambda: self.pointed.emit(-1))
        self._has_cursors, self._room = (False, False), 2
        theme_chooser().changed.connect(self.viewport().update)
        self.show_cursors(False, False)

    def _action(self, text: str, key: str, run: Any) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _=False: run())
        self.addAction(action)
        return action

    @property
    def menu(self) -> QMenu:
        """The actions of a line as a menu."""
        made = QMenu(self)
        made.addActions(self.actions())
        return made

    def _remove(self) -> None:
        row = self.currentIndex().row()
        if row >= 0:
            self.removal_asked.emit(row)

    def _find(self) -> None:
        row = self.currentIndex().row()
        if row >= 0:
            self.find_asked.emit(row)

    def show_cursors(self, has_a: bool, has_b: bool) -> None:
        """Columns only for what is there to read."""
        self._has_cursors = (has_a, has_b)
        both = has_a and has_b
        is_wide = both and self._room >= 2
        for column, is_shown in (
            (QUALITY, not has_a and not has_b),
            (AT_A, has_a),
            (AT_B, has_b),
            (DIFFERENCE, both),
            (NOW, not both or self._room >= 1),
            (LOWEST, is_wide),
            (HIGHEST, is_wide),
            (MEAN, is_wide),
        ):
            self.setColumnHidden(column, not is_shown)
        self.fit_columns()

    def give_room(self, room: int) -> None:
        """Room for all columns (2), for those without the figures between the cursors (1), for the cursors' (0)."""
        if room != self._room:
            self._room = room
            self.show_cursors(*self._has_cursors)

    def wanted_width(self) -> int:
        """Room in which everything is read without scrolling."""
        return NAME_PX + 4 + sum(self._width(c) for c in range(NOW, MEAN + 1) if not self.isColumnHidden(c))

    def _width(self, column: int) -> int:
        texts = [self.lines.data(self.lines.index(row, column)) for row in range(len(self.lines.lines))]
        head = self.lines.headerData(column, Qt.Orientation.Horizontal)
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(str(t)) for t in (*texts, head, MISSING)), default=0)
        # Room for one more digit, so that a growing value does not move the others.
        return max(64, (widest * 12 // 11 + 20 + 7) // 8 * 8)

    def fit_columns(self) -> None:
        """The name takes what the values leave."""
        rest = self.viewport().width()
        for column in range(NOW, MEAN + 1):
            if not self.isColumnHidden(column):
                width = self._width(column)
                if abs(self.columnWidth(column) - width) >= 8 or self.columnWidth(column) < width:
                    self.setColumnWidth(column, width)
                rest -= self.columnWidth(column)
        self.setColumnWidth(NAME, max(140, rest))

    def resizeEvent(self, event: Any) -> None:
        """The name has other room."""
        super().resizeEvent(event)
        self.fit_columns()
