"""The recorded history under load, with its real owner process.

Prints one JSON object:

- ``changes_per_s``, ``lost``, ``doubled``: handed over at ``--rate`` for ``--minutes``, then read back;
- ``record_p99_ms``: how long handing a batch over holds its caller; ``owner_cpu_percent``: of one core;
- ``bytes_per_change``: on the disk after the hour was closed;
- ``day_of_one_point_ms``: a day of one point out of ``--points``, thinned to 2,000 entries, median of 20;
- ``moment_ms``, ``moment_p95_ms``: the whole state at random moments of 30 days of 1,000 points.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

TARGETS = {"lost": 0, "doubled": 0, "day_of_one_point_ms": 100, "moment_p95_ms": 100}
HOUR_US = 3600 * 1_000_000
BATCH_S = 0.04


def main() -> int:
    """Measure and print."""
    from benchmarks.common import machine, report, versions

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--rate", type=int, default=5000)
    parser.add_argument("--points", type=int, default=1000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--interval", type=float, default=60.0, help="seconds between two changes of a point")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = _load(Path(folder) / "load", options.rate, options.minutes * 60, options.points)
        figures |= _questions(Path(folder) / "month", options.points, options.days, options.interval)
    words = {"minutes": options.minutes, "rate": options.rate, "points": options.points, "days": options.days}
    words["interval_s"] = options.interval
    report({**words, **figures, "targets": TARGETS, **versions("duckdb", "numpy"), **machine()})
    return 0


def _load(folder: Path, rate: int, seconds: float, points: int) -> dict[str, Any]:
    from console.history.asking import HistoryConnection
    from console.history.sender import Sender
    from engines.values.history import PointChanges

    ids = [f"bus:{k}/vm_pu" for k in range(points)]
    said: list[str] = []
    sender = Sender(folder, ids, np.zeros(points), said.append)
    size = round(rate * BATCH_S)
    count = np.zeros(points)
    held: list[float] = []
    begin = time.perf_counter()
    handed = number = 0
    while (now := time.perf_counter() - begin) < seconds:
        if number * BATCH_S > now:
            time.sleep(number * BATCH_S - now)
        number += 1
        point = (np.arange(handed, handed + size) % points).astype(np.int32)
        np.add.at(count, point, 1.0)
        value = count[point] - (np.bincount(point, minlength=points)[point] - 1)
        time_us = np.full(size, time.time_ns() // 1000, np.int64)
        zero = np.zeros(size, np.uint8)
        changes = PointChanges(point, value, zero, zero, zero.astype(bool), time_us, time_us)
        before = time.perf_counter()
        sender.put(changes)
        held.append(time.perf_counter() - before)
        handed += size
    took = time.perf_counter() - begin
    sender.close()
    connection = HistoryConnection(folder)
    owner = _owner(folder)
    cpu_s = _cpu_s(owner)
    kept = connection.status().changes
    connection.request("tidy", now_us=time.time_ns() // 1000 + 3 * HOUR_US)
    status = connection.status()
    wrong = 0
    for begin_at in range(0, points, 50):
        found = connection.series(ids[begin_at : begin_at + 50], 0, 2**61, 10_000_000)
        wrong += sum(int(np.count_nonzero(np.diff(s.value) != 1.0)) + int(s.value[0] != 1.0) for s in found)
    connection.close()
    os.kill(owner, signal.SIGTERM)
    return {
        "changes_per_s": round(handed / took),
        "changes": handed,
        "lost": max(0, handed - kept),
        "doubled": max(0, kept - handed),
        "out_of_order": wrong,
        "record_p99_ms": round(1e3 * float(np.quantile(held, 0.99)), 3),
        "owner_cpu_percent": round(100 * cpu_s / took, 1),
        "bytes_per_change": round(status.span.size_bytes / max(1, status.changes), 1),
        "problems": [sentence for sentence in said if sentence],
    }


def _questions(folder: Path, points: int, days: int, interval_s: float) -> dict[str, Any]:
    """Fill a history with days of changes, then ask it as a window does, through its owner."""
    from console.history.asking import HistoryConnection
    from console.history.duckdb_storage import DuckStorage
    from console.history.storage import Retention, StoredBatch
    from engines.values.history import PointChanges

    storage = DuckStorage(folder)
    ids = tuple(f"bus:{k}/vm_pu" for k in range(points))
    random = np.random.default_rng(1)
    end = time.time_ns() // 1000 // HOUR_US * HOUR_US
    begin = end - days * 24 * HOUR_US
    per_hour = round(3600 / interval_s)
    for number, hour in enumerate(range(begin, end, HOUR_US), 1):
        n = points * per_hour
        time_us = hour + np.sort(random.integers(0, HOUR_US, n))
        zero = np.zeros(n, np.uint8)
        changes = PointChanges(
            random.integers(0, points, n).astype(np.int32), random.normal(1.0, 0.01, n), zero, zero,
            zero.astype(bool), time_us, time_us,
        )  # fmt: skip
        storage.store([StoredBatch("bench", number, ids, np.zeros(points), changes, number == 1)])
        storage.tidy(hour + HOUR_US + 130 * 1_000_000, Retention(days=10_000))
    storage.close()
    connection = HistoryConnection(folder)
    connection.status()
    day, moment = [], []
    for _ in range(20):
        at = int(random.integers(begin, end - 24 * HOUR_US))
        before = time.perf_counter()
        connection.series([ids[int(random.integers(0, points))]], at, at + 24 * HOUR_US, 2000)
        day.append(time.perf_counter() - before)
    for _ in range(60):
        before = time.perf_counter()
        found = connection.moment(int(random.integers(begin + HOUR_US, end)))
        moment.append(time.perf_counter() - before)
        assert len(found.point_ids) > 0.9 * points
    size_mb = connection.status().span.size_bytes / 1e6
    connection.close()
    os.kill(_owner(folder), signal.SIGTERM)
    return {
        "day_of_one_point_ms": round(1e3 * float(np.median(day)), 1),
        "moment_ms": round(1e3 * float(np.median(moment)), 1),
        "moment_p95_ms": round(1e3 * float(np.quantile(moment, 0.95)), 1),
        "month_mb": round(size_mb, 1),
    }


def _owner(folder: Path) -> int:
    """Process number of a history's owner."""
    return int(json.loads((folder / "owner.json").read_text("utf-8"))["pid"])


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / float(os.sysconf("SC_CLK_TCK"))


if __name__ == "__main__":
    sys.exit(main())
