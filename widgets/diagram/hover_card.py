"""What is under the pointer, in a few lines beside it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from widgets.diagram.description import Description
from widgets.diagram.overlays import Card
from widgets.theme import BODY_PX, LABEL_PX, theme, ui_font

_RIM = 8.0
_AWAY = 16


class HoverCard(Card):
    """Name, kind and values of one element."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._description: Description | None = None
        self.hide()

    @property
    def description(self) -> Description | None:
        """What is shown; ``None`` while hidden."""
        return self._description if self.isVisible() else None

    def show_at(self, description: Description, at: QPoint) -> None:
        """Show beside the pointer, within the parent."""
        self._description = description
        self.setAccessibleName(description.sentence)
        self.resize(self._wanted_width(), int(2 * _RIM + self._line * (len(description.rows) + 2) + 6))
        parent = self.parentWidget()
        frame = parent.rect() if parent is not None else self.rect()
        x = at.x() + _AWAY if at.x() + _AWAY + self.width() <= frame.width() else at.x() - _AWAY - self.width()
        y = at.y() + _AWAY if at.y() + _AWAY + self.height() <= frame.height() else at.y() - _AWAY - self.height()
        self.move(max(x, 0), max(y, 0))
        self.show()
        self.raise_()
        self.update()

    @property
    def _line(self) -> float:
        return QFontMetricsF(ui_font(LABEL_PX)).height() + 2

    def _wanted_width(self) -> int:
        d = self._description
        if d is None:
            return 0
        small, large = QFontMetricsF(ui_font(LABEL_PX)), QFontMetricsF(ui_font(BODY_PX, bold=True))
        widest = max([small.horizontalAdvance(a + b) + 24 for a, b in d.rows], default=0.0)
        heading = max(large.horizontalAdvance(d.name), small.horizontalAdvance(d.heading))
        return int(max(widest, heading, 120.0) + 2 * _RIM + 2)

    def paint_card(self, painter: QPainter) -> None:
        """Heading, rows, origin."""
        d = self._description
        if d is None:
            return
        inner = QRectF(self.rect()).adjusted(_RIM, _RIM, -_RIM, -_RIM)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        painter.setFont(ui_font(BODY_PX, bold=True))
        painter.setPen(theme().color("text"))
        painter.drawText(inner, left | Qt.AlignmentFlag.AlignTop, d.name)
        painter.setFont(ui_font(LABEL_PX))
        y = inner.top() + self._line + 4
        painter.setPen(theme().color("muted"))
        painter.drawText(QRectF(inner.left(), y, inner.width(), self._line), left, d.heading)
        for what, value in d.rows:
            y += self._line
            row = QRectF(inner.left(), y, inner.width(), self._line)
            painter.setPen(theme().color("muted"))
            painter.drawText(row, left, what)
            painter.setPen(theme().color({2: "medium", 3: "high"}.get(d.severity, "text")))
            painter.drawText(row, right, value)
