"""Why somebody does something that needs a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from widgets.faults.form import FormDialog


class ReasonDialog(FormDialog):
    """Asks for one sentence, which the record keeps.

    Attributes:
        field: where it is written.
    """

    def __init__(
        self, title: str, explanation: str, done: str, parent: QWidget | None = None, *, placeholder: str = ""
    ) -> None:
        super().__init__(title, explanation, done, parent)
        self.field = self.add_text(self.tr("Reason"), placeholder)
        self.field.setFocus()

    @property
    def reason(self) -> str:
        """What was written."""
        return self.field.text().strip()

    def missing(self) -> tuple[str, QWidget] | None:
        """See :class:`FormDialog`."""
        return None if self.reason else (self.tr("The reason is missing: write why."), self.field)
