"""A live console for hours at 2,000 changes a second: does its memory stay flat?

Run by hand (``python -m benchmarks.soak --out docs/soak.json``), not by ``make bench``: it takes two hours. The console
is the real one, offscreen, on a made-up district of 1,000 buses with an address map of 2,000 points on a node-opcua
server; each point changes once a second. Live load flow, alarms, history and every table run as in a control room.

Prints, and writes to ``--out``, one JSON object:

- ``slope_mb_per_h``: over the time after the first quarter of the run, by least squares, of the window's process and of
  all processes of the console together: ``anonymous`` is the memory the program has asked for, which only the program
  can let grow; ``resident`` counts the pages of libraries and files too, which the system drops and reads again as it
  likes (some clean up what was not touched for minutes);
- ``samples``: every half minute, resident MB by process, and of that the anonymous; beside it the most small objects of
  Python alive at once since the sample before (``blocks``) and how late the event loop was at most meanwhile
  (``late_ms``): Python keeps the memory of the largest crowd there ever was;
- ``rises``: the seconds in which the window's process grew by more than ``RISE_MB``, and by how much of that anonymous;
- ``mappings``: between two samples, what of the process's memory map grew or shrank by more than ``RISE_MB``;
- ``changes``: values that arrived; ``changes_per_s``; ``solved``: load flows;
- ``gui_gap_max_ms``, ``gui_gap_p99_ms``: how long the event loop served nobody; ``gui_busy_max_ms``: longest work of
  the window's thread between two turns of it (processor time, which other programs of the machine do not lengthen).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

CASE = "synthetic:1000:1"
SAMPLE_S = 30.0
BEAT_MS = 10
RISE_MB = 0.5
RISE = 1e-8
"""What a point gains with every second: its value never leaves what is normal."""
TARGETS = {"slope_mb_per_h": {"anonymous": {"window": 1.0, "all": 1.0}}}


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=120.0)
    parser.add_argument("--points", type=int, default=2000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()

    from benchmarks.common import machine, report, versions
    from benchmarks.link_sources import Source, why_absent

    if reason := why_absent("node"):
        print(reason, file=sys.stderr)
        return 2
    source = Source("node", "--ramps", str(options.points))
    try:
        with tempfile.TemporaryDirectory() as folder:
            figures = _run(Path(folder), source, options.points, options.minutes * 60)
    finally:
        source.kill()
    figures |= {"targets": TARGETS, **versions("PySide6-Essentials", "asyncua", "duckdb"), **machine()}
    if options.out is not None:
        options.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    report(figures)
    return 0


def write_soak_map(path: Path, endpoint: str, count: int) -> None:
    """An address map that puts ``count`` counting variables on voltages and loads of the district."""
    from benchmarks.link_sources import name_of
    from console.field.addresses import AddressMap, PointAddress, ServerAddress
    from console.field.map.writing import write_map
    from engines.exchange.opening import open_network
    from engines.values.points import PointDefinition, PointKind, Quantity

    network, _ = open_network(CASE)
    buses = [(str(i), Quantity.VM_PU, 1.0) for i in network.bus.id]
    loads = [
        (str(i), Quantity.P_MW, float(p))
        for i, p in zip(network["load"].id, network["load"]["p_mw"] * 0.3, strict=True)
    ]
    reactive = [(i, Quantity.Q_MVAR, 0.2 * p) for i, _, p in loads]
    wanted = [*buses, *loads, *reactive][:count]
    points = tuple(
        PointAddress(PointDefinition(i, q, PointKind.ANALOG), name_of(f"Ramp{k}"), scale=RISE, offset=value)
        for k, (i, q, value) in enumerate(wanted)
    )
    write_map(path, AddressMap("soak", (ServerAddress("field", endpoint, points),)))


def _run(folder: Path, source: Any, count: int, seconds: float) -> dict[str, Any]:
    from PySide6.QtCore import QEventLoop, QTimer

    from console.housekeeping import Housekeeping
    from console.live_console import LiveConsole
    from engines.values.points import LinkState

    write_soak_map(folder / "map.toml", source.endpoint, count)
    console = LiveConsole(is_lasting=False, site_folder=folder / "sites", address_map=folder / "map.toml")
    counted = {"changes": 0, "solved": 0}

    def turn(span_s: float) -> None:
        loop = QEventLoop()
        QTimer.singleShot(round(1000 * span_s), loop.quit)
        loop.exec()

    Housekeeping(console)
    console.start(CASE)
    patience = time.monotonic() + 180
    while console.links is None or any(link.health.state is not LinkState.UP for link in console.links.links):
        if time.monotonic() > patience:
            raise SystemExit("the field did not come up within three minutes")
        turn(0.2)
    assert console.district is not None
    console.district.values_taken.connect(lambda taken: _add(counted, "changes", len(taken)))
    console.district.moment_changed.connect(lambda _live: _add(counted, "solved", 1))
    source.tell(ramp=[count, 1])
    gaps = Gaps()
    beat = QTimer()
    beat.setInterval(BEAT_MS)
    beat.timeout.connect(gaps.beat)
    beat.start()
    rises = Rises(gaps)
    second = QTimer()
    second.setInterval(1000)
    second.timeout.connect(rises.look)
    second.start()
    samples: list[dict[str, float]] = []
    mappings = Mappings()
    begin = time.monotonic()
    while (passed := time.monotonic() - begin) < seconds:
        samples.append({"s": round(passed, 1), **memory_mb(os.getpid()), **gaps.lately()})
        mappings.look(passed)
        turn(min(SAMPLE_S, seconds - passed))
    samples.append({"s": round(time.monotonic() - begin, 1), **memory_mb(os.getpid()), **gaps.lately()})
    beat.stop()
    second.stop()
    console.close()
    return {
        "case": CASE,
        "points": count,
        "seconds": round(seconds),
        **counted,
        "changes_per_s": round(counted["changes"] / seconds),
        **gaps.figures(),
        "slope_mb_per_h": {
            "anonymous": {name: slope(samples, f"{name} anonymous") for name in ("window", "all")},
            "resident": {name: slope(samples, name) for name in ("window", "all")},
        },
        "rises": rises.found,
        "mappings": mappings.found,
        "samples": samples,
    }


class Gaps:
    """How late the beats of a timer came, counted by the millisecond: a list of them would be a leak of its own."""

    def __init__(self) -> None:
        self._late = [0] * 1001
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._busiest_s = 0.0
        self._most_blocks = self._latest_ms = 0
        self.second = {"blocks": 0, "late_ms": 0}

    def beat(self) -> None:
        """A beat has come."""
        now, worked = time.perf_counter(), time.thread_time()
        self._busiest_s, self._worked = max(self._busiest_s, worked - self._worked), worked
        late_ms = max(0, round(1000 * (now - self._last)) - BEAT_MS)
        self._late[min(late_ms, 1000)] += 1
        self._latest_ms = max(self._latest_ms, late_ms)
        blocks = sys.getallocatedblocks()
        self._most_blocks = max(self._most_blocks, blocks)
        self.second = {
            "blocks": max(self.second["blocks"], blocks),
            "late_ms": max(self.second["late_ms"], late_ms),
        }
        self._last = now

    def lately(self) -> dict[str, int]:
        """What there was since this was asked last."""
        found = {"blocks": self._most_blocks, "late_ms": self._latest_ms}
        self._most_blocks = self._latest_ms = 0
        return found

    def figures(self) -> dict[str, int]:
        """The latest beat, what 99 of 100 stay below (1000 stands for all above), and the longest work between two."""
        passed, p99, total = 0, 0, sum(self._late)
        for late_ms, count in enumerate(self._late):
            passed += count
            if passed <= 0.99 * total:
                p99 = late_ms + 1
        longest = max((k for k, count in enumerate(self._late) if count), default=0)
        busiest = round(1000 * self._busiest_s)
        return {"gui_gap_max_ms": longest, "gui_gap_p99_ms": p99, "gui_busy_max_ms": busiest}


class Rises:
    """The seconds in which the process grew: a step is found again by its second, not by its half minute."""

    def __init__(self, gaps: Gaps) -> None:
        self.found: list[dict[str, float]] = []
        self._gaps = gaps
        self._begin = time.monotonic()
        self._last = process_mb(os.getpid())

    def look(self) -> None:
        """A second has passed."""
        now = process_mb(os.getpid())
        grown = {"mb": round(now[0] - self._last[0], 1), "anonymous_mb": round(now[1] - self._last[1], 1)}
        if max(grown.values()) > RISE_MB and len(self.found) < 1000:
            passed = round(time.monotonic() - self._begin, 1)
            self.found.append({"s": passed, **grown, **self._gaps.second})
        self._last = now
        self._gaps.second = {"blocks": 0, "late_ms": 0}


class Mappings:
    """What of the memory map changed from sample to sample: heap, arenas, a library's pages, a file."""

    def __init__(self) -> None:
        self.found: list[dict[str, Any]] = []
        self._last = _mapped_kb()

    def look(self, passed: float) -> None:
        """Compare with the look before."""
        now = _mapped_kb()
        changed = {place: now.get(place, 0) - self._last.get(place, 0) for place in {*now, *self._last}}
        large = {place: kb for place, kb in changed.items() if abs(kb) > 1000 * RISE_MB}
        if large:
            self.found.append({"s": round(passed, 1), "kb": large})
        self._last = now


