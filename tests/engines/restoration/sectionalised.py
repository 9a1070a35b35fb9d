"""A district cut into many zones: ten feeders of 35 zones each behind one bar, 351 zones in all.

::

    bar ─[breaker]─ 0 ─/─ 1 ─/─ ... ─/─ 6 ─[recloser]─ 7 ─/─ ... ─/─ 13      trunk of fourteen zones
                          |                                  |
                       [fuse]                                /               seven laterals of three zones,
                          14 ─/─ 15 ─/─ 16                   29 ─/─ 30       five behind a fuse
"""

from __future__ import annotations

import numpy as np

from engines.grid.network import Network, make_network, make_table

FEEDERS, TRUNK, LATERALS, LATERAL_ZONES = 10, 14, 7, 3
RECLOSER_AT = 7
LATERAL_FROM = (1, 2, 4, 6, 8, 10, 12)
BEHIND_FUSE = (True, True, False, True, True, False, True)


def sectionalised_network(seed: int = 1, feeders: int = FEEDERS) -> Network:
    """Zones of one to three buses, 0.2 to 1.5 km each, 2 to 30 customers."""
    random = np.random.default_rng(seed)
    builder = _Builder(random)
    bar = builder.bus()
    for _ in range(feeders):
        builder.feeder(bar)
    return builder.network(bar)


class _Builder:
    def __init__(self, random: np.random.Generator) -> None:
        self.random = random
        self.lines: list[tuple[int, int, float, str]] = []
        self.switches: list[tuple[int, int, str, bool]] = []
        self.loads: list[tuple[int, int]] = []
        self.n_bus = 0

    def bus(self) -> int:
        self.n_bus += 1
        return self.n_bus - 1

    def feeder(self, bar: int) -> None:
        ends, last = [], bar
        for zone in range(TRUNK):
            kind = "breaker" if zone == 0 else "recloser" if zone == RECLOSER_AT else "load_break_switch"
            last = self.zone(last, kind, is_remote=zone in (0, RECLOSER_AT) or zone % 3 == 0)
            ends.append(last)
        for number in range(LATERALS):
            last = ends[LATERAL_FROM[number]]
            for zone in range(LATERAL_ZONES):
                kind = "fuse" if zone == 0 and BEHIND_FUSE[number] else "load_break_switch"
                last = self.zone(last, kind, is_remote=False)

    def zone(self, at: int, kind: str, *, is_remote: bool) -> int:
        """A switch at ``at`` and the line behind it, with one or two more buses; returns the last bus."""
        line_type = "cs" if self.random.random() < 0.4 else "ol"
        before = at
        for number in range(int(self.random.integers(1, 4))):
            bus = self.bus()
            self.lines.append((before, bus, float(self.random.uniform(0.1, 0.8)), line_type))
            if number == 0:
                self.switches.append((at, len(self.lines) - 1, kind, is_remote))
            self.loads.append((bus, int(self.random.integers(2, 12))))
            before = bus
        return before

    def network(self, bar: int) -> Network:
        at, line, kind, remote = (list(column) for column in zip(*self.switches, strict=True))
        first, second, length, line_type = (list(column) for column in zip(*self.lines, strict=True))
        n = len(self.lines)
        customers = [(load, bus) for load, (bus, count) in enumerate(self.loads) for _ in range(count)]
        tables = {
            "bus": make_table("bus", {"vn_kv": np.full(self.n_bus, 20.0)}),
            "line": make_table("line", {
                "from_bus": first, "to_bus": second, "length_km": length, "type": line_type,
                "r_ohm_per_km": np.full(n, 0.3), "x_ohm_per_km": np.full(n, 0.35), "max_i_ka": np.full(n, 0.3),
            }),
            "switch": make_table("switch", {
                "bus": at, "element": line, "et": ["l"] * len(at), "kind": kind, "remote": remote,
            }),
            "load": make_table("load", {
                "bus": [bus for bus, _ in self.loads], "p_mw": [0.002 * count for _, count in self.loads],
            }),
            "ext_grid": make_table("ext_grid", {"bus": [bar], "s_sc_max_mva": [400.0]}),
            "customer": make_table("customer", {
                "load": [load for load, _ in customers], "bus": [bus for _, bus in customers],
            }),
        }  # fmt: skip
        return make_network("sectionalised", tables)
