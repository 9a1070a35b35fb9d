"""The shapes of the priorities: a triangle, a square, a circle; full, or hollow in the other half of a blink."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from engines.values.violations import Severity

TOKENS = {Severity.HIGH: "high", Severity.MEDIUM: "medium", Severity.LOW: "low"}
LETTERS = {Severity.HIGH: "▲", Severity.MEDIUM: "■", Severity.LOW: "●"}


class Fill(Enum):
    """How a shape is filled: full while the cause is there, never full once it is gone."""

    FULL = "full"
    HOLLOW = "hollow"
    DOT = "dot"


def fill_now(is_gone: bool, is_owed: bool, is_full_turn: bool) -> Fill:
    """The fill in this half of the blink.

    What nobody has acknowledged (``is_owed``) turns between full and hollow, or where its cause is gone between a dot
    and nothing; everything else stands still.
    """
    if is_gone:
        return Fill.DOT if is_owed and is_full_turn else Fill.HOLLOW
    return Fill.FULL if is_full_turn or not is_owed else Fill.HOLLOW


def draw_shape(painter: QPainter, centre: QPointF, severity: Severity, color: QColor, fill: Fill = Fill.FULL) -> None:
    """One shape of eleven pixels; hollow it is as large and as plain to read."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin))
    painter.setBrush(color if fill is Fill.FULL else Qt.BrushStyle.NoBrush)
    x, y = centre.x(), centre.y()
    if severity is Severity.HIGH:
        corners = [QPointF(x, y - 5.2), QPointF(x + 5.4, y + 4.4), QPointF(x - 5.4, y + 4.4)]
        painter.drawPolygon(QPolygonF(corners))
    elif severity is Severity.MEDIUM:
        painter.drawRect(QRectF(x - 4.4, y - 4.4, 8.8, 8.8))
    else:
        painter.drawEllipse(centre, 4.8, 4.8)
    if fill is Fill.DOT:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(QPointF(x, y + (1.0 if severity is Severity.HIGH else 0.0)), 1.7, 1.7)
    painter.restore()
