"""How a line of the list is painted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from widgets.alarms.blink import blink_clock
from widgets.alarms.line import GONE
from widgets.alarms.model import AlarmModel, cell_text
from widgets.alarms.shapes import TOKENS, draw_shape, fill_now
from widgets.alarms.words import ColumnName
from widgets.theme import theme, theme_chooser, ui_font

PAD_PX = 8
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_STRONG = (ColumnName.ELEMENT,)
_WEAK = (ColumnName.FEEDER, ColumnName.KIND, ColumnName.PERSON)


class AlarmCells(QStyledItemDelegate):
    """Paints the cells of an :class:`AlarmModel`.

    What nobody has acknowledged stands raised, with its shape full and hollow in turn; what is active is in full
    letters, what has returned or was put aside in faint ones.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dress()
        theme_chooser().changed.connect(self._dress)

    def _dress(self) -> None:
        chosen = theme()
        self._colors = {token: chosen.color(token) for token in ("text", "muted", "faint", "high", "medium", "low")}
        self._selection, self._line, self._raised = (chosen.color(t) for t in ("selection", "line", "raised"))
        self._plain, self._bold = ui_font(), ui_font(bold=True)
        self._metrics, self._bold_metrics = QFontMetrics(self._plain), QFontMetrics(self._bold)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One cell."""
        model = index.model()
        assert isinstance(model, AlarmModel)
        line, column = model.line(index.row()), model.columns[index.column()]
        place = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, self._selection)
        elif line.state.is_unacknowledged:
            painter.fillRect(place, self._raised)
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, self._line)
        if column is ColumnName.SIGN:
            fill = fill_now(line.state in GONE, line.state.is_unacknowledged, blink_clock().is_full)
            color = self._colors[TOKENS[line.severity]]
            draw_shape(painter, QPointF(place.center()) + QPointF(1, 0), line.severity, color, fill)
            return
        is_strong = column in _STRONG and line.state.is_unacknowledged
        metrics = self._bold_metrics if is_strong else self._metrics
        painter.setFont(self._bold if is_strong else self._plain)
        is_over = line.state in GONE or line.state.is_put_aside
        painter.setPen(self._colors["muted" if is_over or column in _WEAK else "text"])
        inner = place.adjusted(PAD_PX, 0, -PAD_PX, -1)
        text = metrics.elidedText(cell_text(line, column), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _RIGHT if column is ColumnName.COUNT else _LEFT, text)
