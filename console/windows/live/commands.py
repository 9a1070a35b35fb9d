"""Everything a person can ask of the live window."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from console.folders import state_folder
from console.live.district import LiveDistrict
from console.live.field import FieldLinks
from console.live.study_from_here import open_in_own_process
from console.tasks.lane import Lane
from console.windows.commands import Command, CommandSet
from console.windows.docks import DockPlace, add_late_dock
from console.windows.live.instructor import Instructor
from console.windows.live.link_panel import LinkPanel
from console.windows.view_commands import ViewCommands
from widgets.diagram.view import Layer

if TYPE_CHECKING:
    from console.live_console import LiveConsole


class LiveCommands(QObject):
    """The commands of the live window, bound to the console's parts.

    Attributes:
        links_panel: the diagnosis of the links.
        instructor: ``None`` unless every server is a simulator of ours.
    """

    def __init__(self, console: LiveConsole) -> None:
        super().__init__(console)
        self._console, self._window = console, console.window
        self.views = ViewCommands(console, self._window)
        self.links_panel = LinkPanel(self._window)
        self.instructor: Instructor | None = None
        self.commands = CommandSet(self._window, self._window.mode_bar.menu_bar, self._all())
        self._window.mode_bar.link_button.clicked.connect(self.show_links)
        self.commands.enable("study", False, self.tr("The network is not open yet."))

    def _all(self) -> list[Command]:
        tr = self.tr
        file, edit, network = tr("&File"), tr("&Edit"), tr("&Network")
        return [
            Command(
                "study",
                file,
                tr("Study from here"),
                tr("A copy of the present state in a window of its own, which cannot reach the field"),
                self.study_from_here,
                "Ctrl+N",
            ),
            Command(
                "open_study",
                file,
                tr("Open a study desk"),
                tr("A window of its own for networks and studies; it cannot reach the field"),
                self.open_desk,
                "Ctrl+O",
            ),
            Command("quit", file, tr("Quit"), tr("End the console"), self._window.close, "Ctrl+Q", has_line_above=True),
            self.views.find(edit),
            *self.views.view_menu(tr("&View"), without=(Layer.COMPARISON,)),
            *self.views.traces(network),
            Command(
                "links",
                network,
                tr("Links to the field…"),
                tr("What each link has counted, and what is wrong with it"),
                self.show_links,
                "F10",
                has_line_above=True,
            ),
            self.views.log(network),
        ]

    def attach(self) -> None:
        """The network is open."""
        self.commands.enable("study", True)

    def attach_field(self, district: LiveDistrict, links: FieldLinks) -> None:
        """The field is known."""
        links.health_changed.connect(self.links_panel.show_health)
        links.gap_recorded.connect(self.links_panel.record_gap)
        self.links_panel.retry_asked.connect(links.try_now)
        if links.is_simulated:
            self.instructor = Instructor(self._window, district, links)
            self.instructor.simulated.connect(self._console.clock.tell)
            place = DockPlace(
                "instructor", self.tr("Instructor"), self.instructor.panel, Qt.DockWidgetArea.RightDockWidgetArea
            )
            add_late_dock(self._window, self._window.docks, place, "inspector")

    def show_links(self) -> None:
        """The diagnosis of the links."""
        self.links_panel.show()
        self.links_panel.raise_()

    # Studies -----------------------------------------------------------------------------------------------

    def study_from_here(self) -> None:
        """Write the present state to a file and open it in a process of its own."""
        district = self._console.district
        if district is None:
            return
        name = f"{district.opened.network.name} {time.strftime('%Y-%m-%d %H.%M.%S')}"
        self._console.runner.start(
            "console.live.study_from_here:write_study_job",
            district.snapshot,
            name,
            state_folder() / "studies",
            lane=Lane.IMPORT,
            owner=self,
            on_done=lambda path: self._open(str(path)),
            on_failed=lambda failure: self._window.say(failure.sentence, "high"),
            title=self.tr("Study from here"),
        )

    def open_desk(self) -> None:
        """A study desk of its own."""
        district = self._console.district
        self._open(district.opened.case if district is not None else "north")

    def _open(self, case: str) -> None:
        if open_in_own_process(case):
            self._window.say(self.tr("A study desk opens in a window of its own; it cannot reach the field."))
        else:
            self._window.say(self.tr("The study desk could not be started; the log has the details."), "high")
