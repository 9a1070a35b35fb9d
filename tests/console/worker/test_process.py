"""Real worker processes: what they import, and how they end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[1] / "tasks"

HEAVY_FOR_THE_WINDOW = {"pandapower", "power_grid_model", "simbench", "numba", "opendssdirect", "pandas"}

PARENT = """
import json, sys, threading
sys.path.insert(0, {samples!r})

def main():
    from PySide6.QtCore import QCoreApplication
    from console.tasks import Lane, TaskRunner
    application = QCoreApplication([])
    runner = TaskRunner()
    found = {{}}
    def show(modules):
        print(json.dumps({{"worker": modules, "window": sorted(sys.modules)}}), flush=True)
        runner.close()
        application.quit()
    runner.start("task_samples:modules", on_done=show)
    application.exec()

if __name__ == "__main__":
    main()
"""

ORPHAN_MAKER = """
import sys
from pathlib import Path
sys.path.insert(0, {samples!r})

def main():
    from PySide6.QtCore import QCoreApplication
    from console.tasks import Lane, TaskRunner
    application = QCoreApplication([])
    runner = TaskRunner()
    def show():
        print(runner.worker_pid(Lane.PREVIEW), runner._folder.path, flush=True)
    runner.task_started.connect(lambda handle: show())
    runner.start("task_samples:stubborn", Path(sys.argv[1]))
    application.exec()

if __name__ == "__main__":
    main()
"""

CARELESS = """
import sys
from pathlib import Path
sys.path.insert(0, {samples!r})

def main():
    from PySide6.QtCore import QCoreApplication
    from console.tasks import Lane, TaskRunner
    application = QCoreApplication([])
    runner = TaskRunner()
    runner.start("task_samples:pid", lane=Lane.SERIES)
    started = set()
    def stop(handle):
        # A worker that is still being started when its parent ends is Python's own to tell of.
        started.add(handle.lane)
        if started == {{Lane.PREVIEW, Lane.SERIES}}:
            print(runner._folder.path, flush=True)
            application.quit()
    runner.task_started.connect(stop)
    runner.start("task_samples:stubborn", Path(sys.argv[1]))
    application.exec()

if __name__ == "__main__":
    main()
"""


def is_running(pid: int) -> bool:
    try:
        # A zombie waits for its new parent and runs no more.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(condition: Callable[[], bool], timeout_s: float = 10.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "did not come"
        time.sleep(0.01)


@pytest.fixture
def script(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "window.py"
        path.write_text(text.format(samples=str(SAMPLES)))
        return path

    return write


def test_the_worker_knows_no_qt_and_the_window_no_solver(script: Callable[[str], Path]) -> None:
    run = subprocess.run([sys.executable, script(PARENT)], capture_output=True, text=True, timeout=60)
    assert run.stderr == ""
    modules = json.loads(run.stdout)
    worker = {name.partition(".")[0] for name in modules["worker"]}
    window = {name.partition(".")[0] for name in modules["window"]}
    assert "PySide6" in window
    assert not worker & {"PySide6", "shiboken6", "pyqtgraph", "widgets"}
    assert not window & HEAVY_FOR_THE_WINDOW


def test_a_program_that_ends_without_closing_its_runner_ends_quietly(
    script: Callable[[str], Path], tmp_path: Path
) -> None:
    run = subprocess.run(
        [sys.executable, script(CARELESS), tmp_path / "started"], capture_output=True, text=True, timeout=60
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert not Path(run.stdout.strip()).exists()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_a_busy_worker_ends_and_tidies_up_when_its_window_is_killed(
    script: Callable[[str], Path], tmp_path: Path
) -> None:
    parent = subprocess.Popen(
        [sys.executable, script(ORPHAN_MAKER), tmp_path / "started"], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    with parent.stdout:
        pid, folder = parent.stdout.readline().split()
        wait_until((tmp_path / "started").exists)
        assert is_running(int(pid))
        parent.kill()
        parent.wait(10)
        wait_until(lambda: not is_running(int(pid)))
        assert not Path(folder).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a terminal")
def test_ctrl_c_in_the_terminal_leaves_the_worker_alone(script: Callable[[str], Path], tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, script(ORPHAN_MAKER), tmp_path / "started"], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    with parent.stdout:
        pid, _ = parent.stdout.readline().split()
        wait_until((tmp_path / "started").exists)
        os.kill(int(pid), signal.SIGINT)
        os.kill(int(pid), 0)
        assert is_running(int(pid))
        parent.kill()
        parent.wait(10)


def test_what_a_killed_program_left_is_removed_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from console.tasks import exchange

    monkeypatch.setattr(exchange, "_place", lambda: tmp_path)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = tmp_path / f"tieline-exchange-{dead.pid}-abc"
    mine = tmp_path / f"tieline-exchange-{os.getpid()}-abc"
    for folder in (left, mine):
        folder.mkdir()
    folder = exchange.ExchangeFolder()
    assert not left.exists()
    assert mine.exists()
    folder.remove()
    assert not folder.path.exists()
