"""Several sentences a person has to know, one beneath the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QVBoxLayout,
    QWidget,
)


class SentencesDialog(QDialog):
    """Lists sentences; they can be copied.

    Attributes:
        sentences: the list.
    """

    def __init__(self, title: str, headline: str, sentences: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumSize(640, 320)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        head = QLabel(headline, self)
        head.setObjectName("dialogHeadline")
        head.setWordWrap(True)
        self.sentences = QListWidget(self)
        self.sentences.setAccessibleName(title)
        self.sentences.setWordWrap(True)
        self.sentences.setSpacing(2)
        self.sentences.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sentences.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.sentences.addItems(list(sentences))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        copy = buttons.addButton(self.tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for widget in (head, self.sentences, buttons):
            column.addWidget(widget)

    def copy(self) -> None:
        """Put all of them on the clipboard."""
        texts = [self.sentences.item(row).text() for row in range(self.sentences.count())]
        QApplication.clipboard().setText("\n".join(texts))
