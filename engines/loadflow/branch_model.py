"""Every branch of a network as one pi equivalent, in one set of arrays, and which of its ends are connected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import Network, rows_of
from engines.grid.snapshot import Snapshot
from engines.loadflow.branch_ratings import (
    impedance_loading,
    line_loading,
    switch_loading,
    trafo3w_loading,
    trafo_loading,
)
from engines.loadflow.pi_equivalents import PiBranches, impedance_pi, line_pi, switch_pi, trafo_pi
from engines.loadflow.three_winding import TRAFO3W_SIDES, trafo3w_pi
from engines.values.frozen import FrozenMap

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class BranchModel:
    """All branches, table after table.

    Attributes:
        pi: the equivalents.
        part: where each table's rows lie; ``trafo3w`` has its hv legs, then mv, then lv; ``switch`` holds
            the bus-bus switches of ``switch_rows``.
        n_star: star points of trafo3w, numbered after the buses.
        vn_kv: ``(n_bus + n_star,)`` nominal voltages.
        loading_from, loading_to: ``(n,)`` percent per ampere at each end; NaN where there is no rating.
    """

    pi: PiBranches
    part: FrozenMap[str, slice]
    switch_rows: Array
    n_star: int
    vn_kv: Array
    loading_from: Array
    loading_to: Array


def build_branch_model(snapshot: Snapshot) -> BranchModel:
    """The branches of a snapshot; only tap positions are taken from its state, never what is in service."""
    network = snapshot.network
    vn_kv = network.bus["vn_kv"].astype(float)
    trafo3w = network["trafo3w"]
    if len(trafo3w):
        vn_kv = np.concatenate([vn_kv, vn_kv[network.bus_row(trafo3w["hv_bus"])]])
    switch_rows = np.flatnonzero(network["switch"]["et"] == "b")
    parts = {
        "line": (line_pi(network), *line_loading(network)),
        "trafo": (trafo_pi(snapshot), *trafo_loading(network)),
        "trafo3w": (trafo3w_pi(snapshot, vn_kv), *trafo3w_loading(network)),
        "impedance": (impedance_pi(network), *impedance_loading(network)),
        "switch": (switch_pi(network, switch_rows), *switch_loading(network, switch_rows)),
    }
    ends = np.cumsum([0, *(len(p[0]) for p in parts.values())])
    places = {name: slice(int(ends[k]), int(ends[k + 1])) for k, name in enumerate(parts)}
    fields = PiBranches.__dataclass_fields__
    pi = PiBranches(*(np.concatenate([getattr(p[0], f) for p in parts.values()]) for f in fields))
    loading = [np.concatenate([p[side] for p in parts.values()]) for side in (1, 2)]
    return BranchModel(pi, FrozenMap(places), switch_rows, len(trafo3w), vn_kv, loading[0], loading[1])


def switch_sides(network: Network, model: BranchModel) -> tuple[Array, Array, Array]:
    """Which branch end each line or transformer switch opens: (switch row, branch, is at the "to" end)."""
    switch = network["switch"]
    found: list[tuple[Array, Array, Array]] = []
    for et, table, ends in (("l", "line", ("from_bus", "to_bus")), ("t", "trafo", ("hv_bus", "lv_bus"))):
        rows = np.flatnonzero(switch["et"] == et)
        element = rows_of(network[table].index, switch["element"][rows])
        rows, element = rows[element >= 0], element[element >= 0]
        at_to = switch["bus"][rows] != network[table][ends[0]][element]
        found.append((rows, element + model.part[table].start, at_to))
    rows = np.flatnonzero(switch["et"] == "t3")
    element = rows_of(network["trafo3w"].index, switch["element"][rows])
    rows, element = rows[element >= 0], element[element >= 0]
    for k, side in enumerate(TRAFO3W_SIDES):
        here = switch["bus"][rows] == network["trafo3w"][f"{side}_bus"][element]
        leg = element[here] + model.part["trafo3w"].start + k * len(network["trafo3w"])
        found.append((rows[here], leg, np.full(len(leg), side != "hv")))
    return tuple(np.concatenate(parts) for parts in zip(*found, strict=True))  # type: ignore[return-value]


def branch_ends(snapshot: Snapshot, model: BranchModel, sides: tuple[Array, Array, Array]) -> tuple[Array, Array]:
    """Whether each branch's from and to end is connected: ``(n,)`` each.

    Only a switch known to be closed connects. A line with one open end, or one end at a bus out of service,
    stays charged from the other; every other branch at such a bus goes out as a whole.
    """
    pi, part = model.pi, model.part
    closed = snapshot.switch_closed
    in_service = np.concatenate(
        [
            snapshot.column("line", "in_service"),
            snapshot.column("trafo", "in_service"),
            *(snapshot.column("trafo3w", "in_service"),) * 3,
            snapshot.column("impedance", "in_service"),
            closed[model.switch_rows],
        ]
    )
    bus = snapshot.column("bus", "in_service")
    if bus.all():
        at_from, at_to = in_service.copy(), in_service
    else:
        bus = np.concatenate([bus, np.ones(model.n_star, bool)])
        at_from, at_to = in_service & bus[pi.from_row], in_service & bus[pi.to_row]
        whole = slice(part["line"].stop, len(pi))
        both = at_from[whole] & at_to[whole]
        at_from[whole], at_to[whole] = both, both
    switch_row, branch, is_to = sides
    is_open = ~closed[switch_row]
    at_from[branch[is_open & ~is_to]] = False
    at_to[branch[is_open & is_to]] = False
    return at_from, at_to
