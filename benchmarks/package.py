"""Size and start of the package: ``build/environment/bin/python -m benchmarks.package`` after ``make package``.

Starts the bundle with the little a desktop gives a program, on an X server without a screen, and prints one JSON
object. Times of the window end when the X server shows it, polled every 20 ms. The first start after a build reads
from the disk what later ones find in memory.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.common import machine, report
from installer.bundle import BUILD, BUNDLE, INTERNAL, PROGRAM
from installer.package import DIST
from installer.package_test import DISPLAY, window_is_there, x_server
from installer.slimming import size_bytes
from installer.smoke import bare_environment

RUNS = 5
MOST_S = 60.0
LARGEST = 12


def sizes() -> dict[str, Any]:
    """Of what is handed out, and of the largest parts of the bundle, in MB."""
    parts = {
        path.name: size_bytes(path) if path.is_dir() else path.lstat().st_size
        for path in [PROGRAM, *INTERNAL.iterdir()]
        if not path.is_symlink()
    }
    largest = sorted(parts.items(), key=lambda part: -part[1])[:LARGEST]
    return {
        "bundle_mb": megabytes(size_bytes(BUNDLE)),
        "files_mb": {path.name: megabytes(path.stat().st_size) for path in sorted(DIST.iterdir())},
        "largest_mb": {name: megabytes(size) for name, size in largest},
    }


def megabytes(size: int) -> float:
    """Millions of bytes."""
    return round(size / 1e6, 1)


def seconds_of(home: Path, *words: str) -> float:
    """From the start of one command to its end. Raises ``CalledProcessError`` where it fails."""
    begin = time.perf_counter()
    subprocess.run([PROGRAM, *words], env=bare_environment(home), cwd=home, check=True, capture_output=True)
    return time.perf_counter() - begin


def seconds_to_window(home: Path, *words: str) -> float:
    """From the start to the window on the X server. Raises ``RuntimeError`` with what was said where none comes."""
    environment = {name: value for name, value in bare_environment(home).items() if name != "QT_QPA_PLATFORM"}
    begin = time.perf_counter()
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [PROGRAM, *words],
            env={**environment, "DISPLAY": DISPLAY},
            cwd=home,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        ) as console,
    ):
        try:
            while not window_is_there():
                if console.poll() is not None or time.perf_counter() - begin > MOST_S:
                    said.seek(0)
                    words_said = said.read().decode(errors="replace")[-2000:]
                    raise RuntimeError(
                        f"tieline {' '.join(words)} shows no window (code {console.poll()}): {words_said}"
                    )
                time.sleep(0.02)
            return time.perf_counter() - begin
        finally:
            with suppress(ProcessLookupError):
                os.killpg(console.pid, signal.SIGTERM)
            console.wait(MOST_S)


def starts(home: Path) -> dict[str, Any]:
    """Starts of the window and of the command line, in seconds."""
    figures: dict[str, Any] = {"solve_first_s": seconds_of(home, "solve", "ieee33")}
    figures["solve_warm_s"] = median(seconds_of(home, "solve", "ieee33") for _ in range(RUNS))
    # Window, workers, the first load flow in a worker, the picture, and the end: more than what a person waits for.
    figures["picture_after_first_solve_s"] = median(
        seconds_of(home, "screenshot", "ieee33", "--out", str(home / "x.png")) for _ in range(RUNS)
    )
    with x_server():
        figures["study_window_s"] = [round(seconds_to_window(home, "open", "north"), 2) for _ in range(RUNS)]
        figures["live_window_s"] = [round(seconds_to_window(home), 2) for _ in range(RUNS)]
    return {name: round(value, 2) if isinstance(value, float) else value for name, value in figures.items()}


def median(values: Any) -> float:
    """Of some runs."""
    return float(statistics.median(values))


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="tieline-benchmark-") as folder:
        figures = {"machine": machine(), "sizes": sizes(), "starts": starts(Path(folder))}
    (BUILD / "benchmark-package.json").write_text(json.dumps(figures, indent=1))
    report(figures)


if __name__ == "__main__":
    main()
