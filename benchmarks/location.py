"""Fault location over random faults whose evidence comes from a generator that shares no code with the scorer.

Prints one JSON object. Tables of cells by share of gasps and of indicators: ``plain`` (the scorer assumes none of the
generator's rates), ``communication lost`` (three neighbourhoods of 25 buses silent, mostly unknown) and ``wrong``
(a scorer whose other assumptions are far off). In each cell:

- ``device``: share of faults whose tripped device is the likeliest of all devices (for faults without trip: that none
  tripped is likelier than any device); ``kind``: the likeliest hypothesis has the true kind;
- ``top3``: the fault is among the three likeliest zones;
- ``covered``, ``covered99``: the 90 % and the 99 % set hold it (both places of a double fault);
- ``set_median``, ``set_p90``, ``set99_median``: zones in these sets.

Then the same for other evidence and other kinds of fault, and ``speed``: milliseconds of the first location on a new
snapshot (with the currents of IEC 60909 everywhere), of every further one, and of preparing a snapshot alone.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable
from typing import Any

import numpy as np

TABLES = ("plain", "communication lost", "wrong")
GASPS, INDICATORS = (0.95, 0.8, 0.5, 0.2), (0.95, 0.7, 0.0)
TARGETS = {
    "device": 0.99, "top3 at 0.8/0.7": 0.90, "covered in every cell": 0.88, "set_median at 0.8/0.7": 5,
    "locate_ms at 350 zones": "a few", "locate_ms at 1,000 buses": 500,
}  # fmt: skip


def main() -> int:
    """Measure and print."""
    from benchmarks.common import machine, report, versions

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=2000, help="for each cell; a quarter of it for the other rows")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--networks", nargs="*", default=["sectionalised"])
    parser.add_argument("--cells", nargs="*", default=[], metavar="GASPS/INDICATORS", help="only these, e.g. 0.8/0.7")
    parser.add_argument("--tables", nargs="*", default=list(TABLES), choices=TABLES)
    options = parser.parse_args()
    wanted = [(float(g), float(i)) for g, i in (cell.split("/") for cell in options.cells)]
    cells = wanted or [(g, i) for g in GASPS for i in INDICATORS]
    networks = {name: _network_figures(name, cells, options) for name in options.networks}
    report({"networks": networks, "faults": options.faults, "targets": TARGETS,
            **versions("numpy", "scipy", "networkx"), **machine()})  # fmt: skip
    return 0


def _network_figures(name: str, cells: list[tuple[float, float]], options: argparse.Namespace) -> dict[str, Any]:
    from engines.values.location import FaultType
    from tests.engines.restoration.storm_generator import Storm

    trial = _Trial(name, options.seed)
    figures: dict[str, Any] = {"zones": trial.zones, "buses": trial.buses}
    for table in options.tables:
        clusters = 3 if table == "communication lost" else 0
        scorer = _wrong_scorer() if table == "wrong" else None
        figures[table] = {
            f"{gasps}/{indicators}": trial.run(
                Storm(gasps=gasps, indicators=indicators, dark_clusters=clusters), options.faults, scorer=scorer
            )
            for gasps, indicators in cells
        }
    few = max(options.faults // 4, 1)
    figures["with distance and current"] = trial.run(Storm(distance=0.7, current=0.7), few)
    figures["with 60 meters asked"] = trial.run(Storm(pings=60), few)
    figures["doubles"] = trial.run(Storm(), few, FaultType.DOUBLE)
    figures["earth_faults"] = trial.run(Storm(), few, FaultType.EARTH_FAULT)
    figures["open_conductors"] = trial.run(Storm(), few, FaultType.OPEN_CONDUCTOR)
    figures["speed"] = {other: _speed(other) for other in (name, "synthetic:1000:1")}
    return figures


def _wrong_scorer() -> Any:
    """Assumptions far from the generator's wherever the evidence does not decide."""
    from engines.restoration.location_options import (
        CallRates,
        DeviceRates,
        IndicatorRates,
        LocationOptions,
        MeterRates,
        Priors,
    )

    return LocationOptions(
        priors=Priors(overhead=0.5, cable=1.0, backup=0.1, open_conductor=0.1),
        meters=MeterRates(lost=0.02, gathering=(12.0,), momentary=(0.002, 0.03)),
        indicators=IndicatorRates(wrong_direction=0.2, lost=0.03),
        devices=DeviceRates(report=0.97, false=0.0005, upstream=0.1),
        calls=CallRates(at_fault=0.8, nearby=0.1, wire_at_fault=0.9, wire_nearby=0.05),
    )


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

    def run(self, storm: Any, faults: int, kind: Any = None, scorer: Any = None) -> dict[str, Any]:
        """The figures of one cell."""
        from engines.restoration.location_options import LocationOptions
        from engines.values.location import FaultType

        kind, scorer = kind or FaultType.SHORT_CIRCUIT, scorer or LocationOptions()
        rows = []
        statuses: dict[str, int] = {}
        for _ in range(faults):
            truth = self.generator.draw(storm, kind)
            found = self.locator.locate(truth.evidence, self.generator.instruments, scorer)
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
    begin = time.perf_counter()
    locator = Locator(snapshot)
    locator.locate(drawn[0].evidence, generator.instruments)
    first_ms = 1e3 * (time.perf_counter() - begin)
    times = list(_timed(lambda truth: locator.locate(truth.evidence, generator.instruments), drawn))
    return {
        "buses": len(network.bus), "zones": locator.paths.zones.count,
        "evidence_median": float(np.median([len(truth.evidence) for truth in drawn])),
        "first_ms": round(first_ms, 1),
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
