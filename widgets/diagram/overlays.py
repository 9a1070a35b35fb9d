"""What lies over a corner of the diagram: a raised card that paints itself."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from widgets.theme import theme, theme_chooser


class Card(QWidget):
    """A raised box with a hairline; the subclass paints what is on it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme_chooser().changed.connect(self.update)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, then what is on it."""
        painter = QPainter(self)
        painter.setPen(QPen(theme().color("line"), 1))
        painter.setBrush(theme().color("raised", 0.94))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        self.paint_card(painter)
        painter.end()

    def paint_card(self, painter: QPainter) -> None:
        """Paints what is on the card."""
