"""Back to any moment of 30 days: how long from the hand on the time axis to that moment on the screen.

Prints one JSON object, for the shipped district with all of its points, ``--days`` of history with a change of each
measured point every ``--interval`` seconds:

- ``shown_ms``, ``shown_p95_ms``: until positions, recorded values and alarms of the moment are drawn; ``window_ms``:
  how long of it the window's own thread worked, which other programs of the machine do not lengthen;
- ``solved_ms``, ``solved_p95_ms``: until its load flow is there too;
- ``gui_gap_max_ms``: how long the event loop served nobody meanwhile; ``played_per_s``: moments a second at 60x.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

TARGETS = {"shown_p95_ms": 100}
HOUR_US = 3600 * 1_000_000
NAME, SITE = "north", "North-district-simulator"
PLAY_S = 10.0


def main() -> int:
    """Measure and print."""
    from benchmarks.common import machine, report, versions

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--interval", type=float, default=300.0)
    parser.add_argument("--moments", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        load_before = round(os.getloadavg()[0], 1)
        span, points = _fill(Path(folder) / SITE / "history", options.days, options.interval)
        figures = _scrub(Path(folder), span, options.moments)
    words = {"days": options.days, "interval_s": options.interval, "points": points, "moments": options.moments}
    words["load_1_min_before"] = load_before
    report({**words, **figures, "targets": TARGETS, **versions("PySide6-Essentials", "duckdb"), **machine()})
    return 0


def _fill(folder: Path, days: int, interval_s: float) -> tuple[tuple[int, int], int]:
    """A history of the district: every point stands, measured ones move about what they are."""
    from console.history.duckdb_storage import DuckStorage
    from console.history.storage import Retention, StoredBatch
    from engines.exchange.shipped import load_shipped
    from engines.plant.plant import Plant
    from engines.values.history import PointChanges
    from engines.values.points import PointKind, Quantity

    points = Plant(load_shipped(NAME).network).points
    ids = tuple(p.point_id for p in points)
    usual = {Quantity.VM_PU: 1.01, Quantity.P_MW: 0.2, Quantity.I_KA: 0.02, Quantity.POSITION: 1.0}
    value = np.array([usual.get(p.quantity, 0.0) for p in points])
    moving = np.flatnonzero([p.kind is PointKind.ANALOG for p in points])
    random = np.random.default_rng(1)
    end = time.time_ns() // 1000 // HOUR_US * HOUR_US
    begin = end - days * 24 * HOUR_US
    storage = DuckStorage(folder)
    for number, hour in enumerate(range(begin, end, HOUR_US), 1):
        n = round(len(moving) * 3600 / interval_s)
        point = moving[random.integers(0, len(moving), n)]
        moved = value[point] * (1.0 + random.normal(0.0, 0.01, n))
        time_us = hour + np.sort(random.integers(1, HOUR_US, n))
        if number == 1:
            point, moved = np.r_[np.arange(len(ids)), point], np.r_[value, moved]
            time_us = np.r_[np.full(len(ids), hour), time_us]
        zero = np.zeros(len(point), np.uint8)
        changes = PointChanges(point.astype(np.int32), moved, zero, zero, zero.astype(bool), time_us, time_us)
        storage.store([StoredBatch("bench", number, ids, np.zeros(len(ids)), changes, number == 1)])
        storage.tidy(hour + HOUR_US + 130 * 1_000_000, Retention(days=10_000))
    storage.close()
    return (begin + HOUR_US, end - HOUR_US), len(ids)


def _scrub(folder: Path, span: tuple[int, int], moments: int) -> dict[str, Any]:
    from PySide6.QtCore import QEventLoop, QTimer

    from benchmarks.soak import BEAT_MS, Gaps
    from console.live_console import LiveConsole
    from engines.values.points import LinkState

    def turn_until(holds: Any, patience_s: float = 60.0) -> float:
        begin = time.perf_counter()
        while not holds():
            if time.perf_counter() - begin > patience_s:
                raise SystemExit("the moment was not shown within a minute")
            loop = QEventLoop()
            QTimer.singleShot(1, loop.quit)
            loop.exec()
        return 1000 * (time.perf_counter() - begin)

    console = LiveConsole(is_lasting=False, site_folder=folder)
    console.start(NAME, (1920, 1080))
    turn_until(lambda: console.links is not None and console.links.links[0].health.state is LinkState.UP)
    turn_until(lambda: console.replaying is not None and console.history is not None and console.history.span.to_us > 0)
    replaying = console.replaying
    assert replaying is not None
    shown_at: list[int] = []
    replaying.replay.shown.connect(lambda past: shown_at.append(past.time_us))
    random = np.random.default_rng(2)
    shown, solved, worked = [], [], []
    gaps, beat = Gaps(), QTimer()
    beat.setInterval(BEAT_MS)
    beat.timeout.connect(gaps.beat)
    for number in range(moments + 1):
        second = int(random.integers(span[0], span[1])) // 1_000_000
        shown_at.clear()
        begin, begun = time.perf_counter(), time.thread_time()
        replaying.axis.track.choose(second)
        turn_until(lambda wanted=second: bool(shown_at) and abs(shown_at[-1] - wanted * 1_000_000) <= 1_000_000)
        console.window.repaint()
        shown.append(1000 * (time.perf_counter() - begin))
        worked.append(1000 * (time.thread_time() - begun))
        turn_until(lambda: console.desk.front is not None and console.desk.front.is_solved)  # type: ignore[union-attr]
        solved.append(1000 * (time.perf_counter() - begin))
        if number == 0:
            # Entering replay builds what the next moments use again.
            first = shown.pop(), solved.pop()
            beat.start()
    beat.stop()
    shown_at.clear()
    replaying.axis.play_button.click()
    begin = time.perf_counter()
    turn_until(lambda: time.perf_counter() - begin > PLAY_S)
    played = len(shown_at) / PLAY_S
    console.close()
    return {
        "first_shown_ms": round(first[0], 1),
        "shown_ms": round(float(np.median(shown)), 1),
        "shown_p95_ms": round(float(np.quantile(shown, 0.95)), 1),
        "window_ms": round(float(np.median(worked[1:])), 1),
        "window_p95_ms": round(float(np.quantile(worked[1:], 0.95)), 1),
        "solved_ms": round(float(np.median(solved)), 1),
        "solved_p95_ms": round(float(np.quantile(solved, 0.95)), 1),
        "played_per_s": round(played, 1),
        **gaps.figures(),
    }


if __name__ == "__main__":
    sys.exit(main())
