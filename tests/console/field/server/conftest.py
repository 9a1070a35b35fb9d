"""One simulator of the built-in district for all tests that leave it usable."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from simulator_process import SimulatorProcess


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Environment of a simulator that outlives a test: never the person's own folders."""
    home = tmp_path_factory.mktemp("simulator")
    names = ("DATA", "STATE", "CACHE", "CONFIG")
    return {**os.environ, **{f"XDG_{name}_HOME": str(home / name.lower()) for name in names}}


@pytest.fixture(scope="module")
def simulator(folders: dict[str, str]) -> Iterator[SimulatorProcess]:
    """Ends cleanly at a termination signal, with nothing on standard error."""
    process = SimulatorProcess("north", "--speed", "5", "--select-timeout", "1.5", environment=folders)
    yield process
    assert process.stop() == (0 if sys.platform != "win32" else 1, "")
