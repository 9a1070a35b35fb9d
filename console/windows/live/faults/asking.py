"""What a deed needs before it is done: the right to do it, an answer of the person, and then the record."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from console.authority.rights import Right
from console.faults import incident_deeds
from console.faults.faults import Faults
from console.windows.live.alarms.deeds import WithRight
from console.windows.live.faults.words import tr
from console.windows.main_window import MainWindow
from engines.values.incidents import Incident
from widgets.faults.choice_dialog import ChoiceDialog
from widgets.faults.dialog_lines import Choice
from widgets.faults.reason_dialog import ReasonDialog


class Asking:
    """Asks the person at the window.

    Attributes:
        window: dialogs open over it.
    """

    def __init__(self, window: MainWindow, faults: Faults, with_right: WithRight) -> None:
        self.window, self._faults, self._with_right = window, faults, with_right

    def may(self, act: Callable[[], None], right: Right = Right.REPAIR, element_id: str = "") -> None:
        """Do it once somebody with the right is signed in."""
        self._with_right(right, element_id, act)

    def ask(self, dialog: QDialog, then: Callable[[], None]) -> None:
        """Show a dialog; ``then`` once it was accepted."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(then)
        dialog.open()

    def why(self, title: str, explanation: str, done: str, then: Callable[[str], None]) -> None:
        """Ask for a reason; ``done`` stands on the button."""
        dialog = ReasonDialog(title, explanation, done, self.window)
        self.ask(dialog, lambda: then(dialog.reason))

    def crew(self, title: str, crews: list[Choice], then: Callable[[str], None]) -> None:
        """Ask for a crew; ``then`` gets its id."""
        dialog = ChoiceDialog(title, tr("The crew confirms by telephone or radio."), tr("Go on"), tr("Crew"), crews,
                              self.window)  # fmt: skip
        self.ask(dialog, lambda: then(dialog.key))

    def say(self, sentence: str) -> None:
        """What the person must know."""
        self.window.say(sentence, "medium")

    def write(self, deed: Callable[..., Incident], incident_id: str, **more: object) -> None:
        """Write a deed of this person into the record of an incident."""
        who, now = self._faults.who(), self._faults.desk.now_us
        self._faults.desk.write(lambda ledger: deed(ledger, incident_id, author=who, now_us=now, **more))

    def note(self, incident_id: str, sentence: str) -> None:
        """A line in the timeline of an incident."""
        self.write(incident_deeds.note, incident_id, sentence=sentence)
