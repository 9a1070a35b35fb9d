"""The users of a site: who they are, what they may do, and for which part of the network."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.authority.passwords import SHORTEST
from console.authority.rights import Role
from console.authority.store import UserStore
from console.authority.users import WHOLE_SITE, User, area_of_text
from console.windows.asking_dialog import AskingDialog
from engines.values.validation import InputError

_ROLES = {
    Role.VIEWER: QT_TRANSLATE_NOOP("UsersDialog", "Viewer"),
    Role.OPERATOR: QT_TRANSLATE_NOOP("UsersDialog", "Operator"),
    Role.SUPERVISOR: QT_TRANSLATE_NOOP("UsersDialog", "Supervisor"),
    Role.ENGINEER: QT_TRANSLATE_NOOP("UsersDialog", "Engineer"),
    Role.INSTRUCTOR: QT_TRANSLATE_NOOP("UsersDialog", "Instructor"),
}


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("UsersDialog", text)


def role_name(role: Role) -> str:
    """What a role is called on the screen."""
    return QCoreApplication.translate("UsersDialog", str(_ROLES[role]))


class UserDialog(AskingDialog):
    """Makes a user, or changes one.

    Args:
        by: sign-in name of the person at the desk, who may edit users.
        user: whom to change; ``None`` makes a new one.
    """

    def __init__(self, users: UserStore, by: str, user: User | None = None, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Change user {name}").format(name=user.name) if user else tr("New user"),
            tr("A user is never deleted, because the journal names them; one who left is set to not active."),
            tr("Change user") if user else tr("Add user"),
            parent,
        )
        self._users, self._by, self._user = users, by, user
        if user is None:
            self.name = self.add_text(tr("Sign-in name"))
        self.full_name = self.add_text(tr("Full name"), user.full_name if user else "", tr("optional"))
        present = user.roles if user else frozenset({Role.OPERATOR})
        self.roles = {role: self._add_role(role, role in present) for role in Role}
        self.area = self.add_text(tr("Area of responsibility"), (user.area if user else WHOLE_SITE).text)
        hint = QLabel(tr("all, or: feeder F1, substation North, switch:F1-*"), self)
        hint.setObjectName("hint")
        self.form.addRow("", hint)
        self.active = QCheckBox(tr("May sign in"), self)
        self.active.setAccessibleName(tr("May sign in"))
        self.active.setChecked(user.is_active if user else True)
        if user is None:
            self.active.hide()
            self.password = self.add_password(tr("First password"))
            self.password.setPlaceholderText(tr("at least {count} characters").format(count=SHORTEST))
        else:
            self.form.addRow("", self.active)

    def ask(self) -> Future[Any]:
        """See :class:`AskingDialog`."""
        roles = [role for role, box in self.roles.items() if box.isChecked()]
        area = area_of_text(self.area.text())
        if self._user is not None:
            return self._users.change_user(
                self._by,
                self._user.name,
                roles=roles,
                area=area,
                full_name=self.full_name.text(),
                is_active=self.active.isChecked(),
            )
        return self._users.create_user(
            self._by,
            self.name.text(),
            self.password.text(),
            roles=roles,
            area=area,
            full_name=self.full_name.text(),
        )

    def _add_role(self, role: Role, is_chosen: bool) -> QCheckBox:
        box = QCheckBox(role_name(role), self)
        box.setAccessibleName(role_name(role))
        box.setChecked(is_chosen)
        self.form.addRow(tr("Roles") if role is Role.VIEWER else "", box)
        return box


class ResetPasswordDialog(AskingDialog):
    """Gives somebody a new password."""

    def __init__(self, users: UserStore, by: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("New password for {name}").format(name=name),
            tr("Hand it over in person; {name} can change it after signing in.").format(name=name),
            tr("Set password"),
            parent,
        )
        self._users, self._by, self._name = users, by, name
        self.password = self.add_password(tr("New password"))
        self.password.setPlaceholderText(tr("at least {count} characters").format(count=SHORTEST))

    def ask(self) -> Future[Any]:
        """See :class:`AskingDialog`."""
        return self._users.reset_password(self._by, self._name, self.password.text())


class UsersDialog(QDialog):
    """Lists the users of the site; those who may edit them add and change.

    Args:
        forbidden: why the person at the desk may not edit users, empty where they may.
    """

    def __init__(self, users: UserStore, by: str, forbidden: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Users of this site"))
        self.setMinimumSize(760, 360)
        self._users, self._by = users, by
        self._listed: tuple[User, ...] = ()
        self.table = _make_table(self)
        self.add = _button(self, tr("New user …"), lambda: self._open(UserDialog(users, by, None, self)))
        self.change = _button(self, tr("Change …"), lambda: self._open_chosen(UserDialog))
        self.reset = _button(self, tr("New password …"), self._reset)
        line = QHBoxLayout()
        for button in (self.add, self.change, self.reset):
            button.setEnabled(not forbidden)
            line.addWidget(button)
        why = QLabel(forbidden, self)
        why.setObjectName("hint")
        why.setWordWrap(True)
        line.addWidget(why, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.table)
        column.addLayout(line)
        column.addWidget(buttons)
        self.fill()

    def fill(self) -> None:
        """Show the users as they are now."""
        try:
            self._listed = self._users.users()
        except InputError as error:
            self._listed = ()
            self.table.setToolTip(str(error))
        row = max(0, self.table.currentRow())
        self.table.setRowCount(len(self._listed))
        for number, user in enumerate(self._listed):
            _fill_row(self.table, number, _texts(user))
        if self._listed:
            self.table.selectRow(min(row, len(self._listed) - 1))

    def _chosen(self) -> User | None:
        row = self.table.currentRow()
        return self._listed[row] if 0 <= row < len(self._listed) else None

    def _open_chosen(self, kind: type[UserDialog]) -> None:
        user = self._chosen()
        if user is not None:
            self._open(kind(self._users, self._by, user, self))

    def _reset(self) -> None:
        user = self._chosen()
        if user is not None:
            self._open(ResetPasswordDialog(self._users, self._by, user.name, self))

    def _open(self, dialog: AskingDialog) -> None:
        dialog.accepted.connect(self.fill)
        dialog.open()


def _make_table(parent: QWidget) -> QTableWidget:
    titles = (tr("Sign-in name"), tr("Full name"), tr("Roles"), tr("Area of responsibility"), tr("May sign in"))
    table = QTableWidget(0, len(titles), parent)
    table.setHorizontalHeaderLabels(titles)
    table.setAccessibleName(tr("Users of this site"))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.setWordWrap(True)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    for column in (2, 3):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    return table


def _texts(user: User) -> Sequence[str]:
    roles = ", ".join(role_name(role) for role in Role if role in user.roles)
    return (user.name, user.full_name, roles, user.area.text, tr("yes") if user.is_active else tr("no"))


def _fill_row(table: QTableWidget, row: int, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts):
        item = QTableWidgetItem(text)
        item.setToolTip(text)
        table.setItem(row, column, item)


def _button(parent: QWidget, text: str, act: Any) -> QPushButton:
    button = QPushButton(text, parent)
    button.setAutoDefault(False)
    button.clicked.connect(act)
    return button
