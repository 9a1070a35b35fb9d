"""Fault repair in the live console: its parts, made and connected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from console.control.desk import CommandDesk
from console.faults.carrying_out import CarryingOut
from console.faults.desk import FaultDesk
from console.faults.devices import Devices
from console.faults.noticing import Noticing
from console.faults.repairing import Repairing
from console.faults.safety_desk import SafetyDesk
from console.faults.settings import FILE_NAME, FaultSettings, read_settings, with_known_units
from console.faults.thinking import Thinking
from console.faults.workers import FaultWorkers
from console.live.district import LiveDistrict
from console.live.solving import LiveMoment
from console.site.site import Site
from console.tasks.runner import TaskRunner
from console.workflows.crew_files import crews_of_network, read_crews
from console.workflows.customers import CustomerList, customers_of_network, read_customers
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.values.repair import Crew
from engines.values.validation import InputError

SIMULATED_CREWS = 9
PREPARE_AFTER_MS = 3_000
"""After the first picture: what a person looks at goes first."""


class Faults(QObject):
    """All of it.

    Attributes:
        desk: what is under way; noticing, thinking, carrying_out, repairing, safety: who does what with it.
        customers: who is supplied where; findings: what was wrong with the site's files, one sentence each.

    Signals:
        changed: ids (``frozenset``) of incidents that look otherwise than before.
    """

    changed = Signal(object)

    def __init__(
        self,
        runner: TaskRunner,
        district: LiveDistrict,
        site: Site,
        commands: CommandDesk,
        who: Callable[[], str],
        parent: QObject | None = None,
        *,
        is_simulated: bool = False,
    ) -> None:
        super().__init__(parent)
        network = district.opened.network
        self.findings: list[str] = []
        self._district, self.who = district, who
        folder = self.folder = site.place.folder
        self.settings = self._settings(folder, network)
        self.customers = self._customers(folder, network)
        devices = self.devices = Devices(network, district.store, self.settings.lockout_s)
        self.workers = FaultWorkers(runner, network, self)
        self.desk = FaultDesk(site.journal, site.store.console, self)
        self.noticing = Noticing(self.desk, district, devices, self.customers, self)
        self.thinking = Thinking(
            self.desk, district, self.noticing, devices, self.workers, self.settings, self.customers, self
        )
        self.carrying_out = CarryingOut(
            self.desk, district, devices, self.thinking, self.noticing, commands, site.store, who, self
        )
        crews = self._crews(folder, network, is_simulated)
        self.repairing = Repairing(self.desk, district, self.thinking, crews, who, self)
        self.safety = SafetyDesk(
            self.desk, district, devices, self.workers, site.store, who,
            self.repairing.crew_name, self.repairing.likeliest_place, self,
        )  # fmt: skip
        self._is_prepared = False
        district.moment_changed.connect(self._prepare)
        self.desk.changed.connect(self.changed)
        self.thinking.thought.connect(lambda incident_id: self.changed.emit(frozenset((incident_id,))))
        self.carrying_out.changed.connect(self._on_order)

    def _prepare(self, live: LiveMoment) -> None:
        """Once the district is solved: a fault must not wait for imports."""
        if not self._is_prepared:
            self._is_prepared = True
            QTimer.singleShot(PREPARE_AFTER_MS, self, lambda: self.workers.prepare(live.moment.snapshot))

    @property
    def snapshot(self) -> Snapshot:
        """The district as it is now."""
        return self._district.snapshot

    @property
    def customers_served(self) -> int:
        """Connections of the district."""
        return self.customers.count(self.customers.by_load)

    def close(self) -> None:
        """Do nothing any more."""
        self.noticing.close()
        self.thinking.close()
        self.carrying_out.close()
        self.repairing.close()
        self.desk.close()

    def _on_order(self, order_id: str) -> None:
        order = self.desk.board.orders.get(order_id)
        if order is not None:
            self.changed.emit(frozenset((order.incident_id,)))

    # The site's files --------------------------------------------------------------------------------------

    def _settings(self, folder: Path, network: Network) -> FaultSettings:
        try:
            settings, findings = read_settings(folder)
        except InputError as error:
            self.findings.append(str(error))
            return FaultSettings()
        self.findings += findings
        settings, unknown = with_known_units(settings, network)
        self.findings += [f"{folder / FILE_NAME}: {sentence}" for sentence in unknown]
        return settings

    def _customers(self, folder: Path, network: Network) -> CustomerList:
        if not self.settings.customers:
            return customers_of_network(network)
        try:
            found = read_customers(folder / self.settings.customers, network)
        except InputError as error:
            self.findings.append(str(error))
            return customers_of_network(network)
        self.findings += [f"{f.element}: {f.field} {f.reason}; {f.remedy}" for f in found.findings]
        return found

    def _crews(self, folder: Path, network: Network, is_simulated: bool) -> tuple[Crew, ...]:
        if not self.settings.crews:
            return crews_of_network(network, SIMULATED_CREWS).crews if is_simulated else ()
        try:
            found = read_crews(folder / self.settings.crews)
        except InputError as error:
            self.findings.append(str(error))
            return ()
        self.findings += [f"{f.element}: {f.field} {f.reason}; {f.remedy}" for f in found.findings]
        return found.crews
