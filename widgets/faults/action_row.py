"""Buttons with the reason beneath those that cannot be pressed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.faults.elided_button import ElidedButton
from widgets.faults.flow_layout import FlowLayout
from widgets.faults.labels import WordsLabel, set_look
from widgets.faults.order_lines import ActionLine


class ActionRow(QWidget):
    """Shows actions; a button stays the same, with its focus, while only its text or its reason changes.

    Signals:
        asked: key of the action pressed.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, is_right: bool = False) -> None:
        """``is_right`` ends their lines at the right edge; else they flow from the left."""
        super().__init__(parent)
        self.buttons: dict[str, ElidedButton] = {}
        self._shown: tuple[ActionLine, ...] | None = None
        self._row = FlowLayout(is_right=is_right)
        self._reason = WordsLabel(self, tone="muted", is_small=True)
        if is_right:
            self._reason.setAlignment(Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._row)
        column.addWidget(self._reason)
        self.show_actions(())

    @property
    def reason(self) -> str:
        """What stands beneath the buttons."""
        return self._reason.text()

    def show_actions(self, actions: Sequence[ActionLine]) -> None:
        """Show these; the same again changes nothing."""
        wanted = tuple(actions)
        if wanted == self._shown:
            return
        self._shown = wanted
        if tuple(action.key for action in wanted) != tuple(self.buttons):
            self._arrange(wanted)
        for action in wanted:
            self._fill(self.buttons[action.key], action)
        self._reason.say(_reasons(wanted))
        self.setVisible(bool(wanted))

    def _arrange(self, actions: tuple[ActionLine, ...]) -> None:
        keys = {action.key for action in actions}
        for key in [key for key in self.buttons if key not in keys]:
            gone = self.buttons.pop(key)
            self._row.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        kept, self.buttons = self.buttons, {}
        for action in actions:
            button = kept.get(action.key) or self._button(action.key)
            self._row.removeWidget(button)
            self._row.addWidget(button)
            self.buttons[action.key] = button

    def _button(self, key: str) -> ElidedButton:
        button = ElidedButton(self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.asked.emit(key))
        return button

    def _fill(self, button: ElidedButton, action: ActionLine) -> None:
        says = action.tip if action.is_enabled else action.reason or action.tip
        button.say(action.text, says)
        button.setAccessibleName(action.text)
        button.setAccessibleDescription(says)
        button.setEnabled(action.is_enabled)
        set_look(button, "primary", action.is_primary)
        button.show()


def _reasons(actions: Sequence[ActionLine]) -> str:
    """Why some cannot be pressed; a reason that several have in common is said once."""
    common: dict[str, list[str]] = {}
    for action in actions:
        if not action.is_enabled and action.reason:
            common.setdefault(action.reason, []).append(action.text)
    return "\n".join(f"{', '.join(texts)} – {reason}" for reason, texts in common.items())
