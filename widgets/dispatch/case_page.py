"""The editor of a case: its tables at the left, the values of one in the middle, what is wrong beneath."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from widgets.charts.empty_state import EmptyState
from widgets.dispatch.case_lines import CaseGroup, CaseTrouble, CaseView
from widgets.dispatch.case_table import SIGN, CaseValues
from widgets.faults.action_row import ActionRow
from widgets.faults.labels import WordsLabel, section_title, set_tone
from widgets.faults.order_lines import ActionLine

GROUPS_PX, TROUBLES_PX = 196, 112


class CasePage(QWidget):
    """Shows a case being edited.

    Attributes:
        name: of the case; groups: its tables; values: those of one; troubles: what is wrong; action_row: buttons.

    Signals:
        written: row, column and text of a value. renamed: another name for the case.
        group_chosen: key of a table; action_asked: key of a button.
        remove_asked: row of a record. trouble_chosen: number of something that is wrong.
    """

    written = Signal(int, int, str)
    renamed = Signal(str)
    group_chosen = Signal(str)
    action_asked = Signal(str)
    remove_asked = Signal(int)
    trouble_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Editor of a case"))
        self._is_filling = False
        self.view: CaseView | None = None
        self.name = QLineEdit(self)
        self.name.setAccessibleName(self.tr("Name of the case"))
        self.name.setMaximumWidth(340)
        self.state = WordsLabel(self)
        self.groups, self.values, self.troubles = QListWidget(self), CaseValues(self), QListWidget(self)
        self.groups.setAccessibleName(self.tr("Tables of the case"))
        self.troubles.setAccessibleName(self.tr("What is wrong with the case"))
        self.groups.setFixedWidth(GROUPS_PX)
        self.troubles.setFixedHeight(TROUBLES_PX)
        self.troubles.setWordWrap(True)
        self.action_row = ActionRow(self)
        self._empty = EmptyState("", self)
        self._lay_out()
        self._connect()

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize(900, 640)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(QLabel(self.tr("Case"), self))
        head.addWidget(self.name)
        head.addWidget(self.state, 1)
        middle = QWidget(self)
        self._stack = QStackedLayout(middle)
        self._stack.addWidget(self.values)
        self._stack.addWidget(self._empty)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(self.groups)
        both.addWidget(middle, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 10)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.action_row)
        column.addLayout(both, 1)
        self._wrong = section_title(self.tr("What is wrong"), self)
        column.addWidget(self._wrong)
        column.addWidget(self.troubles)

    def _connect(self) -> None:
        self.values.values.written.connect(self.written)
        self.values.remove_asked.connect(self.remove_asked)
        self.name.editingFinished.connect(self._on_name)
        self.groups.currentItemChanged.connect(self._on_group)
        self.troubles.itemActivated.connect(lambda item: self.trouble_chosen.emit(self.troubles.row(item)))
        self.troubles.itemClicked.connect(lambda item: self.trouble_chosen.emit(self.troubles.row(item)))
        self.action_row.asked.connect(self.action_asked)
        for key, sequence in (("undo", QKeySequence.StandardKey.Undo), ("redo", QKeySequence.StandardKey.Redo)):
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda key=key: self.action_asked.emit(key))

    def _on_name(self) -> None:
        if self.view is not None and self.name.text() != self.view.name:
            self.renamed.emit(self.name.text())

    def _on_group(self, item: QListWidgetItem | None) -> None:
        if item is not None and not self._is_filling:
            self.group_chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    # What is shown -----------------------------------------------------------------------------------------

    def show_case(self, view: CaseView) -> None:
        """Bring everything up to date; what is chosen stays chosen."""
        self.view, self._is_filling = view, True
        if not self.name.hasFocus() or self.name.text().strip() != view.name:
            self.name.setText(view.name)
        self.state.say(view.state)
        set_tone(self.state, "muted" if view.is_fine else "high")
        self._show_groups(view.groups, view.group)
        self.values.show_table(view.table)
        self._empty.setText(view.table.empty)
        self._stack.setCurrentWidget(self.values if view.table.rows else self._empty)
        self._show_troubles(view.troubles)
        self._is_filling = False

    def show_actions(self, actions: Sequence[ActionLine]) -> None:
        """The buttons."""
        self.action_row.show_actions(actions)

    def _show_groups(self, groups: tuple[CaseGroup, ...], chosen: str) -> None:
        texts = []
        for group in groups:
            count = f"  {group.count}" if group.count >= 0 else ""
            texts.append(f"{group.title}{count}{f'  {SIGN}' if group.wrong else ''}")
        if self.groups.count() != len(groups):
            self.groups.clear()
            self.groups.addItems(texts)
        for row, (group, text) in enumerate(zip(groups, texts, strict=True)):
            item = self.groups.item(row)
            item.setText(text)
            item.setData(Qt.ItemDataRole.UserRole, group.key)
            item.setToolTip(self.tr("{count} values are refused").format(count=group.wrong) if group.wrong else "")
            if group.key == chosen:
                self.groups.setCurrentRow(row)

    def _show_troubles(self, troubles: tuple[CaseTrouble, ...]) -> None:
        texts = [f"{SIGN} {trouble.sentence}" for trouble in troubles]
        if texts != [self.troubles.item(k).text() for k in range(self.troubles.count())]:
            self.troubles.clear()
            self.troubles.addItems(texts)
        self.troubles.setVisible(bool(texts))
        self._wrong.setVisible(bool(texts))
