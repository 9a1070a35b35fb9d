"""What is on the screen is solved in a worker, verified in another, and solved again after a worker is lost."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from console.solving import SolvingClient
from console.tasks.runner import TaskRunner
from engines.exchange.opening import open_network
from engines.grid.difference import Moment
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.values.loadflow import SolveStatus, VerificationStatus


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    """A task runner that is closed after the test."""
    runner = TaskRunner()
    yield runner
    runner.close()


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """IEEE 33 as published."""
    network, _ = open_network("ieee33", cache_dir=tmp_path_factory.mktemp("cache"))
    return Snapshot(network)


def solved(qtbot: QtBot, client: SolvingClient, snapshot: Snapshot) -> Moment:
    """The moment that comes for exactly this snapshot."""

    def is_this(moment: Moment) -> bool:
        return moment.snapshot.revision == snapshot.revision

    with qtbot.waitSignal(client.solved, timeout=60_000, check_params_cb=is_this) as caught:
        client.solve(snapshot)
    assert caught.args is not None
    moment: Moment = caught.args[0]
    return moment


def test_a_toggle_is_solved_from_the_change_alone_and_verified(
    qtbot: QtBot, runner: TaskRunner, snapshot: Snapshot
) -> None:
    client = SolvingClient(runner, "test")
    with qtbot.waitSignal(client.verified, timeout=120_000) as verdict:
        first = solved(qtbot, client, snapshot)
    assert first.result is not None
    assert first.result.losses_kw == pytest.approx(202.677, abs=2e-3)
    assert verdict.args is not None
    assert verdict.args[0].status is VerificationStatus.VERIFIED

    opened = snapshot.with_values("switch", "position", [16], SwitchPosition.OPEN)
    second = solved(qtbot, client, opened)
    assert second.result is not None
    assert second.result.verification is VerificationStatus.VERIFIED
    assert second.topology is not None
    assert int(second.topology.is_energized.sum()) == int(second.result.is_energized.sum()) == 32


def test_a_lost_worker_is_primed_again_without_anyone_asking(
    qtbot: QtBot, runner: TaskRunner, snapshot: Snapshot
) -> None:
    client = SolvingClient(runner, "test")
    solved(qtbot, client, snapshot)
    for worker in multiprocessing.active_children():
        os.kill(worker.pid or 0, signal.SIGKILL)
        worker.join()
    again = solved(qtbot, client, snapshot.with_values("load", "scaling", [0], 1.5))
    assert again.result is not None
    assert again.result.status is SolveStatus.CONVERGED


def test_a_load_that_is_not_a_number_is_named_and_never_ok(
    qtbot: QtBot, runner: TaskRunner, snapshot: Snapshot
) -> None:
    client = SolvingClient(runner, "test")
    moment = solved(qtbot, client, snapshot.with_values("load", "p_mw", [3], float("nan")))
    assert moment.result is not None
    assert not moment.result.is_secure
    assert moment.result.status is SolveStatus.INVALID_INPUT
    assert moment.result.cause
