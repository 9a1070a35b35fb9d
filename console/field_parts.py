"""What a live console is made of once its field is known: links, alarms, history, trends, estimates, faults, plans.

The first picture needs none of it: :mod:`console.starting.later` imports this beside the window.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from console.alarms.desk import AlarmDesk
from console.control.desk import CommandDesk
from console.dispatch.desk import DispatchDesk
from console.dispatch.folder import FOLDER_NAME as DISPATCH_FOLDER
from console.dispatch.joining import make_executor
from console.faults.faults import Faults
from console.field.addresses import AddressMap
from console.field.security.credentials import Credentials
from console.history.client import History
from console.history.storage import FOLDER_NAME as HISTORY_FOLDER
from console.live.district import LiveDistrict
from console.live.estimating import LiveEstimator
from console.live.field import FieldLinks
from console.live.journal_care import JournalCare
from console.live.operations import Operations
from console.live.recorder import Recorder, dead_bands, recorded_points
from console.live.sources import MappedField
from console.points.store import PointStore
from console.windows.live.dispatch.plan_ahead import PlanAhead
from console.windows.live.estimated import Estimated
from console.windows.live.replaying import Replaying
from console.windows.live.trends.trends import Trends
from engines.grid.tracing import CustomersByBus

if TYPE_CHECKING:
    from console.live_console import LiveConsole


class FieldParts:
    """Makes the parts of a console and joins them, each in a step of its own."""

    def __init__(self, console: LiveConsole, district: LiveDistrict, operations: Operations) -> None:
        self._console, self._district, self._operations = console, district, operations

    def steps(self, addresses: AddressMap, credentials: Mapping[str, Credentials]) -> list[Callable[[], object]]:
        """What is to be done in order, in turns with the window: the points of an address map in the district."""
        store = PointStore([(s.name, [p.definition for p in s.points]) for s in addresses.servers])
        self._district.equip(store)
        links = FieldLinks(addresses, credentials, self._console.trust_folder, self._console)
        return [
            partial(self._attach_links, links),
            partial(self._watch_alarms, links),
            self._keep_history,
            self._plot_trends,
            self._estimate,
            partial(self._repair_faults, links),
            partial(self._plan_days, links),
            # Last: from here on values come, and everyone who has to hear them listens.
            partial(self._let_links_run, links),
        ]

    def _attach_links(self, links: FieldLinks) -> None:
        console, district, operations = self._console, self._district, self._operations
        links.values_arrived.connect(district.apply)
        links.health_changed.connect(district.set_health)
        if isinstance(source := console.source, MappedField):
            links.health_changed.connect(source.on_health)
            source.password_given.connect(links.use_credentials)
            console.commands.links_panel.retry_asked.connect(source.on_retry)
        operations.attach_field(links)
        console.commands.attach_field(district, links, operations)

    def _watch_alarms(self, links: FieldLinks) -> None:
        console, session = self._console, self._operations.session
        alarms = console.alarms = AlarmDesk(
            self._district, self._operations.site.journal, lambda: session.name, console
        )
        links.events_arrived.connect(alarms.observe_events)
        alarms.there.send = links.acknowledge
        console.commands.attach_alarms(self._district, alarms)

    def _keep_history(self) -> None:
        """Record what comes, and let a person look back."""
        console, alarms, presenter = self._console, self._console.alarms, self._console.presenter
        if alarms is None or presenter is None:
            return
        place, district = self._operations.site.place, self._district
        history = console.history = History(
            place.folder / HISTORY_FOLDER, recorded_points(district), dead_bands(district), console
        )
        Recorder(district, history, console.clock.now, console)
        history.problem_changed.connect(lambda sentence: alarms.tell_system("history", sentence, bool(sentence)))
        history.warned.connect(self._warn)
        care = console.journal_care = JournalCare(place, self._operations.site.journal, console)
        care.said.connect(self._warn)
        care.start()
        console.replaying = Replaying(console, presenter, history)

    def _warn(self, sentence: str) -> None:
        if sentence:
            self._console.window.say(sentence, "medium")

    def _plot_trends(self) -> None:
        """Let a person draw points against each other, live and past."""
        console = self._console
        history, replaying, presenter = console.history, console.replaying, console.presenter
        if history is None or replaying is None or presenter is None:
            return
        table = presenter.points_table
        trends = console.trends = Trends(console.window, self._district, console.runner, history, points_table=table)
        console.commands.attach_trends(trends)
        replaying.replay.shown.connect(lambda past: trends.show_moment(past.time_us))
        replaying.replay.left.connect(lambda: trends.show_moment(None))

    def _estimate(self) -> None:
        console, district = self._console, self._district
        estimator = console.estimator = LiveEstimator(console.runner, district, console)
        if console.alarms is not None:
            estimator.estimated.connect(console.alarms.observe_estimate)
        estimator.estimated.connect(district.note_estimate)
        if console.presenter is not None:
            console.presenter.estimated = Estimated(console.window, district.opened.network, estimator)

    def _repair_faults(self, links: FieldLinks) -> None:
        """Notice faults, locate them, and help to repair them."""
        console, district, operations = self._console, self._district, self._operations
        session, commands = operations.session, operations.desk
        assert commands is not None
        faults = console.faults = Faults(
            console.runner,
            district,
            operations.site,
            commands,
            lambda: session.name,
            console,
            is_simulated=links.is_simulated,
        )
        if faults.settings.customers:
            self._count_customers(faults.customers.on_buses(district.opened.network), commands)
        console.commands.attach_faults(district, faults)

    def _count_customers(self, told: CustomersByBus, commands: CommandDesk) -> None:
        """Whatever counts customers counts those of the site's file, as incidents and plans do."""
        commands.count_customers(told)
        for counting in (self._console.presenter, self._console.alarms):
            if counting is not None:
                counting.count_customers(told)

    def _plan_days(self, links: FieldLinks) -> None:
        """Plan days ahead, beside what is live, and carry the plans out."""
        console, operations = self._console, self._operations
        faults, alarms, session = console.faults, console.alarms, operations.session
        folder = operations.site.place.folder / DISPATCH_FOLDER
        plans = console.dispatch = DispatchDesk(console.runner, folder, lambda: session.name, console)
        executor = console.executor = make_executor(
            self._district, operations, links, plans, console.commands.why_resting, console,
            needs_approval=faults is not None and faults.settings.needs_approval,
        )  # fmt: skip
        self._warn(executor.watching.problem)
        if faults is not None:
            faults.noticing.tripped.connect(executor.on_trip)
        if alarms is not None:
            executor.suspension_changed.connect(lambda why: alarms.tell_system("dispatch", why, bool(why)))
        console.commands.attach_dispatch(plans, executor)
        if console.replaying is not None and console.presenter is not None:
            console.ahead = PlanAhead(console, executor, console.replaying, console.presenter)

    def _let_links_run(self, links: FieldLinks) -> None:
        self._console.links = links
        links.start()
