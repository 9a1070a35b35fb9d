"""Short texts laid out once and drawn many times."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QStaticText

from widgets.theme import ui_font

_KEPT = 20_000
_Style = tuple[int, bool, bool]


class Words:
    """Texts by font.

    Attributes:
        pixels: font height in force; height: of a line of text, pixels; ascent: from its top to the
            foot of the digits.
        is_exact: text stays text, for a file.
    """

    def __init__(self) -> None:
        self._fonts: dict[_Style, tuple[QFont, QFontMetricsF]] = {}
        self._texts: dict[tuple[_Style, str], tuple[QStaticText, float]] = {}
        self._inks: dict[tuple[_Style, str], tuple[float, float]] = {}
        self.pixels, self.height, self.ascent = 0, 0.0, 0.0
        self._style: _Style = (0, False, False)
        self.is_exact = False

    @property
    def is_bold(self) -> bool:
        """Whether the font in force is heavier."""
        return self._style[1]

    def begin(self, painter: QPainter, pixels: int, bold: bool, italic: bool = False) -> None:
        """Texts of this size follow."""
        key = self._style = (pixels, bold, italic)
        if key not in self._fonts:
            font = ui_font(pixels, bold=bold, italic=italic)
            self._fonts[key] = (font, QFontMetricsF(font))
        self._font, self._metrics = self._fonts[key]
        self.pixels, self.height = pixels, self._metrics.height()
        self.ascent = self._metrics.ascent()
        painter.setFont(self._font)

    def width(self, text: str) -> float:
        """Pixels across."""
        return self._text(text)[1]

    def ink(self, text: str) -> tuple[float, float]:
        """Pixels a text reaches above and below the foot of its digits."""
        key = (self._style, text)
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
        key = (self._style, text)
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
