"""Networks for reconfiguration: the three-feeder system of Civanlar and made-up meshed ones."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.limits import Limits, VoltageBand
from engines.grid.network import Network, make_network, make_table

Array = np.ndarray[Any, Any]

WIDE = Limits((VoltageBand(0.0, float("inf"), 0.5, 1.5, 0.4, 1.6),))

# Civanlar, Grainger, Yin, Lee: "Distribution feeder reconfiguration for loss reduction", IEEE Trans. Power Delivery
# 3(3), 1988. From, to, r, x per unit on 100 MVA and 23 kV, numbered from 1; the last three are open.
_CIVANLAR_BRANCHES = """
1 4 0.075 0.1  4 5 0.08 0.11  4 6 0.09 0.18  6 7 0.04 0.04  2 8 0.11 0.11  8 9 0.08 0.11  8 10 0.11 0.11
9 11 0.11 0.11  9 12 0.08 0.11  3 13 0.11 0.11  13 14 0.09 0.12  13 15 0.08 0.11  15 16 0.04 0.04
5 11 0.04 0.04  10 14 0.04 0.04  7 16 0.09 0.12
"""
# Bus, MW, Mvar net of the capacitors.
_CIVANLAR_LOADS = """
4 2.0 1.6  5 3.0 0.4  6 2.0 -0.4  7 1.5 1.2  8 4.0 2.7  9 5.0 1.8  10 1.0 0.9  11 0.6 -0.5  12 4.5 -1.7
13 1.0 0.9  14 1.0 -1.1  15 1.0 0.9  16 2.1 -0.8
"""


def switched_network(
    name: str,
    vn_kv: float,
    lines: Array,
    closed: Array,
    loads: Array,
    sources: list[int],
    limits: Limits = WIDE,
) -> Network:
    """Lines (from, to, ohm, ohm), each with a load-break switch at its first end; loads (bus, MW, Mvar)."""
    buses = np.unique(np.r_[lines[:, 0], lines[:, 1]]).astype(int)
    number = np.arange(1, len(lines) + 1)
    return make_network(
        name,
        {
            "bus": make_table("bus", {"vn_kv": np.full(len(buses), vn_kv)}, index=buses),
            "line": make_table(
                "line",
                {
                    "from_bus": lines[:, 0],
                    "to_bus": lines[:, 1],
                    "length_km": np.ones(len(lines)),
                    "r_ohm_per_km": lines[:, 2],
                    "x_ohm_per_km": lines[:, 3],
                },
                index=number,
            ),
            "switch": make_table(
                "switch",
                {
                    "bus": lines[:, 0],
                    "element": number,
                    "et": np.full(len(lines), "l"),
                    "position": closed,
                    "normal_closed": closed,
                },
                index=number,
            ),
            "load": make_table("load", {"bus": loads[:, 0], "p_mw": loads[:, 1], "q_mvar": loads[:, 2]}),
            "ext_grid": make_table("ext_grid", {"bus": sources, "vm_pu": np.ones(len(sources))}),
        },
        limits=limits,
        source=name,
    )


def civanlar16() -> Network:
    """Three feeders with three ties; sources at buses 1, 2 and 3."""
    branches = np.array(_CIVANLAR_BRANCHES.split(), float).reshape(-1, 4)
    branches[:, 2:] *= 23.0**2 / 100.0
    loads = np.array(_CIVANLAR_LOADS.split(), float).reshape(-1, 3)
    return switched_network("Civanlar 16", 23.0, branches, np.arange(1, 17) <= 13, loads, [1, 2, 3])


def meshed(n_bus: int, n_tie: int, seed: int, sources: int = 1) -> Network:
    """A made-up town: buses at random, joined along a triangulation, one or more stations, every line switchable."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import minimum_spanning_tree
    from scipy.spatial import Delaunay

    random = np.random.default_rng(seed)
    place = random.uniform(0.0, 12.0, (n_bus, 2))
    place[:sources] = np.array([[6.0, 6.0], [2.0, 9.0], [10.0, 3.0]])[:sources]
    corners = Delaunay(place).simplices
    pairs = np.unique(np.sort(np.r_[corners[:, :2], corners[:, 1:], corners[:, ::2]], axis=1), axis=0)
    length = np.hypot(*(place[pairs[:, 0]] - place[pairs[:, 1]]).T)
    weight = length * random.uniform(0.6, 1.6, len(pairs))
    # Stations hang together from above: to the tree they are one.
    one = np.where(pairs < sources, 0, pairs)
    real = one[:, 0] != one[:, 1]
    pairs, length, weight, one = pairs[real], length[real], weight[real], one[real]
    order = np.lexsort((weight, one[:, 1], one[:, 0]))
    _, first = np.unique(one[order], axis=0, return_index=True)
    keep = order[first]
    tree = minimum_spanning_tree(coo_matrix((weight[keep], one[keep].T), (n_bus, n_bus))).tocoo()
    chosen = set(zip(np.minimum(tree.row, tree.col).tolist(), np.maximum(tree.row, tree.col).tolist(), strict=True))
    in_tree = np.array([tuple(o) in chosen and k in set(keep.tolist()) for k, o in enumerate(np.sort(one).tolist())])
    ties = np.flatnonzero(~in_tree)
    ties = random.permutation(ties)[:n_tie]
    used = np.r_[np.flatnonzero(in_tree), ties]
    ohm_per_km = random.choice([0.16, 0.27, 0.45], len(used))
    ohm = np.c_[ohm_per_km, random.uniform(0.3, 0.38, len(used))] * np.maximum(length[used], 0.05)[:, None]
    p = random.lognormal(0.0, 0.8, n_bus) * (0.03 if sources == 1 else 0.06)
    loads = np.c_[np.arange(n_bus), p, p * random.uniform(0.2, 0.6, n_bus)][sources:]
    closed = np.arange(len(used)) < int(in_tree.sum())
    name = f"meshed {n_bus} buses, {n_tie} ties, seed {seed}"
    return switched_network(name, 12.66, np.c_[pairs[used], ohm], closed, loads, list(range(sources)))
