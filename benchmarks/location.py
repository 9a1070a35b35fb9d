"""Fault location over random faults whose evidence comes from a generator that shares no code with the scorer.

Prints one JSON object. ``cells`` by share of gasps and of indicators, with and without communication lost in whole
neighbourhoods:

- ``device``: share of faults whose tripped device is the likeliest of all devices (for faults without trip: that none
  tripped is likelier than any device); ``kind``: the likeliest hypothesis has the true kind;
- ``top3``: the fault is among the three likeliest zones;
- ``covered``, ``covered99``: the 90 % and the 99 % set hold it (both places of a double fault);
- ``set_median``, ``set_p90``, ``set99_median``: zones in these sets.

``doubles``, ``earth_faults``, ``open_conductors`` likewise; ``wrong`` the same cell with other wrong assumptions of the
scorer; ``speed``: milliseconds of one location and of preparing a snapshot.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable
from typing import Any

import numpy as np

GASPS, INDICATORS = (0.95, 0.8, 0.5, 0.2), (0.95, 0.7, 0.0)
TARGETS = {
    "device": 0.99, "top3 at 0.8/0.7": 0.90, "covered in every cell": 0.88, "set_median at 0.8/0.7": 5,
    "locate_ms at 350 zones": "a few", "locate_ms at 1,000 buses": 500,
}  # fmt: skip


def main() -> int:
    """Measure and print."""
    from benchmarks.common import machine, report, versions
    from engines.values.location import FaultType
    from tests.engines.restoration.storm_generator import Storm

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--networks", nargs="*", default=["sectionalised"])
    parser.add_argument("--cells", nargs="*", default=[], metavar="GASPS/INDICATORS", help="only these, e.g. 0.8/0.7")
    options = parser.parse_args()
    wanted = [tuple(float(x) for x in cell.split("/")) for cell in options.cells]
    cells = wanted or [(g, i) for g in GASPS for i in INDICATORS]
    networks: dict[str, Any] = {}
    for name in options.networks:
        trial = _Trial(name, options.seed)
        figures: dict[str, Any] = {"zones": trial.zones, "buses": trial.buses, "cells": {}}
        for clusters in (0, 3):
            for gasps, indicators in cells:
                storm = Storm(gasps=gasps, indicators=indicators, dark_clusters=clusters)
                key = f"{gasps}/{indicators}" + (" communication lost" if clusters else "")
                figures["cells"][key] = trial.run(storm, options.faults)
        storm = Storm(distance=0.7, current=0.7)
        figures["with distance and current"] = trial.run(storm, options.faults // 4)
        for kind, title in (
            (FaultType.DOUBLE, "doubles"), (FaultType.EARTH_FAULT, "earth_faults"),
            (FaultType.OPEN_CONDUCTOR, "open_conductors"),
        ):  # fmt: skip
            figures[title] = trial.run(Storm(), options.faults // 4, kind)
        figures["speed"] = {other: _speed(other) for other in (name, "synthetic:1000:1")}
        networks[name] = figures
    report({"networks": networks, "faults": options.faults, "targets": TARGETS,
            **versions("numpy", "scipy", "networkx"), **machine()})  # fmt: skip
    return 0


class _Trial:
    """One network, its generator and its locator."""

    def __init__(self, name: str, seed: int) -> None:
        from engines.grid.snapshot import Snapshot
        from engines.restoration.location import Locator
        from tests.engines.restoration.storm_generator import StormGenerator

        network = _network(name)
        self.generator = StormGenerator(network, seed)
        self.locator = Locator(Snapshot(network))
        self.zones, self.buses = self.locator.paths.zones.count, len(network.bus)

    def run(self, storm: Any, faults: int, kind: Any = None) -> dict[str, Any]:
        """The figures of one cell."""
        from engines.values.location import FaultType

        kind = kind or FaultType.SHORT_CIRCUIT
        rows = []
        statuses: dict[str, int] = {}
        for _ in range(faults):
            truth = self.generator.draw(storm, kind)
            found = self.locator.locate(truth.evidence, self.generator.instruments)
            statuses[str(found.status)] = statuses.get(str(found.status), 0) + 1
            rows.append(self._judge(truth, found))
        mean = {
            key: round(float(np.mean([row[key] for row in rows])), 4) for key in rows[0] if not key.startswith("set")
        }
        sizes, wide = [row["set"] for row in rows], [row["set99"] for row in rows]
        return {
            **mean,
            "set_median": float(np.median(sizes)), "set_p90": float(np.percentile(sizes, 90)),
            "set99_median": float(np.median(wide)), "status": statuses,
        }  # fmt: skip

    def _judge(self, truth: Any, found: Any) -> dict[str, Any]:
        narrow, wide = set(found.credible_zones(0.9)), set(found.credible_zones(0.99))
        likeliest = np.argsort(-found.zone_probability, kind="stable")[:3].tolist()
        n = max(len(truth.device_ids), 1)
        named = [name for name, _ in found.device_probability]
        if truth.device_ids:
            named = [name for name in named if name]
        return {
            "device": set(truth.device_ids or ("",)) <= set(named[:n]),
            "top3": set(truth.zones) <= set(likeliest),
            "kind": bool(found.hypotheses) and found.hypotheses[0].kind is truth.kind,
            "covered": set(truth.zones) <= narrow, "covered99": set(truth.zones) <= wide,
            "set": len(narrow), "set99": len(wide),
        }  # fmt: skip


def _network(name: str) -> Any:
    from engines.exchange.opening import open_network
    from tests.engines.restoration.sectionalised import sectionalised_network

    return sectionalised_network() if name == "sectionalised" else open_network(name)[0]


def _speed(name: str, repeat: int = 40) -> dict[str, Any]:
    from engines.grid.snapshot import Snapshot
    from engines.restoration.location import Locator
    from tests.engines.restoration.storm_generator import Storm, StormGenerator

    network = _network(name)
    generator = StormGenerator(network, 7)
    drawn = [generator.draw(Storm(distance=1.0, current=1.0)) for _ in range(repeat)]
    snapshot = Snapshot(network)
    locator = Locator(snapshot)
    locator.locate(drawn[0].evidence, generator.instruments)
    times = list(_timed(lambda truth: locator.locate(truth.evidence, generator.instruments), drawn))
    return {
        "buses": len(network.bus), "zones": locator.paths.zones.count,
        "evidence_median": float(np.median([len(truth.evidence) for truth in drawn])),
        "locate_ms": round(float(np.median(times)), 2), "locate_ms_max": round(max(times), 2),
        "prepare_ms": round(float(np.median(list(_timed(lambda _: Locator(snapshot), range(5))))), 1),
    }  # fmt: skip


def _timed(work: Any, inputs: Iterable[Any]) -> Iterable[float]:
    for value in inputs:
        begin = time.perf_counter()
        work(value)
        yield 1e3 * (time.perf_counter() - begin)


if __name__ == "__main__":
    sys.exit(main())
