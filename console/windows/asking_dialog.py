"""A form whose answer is carried out elsewhere: it stays open until that is done, and says why it is not."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from console.windows.change_dialogs import ValueDialog
from console.windows.future_answer import when_answered
from engines.values.validation import InputError

LONGEST_REASON = 200


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("AskingDialog", text)


class AskingDialog(ValueDialog):
    """Asks, hands the answer over, waits without stopping the window, and closes when it was accepted.

    Attributes:
        answer: what the future brought, ``None`` before.
        refusal: the line that says why it was refused.
    """

    def __init__(self, title: str, explanation: str, done: str, parent: QWidget | None) -> None:
        super().__init__(title, explanation, done, parent)
        self.setMinimumWidth(440)
        self.answer: Any = None
        self._is_waiting = False
        self._focused: QWidget | None = None
        self.refusal = QLabel(self)
        self.refusal.setObjectName("refusal")
        self.refusal.setWordWrap(True)
        self.refusal.hide()
        self._working = QLabel(tr("One moment …"), self)
        self._working.setObjectName("hint")
        self._working.hide()
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(2, self.refusal)
        column.insertWidget(3, self._working)
        buttons = self.findChild(QDialogButtonBox)
        assert buttons is not None
        self.buttons = buttons

    def ask(self) -> Future[Any]:
        """Hand the answer over. Raises ``InputError`` where the form itself cannot be right."""
        raise NotImplementedError

    def accept(self) -> None:
        """Hand the answer over; the dialog closes once it is carried out."""
        if self._is_waiting:
            return
        self.refusal.hide()
        try:
            future = self.ask()
        except InputError as error:
            self.refuse(str(error))
            return
        self._wait(True)
        when_answered(future, self, self._done, self._refused)

    def reject(self) -> None:
        """Close without a change; not while an answer is on its way, which could not be called back."""
        if not self._is_waiting:
            super().reject()

    def refuse(self, sentence: str) -> None:
        """Say why it was refused."""
        self.refusal.setText(f"▲ {sentence}")
        self.refusal.show()

    def add_text(self, label: str, text: str = "", placeholder: str = "") -> QLineEdit:
        """A line with a text."""
        field = QLineEdit(text, self)
        field.setPlaceholderText(placeholder)
        field.setAccessibleName(label)
        field.setMaxLength(LONGEST_REASON)
        self.form.addRow(label, field)
        return field

    def add_open_choice(self, label: str, texts: Sequence[str]) -> QComboBox:
        """A line with a choice that nothing makes beforehand."""
        box = self.add_choice(label, texts, -1)
        box.setPlaceholderText(tr("choose"))
        return box

    def add_password(self, label: str) -> QLineEdit:
        """A line whose text is not shown."""
        field = self.add_text(label)
        field.setMaxLength(1000)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        return field

    def _done(self, answer: Any) -> None:
        self._wait(False)
        self.answer = answer
        super().accept()

    def _refused(self, sentence: str) -> None:
        self._wait(False)
        self.refuse(sentence)
        self.again()

    def again(self) -> None:
        """Make ready for another try after a refusal: where the person was."""
        if self._focused is not None:
            self._focused.setFocus()

    def _wait(self, is_waiting: bool) -> None:
        self._is_waiting = is_waiting
        if is_waiting:
            self._focused = self.focusWidget()
        self._working.setVisible(is_waiting)
        self.buttons.setEnabled(not is_waiting)
        for row in range(self.form.rowCount()):
            item = self.form.itemAt(row, self.form.ItemRole.FieldRole)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setEnabled(not is_waiting)
