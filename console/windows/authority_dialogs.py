"""Signing in: the first user, the person at the desk, and the second person for one command."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from console.authority.passwords import SHORTEST
from console.authority.rights import Right
from console.authority.session import Need, Session
from console.authority.store import UserStore
from console.windows.asking_dialog import AskingDialog
from engines.values.validation import InputError


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("AuthorityDialogs", text)


class FirstUserDialog(AskingDialog):
    """Makes the first user of a site and signs them in."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("First user of this site"),
            tr(
                "Nobody may operate here yet, and there is no default password. "
                "The first user may do everything and adds the others."
            ),
            tr("Create and sign in"),
            parent,
        )
        self._session = session
        self.name = self.add_text(tr("Sign-in name"))
        self.full_name = self.add_text(tr("Full name"), placeholder=tr("optional"))
        self.password = self.add_password(tr("Password"))
        self.password.setPlaceholderText(tr("at least {count} characters").format(count=SHORTEST))
        self.repeated = self.add_password(tr("Password again"))

    def ask(self) -> Future[Any]:
        """See :class:`AskingDialog`."""
        _require(self.name, self.password)
        if self.password.text() != self.repeated.text():
            self.repeated.setFocus()
            raise InputError("", tr("The two passwords differ."))
        return self._session.begin_site(self.name.text(), self.password.text(), self.full_name.text())


class SignInDialog(AskingDialog):
    """Signs a person in at the desk, in place of whoever was."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        present = session.name
        relieved = tr("{name} is signed in and will be signed out.").format(name=present) if present else ""
        explanation = tr("Looking on needs no sign-in; every operation does, and the journal names you.")
        super().__init__(tr("Sign in"), f"{explanation} {relieved}".strip(), tr("Sign in"), parent)
        self._session = session
        self.name = self.add_text(tr("Sign-in name"))
        self.password = self.add_password(tr("Password"))

    def ask(self) -> Future[Any]:
        """See :class:`AskingDialog`."""
        _require(self.name, self.password)
        return self._session.sign_in(self.name.text(), self.password.text())

    def again(self) -> None:
        """See :class:`AskingDialog`."""
        _retry(self.password)


class ResumeDialog(AskingDialog):
    """Gives the right to operate back to the person at the desk after a long pause."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Take up the right to operate"),
            tr("Nobody used this desk for {minutes:g} min, so the right to operate of {name} rests.").format(
                minutes=session.inactivity_s / 60.0, name=session.name
            ),
            tr("Confirm"),
            parent,
        )
        self._session = session
        self.password = self.add_password(tr("Password of {name}").format(name=session.name))

    def ask(self) -> Future[Any]:
        """See :class:`AskingDialog`."""
        _require(self.password)
        return self._session.confirm(self.password.text())

    def again(self) -> None:
        """See :class:`AskingDialog`."""
        _retry(self.password)


class SecondPersonDialog(AskingDialog):
    """Has a second person confirm one command; ``answer`` is then a ``SecondPerson``."""

    def __init__(
        self,
        session: Session,
        right: Right,
        element_id: str,
        what: str,
        parent: QWidget | None = None,
        *,
        feeder: str = "",
        substation: str = "",
    ) -> None:
        super().__init__(
            tr("Second person"),
            tr("This command needs two people. Somebody other than {name} confirms it:").format(name=session.name),
            tr("Confirm"),
            parent,
        )
        self._session, self._right, self._element_id, self._what = session, right, element_id, what
        self._feeder, self._substation = feeder, substation
        command = QLabel(what, self)
        command.setObjectName("objectTitle")
        command.setWordWrap(True)
        column = self.layout()
        assert column is not None
        column.insertWidget(1, command)  # type: ignore[attr-defined]
        self.name = self.add_text(tr("Sign-in name"))
        self.password = self.add_password(tr("Password"))

    def ask(self) -> Future[Any]:
        """See :class:`AskingDialog`."""
        _require(self.name, self.password)
        return self._session.second_person(
            self.name.text(),
            self.password.text(),
            self._right,
            self._element_id,
            self._what,
            feeder=self._feeder,
            substation=self._substation,
        )

    def again(self) -> None:
        """See :class:`AskingDialog`."""
        _retry(self.password)


class PasswordDialog(AskingDialog):
    """Changes the password of the person at the desk."""

    def __init__(self, users: UserStore, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Change password"),
            tr("A few words make a good password. It is kept as a hash, never as it is."),
            tr("Change password"),
            parent,
        )
        self._users, self._name = users, name
        self.old = self.add_password(tr("Present password"))
        self.password = self.add_password(tr("New password"))
        self.password.setPlaceholderText(tr("at least {count} characters").format(count=SHORTEST))
        self.repeated = self.add_password(tr("New password again"))

    def ask(self) -> Future[Any]:
        """See :class:`AskingDialog`."""
        _require(self.old, self.password)
        if self.password.text() != self.repeated.text():
            self.repeated.setFocus()
            raise InputError("", tr("The two passwords differ."))
        return self._users.change_password(self._name, self.old.text(), self.password.text())

    def again(self) -> None:
        """See :class:`AskingDialog`."""
        _retry(self.old)


def dialog_for(need: Need, session: Session, parent: QWidget | None = None) -> AskingDialog | None:
    """The dialog that helps with what a decision needs; ``None`` where none does."""
    if need is Need.FIRST_USER:
        return FirstUserDialog(session, parent)
    if need is Need.SIGN_IN or need is Need.OTHER_PERSON:
        return SignInDialog(session, parent)
    if need is Need.PASSWORD:
        return ResumeDialog(session, parent)
    return None


def _require(*fields: QLineEdit) -> None:
    for field in fields:
        if not field.text().strip():
            field.setFocus()
            raise InputError("", tr("{what} is missing.").format(what=field.accessibleName()))


def _retry(password: QLineEdit) -> None:
    password.clear()
    password.setFocus()
