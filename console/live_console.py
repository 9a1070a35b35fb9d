"""The live console: the composition root of everything that has to do with the field."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent

from console.alarms.desk import AlarmDesk
from console.control.desk import CommandDesk
from console.dispatch.desk import DispatchDesk
from console.dispatch.executor import PlanExecutor
from console.dispatch.folder import FOLDER_NAME as DISPATCH_FOLDER
from console.dispatch.joining import make_executor
from console.faults.faults import Faults
from console.field.addresses import AddressMap
from console.field.security.credentials import Credentials
from console.first_picture import first_picture
from console.folders import cache_folder
from console.foundation import Foundation
from console.history.client import History
from console.history.storage import FOLDER_NAME as HISTORY_FOLDER
from console.jobs import OpenedNetwork
from console.live.clock import DistrictClock
from console.live.desk import LiveDesk
from console.live.district import LiveDistrict
from console.live.estimating import LiveEstimator
from console.live.field import FieldLinks
from console.live.journal_care import JournalCare
from console.live.operations import Operations
from console.live.recorder import Recorder, dead_bands, recorded_points
from console.live.sources import MappedField, SimulatedField
from console.points.store import PointStore
from console.site.place import site_name
from console.site.site import Site, open_site
from console.tasks.lane import Lane
from console.windows.live.commands import LiveCommands
from console.windows.live.dispatch.plan_ahead import PlanAhead
from console.windows.live.estimated import Estimated
from console.windows.live.presenter import LivePresenter
from console.windows.live.replaying import Replaying
from console.windows.live.trends.trends import Trends
from console.windows.main_window import MainWindow
from console.windows.turns import Turns
from console.windows.window_state import pack_window
from engines.grid.snapshot import Mode
from engines.grid.tracing import CustomersByBus

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
        self._site_folder, self._address_map, self._trust_folder = site_folder, address_map, trust_folder
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
        district, operations = self.district, self.operations
        if district is None or operations is None:
            return
        store = PointStore([(s.name, [p.definition for p in s.points]) for s in addresses.servers])
        district.equip(store)
        links = FieldLinks(addresses, credentials, self._trust_folder, self)
        self._connecting.run(
            [
                partial(self._attach_links, district, operations, links),
                partial(self._watch_alarms, district, operations, links),
                partial(self._keep_history, district, operations),
                partial(self._plot_trends, district),
                partial(self._estimate, district),
                partial(self._repair_faults, district, operations, links),
                partial(self._plan_days, district, operations, links),
                # Last: from here on values come, and everyone who has to hear them listens.
                partial(self._let_links_run, links),
            ]
        )

    def _attach_links(self, district: LiveDistrict, operations: Operations, links: FieldLinks) -> None:
        links.values_arrived.connect(district.apply)
        links.health_changed.connect(district.set_health)
        if isinstance(self.source, MappedField):
            links.health_changed.connect(self.source.on_health)
            self.source.password_given.connect(links.use_credentials)
            self.commands.links_panel.retry_asked.connect(self.source.on_retry)
        operations.attach_field(links)
        self.commands.attach_field(district, links, operations)

    def _watch_alarms(self, district: LiveDistrict, operations: Operations, links: FieldLinks) -> None:
        session = operations.session
        alarms = self.alarms = AlarmDesk(district, operations.site.journal, lambda: session.name, self)
        links.events_arrived.connect(alarms.observe_events)
        alarms.there.send = links.acknowledge
        self.commands.attach_alarms(district, alarms)

    def _estimate(self, district: LiveDistrict) -> None:
        estimator = self.estimator = LiveEstimator(self.runner, district, self)
        if self.alarms is not None:
            estimator.estimated.connect(self.alarms.observe_estimate)
        estimator.estimated.connect(district.note_estimate)
        if self.presenter is not None:
            self.presenter.estimated = Estimated(self.window, district.opened.network, estimator)

    def _repair_faults(self, district: LiveDistrict, operations: Operations, links: FieldLinks) -> None:
        """Notice faults, locate them, and help to repair them."""
        session, commands = operations.session, operations.desk
        assert commands is not None
        faults = self.faults = Faults(
            self.runner,
            district,
            operations.site,
            commands,
            lambda: session.name,
            self,
            is_simulated=links.is_simulated,
        )
        if faults.settings.customers:
            self._count_customers(faults.customers.on_buses(district.opened.network), commands)
        self.commands.attach_faults(district, faults)

    def _count_customers(self, told: CustomersByBus, commands: CommandDesk) -> None:
        """Whatever counts customers counts those of the site's file, as incidents and plans do."""
        commands.count_customers(told)
        if self.presenter is not None:
            self.presenter.count_customers(told)
        if self.alarms is not None:
            self.alarms.count_customers(told)

    def _plan_days(self, district: LiveDistrict, operations: Operations, links: FieldLinks) -> None:
        """Plan days ahead, beside what is live, and carry the plans out."""
        folder, session = operations.site.place.folder / DISPATCH_FOLDER, operations.session
        faults, alarms = self.faults, self.alarms
        plans = self.dispatch = DispatchDesk(self.runner, folder, lambda: session.name, self)
        executor = self.executor = make_executor(
            district, operations, links, plans, self.commands.why_resting, self,
            needs_approval=faults is not None and faults.settings.needs_approval,
        )  # fmt: skip
        if faults is not None:
            faults.noticing.tripped.connect(executor.on_trip)
        if alarms is not None:
            executor.suspension_changed.connect(lambda why: alarms.tell_system("dispatch", why, bool(why)))
        self.commands.attach_dispatch(plans, executor)
        if self.replaying is not None and self.presenter is not None:
            self.ahead = PlanAhead(self, executor, self.replaying, self.presenter)

    def _let_links_run(self, links: FieldLinks) -> None:
        self.links = links
        links.start()

    def _keep_history(self, district: LiveDistrict, operations: Operations) -> None:
        """Record what comes, and let a person look back."""
        alarms = self.alarms
        if alarms is None or self.presenter is None:
            return
        folder = operations.site.place.folder / HISTORY_FOLDER
        history = self.history = History(folder, recorded_points(district), dead_bands(district), self)
        Recorder(district, history, self.clock.now, self)
        history.problem_changed.connect(lambda sentence: alarms.tell_system("history", sentence, bool(sentence)))
        history.warned.connect(lambda sentence: self.window.say(sentence, "medium") if sentence else None)
        care = self.journal_care = JournalCare(operations.site.place, operations.site.journal, self)
        care.said.connect(self._on_journal_care)
        care.start()
        self.replaying = Replaying(self, self.presenter, history)

    def _on_journal_care(self, sentence: str) -> None:
        if sentence:
            self.window.say(sentence, "medium")

    def _plot_trends(self, district: LiveDistrict) -> None:
        """Let a person draw points against each other, live and past."""
        history, replaying, presenter = self.history, self.replaying, self.presenter
        if history is None or replaying is None or presenter is None:
            return
        trends = self.trends = Trends(self.window, district, self.runner, history, points_table=presenter.points_table)
        self.commands.attach_trends(trends)
        replaying.replay.shown.connect(lambda past: trends.show_moment(past.time_us))
        replaying.replay.left.connect(lambda: trends.show_moment(None))

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
