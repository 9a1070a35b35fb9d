"""Lets a person say what became of a command whose outcome is unknown."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from console.windows.change_dialogs import ValueDialog
from console.windows.site_words import local_time
from engines.values.site import DeviceLock
from widgets.theme import theme


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("ResolveDialog", text)


class ResolveDialog(ValueDialog):
    """Asks what was seen at the device; the lock is lifted with that sentence in the journal."""

    def __init__(self, lock: DeviceLock, name: str, parent: QWidget | None = None) -> None:
        said = tr(
            "{name}: {reason}. It has taken no command since {time}. Only lift the lock once the device was seen."
        )
        super().__init__(
            tr("What became of it"),
            said.format(name=name, reason=lock.reason.rstrip("."), time=local_time(lock.since_us)),
            tr("Lift the lock"),
            parent,
        )
        self._seen = QLineEdit(self)
        self._seen.setPlaceholderText(tr("who saw it, and how it stands"))
        self._seen.setAccessibleName(tr("What was seen"))
        self.form.addRow(tr("What was seen"), self._seen)
        self.refusal = QLabel(self)
        self.refusal.setWordWrap(True)
        self.refusal.setStyleSheet(f"color: {theme().color('high').name()};")
        self.refusal.hide()
        self.form.addRow(self.refusal)

    @property
    def reason(self) -> str:
        """What was typed."""
        return self._seen.text().strip()

    def accept(self) -> None:
        """Not without a word of what was seen."""
        if self.reason:
            super().accept()
        else:
            self.refusal.setText(tr("▲ Say first what was seen: who saw it, and how it stands."))
            self.refusal.show()
            self._seen.setFocus()
