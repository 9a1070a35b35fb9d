"""Short texts laid out once and drawn many times."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QStaticText

from widgets.theme import ui_font

_KEPT = 20_000


class Words:
    """Texts by font.

    Attributes:
        pixels: font height in force; height: of a line of text, pixels; ascent: from its top to the
            foot of the digits.
        is_exact: text stays text, for a file.
    """

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, bool], tuple[QFont, QFontMetricsF]] = {}
        self._texts: dict[tuple[int, bool, str], tuple[QStaticText, float]] = {}
        self._inks: dict[tuple[int, bool, str], tuple[float, float]] = {}
        self.pixels, self._bold, self.height, self.ascent = 0, False, 0.0, 0.0
        self.is_exact = False

    def begin(self, painter: QPainter, pixels: int, bold: bool) -> None:
        """Texts of this size follow."""
        key = (pixels, bold)
        if key not in self._fonts:
            font = ui_font(pixels, bold=bold)
            self._fonts[key] = (font, QFontMetricsF(font))
        self._font, self._metrics = self._fonts[key]
        self.pixels, self._bold, self.height = pixels, bold, self._metrics.height()
        self.ascent = self._metrics.ascent()
        painter.setFont(self._font)

    def width(self, text: str) -> float:
        """Pixels across."""
        return self._text(text)[1]

    def ink(self, text: str) -> tuple[float, float]:
        """Pixels a text reaches above and below the foot of its digits."""
        key = (self.pixels, self._bold, text)
        known = self._inks.get(key)
        if known is None:
            if len(self._inks) > _KEPT:
                self._inks.clear()
            tight = self._metrics.tightBoundingRect(text)
            known = self._inks[key] = (-tight.top(), tight.bottom())
        return known

    def draw(self, painter: QPainter, x: float, y: float, text: str, color: QColor) -> None:
        """Draws with the top left corner at x, y."""
        painter.setPen(color)
        if self.is_exact:
            painter.drawText(QPointF(x, y + self._metrics.ascent()), text)
        else:
            # Glyphs on whole pixels: sharp, and every digit from the same picture.
            painter.drawStaticText(QPointF(round(x), round(y)), self._text(text)[0])

    def _text(self, text: str) -> tuple[QStaticText, float]:
        key = (self.pixels, self._bold, text)
        known = self._texts.get(key)
        if known is None:
            if len(self._texts) > _KEPT:
                self._texts.clear()
            static = QStaticText(text)
            static.setTextFormat(Qt.TextFormat.PlainText)
            static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            static.prepare(font=self._font)
            known = self._texts[key] = (static, self._metrics.horizontalAdvance(text))
        return known
