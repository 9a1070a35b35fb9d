"""How long a stretch of the map is in the country."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QLineF, QPointF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from widgets.diagram.overlays import Card
from widgets.theme import LABEL_PX, Theme, theme, ui_font

LONGEST_PX = 140.0
_HEIGHT_PX, _RIM_PX, _TICK_PX, _GAP_PX = 26, 10.0, 4.0, 8.0
_STEPS = (5.0, 2.0, 1.0)


def round_length(metres_per_px: float) -> float:
    """The longest of 1, 2 or 5 times a power of ten metres that fits into :data:`LONGEST_PX`; NaN where unknown."""
    longest = metres_per_px * LONGEST_PX
    if not (math.isfinite(longest) and longest > 0):
        return math.nan
    power = 10.0 ** math.floor(math.log10(longest))
    return next(step * power for step in _STEPS if step * power <= longest * (1 + 1e-9))


def length_text(metres: float) -> str:
    """A length as it stands beside the bar; says so where the map has no scale."""
    if not math.isfinite(metres):
        return QCoreApplication.translate("Diagram", "not to scale")
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"


def bar_width(metres_per_px: float) -> float:
    """Pixels that bar and text take together."""
    metres = round_length(metres_per_px)
    text = QFontMetricsF(ui_font(LABEL_PX)).horizontalAdvance(length_text(metres))
    return text + (metres / metres_per_px + _GAP_PX if math.isfinite(metres) else 0.0)


def paint_bar(painter: QPainter, left: float, middle: float, metres_per_px: float, colors: Theme) -> None:
    """The bar with its length behind it, from ``left`` on, about the height ``middle``."""
    metres = round_length(metres_per_px)
    font = ui_font(LABEL_PX)
    painter.setFont(font)
    painter.setPen(QPen(colors.color("text"), 1))
    if math.isfinite(metres):
        right = left + metres / metres_per_px
        painter.drawLine(QLineF(left, middle, right, middle))
        for x in (left, right):
            painter.drawLine(QLineF(x, middle - _TICK_PX, x, middle + _TICK_PX))
        left = right + _GAP_PX
    foot = middle + QFontMetricsF(font).capHeight() / 2
    painter.drawText(QPointF(left, foot), length_text(metres))


class ScaleBar(Card):
    """The bar in a corner of the map."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._metres_per_px = math.nan
        self.setAccessibleName(self.tr("Scale of the map"))
        self.hide()

    def show_scale(self, metres_per_px: float) -> None:
        """Metres in the country of one pixel; NaN where coordinates are no distances."""
        self._metres_per_px = metres_per_px
        self.setFixedSize(math.ceil(bar_width(metres_per_px) + 2 * _RIM_PX), _HEIGHT_PX)
        self.setAccessibleDescription(self.text)
        self.update()

    @property
    def text(self) -> str:
        """The length the bar stands for."""
        return length_text(round_length(self._metres_per_px))

    @property
    def length_px(self) -> float:
        """Pixels of the bar, NaN where the map has no scale."""
        return round_length(self._metres_per_px) / self._metres_per_px

    def paint_card(self, painter: QPainter) -> None:
        """The bar with its length."""
        paint_bar(painter, _RIM_PX, round(self.height() / 2) + 0.5, self._metres_per_px, theme())
