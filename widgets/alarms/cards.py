"""The cards: one row a cause on a wide desk, two on a narrow one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from widgets.alarms.blink import blink_clock
from widgets.alarms.cause_model import CauseModel, Row, count_text
from widgets.alarms.line import GONE, AlarmLine, CauseLine
from widgets.alarms.model import cell_text
from widgets.alarms.shapes import TOKENS, draw_shape, fill_now
from widgets.alarms.view import key_signal
from widgets.alarms.words import ColumnName, state_text, time_text, tr
from widgets.theme import theme, theme_chooser, ui_font

WIDE_PX = 620
ONE_LINE_PX, TWO_LINES_PX, MEMBER_PX = 28, 44, 24
SHAPE_PX, TIME_PX, ELEMENT_PX, RIGHT_PX, ARROW_PX = 18, 66, 118, 108, 14
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ELIDE = Qt.TextElideMode.ElideRight


class CauseCells(QStyledItemDelegate):
    """Paints cards and the alarms beneath them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_wide = True
        self._dress()
        theme_chooser().changed.connect(self._dress)

    def _dress(self) -> None:
        chosen = theme()
        names = ("text", "muted", "faint", "high", "medium", "low", "selection", "line", "raised")
        self._colors = {token: chosen.color(token) for token in names}
        self._plain, self._bold = ui_font(), ui_font(bold=True)
        self._metrics, self._bold_metrics = QFontMetrics(self._plain), QFontMetrics(self._bold)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Alarms are lower than cards, cards higher where there is little width."""
        model = index.model()
        assert isinstance(model, CauseModel)
        _, line = model.row(index.row())
        card = ONE_LINE_PX if self.is_wide else TWO_LINES_PX
        return QSize(100, MEMBER_PX if line is not None else card)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One row."""
        model = index.model()
        assert isinstance(model, CauseModel)
        cause, line = model.row(index.row())
        place = QRect(option.rect)
        is_open = line.state.is_unacknowledged if line is not None else bool(cause.unacknowledged)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, self._colors["selection"])
        elif is_open:
            painter.fillRect(place, self._colors["raised"])
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, self._colors["line"])
        inner = place.adjusted(8, 0, -10, -1)
        if line is not None:
            self._paint_member(painter, inner, line)
        else:
            self._paint_card(painter, inner, cause, model.is_opened(cause))

    def _paint_card(self, painter: QPainter, inner: QRect, cause: CauseLine, is_opened: bool) -> None:
        y = inner.top() + (inner.height() if self.is_wide else TWO_LINES_PX // 2) / 2.0 + 0.5
        if len(cause.members) > 1:
            self._write(painter, QRect(inner.left(), inner.top(), ARROW_PX, round(2 * (y - inner.top()))),
                        "▾" if is_opened else "▸", "muted")  # fmt: skip
        fill = fill_now(not cause.active, bool(cause.unacknowledged), blink_clock().is_full)
        centre = QPointF(inner.left() + ARROW_PX + SHAPE_PX / 2, y)
        draw_shape(painter, centre, cause.severity, self._colors[TOKENS[cause.severity]], fill)
        left = inner.left() + ARROW_PX + SHAPE_PX + 6
        rest = QRect(left, inner.top(), inner.right() - left, inner.height())
        weight = "text" if cause.active else "muted"
        if self.is_wide:
            self._paint_wide(painter, rest, cause, weight)
        else:
            self._paint_narrow(painter, rest, cause, weight)

    def _paint_wide(self, painter: QPainter, rest: QRect, cause: CauseLine, token: str) -> None:
        self._write(painter, rest, time_text(cause.time_us), token)
        rest.setLeft(rest.left() + max(TIME_PX, self._metrics.horizontalAdvance(time_text(cause.time_us)) + 12))
        element = QRect(rest.left(), rest.top(), ELEMENT_PX - 8, rest.height())
        self._write(painter, element, cause.element, token, is_bold=True)
        rest.setLeft(rest.left() + ELEMENT_PX)
        right = QRect(rest.right() - RIGHT_PX, rest.top(), RIGHT_PX, rest.height())
        self._write(painter, right, doing_text(cause), "text" if cause.unacknowledged else "muted")
        rest.setRight(right.left() - 8)
        words = self._write(painter, rest, cause.sentence, token)
        rest.setLeft(rest.left() + words + 16)
        if rest.width() > 40:
            self._write(painter, rest, " · ".join(p for p in (count_text(cause), cause.detail) if p), "muted")

    def _paint_narrow(self, painter: QPainter, rest: QRect, cause: CauseLine, token: str) -> None:
        first, second = QRect(rest), QRect(rest)
        first.setBottom(rest.top() + TWO_LINES_PX // 2 + 1)
        second.setTop(rest.top() + TWO_LINES_PX // 2 - 3)
        words = self._write(painter, first, cause.element, token, is_bold=True)
        first.setLeft(first.left() + words + 10)
        self._write(painter, first, cause.sentence, token)
        parts = (time_text(cause.time_us), doing_text(cause), count_text(cause), cause.detail)
        self._write(painter, second, " · ".join(part for part in parts if part), "muted")

    def _paint_member(self, painter: QPainter, inner: QRect, line: AlarmLine) -> None:
        rest = inner.adjusted(2 * ARROW_PX, 0, 0, 0)
        state = line.state
        fill = fill_now(state in GONE, state.is_unacknowledged, blink_clock().is_full)
        centre = QPointF(rest.left() + SHAPE_PX / 2, inner.center().y() + 0.5)
        draw_shape(painter, centre, line.severity, self._colors[TOKENS[line.severity]], fill)
        rest.setLeft(rest.left() + SHAPE_PX + 6)
        token = "muted" if state in GONE or state.is_put_aside else "text"
        self._write(painter, rest, time_text(line.time_us), token)
        rest.setLeft(rest.left() + max(TIME_PX, self._metrics.horizontalAdvance(time_text(line.time_us)) + 12))
        right = QRect(rest.right() - RIGHT_PX, rest.top(), RIGHT_PX, rest.height())
        if self.is_wide:
            rest.setRight(right.left() - 8)
            self._write(painter, right, state_text(state), "muted")
        words = self._write(painter, rest, line.element, token)
        rest.setLeft(rest.left() + words + 10)
        self._write(painter, rest, cell_text(line, ColumnName.MESSAGE), "muted")

    def _write(self, painter: QPainter, place: QRect, text: str, token: str, *, is_bold: bool = False) -> int:
        """Write, with dots where there is too little room; the pixels it took."""
        metrics = self._bold_metrics if is_bold else self._metrics
        shown = metrics.elidedText(text, _ELIDE, max(place.width(), 0))
        painter.setFont(self._bold if is_bold else self._plain)
        painter.setPen(self._colors[token])
        painter.drawText(place, _LEFT, shown)
        return metrics.horizontalAdvance(shown)


def doing_text(cause: CauseLine) -> str:
    """What is to be done with a card, or who has done it."""
    if cause.unacknowledged:
        return tr("acknowledge ␣")
    if not cause.active:
        return tr("returned")
    return cause.person or tr("acknowledged")


class CauseView(QListView):
    """The cards.

    Signals:
        acknowledge_asked: Space; find_asked: Enter, F or a double click; shelve_asked: S; comment_asked: N.
        copy_asked: Ctrl+C.
    """

    acknowledge_asked = Signal()
    find_asked = Signal()
    shelve_asked = Signal()
    comment_asked = Signal()
    copy_asked = Signal()

    def __init__(self, model: CauseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.causes = model
        self._cells = CauseCells(self)
        self.setModel(model)
        self.setItemDelegate(self._cells)
        self.setAccessibleName(tr("Alarms by cause"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setLayoutMode(QListView.LayoutMode.SinglePass)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.doubleClicked.connect(lambda _: self.find_asked.emit())
        self._kept: tuple[list[tuple[str, str]], int] = [], 0
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        blink_clock().turned.connect(self._blink)

    # Selection ---------------------------------------------------------------------------------------------

    def selected_rows(self) -> list[Row]:
        """Cards and alarms that are selected, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self.causes.row(row) for row in rows if row < self.causes.rowCount()]

    def selected_ids(self) -> list[str]:
        """Alarms that are selected; those of a whole card with it."""
        found: dict[str, None] = {}
        for cause, line in self.selected_rows():
            found.update(dict.fromkeys(cause.members if line is None else (line.alarm_id,)))
        return list(found)

    def choose(self, places: Sequence[int], *, with_scroll: bool = True) -> None:
        """Select exactly these rows."""
        self.selectionModel().clearSelection()
        for place in places:
            self.selectionModel().select(self.causes.index(place, 0), QItemSelectionModel.SelectionFlag.Select)
        if places:
            first = self.causes.index(places[0], 0)
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            if with_scroll:
                self.scrollTo(first)

    def _keep(self) -> None:
        kept = [(cause.cause_id, line.alarm_id if line is not None else "") for cause, line in self.selected_rows()]
        self._kept = kept, self.verticalScrollBar().value()

    def _restore(self) -> None:
        kept, scrolled = self._kept
        places = [place for place in (self.causes.place_of(*key) for key in kept) if place >= 0]
        if places:
            self.choose(places, with_scroll=False)
        self.verticalScrollBar().setValue(scrolled)

    # Blinking and width ------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """The shapes blink while they are seen."""
        super().showEvent(event)
        blink_clock().want(self, True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        blink_clock().want(self, False)

    def _blink(self) -> None:
        if self.isVisible():
            width = 8 + 2 * ARROW_PX + SHAPE_PX + 8
            self.viewport().update(QRect(0, 0, width, self.viewport().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards of one line where there is width for them."""
        is_wide = event.size().width() >= WIDE_PX
        if is_wide is not self._cells.is_wide:
            self._cells.is_wide = is_wide
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    # Keys and clicks ---------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here do not reach the window's commands."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and key_signal(self, event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right and Left open and close a card; the others act on what is selected."""
        asked = key_signal(self, event)
        if asked is not None:
            if not event.isAutoRepeat():
                asked()
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._open_current(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the arrow opens the card."""
        super().mousePressEvent(event)
        at = self.indexAt(event.position().toPoint())
        if at.isValid() and event.position().x() < 8 + ARROW_PX:
            cause, line = self.causes.row(at.row())
            if line is None and len(cause.members) > 1:
                self.causes.open(cause, not self.causes.is_opened(cause))

    def _open_current(self, is_open: bool) -> None:
        at = self.currentIndex()
        if not at.isValid() or at.row() >= self.causes.rowCount():
            return
        cause, line = self.causes.row(at.row())
        if line is not None and not is_open:
            self.choose([self.causes.place_of(cause.cause_id)])
        elif line is None and (len(cause.members) > 1 or not is_open):
            self.causes.open(cause, is_open)
