"""The link to the field under load, under faults, and its commands while the road fails.

Prints one JSON object:

- ``values_per_s``, ``lost``, ``link_cpu_percent``: 10,000 variables of a node-opcua server that each count up once a
  second, published every 100 ms; a missing step, a gap and an overflow each count as lost. The processor time is that
  of the link's process, of one core.
- ``latency_p50_ms``, ``latency_p99_ms``: from the source's time stamp to the slot in the window that gets the value.
- ``gui_gap_p99_ms``, ``gui_gap_max_ms``: how long the event loop of that window served nobody meanwhile.
- ``connect_s``: from starting the link's process to every value being there.
- ``suspect_s``, ``down_s``: from freezing the server to the window being told.
- ``recover_freeze_s``, ``recover_drop_s``, ``recover_kill_s``: from the end of a freeze of 30 s, from dropping all
  sessions, and from a killed server listening again, to every value being live again.
- ``commands``, ``sent_twice``, ``sent_late``, ``wrong_outcome``: commands of the three styles while connections are
  cut, held up and the link's own process is killed; looked at on the wire and at the devices. The wire is watched by
  a thread of this process: where ``gui_gap_max_ms`` is large, a command may be noted late that was sent in time.
"""

from __future__ import annotations

import argparse
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The link's process imports this module again as its main module: nothing of Qt at the top.

TARGETS = {
    "values_per_s": 10_000,
    "lost": 0,
    "link_cpu_percent": 40,
    "latency_p50_ms": 150,
    "latency_p99_ms": 400,
    "gui_gap_p99_ms": 33,
    "gui_gap_max_ms": 60,
    "connect_s": 5,
    "suspect_s": 2,
    "down_s": 4,
    "recover_kill_s": 6,
    "recover_freeze_s": 6,
    "recover_drop_s": 6,
    "sent_twice": 0,
    "sent_late": 0,
    "wrong_outcome": 0,
}


def main() -> int:
    """Measure and print."""
    from PySide6.QtWidgets import QApplication

    from benchmarks.common import machine, report, versions
    from benchmarks.link_load import Desk, measure_faults, measure_load
    from benchmarks.link_sources import Source, why_absent
    from benchmarks.link_storm import Storm
    from engines.values.points import LinkState

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--freeze", type=float, default=30.0)
    parser.add_argument("--commands", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if reason := why_absent("node"):
        print(reason, file=sys.stderr)
        return 2
    application = QApplication.instance() or QApplication([])
    figures = {"items": options.items, "seconds": options.seconds, "load_1_min_before": round(os.getloadavg()[0], 1)}
    source = Source("node", "--ramps", str(options.items))
    desk = Desk(source, options.items)
    try:
        desk.link.start()
        figures["connect_s"] = round(desk.until(LinkState.UP), 2)
        source.tell(ramp=[options.items, 1])
        figures |= measure_load(desk, source, options.seconds)
        figures |= measure_faults(desk, source, options.freeze)
    finally:
        desk.link.stop()
        source.kill()
    storm = Storm(options.seed)
    try:
        figures |= storm.run(options.commands)
    finally:
        storm.close()
    report({**figures, "targets": TARGETS, **versions("asyncua"), **machine()})
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
