"""Small and random networks for questions of connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engines.grid.network import Network, make_network, make_table
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition


def random_network(seed: int, n_bus: int = 40) -> Network:
    """A meshed network of lines, transformers and every sort of switch in random positions."""
    rng = np.random.default_rng(seed)
    index = rng.permutation(n_bus * 2)[:n_bus]
    anywhere = lambda n: index[rng.integers(0, n_bus, n)]  # noqa: E731
    n_line = int(n_bus * 0.9)
    lines = {"from_bus": anywhere(n_line), "to_bus": anywhere(n_line), "length_km": rng.uniform(0.1, 2, n_line)}
    lines["in_service"] = rng.random(n_line) > 0.05
    trafos = {"hv_bus": anywhere(3), "lv_bus": anywhere(3)}
    three = {"hv_bus": index[[0]], "mv_bus": index[[1]], "lv_bus": index[[2]]}
    switches: list[tuple[int, int, str]] = [(int(anywhere(1)[0]), int(anywhere(1)[0]), "b") for _ in range(n_bus // 4)]
    for row in rng.choice(n_line, n_line // 2, replace=False).tolist():
        end = "from_bus" if rng.random() < 0.5 else "to_bus"
        switches.append((int(lines[end][row]), row, "l"))
    switches.append((int(trafos["lv_bus"][0]), 0, "t"))
    switches.append((int(three["mv_bus"][0]), 0, "t3"))
    bus, element, et = zip(*switches, strict=True)
    chance = [0.25, 0.6, 0.05, 0.1]
    columns: dict[str, Any] = {
        "bus": np.array(bus),
        "element": np.array(element),
        "et": np.array(et),
        "position": rng.choice(4, len(bus), p=chance),
    }
    level = np.where(rng.random(n_bus) < 0.1, 110.0, 20.0)
    tables = {
        "bus": make_table("bus", {"vn_kv": level, "in_service": rng.random(n_bus) > 0.05}, index=index),
        "line": make_table("line", lines),
        "trafo": make_table("trafo", trafos),
        "trafo3w": make_table("trafo3w", three),
        "switch": make_table("switch", columns),
        "ext_grid": make_table("ext_grid", {"bus": index[[3, 4]], "in_service": np.array([True, seed % 3 > 0])}),
        "sgen": make_table("sgen", {"bus": anywhere(3), "p_mw": np.array([0.1, 0.0, 0.2])}),
    }
    return make_network(f"random {seed}", tables)


@pytest.fixture
def two_feeders() -> Network:
    """Two primary transformers, a coupler, two feeders that meet at an open tie, and a secondary transformer.

    ::

        (0)─⦾⦾─(1)─▪─line 0─(3)─line 1─(4)─▪─line 2─(5)    (5)─tie, open─(8)
                │                        ⦾⦾(9, 0.4 kV, load)
             coupler, open
                │
        (0)─⦾⦾─(2)─▪─line 3─(6)─line 4─(7)─line 5─(8)
    """
    bus = {
        "vn_kv": np.array([110.0, 20, 20, 20, 20, 20, 20, 20, 20, 0.4]),
        "name": np.array([f"bus {k}" for k in range(10)]),
    }
    line = {
        "from_bus": np.array([1, 3, 4, 2, 6, 7]),
        "to_bus": np.array([3, 4, 5, 6, 7, 8]),
        "length_km": np.array([1.0, 2, 3, 1, 1, 1]),
        "name": np.array([f"line {k}" for k in range(6)]),
    }
    trafo = {"hv_bus": np.array([0, 0, 4]), "lv_bus": np.array([1, 2, 9])}
    switch = {
        "name": np.array(["CB north", "CB south", "section", "coupler", "tie"]),
        "bus": np.array([1, 2, 4, 1, 5]),
        "element": np.array([0, 3, 2, 2, 8]),
        "et": np.array(["l", "l", "l", "b", "b"]),
        "position": np.array([1, 1, 1, 0, 0]),
        "normal_closed": np.array([True, True, True, False, False]),
    }
    tables = {
        "bus": make_table("bus", bus),
        "line": make_table("line", line),
        "trafo": make_table("trafo", trafo),
        "switch": make_table("switch", switch),
        "ext_grid": make_table("ext_grid", {"bus": np.array([0])}),
        "load": make_table("load", {"bus": np.array([9, 5, 8]), "p_mw": np.array([0.1, 0.2, 0.3])}),
        "customer": make_table(
            "customer",
            {"bus": np.array([9, 5, 8]), "count": np.array([40, 10, 5]), "priority": np.array([0, 2, 3])},
        ),
    }
    return make_network("two feeders", tables)


@pytest.fixture
def make_random() -> Callable[..., Network]:
    """:func:`random_network`."""
    return random_network


@pytest.fixture
def turned() -> Callable[[Snapshot, str, SwitchPosition], Snapshot]:
    """Another snapshot with the named switch in a position."""

    def turn(snapshot: Snapshot, name: str, position: SwitchPosition) -> Snapshot:
        row = snapshot.network["switch"]["name"].tolist().index(name)
        return snapshot.with_values("switch", "position", [row], position)

    return turn
