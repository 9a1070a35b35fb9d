"""Signing in as a person does, with the keyboard."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from console.authority.passwords import Passwords
from console.authority.rights import Right, Role
from console.authority.session import Need, SecondPerson, Session, SessionState
from console.authority.store import UserStore
from console.journal.journal import Journal
from console.windows.asking_dialog import AskingDialog
from console.windows.authority_dialogs import (
    FirstUserDialog,
    PasswordDialog,
    ResumeDialog,
    SecondPersonDialog,
    SignInDialog,
    dialog_for,
)

PASSWORD = "correct horse battery"
WAIT_MS = 20_000


class Clock:
    """A clock the test sets."""

    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def users(tmp_path: Path) -> Iterator[UserStore]:
    """The users of a new site."""
    with Journal(tmp_path / "site.sqlite", console="desk 1") as journal:
        users = UserStore(journal, lambda: Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)))
        yield users
        users.close()


@pytest.fixture
def clock() -> Clock:
    """The desk's clock."""
    return Clock()


@pytest.fixture
def session(users: UserStore, clock: Clock) -> Session:
    """The session of the desk."""
    return Session(users, clock=clock)


@pytest.fixture
def people(users: UserStore) -> None:
    """sue and ben may operate."""
    users.create_first_user("sue", PASSWORD).result(20)
    users.create_user("sue", "ben", PASSWORD, roles=[Role.OPERATOR]).result(20)


def shown(qtbot: QtBot, dialog: AskingDialog) -> AskingDialog:
    """The dialog on the screen."""
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitExposed(dialog)
    return dialog


def type_through(qtbot: QtBot, dialog: AskingDialog, *texts: str) -> None:
    """Type into one field after the other with Tab, and press Enter in the last."""
    for number, text in enumerate(texts):
        field = dialog.focusWidget()
        assert isinstance(field, QLineEdit)
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Return if number == len(texts) - 1 else Qt.Key.Key_Tab)


def wait_accepted(qtbot: QtBot, dialog: AskingDialog) -> None:
    """Until it has closed as accepted."""
    qtbot.waitUntil(lambda: dialog.result() == QDialog.DialogCode.Accepted and not dialog.isVisible(), timeout=WAIT_MS)


def wait_refused(qtbot: QtBot, dialog: AskingDialog) -> str:
    """The sentence it refused with."""
    qtbot.waitUntil(lambda: dialog.refusal.isVisible() and dialog.buttons.isEnabled(), timeout=WAIT_MS)
    assert dialog.isVisible()
    return dialog.refusal.text()


def test_the_first_user_is_made_and_signed_in(qtbot: QtBot, session: Session) -> None:
    dialog = shown(qtbot, dialog_for(session.may(Right.OPERATE).need, session))
    assert isinstance(dialog, FirstUserDialog)
    type_through(qtbot, dialog, "Sue", "Sue Park", PASSWORD, PASSWORD)
    wait_accepted(qtbot, dialog)
    assert session.name == "sue"
    assert session.may(Right.OPERATE).is_allowed


def test_two_passwords_that_differ_are_refused_at_once(qtbot: QtBot, session: Session, users: UserStore) -> None:
    dialog = shown(qtbot, FirstUserDialog(session))
    type_through(qtbot, dialog, "sue", "", PASSWORD, PASSWORD + "x")
    assert dialog.refusal.text() == "▲ The two passwords differ."
    assert users.is_empty()


def test_a_short_password_is_refused_with_its_remedy(qtbot: QtBot, session: Session) -> None:
    dialog = shown(qtbot, FirstUserDialog(session))
    type_through(qtbot, dialog, "sue", "", "short", "short")
    assert "fewer than 10 characters" in wait_refused(qtbot, dialog)
    dialog.reject()
    assert not dialog.isVisible()


@pytest.mark.usefixtures("people")
def test_a_wrong_password_clears_the_field_and_waits_for_another(qtbot: QtBot, session: Session) -> None:
    dialog = shown(qtbot, SignInDialog(session))
    type_through(qtbot, dialog, "ben", "wrong password")
    assert wait_refused(qtbot, dialog) == "▲ name or password is wrong"
    assert dialog.password.text() == ""
    assert dialog.focusWidget() is dialog.password
    type_through(qtbot, dialog, PASSWORD)
    wait_accepted(qtbot, dialog)
    assert session.name == "ben"


