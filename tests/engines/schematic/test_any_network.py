"""Networks nobody would build on purpose: whatever comes from a file is drawn, complete and readable."""

from __future__ import annotations

import numpy as np
import pytest

from engines.grid.network import Network, make_network, make_table
from engines.schematic import quality
from engines.schematic.layout import schematic_layout
from engines.schematic.map_layout import map_layout

DEVICES = ("load", "sgen", "storage", "shunt", "gen")


def any_network(seed: int) -> Network:
    """Up to 90 buses on three levels, chords, loops, parts without source, switches and devices anywhere."""
    random = np.random.default_rng(seed)
    n = int(random.integers(1, 90))
    level = np.array([110.0, 20.0, 0.4])[np.sort(random.integers(0, 3, n))]
    reach = random.integers(1, 40, n)
    pairs = [(int(random.integers(max(0, k - reach[k]), k)), k) for k in range(1, n) if random.random() < 0.95]
    pairs += [(int(a), int(b)) for a, b in random.integers(0, n, (int(random.integers(0, n // 2 + 1)), 2))]
    lines = [(a, b) for a, b in pairs if level[a] == level[b]]
    trafos = [(a, b) for a, b in pairs if level[a] != level[b]]
    couplers = [pair for pair in lines if pair[0] != pair[1] and random.random() < 0.15]
    lines = [pair for pair in lines if pair not in couplers]
    switches = [(a, b, "b", bool(random.random() < 0.7)) for a, b in couplers]
    for et, branches in (("l", lines), ("t", trafos)):
        for k, (a, b) in enumerate(branches):
            switches += [
                (end, k, et, bool(random.random() < 0.8)) for end in {a, b} if a != b and random.random() < 0.3
            ]
    return _assembled(random, level, np.array(lines), np.array(trafos), switches)


def _assembled(random: np.random.Generator, level, lines, trafos, switches) -> Network:
    n = len(level)
    lines, trafos = lines.reshape(-1, 2).astype(int), trafos.reshape(-1, 2).astype(int)
    at, element, et, closed = zip(*switches, strict=True) if switches else ((),) * 4
    tables = {t: make_table(t, {"bus": random.integers(0, n, int(random.integers(0, n + 1)))}) for t in DEVICES}
    tables["bus"] = make_table(
        "bus",
        {"vn_kv": level, "x": random.uniform(0, 10, n), "y": random.uniform(0, 10, n)},
    )
    tables["line"] = make_table("line", {"from_bus": lines[:, 0], "to_bus": lines[:, 1]})
    tables["trafo"] = make_table("trafo", {"hv_bus": trafos[:, 0], "lv_bus": trafos[:, 1]})
    tables["ext_grid"] = make_table("ext_grid", {"bus": random.integers(0, n, int(random.integers(0, 3)))})
    tables["switch"] = make_table(
        "switch",
        {
            "bus": np.array(at, np.int64),
            "element": np.array(element, np.int64),
            "et": np.array(et, str),
            "normal_closed": np.array(closed, bool),
            "name": np.array([f"S{k}" for k in range(len(switches))], str),
        },
    )
    return make_network("any", tables)


@pytest.mark.parametrize("seed", range(60))
def test_any_network_is_drawn_without_overlaps(seed: int) -> None:
    layout = schematic_layout(any_network(seed))
    assert quality.count_label_overlaps(layout) == 0
    assert quality.count_label_line_overlaps(layout) == 0
    assert quality.count_label_symbol_overlaps(layout) == 0
    assert quality.count_symbol_overlaps(layout) == 0
    assert quality.count_symbol_line_overlaps(layout) == 0
    assert quality.count_tree_edge_crossings(layout) == 0


@pytest.mark.parametrize("seed", range(20))
def test_any_network_is_drawn_with_every_branch_from_its_bus_to_its_bus(seed: int) -> None:
    network = any_network(seed)
    layout = schematic_layout(network)
    for table, (start, end) in {"line": ("from_bus", "to_bus"), "trafo": ("hv_bus", "lv_bus")}.items():
        for k in range(len(network[table])):
            x, y = layout.branch[table].points(k)
            for bus, at in ((network[table][start][k], 0), (network[table][end][k], -1)):
                x0, y0, x1, y1 = layout.bus[bus]
                assert x0 <= x[at] <= x1
                assert y0 <= y[at] <= y1


@pytest.mark.parametrize("seed", range(12))
def test_any_network_with_coordinates_has_a_map_without_label_overlaps(seed: int) -> None:
    layout = map_layout(any_network(seed))
    assert layout is not None
    assert np.isfinite(layout.bus).all()
    assert quality.count_label_overlaps(layout) == 0
    assert quality.count_label_symbol_overlaps(layout) == 0
