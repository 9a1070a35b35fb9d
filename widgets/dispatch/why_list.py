"""A list of what a plan does and runs into; a click leads to its hour."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from widgets.dispatch.cards import AnyIndex
from widgets.dispatch.lines import WhyLine
from widgets.theme import BODY_PX, LABEL_PX, theme, theme_chooser, ui_font

PAD_PX, GAP_PX = 16, 6
_NONE = QModelIndex()


class WhyModel(QAbstractListModel):
    """Holds the lines."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[WhyLine, ...] = ()

    def rowCount(self, parent: AnyIndex = _NONE) -> int:
        """See :class:`QAbstractItemModel`."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """See :class:`QAbstractItemModel`."""
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            line = self.lines[index.row()]
            return "\n".join(part for part in (line.headline, line.detail, line.value) if part)
        return None

    def put(self, lines: Sequence[WhyLine]) -> None:
        """Show these."""
        if tuple(lines) != self.lines:
            self.beginResetModel()
            self.lines = tuple(lines)
            self.endResetModel()


class WhyCells(QStyledItemDelegate):
    """Paints a line: what, in strong letters, over as many rows as it takes; why, beneath it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """As high as its words."""
        model = index.model()
        assert isinstance(model, WhyModel)
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        room = max(width - PAD_PX - 12, 60)
        line = model.lines[index.row()]
        height = _height(line.headline, ui_font(BODY_PX, bold=True), room)
        return QSize(60, height + _height(line.detail, ui_font(LABEL_PX), room) + 2 * GAP_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """One line."""
        model = index.model()
        assert isinstance(model, WhyModel)
        line, place, chosen = model.lines[index.row()], QRect(option.rect), theme()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, chosen.color("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, chosen.color("raised", 0.6))
        inner = place.adjusted(PAD_PX, GAP_PX, -12, -GAP_PX)
        strong = ui_font(BODY_PX, bold=True)
        painter.setFont(strong)
        painter.setPen(chosen.color("text"))
        wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        painter.drawText(inner, wrap, line.headline)
        inner.setTop(inner.top() + _height(line.headline, strong, inner.width()))
        painter.setFont(ui_font(LABEL_PX))
        painter.setPen(chosen.color("muted"))
        painter.drawText(inner, wrap, line.detail)
        painter.restore()


def _height(text: str, font: object, width: int) -> int:
    if not text:
        return 0
    box = QFontMetrics(font).boundingRect(  # type: ignore[call-overload]
        QRect(0, 0, width, 10_000), int(Qt.TextFlag.TextWordWrap), text
    )
    return int(box.height())


class WhyList(QListView):
    """Lines in order; choosing one leads to its hour.

    Signals:
        step_asked: number of a step.
    """

    step_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.why = WhyModel(self)
        self.setModel(self.why)
        self.setItemDelegate(WhyCells(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        # Heights of hundreds of lines are reckoned a few at a time.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(16)
        self.setMouseTracking(True)
        self.clicked.connect(self._ask)
        self.selectionModel().currentChanged.connect(lambda at, _before: self._ask(at))
        theme_chooser().changed.connect(self.viewport().update)

    def sizeHint(self) -> QSize:
        """Two reasons and the beginning of a third; it takes what more there is."""
        return QSize(240, 96)

    def minimumSizeHint(self) -> QSize:
        """A reason."""
        return QSize(120, 64)

    def _ask(self, at: QModelIndex) -> None:
        if at.isValid() and self.why.lines[at.row()].step >= 0:
            self.step_asked.emit(self.why.lines[at.row()].step)
