"""Builds the frozen program and has it work: ``make package-smoke``.

PyInstaller's success says only that files were copied. So the program is started from another folder, with none of the
source tree or the environment in reach, and has to give known figures. Prints one JSON object; exit code 1 names what
failed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from installer.bundle import BUNDLE, PROGRAM, ROOT, BuildError, build_bundle

IEEE33_LOSSES_KW = 202.677
"""Base case of the 33-bus feeder of Baran and Wu (1989), as pandapower solves it."""

NOT_IN_THE_BUNDLE = ("simbench", "numba", "llvmlite", "matplotlib", "QtWebEngine", "pytest", "mypy")
WORKER_MARK = b"--multiprocessing-fork"


class SmokeError(Exception):
    """What does not work in the frozen program."""


def build() -> float:
    """Build the bundle; seconds it took."""
    start = time.perf_counter()
    try:
        build_bundle()
    except BuildError as error:
        raise SmokeError(str(error)) from error
    return time.perf_counter() - start


def bare_environment(home: Path) -> dict[str, str]:
    """The little a person's desktop gives a program: no Python of ours in it."""
    kept = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TEMP", "TMP")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    parts = environment.get("PATH", "").split(os.pathsep)
    environment["PATH"] = os.pathsep.join(part for part in parts if not part.startswith(str(ROOT)))
    folders = {name: str(home / name.lower()) for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    return {**environment, **folders, "HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}


def run(home: Path, *words: str) -> tuple[str, float, bool]:
    """Output of one command of the frozen program, its seconds, and whether it started a worker process."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [PROGRAM, *words], cwd=home, env=bare_environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    has_worker = False
    while True:
        try:
            output, errors = process.communicate(timeout=0.1)
            break
        except subprocess.TimeoutExpired:
            has_worker = has_worker or worker_is_running()
            if time.perf_counter() - start > 180:
                process.kill()
                output, errors = process.communicate()
                raise SmokeError(f"tieline {' '.join(words)} does not end: {errors.decode()[-1000:]}") from None
    if process.returncode:
        raise SmokeError(f"tieline {' '.join(words)} ended with {process.returncode}: {errors.decode()[-2000:]}")
    if b"Traceback" in errors:
        # The console survives exceptions, so its exit code does not tell of them.
        raise SmokeError(f"tieline {' '.join(words)} met a fault: {errors.decode()[-2000:]}")
    return output.decode(), time.perf_counter() - start, has_worker


def worker_is_running() -> bool:
    """Whether a worker of the frozen program runs now (known on Linux only)."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if words.startswith(os.fsencode(PROGRAM)) and WORKER_MARK in words:
            return True
    return False


def check_solve(home: Path, *options: str) -> float:
    """The frozen load flow gives the known losses; seconds it took."""
    output, seconds, _ = run(home, "solve", "ieee33", "--json", *options)
    answer = json.loads(output)
    if not answer["converged"] or abs(answer["losses_kw"] - IEEE33_LOSSES_KW) > 0.001:
        raise SmokeError(f"ieee33 {' '.join(options)} has {IEEE33_LOSSES_KW} kW losses, not {answer['losses_kw']}")
    return seconds


def check_screenshot(home: Path) -> float:
    """The frozen window draws itself after a solve in a worker process; seconds it took."""
    picture = home / "window.png"
    _, seconds, has_worker = run(home, "screenshot", "ieee33", "--out", str(picture))
    content = picture.read_bytes() if picture.exists() else b""
    if not content.startswith(b"\x89PNG") or len(content) < 20_000:
        raise SmokeError(f"the screenshot is no picture of a window ({len(content)} bytes)")
    if sys.platform == "linux" and not has_worker:
        raise SmokeError("the window started no worker process")
    return seconds


def check_field(home: Path) -> float:
    """The frozen simulator serves its district, and the frozen link reads every point of it; seconds it took."""
    start = time.perf_counter()
    with subprocess.Popen(
        [PROGRAM, "simulate", "north", "--until-stdin-closes"],
        cwd=home,
        env=bare_environment(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as simulator:
        assert simulator.stdin is not None
        assert simulator.stdout is not None
        assert simulator.stderr is not None
        line = simulator.stdout.readline()
        if not line:
            raise SmokeError(f"tieline simulate ended: {simulator.stderr.read()[-2000:]}")
        address_map = home / "north.toml"
        write_simulator_map(address_map, str(json.loads(line)["endpoint"]))
        output, _, _ = run(home, "link", "check", str(address_map), "--seconds", "4", "--json")
        simulator.stdin.close()
        if simulator.wait(30):
            raise SmokeError(f"tieline simulate ended with {simulator.returncode}")
    points = json.loads(output)["points"]
    missing = [point for point in points if not point["is_found"]]
    if missing or len(points) < 1000:
        raise SmokeError(f"the link read {len(points)} points, {len(missing)} of them not")
    return time.perf_counter() - start


def check_history(home: Path) -> float:
    """The frozen owner of a history keeps what it is handed and gives it back; seconds it took."""
    import numpy as np

    from console.history.asking import HistoryConnection
    from console.history.sender import Sender
    from engines.values.history import PointChanges

    start, folder = time.perf_counter(), home / "history"
    with subprocess.Popen(
        [PROGRAM, "history", "serve", str(folder), "--idle", "3"],
        cwd=home,
        env=bare_environment(home),
        stderr=subprocess.PIPE,
        text=True,
    ) as owner:
        assert owner.stderr is not None
        while not (folder / "owner.json").exists():
            if owner.poll() is not None or time.perf_counter() - start > 60:
                raise SmokeError(f"tieline history serve does not answer: {owner.stderr.read()[-2000:]}")
            time.sleep(0.1)
        sender = Sender(folder, ["bus:1/vm_pu"], np.zeros(1), lambda sentence: None)
        now, zero = np.full(3, time.time_ns() // 1000, np.int64), np.zeros(3, np.uint8)
        sender.put(PointChanges(np.zeros(3, np.int32), np.arange(3.0), zero, zero, zero.astype(bool), now, now))
        sender.close()
        connection = HistoryConnection(folder, may_start=False)
        kept = connection.series(["bus:1/vm_pu"], 0, 2**61, 100)[0].value.tolist()
        connection.close()
        if kept != [0.0, 1.0, 2.0]:
            raise SmokeError(f"the history gives back {kept}")
        if owner.wait(60):
            raise SmokeError(f"tieline history serve ended with {owner.returncode}: {owner.stderr.read()[-2000:]}")
    return time.perf_counter() - start


def write_simulator_map(path: Path, endpoint: str) -> None:
    """The address map of the simulated district, made by the tree itself."""
    from console.field.addresses import AddressMap
    from console.field.map.writing import write_map
    from console.field.simulator_map import simulator_server
    from engines.exchange.shipped import load_shipped
    from engines.plant.plant import Plant

    points = Plant(load_shipped("north").network).points
    write_map(path, AddressMap("north", (simulator_server("simulator", endpoint, points),)))


def check_contents() -> float:
    """Nothing that should not travel does; size in MB."""
    names = {path.name for path in BUNDLE.rglob("*") if not path.name.endswith(".dist-info")}
    unwanted = [part for part in NOT_IN_THE_BUNDLE if any(name.startswith((part, f"lib{part}")) for name in names)]
    if unwanted:
        raise SmokeError(f"the bundle contains {', '.join(unwanted)}")
    return sum(path.lstat().st_size for path in BUNDLE.rglob("*") if path.is_file()) / 1e6


def main() -> int:
    """Build, check, print."""
    answer: dict[str, Any] = {}
    try:
        if "--no-build" not in sys.argv:
            answer["build_s"] = build()
        answer["size_mb"] = check_contents()
        with tempfile.TemporaryDirectory(prefix="tieline-smoke-") as folder:
            answer["solve_s"] = check_solve(Path(folder))
            answer["solve_pandapower_s"] = check_solve(Path(folder), "--engine", "pandapower")
            answer["screenshot_s"] = check_screenshot(Path(folder))
            answer["field_s"] = check_field(Path(folder))
            answer["history_s"] = check_history(Path(folder))
    except SmokeError as error:
        print(f"package smoke test: {error}", file=sys.stderr)
        return 1
    print(json.dumps({name: round(value, 1) for name, value in answer.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
