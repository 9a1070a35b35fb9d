"""How a figure is written: heavier where measured, italic where estimated, hatched or underlined where it is old."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter

from engines.values.points import PointFreshness
from widgets.diagram.palette import Palette
from widgets.diagram.trust import ValueOrigin
from widgets.diagram.words import Words

HATCH_ALPHA = 0.5
_DASHES = [3.0, 2.0]


def begin_value(words: Words, painter: QPainter, pixels: int, origin: int) -> None:
    """The font of values of this origin."""
    words.begin(painter, pixels, origin == ValueOrigin.MEASURED, origin == ValueOrigin.ESTIMATED)


def paint_doubt(painter: QPainter, palette: Palette, box: QRectF, doubt: int) -> None:
    """Beneath a figure: hatched where it is stale, a dashed line where it may be."""
    if doubt >= PointFreshness.STALE:
        painter.fillRect(box, QBrush(palette.veil("faint", HATCH_ALPHA), Qt.BrushStyle.BDiagPattern))
    elif doubt == PointFreshness.SUSPECT:
        pen = palette.pen("muted", 1.0)
        pen.setDashPattern(_DASHES)
        painter.setPen(pen)
        y = round(box.bottom()) - 0.5
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
