"""The Faults workspace: incidents at the left, what is known at the right, the switching order beneath the diagram."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from console.faults.faults import Faults
from console.windows.live.alarms.deeds import WithRight
from console.windows.live.faults.deeds import FaultDeeds
from console.windows.live.faults.fault_docks import FaultDocks
from console.windows.live.faults.incident_lines import (
    incident_line,
    list_summary,
    listed,
    severity_of,
    under_way,
)
from console.windows.live.faults.incident_views import incident_view
from console.windows.live.faults.naming import Namer
from console.windows.live.faults.on_diagram import FaultsOnDiagram
from console.windows.live.faults.order_views import order_views
from console.windows.live.faults.paper_desk import PaperDesk
from console.windows.live.faults.playing import PlayedMoment, Playing
from console.windows.live.faults.reliability_dock import ReliabilityDock
from console.windows.live.faults.site_files import SiteFiles
from console.windows.live.faults.today import today_lines
from console.windows.live.faults.words import tr
from console.windows.main_window import MainWindow
from console.windows.workspaces import Workspaces
from engines.grid.network import Network
from engines.values.incidents import Incident
from engines.values.topology import Topology
from widgets.faults.incident_list import IncidentList
from widgets.faults.incident_page import IncidentPage
from widgets.faults.order_lines import OrderView
from widgets.faults.order_panel import OrderPanel
from widgets.slices import Slices, Steps
from widgets.tables.value_table import Run
from widgets.workspace_rail import WorkspaceLine

KEY = "faults"
SHOW_MS = 120
"""Changes that come together are shown together."""
AGE_MS = 15_000
"""How often what grows by itself (customer minutes) is shown anew."""


class FaultWindow(QObject):
    """Connects fault repair with its widgets.

    Attributes:
        incidents, page, orders: the list, the incident, its orders; deeds: what a press does.
        chosen: id of the incident that is shown, "" for none.
    """

    def __init__(self, window: MainWindow, workspaces: Workspaces, faults: Faults, network: Network,
                 with_right: WithRight, play: Callable[[PlayedMoment | None], None], run: Run,
                 topology: Callable[[], Topology | None]) -> None:  # fmt: skip
        """``run`` does work elsewhere; ``topology`` is that of the present."""
        super().__init__(window)
        self._window, self._workspaces, self.faults = window, workspaces, faults
        self._network, self.chosen, self._topology = network, "", topology
        self._namer = Namer(network, faults.repairing.crew_names)
        self._views_of: dict[str, tuple[OrderView, ...]] = {}
        self._ordered = self._wanted = ""
        self._slices = Slices(self)
        self.incidents, self.page, self.orders = IncidentList(window), IncidentPage(window), OrderPanel(window)
        self._docks = FaultDocks(window, self.incidents, self.page, self.orders)
        self.deeds = FaultDeeds(window, faults, network, self._namer, with_right, self)
        self.on_diagram = FaultsOnDiagram(window.diagram, faults, network, self._namer, topology, self)
        load_ids = tuple(map(str, network["load"].id))
        self.site_files = SiteFiles(window, faults, load_ids, run, self.deeds.may)
        self.playing = Playing(faults, self.orders, play, self)
        self.paper_desk = PaperDesk(window, faults, network, self._topology, run, self)
        self.reliability = ReliabilityDock(window, faults, run, self)
        self._showing, self._ageing = QTimer(self), QTimer(self)
        self._showing.setSingleShot(True)
        self._showing.setInterval(SHOW_MS)
        self._showing.timeout.connect(self.show_all)
        self._ageing.setInterval(AGE_MS)
        self._ageing.timeout.connect(self._show_soon)
        self._ageing.start()
        workspaces.add(
            self._line(), FaultDocks.NAMES | {"inspector", "alarms", "instructor", "reliability"}, self._docks.arrange
        )
        workspaces.chosen.connect(self._on_workspace)
        self._connect()
        self.show_all()

    def _connect(self) -> None:
        find = self.deeds.find
        self.faults.changed.connect(self._on_changed)
        self.faults.desk.failed.connect(lambda sentence: self._window.say(self._namer.said(sentence), "medium"))
        self.faults.desk.problem_changed.connect(lambda s: self._window.say(s, "high") if s else None)
        self.incidents.chosen.connect(self._go_to)
        self.incidents.find_asked.connect(self._find_incident)
        self.incidents.report_asked.connect(self.deeds.reports.report_fault)
        self.page.element_asked.connect(find)
        self.page.suspect_pointed.connect(self.on_diagram.point_at)
        self.page.action_asked.connect(
            lambda section, part, key: self.deeds.act(self.page.incident_id, section, part, key)
        )
        self.page.told.connect(lambda customer: self.deeds.told(self.page.incident_id, customer))
        self.orders.action_asked.connect(lambda order, key: self.deeds.orders.act(self._ordered, order, key))
        self.orders.remove_asked.connect(
            lambda n: self.deeds.orders.remove_step(self._ordered, self.orders.order_id, n)
        )
        self.orders.plan_chosen.connect(lambda key: self.faults.thinking.choose(self._ordered, key))
        self.orders.element_asked.connect(find)
        self.orders.playback_asked.connect(lambda at: self.playing.play(self._ordered, at))
        self.deeds.paper_asked.connect(self.paper_desk.show_menu)
        self.deeds.opened.connect(self._turn_to)
        self.reliability.panel.incident_asked.connect(self._find_incident)
        self.orders.order_chosen.connect(lambda _id: self.on_diagram.show(self.chosen, self.orders.order_id))

    def _on_workspace(self, key: str) -> None:
        self._docks.make_room(key == KEY)
        if key == KEY:
            self.show_all()

    def come(self) -> None:
        """To this workspace."""
        self._workspaces.choose(KEY)

    def go(self) -> None:
        """To the network as it is."""
        self._workspaces.go_home()

    def rest(self, is_past: bool) -> None:
        """A past moment has no present faults; nothing is played then."""
        self.playing.stop()
        self.on_diagram.rest(is_past)
        self._docks.make_room(self._workspaces.current == KEY and not is_past)
        self._show_soon()

    def close(self) -> None:
        """Show nothing any more."""
        self._showing.stop()
        self._ageing.stop()
        self._slices.cancel()
        self.reliability.close()

    # What is shown -----------------------------------------------------------------------------------------

    def _on_changed(self, ids: frozenset[str]) -> None:
        if self._wanted in ids:
            self._turn_to(self._wanted)
        fresh = [i for i in under_way(self.faults) if i.incident_id in ids]
        if fresh and not self.chosen:
            self.chosen = fresh[-1].incident_id
        if self.chosen in ids:
            self.playing.leave_if_moved(self.chosen)
        self._show_soon()

    def _show_soon(self) -> None:
        if not self._showing.isActive():
            self._showing.start()

    def _go_to(self, incident_id: str) -> None:
        """A person has chosen it: its place comes into sight, the selection stays."""
        self.choose(incident_id)
        incident = self.faults.desk.board.incidents.get(incident_id)
        if incident is None or incident.state.is_over:
            return
        ref = next((r for r in map(self._network.find, _places(incident)) if r is not None), None)
        if ref is not None:
            self._window.diagram.fly_to(ref)

    def _turn_to(self, incident_id: str) -> None:
        """A person has just opened it; it may not stand on the board yet."""
        self._wanted = "" if incident_id in self.faults.desk.board.incidents else incident_id
        if not self._wanted:
            self.choose(incident_id)

    def choose(self, incident_id: str) -> None:
        """Show another incident."""
        if incident_id != self.chosen:
            self.playing.stop()
            self.chosen = incident_id
            self.show_all()

    def show_all(self) -> None:
        """Bring everything up to date, in turns of the event loop."""
        self._slices.start(self._steps(), lambda _done: None)

    def _steps(self) -> Steps[None]:
        faults, found = self.faults, listed(self.faults)
        if self.chosen not in {i.incident_id for i in found}:
            first = next(iter(under_way(faults)), None)
            self.chosen = first.incident_id if first is not None else ""
        self._workspaces.show_line(self._line())
        yield
        self.on_diagram.show(self.chosen, self.orders.order_id)
        if self._workspaces.current != KEY:
            return
        yield
        self.incidents.show_incidents([incident_line(faults, i) for i in found], list_summary(faults, found))
        self.incidents.choose(self.chosen)
        yield
        self.incidents.show_today((*today_lines(faults), *self.site_files.lines()))
        yield
        incident = faults.desk.board.incidents.get(self.chosen)
        if incident is None:
            self._ordered = ""
            self.page.show_empty(tr("No incident is under way."))
            self.orders.show_orders((), tr("Nothing is to be switched: no incident is under way."))
            return
        view = incident_view(faults, incident, self._namer)
        yield
        self.page.show_incident(view)
        yield
        self._show_orders(incident)
        yield
        self.playing.show(self.chosen)
        self.on_diagram.show(self.chosen, self.orders.order_id)

    def _show_orders(self, incident: Incident) -> None:
        incident_id, views = incident.incident_id, order_views(self.faults, incident)
        before = {o.order_id for o in self._views_of.get(incident_id, ())}
        missing = self.faults.thinking.of(incident_id).problem or tr("There is no switching order.")
        self.orders.show_orders(views, missing)
        self._ordered = incident_id
        fresh = [v.order_id for v in views if v.order_id not in before]
        if fresh:
            self.orders.choose(fresh[-1])
        self._views_of[incident_id] = views

    def _line(self) -> WorkspaceLine:
        found = under_way(self.faults) if self.faults.desk.is_known else []
        severity = severity_of(self.faults, found[0]) if found else ""
        tip = self.tr("Incidents from the first report to the last closed switch (Alt+2)")
        return WorkspaceLine(KEY, self.tr("Faults"), "faults", tip, len(found), severity)

    def _find_incident(self, incident_id: str) -> None:
        incident = self.faults.desk.board.incidents.get(incident_id)
        if incident is None:
            return
        self.choose(incident_id)
        places = _places(incident)
        if places:
            self.deeds.find(places[0])


def _places(incident: Incident) -> tuple[str, ...]:
    """Where an incident is, the best known first."""
    return (*incident.element_ids, *(i for i, _ in incident.suspects), *incident.device_ids)