@pytest.mark.usefixtures("people")
def test_an_empty_form_is_not_sent(qtbot: QtBot, session: Session) -> None:
    dialog = shown(qtbot, SignInDialog(session))
    type_through(qtbot, dialog, "")
    assert dialog.refusal.text() == "▲ Sign-in name is missing."


@pytest.mark.usefixtures("people")
def test_while_it_is_checked_the_window_goes_on_and_nothing_is_sent_twice(
    qtbot: QtBot, session: Session, users: UserStore
) -> None:
    gate = threading.Event()
    users._pool.submit(gate.wait, 20)
    dialog = shown(qtbot, SignInDialog(session))
    type_through(qtbot, dialog, "ben", PASSWORD)
    assert not dialog.buttons.isEnabled()
    assert not dialog.password.isEnabled()
    dialog.accept()
    dialog.reject()
    assert dialog.isVisible()
    gate.set()
    wait_accepted(qtbot, dialog)
    journal = [e.sentence for e in users._journal.read(kinds=["session"])]
    assert journal == ["ben signed in at desk 1"]


@pytest.mark.usefixtures("people")
def test_a_dialog_that_is_gone_does_not_hear_the_answer(qtbot: QtBot, session: Session, users: UserStore) -> None:
    gate = threading.Event()
    users._pool.submit(gate.wait, 20)
    outer = QWidget()
    qtbot.addWidget(outer)
    dialog = SignInDialog(session, outer)
    dialog.open()
    type_through(qtbot, dialog, "ben", PASSWORD)
    outer.deleteLater()
    qtbot.wait(1)
    gate.set()
    qtbot.waitUntil(lambda: session.name == "ben", timeout=WAIT_MS)


@pytest.mark.usefixtures("people")
def test_the_right_to_operate_is_taken_up_again(qtbot: QtBot, session: Session, clock: Clock) -> None:
    session.sign_in("ben", PASSWORD).result(20)
    clock.seconds += 901.0
    need = session.may(Right.OPERATE).need
    assert need is Need.PASSWORD
    dialog = shown(qtbot, dialog_for(need, session))
    assert isinstance(dialog, ResumeDialog)
    type_through(qtbot, dialog, PASSWORD)
    wait_accepted(qtbot, dialog)
    assert session.state is SessionState.ACTIVE


@pytest.mark.usefixtures("people")
def test_a_second_person_confirms(qtbot: QtBot, session: Session) -> None:
    session.sign_in("ben", PASSWORD).result(20)
    dialog = shown(qtbot, SecondPersonDialog(session, Right.OPERATE, "switch:1", "Close switch:1"))
    type_through(qtbot, dialog, "ben", PASSWORD)
    assert "ben is the first already" in wait_refused(qtbot, dialog)
    dialog.name.setFocus()
    dialog.name.clear()
    type_through(qtbot, dialog, "sue", PASSWORD)
    wait_accepted(qtbot, dialog)
    assert isinstance(dialog.answer, SecondPerson)
    assert dialog.answer.user.name == "sue"
    assert session.name == "ben"


@pytest.mark.usefixtures("people")
def test_a_password_is_changed(qtbot: QtBot, session: Session, users: UserStore) -> None:
    dialog = shown(qtbot, PasswordDialog(users, "ben"))
    type_through(qtbot, dialog, PASSWORD, "another password", "another password")
    wait_accepted(qtbot, dialog)
    assert users.sign_in("ben", "another password").result(20).name == "ben"


@pytest.mark.usefixtures("people")
def test_every_field_has_a_name_for_screen_readers(qtbot: QtBot, session: Session, users: UserStore) -> None:
    for dialog in (
        FirstUserDialog(session),
        SignInDialog(session),
        ResumeDialog(session),
        SecondPersonDialog(session, Right.OPERATE, "switch:1", "Close switch:1"),
        PasswordDialog(users, "ben"),
    ):
        qtbot.addWidget(dialog)
        assert all(field.accessibleName() for field in dialog.findChildren(QLineEdit))
