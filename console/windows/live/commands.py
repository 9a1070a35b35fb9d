"""Everything a person can ask of the live window."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from console.authority.rights import Right
from console.field.addresses import ServerAddress
from console.folders import cache_folder, state_folder
from console.live.district import LiveDistrict
from console.live.operations import Operations
from console.live.sources import MappedField
from console.live.study_from_here import open_in_own_process
from console.studies.background import run_in_worker
from console.tasks.lane import Lane
from console.windows.commands import Command, CommandSet
from console.windows.docks import DockPlace, add_late_dock
from console.windows.findings_dialog import FindingsDialog
from console.windows.future_answer import when_answered
from console.windows.live.alarms.alarm_window import AlarmWindow
from console.windows.live.alarms.sound import HornSound, find_player
from console.windows.live.alarms.source import AlarmSource
from console.windows.live.alarms.stillness import keep_still
from console.windows.live.journal_table import JournalTable
from console.windows.live.link_panel import LinkPanel
from console.windows.live.marks import site_marks
from console.windows.live.password_dialog import ServerPasswordDialog
from console.windows.live.placed_list import Placed, PlacedList
from console.windows.live.presence import Presence
from console.windows.view_commands import ViewCommands
from console.windows.workspaces import Workspaces
from engines.values.site import SiteState
from engines.values.validation import FindingSeverity, ValidationReport
from widgets.diagram.view import Layer
from widgets.workspace_rail import WorkspaceLine

if TYPE_CHECKING:
    from console.dispatch.desk import DispatchDesk
    from console.dispatch.executor import PlanExecutor
    from console.faults.faults import Faults
    from console.live.field import FieldLinks
    from console.live_console import LiveConsole
    from console.windows.live.dispatch.dispatch_window import DispatchWindow
    from console.windows.live.dispatch.execution_window import ExecutionWindow
    from console.windows.live.faults.fault_window import FaultWindow
    from console.windows.live.instructor import Instructor
    from console.windows.live.operating import Operating
    from console.windows.live.trends.trends import Trends

LATER_MODULES = (
    "console.windows.live.operating",
    "console.windows.live.instructor",
    "console.windows.live.faults.fault_commands",
    "console.windows.live.faults.fault_window",
    "console.windows.live.faults.plan_on_diagram",
    "console.windows.live.dispatch.dispatch_commands",
    "console.windows.live.dispatch.execution_window",
)
"""Imported here by the steps that need them: none is part of the first picture."""
FIELD_COMMANDS = ("open_switch", "close_switch", "trust", "browse")


class LiveCommands(QObject):
    """The commands of the live window, bound to the console's parts.

    Attributes:
        links_panel: the diagnosis of the links; alarms: the alarm desk.
        instructor: ``None`` unless every server is a simulator of ours.
    """

    def __init__(self, console: LiveConsole) -> None:
        super().__init__(console)
        self._console, self._window = console, console.window
        self.views = ViewCommands(console, self._window)
        self.links_panel = LinkPanel(self._window)
        self.instructor: Instructor | None = None
        self.operating: Operating | None = None
        self.presence: Presence | None = None
        self._journal: JournalTable | None = None
        self.workspaces = Workspaces(self._window)
        self.faults: FaultWindow | None = None
        self.dispatch: DispatchWindow | None = None
        self.execution: ExecutionWindow | None = None
        self.commands = CommandSet(self._window, self._window.mode_bar.menu_bar, self._all())
        sound = HornSound(cache_folder() / "sounds", find_player(), self)
        self.alarms = AlarmWindow(self._window, run_in_worker(console.runner, Lane.IMPORT), sound)
        keep_still(console.settings, self.alarms.commands.actions["reduce_motion"])
        self.alarms.marks_changed.connect(self._show_marks)
        self._window.mode_bar.link_button.clicked.connect(self.show_links)
        self.commands.enable("study", False, self.tr("The network is not open yet."))
        for key in FIELD_COMMANDS:
            self.commands.enable(key, False, self.tr("The field is not connected yet."))

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
            Command(
                "open_switch",
                edit,
                tr("Open the selected switch"),
                tr("Shows what will happen and asks before anything is sent"),
                lambda: self._press("O"),
                "O",
                has_line_above=True,
            ),
            Command(
                "close_switch",
                edit,
                tr("Close the selected switch"),
                tr("Shows what will happen and asks before anything is sent"),
                lambda: self._press("C"),
                "C",
            ),
            Command(
                "sign_in",
                edit,
                tr("Sign in…"),
                tr("Who operates; the journal names them"),
                self._sign_in,
                "Ctrl+I",
                has_line_above=True,
            ),
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
            Command(
                "trust",
                network,
                tr("Certificates of the servers…"),
                tr("Which servers are believed, and which wait for approval"),
                self.show_trust,
            ),
            Command(
                "browse",
                network,
                tr("Browse a server…"),
                tr("Look through a field server and draft its address map"),
                self.show_browser,
            ),
            self.views.log(network),
            self.views.about(network),
        ]

    def attach(self, district: LiveDistrict, operations: Operations) -> None:
        """The network is open."""
        self.commands.enable("study", True)
        self.presence = Presence(self._window, operations.session, operations.users, operations.site.store)
        if self._console.welcomes:
            QTimer.singleShot(0, self.presence, self.presence.welcome)
        self._placed = PlacedList(self._window)
        tables = self._window.tables
        tables.setTabToolTip(
            tables.insertTab(2, self._placed, self._placed.placed_text(district.site)),
            self.tr("What people have put on the network: tags, earths, cuts, jumpers, values by hand"),
        )
        self._journal = JournalTable(operations.site.journal, district.opened.network, self)
        tables.add_table(self._journal.table, 3, self.tr("Journal"), self.tr("What has happened, of every console"))
        district.ticked.connect(self._journal.look)
        district.site_changed.connect(lambda site: self.show_site(district, site))
        district.ticked.connect(self.presence.show)
        self._placed.element_activated.connect(lambda element_id: self._find(district, element_id))
        self._placed.remove_asked.connect(lambda thing: self._take_away(operations, thing))
        self.show_site(district, district.site)

    def show_site(self, district: LiveDistrict, site: SiteState) -> None:
        """Show what is placed on the network, if this is the district in front."""
        if self._console.desk.front is not district:
            return
        network = district.opened.network
        self._placed.show_state(site, network)
        place = self._window.tables.indexOf(self._placed)
        self._window.tables.setTabText(place, self._placed.placed_text(site))
        self._show_marks()

    def _show_marks(self) -> None:
        """What people have placed, and where alarms stand."""
        district = self._console.desk.front
        if district is not None:
            placed = site_marks(district.opened.network, district.site)
            self._window.diagram.show_marks([*placed, *self.alarms.marks])

    def attach_alarms(self, district: LiveDistrict, desk: AlarmSource) -> None:
        """The alarms are watched."""
        self.alarms.attach(district.opened.network, district.place_of, desk, self._with_right)
        district.moment_changed.connect(lambda _moment: self.alarms.forget_places())

    def attach_trends(self, trends: Trends) -> None:
        """Values can be drawn over time."""
        trends.add_to_menu(self.commands.menus[self.tr("&View")])
        if self.operating is not None:
            self.operating.trend_asked.connect(trends.show_element)

    def attach_faults(self, district: LiveDistrict, faults: Faults) -> None:
        """Faults are noticed: their workspace can be shown."""
        from console.windows.live.faults.fault_commands import fault_commands
        from console.windows.live.faults.fault_window import FaultWindow
        from console.windows.live.faults.plan_on_diagram import PlanOnDiagram

        presenter = self._console.presenter
        if presenter is None:
            return
        operate = WorkspaceLine("operate", self.tr("Operate"), "operate", self.tr("The network as it is (Alt+1)"))
        docks = frozenset({"network", "inspector", "tables", "charts", "alarms", "instructor", "trends"})
        self.workspaces.add(operate, docks, lambda: None)
        plan = PlanOnDiagram(self._window, presenter, self)
        self.faults = FaultWindow(
            self._window, self.workspaces, faults, district.opened.network, self._with_right, plan.show,
            run_in_worker(self._console.runner), lambda: None if district.moment is None else district.moment.topology,
        )  # fmt: skip
        self.fault_commands = CommandSet(self._window, self._window.mode_bar.menu_bar, fault_commands(self.faults))
        operating = self.operating
        if operating is not None:
            self.faults.deeds.approval_asked.connect(
                lambda order_id: operating.ask_second(
                    self.tr("Approve {order}").format(order=order_id),
                    lambda name: faults.carrying_out.approve(order_id, name),
                )
            )
            network = district.opened.network
            self.faults.deeds.opening_asked.connect(
                lambda switch_id: operating.begin(ref, "O") if (ref := network.find(switch_id)) is not None else None
            )
        if self.instructor is not None:
            self.instructor.attach_people(faults)
        self.faults.site_files.tell()

    def why_resting(self) -> str:
        """Why nothing is commanded from this window at present, one clause in English; "" where it is."""
        is_halted = self.operating is not None and not self.operating.lets_plan_go_on
        return "the window shows a past moment" if is_halted else ""

    def attach_dispatch(self, desk: DispatchDesk, executor: PlanExecutor) -> None:
        """Day-ahead plans can be made and carried out: their workspace can be shown."""
        from console.windows.live.dispatch.dispatch_commands import dispatch_commands
        from console.windows.live.dispatch.dispatch_window import DispatchWindow
        from console.windows.live.dispatch.execution_deeds import ExecutionDeeds
        from console.windows.live.dispatch.execution_window import ExecutionWindow

        run = run_in_worker(self._console.runner)
        self.dispatch = DispatchWindow(self._window, self.workspaces, desk, run)
        if self._console.district is not None:
            self.dispatch.cases.network = self._console.district.opened.case
        operating = self.operating
        if operating is not None:
            deeds = ExecutionDeeds(self._window, executor, self._with_right, operating.ask_second)
            assert self._console.district is not None
            network = self._console.district.opened.network
            self.dispatch.reports.executions_of = executor.executions.of_plan
            self.execution = ExecutionWindow(self._window, self.workspaces, self.dispatch, executor, deeds, network)
        commands = dispatch_commands(self.dispatch, self.execution)
        self.dispatch_commands = CommandSet(self._window, self._window.mode_bar.menu_bar, commands)

    def _with_right(self, right: Right, element_id: str, act: Callable[[], None]) -> None:
        if self.operating is not None:
            self.operating.with_right(right, element_id, act)
        else:
            self._window.say(self.tr("The field is not connected yet."), "medium")

    def _find(self, district: LiveDistrict, element_id: str) -> None:
        ref = district.opened.network.find(element_id)
        if ref is not None:
            self._window.links.find(ref)

    def _take_away(self, operations: Operations, thing: Placed) -> None:
        if self.operating is None or self.operating.is_resting or thing.remove is None:
            return
        remove, right = thing.remove, Right.PLACE

        def act() -> None:
            future = remove(operations.site.store, operations.session.name)
            when_answered(
                future, self, lambda _: operations.look_at_site(), lambda reason: self._window.say(reason, "medium")
            )

        self.operating.with_right(right, thing.element_id, act)

    def attach_map(self, mapped: MappedField) -> None:
        """The field is that of an address map: its passwords are asked, its doubts shown."""
        mapped.password_needed.connect(lambda server: self._ask_password(mapped, server))
        mapped.doubted.connect(self._show_doubts)

    def _ask_password(self, mapped: MappedField, server: ServerAddress) -> None:
        dialog = ServerPasswordDialog(server, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: mapped.give_password(server, dialog.password))
        dialog.rejected.connect(lambda: mapped.refuse_password(server))
        dialog.open()

    def _show_doubts(self, report: ValidationReport) -> None:
        errors = sum(finding.severity is FindingSeverity.ERROR for finding in report.findings)
        if errors:
            sentence = self.tr("{count} points of the address map cannot be used; the others are.").format(count=errors)
            FindingsDialog(sentence, report, self._window).open()

    def show_browser(self) -> None:
        """Look through a server for an address map."""
        from console.windows.live.browse_dialog import BrowseDialog

        operating, district = self.operating, self._console.district
        if operating is None or district is None:
            return
        links = self._console.links
        dialog = BrowseDialog(
            self._console.runner,
            district.opened.network,
            links.trust_folder if links is not None else None,
            lambda act: operating.with_right(Right.EDIT_ADDRESS_MAP, "", act),
            self._window,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def show_trust(self) -> None:
        """The certificates of the servers."""
        from console.field.security.trust_store import TrustStore
        from console.windows.live.trust_dialog import TrustDialog

        operating, links = self.operating, self._console.links
        if operating is None or links is None:
            return
        store = TrustStore(links.trust_folder)
        dialog = TrustDialog(store, lambda act: operating.with_right(Right.APPROVE_CERTIFICATES, "", act), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.approved.connect(lambda _endpoint: links.try_all_now())
        dialog.open()

    def attach_field(self, district: LiveDistrict, links: FieldLinks, operations: Operations) -> None:
        """The field is known."""
        from console.windows.live.instructor import Instructor
        from console.windows.live.operating import Operating

        assert operations.desk is not None
        self.operating = Operating(
            self._window,
            district,
            operations.site.store,
            operations.users,
            operations.session,
            operations.people,
            operations.desk,
        )
        self.operating.menu_actions = tuple(
            self.commands.actions[key] for key in ("upstream", "downstream", "find", "fit")
        )
        for key in FIELD_COMMANDS:
            self.commands.enable(key, True)
        links.health_changed.connect(self.links_panel.show_health)
        links.gap_recorded.connect(self.links_panel.record_gap)
        self.links_panel.retry_asked.connect(links.try_now)
        if links.is_simulated:
            self.instructor = Instructor(self._window, district, links)
            self.instructor.simulated.connect(self._console.clock.tell)
            self.instructor.instructed.connect(operations.happenings.note_instruction)
            place = DockPlace(
                "instructor", self.tr("Instructor"), self.instructor.panel, Qt.DockWidgetArea.RightDockWidgetArea
            )
            add_late_dock(self._window, self._window.docks, place, "inspector")

    def show_instructor(self, is_allowed: bool) -> None:
        """Whether faults can be injected: not from a past moment."""
        if self.instructor is not None:
            self.instructor.panel.setEnabled(is_allowed)

    def close(self) -> None:
        """End what runs of its own."""
        self.alarms.close()
        if self.faults is not None:
            self.faults.close()
        if self.dispatch is not None:
            self.dispatch.close()
        if self.execution is not None:
            self.execution.close()
        if self._journal is not None:
            self._journal.close()

    def _press(self, key: str) -> None:
        if self.operating is not None:
            self.operating.press_key(key)

    def _sign_in(self) -> None:
        if self.presence is not None:
            self.presence.sign_in()

    def show_links(self) -> None:
        """The diagnosis of the links."""
        self.links_panel.show()
        self.links_panel.raise_()

    # Studies -----------------------------------------------------------------------------------------------

    def study_from_here(self) -> None:
        """Write the present state to a file and open it in a process of its own."""
        district = self._console.desk.front
        if district is None:
            return
        shown_at = district.time_us / 1e6 if district.time_us else time.time()
        name = f"{district.opened.network.name} {time.strftime('%Y-%m-%d %H.%M.%S', time.localtime(shown_at))}"
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
