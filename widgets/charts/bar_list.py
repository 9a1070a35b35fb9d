"""A ranking as bars: name, bar, value, one line each; for losses and loadings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from engines.grid.network import ElementRef
from engines.values.element_doubt import NO_DOUBT, ElementDoubt
from engines.values.points import PointFreshness
from widgets.theme import theme, theme_chooser, ui_font

ROW_PX, BAR_PX = 26, 8
HATCH = Qt.BrushStyle.BDiagPattern
SHAPES = {0: "", 1: "●", 2: "■", 3: "▲"}
TOKENS = {0: "wire", 1: "low", 2: "medium", 3: "high"}


@dataclass(frozen=True, slots=True)
class BarRow:
    """One line of a ranking.

    Attributes:
        value: length of the bar, in the unit of the list; negative is drawn as no bar.
        text: the value as it is written, with its unit.
        note: a second, quieter figure (a share, a limit).
        severity: 0 normal, 1 low, 2 medium, 3 high; drawn with its shape.
        key: handed back when the line is chosen.
        mark: a limit, drawn as a hairline across the bar; ``None`` where there is none.
    """

    name: str
    value: float
    text: str
    note: str = ""
    severity: int = 0
    key: Any = None
    mark: float | None = None


class BarList(QAbstractScrollArea):
    """Draws a ranking; up and down move, Enter or a click chooses.

    Signals:
        row_chosen: the key of a line.
    """

    row_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self._rows: tuple[BarRow, ...] = ()
        self._doubt: ElementDoubt = NO_DOUBT
        self._current = -1
        self._widths = (0, 0, 0)
        theme_chooser().changed.connect(self.viewport().update)

    def sizeHint(self) -> QSize:
        """A dozen lines."""
        return QSize(360, 12 * ROW_PX)

    @property
    def rows(self) -> tuple[BarRow, ...]:
        """What is shown."""
        return self._rows

    def show_rows(self, rows: Sequence[BarRow]) -> None:
        """Show a ranking, greatest first; what was chosen stays chosen where it is still there."""
        key = self._rows[self._current].key if 0 <= self._current < len(self._rows) else None
        self._rows = tuple(rows)
        self._current = next((k for k, row in enumerate(self._rows) if key is not None and row.key == key), -1)
        self._measure()
        self._set_scroll_range()
        self.viewport().update()

    def set_doubt(self, doubt: ElementDoubt) -> None:
        """Which lines are old: their bars are hatched. A line that is no equipment has the doubt of the whole."""
        self._doubt = doubt
        self.viewport().update()

    def is_old(self, row: BarRow) -> bool:
        """Whether a line is of a state that is gone."""
        doubt = self._doubt.of_ref(row.key) if isinstance(row.key, ElementRef) else self._doubt.whole
        return doubt >= PointFreshness.STALE

    def _measure(self) -> None:
        metrics = QFontMetrics(ui_font())
        longest = self._rows[:200]
        name = max((metrics.horizontalAdvance(row.name) for row in longest), default=0)
        text = max((metrics.horizontalAdvance(f"{SHAPES[row.severity]} {row.text}") for row in longest), default=0)
        note = max((metrics.horizontalAdvance(row.note) for row in longest), default=0)
        self._widths = (name + 12, text + 12, note + 12 if note else 0)

    def _set_scroll_range(self) -> None:
        height = len(self._rows) * ROW_PX
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.verticalScrollBar().setSingleStep(ROW_PX)
        self.verticalScrollBar().setRange(0, max(0, height - self.viewport().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scroll as far as there are lines."""
        super().resizeEvent(event)
        self._set_scroll_range()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Only the lines that are seen."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = self.verticalScrollBar().value()
        first, last = top // ROW_PX, min(len(self._rows), (top + self.viewport().height()) // ROW_PX + 1)
        longest = max([abs(row.value) for row in self._rows if row.value == row.value] + [1e-12])
        marks = [row.mark for row in self._rows if row.mark is not None]
        longest = max([longest, *marks])
        for k in range(first, last):
            self._paint_row(painter, k, QRect(0, k * ROW_PX - top, self.viewport().width(), ROW_PX), longest)
        painter.end()

    def _paint_row(self, painter: QPainter, k: int, place: QRect, longest: float) -> None:
        row, chosen = self._rows[k], theme()
        if k == self._current:
            painter.fillRect(place, chosen.color("selection"))
        name_px = min(self._widths[0], round(place.width() * 0.38))
        left, right = place.left() + 12 + name_px, place.right() - 12 - self._widths[1] - self._widths[2]
        painter.setFont(ui_font())
        painter.setPen(chosen.color("text"))
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideMiddle, name_px - 8)
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(place.left() + 12, place.top(), name_px, ROW_PX), centre, name)
        token = TOKENS[row.severity]
        painter.setPen(Qt.PenStyle.NoPen)
        bar_top = place.top() + (ROW_PX - BAR_PX) / 2
        width = max(0.0, right - left)
        painter.setBrush(chosen.color("line", 0.5))
        painter.drawRoundedRect(QRectF(left, bar_top, width, BAR_PX), 2, 2)
        if row.value == row.value and row.value > 0:
            is_old = self.is_old(row)
            painter.setBrush(QBrush(chosen.color(token), HATCH) if is_old else chosen.color(token))
            painter.drawRoundedRect(QRectF(left, bar_top, max(1.0, width * row.value / longest), BAR_PX), 2, 2)
        if row.mark is not None:
            painter.fillRect(
                QRectF(left + width * row.mark / longest, bar_top - 3, 1, BAR_PX + 6), chosen.color("muted")
            )
        self._paint_figures(painter, row, place)

    def _paint_figures(self, painter: QPainter, row: BarRow, place: QRect) -> None:
        chosen, flags = theme(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        note_px = self._widths[2]
        painter.setPen(chosen.color("text" if not row.severity else TOKENS[row.severity]))
        value_place = QRect(place.right() - 12 - note_px - self._widths[1], place.top(), self._widths[1], ROW_PX)
        painter.drawText(value_place, flags, f"{SHAPES[row.severity]} {row.text}".strip())
        if row.note:
            painter.setPen(chosen.color("muted"))
            painter.drawText(QRect(place.right() - 12 - note_px, place.top(), note_px, ROW_PX), flags, row.note)

    # Choosing ----------------------------------------------------------------------------------------------

    def _row_at(self, y: float) -> int:
        k = int(y + self.verticalScrollBar().value()) // ROW_PX
        return k if 0 <= k < len(self._rows) else -1

    def _choose(self, k: int) -> None:
        self._current = k
        row = self._rows[k]
        self.setAccessibleDescription(f"{row.name}: {row.text} {row.note}".strip())
        bar, top = self.verticalScrollBar(), k * ROW_PX
        bar.setValue(min(top, max(bar.value(), top + ROW_PX - self.viewport().height())))
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the line pointed at."""
        k = self._row_at(event.position().y())
        if k >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self._choose(k)
            self.row_chosen.emit(self._rows[k].key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The whole name, where it does not fit."""
        k = self._row_at(event.position().y())
        if k >= 0:
            row = self._rows[k]
            text = f"{row.name}: {row.text} {row.note}".strip()
            text += self.tr("\nold: what it was calculated from is not heard any more") if self.is_old(row) else ""
            QToolTip.showText(event.globalPosition().toPoint(), text, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and choose."""
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
        key = Qt.Key(event.key())
        if key in moves and self._rows:
            self._choose(max(0, min(self._current + moves[key], len(self._rows) - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._current < len(self._rows):
            self.row_chosen.emit(self._rows[self._current].key)
        else:
            super().keyPressEvent(event)
