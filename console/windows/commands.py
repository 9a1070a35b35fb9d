"""The window's commands: menus, shortcuts and tooltips from one table, so that keyboard and mouse never differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from widgets.icons import icon


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the person can ask of the window.

    Attributes:
        key: stable name; text and tip are translated.
        shortcut: as ``QKeySequence`` reads it, "" for none.
        is_checkable: whether it is a state that is on or off.
        icon_name: icon of the resources, "" for none.
    """

    key: str
    menu: str
    text: str
    tip: str
    run: Callable[..., object]
    shortcut: str = ""
    is_checkable: bool = False
    icon_name: str = ""
    has_line_above: bool = False


class CommandSet:
    """The actions of a window by key.

    Attributes:
        actions: one ``QAction`` a command.
    """

    def __init__(self, window: QWidget, menu_bar: QMenuBar, commands: Iterable[Command]) -> None:
        self.actions: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        for command in commands:
            action = QAction(command.text, window)
            action.setObjectName(command.key)
            action.setToolTip(command.tip)
            action.setStatusTip(command.tip)
            action.setCheckable(command.is_checkable)
            if command.shortcut:
                action.setShortcuts([QKeySequence(s) for s in command.shortcut.split("|")])
            if command.icon_name:
                action.setIcon(icon(command.icon_name))
            action.triggered.connect(command.run)
            window.addAction(action)
            self.actions[command.key] = action
            if command.menu:
                self._menu(menu_bar, command).addAction(action)

    def _menu(self, menu_bar: QMenuBar, command: Command) -> QMenu:
        if command.menu not in self.menus:
            menu = self.menus[command.menu] = menu_bar.addMenu(command.menu)
            menu.setToolTipsVisible(True)
        menu = self.menus[command.menu]
        if command.has_line_above:
            menu.addSeparator()
        return menu

    def enable(self, key: str, is_enabled: bool, reason: str = "") -> None:
        """Enable a command, or disable it and say why."""
        action = self.actions[key]
        action.setEnabled(is_enabled)
        action.setStatusTip(action.toolTip() if is_enabled else reason)
