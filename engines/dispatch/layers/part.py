"""One part of a district as an instance of its own, and where its nodes, branches and devices stand in the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.dispatch.feeder import Feeder
from engines.dispatch.instance import Instance, Staircase
from engines.dispatch.layers.cutting import Region

Array = np.ndarray[Any, Any]

_FIELDS = {
    "ren": "renewables",
    "es": "storages",
    "mt": "turbines",
    "dr": "responses",
    "cb": "capacitors",
    "svc": "compensators",
}


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of the whole.

    Attributes:
        nodes, branches: ``(n,)`` in the whole, in the part's order; of a region the first node is a copy of the one it
            hangs on, without load, shunt or device.
        devices: by kind of device, ``(n,)`` places in the whole's case; stairs: places of its staircases.
        roots: ``(n_root,)`` places of its sources; empty for a region.
        is_region: whether its first node is such a copy.
    """

    instance: Instance
    nodes: Array
    branches: Array
    devices: dict[str, Array]
    taps: Array
    stairs: tuple[int, ...]
    roots: Array
    is_region: bool


def region_part(whole: Instance, region: Region) -> Part:
    """A region: its import has no price of its own, and the voltage it begins with is free."""
    nodes = np.concatenate([[region.above], region.nodes])
    part = _restricted(whole, nodes, region.branches, np.empty(0, np.int64), is_region=True)
    n = len(whole.horizon)
    case = replace(part.instance.case, ties=(), substation_taps=())
    feeder = part.instance.feeder
    feeder = replace(
        feeder,
        roots=np.zeros(1, np.int64),
        root_source=np.zeros(1, np.int64),
        g_node=_without_first(feeder.g_node),
        b_node=_without_first(feeder.b_node),
    )
    p_load, q_load = part.instance.p_load_mw.copy(), part.instance.q_load_mvar.copy()
    p_load[:, 0] = q_load[:, 0] = 0.0
    instance = replace(
        part.instance,
        case=case,
        feeder=feeder,
        p_load_mw=p_load,
        q_load_mvar=q_load,
        # The row of the source's voltage becomes that of a column of its own (see the boundary).
        v_grid_pu=np.zeros(1),
        tie=np.full(1, -1, np.int64),
        price=np.zeros(n),
    )
    return replace(part, instance=instance)


def upper_part(whole: Instance, regions: Sequence[Region]) -> Part:
    """The layer above the regions."""
    feeder = whole.feeder
    is_own = np.ones(feeder.n_node, bool)
    is_branch = np.ones(len(feeder.child), bool)
    for region in regions:
        is_own[region.nodes], is_branch[region.branches] = False, False
    return _restricted(
        whole, np.flatnonzero(is_own), np.flatnonzero(is_branch), np.arange(len(feeder.roots)), is_region=False
    )


def _without_first(values: Array) -> Array:
    values = values.copy()
    values[0] = 0.0
    return values


def _restricted(whole: Instance, nodes: Array, branches: Array, roots: Array, *, is_region: bool) -> Part:
    place = np.full(whole.feeder.n_node + 1, -1, np.int64)
    place[nodes] = np.arange(len(nodes))
    is_own = place[:-1] >= 0
    if is_region:
        is_own[nodes[0]] = False
    devices = {kind: np.flatnonzero(is_own[at]) for kind, at in whole.node.items()}
    tap_place = np.full(len(whole.feeder.child), -1, np.int64)
    tap_place[branches] = np.arange(len(branches))
    taps = np.flatnonzero(tap_place[whole.feeder_tap_branch] >= 0)
    stairs = _stairs(whole, devices["cb"], taps, with_source=not is_region)
    case = replace(
        whole.case,
        feeder_taps=tuple(whole.case.feeder_taps[k] for k in taps),
        **{
            field: tuple(getattr(whole.case, field)[k] for k in devices[kind])  # type: ignore[arg-type]
            for kind, field in _FIELDS.items()
        },
    )
    instance = replace(
        whole,
        case=case,
        feeder=_feeder(whole.feeder, nodes, branches, place),
        p_load_mw=whole.p_load_mw[:, nodes],
        q_load_mvar=whole.q_load_mvar[:, nodes],
        v_min_pu=whole.v_min_pu[nodes],
        v_max_pu=whole.v_max_pu[nodes],
        branch_mva=whole.branch_mva[branches],
        branch_pu=whole.branch_pu[branches],
        staircases=tuple(stair for _, stair in stairs),
        node={kind: place[at[devices[kind]]] for kind, at in whole.node.items()},
        available_mw=whole.available_mw[:, devices["ren"]],
        response_p_mw=whole.response_p_mw[:, devices["dr"]],
        response_q_mvar=whole.response_q_mvar[:, devices["dr"]],
        feeder_tap_branch=tap_place[whole.feeder_tap_branch[taps]],
        feeder_tap_row=whole.feeder_tap_row[taps],
    )
    return Part(instance, nodes, branches, devices, taps, tuple(k for k, _ in stairs), roots, is_region)


def _stairs(whole: Instance, banks: Array, taps: Array, *, with_source: bool) -> list[tuple[int, Staircase]]:
    own = {"capacitor": banks.tolist(), "feeder": taps.tolist()}
    found = []
    for k, stair in enumerate(whole.staircases):
        if stair.kind == "substation":
            if with_source:
                found.append((k, stair))
        elif stair.at in own[stair.kind]:
            found.append((k, replace(stair, at=own[stair.kind].index(stair.at))))
    return found


def _feeder(feeder: Feeder, nodes: Array, branches: Array, place: Array) -> Feeder:
    per_branch = ("table_row", "r_pu", "x_pu", "send_ratio", "receive_ratio", "g_send", "b_send", "g_receive")
    return replace(
        feeder,
        node_of_bus=place[feeder.node_of_bus],
        bus_of_node=feeder.bus_of_node[nodes],
        roots=place[feeder.roots],
        parent=place[feeder.parent[branches]],
        child=place[feeder.child[branches]],
        b_receive=feeder.b_receive[branches],
        g_node=feeder.g_node[nodes],
        b_node=feeder.b_node[nodes],
        **{name: getattr(feeder, name)[branches] for name in per_branch},
    )
