"""What happened in an incident, newest last."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.faults.labels import signed
from widgets.faults.lines import TimelineLine
from widgets.theme import theme, ui_font

GAP_PX, BETWEEN_PX = 10, 5
_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


class Timeline(QWidget):
    """Paints the lines at its width, each as high as its words; it is as high as all of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.lines: tuple[TimelineLine, ...] = ()
        self._heights: dict[TimelineLine, int] = {}
        self._measured_px = -1

    def show_lines(self, lines: Sequence[TimelineLine]) -> None:
        """Show these."""
        if tuple(lines) == self.lines:
            return
        self.lines = tuple(lines)
        self.setAccessibleName("\n".join(f"{line.time_text} {_words(line)}" for line in self.lines))
        self._measure()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the words at this width."""
        return QSize(160, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the words elsewhere."""
        super().resizeEvent(event)
        self._measure()

    def _times_px(self) -> int:
        metrics = QFontMetrics(ui_font())
        return max((metrics.horizontalAdvance(line.time_text) for line in self.lines), default=0) + GAP_PX

    def _measure(self) -> None:
        width = max(self.width() - self._times_px(), 40)
        if width != self._measured_px:
            self._heights.clear()
            self._measured_px = width
        metrics = QFontMetrics(ui_font())
        room = QRect(0, 0, width, 10_000)
        for line in self.lines:
            if line not in self._heights:
                self._heights[line] = metrics.boundingRect(room, _WRAP, _words(line)).height()
        height = sum(self._heights[line] + BETWEEN_PX for line in self.lines)
        if height != self.minimumHeight():
            self.setFixedHeight(height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Only the lines that are seen."""
        painter, seen, y = QPainter(self), event.rect(), 0
        painter.setFont(ui_font())
        left = self._times_px()
        for line in self.lines:
            height = self._heights.get(line, 0)
            if y + height >= seen.top() and y <= seen.bottom():
                painter.setPen(theme().color("muted"))
                painter.drawText(QRect(0, y, left, height), _WRAP, line.time_text)
                painter.setPen(theme().color(line.severity or "text"))
                painter.drawText(QRect(left, y, self._measured_px, height), _WRAP, _words(line))
            y += height + BETWEEN_PX
        painter.end()


def _words(line: TimelineLine) -> str:
    return signed(f"{line.sentence} · {line.author}" if line.author else line.sentence, line.severity)
