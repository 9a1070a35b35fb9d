"""What an operator can do with the selection, by menu, key or inspector."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from console.authority.rights import Right
from console.authority.session import Session
from console.authority.store import UserStore
from console.control.desk import CommandDesk
from console.control.session_people import SessionPeople
from console.live.district import LiveDistrict
from console.site.store import SiteStore
from console.windows.live.command_panel import CommandPanel
from console.windows.live.commanding import Commanding
from console.windows.live.live_actions import LiveAction, command_actions, site_actions
from console.windows.live.recording import RIGHT_OF, Recording
from console.windows.live.rights import Rights
from console.windows.main_window import MainWindow
from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.values.commands import CommandOrigin


class Operating(QObject):
    """The actions of the selection; all ways lead through :meth:`do_action`.

    Attributes:
        desk: the command path; commanding, recording: what carries the actions out.
        menu_actions: what every element's menu ends with.
        lets_plan_go_on: whether a plan that is carried out may go on while nothing is offered to a person.

    Signals:
        trend_asked: ``ElementRef`` whose values shall be drawn over time.
    """

    trend_asked = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        district: LiveDistrict,
        site: SiteStore,
        users: UserStore,
        session: Session,
        people: SessionPeople,
        desk: CommandDesk,
    ) -> None:
        super().__init__(window)
        self._window, self._district = window, district
        self.desk = desk
        self._rights = Rights(window, district, session, people, self)
        self.commanding = Commanding(window, district, site, self._rights, desk, self)
        self.recording = Recording(window, district, site, users, self._rights, desk, self)
        self.menu_actions: tuple[QAction, ...] = ()
        self._resting = ""
        self.lets_plan_go_on = True
        window.links.actions_of = self.actions_of
        window.action_chosen.connect(self.do_action)
        window.diagram.context_requested.connect(self.show_menu)
        window.diagram.activated.connect(self._activate)

    @property
    def panels(self) -> dict[str, CommandPanel]:
        """The commands shown, by id."""
        return self.commanding.panels

    def rest(self, reason: str, *, lets_plan_go_on: bool = False) -> None:
        """Offer and carry out nothing from now on, for that reason; what waits to be confirmed is withdrawn."""
        self._resting, self.lets_plan_go_on = reason, lets_plan_go_on
        self.commanding.withdraw_unsent((CommandOrigin.PLAN,) if lets_plan_go_on else ())
        self.commanding.show_rings(False)

    def resume(self) -> None:
        """Offer again what can be done."""
        self._resting, self.lets_plan_go_on = "", True
        self.commanding.show_rings(True)

    @property
    def is_resting(self) -> bool:
        """Whether another moment is shown: nothing shown then is a way to the field."""
        return bool(self._resting)

    def with_right(self, right: Right, element_id: str, then: Callable[[], None]) -> None:
        """Do something the person may do; where signing in would help, ask for that first."""
        if self._resting:
            self._window.say(self._resting, "medium")
            return
        self._rights.with_right(right, element_id, then)

    def ask_second(self, what: str, then: Callable[[str], None]) -> None:
        """Have another person sign for something that belongs to no single device."""
        self._rights.ask_signature(what, then)

    def actions_of(self, snapshot: Snapshot, ref: ElementRef) -> list[LiveAction]:
        """Commands first, then what is recorded; while a past moment is shown only what is looked at."""
        network = self._district.opened.network
        element_id = str(network[ref.table].id[ref.row])
        looks = self._looks(element_id)
        if self._resting:
            return looks
        controls = self.desk.controls_of(element_id)
        actions = command_actions(controls, self._rights.signing_in_helps)
        is_telemetered = bool(self._district.store.rows_of_element(element_id))
        actions += site_actions(network, ref, is_telemetered)
        if is_telemetered:
            tip = self.tr("Put a value in the place of a telemetered one")
            actions.append(LiveAction(self.tr("Substitute…"), tip, dialog="substitute"))
        if any(lock.point_id.startswith(f"{element_id}/") for lock in self.desk.locks()):
            tip = self.tr("Say what became of the command whose outcome is unknown")
            actions.append(LiveAction(self.tr("Resolve…"), tip, dialog="resolve"))
        return actions + looks

    def _looks(self, element_id: str) -> list[LiveAction]:
        if not self._district.store.rows_of_element(element_id):
            return []
        tip = self.tr("Draw its measured values over time (T)")
        return [LiveAction(self.tr("Show trend"), tip, dialog="trend")]

    def present(self) -> list[LiveAction]:
        """What can be done with the selection."""
        refs = self._window.selection.refs
        return self.actions_of(self._district.snapshot, refs[0]) if len(refs) == 1 else []

    def press_key(self, key: str) -> None:
        """O and C on the diagram."""
        if self._resting:
            self._window.say(self._resting, "medium")
            return
        for action in self.present():
            if action.key == key:
                if action.reason:
                    self._window.say(action.reason, "medium")
                else:
                    self.do_action(action)
                return
        self._window.say(self._why_no_command(), "medium" if self._window.selection.refs else "")

    def begin(self, ref: ElementRef, key: str) -> None:
        """Choose a switch and begin to open (O) or to close (C) it, as from its menu."""
        self._window.links.find(ref)
        self.press_key(key)

    def _why_no_command(self) -> str:
        refs = self._window.selection.refs
        if len(refs) != 1 or refs[0].table != "switch":
            return self.tr("Select a switch first.")
        network, ref = self._district.opened.network, refs[0]
        name = network.label(ref)
        if self._district.store.rows_of_element(str(network["switch"].id[ref.row])):
            return self.tr("{name} reports to this console but is not commanded from it.").format(name=name)
        return self.tr("{name} is operated by hand on site. Record where it stands with “Position by hand…”.").format(
            name=name
        )

    def do_action(self, action: LiveAction) -> None:
        """Carry out an action of the selection, asking for what it needs."""
        refs = self._window.selection.refs
        if action.reason or len(refs) != 1:
            return
        ref = refs[0]
        if action.dialog == "trend":
            self.trend_asked.emit(ref)
            return
        if self._resting:
            return
        network = self._district.opened.network
        element_id = str(network[ref.table].id[ref.row])
        if not action.dialog:
            ask = self.commanding.ask
            self.with_right(Right.OPERATE, element_id, lambda: ask(action.point_id, action.value))
        elif action.dialog == "resolve":
            self.with_right(RIGHT_OF["resolve"], element_id, lambda: self.recording.resolve(element_id))
        else:
            record = self.recording.record
            self.with_right(RIGHT_OF[action.dialog], element_id, lambda: record(action.dialog, ref))

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
