"""Asks for what a person needs to do something: signing in, taking the right up again, another person."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt

from console.authority.rights import Right
from console.authority.session import Decision, Need, Session
from console.control.command import CommandView
from console.control.session_people import SessionPeople
from console.live.district import LiveDistrict
from console.windows.authority_dialogs import SecondPersonDialog, dialog_for
from console.windows.live.command_words import command_text
from console.windows.main_window import MainWindow

SIGNING_IN_HELPS = (Need.FIRST_USER, Need.SIGN_IN, Need.PASSWORD)


class Rights(QObject):
    """Stands between what a person presses and what is done."""

    def __init__(
        self, window: MainWindow, district: LiveDistrict, session: Session, people: SessionPeople, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._district, self._session, self._people = window, district, session, people

    @property
    def name(self) -> str:
        """Sign-in name of the person at the desk."""
        return self._session.name

    @property
    def signing_in_helps(self) -> bool:
        """Whether operating is refused for a reason that a password removes."""
        return self._session.may(Right.OPERATE).need in SIGNING_IN_HELPS

    def may(self, right: Right, element_id: str) -> Decision:
        """Whether the person may do it to this element."""
        feeder, substation = self._district.place_of(element_id)
        return self._session.may(right, element_id, feeder=feeder, substation=substation)

    def with_right(self, right: Right, element_id: str, then: Callable[[], None]) -> None:
        """Do something the person may do; where signing in would help, ask for that first."""
        decision = self.may(right, element_id)
        if decision.is_allowed:
            then()
            return
        dialog = dialog_for(decision.need, self._session, self._window)
        if dialog is None or decision.need not in SIGNING_IN_HELPS:
            self._window.say(decision.reason, "medium")
            return
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._once_signed_in(right, element_id, then))
        dialog.open()

    def _once_signed_in(self, right: Right, element_id: str, then: Callable[[], None]) -> None:
        decision = self.may(right, element_id)
        self._window.describe_selection()
        if decision.is_allowed:
            then()
        else:
            self._window.say(decision.reason, "medium")

    def ask_signature(self, what: str, then: Callable[[str], None]) -> None:
        """Have a second person give their password for ``what``; ``then`` gets their sign-in name."""
        dialog = SecondPersonDialog(self._session, Right.SECOND, "", what, self._window, feeder="", substation="")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: then(dialog.answer.user.name))
        dialog.open()

    def ask_other(self, right: Right, view: CommandView, then: Callable[[str], None]) -> None:
        """Have another person give their password for a command."""
        element_id = view.facts.element_id
        feeder, substation = self._district.place_of(element_id)
        dialog = SecondPersonDialog(
            self._session,
            right,
            element_id,
            command_text(view.facts),
            self._window,
            feeder=feeder,
            substation=substation,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def on_accepted() -> None:
            self._people.accept(dialog.answer)
            then(dialog.answer.user.name)

        dialog.accepted.connect(on_accepted)
        dialog.open()