def _mapped_kb() -> dict[str, int]:
    """Resident kB by place and name of each mapping."""
    found: dict[str, int] = {}
    place = ""
    for line in _read("/proc/self/smaps").splitlines():
        words = line.split()
        if not words[0].endswith(":"):
            place = f"{words[0].partition('-')[0]} {' '.join(words[5:]) or 'anonymous'}"
        elif words[0] == "Rss:":
            found[place] = int(words[1])
    return found


def _add(counted: dict[str, int], name: str, count: int) -> None:
    counted[name] += count


def slope(samples: list[dict[str, float]], name: str) -> float:
    """MB an hour by least squares over what lies after the first quarter of the time."""
    import numpy as np

    end = samples[-1]["s"]
    late = [s for s in samples if s["s"] >= end / 4]
    return round(3600 * float(np.polyfit([s["s"] for s in late], [s[name] for s in late], 1)[0]), 2)


def memory_mb(pid: int) -> dict[str, float]:
    """Of this process (``window``), of each of its children by what it is, and of ``all``."""
    processes = {"window": pid, **{f"{_role(child)} {child}": child for child in _descendants(pid)}}
    found = {name: process_mb(one) for name, one in processes.items()}
    resident = {name: mb for name, (mb, _) in found.items()}
    return {
        **resident,
        "all": round(sum(resident.values()), 1),
        "window anonymous": found["window"][1],
        "all anonymous": round(sum(mb for _, mb in found.values()), 1),
    }


