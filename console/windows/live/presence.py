"""Who is at the desk: shown on the bar, kept awake by use, signed in and out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu

from console.authority.rights import Right
from console.authority.session import Need, Session, SessionState
from console.authority.store import UserStore
from console.site.store import SiteStore
from console.windows.authority_dialogs import PasswordDialog, dialog_for
from console.windows.main_window import MainWindow
from console.windows.users_dialog import UsersDialog
from engines.values.validation import InputError

USED = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


class Presence(QObject):
    """Keeps the person on the mode bar true, and asks for passwords where they are needed."""

    def __init__(self, window: MainWindow, session: Session, users: UserStore, site: SiteStore) -> None:
        super().__init__(window)
        self._window, self._session, self._users, self._site = window, session, users, site
        window.mode_bar.person_button.clicked.connect(self._show_menu)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Every key and click keeps the right to operate."""
        if event.type() in USED:
            self._session.touch()
        return False

    def show(self) -> None:
        """Bring the bar up to date."""
        view_only = self._site.view_only_reason
        if view_only:
            meaning = self.tr("Nothing can be operated or recorded from this console: {reason}")
            self._window.mode_bar.show_person(self.tr("view only"), meaning.format(reason=view_only))
            return
        state = self._session.state
        try:
            user = self._session.user
        except InputError as error:
            self._window.mode_bar.show_person(self.tr("not signed in"), str(error))
            return
        if user is None or state is SessionState.SIGNED_OUT:
            text, meaning = self.tr("viewer"), self.tr("Nobody is signed in: everything can be seen, nothing operated.")
        else:
            roles = ", ".join(str(role) for role in sorted(user.roles))
            text = self.tr("{name} · {roles}").format(name=user.name, roles=_highest(roles))
            meaning = self.tr("Signed in with the roles {roles}.").format(roles=roles)
            if state is SessionState.WITHDRAWN:
                text = self.tr("{name} · right rests").format(name=user.name)
                meaning = self.tr("Nobody used this desk for long: confirm with the password to operate again.")
        self._window.mode_bar.show_person(text, meaning)

    def _show_menu(self) -> None:
        button = self._window.mode_bar.person_button
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        state = self._session.state
        if state is SessionState.WITHDRAWN:
            menu.addAction(self.tr("Take up the right to operate…")).triggered.connect(lambda: self.ask(Need.PASSWORD))
        menu.addAction(self.tr("Sign in…")).triggered.connect(self.sign_in)
        if state is not SessionState.SIGNED_OUT:
            menu.addAction(self.tr("Change password…")).triggered.connect(self._change_password)
            menu.addAction(self.tr("Users…")).triggered.connect(self._show_users)
            menu.addAction(self.tr("Sign out")).triggered.connect(self._sign_out)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def sign_in(self) -> None:
        """Sign in, or make the first user where there is none."""
        try:
            self.ask(Need.FIRST_USER if self._users.is_empty() else Need.SIGN_IN)
        except InputError as error:
            self._window.say(str(error), "high")

    def welcome(self) -> None:
        """On a new site ask for the first user; who cancels looks on, and is asked at the first command."""
        try:
            is_new = not self._site.view_only_reason and self._users.is_empty()
        except InputError as error:
            self._window.say(str(error), "high")
            return
        if is_new:
            self.ask(Need.FIRST_USER)

    def ask(self, need: Need) -> None:
        """Open the dialog that helps."""
        dialog = dialog_for(need, self._session, self._window)
        if dialog is not None:
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.accepted.connect(self._on_changed)
            dialog.open()

    def _change_password(self) -> None:
        dialog = PasswordDialog(self._users, self._session.name, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _show_users(self) -> None:
        decision = self._session.may(Right.EDIT_USERS)
        forbidden = "" if decision.is_allowed else decision.reason
        dialog = UsersDialog(self._users, self._session.name, forbidden, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _sign_out(self) -> None:
        self._session.sign_out()
        self._on_changed()

    def _on_changed(self) -> None:
        self.show()
        self._window.describe_selection()


def _highest(roles: str) -> str:
    """The role that says most of what a person may do here."""
    for role in ("supervisor", "operator", "engineer", "instructor"):
        if role in roles:
            return role
    return roles or "viewer"
