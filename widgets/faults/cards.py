"""The cards of the incident list and how they are painted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from engines.values.violations import Severity
from widgets.alarms.shapes import Fill, draw_shape
from widgets.faults.lines import IncidentLine
from widgets.theme import LABEL_PX, theme, ui_font

CARD_PX, NARROW_CARD_PX = 66, 84
NARROW_PX = 290
"""Below it a card gives its title the whole width, and a line more to who is without supply."""
PAD_PX, SHAPE_PX, BAR_PX = 16, 18, 3
SEVERITIES = {"high": Severity.HIGH, "medium": Severity.MEDIUM, "low": Severity.LOW}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
AnyIndex = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class IncidentModel(QAbstractListModel):
    """Holds the cards; only those that changed are told as changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[IncidentLine, ...] = ()

    def rowCount(self, parent: AnyIndex = _NONE) -> int:
        """See :class:`QAbstractItemModel`."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """See :class:`QAbstractItemModel`."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return "\n".join(
                part for part in (f"{line.title} · {line.time_text}", line.state_text, line.detail) if part
            )
        return None

    def place_of(self, incident_id: str) -> int:
        """Row of an incident, -1 for none."""
        return next((row for row, line in enumerate(self.lines) if line.incident_id == incident_id), -1)

    def put(self, lines: Sequence[IncidentLine]) -> None:
        """Show these."""
        before, after = self.lines, tuple(lines)
        if [line.incident_id for line in before] != [line.incident_id for line in after]:
            self.beginResetModel()
            self.lines = after
            self.endResetModel()
            return
        self.lines = after
        for row, (old, new) in enumerate(zip(before, after, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))


class IncidentCells(QStyledItemDelegate):
    """Paints a card: shape, title and time; how far it is; who is without supply."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """All cards are of one height."""
        width = option.widget.width() if option.widget is not None else option.rect.width()
        return QSize(120, NARROW_CARD_PX if width < NARROW_PX else CARD_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """One card."""
        model = index.model()
        assert isinstance(model, IncidentModel)
        line, place = model.lines[index.row()], QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, theme().color("raised"))
            painter.fillRect(place.left(), place.top(), BAR_PX, place.height() - 1, theme().color("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, theme().color("raised", 0.5))
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, theme().color("line"))
        self._paint_words(painter, place.adjusted(PAD_PX, 6, -12, -7), line)
        painter.restore()

    def _paint_words(self, painter: QPainter, inner: QRect, line: IncidentLine) -> None:
        first = QRect(inner.left(), inner.top(), inner.width(), 19)
        tone = line.severity if line.severity in SEVERITIES else "text"
        if line.severity in SEVERITIES:
            fill = Fill.HOLLOW if line.is_over else Fill.FULL
            centre = QPointF(first.left() + 5.5, first.center().y() + 0.5)
            draw_shape(painter, centre, SEVERITIES[line.severity], theme().color(line.severity), fill)
            first.setLeft(first.left() + SHAPE_PX)
        quiet = "muted" if line.is_over else "text"
        second = QRect(inner.left(), inner.top() + 19, inner.width(), 18)
        third = QRect(inner.left(), inner.top() + 37, inner.width(), 16)
        detail = line.detail
        if inner.height() > CARD_PX:
            detail = " · ".join(part for part in (line.time_text, line.detail) if part)
            third.setHeight(2 * 16)
        else:
            time_px = self._write(painter, first, line.time_text, "muted", _RIGHT)
            first.setRight(first.right() - time_px - 8)
        middle = Qt.TextElideMode.ElideMiddle
        self._write(painter, first, line.title, "muted" if line.is_over else tone, is_bold=True, dots=middle)
        self._write(painter, second, line.state_text, quiet)
        _write_lines(painter, third, detail)

    def _write(
        self,
        painter: QPainter,
        place: QRect,
        text: str,
        tone: str,
        where: Qt.AlignmentFlag = _LEFT,
        *,
        is_bold: bool = False,
        dots: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> int:
        """Write, with dots where there is too little room; the pixels it took."""
        font = ui_font(13, bold=is_bold)
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, dots, max(place.width(), 0))
        painter.setFont(font)
        painter.setPen(theme().color(tone))
        painter.drawText(place, where, shown)
        return metrics.horizontalAdvance(shown)


def _write_lines(painter: QPainter, place: QRect, text: str) -> None:
    """Small and muted, over as many lines as there is height for, with dots at the end where that is too little."""
    font = ui_font(LABEL_PX)
    metrics = QFontMetrics(font)
    high = metrics.lineSpacing()
    lines, rest = max(place.height() // high, 1), text
    painter.setFont(font)
    painter.setPen(theme().color("muted"))
    for number in range(lines):
        room = QRect(place.left(), place.top() + number * high, place.width(), place.height() if lines == 1 else high)
        line = rest if number == lines - 1 else _line_of(rest, metrics, place.width())
        painter.drawText(room, _LEFT, metrics.elidedText(line, Qt.TextElideMode.ElideRight, max(place.width(), 0)))
        rest = rest[len(line) :].lstrip()
        if not rest:
            return


def _line_of(text: str, metrics: QFontMetrics, width: int) -> str:
    """As many of its first words as fit; all of it where the first does not."""
    ends = [k for k, letter in enumerate(text) if letter == " "] + [len(text)]
    fitting = [end for end in ends if metrics.horizontalAdvance(text[:end]) <= width]
    return text[: max(fitting)] if fitting else text
