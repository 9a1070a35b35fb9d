"""A button whose words end in dots where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

LEAST_PX = 110


class ElidedButton(QPushButton):
    """As wide as its words where it can be, and never what makes a panel wider; what is cut is in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._words = self._tip = ""

    def say(self, words: str, tip: str) -> None:
        """Show ``words``; ``tip`` says more than they. An ampersand is a letter here, not a shortcut."""
        self._words, self._tip = words, tip
        self.setText(words.replace("&", "&&"))
        self._look_again()

    def minimumSizeHint(self) -> QSize:
        """A few words of it; a short text stands whole."""
        whole = super().minimumSizeHint()
        return QSize(min(LEAST_PX, whole.width()), whole.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tooltip says the words only where they are cut."""
        super().resizeEvent(event)
        self._look_again()

    def paintEvent(self, event: QPaintEvent) -> None:
        """As any button, with as much of the words as fits."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self.shown_words()
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)

    def shown_words(self) -> str:
        """What of the text can be read."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        mnemonic = int(Qt.TextFlag.TextShowMnemonic.value)
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room, mnemonic)

    def _look_again(self) -> None:
        is_cut = self.sizeHint().width() > self.width()
        self.setToolTip("\n".join(part for part in (self._words if is_cut else "", self._tip) if part))
