"""The live console: the composition root of everything that has to do with the field."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent

from console.field.addresses import AddressMap
from console.field.simulator_map import simulator_server
from console.first_picture import first_picture
from console.folders import cache_folder
from console.foundation import Foundation
from console.jobs import OpenedNetwork
from console.live.clock import DistrictClock
from console.live.desk import LiveDesk
from console.live.district import LiveDistrict
from console.live.field import FieldLinks
from console.live.operations import Operations
from console.live.simulator_process import SimulatorProcess
from console.points.store import PointStore
from console.site.site import open_site
from console.tasks.lane import Lane
from console.tasks.task import TaskFailure
from console.windows.live.commands import LiveCommands
from console.windows.live.presenter import LivePresenter
from console.windows.main_window import MainWindow
from console.windows.window_state import pack_window
from engines.grid.snapshot import Mode
from engines.values.points import PointDefinition

_log = logging.getLogger(__name__)


class LiveConsole(Foundation):
    """Everything the running program is made of while it is connected to a field.

    Attributes:
        window, desk: the window, and what stands in front of it.
        district, links, simulator: ``None`` until the network is open and the field is known.
    """

    def __init__(self, *, theme: str | None = None, is_lasting: bool = True, site_folder: Path | None = None) -> None:
        """Make the parts.

        Args:
            is_lasting: whether choices are kept.
            site_folder: where sites lie; ``None`` takes the machine's place for them.
        """
        super().__init__(theme=theme, is_lasting=is_lasting)
        self._site_folder = site_folder
        self.desk = LiveDesk()
        self.window = MainWindow(self.desk, Mode.SIMULATOR)
        self.district: LiveDistrict | None = None
        self.links: FieldLinks | None = None
        self.simulator: SimulatorProcess | None = None
        self.operations: Operations | None = None
        self.commands = LiveCommands(self)
        self._simulated_points: tuple[PointDefinition, ...] = ()
        self._endpoint = ""
        self.window.closing.connect(self._on_closing)
        self.settings.failed.connect(lambda sentence: self.window.say(sentence, "medium"))
        self.diagnostics.hook.problem_reported.connect(
            lambda sentence, details: self.report_problem(self.window, self.window, sentence, details)
        )

    # Starting ----------------------------------------------------------------------------------------------

    def start_simulator(self, case: str = "north", size: tuple[int, int] = (1600, 940)) -> None:
        """Show the window on a simulated district, and connect to its devices as to real ones."""
        self._show_window(size)
        stored = first_picture(case)
        if stored is not None:
            self._begin(case, stored[0])
            QTimer.singleShot(0, self._after_first_paint)
            return
        self._after_first_paint()
        self.runner.start(
            "console.jobs:open_network_job",
            case,
            cache_folder(),
            lane=Lane.IMPORT,
            owner=self,
            on_done=lambda opened: self._begin(case, opened),
            on_failed=lambda failure: self._say_failure(failure.sentence),
            title=self.tr("Opening {name}").format(name=Path(case).name),
        )

    def _show_window(self, size: tuple[int, int]) -> None:
        self.window.resize(*size)
        self.window.arrange(*self.settings.window)
        self.window.show()

    def _after_first_paint(self) -> None:
        self.runner.warm(Lane.PREVIEW, "engines.loadflow.work:work_warm")
        if self.settings.problem:
            self.window.say(self.settings.problem, "medium")

    def _begin(self, case: str, opened: OpenedNetwork) -> None:
        self.clock = DistrictClock(opened.network.profiles)
        district = self.district = LiveDistrict(
            self.runner, opened, PointStore([]), Mode.SIMULATOR, self.clock.now, self
        )
        self.desk.front = district
        self.presenter = LivePresenter(self.window, district)
        self.presenter.begin()
        self.operations = Operations(
            self.runner, district, open_site(opened.network.name, chosen=self._site_folder), self
        )
        self.commands.attach(district, self.operations)
        at = self.clock.now()
        begin = ("--at", str(at)) if at is not None else ()
        simulator = self.simulator = SimulatorProcess(case, begin, self)
        simulator.ready.connect(self._on_simulator_ready)
        simulator.lost.connect(lambda sentence: self.window.say(sentence, "high"))
        simulator.failed.connect(self._say_failure)
        QTimer.singleShot(0, simulator.start)
        self.runner.start(
            "console.live.jobs:simulated_points_job",
            opened.network,
            lane=Lane.PREVIEW,
            owner=self,
            on_done=self._on_simulated_points,
            on_failed=self._on_no_points,
        )

    # The field ---------------------------------------------------------------------------------------------

    def _on_simulated_points(self, points: tuple[PointDefinition, ...]) -> None:
        self._simulated_points = points
        self._connect_simulator()

    def _on_no_points(self, failure: TaskFailure) -> None:
        self._say_failure(failure.sentence)

    def _on_simulator_ready(self, told: dict[str, object]) -> None:
        self._endpoint = str(told["endpoint"])
        self._connect_simulator()

    def _connect_simulator(self) -> None:
        """Once both the points and the endpoint are known; a simulator that came back has the endpoint it had."""
        if self.links is None and self._endpoint and self._simulated_points and self.district is not None:
            name = self.tr("simulator")
            server = simulator_server(name, self._endpoint, self._simulated_points)
            self.connect_field(AddressMap(self.district.opened.network.name, (server,)))

    def connect_field(self, addresses: AddressMap) -> None:
        """Start the links of an address map, and have their points in the district."""
        district = self.district
        if district is None:
            return
        store = PointStore([(s.name, [p.definition for p in s.points]) for s in addresses.servers])
        district.equip(store)
        links = self.links = FieldLinks(addresses, parent=self)
        links.values_arrived.connect(district.apply)
        links.health_changed.connect(district.set_health)
        assert self.operations is not None
        self.operations.attach_field(links)
        self.commands.attach_field(district, links, self.operations)
        links.start()

    # Ending ------------------------------------------------------------------------------------------------

    def _say_failure(self, sentence: str) -> None:
        self.window.say(sentence, "high")
        self.window.diagram_panel.show_warning(sentence)

    def _on_closing(self, event: QCloseEvent) -> None:
        self.settings.keep_window(*pack_window(self.window))
        event.accept()

    def close(self) -> None:
        """End the links, the simulator, the workers and the log."""
        if self.operations is not None:
            self.operations.close()
        if self.links is not None:
            self.links.stop()
        if self.simulator is not None:
            self.simulator.stop()
        super().close()
