"""The recorded history under load, with its real owner process.

Prints one JSON object:

- ``changes_per_s``, ``lost``, ``doubled``: handed over at ``--rate`` for ``--minutes``, then read back;
- ``record_p99_ms``: how long handing a batch over holds its caller; ``owner_cpu_percent``: of one core;
- ``bytes_per_change``: on the disk after the hour was closed;
- ``day_of_one_point_ms``: a day of one point out of ``--points``, thinned to 2,000 entries, median of 20;
- ``moment_ms``, ``moment_p95_ms``, ``moment_max_ms``: the whole state at random moments of 30 days of 1,000 points,
  which is what the time axis asks for while dragged; ``first_moment_ms``: of an owner that has just been started;
- ``owner_rss_mb``: what the owner takes by then.

``--server`` keeps it on a PostgreSQL server (address as libpq takes it; its schemas ``tieline_load_past`` and
``tieline_month_past`` must not exist yet) instead of in a folder. ``--minutes 0`` leaves the load out.
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
    from console.site.place import SERVER_VARIABLE

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--rate", type=int, default=5000)
    parser.add_argument("--points", type=int, default=1000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--interval", type=float, default=60.0, help="seconds between two changes of a point")
    parser.add_argument("--server", default="")
    options = parser.parse_args()
    if options.server:
        os.environ[SERVER_VARIABLE] = options.server
    load_before = round(os.getloadavg()[0], 1)
    with tempfile.TemporaryDirectory() as folder:
        figures = {}
        if options.minutes:
            place = Path(folder) / "load" / "history"
            figures = _load(place, options.rate, options.minutes * 60, options.points)
        place = Path(folder) / "month" / "history"
        figures |= _questions(place, options.points, options.days, options.interval)
    words = {"minutes": options.minutes, "rate": options.rate, "points": options.points, "days": options.days}
    words |= {"interval_s": options.interval, "kept_in": "PostgreSQL" if options.server else "DuckDB"}
    words["load_1_min_before"] = load_before
    report({**words, **figures, "targets": TARGETS, **versions("duckdb", "psycopg", "numpy"), **machine()})
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
    from console.history.owner import open_storage
    from console.history.storage import Retention, StoredBatch
    from engines.values.history import PointChanges

    storage = open_storage(folder)
    filling = time.perf_counter()
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
    filled_s = time.perf_counter() - filling
    connection = HistoryConnection(folder)
    connection.status()
    before = time.perf_counter()
    connection.moment(begin + (end - begin) // 3)
    first_s = time.perf_counter() - before
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
    size_mb, rss_mb = connection.status().span.size_bytes / 1e6, _rss_mb(_owner(folder))
    connection.close()
    os.kill(_owner(folder), signal.SIGTERM)
    return {
        "day_of_one_point_ms": round(1e3 * float(np.median(day)), 1),
        "moment_ms": round(1e3 * float(np.median(moment)), 1),
        "moment_p95_ms": round(1e3 * float(np.quantile(moment, 0.95)), 1),
        "moment_max_ms": round(1e3 * max(moment), 1),
        "first_moment_ms": round(1e3 * first_s, 1),
        "month_changes": round(points * per_hour * days * 24),
        "month_mb": round(size_mb, 1),
        "filled_s": round(filled_s),
        "owner_rss_mb": rss_mb,
    }


def _owner(folder: Path) -> int:
    """Process number of a history's owner."""
    return int(json.loads((folder / "owner.json").read_text("utf-8"))["pid"])


def _rss_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / float(os.sysconf("SC_CLK_TCK"))


if __name__ == "__main__":
    sys.exit(main())
