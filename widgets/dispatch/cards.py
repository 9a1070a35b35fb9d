"""The cards of the list of plans and how they are painted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from engines.values.violations import Severity
from widgets.alarms.shapes import draw_shape
from widgets.dispatch.lines import PlanLine
from widgets.theme import BODY_PX, LABEL_PX, theme, ui_font

CARD_PX, PAD_PX, SHAPE_PX, BAR_PX = 74, 16, 18, 3
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
AnyIndex = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class PlanModel(QAbstractListModel):
    """Holds the cards; only those that changed are told as changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[PlanLine, ...] = ()

    def rowCount(self, parent: AnyIndex = _NONE) -> int:
        """See :class:`QAbstractItemModel`."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """See :class:`QAbstractItemModel`."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return "\n".join(part for part in (line.name, line.day, line.figures, line.problem) if part)
        return None

    def place_of(self, plan_id: str) -> int:
        """Row of a plan, -1 for none."""
        return next((row for row, line in enumerate(self.lines) if line.plan_id == plan_id), -1)

    def put(self, lines: Sequence[PlanLine]) -> None:
        """Show these."""
        before, after = self.lines, tuple(lines)
        if [line.plan_id for line in before] != [line.plan_id for line in after]:
            self.beginResetModel()
            self.lines = after
            self.endResetModel()
            return
        self.lines = after
        for row, (old, new) in enumerate(zip(before, after, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))


class PlanCells(QStyledItemDelegate):
    """Paints a card: name; day; cost, gap and seal, or what is wrong."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """All cards are of one height."""
        return QSize(120, CARD_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """One card."""
        model = index.model()
        assert isinstance(model, PlanModel)
        line, place, chosen = model.lines[index.row()], QRect(option.rect), theme()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, chosen.color("raised"))
            painter.fillRect(place.left(), place.top(), BAR_PX, place.height() - 1, chosen.color("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, chosen.color("raised", 0.5))
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, chosen.color("line"))
        self._paint_words(painter, place.adjusted(PAD_PX, 7, -12, -7), line)
        painter.restore()

    def _paint_words(self, painter: QPainter, inner: QRect, line: PlanLine) -> None:
        first = QRect(inner.left(), inner.top(), inner.width(), 19)
        if line.problem:
            centre = QPointF(first.left() + 5.5, first.center().y() + 0.5)
            draw_shape(painter, centre, Severity.MEDIUM, theme().color("medium"))
            first.setLeft(first.left() + SHAPE_PX)
        _write(painter, first, line.name, "medium" if line.problem else "text", BODY_PX, is_bold=True)
        if line.problem:
            font = ui_font(LABEL_PX)
            painter.setFont(font)
            painter.setPen(theme().color("muted"))
            room = QRect(inner.left(), inner.top() + 20, inner.width(), inner.height() - 20)
            wrap = Qt.TextFlag.TextWordWrap
            painter.drawText(room, wrap | Qt.AlignmentFlag.AlignTop, fitting(line.problem, QFontMetrics(font), room))
            return
        _write(painter, QRect(inner.left(), inner.top() + 20, inner.width(), 16), line.day, "muted", LABEL_PX)
        third = QRect(inner.left(), inner.top() + 38, inner.width(), 18)
        _write(painter, third, line.figures, "proven" if line.is_proven else "text", LABEL_PX)


def fitting(text: str, metrics: QFontMetrics, room: QRect) -> str:
    """As many first words as have room over several lines, with dots where some have none."""
    wrap = int(Qt.TextFlag.TextWordWrap)

    def has_room(words: str) -> bool:
        return metrics.boundingRect(QRect(0, 0, room.width(), 10_000), wrap, words).height() <= room.height()

    if has_room(text):
        return text
    ends = [k for k, letter in enumerate(text) if letter == " "]
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if has_room(f"{text[: ends[middle]]} …") else (low, middle)
    return f"{text[: ends[low - 1]]} …" if low else "…"


def _write(painter: QPainter, place: QRect, text: str, tone: str, size: int, *, is_bold: bool = False) -> None:
    """Write, with dots where there is too little room."""
    font = ui_font(size, bold=is_bold)
    painter.setFont(font)
    painter.setPen(theme().color(tone))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(place.width(), 0))
    painter.drawText(place, _LEFT, shown)
