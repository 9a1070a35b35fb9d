"""What holds for every test: no display needed, own folders, no leaked threads."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.tasks import children
from tests import leftovers

pytest_plugins = ["tests.postgres.fixtures"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_ACCESSIBILITY", "0")
# Tests read English, whatever language the machine speaks.
os.environ["LC_ALL"] = "C.UTF-8"

# Hundreds of consoles are started: what their workers import is imported once.
children.come_from_a_server(
    (
        "asyncua",
        "clarabel",
        "console.field.link.entry",
        "console.worker.server",
        "highspy",
        "networkx",
        "pandapower",
        "pandas",
        "scipy.optimize",
        "scipy.sparse.linalg",
        "scipy.stats",
    )
)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Keep how the run ended beside what failed, for ``tools/failed_tests_alone.py``."""
    cache = getattr(session.config, "cache", None)
    if not hasattr(session.config, "workerinput") and cache is not None:
        cache.set("tieline/exit_status", int(exitstatus))


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, data, cache and logs of a test never touch the person's own."""
    home = tmp_path_factory.mktemp("home")
    for variable, folder in (
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_CACHE_HOME", "cache"),
    ):
        monkeypatch.setenv(variable, str(home / folder))
    return home


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """A thread that outlives its test is a bug."""
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and t.is_alive() and not t.daemon]
    for thread in left:
        thread.join(timeout=2.0)
    assert not [t.name for t in left if t.is_alive()], "threads left running"


@pytest.fixture(autouse=True, scope="module")
def no_leftover_windows() -> Iterator[None]:
    """Windows and menus a module leaves behind are destroyed: each would be styled again with every change of theme."""
    before = leftovers.top_level_widgets()
    yield
    leftovers.destroy_all_but(before)
