"""A band over the diagram while a plan is played on it: this is not the present."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.theme import BODY_PX, theme, theme_chooser, ui_font

HIGH_PX = 28
_RIM, _STRIPES, _STEP, _STRIPE_WIDTH = 12.0, 64.0, 10.0, 3.0
_SEPARATOR = " · "


class PlanBanner(QWidget):
    """Says which step of a plan is seen, between stripes that are legible without colour.

    It paints itself in the colour of what lies ahead and takes no click.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._parts: list[str] = []
        theme_chooser().changed.connect(self.update)
        self.show_step(0, 0)

    def show_step(self, after: int, of: int, time: str = "") -> None:
        """Say that the state after ``after`` of ``of`` steps is seen, and when that will be (``"14:09:20"``, or "")."""
        if after > 0:
            when = self.tr("after step {number} of {count}").format(number=after, count=of)
        else:
            when = self.tr("before the first step")
        self.show_words(when, *([time] if time else []))

    def show_words(self, *words: str) -> None:
        """Say which plan and which of its steps is seen, in these words."""
        self._parts = [self.tr("PLAN"), *words, self.tr("not the present")]
        self.setAccessibleName(self.text)
        self.setToolTip(self.text)
        self.updateGeometry()
        self.update()

    @property
    def text(self) -> str:
        """All that it says."""
        return _SEPARATOR.join(self._parts)

    def sizeHint(self) -> QSize:
        """As wide as its text, with a little of its stripes."""
        return QSize(int(QFontMetricsF(ui_font(BODY_PX, bold=True)).horizontalAdvance(self.text) + 4 * _RIM), HIGH_PX)

    def minimumSizeHint(self) -> QSize:
        """The step may be left out, the warning never."""
        return QSize(
            int(QFontMetricsF(ui_font(BODY_PX, bold=True)).horizontalAdvance(self._shortest) + 2 * _RIM), HIGH_PX
        )

    @property
    def _shortest(self) -> str:
        return _SEPARATOR.join([self._parts[0], self._parts[-1]])

    def shown_text(self) -> str:
        """What there is room for."""
        room = self.width() - 2 * _RIM
        metrics = QFontMetricsF(ui_font(BODY_PX, bold=True))
        return self.text if metrics.horizontalAdvance(self.text) <= room else self._shortest

    def paintEvent(self, event: QPaintEvent) -> None:
        """A raised band, stripes at both ends, the text in the middle."""
        painter = QPainter(self)
        ink, area = theme().color("plan"), QRectF(self.rect())
        painter.fillRect(area, theme().color("raised"))
        painter.fillRect(area, theme().color("plan", 0.12))
        font = ui_font(BODY_PX, bold=True)
        text = self.shown_text()
        beside = (area.width() - QFontMetricsF(font).horizontalAdvance(text)) / 2 - _RIM
        wide = min(_STRIPES, beside)
        if wide > _STEP:
            for left in (0.0, area.width() - wide):
                self._stripes(painter, QRectF(left, 0, wide, area.height()))
        painter.setPen(ink)
        painter.setFont(font)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        painter.fillRect(QRectF(0, area.height() - 2, area.width(), 2), ink)
        painter.end()

    def _stripes(self, painter: QPainter, area: QRectF) -> None:
        painter.save()
        painter.setClipRect(area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().color("plan"), _STRIPE_WIDTH))
        x = area.left() - area.height()
        while x < area.right():
            painter.drawLine(
                QRectF(x, area.bottom(), 0, 0).topLeft(), QRectF(x + area.height(), area.top(), 0, 0).topLeft()
            )
            x += _STEP
        painter.restore()
