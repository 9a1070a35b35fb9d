"""One place where the fault is suspected, with what speaks for and against it."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QWidget

from widgets.faults.labels import TipLabel, WordsLabel
from widgets.faults.lines import SuspectLine
from widgets.faults.words import probability_text
from widgets.numbers import MINUS

ARROW_PX, PERCENT_PX = 16, 38


class SuspectRow(QWidget):
    """Says the place and its strongest evidence; opened, all of it.

    Signals:
        pointed: ids of the equipment while the row is pointed at or has the focus, an empty tuple afterwards.
        asked: id of the equipment to be gone to: a click or Enter.
    """

    pointed = Signal(object)
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("suspectRow")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.line = SuspectLine("", math.nan)
        self.is_opened = False
        self.arrow = QToolButton(self)
        self.arrow.setProperty("arrow", True)
        self.arrow.setFixedSize(ARROW_PX, ARROW_PX)
        self.arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.arrow.clicked.connect(lambda: self.open(not self.is_opened))
        self.percent = TipLabel(self, is_strong=True)
        self.percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.percent.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.percent.setFixedWidth(PERCENT_PX)
        self.place = WordsLabel(self, is_strong=True)
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.around = WordsLabel(self, tone="muted", is_small=True)
        self.around.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.first = TipLabel(self, tone="muted", is_small=True)
        self.reasons_for = WordsLabel(self, is_small=True)
        self.reasons_against = WordsLabel(self, tone="muted", is_small=True)
        for label in (self.reasons_for, self.reasons_against):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 3, 4, 3)
        grid.setHorizontalSpacing(5)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(2, 1)
        grid.addWidget(self.arrow, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.percent, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.place, 0, 2)
        for row, part in enumerate((self.around, self.first, self.reasons_for, self.reasons_against), start=1):
            grid.addWidget(part, row, 2)

    def show_line(self, line: SuspectLine) -> None:
        """Show a suspicion; whether the row is opened stays."""
        self.line = line
        self.percent.say(probability_text(line.probability))
        self.place.say(line.text)
        self.around.say(line.around)
        self.first.say((*line.reasons_for, *line.reasons_against, "")[0])
        self.reasons_for.say("\n".join(f"+ {reason}" for reason in line.reasons_for))
        self.reasons_against.say("\n".join(f"{MINUS} {reason}" for reason in line.reasons_against))
        spoken = [f"{probability_text(line.probability)} {line.text} {line.around}".rstrip()]
        spoken += [self.tr("for: {reason}").format(reason=reason) for reason in line.reasons_for]
        spoken += [self.tr("against: {reason}").format(reason=reason) for reason in line.reasons_against]
        self.setAccessibleName("; ".join(spoken))
        self._arrange()

    def open(self, is_opened: bool) -> None:
        """Show all evidence, or the strongest only."""
        self.is_opened = is_opened
        self._arrange()

    def close_evidence(self) -> None:
        """As a row nobody has opened."""
        self.is_opened = False

    def _arrange(self) -> None:
        has_reasons = bool(self.line.reasons_for or self.line.reasons_against)
        self.arrow.setText("▾" if self.is_opened else "▸")
        self.arrow.setEnabled(has_reasons)
        tip = self.tr("Hide the evidence (Left)") if self.is_opened else self.tr("Show all evidence (Right)")
        self.arrow.setToolTip(tip if has_reasons else self.tr("No evidence speaks for or against it"))
        self.arrow.setAccessibleName(self.arrow.toolTip())
        self.first.setVisible(has_reasons and not self.is_opened)
        self.reasons_for.setVisible(self.is_opened and bool(self.line.reasons_for))
        self.reasons_against.setVisible(self.is_opened and bool(self.line.reasons_against))

    # What a person does ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right and Left open and close, Space turns, Enter goes there, Up and Down to the next row."""
        key = event.key()
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.open(key == Qt.Key.Key_Right)
        elif key == Qt.Key.Key_Space:
            self.open(not self.is_opened)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click goes there."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._ask()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The click is over when the button is let go."""
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Pointed at."""
        super().enterEvent(event)
        self.pointed.emit(self.line.element_ids)

    def leaveEvent(self, event: QEvent) -> None:
        """No longer, unless the focus is here."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self.pointed.emit(())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Come to with the keyboard."""
        super().focusInEvent(event)
        self.pointed.emit(self.line.element_ids)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No longer, unless it is pointed at."""
        super().focusOutEvent(event)
        if not self.underMouse():
            self.pointed.emit(())

    def _ask(self) -> None:
        if self.line.element_ids:
            self.asked.emit(self.line.element_ids[0])
