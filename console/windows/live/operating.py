"""From what a person presses to the one command path, and back: panels, sign-in, recorded work on site."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from console.authority.rights import Right
from console.authority.session import Need, Session
from console.authority.store import UserStore
from console.control.command import CommandView, Override, Stage
from console.control.desk import CommandDesk
from console.control.path import UnknownPoint
from console.control.session_people import SessionPeople
from console.live.district import LiveDistrict
from console.live.field import FieldLinks
from console.site.store import SiteStore
from console.studies.phrases import translated
from console.windows.authority_dialogs import SecondPersonDialog, dialog_for
from console.windows.live.command_panel import CommandPanel, Confirmation, ended_sentence
from console.windows.live.command_words import command_text
from console.windows.live.live_actions import LiveAction, command_actions, site_actions
from console.windows.live.resolve_dialog import ResolveDialog
from console.windows.live.setpoint_dialog import SetpointDialog
from console.windows.live.words import quantity_text
from console.windows.main_window import MainWindow
from console.windows.site_dialogs import (
    CutDialog,
    Desk,
    EarthDialog,
    GeneratorDialog,
    JumperDialog,
    PositionDialog,
    SubstitutionDialog,
)
from console.windows.tag_dialog import TagDialog
from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.values.commands import CommandOrigin, CommandOutcome
from engines.values.validation import InputError

SIGNING_IN_HELPS = (Need.FIRST_USER, Need.SIGN_IN, Need.PASSWORD)
DONE_STAYS_MS = 6_000
"""A command that was fulfilled needs no attention any more; all others stay until they are closed."""
RUNNING = (Stage.CONFIRMED, Stage.JOURNALING, Stage.JOURNALED, Stage.SENT, Stage.AWAITING_FEEDBACK)
RIGHT_OF = {
    "tag": Right.TAG,
    "earth": Right.PLACE,
    "cut": Right.PLACE,
    "jumper": Right.PLACE,
    "generator": Right.PLACE,
    "position": Right.DRESS,
    "substitute": Right.SUBSTITUTE,
}


class Operating(QObject):
    """What an operator does at the window.

    Attributes:
        desk: the command path; panels: the commands shown, by id.
    """

    def __init__(
        self,
        window: MainWindow,
        district: LiveDistrict,
        links: FieldLinks,
        site: SiteStore,
        users: UserStore,
        session: Session,
        people: SessionPeople,
        desk: CommandDesk,
    ) -> None:
        super().__init__(window)
        self._window, self._district, self._links = window, district, links
        self._site, self._users, self._session, self._people = site, users, session, people
        self.desk = desk
        self.panels: dict[str, CommandPanel] = {}
        self.menu_actions: tuple[QAction, ...] = ()
        self._place = QWidget(window)
        self._column = QVBoxLayout(self._place)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        window.put_above_inspector(self._place)
        self._place.hide()
        window.links.actions_of = self.actions_of
        window.action_chosen.connect(self.do_action)
        window.diagram.context_requested.connect(self.show_menu)
        window.diagram.activated.connect(self._activate)
        desk.command_changed.connect(self._on_command)
        desk.ended.connect(self._on_ended)
        desk.problem.connect(lambda phrase: window.say(translated(phrase), "high"))
        desk.locks_changed.connect(window.describe_selection)

    # What can be done --------------------------------------------------------------------------------------

    def actions_of(self, snapshot: Snapshot, ref: ElementRef) -> list[LiveAction]:
        """Commands first, then what is recorded."""
        network = self._district.opened.network
        element_id = str(network[ref.table].id[ref.row])
        need = self._session.may(Right.OPERATE).need
        controls = self.desk.controls_of(element_id)
        actions = command_actions(controls, need in SIGNING_IN_HELPS, lambda _point: "")
        is_telemetered = bool(self._district.store.rows_of_element(element_id))
        actions += site_actions(network, ref, is_telemetered)
        if is_telemetered:
            tip = self.tr("Put a value in the place of a telemetered one")
            actions.append(LiveAction(self.tr("Substitute…"), tip, dialog="substitute"))
        if any(lock.point_id.startswith(f"{element_id}/") for lock in self.desk.locks()):
            tip = self.tr("Say what became of the command whose outcome is unknown")
            actions.append(LiveAction(self.tr("Resolve…"), tip, dialog="resolve"))
        return actions

    def present(self) -> list[LiveAction]:
        """What can be done with the selection."""
        refs = self._window.selection.refs
        return self.actions_of(self._district.snapshot, refs[0]) if len(refs) == 1 else []

    def press_key(self, key: str) -> None:
        """O and C on the diagram."""
        for action in self.present():
            if action.key == key:
                if action.reason:
                    self._window.say(action.reason, "medium")
                else:
                    self.do_action(action)
                return
        self._window.say(self.tr("Select a switch first."))

    def do_action(self, action: LiveAction) -> None:
        """Carry out an action of the selection, asking for what it needs."""
        refs = self._window.selection.refs
        if action.reason or len(refs) != 1:
            return
        ref = refs[0]
        network = self._district.opened.network
        element_id = str(network[ref.table].id[ref.row])
        if not action.dialog:
            self.with_right(Right.OPERATE, element_id, lambda: self._request(action))
        elif action.dialog == "resolve":
            self.with_right(Right.RESOLVE, element_id, lambda: self._resolve(element_id))
        else:
            self.with_right(RIGHT_OF[action.dialog], element_id, lambda: self._record(action.dialog, ref))

    def show_menu(self, ref: ElementRef | None, position: QPoint) -> None:
        """The actions of an element where the person pointed."""
        if ref is not None:
            self._window.selection.choose([ref])
        menu = QMenu(self._window)
        menu.setToolTipsVisible(True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        actions = self.present()
        for action in actions:
            item = menu.addAction(action.text)
            item.setEnabled(not action.reason)
            item.setToolTip(action.reason or action.tip)
            item.triggered.connect(lambda _=False, chosen=action: self.do_action(chosen))
        if actions:
            menu.addSeparator()
        for shared in self.menu_actions:
            menu.addAction(shared)
        menu.popup(position)

    def _activate(self, ref: ElementRef) -> None:
        for action in self.present():
            if action.is_primary and not action.reason:
                self.do_action(action)
                return
        self._window.docks["inspector"].raise_()

    # Rights ------------------------------------------------------------------------------------------------

    def with_right(self, right: Right, element_id: str, then: Callable[[], None]) -> None:
        """Do something the person may do; where signing in would help, ask for that first."""
        feeder, substation = self._district.place_of(element_id)
        decision = self._session.may(right, element_id, feeder=feeder, substation=substation)
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
        feeder, substation = self._district.place_of(element_id)
        decision = self._session.may(right, element_id, feeder=feeder, substation=substation)
        self._window.describe_selection()
        if decision.is_allowed:
            then()
        else:
            self._window.say(decision.reason, "medium")

    # Commands ----------------------------------------------------------------------------------------------

    def _request(self, action: LiveAction) -> None:
        if not math.isnan(action.value):
            self.request(action.point_id, action.value)
            return
        element_id = action.point_id.rpartition("/")[0]
        control = next((c for c in self.desk.controls_of(element_id) if c.point_id == action.point_id), None)
        if control is None:
            return
        definition = control.definition
        network = self._district.opened.network
        ref = network.find(definition.element_id)
        name = network.label(ref) if ref is not None else definition.element_id
        dialog = SetpointDialog(name, definition, control.value, control.low, control.high, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.request(definition.point_id, dialog.value))
        dialog.open()

    def request(self, point_id: str, value: float, origin: CommandOrigin = CommandOrigin.CLICK) -> str:
        """Ask for a command; its panel shows what will happen. Returns its id, "" where there is no such point."""
        try:
            command_id = self.desk.request(point_id, value, origin)
        except UnknownPoint as error:
            self._window.say(translated(error.sentence), "high")
            return ""
        view = self.desk.view(command_id)
        if view is not None:
            self._on_command(view)
        return command_id

    def _on_command(self, view: CommandView) -> None:
        panel = self.panels.get(view.command_id)
        if panel is None:
            panel = self.panels[view.command_id] = CommandPanel(view, self._place)
            panel.confirmed.connect(self._confirm)
            panel.withdrawn.connect(self.desk.cancel)
            panel.dismissed.connect(self._dismiss)
            self._column.addWidget(panel)
            self._place.show()
            self._window.docks["inspector"].raise_()
        panel.show_view(view)
        self._show_rings()

    def _show_rings(self) -> None:
        """A device has a ring from the confirmation to the answer; its symbol moves on feedback alone."""
        find = self._district.opened.network.find
        refs = [find(view.facts.element_id) for view in self.desk.active() if view.stage in RUNNING]
        self._window.diagram.show_commanded([ref for ref in refs if ref is not None])

    def _on_ended(self, view: CommandView) -> None:
        self._show_rings()
        sentence, severity = ended_sentence(view)
        self._window.say(sentence, severity)
        self._window.describe_selection()
        panel = self.panels.get(view.command_id)
        if panel is None and view.outcome is not CommandOutcome.UNKNOWN:
            return
        self._on_command(view)
        if view.outcome is CommandOutcome.CANCELLED:
            self._dismiss(view.command_id)
        elif view.outcome is CommandOutcome.DONE:
            QTimer.singleShot(DONE_STAYS_MS, self, lambda: self._dismiss(view.command_id))

    def _dismiss(self, command_id: str) -> None:
        panel = self.panels.pop(command_id, None)
        if panel is not None:
            self._column.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
        self._place.setVisible(bool(self.panels))
        self._window.diagram.setFocus()

    def _confirm(self, command_id: str, confirmation: Confirmation) -> None:
        view = self.desk.view(command_id)
        if view is None:
            return
        element_id = view.facts.element_id
        if view.to_override and confirmation.override_reason:
            feeder, substation = self._district.place_of(element_id)
            own = self._session.may(Right.OVERRIDE, element_id, feeder=feeder, substation=substation)
            if own.is_allowed:
                override = Override(self._session.name, confirmation.override_reason)
                self._confirm_with(command_id, confirmation, override)
            else:
                self._ask_other(Right.OVERRIDE, view, lambda name: self._confirm_with(
                    command_id, confirmation, Override(name, confirmation.override_reason)))  # fmt: skip
            return
        self._confirm_with(command_id, confirmation, None)

    def _confirm_with(self, command_id: str, confirmation: Confirmation, override: Override | None) -> None:
        view = self.desk.view(command_id)
        if view is None:
            return
        if view.needs_second_person:
            self._ask_other(Right.OPERATE, view, lambda name: self._send(command_id, confirmation, override, name))
        else:
            self._send(command_id, confirmation, override, None)

    def _send(self, command_id: str, confirmation: Confirmation, override: Override | None, second: str | None) -> None:
        missing = self.desk.confirm(command_id, override, second, has_read=confirmation.has_read)
        if missing is not None:
            self._window.say(translated(missing), "medium")

    def _ask_other(self, right: Right, view: CommandView, then: Callable[[str], None]) -> None:
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

    # Records -----------------------------------------------------------------------------------------------

    def _record(self, kind: str, ref: ElementRef) -> None:
        network = self._district.opened.network
        desk = Desk(self._site, network, self._session.name)
        if kind == "substitute":
            self._ask_substitution(desk, ref)
            return
        if kind == "tag":
            element_id = str(network[ref.table].id[ref.row])
            dialog: QWidget = TagDialog(
                self._site, element_id, network.label(ref), self._session.name, self._names(), self._window
            )
        else:
            kinds = {
                "earth": EarthDialog,
                "cut": CutDialog,
                "jumper": JumperDialog,
                "generator": GeneratorDialog,
                "position": PositionDialog,
            }
            dialog = kinds[kind](desk, ref, self._window)
        self._open(dialog)

    def _names(self) -> tuple[str, ...]:
        try:
            return tuple(user.name for user in self._users.users() if user.name != self._session.name)
        except InputError:
            return ()

    def _ask_substitution(self, desk: Desk, ref: ElementRef) -> None:
        store = self._district.store
        network = self._district.opened.network
        rows = store.rows_of_element(str(network[ref.table].id[ref.row]))
        if len(rows) == 1:
            self._substitute(desk, ref, rows[0])
            return
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for row in rows:
            item = menu.addAction(quantity_text(store.definitions[row].quantity))
            item.triggered.connect(lambda _=False, chosen=row: self._substitute(desk, ref, chosen))
        menu.popup(self._window.inspector.mapToGlobal(QPoint(16, 120)))

    def _substitute(self, desk: Desk, ref: ElementRef, row: int) -> None:
        definition = self._district.store.definitions[row]
        label = f"{self._district.opened.network.label(ref)}, {quantity_text(definition.quantity)}"
        present = self._district.store.reading(row).value
        self._open(SubstitutionDialog(desk, definition, label, present, self._window))

    def _open(self, dialog: QWidget) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()  # type: ignore[attr-defined]

    def _resolve(self, element_id: str) -> None:
        """The person has seen the device: what it shows now is what became of the command."""
        locks = [lock for lock in self.desk.locks() if lock.point_id.startswith(f"{element_id}/")]
        if not locks:
            return
        dialog = ResolveDialog(locks[0], self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.desk.resolve(locks[0].point_id, dialog.reason))
        dialog.open()
