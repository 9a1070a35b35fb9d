"""One command on its way: what it does, what speaks against it, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.control.command import CommandView, Stage
from console.studies.phrases import translated
from console.windows.live.command_words import (
    SEVERITY_OF_OUTCOME,
    SIGN_OF_VERDICT,
    command_text,
    origin_text,
    outcome_text,
    prediction_text,
    stage_text,
)
from engines.switching.verdicts import Verdict
from widgets.theme import theme, theme_chooser


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the person says when confirming.

    Attributes:
        has_read: they have read what must be read.
        override_reason: why a supervisor takes it on themselves; "" where nothing is to be overridden.
    """

    has_read: bool = False
    override_reason: str = ""


class CommandPanel(QFrame):
    """Shows one command and asks for its confirmation.

    Signals:
        confirmed: command id and ``Confirmation``. withdrawn, dismissed: command id.
    """

    confirmed = Signal(str, object)
    withdrawn = Signal(str)
    dismissed = Signal(str)

    def __init__(self, view: CommandView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("commandPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._view = view
        self._title, self._state, self._facts = QLabel(self), QLabel(self), QLabel(self)
        self._title.setObjectName("objectTitle")
        self._facts.setObjectName("small")
        for label in (self._title, self._state, self._facts):
            label.setWordWrap(True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self._said: tuple[tuple[str, str], ...] = ()
        self._obstacle = self._settled = ""
        self._has_read = QCheckBox(self.tr("I have read this"), self)
        self._has_read.toggled.connect(lambda _: self._show_buttons())
        self._reason = QLineEdit(self)
        self._reason.setPlaceholderText(self.tr("Supervisor's reason"))
        self._reason.setAccessibleName(self.tr("Reason of the supervisor who takes it on themselves"))
        self._reason.setToolTip(self.tr("It is recorded with the supervisor's name"))
        self._reason.textChanged.connect(lambda _: self._show_buttons())
        self._why_not = QLabel(self)
        self._why_not.setObjectName("small")
        self._why_not.setWordWrap(True)
        self._confirm, self._cancel = QPushButton(self), QPushButton(self)
        self._confirm.setProperty("primary", True)
        self._confirm.clicked.connect(self._on_confirm)
        self._cancel.clicked.connect(self._on_cancel)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._confirm)
        buttons.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        for widget in (self._facts, self._title, self._state):
            column.addWidget(widget)
        column.addLayout(self._lines)
        column.addWidget(self._has_read)
        column.addWidget(self._reason)
        column.addLayout(buttons)
        column.addWidget(self._why_not)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        theme_chooser().changed.connect(self._on_theme)
        self.show_view(view)

    @property
    def view(self) -> CommandView:
        """The command as it is shown."""
        return self._view

    @property
    def text(self) -> str:
        """All that is said, for tests and screen readers."""
        lines = [self._title.text(), self._state.text(), *(text for text, _ in self._said)]
        return "\n".join(lines)

    @property
    def missing(self) -> str:
        """What the person must still say before confirming; "" where nothing is missing."""
        return self._why_not.text()

    def show_obstacle(self, sentence: str) -> None:
        """Say why it cannot be sent just now; "" where it can. What waits for its confirmation goes on waiting."""
        if sentence != self._obstacle:
            self._obstacle = sentence
            self.show_view(self._view)

    def show_settled(self, sentence: str) -> None:
        """Say what became of a command whose outcome was unknown."""
        self._settled = sentence
        self.show_view(self._view)

    def show_view(self, view: CommandView) -> None:
        """Show the command as it is now."""
        was_waiting = self._view.stage is Stage.AWAITING_CONFIRMATION and self._confirm.isEnabled()
        self._view = view
        facts = view.facts
        self._title.setText(command_text(facts))
        beside = [origin_text(facts.origin), facts.author, facts.note]
        self._facts.setText(" · ".join(part for part in beside if part))
        severity = SEVERITY_OF_OUTCOME.get(view.outcome, "") if view.outcome is not None else ""
        sign = {"high": "▲ ", "medium": "■ "}.get(severity, "")
        self._state.setText(f"{sign}{stage_text(view)}")
        self._colour(self._state, "" if self._settled else severity)
        self._say(self._sentences())
        is_asking = view.outcome is None and view.stage is Stage.AWAITING_CONFIRMATION and not view.is_forbidden
        self._has_read.setVisible(is_asking and bool(view.to_read))
        self._reason.setVisible(is_asking and bool(view.to_override))
        self._show_buttons()
        self.setAccessibleName(self.tr("Command: {text}").format(text=self._title.text()))
        self.setAccessibleDescription(self.text)
        if is_asking and not was_waiting and self._confirm.isEnabled():
            self._take_keyboard()

    def _take_keyboard(self) -> None:
        """Enter confirms from now on; nobody who is typing may confirm by finishing a line."""
        if not isinstance(QApplication.focusWidget(), (QLineEdit, QAbstractSpinBox, QPlainTextEdit)):
            self._confirm.setFocus()

    def _sentences(self) -> tuple[tuple[str, str], ...]:
        """Lines with their severity: what happens, then what speaks against it."""
        view = self._view
        said: list[tuple[str, str]] = []
        if self._settled:
            said.append((f"● {self._settled}", ""))
        if self._obstacle and view.outcome is None and view.stage is Stage.AWAITING_CONFIRMATION:
            said.append((f"▲ {self._obstacle}", "high"))
        if view.note is not None:
            said.append((translated(view.note), "medium"))
        whole = prediction_text(view)
        if whole:
            said.append((whole, "medium"))
        if view.consequence is not None:
            said += [(translated(sentence), "") for sentence in view.consequence.sentences]
        known = {text.casefold() for text, _ in said}
        for check in sorted(view.checks, key=lambda c: -c.verdict):
            sign, severity = SIGN_OF_VERDICT[check.verdict]
            if view.reason is not None and translated(check.sentence) == translated(view.reason):
                continue
            if check.verdict is Verdict.PASSES and any(translated(check.sentence).casefold() in k for k in known):
                continue
            if check.verdict is Verdict.NEEDS_OVERRIDE:
                sign = self.tr("{sign} supervisor:").format(sign=sign)
            said.append((f"{sign} {translated(check.sentence)}", severity))
        return tuple(said)

    def _say(self, said: tuple[tuple[str, str], ...]) -> None:
        if said == self._said:
            return
        self._said = said
        while self._lines.count():
            item = self._lines.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for text, severity in said:
            label = QLabel(text, self)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._colour(label, severity)
            self._lines.addWidget(label)

    def _colour(self, label: QLabel, severity: str) -> None:
        label.setStyleSheet(f"color: {theme().color(severity).name()};" if severity else "")

    def _on_theme(self) -> None:
        self._said = ()
        self.show_view(self._view)

    def _show_buttons(self) -> None:
        view = self._view
        is_asking = view.outcome is None and view.stage is Stage.AWAITING_CONFIRMATION
        missing = self._missing() if is_asking else ""
        self._confirm.setText(self.tr("Confirm"))
        if self._confirm.hasFocus() and (not is_asking or missing):
            # Else Qt hands the keyboard to whatever button comes next, and a second Enter presses that.
            self.setFocus()
        self._confirm.setVisible(is_asking and not view.is_forbidden)
        self._why_not.setText(missing)
        self._why_not.setVisible(bool(missing))
        self._confirm.setEnabled(is_asking and not missing)
        self._confirm.setToolTip(missing or self.tr("Send it to the device (Enter)"))
        self._confirm.setAccessibleDescription(self._confirm.toolTip())
        can_withdraw = view.outcome is None and view.can_be_withdrawn
        self._cancel.setText(self.tr("Withdraw") if view.outcome is None else self.tr("Dismiss"))
        self._cancel.setVisible(can_withdraw or view.outcome is not None)
        self._cancel.setToolTip(self.tr("Nothing is sent (Esc)") if can_withdraw else "")

    def _missing(self) -> str:
        if self._obstacle:
            return self.tr("It cannot be sent now.")
        if self._view.to_read and not self._has_read.isChecked():
            return self.tr("Say first that you have read it.")
        if self._view.to_override and not self._reason.text().strip():
            return self.tr("A supervisor must give a reason.")
        return ""

    def _on_confirm(self) -> None:
        confirmation = Confirmation(self._has_read.isChecked(), self._reason.text().strip())
        self.confirmed.emit(self._view.command_id, confirmation)

    def _on_cancel(self) -> None:
        if self._view.outcome is None:
            self.withdrawn.emit(self._view.command_id)
        else:
            self.dismissed.emit(self._view.command_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc withdraws or closes; Enter confirms where that is possible."""
        if event.isAutoRepeat():
            # The key that asked is still held: that is not a second decision.
            return
        if event.key() == Qt.Key.Key_Escape and self._cancel.isVisibleTo(self):
            self._on_cancel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._confirm.isEnabled():
            self._on_confirm()
        else:
            super().keyPressEvent(event)


def ended_sentence(view: CommandView) -> tuple[str, str]:
    """For the status line: what became of a command, and how bad that is."""
    outcome = view.outcome
    if outcome is None:
        return "", ""
    text = f"{command_text(view.facts)}: {outcome_text(outcome)}"
    if view.reason is not None:
        text += f" – {translated(view.reason)}"
    return text, SEVERITY_OF_OUTCOME[outcome]
