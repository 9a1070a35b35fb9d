"""How a cell is painted: the value with its unit, and what of its quality is not plainly good."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from widgets.tables.content import ColumnKind, ColumnSpec
from widgets.tables.model import TOKENS, ValueModel, cell_text
from widgets.tables.quality import CellFlag, cell_mark
from widgets.theme import LABEL_PX, theme, theme_chooser, ui_font

PAD_PX = 8
UNIT_GAP_PX, MARK_GAP_PX = 4, 5
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


class CellDelegate(QStyledItemDelegate):
    """Paints the cells of a :class:`ValueModel` straight from its arrays.

    A good value is a plain number. Estimated is italic, questionable has ``?``, allocated ``÷`` and a value entered
    by hand ``M`` before it, one whose source fell silent is underlined with dashes, stale is hatched, invalid or
    missing a dash. Signs stand left of the number, so that figures stay beneath one another.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress()
        theme_chooser().changed.connect(self._dress)

    def _dress(self) -> None:
        chosen = theme()
        self._colors = {token: chosen.color(token) for token in ("text", "muted", "faint", "medium", "high", "low")}
        self._selection, self._line = chosen.color("selection"), chosen.color("line")
        self._hatch = QBrush(chosen.color("faint", 0.45), Qt.BrushStyle.BDiagPattern)
        self._plain, self._italic = ui_font(), ui_font(italic=True)
        self._small, self._sign = ui_font(LABEL_PX), ui_font(LABEL_PX, bold=True)
        self._metrics, self._sign_metrics = QFontMetrics(self._plain), QFontMetrics(self._sign)
        self._units: dict[str, int] = {"": 0}

    def unit_px(self, unit: str) -> int:
        """Room a unit takes right of the figures, with its gap."""
        known = self._units.get(unit)
        if known is None:
            known = self._units[unit] = QFontMetrics(self._small).horizontalAdvance(unit) + UNIT_GAP_PX
        return known

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One cell."""
        model = index.model()
        if not isinstance(model, ValueModel):
            super().paint(painter, option, index)
            return
        content, place = model.content, QRect(option.rect)
        column = content.columns[index.column()]
        row = int(model.order[index.row()])
        value = content.values[column.key][row]
        quality = content.qualities.get(column.key)
        flags = int(quality.flags[row]) if quality is not None else 0
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, self._selection)
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, self._line)
        if flags & CellFlag.STALE:
            painter.setBrushOrigin(place.topLeft())
            painter.fillRect(place.adjusted(1, 2, -1, -3), self._hatch)
        inner = place.adjusted(PAD_PX, 0, -PAD_PX, -1)
        if column.kind is ColumnKind.NUMBER:
            self._paint_number(painter, inner, column, value, flags)
        else:
            self._paint_text(painter, inner, column, value, flags)

    def _paint_number(self, painter: QPainter, inner: QRect, column: ColumnSpec, value: Any, flags: int) -> None:
        is_known = bool(np.isfinite(value))
        text, unit_px = cell_text(column, value), self.unit_px(column.unit)
        mark = cell_mark(flags) if flags and is_known else ""
        width, mark_px = self._metrics.horizontalAdvance(text), self._mark_px(mark)
        if width + unit_px + mark_px > inner.width():
            # A number is never cut to look like another one: first the unit goes, then dots say that figures are gone.
            unit_px = 0
            text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width() - mark_px)
            width = self._metrics.horizontalAdvance(text)
        elif is_known and column.unit:
            painter.setFont(self._small)
            painter.setPen(self._colors["faint"])
            painter.drawText(inner, _RIGHT, column.unit)
        figures = inner.adjusted(0, 0, -unit_px, 0)
        painter.setFont(self._italic if flags & CellFlag.ESTIMATED else self._plain)
        painter.setPen(self._colors["text" if is_known else "faint"])
        painter.drawText(figures, _RIGHT, text)
        if flags and is_known:
            left = figures.right() + 1 - width
            self._paint_signs(painter, QRect(left - mark_px, inner.top(), mark_px, inner.height()), mark, flags)
            if flags & CellFlag.SUSPECT:
                self._underline(painter, left, figures.right(), inner.center().y() + 8)

    def _mark_px(self, mark: str) -> int:
        return self._sign_metrics.horizontalAdvance(mark) + MARK_GAP_PX if mark else 0

    def _paint_signs(self, painter: QPainter, place: QRect, mark: str, flags: int) -> None:
        painter.setFont(self._sign)
        painter.setPen(self._colors["medium" if flags & CellFlag.QUESTIONABLE else "muted"])
        painter.drawText(place, _LEFT, mark)

    def _paint_text(self, painter: QPainter, inner: QRect, column: ColumnSpec, value: Any, flags: int) -> None:
        text = cell_text(column, value)
        is_sign = column.kind is ColumnKind.SEVERITY
        painter.setFont(self._italic if flags & CellFlag.ESTIMATED else self._plain)
        painter.setPen(self._colors[TOKENS.get(int(value), "text") if is_sign else "text"])
        if is_sign:
            painter.drawText(inner.adjusted(-PAD_PX, 0, PAD_PX, 0), _CENTRE, text)
            return
        mark = cell_mark(flags) if flags else ""
        mark_px = self._mark_px(mark)
        shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width() - mark_px)
        painter.drawText(inner, _LEFT, shown)
        if flags:
            right = inner.left() + self._metrics.horizontalAdvance(shown)
            self._paint_signs(painter, inner.adjusted(right + MARK_GAP_PX - inner.left(), 0, 0, 0), mark, flags)
            if flags & CellFlag.SUSPECT:
                self._underline(painter, inner.left(), right, inner.center().y() + 8)

    def _underline(self, painter: QPainter, left: int, right: int, y: int) -> None:
        dashed = QPen(self._colors["muted"], 1.0)
        dashed.setDashPattern([3.0, 2.0])
        painter.setPen(dashed)
        painter.drawLine(left, y, right, y)
