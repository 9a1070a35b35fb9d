"""How a step of an order is painted."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from engines.values.violations import Severity
from widgets.alarms.shapes import draw_shape
from widgets.faults.cards import SEVERITIES
from widgets.faults.order_lines import StepLine, StepState
from widgets.faults.step_model import AnyIndex, StepColumn, StepModel, cell_text
from widgets.theme import theme, ui_font

PAD_PX, SIGN_PX, BAR_PX = 8, 18, 3
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_RAISED = (StepState.NEXT, StepState.RUNNING)
_MUTED = (StepState.DONE, StepState.LEFT_OUT)


class StepCells(QStyledItemDelegate):
    """What runs or is next stands raised, what is done is muted, what failed carries its shape.

    Attributes:
        played: number of the step after which the diagram is shown, -1 for the present.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.played = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """One cell."""
        model = index.model()
        assert isinstance(model, StepModel)
        line, column = model.lines[index.row()], StepColumn(index.column())
        place = QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, theme().color("selection"))
        elif line.state in _RAISED:
            painter.fillRect(place, theme().color("raised"))
        # What was just played ends at a line of the plan's colour.
        is_played = line.number == self.played
        below = theme().color("plan" if is_played else "line")
        painter.fillRect(place.left(), place.bottom() - is_played, place.width(), 1 + is_played, below)
        if column is StepColumn.NUMBER and line.state in _RAISED:
            painter.fillRect(place.left(), place.top(), BAR_PX, place.height() - 1, theme().color("accent"))
        self._paint_words(painter, place.adjusted(PAD_PX, 0, -PAD_PX, -1), line, column)
        painter.restore()

    def _paint_words(self, painter: QPainter, inner: QRect, line: StepLine, column: StepColumn) -> None:
        tone = "muted" if line.state in _MUTED else "text"
        is_bold = line.state is StepState.RUNNING
        if column is StepColumn.NUMBER:
            _write(painter, inner, str(line.number), "text" if line.state in _RAISED else "muted", is_bold, _RIGHT)
        elif column is StepColumn.OPERATION:
            took = _write(painter, inner, f"{line.operation} ", tone, is_bold)
            inner.setLeft(inner.left() + took)
            _write(painter, inner, line.name, tone, line.state not in _MUTED)
        elif column is StepColumn.CHANCE:
            _write(painter, inner, line.chance, tone, is_bold, _RIGHT)
        elif column is StepColumn.OUTCOME:
            self._paint_outcome(painter, inner, line, tone)
        else:
            _write(painter, inner, cell_text(line, column), "muted" if column is StepColumn.WAY else tone, is_bold)

    def _paint_outcome(self, painter: QPainter, inner: QRect, line: StepLine, tone: str) -> None:
        severity = line.severity or ("high" if line.state is StepState.FAILED else "")
        centre = QPointF(inner.left() + 5.5, inner.center().y() + 0.5)
        if severity in SEVERITIES:
            draw_shape(painter, centre, SEVERITIES[severity], theme().color(severity))
            tone = severity
        else:
            draw_sign(painter, centre, line.state)
        inner.setLeft(inner.left() + SIGN_PX)
        _write(painter, inner, cell_text(line, StepColumn.OUTCOME), tone, line.state is StepState.RUNNING)


def draw_sign(painter: QPainter, centre: QPointF, state: StepState) -> None:
    """The sign of a state: a tick, an open ring, an arrow, a dash, a triangle; nothing for what is planned."""
    x, y = centre.x(), centre.y()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().color("muted"), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    if state is StepState.DONE:
        painter.drawPolyline(QPolygonF([QPointF(x - 4, y), QPointF(x - 1.2, y + 3), QPointF(x + 4, y - 3.6)]))
    elif state is StepState.RUNNING:
        painter.setPen(QPen(theme().color("accent"), 1.8))
        painter.drawArc(QRectF(x - 4.8, y - 4.8, 9.6, 9.6), 50 * 16, 290 * 16)
    elif state is StepState.NEXT:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("accent"))
        painter.drawPolygon(QPolygonF([QPointF(x - 3, y - 4.6), QPointF(x + 4.6, y), QPointF(x - 3, y + 4.6)]))
    elif state is StepState.LEFT_OUT:
        painter.drawLine(QPointF(x - 4, y), QPointF(x + 4, y))
    elif state is StepState.FAILED:
        draw_shape(painter, centre, Severity.HIGH, theme().color("high"))
    painter.restore()


def _write(
    painter: QPainter, place: QRect, text: str, tone: str, is_bold: bool, where: Qt.AlignmentFlag = _LEFT
) -> int:
    """Write, with dots where there is too little room; the pixels it took."""
    font = ui_font(bold=is_bold)
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(place.width(), 0))
    painter.setFont(font)
    painter.setPen(theme().color(tone))
    painter.drawText(place, where, shown)
    return metrics.horizontalAdvance(shown)
