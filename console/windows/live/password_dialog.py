"""Asks for the password of a field server; it is kept in memory, and in the keyring where there is a safe one."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from console.field.addresses import ServerAddress
from console.windows.change_dialogs import ValueDialog


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("ServerPasswordDialog", text)


class ServerPasswordDialog(ValueDialog):
    """One password."""

    def __init__(self, server: ServerAddress, parent: QWidget | None = None) -> None:
        said = tr("{server} wants a login. The password goes over an encrypted channel only, and into no file.")
        title = tr("Login at {server}").format(server=server.name)
        super().__init__(title, said.format(server=server.name), tr("Log in"), parent)
        self._field = QLineEdit(self)
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        label = tr("Password of {user}").format(user=server.user)
        self._field.setAccessibleName(label)
        self.form.addRow(label, self._field)

    @property
    def password(self) -> str:
        """What was typed."""
        return self._field.text()
