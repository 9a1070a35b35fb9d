"""One live console for a module of fault repair."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from console.live_console import LiveConsole
from tests.console.faults.live.fault_room import FaultRoom


@pytest.fixture(autouse=True)
def no_leaked_threads() -> None:
    """The console lives longer than a test: its threads are counted when it is closed."""


@pytest.fixture(scope="module")
def room(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultRoom]:
    """A simulated district with anna at the desk."""
    before = set(threading.enumerate())
    console = LiveConsole(theme="light", is_lasting=False, site_folder=tmp_path_factory.mktemp("site"))
    console.start("north", (1600, 940))
    try:
        yield FaultRoom(console)
    finally:
        console.window.close()
        console.close()
    left = [t.name for t in threading.enumerate() if t not in before and t.is_alive() and not t.daemon]
    assert not left, f"threads left running: {left}"
