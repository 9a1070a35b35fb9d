"""A live console on the simulated district, as ``tieline`` starts it; once for a module, it takes seconds."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from console.live_console import LiveConsole
from engines.grid.network import ElementRef
from engines.values.points import LinkState

PATIENCE_S = 90.0
NAME, PASSWORD = "anna", "seven quiet feeders"


def wait_until(condition: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> float:
    """Let the event loop turn until ``condition`` holds; seconds it took. Fails naming ``what``."""
    begin = time.monotonic()
    while not condition():
        if time.monotonic() - begin > patience_s:
            pytest.fail(f"waited {patience_s:.0f} s in vain: {what}")
        loop = QEventLoop()
        QTimer.singleShot(20, loop.quit)
        loop.exec()
    return time.monotonic() - begin


class Desk:
    """The live console with what a test wants to do at it."""

    def __init__(self, console: LiveConsole) -> None:
        self.console, self.window = console, console.window

    @property
    def operating(self) -> object:
        """What carries out the actions."""
        operating = self.console.commands.operating
        assert operating is not None
        return operating

    def ref(self, element_id: str) -> ElementRef:
        """An element of the district."""
        assert self.console.district is not None
        ref = self.console.district.opened.network.find(element_id)
        assert ref is not None, element_id
        return ref

    def select(self, element_id: str) -> ElementRef:
        """Select equipment as a click on it does."""
        ref = self.ref(element_id)
        self.window.selection.choose([ref])
        return ref

    def value(self, point_id: str) -> float:
        """What the field says."""
        assert self.console.district is not None
        reading = self.console.district.store.find(point_id)
        assert reading is not None, point_id
        return reading.value

    def link_state(self) -> LinkState:
        """Of the one link."""
        assert self.console.links is not None
        return self.console.links.links[0].health.state

    def freeze(self) -> None:
        """Pull the plug: the simulator's process stops where it stands."""
        os.kill(self.console.source.process.process_id, signal.SIGSTOP)  # type: ignore[union-attr]

    def thaw(self) -> None:
        """Let it go on."""
        os.kill(self.console.source.process.process_id, signal.SIGCONT)  # type: ignore[union-attr]

    def remote_tie(self) -> str:
        """A normally open switch between two feeders that is operated from afar."""
        assert self.console.district is not None
        network = self.console.district.opened.network
        switch = network["switch"]
        for row in range(len(switch)):
            name = str(switch["name"][row])
            if switch["remote"][row] and not switch["normal_closed"][row] and not name.startswith(("NORTH", "SOUTH")):
                return str(switch.id[row])
        pytest.fail("the district has no remote tie")


@pytest.fixture(autouse=True)
def no_leaked_threads() -> None:
    """The console lives longer than a test: its threads are counted when it is closed."""


@pytest.fixture(scope="module")
def desk(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A console that is live, with nobody signed in."""
    before = set(threading.enumerate())
    folder: Path = tmp_path_factory.mktemp("site")
    console = LiveConsole(theme="light", is_lasting=False, site_folder=folder)
    console.start("north", (1600, 940))
    desk = Desk(console)
    try:
        wait_until(
            lambda: (
                console.links is not None
                and desk.link_state() is LinkState.UP
                and console.district is not None
                and console.district.live_moment is not None
                and console.district.live_moment.moment.result is not None
                and console.district.live_moment.moment.result.losses_kw > 1.0
            ),
            "the district to be live",
        )
        yield desk
    finally:
        console.window.close()
        console.close()
    left = [t.name for t in threading.enumerate() if t not in before and t.is_alive() and not t.daemon]
    assert not left, f"threads left running: {left}"
