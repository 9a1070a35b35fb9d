"""What stands where there is nothing to show yet: one sentence that says what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget


class EmptyState(QLabel):
    """A calm sentence in the middle."""

    def __init__(self, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(sentence, parent)
        self.setObjectName("emptyState")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setMargin(16)


class EmptyOr(QWidget):
    """Either the content or the sentence that says why there is none."""

    def __init__(self, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = EmptyState(sentence, self)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._empty)

    @property
    def sentence(self) -> str:
        """What the empty state says; "" while there is content."""
        return self._empty.text() if self._stack.currentWidget() is self._empty else ""

    def show_empty(self, sentence: str) -> None:
        """Say why there is nothing."""
        self._empty.setText(sentence)
        self._stack.setCurrentWidget(self._empty)

    def show_content(self, content: QWidget) -> None:
        """Put the content in front."""
        if self._stack.indexOf(content) < 0:
            self._stack.addWidget(content)
        self._stack.setCurrentWidget(content)
