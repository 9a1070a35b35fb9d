"""A storm at the alarm desk: a thousand alarms a second through the real live window.

Prints one JSON object: ``alarms_per_s`` and ``raised`` (told by a server, each its own condition), ``lost`` and
``doubled`` (held against the site's file once the desk has taken all of them, ``taken_after_s`` after the last one),
``gui_gap_max_ms`` and ``gui_gap_p99_ms`` (how long the event loop served nobody), ``gui_busy_max_ms`` (longest work of
the window's thread between two turns of it), ``acknowledge_1000_ms`` (handing in the acknowledgement of a thousand),
``kept_after_s`` (from then until the last alarm was on the disk).
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

TARGETS = {"lost": 0, "doubled": 0, "gui_gap_max_ms": 100}
STEP_MS = 50
PATIENCE_S = 120.0
KEPT = "SELECT count(*), count(DISTINCT alarm_id) FROM alarms WHERE alarm_id LIKE 'field:storm%'"


def main() -> int:
    """Measure and print."""
    from benchmarks.common import machine, report, versions

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--rate", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = _storm(Path(folder), options.seconds, options.rate)
    words = {"seconds": options.seconds, "rate": options.rate, "load_1_min_before": round(os.getloadavg()[0], 1)}
    report({**words, **figures, "targets": TARGETS, **versions("PySide6-Essentials"), **machine()})
    return 0


def _turn(span_s: float) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(1000 * span_s), loop.quit)
    loop.exec()


def _console(folder: Path) -> Any:
    """A live one that has run for a while."""
    from console.housekeeping import Housekeeping
    from console.live_console import LiveConsole
    from engines.values.points import LinkState

    console = LiveConsole(is_lasting=False, site_folder=folder)
    console.start("north", (1600, 900))
    while console.links is None or console.links.links[0].health.state is not LinkState.UP:
        _turn(0.1)
    Housekeeping(console)
    _turn(20.0)
    return console


def _storm(folder: Path, seconds: float, rate: int) -> dict[str, Any]:
    from PySide6.QtCore import QTimer

    from benchmarks.soak import BEAT_MS, Gaps
    from engines.values.field_events import FieldEvent, FieldEvents

    console = _console(folder)
    alarms = console.alarms
    assert alarms is not None
    assert console.operations is not None
    element_ids = [str(i) for i in console.district.opened.network["load"].id]
    gaps, beat, raised = Gaps(), QTimer(), 0
    beat.setInterval(BEAT_MS)
    beat.timeout.connect(gaps.beat)
    begin = time.perf_counter()
    beat.start()

    def send() -> None:
        nonlocal raised
        due = min(round(rate * (time.perf_counter() - begin)), round(rate * seconds))
        now = time.time_ns() // 1000
        events = tuple(
            FieldEvent(
                "storm", f"nsu=urn:storm;s=C{k}", element_id=element_ids[k % len(element_ids)], message="storm",
                severity=200 + k % 3 * 300, is_active=True, is_acked=False, is_retained=True, time_us=now,
                receive_time_us=now,
            )
            for k in range(raised, due)
        )  # fmt: skip
        raised = due
        if events:
            alarms.observe_events(FieldEvents("storm", events))

    sender = QTimer()
    sender.setInterval(STEP_MS)
    sender.timeout.connect(send)
    sender.start()
    while raised < round(rate * seconds):
        _turn(0.2)
    sender.stop()
    before = time.perf_counter()
    while alarms._waiting and time.perf_counter() - before < PATIENCE_S:
        _turn(0.1)
    taken_after_s = time.perf_counter() - before
    beat.stop()
    mine = [a for a in alarms.occurrences.values() if a.alarm_id.startswith("field:storm")]
    before = time.perf_counter()
    console.operations.site.journal.submit(lambda batch: None).result(300)
    kept_after_s = time.perf_counter() - before
    kept = console.operations.site.journal.query(lambda rows: rows.execute(KEPT).fetchone())
    before = time.perf_counter()
    alarms._book.acknowledge([a.occurrence_id for a in mine[:1000]], "bench")
    acknowledge_ms = 1e3 * (time.perf_counter() - before)
    took = time.perf_counter() - begin
    console.close()
    return {
        "raised": raised,
        "alarms_per_s": round(raised / min(took, seconds)),
        "lost": max(0, raised - min(len(mine), int(kept[1]))),
        "doubled": max(0, int(kept[0]) - int(kept[1])),
        **gaps.figures(),
        "taken_after_s": round(taken_after_s, 1),
        "acknowledge_1000_ms": round(acknowledge_ms, 1),
        "kept_after_s": round(kept_after_s, 2),
    }


if __name__ == "__main__":
    sys.exit(main())
