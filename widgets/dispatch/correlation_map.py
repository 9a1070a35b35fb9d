"""What units do together: a matrix of colours and numbers, read with the mouse or the arrow keys."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.dispatch.diverging import diverging_color, legible_on
from widgets.dispatch.forecast_lines import CorrelationView
from widgets.numbers import MISSING, number_text
from widgets.theme import LABEL_PX, theme, theme_chooser, ui_font

_NOTHING = CorrelationView((), np.empty((0, 0)))
LARGEST_CELL, LEAST_CELL, WIDEST, NAME_GAP, LONGEST_NAME = 58, 10, 3, 6, 150
NUMBER_PX = 36
"""A cell that is narrower says its number only when it is pointed at."""


class CorrelationMap(QWidget):
    """A matrix; a cell is chosen by pointing at it or by the arrow keys, Escape leaves it.

    Attributes:
        cell: row and column of the cell chosen, ``(-1, -1)`` for none.

    Signals:
        reading_changed: another cell is chosen.
    """

    reading_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Correlation between units"))
        self.view, self.cell = _NOTHING, (-1, -1)
        self._font = ui_font(LABEL_PX)
        self._measure()
        theme_chooser().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Room for about ten units."""
        return QSize(380, 320)

    def minimumSizeHint(self) -> QSize:
        """Names and small cells."""
        return QSize(220, 170)

    def show_matrix(self, view: CorrelationView) -> None:
        """Show a matrix."""
        self.view = view
        self._measure()
        self.choose(-1, -1)
        self.update()

    def choose(self, row: int, column: int) -> None:
        """Choose a cell; outside of the matrix none."""
        n = len(self.view.names)
        chosen = (row, column) if 0 <= row < n and 0 <= column < n else (-1, -1)
        if chosen != self.cell:
            self.cell = chosen
            self.setAccessibleDescription(self.reading)
            self.update()
            self.reading_changed.emit()

    @property
    def reading(self) -> str:
        """The chosen cell in words, "" for none."""
        row, column = self.cell
        if row < 0:
            return ""
        names, value = self.view.names, float(self.view.values[row, column])
        if row == column:
            return self.tr("{unit} with itself").format(unit=names[row])
        if not math.isfinite(value):
            return self.tr("{first} and {second} never vary in the same hour").format(
                first=names[row], second=names[column]
            )
        return self.tr("{first} with {second}: {value}").format(
            first=names[row], second=names[column], value=signed_text(value)
        )

    # Where things are --------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cells take the room there is."""
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        """Room for names and cells; columns whose names do not fit over their cells have them upright."""
        metrics = QFontMetrics(self._font)
        longest = max((metrics.horizontalAdvance(name) for name in self.view.names), default=0)
        n, name = max(len(self.view.names), 1), min(longest, LONGEST_NAME, self.width() // 3)
        wide = (self.width() - name - NAME_GAP - 4) // n
        is_upright = wide < name + NAME_GAP
        above = (name if is_upright else metrics.height()) + NAME_GAP
        high = max(min((self.height() - above - 4) // n, LARGEST_CELL), LEAST_CELL)
        wide = max(min(wide, WIDEST * high), LEAST_CELL)
        self._name_px, self._is_upright = name, is_upright
        self._has_numbers = wide >= NUMBER_PX and high >= metrics.height()
        self._first = QRect(name + NAME_GAP, above, wide, high)

    def cell_rect(self, row: int, column: int) -> QRect:
        """Where a cell is."""
        return self._first.translated(column * self._first.width(), row * self._first.height())

    def _cell_at(self, point: QPoint) -> tuple[int, int]:
        from_first = point - self._first.topLeft()
        return from_first.y() // self._first.height(), from_first.x() // self._first.width()

    # Mouse and keys ----------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The cell beneath is read."""
        self.choose(*self._cell_at(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The same for whoever only presses."""
        self.choose(*self._cell_at(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from cell to cell."""
        n = len(self.view.names)
        row, column = self.cell
        steps = {
            Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape and row >= 0:
            self.choose(-1, -1)
        elif key in steps and n:
            down, right = steps[key]
            self.choose(*((min(max(row + down, 0), n - 1), min(max(column + right, 0), n - 1)) if row >= 0 else (0, 0)))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By the keyboard a first cell is chosen at once."""
        super().focusInEvent(event)
        is_keyboard = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if is_keyboard and self.cell[0] < 0 and self.view.names:
            self.choose(0, 0)
        self.update()

    # Painting ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Names, cells, and a frame around the chosen one."""
        painter = QPainter(self)
        painter.setFont(self._font)
        for row in range(len(self.view.names)):
            self._paint_names(painter, row)
            for column in range(len(self.view.names)):
                self._paint_cell(painter, row, column)
        if self.cell[0] >= 0:
            painter.setPen(QPen(theme().color("accent" if self.hasFocus() else "text"), 2.0))
            painter.drawRect(self.cell_rect(*self.cell).adjusted(0, 0, -2, -2))
        painter.end()

    def _paint_names(self, painter: QPainter, at: int) -> None:
        name, metrics = self.view.names[at], QFontMetrics(self._font)
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, self._name_px)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        cell = self.cell_rect(at, at)
        painter.setPen(theme().color("text" if at == self.cell[0] else "muted"))
        painter.drawText(QRect(0, cell.top(), self._name_px, cell.height()), right, shown)
        painter.setPen(theme().color("text" if at == self.cell[1] else "muted"))
        top = self._first.top()
        if not self._is_upright:
            painter.drawText(QRect(cell.left(), 0, cell.width(), top), Qt.AlignmentFlag.AlignCenter, shown)
            return
        painter.save()
        painter.translate(QPointF(cell.center().x(), top - NAME_GAP))
        painter.rotate(-90)
        painter.drawText(QRectF(0, -cell.width() / 2, self._name_px, cell.width()), left, shown)
        painter.restore()

    def _paint_cell(self, painter: QPainter, row: int, column: int) -> None:
        place, value = self.cell_rect(row, column), float(self.view.values[row, column])
        inner = place.adjusted(0, 0, -1, -1)
        # A unit with itself says nothing: it has the colour of nothing.
        ground = diverging_color(theme(), math.nan if row == column else value)
        painter.fillRect(inner, ground)
        if row == column:
            painter.setPen(theme().color("line"))
            painter.drawLine(inner.topLeft(), inner.bottomRight())
        elif self._has_numbers:
            painter.setPen(legible_on(theme(), ground))
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, signed_text(value))


def signed_text(value: float) -> str:
    """A correlation with its sign; a dash where there is none."""
    if not math.isfinite(value):
        return MISSING
    text = number_text(value, 2)
    return f"+{text}" if value > 0 and float(f"{value:.2f}") else text


class DivergingScale(QWidget):
    """The colours from -1 to 1 with their numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Colours from minus one to plus one"))
        self.setFixedSize(180, 26)
        theme_chooser().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A strip with three numbers beneath."""
        painter, wide = QPainter(self), self.width()
        for x in range(wide):
            painter.fillRect(x, 0, 1, 8, diverging_color(theme(), 2.0 * x / (wide - 1) - 1.0))
        painter.setFont(ui_font(LABEL_PX))
        painter.setPen(theme().color("muted"))
        row = QRect(0, 9, wide, 16)
        flags = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
        for value, flag in zip((-1.0, 0.0, 1.0), flags, strict=True):
            painter.drawText(row, flag | Qt.AlignmentFlag.AlignVCenter, signed_text(value))
        painter.end()
