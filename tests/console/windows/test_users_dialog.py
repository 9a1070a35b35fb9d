"""Adding and changing users as a supervisor does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.authority.passwords import Passwords
from console.authority.rights import Role
from console.authority.store import UserStore
from console.authority.users import Area
from console.journal.journal import Journal
from console.windows.users_dialog import ResetPasswordDialog, UserDialog, UsersDialog

PASSWORD = "correct horse battery"
WAIT_MS = 20_000


@pytest.fixture
def users(tmp_path: Path) -> Iterator[UserStore]:
    """A site whose supervisor is sue."""
    with Journal(tmp_path / "site.sqlite", console="desk 1") as journal:
        users = UserStore(journal, lambda: Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)))
        users.create_first_user("sue", PASSWORD).result(20)
        yield users
        users.close()


@pytest.fixture
def dialog(qtbot: QtBot, users: UserStore) -> UsersDialog:
    """The list as sue sees it."""
    dialog = UsersDialog(users, "sue")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def test_a_user_is_added_with_role_and_area(qtbot: QtBot, dialog: UsersDialog, users: UserStore) -> None:
    qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    form = dialog.findChild(UserDialog)
    assert form is not None
    qtbot.keyClicks(form.name, "ana")
    qtbot.keyClicks(form.password, PASSWORD)
    form.area.setText("somewhere")
    qtbot.keyClick(form.password, Qt.Key.Key_Return)
    assert "'somewhere' says nothing" in form.refusal.text()
    form.area.setText("feeder F1, switch:F2-*")
    qtbot.keyClick(form.roles[Role.ENGINEER], Qt.Key.Key_Space)
    qtbot.keyClick(form.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 2, timeout=WAIT_MS)
    ana = users.find("ana")
    assert ana is not None
    assert ana.roles == {Role.OPERATOR, Role.ENGINEER}
    assert ana.area == Area(feeders=("F1",), prefixes=("switch:F2-",))
    assert dialog.table.item(0, 2).text() == "Operator, Engineer"


def test_who_left_is_set_to_not_active(qtbot: QtBot, dialog: UsersDialog, users: UserStore) -> None:
    users.create_user("sue", "ana", PASSWORD, roles=[Role.OPERATOR]).result(20)
    dialog.fill()
    dialog.table.selectRow(0)
    qtbot.mouseClick(dialog.change, Qt.MouseButton.LeftButton)
    form = dialog.findChild(UserDialog)
    assert form is not None
    qtbot.keyClick(form.active, Qt.Key.Key_Space)
    qtbot.keyClick(form.full_name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.table.item(0, 4).text() == "no", timeout=WAIT_MS)
    ana = users.find("ana")
    assert ana is not None
    assert not ana.is_active


def test_the_last_supervisor_is_kept(qtbot: QtBot, dialog: UsersDialog) -> None:
    qtbot.mouseClick(dialog.change, Qt.MouseButton.LeftButton)
    form = dialog.findChild(UserDialog)
    assert form is not None
    qtbot.keyClick(form.roles[Role.SUPERVISOR], Qt.Key.Key_Space)
    qtbot.keyClick(form.full_name, Qt.Key.Key_Return)
    qtbot.waitUntil(form.refusal.isVisible, timeout=WAIT_MS)
    assert "last who may edit users" in form.refusal.text()
    form.reject()


def test_a_password_is_reset(qtbot: QtBot, dialog: UsersDialog, users: UserStore) -> None:
    qtbot.mouseClick(dialog.reset, Qt.MouseButton.LeftButton)
    form = dialog.findChild(ResetPasswordDialog)
    assert form is not None
    qtbot.keyClicks(form.password, "another password")
    qtbot.keyClick(form.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not form.isVisible(), timeout=WAIT_MS)
    assert users.sign_in("sue", "another password").result(20).name == "sue"


def test_who_may_not_edit_sees_the_list_and_why(qtbot: QtBot, users: UserStore) -> None:
    dialog = UsersDialog(users, "ana", "This needs the role supervisor; ana is operator.")
    qtbot.addWidget(dialog)
    assert dialog.table.rowCount() == 1
    assert not any(button.isEnabled() for button in (dialog.add, dialog.change, dialog.reset))
