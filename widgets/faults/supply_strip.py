"""Who has supply again, who will have, who waits: a bar in parts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from widgets.faults.lines import SupplyBar, SupplySegment
from widgets.theme import theme

BAR_PX, GAP_PX = 10, 2


class SupplyStrip(QWidget):
    """Draws a :class:`SupplyBar`: full has supply again, hatched is planned, empty waits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(BAR_PX + 4)
        self._bar = SupplyBar((), "")

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(160, BAR_PX + 4)

    def show_bar(self, bar: SupplyBar) -> None:
        """Show other shares."""
        self._bar = bar
        self.setAccessibleName(bar.text)
        self.update()

    def parts(self) -> list[tuple[QRectF, SupplySegment]]:
        """Where each part lies. Shares that are not numbers count as nothing; more than all is cut off."""
        found: list[tuple[QRectF, SupplySegment]] = []
        x, width = 0.0, float(self.width())
        for segment in self._bar.segments:
            part = segment.share * width if segment.share > 0.0 else 0.0
            part = min(part, width - x)
            if part > 0.0:
                gap = GAP_PX if x + part < width - 0.5 else 0
                found.append((QRectF(x, 2.0, max(part - gap, 1.0), BAR_PX), segment))
            x += part
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """The parts on a groove."""
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 2, self.width(), BAR_PX), theme().color("line"))
        for place, segment in self.parts():
            if segment.tone == "plan":
                painter.fillRect(place, theme().color("plan", 0.35))
                painter.fillRect(place, QBrush(theme().color("plan"), Qt.BrushStyle.BDiagPattern))
                painter.setPen(theme().color("plan"))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(place.adjusted(0, 0, -1, -1))
            elif segment.tone:
                painter.fillRect(place, theme().color(segment.tone))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Each part has its own tooltip."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tips = [segment.tip for place, segment in self.parts() if place.left() <= event.x() <= place.right()]
            QToolTip.showText(event.globalPos(), tips[0] if tips else "", self)
            return True
        return super().event(event)
