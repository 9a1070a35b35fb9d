"""Commands from the window: asked for, shown with their consequence, confirmed, and told how they ended."""

from __future__ import annotations

import math
from collections.abc import Collection

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from console.authority.rights import Right
from console.control.command import CommandView, Override, Stage
from console.control.desk import CommandDesk
from console.control.path import UnknownPoint
from console.live.district import LiveDistrict
from console.site.store import SiteStore
from console.studies.phrases import translated
from console.windows.live.command_panel import CommandPanel, Confirmation, ended_sentence
from console.windows.live.rights import Rights
from console.windows.live.setpoint_dialog import SetpointDialog
from console.windows.live.words import value_text
from console.windows.main_window import MainWindow
from engines.values.commands import CommandOrigin, CommandOutcome
from engines.values.points import LinkState

DONE_STAYS_MS = 6_000
"""A command that was fulfilled needs no attention any more; all others stay until they are closed."""
ORDER_WAITS_MS = 1_200
RUNNING = (Stage.CONFIRMED, Stage.JOURNALING, Stage.JOURNALED, Stage.SENT, Stage.AWAITING_FEEDBACK)


class Commanding(QObject):
    """Shows every command of this console above the inspector.

    Attributes:
        desk: the command path; panels: the commands shown, by id.
    """

    def __init__(
        self,
        window: MainWindow,
        district: LiveDistrict,
        site: SiteStore,
        rights: Rights,
        desk: CommandDesk,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._site = site
        self._window, self._district, self._rights, self.desk = window, district, rights, desk
        self.panels: dict[str, CommandPanel] = {}
        self._shows_rings = True
        self._was_locked: set[str] = set()
        self._place = QWidget(window)
        self._column = QVBoxLayout(self._place)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        window.put_above_inspector(self._place)
        self._place.hide()
        desk.command_changed.connect(self._on_command)
        desk.ended.connect(self._on_ended)
        desk.problem.connect(lambda phrase: window.say(translated(phrase), "high"))
        desk.locks_changed.connect(window.describe_selection)
        desk.locks_changed.connect(self._look_at_locks)
        district.health_changed.connect(lambda _health: self._look_at_links())
        self._elsewhere: frozenset[str] = frozenset()
        district.ticked.connect(self._look_elsewhere)

    def withdraw_unsent(self, but: Collection[CommandOrigin] = ()) -> None:
        """Cancel what has not been confirmed; what is on its way goes on and is told how it ends.

        Args:
            but: commands of these origins wait on.
        """
        for view in self.desk.active():
            if view.stage not in RUNNING and view.facts.origin not in but:
                self.desk.cancel(view.command_id)

    def show_rings(self, is_wanted: bool) -> None:
        """Whether devices under command are marked: not on a picture of the past."""
        self._shows_rings = is_wanted
        self._show_rings()

    def ask(self, point_id: str, value: float) -> None:
        """Ask for a command, and for its value first where that is NaN."""
        if not math.isnan(value):
            self.request(point_id, value)
            return
        element_id = point_id.rpartition("/")[0]
        control = next((c for c in self.desk.controls_of(element_id) if c.point_id == point_id), None)
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
        if view.facts.origin is CommandOrigin.PLAN and view.outcome is not CommandOutcome.UNKNOWN:
            # Its place is the table of the plan; only what a person has to resolve stands here as well.
            self._show_rings()
            return
        panel = self.panels.get(view.command_id)
        if panel is None:
            panel = self.panels[view.command_id] = CommandPanel(view, self._place)
            panel.confirmed.connect(self._confirm)
            panel.withdrawn.connect(self.desk.cancel)
            panel.dismissed.connect(self.dismiss)
            self._column.addWidget(panel)
            self._place.show()
            if view.facts.origin is CommandOrigin.ORDER:
                # A step that does what it has promised asks nobody; one that waits comes to the front.
                QTimer.singleShot(ORDER_WAITS_MS, self, lambda: self._raise_if_waiting(view.command_id))
            else:
                self._window.docks["inspector"].raise_()
        panel.show_view(view)
        panel.show_obstacle(self._obstacle(view))
        self._show_rings()

    def _raise_if_waiting(self, command_id: str) -> None:
        view = self.desk.view(command_id)
        if view is not None and view.stage is Stage.AWAITING_CONFIRMATION:
            self._window.docks["inspector"].raise_()

    def _look_at_links(self) -> None:
        """What waits for its confirmation says at once that its link is silent."""
        for panel in self.panels.values():
            panel.show_obstacle(self._obstacle(panel.view))

    def _obstacle(self, view: CommandView) -> str:
        if view.outcome is not None:
            return ""
        store = self._district.store
        row = store.row(view.facts.definition.point_id)
        server = int(store.server_of[row]) if row is not None else -1
        health = store.health[server] if 0 <= server < len(store.health) else None
        if health is None or health.state is LinkState.UP:
            return ""
        return self.tr("The link to {server} is silent: {reason}").format(server=health.server, reason=health.reason)

    def _look_at_locks(self) -> None:
        """Where the field has shown what became of a command, its panel says so."""
        locked = {lock.point_id for lock in self.desk.locks()}
        unknown = {i: p for i, p in self.panels.items() if p.view.outcome is CommandOutcome.UNKNOWN}
        self._was_locked &= set(unknown)
        for command_id, panel in unknown.items():
            facts = panel.view.facts
            if facts.definition.point_id in locked:
                self._was_locked.add(command_id)
            elif command_id in self._was_locked:
                self._was_locked.discard(command_id)
                self._tell_settled(panel)

    def _tell_settled(self, panel: CommandPanel) -> None:
        facts = panel.view.facts
        row = self._district.store.row(facts.definition.point_id)
        value = self._district.store.telemetered(row)[0] if row is not None else math.nan
        shown = value_text(facts.definition.quantity, facts.definition.kind, value)
        sentence = self.tr("Settled: the field shows {name} {value}; it takes commands again.")
        sentence = sentence.format(name=facts.name, value=shown)
        panel.show_settled(sentence)
        self._window.say(sentence)

    def _look_elsewhere(self) -> None:
        """Devices that another console of the site has under command now."""
        own = self._site.console
        elsewhere = frozenset(token.element_id for token in self._site.tokens() if token.console != own)
        if elsewhere != self._elsewhere:
            self._elsewhere = elsewhere
            self._show_rings()
            self._window.describe_selection()

    def _show_rings(self) -> None:
        """A device has a ring from the confirmation to the answer; its symbol moves on feedback alone.

        One that another console commands has one for as long as that console holds it.
        """
        find = self._district.opened.network.find
        active = self.desk.active() if self._shows_rings else ()
        refs = [find(view.facts.element_id) for view in active if view.stage in RUNNING]
        refs += [find(element_id) for element_id in self._elsewhere if self._shows_rings]
        self._window.diagram.show_commanded([ref for ref in refs if ref is not None])

    def _on_ended(self, view: CommandView) -> None:
        self._show_rings()
        sentence, severity = ended_sentence(view)
        if view.facts.origin is not CommandOrigin.PLAN or view.outcome is CommandOutcome.UNKNOWN:
            self._window.say(sentence, severity)
        self._window.describe_selection()
        panel = self.panels.get(view.command_id)
        if panel is None and view.outcome is not CommandOutcome.UNKNOWN:
            return
        self._on_command(view)
        if view.outcome is CommandOutcome.CANCELLED:
            self.dismiss(view.command_id)
        elif view.outcome is CommandOutcome.DONE:
            QTimer.singleShot(DONE_STAYS_MS, self, lambda: self.dismiss(view.command_id))

    def dismiss(self, command_id: str) -> None:
        """Take a panel away; what it showed is in the journal."""
        panel = self.panels.pop(command_id, None)
        if panel is None:
            return
        if panel.isAncestorOf(QApplication.focusWidget() or self._window) or panel.hasFocus():
            self._window.diagram.setFocus()
        self._column.removeWidget(panel)
        panel.hide()
        panel.deleteLater()
        self._place.setVisible(bool(self.panels))

    def _confirm(self, command_id: str, confirmation: Confirmation) -> None:
        view = self.desk.view(command_id)
        if view is None:
            return
        element_id = view.facts.element_id
        if view.to_override and confirmation.override_reason:
            if self._rights.may(Right.OVERRIDE, element_id).is_allowed:
                override = Override(self._rights.name, confirmation.override_reason)
                self._confirm_with(command_id, confirmation, override)
            else:
                self._rights.ask_other(Right.OVERRIDE, view, lambda name: self._confirm_with(
                    command_id, confirmation, Override(name, confirmation.override_reason)))  # fmt: skip
            return
        self._confirm_with(command_id, confirmation, None)

    def _confirm_with(self, command_id: str, confirmation: Confirmation, override: Override | None) -> None:
        view = self.desk.view(command_id)
        if view is None:
            return
        if view.needs_second_person:
            self._rights.ask_other(
                Right.OPERATE, view, lambda name: self._send(command_id, confirmation, override, name)
            )
        else:
            self._send(command_id, confirmation, override, None)

    def _send(self, command_id: str, confirmation: Confirmation, override: Override | None, second: str | None) -> None:
        missing = self.desk.confirm(command_id, override, second, has_read=confirmation.has_read)
        if missing is not None:
            self._window.say(translated(missing), "medium")