def process_mb(pid: int) -> tuple[float, float]:
    """Resident memory, and of that the anonymous; zero for a process that has ended."""
    lines = _read(f"/proc/{pid}/status").splitlines()
    said = dict(line.split(":", 1) for line in lines if ":" in line)
    resident, anonymous = (int(said.get(name, "0 kB").split()[0]) for name in ("VmRSS", "RssAnon"))
    return round(resident * 1.024e-3, 2), round(anonymous * 1.024e-3, 2)


def _descendants(pid: int) -> list[int]:
    found = []
    for thread in _listed(f"/proc/{pid}/task"):
        for child in map(int, _read(f"/proc/{pid}/task/{thread}/children").split()):
            if _role(child) != "node":
                found += [child, *_descendants(child)]
    return found


def _role(pid: int) -> str:
    words = _read(f"/proc/{pid}/cmdline").split("\0")
    if not words[0]:
        return "gone"
    if words[0].endswith("node"):
        return "node"
    return "resource tracker" if "resource_tracker" in " ".join(words) else "process"


def _read(path: str) -> str:
    """What stands in a file of the system; nothing once its process is gone. Not through ``Path``: that keeps names."""
    try:
        with open(path, encoding="utf-8", errors="replace") as stream:
            return stream.read()
    except OSError:
        return ""


def _listed(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


if __name__ == "__main__":
    sys.exit(main())
