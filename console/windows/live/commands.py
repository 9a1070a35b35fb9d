"""Everything a person can ask of the live window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console.live.district import LiveDistrict
from console.live.field import FieldLinks
from console.windows.commands import Command, CommandSet
from console.windows.view_commands import ViewCommands
from widgets.diagram.view import Layer

if TYPE_CHECKING:
    from console.live_console import LiveConsole


class LiveCommands(QObject):
    """The commands of the live window, bound to the console's parts."""

    def __init__(self, console: LiveConsole) -> None:
        super().__init__(console)
        self._console, self._window = console, console.window
        self.views = ViewCommands(console, self._window)
        self.commands = CommandSet(self._window, self._window.mode_bar.menu_bar, self._all())

    def attach(self, district: LiveDistrict) -> None:
        """The network is open."""

    def attach_field(self, links: FieldLinks) -> None:
        """The field is known."""

    def _all(self) -> list[Command]:
        tr = self.tr
        file, edit, network = tr("&File"), tr("&Edit"), tr("&Network")
        return [
            Command("quit", file, tr("Quit"), tr("End the console"), self._window.close, "Ctrl+Q"),
            self.views.find(edit),
            *self.views.view_menu(tr("&View"), without=(Layer.COMPARISON,)),
            *self.views.traces(network),
            self.views.log(network),
        ]
