"""Which crew is sent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from widgets.faults.dialog_lines import CrewLine
from widgets.faults.form import FormDialog
from widgets.faults.labels import WordsLabel
from widgets.theme import LABEL_PX, theme, ui_font

ROW_PX, MOST_ROWS = 48, 7
LINE_ROLE = Qt.ItemDataRole.UserRole
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class CrewDialog(FormDialog):
    """Lists crews in the order given, the best first, and marks the first that can go.

    Attributes:
        list: the crews; nobody: says that none can go, "" otherwise.
    """

    def __init__(self, title: str, explanation: str, crews: Sequence[CrewLine], parent: QWidget | None = None) -> None:
        super().__init__(title, explanation, self.tr("Send"), parent)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Crews, the best first"))
        self.list.setItemDelegate(_CrewCells(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedHeight(ROW_PX * max(2, min(len(crews), MOST_ROWS)) + 4)
        self.list.setVisible(bool(crews))
        for crew in crews:
            self._add(crew)
        self._nobody = WordsLabel(self, tone="muted")
        self.column.insertWidget(1, self.list)
        self.column.insertWidget(2, self._nobody)
        self.list.itemDoubleClicked.connect(lambda item: self.accept() if _line(item).can_go else None)
        self.list.currentRowChanged.connect(self._on_row)
        self._choose_first(crews)
        self._nobody.say(self._why_nobody(crews))

    def _add(self, crew: CrewLine) -> None:
        item = QListWidgetItem(crew.name, self.list)
        item.setData(LINE_ROLE, crew)
        item.setSizeHint(QSize(0, ROW_PX))
        says = "\n".join(part for part in (crew.name, crew.text, crew.reason) if part)
        item.setToolTip(says)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, says)
        if not crew.can_go:
            item.setFlags(item.flags() & ~(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable))

    def _choose_first(self, crews: Sequence[CrewLine]) -> None:
        able = [place for place, crew in enumerate(crews) if crew.can_go]
        self.list.setCurrentRow(able[0] if able else -1)
        self.done_button.setEnabled(bool(able))
        self.list.setFocus()

    def _why_nobody(self, crews: Sequence[CrewLine]) -> str:
        if not crews:
            return self.tr("No crew is known. Crews come from the crew file of the site.")
        if not any(crew.can_go for crew in crews):
            return self.tr("No crew can go now; each says why.")
        return ""

    @property
    def crew_id(self) -> str:
        """The crew that is chosen, "" for none."""
        item = self.list.currentItem()
        line = _line(item) if item is not None else None
        return line.crew_id if line is not None and line.can_go else ""

    @property
    def nobody(self) -> str:
        """Why nobody can be sent, "" where somebody can."""
        return self._nobody.text()

    def _on_row(self, _row: int) -> None:
        self.done_button.setEnabled(bool(self.crew_id))

    def missing(self) -> tuple[str, QWidget] | None:
        """See :class:`FormDialog`."""
        return None if self.crew_id else (self.tr("No crew is chosen: choose one that can go."), self.list)


def _line(item: QListWidgetItem) -> CrewLine:
    line = item.data(LINE_ROLE)
    assert isinstance(line, CrewLine)
    return line


class _CrewCells(QStyledItemDelegate):
    """Name over what is known of the crew; who cannot go is faint and says why."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(LINE_ROLE)
        assert isinstance(line, CrewLine)
        place = QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, theme().color("selection"))
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, theme().color("line"))
        inner = place.adjusted(12, 5, -12, -6)
        half = inner.height() // 2
        self._write(painter, QRect(inner.left(), inner.top(), inner.width(), half + 2), line.name, line.can_go, True)
        under = line.text if line.can_go else " · ".join(part for part in (line.reason, line.text) if part)
        below = QRect(inner.left(), inner.top() + half + 2, inner.width(), half)
        self._write(painter, below, under if line.can_go else f"– {under}", line.can_go, False)
        painter.restore()

    def _write(self, painter: QPainter, place: QRect, text: str, can_go: bool, is_name: bool) -> None:
        font = ui_font(bold=is_name and can_go) if is_name else ui_font(LABEL_PX)
        painter.setFont(font)
        painter.setPen(theme().color(("text" if is_name else "muted") if can_go else "faint"))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, _LEFT, shown)
