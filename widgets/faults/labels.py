"""Labels of the Faults workspace: their tone comes from the style sheet, their shape from the severity."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from widgets.elided_label import ElidedLabel

HINT_PX, LEAST_PX = 200, 40
SIGNS = {"high": "▲", "medium": "■", "low": "●"}


def signed(text: str, severity: str) -> str:
    """``text`` after the shape of its severity, so that no meaning hangs on colour alone."""
    sign = SIGNS.get(severity, "")
    return f"{sign} {text}" if sign and text else text


def set_tone(widget: QWidget, tone: str) -> None:
    """Colour a label as the theme's ``tone``; "" is ordinary text."""
    set_look(widget, "tone", tone)


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet asks for, and dress the widget anew where it changed."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        # One that was never dressed will be, once it is shown.
        if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            widget.style().unpolish(widget)
            widget.style().polish(widget)


class WordsLabel(QLabel):
    """Text over as many lines as it takes; it can be copied."""

    def __init__(
        self, parent: QWidget | None = None, *, tone: str = "", is_small: bool = False, is_strong: bool = False
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setProperty("tone", tone)
        self.setProperty("small", is_small)
        self.setProperty("strong", is_strong)

    def say(self, text: str, severity: str | None = None) -> None:
        """Show ``text``, nothing at all for ""; with its shape and colour where a severity is given."""
        if severity is not None:
            set_tone(self, severity)
            text = signed(text, severity)
        if text != self.text():
            self.setText(text)
        self.setVisible(bool(text))

    def sizeHint(self) -> QSize:
        """A few words; the height follows from the width. The label's own hint breaks the text again and again."""
        return QSize(HINT_PX, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """A word."""
        return QSize(LEAST_PX, self.fontMetrics().height())


class TipLabel(ElidedLabel):
    """One line; what does not fit is in the tooltip."""

    def __init__(
        self, parent: QWidget | None = None, *, tone: str = "", is_small: bool = False, is_strong: bool = False
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", tone)
        self.setProperty("small", is_small)
        self.setProperty("strong", is_strong)
        self._tip = ""

    def say(self, text: str, tip: str = "") -> None:
        """Show ``text``; ``tip`` says more than it."""
        self._tip = tip
        if text != self.text():
            self.setText(text)
        self._look_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tooltip says the whole text only where it is cut."""
        super().resizeEvent(event)
        self._look_again()

    def _look_again(self) -> None:
        is_cut = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
        whole = self.text() if is_cut else ""
        self.setToolTip("\n".join(part for part in (whole, self._tip) if part))


class FittingLabel(TipLabel):
    """One line in the longest of several wordings that has room; the tooltip says the longest of all."""

    def __init__(self, parent: QWidget | None = None, *, tone: str = "", is_small: bool = False) -> None:
        super().__init__(parent, tone=tone, is_small=is_small)
        self._wordings: tuple[str, ...] = ()

    def say(self, text: str, tip: str = "") -> None:
        """Show ``text``; ``tip`` says more than it."""
        self._wordings = ()
        super().say(text, tip)

    def say_longest(self, wordings: Sequence[str]) -> None:
        """Show the first of these, from the longest to the shortest, that has room; the last where none has."""
        self._wordings = tuple(wordings)
        self._choose()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another may have room now."""
        super().resizeEvent(event)
        if self._wordings:
            self._choose()

    def _choose(self) -> None:
        metrics, longest = self.fontMetrics(), self._wordings[0]
        fitting = (text for text in self._wordings if metrics.horizontalAdvance(text) <= self.width())
        text = next(fitting, self._wordings[-1])
        super().say(text, longest if text != longest else "")


def section_title(text: str, parent: QWidget) -> QLabel:
    """A heading of a section."""
    label = QLabel(text.upper(), parent)
    label.setObjectName("sectionTitle")
    return label
