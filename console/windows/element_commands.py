"""What is done with the selected equipment, by menu, key or inspector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from console.study_actions import ElementAction, actions_for
from console.windows.change_dialogs import ask_change, ask_scaling
from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot

if TYPE_CHECKING:
    from console.console import Console


class ElementCommands(QObject):
    """The actions of the selection; all ways lead through :meth:`do_action`.

    Attributes:
        menu_actions: what every element's menu ends with.
    """

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._console = console
        self._window, self._desk = console.window, console.desk
        self.menu_actions: tuple[QAction, ...] = ()

    def scale(self, kind: str) -> None:
        entry = self._desk.front
        if entry is not None:
            change = ask_scaling(entry.session.snapshot.network, (), self._window, kind)
            if change is not None:
                self._desk.make(change)

    def _snapshot(self) -> Snapshot | None:
        return self._desk.front.session.snapshot if self._desk.front is not None else None

    def present(self) -> tuple[ElementAction, ...]:
        snapshot, refs = self._snapshot(), self._window.selection.refs
        return actions_for(snapshot, refs[0]) if snapshot is not None and len(refs) == 1 else ()

    def press_key(self, key: str) -> None:
        for action in self.present():
            if action.key == key:
                if action.reason:
                    self._window.say(action.reason)
                else:
                    self.do_action(action)
                return
        self._window.say(self.tr("Select a switch first."))

    def do_action(self, action: ElementAction) -> None:
        """Make an action's change, asking first where it needs a value."""
        snapshot = self._snapshot()
        if snapshot is None or action.reason:
            return
        change = action.change
        if change is None and action.dialog:
            change = ask_change(action.dialog, snapshot, self._window.selection.refs, self._window)
        if change is not None:
            self._desk.make(change)

    def show_element_menu(self, ref: ElementRef | None, position: QPoint) -> None:
        """The actions of an element where the person pointed."""
        if ref is not None:
            self._window.selection.choose([ref])
        menu = QMenu(self._window)
        menu.setToolTipsVisible(True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self.present():
            item = menu.addAction(action.text)
            item.setEnabled(not action.reason)
            item.setToolTip(action.reason or action.tip)
            item.triggered.connect(lambda _=False, chosen=action: self.do_action(chosen))
        if self.present():
            menu.addSeparator()
        for shared in self.menu_actions:
            menu.addAction(shared)
        menu.popup(position)

    def activate(self, ref: ElementRef) -> None:
        for action in self.present():
            if action.is_primary and not action.reason:
                self.do_action(action)
                return
        self._window.docks["inspector"].raise_()
