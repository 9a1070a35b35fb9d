"""The changes of a study, in the order they were made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QToolButton, QVBoxLayout, QWidget

from widgets.tables.view import ROW_PX


class ChangeList(QWidget):
    """Lists changes; one can be gone to, or taken out.

    Signals:
        remove_asked, jump_asked: number of the change, from 0.
    """

    remove_asked = Signal(int)
    jump_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = _List(self)
        self.list.setAccessibleName(self.tr("Changes of the study"))
        self.list.itemActivated.connect(lambda _: self._ask(self.jump_asked))
        self.list.delete_asked.connect(lambda: self._ask(self.remove_asked))
        self.list.currentRowChanged.connect(lambda row: self._allow(row >= 0))
        self.remove_button = self._button(
            self.tr("Take out"), self.tr("Take this change out of the study (Delete); undo brings it back")
        )
        self.remove_button.clicked.connect(lambda: self._ask(self.remove_asked))
        self.jump_button = self._button(self.tr("Show"), self.tr("Go to the equipment this change is about (Enter)"))
        self.jump_button.clicked.connect(lambda: self._ask(self.jump_asked))
        self._empty = QLabel(
            self.tr("No changes yet. Operate a switch, move a tap or scale load: each change is listed here."), self
        )
        self._empty.setObjectName("emptyState")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(16, 12, 16, 12)
        self._bar = QWidget(self)
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.jump_button)
        row.addWidget(self.remove_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._empty, 1)
        column.addWidget(self.list, 1)
        self.show_changes(())

    def _button(self, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        button.setAccessibleDescription(tip)
        return button

    def _allow(self, is_allowed: bool) -> None:
        self.remove_button.setEnabled(is_allowed)
        self.jump_button.setEnabled(is_allowed)

    def _ask(self, signal: SignalInstance) -> None:
        if self.list.currentRow() >= 0:
            signal.emit(self.list.currentRow())

    def show_changes(self, texts: Sequence[str]) -> None:
        """List these; the chosen place stays where it can."""
        shown = [self.list.item(k).data(Qt.ItemDataRole.UserRole) for k in range(self.list.count())]
        if shown != list(texts):
            place = self.list.currentRow()
            self.list.clear()
            for number, text in enumerate(texts):
                self.list.addItem(f"{number + 1}   {text}")
                self.list.item(number).setData(Qt.ItemDataRole.UserRole, text)
                self.list.item(number).setSizeHint(QSize(0, ROW_PX))
            is_longer = len(texts) > len(shown)
            self.list.setCurrentRow(len(texts) - 1 if is_longer or place < 0 else min(place, len(texts) - 1))
        for widget in (self.list, self._bar):
            widget.setVisible(bool(texts))
        self._empty.setVisible(not texts)
        self._allow(self.list.currentRow() >= 0)


class _List(QListWidget):
    delete_asked = Signal()

    def event(self, event: QEvent) -> bool:
        keys = (Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        is_ours = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in keys
        if is_ours:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.itemActivated.emit(self.currentItem())
        else:
            super().keyPressEvent(event)
