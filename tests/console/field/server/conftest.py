"""One simulator of the built-in district for all tests that leave it usable."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from simulator_process import SimulatorProcess


@pytest.fixture(scope="session")
def simulator() -> Iterator[SimulatorProcess]:
    """Ends cleanly at a termination signal, with nothing on standard error."""
    process = SimulatorProcess("north", "--speed", "5", "--select-timeout", "1.5")
    yield process
    assert process.stop() == (0 if sys.platform != "win32" else 1, "")
