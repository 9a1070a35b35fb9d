"""A loading as a bar with its number."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from widgets.inspector.values import Bar
from widgets.numbers import number_text
from widgets.theme import theme


class LoadingBar(QWidget):
    """A loading as a bar with its number; beyond the limit it takes shape and colour."""

    def __init__(self, bar: Bar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(34)
        self.setToolTip(self.tr("Current against the thermal limit"))
        self.show_bar(bar)

    def show_bar(self, bar: Bar) -> None:
        """Show another loading."""
        self._bar = bar
        self.setAccessibleName(f"{bar.label}: {number_text(bar.percent, 1)} %")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Label, number, bar."""
        painter, bar = QPainter(self), self._bar
        is_over = bar.percent > bar.limit_percent
        line = QRectF(0, 0, self.width(), 20)
        painter.setPen(theme().color("text"))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, bar.label)
        text = f"{'■ ' if is_over else ''}{number_text(bar.percent, 1)} %"
        painter.setPen(theme().color("medium" if is_over else "text"))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("line"))
        painter.drawRoundedRect(QRectF(0, 24, self.width(), 5), 2.5, 2.5)
        if bar.percent == bar.percent:
            painter.setBrush(theme().color("medium" if is_over else "wire"))
            painter.drawRoundedRect(QRectF(0, 24, self.width() * min(1.0, bar.percent / 100.0), 5), 2.5, 2.5)
        painter.end()
