"""Made-up districts for the diagram: substations, feeders, laterals, ties, and low voltage behind some stations."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest

from engines.grid.network import Network, make_network, make_table


class DistrictBuilder:
    """Collects buses and branches, then makes the network.

    ```
    110 kV ──⦾⦾──║──■──o──o──o──o
                 ║        └──o──o
                 ║──■──o──o──o        ties: lines with one switch, open
    ```
    """

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.level: list[float] = []
        self.names: list[str] = []
        self.lines: list[tuple[int, int]] = []
        self.trafos: list[tuple[int, int]] = []
        self.switches: list[tuple[int, int, str, bool, str]] = []
        self.loads: list[int] = []
        self.plants: list[int] = []
        self.sources: list[int] = []

    def bus(self, level: float, name: str = "") -> int:
        self.level.append(level)
        self.names.append(name)
        return len(self.level) - 1

    def line(self, a: int, b: int) -> int:
        self.lines.append((a, b))
        return len(self.lines) - 1

    def switch(self, bus: int, element: int, et: str, closed: bool, name: str = "") -> None:
        self.switches.append((bus, element, et, closed, name))

    def network(self) -> Network:
        line, trafo = np.array(self.lines).reshape(-1, 2), np.array(self.trafos).reshape(-1, 2)
        switch = list(zip(*self.switches, strict=True)) if self.switches else [(), (), (), (), ()]
        tables = {
            "bus": make_table("bus", {"vn_kv": np.array(self.level), "name": np.array(self.names, str)}),
            "line": make_table("line", {"from_bus": line[:, 0], "to_bus": line[:, 1]}),
            "trafo": make_table(
                "trafo",
                {
                    "hv_bus": trafo[:, 0],
                    "lv_bus": trafo[:, 1],
                    "name": np.array([f"T{k}" for k in range(len(trafo))], str),
                },
            ),
            "switch": make_table(
                "switch",
                {
                    "bus": np.array(switch[0], np.int64),
                    "element": np.array(switch[1], np.int64),
                    "et": np.array(switch[2], str),
                    "normal_closed": np.array(switch[3], bool),
                    "name": np.array(switch[4], str),
                },
            ),
            "load": make_table("load", {"bus": np.array(self.loads, np.int64)}),
            "sgen": make_table("sgen", {"bus": np.array(self.plants, np.int64)}),
            "ext_grid": make_table("ext_grid", {"bus": np.array(self.sources, np.int64)}),
        }
        return make_network("district", tables)


def _feeder(builder: DistrictBuilder, bar: int, n: int, name: str) -> list[int]:
    """A feeder of ``n`` buses: a trunk, laterals on it, laterals on those."""
    random = builder.random
    grown: list[int] = []
    at = bar
    for k in range(n):
        if grown and random.random() < 0.28:
            at = int(grown[random.integers(len(grown))])
        bus = builder.bus(20.0, f"{name} {k}")
        line = builder.line(at, bus)
        if not grown:
            builder.switch(bar, line, "l", True, name)
        elif random.random() < 0.2:
            builder.switch(at, line, "l", True)
        grown.append(bus)
        at = bus
        builder.loads.append(bus)
        if random.random() < 0.1:
            builder.plants.append(bus)
    return grown


def _low_voltage(builder: DistrictBuilder, bus: int, n: int) -> None:
    low = builder.bus(0.4)
    builder.trafos.append((bus, low))
    at = low
    for _ in range(n):
        nxt = builder.bus(0.4)
        builder.line(at if builder.random.random() < 0.7 else low, nxt)
        builder.loads.append(nxt)
        at = nxt
    builder.loads.append(low)


def make_district(n_bus: int, seed: int = 1, *, low_voltage: bool = False) -> Network:
    """About ``n_bus`` buses in substations of ten feeders of thirty buses, a tie for every feeder."""
    builder = DistrictBuilder(seed)
    feeders: list[list[int]] = []
    n_stations = max(1, round(n_bus / 600))
    per_feeder = 18 if low_voltage else 40
    while len(builder.level) < n_bus:
        number = len(builder.sources)
        high = builder.bus(110.0, f"STATION {number}")
        bar = builder.bus(20.0, f"STATION {number} 110/20 kV")
        builder.sources.append(high)
        builder.trafos += [(high, bar), (high, bar)]
        goal = min(n_bus, round((number + 1) * n_bus / n_stations))
        while len(builder.level) < goal:
            n = int(builder.random.integers(per_feeder // 2, per_feeder * 3 // 2))
            feeder = _feeder(builder, bar, n, f"F{len(feeders) + 1} Quarter")
            feeders.append(feeder)
            if low_voltage:
                for bus in feeder[::3]:
                    _low_voltage(builder, bus, int(builder.random.integers(0, 8)))
    for a, b in itertools.pairwise(feeders):
        ends = a[-1], int(b[builder.random.integers(len(b))])
        line = builder.line(*ends)
        builder.switch(ends[0], line, "l", False, f"T{line}")
    return builder.network()


@pytest.fixture(scope="session")
def district() -> Callable[..., Network]:
    """The maker of districts."""
    return make_district
