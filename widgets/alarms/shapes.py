"""The shapes of the priorities: a triangle, a square, a circle; full, or hollow in the other half of a blink."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from engines.values.alarms import AlarmState
from engines.values.violations import Severity
from widgets.alarms.line import GONE

TOKENS = {Severity.HIGH: "high", Severity.MEDIUM: "medium", Severity.LOW: "low"}
LETTERS = {Severity.HIGH: "▲", Severity.MEDIUM: "■", Severity.LOW: "●"}


def is_full_now(state: AlarmState, is_full_turn: bool) -> bool:
    """Whether a shape is full in this half of the blink: hollow where the cause is gone, in turn where it is owed."""
    is_gone = state in GONE
    return is_gone is not is_full_turn if state.is_unacknowledged else not is_gone


def draw_shape(painter: QPainter, centre: QPointF, severity: Severity, color: QColor, *, is_full: bool = True) -> None:
    """One shape of eleven pixels; hollow it is as large and as plain to read."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin))
    painter.setBrush(color if is_full else Qt.BrushStyle.NoBrush)
    x, y = centre.x(), centre.y()
    if severity is Severity.HIGH:
        corners = [QPointF(x, y - 5.2), QPointF(x + 5.4, y + 4.4), QPointF(x - 5.4, y + 4.4)]
        painter.drawPolygon(QPolygonF(corners))
    elif severity is Severity.MEDIUM:
        painter.drawRect(QRectF(x - 4.4, y - 4.4, 8.8, 8.8))
    else:
        painter.drawEllipse(centre, 4.8, 4.8)
    painter.restore()
