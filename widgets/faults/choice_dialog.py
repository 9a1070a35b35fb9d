"""One of several things, chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from widgets.faults.dialog_lines import Choice
from widgets.faults.form import FormDialog


class ChoiceDialog(FormDialog):
    """Asks which.

    Attributes:
        choice: the box with the choices.
    """

    def __init__(
        self, title: str, explanation: str, done: str, label: str, choices: Sequence[Choice],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, explanation, done, parent)
        self.choice = self.add_choice(label, choices)
        if len(choices) == 1:
            self.choice.setCurrentIndex(0)
        self.choice.setFocus()

    @property
    def key(self) -> str:
        """What was chosen, "" for nothing."""
        return str(self.choice.currentData() or "")

    def missing(self) -> tuple[str, QWidget] | None:
        """See :class:`FormDialog`."""
        return None if self.key else (self.tr("Nothing is chosen."), self.choice)
