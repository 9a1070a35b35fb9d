"""The live console: the composition root of everything that has to do with the field."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent

from console.first_picture import first_picture
from console.folders import cache_folder
from console.foundation import Foundation
from console.jobs import OpenedNetwork
from console.live.clock import DistrictClock
from console.live.desk import LiveDesk
from console.live.district import LiveDistrict
from console.live.operations import Operations
from console.live.sources import MappedField, SimulatedField
from console.points.store import PointStore
from console.site.place import site_name
from console.site.site import Site, open_site
from console.starting.later import LaterModules
from console.tasks.lane import Lane
from console.windows.live.commands import LATER_MODULES, LiveCommands
from console.windows.live.presenter import LivePresenter
from console.windows.main_window import MainWindow
from console.windows.turns import Turns
from console.windows.window_state import pack_window
from engines.grid.snapshot import Mode

if TYPE_CHECKING:
    from console.alarms.desk import AlarmDesk
    from console.dispatch.desk import DispatchDesk
    from console.dispatch.executor import PlanExecutor
    from console.faults.faults import Faults
    from console.field.addresses import AddressMap
    from console.field.security.credentials import Credentials
    from console.history.client import History
    from console.live.estimating import LiveEstimator
    from console.live.field import FieldLinks
    from console.live.journal_care import JournalCare
    from console.windows.live.dispatch.plan_ahead import PlanAhead
    from console.windows.live.replaying import Replaying
    from console.windows.live.trends.trends import Trends

_log = logging.getLogger(__name__)


class LiveConsole(Foundation):
    """Everything the running program is made of while it is connected to a field.

    Attributes:
        mode: ``SIMULATOR`` where the field is a simulator this console has started, else ``LIVE``.
        window, desk: the window, and what stands in front of it.
        district, operations, source, links, alarms, history, estimator, replaying, ahead: ``None`` until the network
            is open and the field is known.
        welcomes: whether a site without users asks for its first one at the start.
    """

    def __init__(
        self,
        *,
        theme: str | None = None,
        is_lasting: bool = True,
        site_folder: Path | None = None,
        address_map: Path | None = None,
        trust_folder: Path | None = None,
    ) -> None:
        """Make the parts.

        Args:
            is_lasting: whether choices are kept.
            site_folder: where sites lie; ``None`` takes the machine's place for them.
            address_map: of a real field; ``None`` simulates one.
            trust_folder: of the trust store; ``None`` takes the person's own.
        """
        super().__init__(theme=theme, is_lasting=is_lasting)
        self._site_folder, self._address_map, self.trust_folder = site_folder, address_map, trust_folder
        self.mode = Mode.SIMULATOR if address_map is None else Mode.LIVE
        self.welcomes = False
        self.desk = LiveDesk()
        self.window = MainWindow(self.desk, self.mode)
        self.district: LiveDistrict | None = None
        self.operations: Operations | None = None
        self.source: SimulatedField | MappedField | None = None
        self.links: FieldLinks | None = None
        self.alarms: AlarmDesk | None = None
        self.trends: Trends | None = None
        self.history: History | None = None
        self.journal_care: JournalCare | None = None
        self.estimator: LiveEstimator | None = None
        self.faults: Faults | None = None
        self.dispatch: DispatchDesk | None = None
        self.executor: PlanExecutor | None = None
        self.replaying: Replaying | None = None
        self.ahead: PlanAhead | None = None
        self.clock = DistrictClock(None)
        self.presenter: LivePresenter | None = None
        self._later = LaterModules(("console.field_parts", *LATER_MODULES), self)
        self._connecting = Turns(self)
        self.commands = LiveCommands(self)
        self.window.closing.connect(self._on_closing)
        self.settings.failed.connect(lambda sentence: self.window.say(sentence, "medium"))
        self.diagnostics.hook.problem_reported.connect(
            lambda sentence, details: self.report_problem(self.window, self.window, sentence, details)
        )

    # Starting ----------------------------------------------------------------------------------------------

    def start(self, case: str = "north", size: tuple[int, int] = (1600, 940)) -> None:
        """Show the window on a district, and connect to its devices."""
        self.window.resize(*size)
        self.window.arrange(*self.settings.window)
        self.window.show()
        stored = first_picture(case)
        if stored is not None:
            self._begin(case, stored[0])
            # The workers start once the window has painted, so that they do not compete with it.
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

    def _after_first_paint(self) -> None:
        # Before another thread imports what draws trends.
        self.window.charts.prepare()
        self._later.start()
        self.runner.warm(Lane.PREVIEW, "engines.loadflow.work:work_warm")
        if self.settings.problem:
            self.window.say(self.settings.problem, "medium")

    def _begin(self, case: str, opened: OpenedNetwork) -> None:
        network = opened.network
        self.clock = DistrictClock(network.profiles)
        district = self.district = LiveDistrict(self.runner, opened, PointStore([]), self.mode, self.clock.now, self)
        self.desk.front = district
        self.presenter = LivePresenter(self.window, district)
        self.presenter.begin()
        site = open_site(
            site_name(network.name, self.mode), chosen=self._site_folder, must_share=self.mode is Mode.LIVE
        )
        self.operations = Operations(self.runner, district, site, self)
        self.commands.attach(district, self.operations)
        self.source = self._make_source(case, site)
        self.source.known.connect(self.connect_field)
        self.source.failed.connect(self._say_failure)
        self.source.start(network)

    def _make_source(self, case: str, site: Site) -> SimulatedField | MappedField:
        if self._address_map is None:
            simulated = SimulatedField(self.runner, case, self.clock, self, site.place.folder)
            simulated.lost.connect(lambda sentence: self.window.say(sentence, "high"))
            return simulated
        mapped = MappedField(self.runner, self._address_map, self)
        self.commands.attach_map(mapped)
        return mapped

    def connect_field(self, addresses: AddressMap, credentials: Mapping[str, Credentials]) -> None:
        """Start the links of an address map, and have their points in the district; in turns with the window."""
        self._later.then(lambda: self._make_parts(addresses, credentials))

    def _make_parts(self, addresses: AddressMap, credentials: Mapping[str, Credentials]) -> None:
        from console.field_parts import FieldParts

        if self.district is not None and self.operations is not None:
            parts = FieldParts(self, self.district, self.operations)
            self._connecting.run(parts.steps(addresses, credentials))

    # Ending ------------------------------------------------------------------------------------------------

    def _say_failure(self, sentence: str) -> None:
        self.window.say(sentence, "high")
        self.window.diagram_panel.show_warning(sentence)

    def _on_closing(self, event: QCloseEvent) -> None:
        self.commands.workspaces.go_home()
        self.settings.keep_window(*pack_window(self.window))
        event.accept()

    def close(self) -> None:
        """End the command path, the links, the simulator, the workers and the log."""
        self._later.close()
        self._connecting.run(())
        if self.district is not None:
            self.district.close()
        if self.estimator is not None:
            self.estimator.close()
        if self.faults is not None:
            self.faults.close()
        if self.ahead is not None:
            self.ahead.close()
        if self.executor is not None:
            self.executor.close()
        if self.replaying is not None:
            self.replaying.close()
        if self.history is not None:
            self.history.close()
        if self.journal_care is not None:
            self.journal_care.close()
        self.commands.close()
        if self.alarms is not None:
            self.alarms.close()
        if self.operations is not None:
            self.operations.close()
        if self.links is not None:
            self.links.stop()
        if self.source is not None:
            self.source.stop()
        super().close()
