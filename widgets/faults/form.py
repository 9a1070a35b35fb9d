"""A dialog that asks for a few things and says, where they stand, what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from widgets.faults.dialog_lines import Choice
from widgets.faults.labels import WordsLabel, signed

LONGEST_TEXT = 200


class FormDialog(QDialog):
    """One line per value and a primary button that names what happens.

    Attributes:
        form: the lines; done_button: the primary one.
        refusal: what is missing, "" before anybody tried.
    """

    def __init__(self, title: str, explanation: str, done: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        words = QLabel(explanation, self)
        words.setObjectName("explanation")
        words.setWordWrap(True)
        words.setVisible(bool(explanation))
        self.form = QFormLayout()
        self.form.setSpacing(8)
        self._refusal = WordsLabel(self, tone="high", is_strong=True)
        self._refusal.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.done_button = QPushButton(done, self)
        self.done_button.setProperty("primary", True)
        self.done_button.setDefault(True)
        buttons.addButton(self.done_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 16, 16, 16)
        self.column.setSpacing(12)
        self.column.addWidget(words)
        self.column.addLayout(self.form)
        self.column.addWidget(self._refusal)
        self.column.addWidget(buttons)

    @property
    def refusal(self) -> str:
        """What is missing, as it is shown."""
        return self._refusal.text()

    def missing(self) -> tuple[str, QWidget] | None:
        """What is missing and where; ``None`` where the answer is whole."""
        return None

    def accept(self) -> None:
        """Close where the answer is whole; else say what is missing and go there."""
        found = self.missing()
        if found is None:
            super().accept()
            return
        sentence, where = found
        self._refusal.say(signed(sentence, "high"))
        where.setFocus()

    def add_text(self, label: str, placeholder: str = "") -> QLineEdit:
        """A line with a text."""
        field = QLineEdit(self)
        field.setPlaceholderText(placeholder)
        field.setMaxLength(LONGEST_TEXT)
        field.setAccessibleName(label)
        self.form.addRow(label, field)
        return field

    def add_choice(self, label: str, choices: Sequence[Choice]) -> QComboBox:
        """A line with a choice that nothing makes beforehand."""
        box = QComboBox(self)
        for choice in choices:
            box.addItem(choice.text, choice.key)
        box.setCurrentIndex(-1)
        box.setPlaceholderText(self.tr("choose"))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(24)
        box.setAccessibleName(label)
        self.form.addRow(label, box)
        return box
