"""The command desk with everything real: simulator behind OPC UA, link process, worker, journal and site on disk."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from console.authority.session import Session
from console.authority.store import UserStore
from console.control.command import CommandView, Stage
from console.control.desk import CommandDesk
from console.control.live_points import StoreDistrict
from console.control.records import KINDS
from console.control.session_people import SessionPeople
from console.field.addresses import AddressMap
from console.field.simulator_map import simulator_server
from console.live.field import FieldLinks
from console.live.field_reader import FieldReader
from console.live.simulator_process import SimulatorProcess
from console.points.store import PointStore
from console.site.site import Site, open_site
from console.tasks.runner import TaskRunner
from engines.exchange.opening import open_network
from engines.grid.network import Network
from engines.grid.snapshot import Mode, Snapshot
from engines.plant.plant import Plant
from engines.values.commands import CommandOutcome
from engines.values.points import LinkState
from engines.values.site import TagKind

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stops a process by signals")
T2 = "switch:T2/position"
PATIENCE_MS = 60_000


class Console:
    """A console without a window."""

    def __init__(self, qtbot: QtBot, network: Network, folder: Path, process: SimulatorProcess, endpoint: str) -> None:
        self.qtbot, self.process = qtbot, process
        self.site: Site = open_site("north", chosen=folder, console="desk 1")
        self.users = UserStore(self.site.journal)
        self.session = Session(self.users)
        server = simulator_server("simulator", endpoint, Plant(network).points)
        self.store = PointStore([(server.name, [p.definition for p in server.points])])
        self.links = FieldLinks(AddressMap("north", (server,)))
        self.runner = TaskRunner()
        self._reader, self._snapshot = FieldReader(network, self.store), Snapshot(network, mode=Mode.SIMULATOR)
        self.desk = CommandDesk(
            self.runner,
            self.site.journal,
            self.site.store,
            self.links,
            StoreDistrict(self.store, self.snapshot),
            SessionPeople(self.session),
        )
        self.views: list[CommandView] = []
        self.desk.command_changed.connect(self.views.append)
        self.desk.ended.connect(self.views.append)
        self.links.values_arrived.connect(self._on_values)
        self.links.health_changed.connect(self.store.set_health)
        self.links.health_changed.connect(self.desk.on_health_changed)
        self.links.replied.connect(self.desk.on_reply)
        self.desk.start()
        self.links.start()

    def snapshot(self) -> Snapshot:
        position = self._reader.positions(self.site.store.state())
        if not np.array_equal(position, self._snapshot.switch_position):
            self._snapshot = self._snapshot.with_state({("switch", "position"): position})
        return self._snapshot

    def _on_values(self, server: int, batch: object) -> None:
        self.store.apply(server, batch)  # type: ignore[arg-type]
        rows = self.store.take_changed()
        self.desk.on_points_changed([self.store.definitions[row].point_id for row in rows.tolist()])

    def sign_in(self) -> None:
        self.users.create_first_user("ada", "seven quiet feeders").result(20)
        self.session.sign_in("ada", "seven quiet feeders").result(20)

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def awaiting(self, point_id: str, value: float) -> str:
        """A command that waits for its confirmation, or has ended before."""
        command_id = self.desk.request(point_id, value)
        self.wait(lambda: self.view(command_id).stage in (Stage.AWAITING_CONFIRMATION, Stage.ENDED))
        return command_id

    def view(self, command_id: str) -> CommandView:
        view = self.desk.view(command_id)
        assert view is not None
        return view

    def ended(self, command_id: str) -> CommandView:
        self.wait(lambda: self.view(command_id).stage is Stage.ENDED)
        return self.view(command_id)

    def shows(self, point_id: str) -> float:
        row = self.store.row(point_id)
        assert row is not None
        return float(self.store.value[row])

    def records(self) -> list[str]:
        return [f"{e.kind}: {e.sentence}" for e in self.site.journal.read(kinds=KINDS)]

    def close(self) -> None:
        self.desk.close()
        self.links.stop()
        self.runner.close()
        self.session.sign_out()
        self.users.close()
        self.site.close()


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    return open_network("north", cache_dir=tmp_path_factory.mktemp("cache"))[0]


@pytest.fixture
def console(qtbot: QtBot, tmp_path: Path, network: Network) -> Iterator[Console]:
    process = SimulatorProcess("north", ("--speed", "2"))
    with qtbot.waitSignal(process.ready, timeout=PATIENCE_MS) as told:
        process.start()
    assert told.args is not None
    console = Console(qtbot, network, tmp_path, process, str(told.args[0]["endpoint"]))
    yield console
    console.close()
    process.stop()


def test_a_switch_is_closed_for_real_and_what_cannot_be_seen_stays_unknown(console: Console) -> None:
    # Nobody is signed in, and the values are still to come.
    assert console.view(console.desk.request(T2, 1.0)).outcome is CommandOutcome.REFUSED
    console.sign_in()
    console.wait(lambda: console.shows(T2) == 0.0 and console.store.health[0].state is LinkState.UP)

    # Closed, with its consequence shown before and the field's word after.
    command_id = console.awaiting(T2, 1.0)
    # On a busy machine the first prediction, by a cold worker, is late; it is shown all the same once it comes.
    console.wait(lambda: console.view(command_id).consequence is not None)
    consequence = console.view(command_id).consequence
    assert consequence is not None
    assert "loop between F2 Old town and F3 Mill road for this step" in [s.text for s in consequence.sentences]
    assert console.desk.confirm(command_id) is None
    assert console.shows(T2) == 0.0
    assert console.ended(command_id).outcome is CommandOutcome.DONE
    assert console.shows(T2) == 1.0
    assert [v.stage for v in console.views if v.command_id == command_id][-1] is Stage.ENDED
    console.wait(lambda: len(console.records()) >= 3)
    assert "command: ada (click): close T2" in console.records()

    # A tag keeps it where it is.
    tag = console.site.store.place_tag("switch:T2", TagKind.DO_NOT_OPERATE, "joint is hot", "ada").result(20)
    refused = console.view(console.desk.request(T2, 0.0))
    assert refused.outcome is CommandOutcome.REFUSED
    opening = console.desk.controls_of("switch:T2")[0].actions[0]
    assert "joint is hot" in opening.reasons[0].text
    console.site.store.lift_tag(tag.tag_id, "ada").result(20)

    # The plug is pulled under the command: its outcome is unknown and the device locked, then read back.
    command_id = console.awaiting(T2, 0.0)
    assert console.desk.confirm(command_id) is None
    console.wait(lambda: console.view(command_id).stage is Stage.AWAITING_FEEDBACK)
    os.kill(console.process.process_id, signal.SIGSTOP)
    try:
        outcome = console.ended(command_id).outcome
    finally:
        os.kill(console.process.process_id, signal.SIGCONT)
    assert outcome is CommandOutcome.UNKNOWN
    assert [lock.point_id for lock in console.desk.locks()] == [T2]
    console.wait(lambda: not console.desk.locks())
    # It was accepted, so that the drive has gone on without anyone watching.
    assert console.shows(T2) == 0.0
