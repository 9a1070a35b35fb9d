"""Districts are made once and shared: they are immutable."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from engines.grid.network import Network
from engines.synthesis.district import synthesise


@cache
def _made(n_bus: int, seed: int) -> Network:
    return synthesise(n_bus, seed)


@pytest.fixture(scope="session")
def district() -> Callable[[int, int], Network]:
    return _made
