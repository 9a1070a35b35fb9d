"""Where a district's field comes from: a simulator of our own, or the servers of an address map."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from console.field.addresses import AddressMap, ServerAddress
from console.field.security.credentials import Credentials
from console.field.simulator_map import simulator_server
from console.live.clock import DistrictClock
from console.live.shared_simulator import SharedSimulator
from console.live.simulator_process import SimulatorProcess
from console.tasks.lane import Lane
from console.tasks.runner import TaskRunner
from engines.grid.network import Network
from engines.values.points import LinkHealth, LinkState, PointDefinition
from engines.values.validation import ValidationReport
from engines.values.work import WorkContext

ON_ITS_WAY_MS = 1500


class SimulatedField(QObject):
    """Starts and supervises the simulator of a network.

    Signals:
        known: ``AddressMap`` and credentials by server; once.
        lost: a sentence; it comes back by itself. failed: a sentence; there will be no field.
    """

    known = Signal(object, object)
    lost = Signal(str)
    failed = Signal(str)

    def __init__(
        self,
        runner: TaskRunner,
        case: str,
        clock: DistrictClock,
        parent: QObject | None = None,
        folder: Path | None = None,
    ) -> None:
        """``folder``: of the site, whose consoles share one simulator."""
        super().__init__(parent)
        self._runner = runner
        at = clock.now()
        self.simulator = SharedSimulator(case, ("--at", str(at)) if at is not None else (), folder, self)
        self.simulator.ready.connect(self._on_ready)
        self.simulator.lost.connect(self.lost)
        self.simulator.failed.connect(self.failed)
        self._name, self._endpoint = "", ""
        self._points: tuple[PointDefinition, ...] = ()
        self._is_told = False

    @property
    def process(self) -> SimulatorProcess:
        """The simulator's process, where this console runs it."""
        return self.simulator.process

    def start(self, network: Network) -> None:
        """Start it; ``known`` follows."""
        self._name = network.name
        QTimer.singleShot(0, self.simulator.start)
        self._runner.start(
            "console.live.jobs:simulated_points_job",
            network,
            lane=Lane.PREVIEW,
            owner=self,
            on_done=self._on_points,
            on_failed=lambda failure: self.failed.emit(failure.sentence),
        )

    def stop(self) -> None:
        """End the simulator."""
        self.simulator.stop()

    def _on_points(self, points: tuple[PointDefinition, ...]) -> None:
        self._points = points
        self._tell()

    def _on_ready(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._tell()

    def _tell(self) -> None:
        """Once both are known; a simulator that came back has the endpoint it had."""
        if self._is_told or not self._endpoint or not self._points:
            return
        self._is_told = True
        server = simulator_server(self.tr("simulator"), self._endpoint, self._points)
        self.known.emit(AddressMap(self._name, (server,)), {})


class MappedField(QObject):
    """Reads an address map and gathers the passwords its servers need.

    Signals:
        known: ``AddressMap`` and credentials by server; once.
        doubted: ``ValidationReport`` with what is doubtful about the map.
        password_needed: ``ServerAddress``; answer with :meth:`give_password`.
        password_given: name of a server whose link runs already, and its ``Credentials`` from now on.
        failed: a sentence; there will be no field.
    """

    known = Signal(object, object)
    doubted = Signal(object)
    password_needed = Signal(object)
    password_given = Signal(str, object)
    failed = Signal(str)

    def __init__(self, runner: TaskRunner, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._path = runner, path
        self._addresses: AddressMap | None = None
        self._credentials: dict[str, Credentials] = {}
        self._missing: list[ServerAddress] = []
        self._given: dict[str, tuple[ServerAddress, str]] = {}
        self._is_known = False
        self._asking: set[str] = set()

    def start(self, network: Network) -> None:
        """Read the map; ``known`` follows once every password is there."""
        self._runner.start(
            "console.live.sources:read_map_job",
            self._path,
            network,
            lane=Lane.IMPORT,
            owner=self,
            on_done=lambda answer: self._on_read(*answer),
            on_failed=lambda failure: self.failed.emit(failure.sentence),
            title=self.tr("Reading {name}").format(name=self._path.name),
        )

    def stop(self) -> None:
        """Nothing runs of its own."""

    def give_password(self, server: ServerAddress, password: str) -> None:
        """The password of a server's user; it goes to the keyring once the server has taken it."""
        self._credentials[server.name] = Credentials(password)
        self._given[server.name] = (server, password)
        if self._is_known:
            # What the link says of the refused one may still be on its way.
            QTimer.singleShot(ON_ITS_WAY_MS, self, lambda: self._asking.discard(server.name))
            self.password_given.emit(server.name, Credentials(password))
            return
        self._missing = [other for other in self._missing if other.name != server.name]
        self._ask_next()

    def on_health(self, health: LinkHealth) -> None:
        """A password that was refused is asked for again; one that was right is kept in the system's keyring."""
        if health.wants_login and health.state is LinkState.DOWN and health.server not in self._asking:
            self._ask_again(health.server)
        if health.state is LinkState.UP and health.server in self._given:
            server, password = self._given.pop(health.server)
            # A keyring may ask the person to unlock it, which takes as long as they take.
            self._runner.start("console.live.sources:keep_password_job", server, password, lane=Lane.IMPORT, owner=self)

    def refuse_password(self, server: ServerAddress) -> None:
        """Nobody gives a password now: the link says what is wrong, and asks again when it is tried by hand."""
        if not self._is_known:
            self.give_password(server, "")
        self._asking.add(server.name)

    def on_retry(self, server: str) -> None:
        """A person lets a link try now: it may ask for its password again."""
        self._asking.discard(server)

    def _ask_again(self, name: str) -> None:
        for server in self._addresses.servers if self._addresses is not None else ():
            if server.name == name and server.user:
                self._asking.add(name)
                self.password_needed.emit(server)

    def _on_read(self, addresses: AddressMap, report: ValidationReport, passwords: Mapping[str, str | None]) -> None:
        self._addresses = addresses
        if report.findings:
            self.doubted.emit(report)
        for server in addresses.servers:
            password = passwords.get(server.name)
            self._credentials[server.name] = Credentials(password)
            if server.user and password is None:
                self._missing.append(server)
        self._ask_next()

    def _ask_next(self) -> None:
        if self._missing:
            self.password_needed.emit(self._missing[0])
        elif self._addresses is not None:
            self._is_known = True
            self.known.emit(self._addresses, dict(self._credentials))


def read_map_job(
    context: WorkContext, path: Path, network: Network
) -> tuple[AddressMap, ValidationReport, dict[str, str | None]]:
    """An address map held against its network, and what the keyring knows of its servers' passwords.

    Raises ``InputError`` where the map cannot be used. Points of equipment the network does not have are errors of
    the report, not of the job: the others are used.
    """
    from console.field.map.network_check import check_against
    from console.field.map.reading import read_map
    from console.field.security.passwords import system_passwords

    addresses, doubts = read_map(path)
    report = check_against(addresses, network, str(path))
    wanted = [server for server in addresses.servers if server.user]
    kept = system_passwords() if wanted else None
    passwords = {server.name: kept.find(server) for server in wanted} if kept is not None else {}
    return addresses, ValidationReport(str(path), (*doubts.findings, *report.findings)), passwords


def keep_password_job(context: WorkContext, server: ServerAddress, password: str) -> bool:
    """Keep a password in the system's keyring; false where there is no safe one."""
    from console.field.security.passwords import system_passwords

    kept = system_passwords()
    return kept.is_lasting and kept.keep(server, password)
