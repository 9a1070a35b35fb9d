"""Two consoles on one simulated site: one world, and one of them goes on with it when the other ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from console.live.sources import SimulatedField
from console.live_console import LiveConsole
from engines.values.points import LinkState
from tests.console.windows.live.conftest import wait_until

pytestmark = pytest.mark.slow


def up(console: LiveConsole) -> bool:
    """Whether it hears its simulator."""
    return console.links is not None and console.links.links[0].health.state is LinkState.UP


def runs(console: LiveConsole) -> bool:
    """Whether the simulator's process is its own."""
    assert isinstance(console.source, SimulatedField)
    return console.source.simulator.is_ours


def test_the_second_console_joins_the_simulator_of_the_first_and_takes_over_when_that_ends(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = iter(["desk 1", "desk 2"])
    monkeypatch.setattr("console.journal.journal.console_name", lambda: next(names))
    made = [LiveConsole(is_lasting=False, site_folder=tmp_path) for _ in range(2)]
    first, second = made
    try:
        first.start("north", (1366, 768))
        wait_until(lambda: up(first), "the first to be live")
        second.start("north", (1366, 768))
        wait_until(lambda: up(second), "the second to be live")
        assert runs(first)
        assert not runs(second), "two worlds would be written into one journal"
        assert first.links is not None
        assert second.links is not None
        endpoints = {c.links.links[0].server.endpoint for c in made if c.links is not None}
        assert len(endpoints) == 1
        first.window.close()
        first.close()
        wait_until(lambda: not up(second), "the second to miss it", 10)
        wait_until(lambda: runs(second), "the second to run it", 20)
        wait_until(lambda: up(second), "the second to be live again", 30)
        assert second.links.links[0].server.endpoint in endpoints
    finally:
        for console in made:
            console.window.close()
            console.close()
