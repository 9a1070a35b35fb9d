"""What the layers decided put together as one solution of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engines.dispatch.closing import settled_flow
from engines.dispatch.conic import ConicSolution
from engines.dispatch.instance import Instance
from engines.dispatch.layers.boundary import Layer
from engines.dispatch.layers.part import Part
from engines.dispatch.layout import Layout
from engines.dispatch.programme import Programme
from engines.dispatch.rounding import Switching
from engines.dispatch.rows import Block

Array = np.ndarray[Any, Any]
Piece = tuple[Layer, ConicSolution, Switching]

_KIND = {
    **dict.fromkeys(("rp", "rq"), "ren"),
    **dict.fromkeys(("ec", "ed", "eq", "ee"), "es"),
    **dict.fromkeys(("gp", "gq"), "mt"),
    **dict.fromkeys(("dp", "dx"), "dr"),
    **dict.fromkeys(("cn", "cw"), "cb"),
    "sq": "svc",
}
_NODE_ROWS = ("active_balance", "reactive_balance", "voltage_min", "voltage_max")
_BRANCH_ROWS = ("drop", "current", "branch_current", "branch_send", "branch_receive")
_DEVICE_ROWS = {
    "ren": ("ren_",),
    "es": ("charge_", "discharge_", "storage_", "energy_"),
    "mt": ("turbine_",),
    "dr": ("response_",),
    "svc": ("svc_",),
}


def assembled(programme: Programme, pieces: Sequence[Piece]) -> tuple[ConicSolution, Switching] | None:
    """One solution of the whole, its flows those that belong to the devices; ``None`` where there are none."""
    instance = programme.instance
    switching = _joined_switching(instance, pieces)
    x = _as_told(instance, programme.layout, _columns(programme.layout, pieces), switching)
    flows = settled_flow(instance, programme.layout, x, switching)
    if flows is None:
        return None
    duals = [
        _duals(sum_of, [(layer, part_of, own) for layer, part_of, own in parts])
        for sum_of, parts in (
            (
                (programme.equal_blocks, len(programme.equal_right)),
                [(layer, layer.programme.equal_blocks, s.equal_dual) for layer, s, _ in pieces],
            ),
            (
                (programme.upper_blocks, len(programme.upper_right)),
                [(layer, layer.programme.upper_blocks, s.upper_dual) for layer, s, _ in pieces],
            ),
            (
                (programme.cone_blocks, len(programme.cone_right)),
                [(layer, layer.programme.cone_blocks, s.cone_dual) for layer, s, _ in pieces],
            ),
        )
    ]
    value = float(programme.cost @ flows) + programme.constant
    solution = ConicSolution(
        "solved", "assembled", flows, value, float("nan"), duals[0], np.empty(0), duals[1], duals[2], 0
    )
    return solution, switching


def _columns(x: Layout, pieces: Sequence[Piece]) -> Array:
    """``(n_column,)`` of the whole."""
    whole = np.zeros(x.n_column)
    for layer, solution, _ in pieces:
        part, own = layer.part, layer.programme.layout
        # The first node of a region is the layer above's.
        first = 1 if part.is_region else 0
        places: dict[str, tuple[Array, slice]] = {
            "u": (part.nodes[first:], slice(first, None)),
            "um": (part.taps, slice(None)),
            **{name: (part.branches, slice(None)) for name in ("p", "q", "l")},
            **{name: (part.devices[kind], slice(None)) for name, kind in _KIND.items()},
        }
        if x["vd"].shape[1]:
            places["vd"] = places["u"]
        for name, (at, taken) in places.items():
            whole[x[name][:, at]] = solution.x[own[name][:, taken]]
    return whole


def _joined_switching(whole: Instance, pieces: Sequence[Piece]) -> Switching:
    positions = [np.zeros(0, np.int64)] * len(whole.staircases)
    charges = np.zeros((whole.horizon.n_step, len(whole.case.storages)), bool)
    for layer, _, switching in pieces:
        for place, own in zip(layer.part.stairs, switching.positions, strict=True):
            positions[place] = own
        charges[:, layer.part.devices["es"]] = switching.charges
    return Switching(tuple(positions), charges)


def _as_told(instance: Instance, x: Layout, columns: Array, switching: Switching) -> Array:
    """Without what a solver leaves beyond a bound: exactly what the devices are told."""
    told = columns.copy()
    charges = switching.charges[instance.horizon.step]
    told[x["rp"]] = np.clip(columns[x["rp"]], 0.0, instance.available_mw)
    told[x["gp"]] = np.maximum(columns[x["gp"]], 0.0)
    told[x["ec"]] = np.where(charges, np.maximum(columns[x["ec"]], 0.0), 0.0)
    told[x["ed"]] = np.where(charges, 0.0, np.maximum(columns[x["ed"]], 0.0))
    return told


def _duals(whole: tuple[dict[str, Block], int], parts: Sequence[tuple[Layer, dict[str, Block], Array]]) -> Array:
    """What the layers' rows are worth, at the rows of the whole that say the same; 0 where none does."""
    blocks, n = whole
    found = np.zeros(n)
    for layer, own_blocks, dual in parts:
        for name, own in own_blocks.items():
            places = _places(layer.part, name)
            if name not in blocks or places is None:
                continue
            to = blocks[name]
            element = places[own.element]
            key = own.moment * 1_000_000 + element
            order = np.argsort(to.moment * 1_000_000 + to.element)
            at = np.searchsorted(to.moment * 1_000_000 + to.element, key, sorter=order)
            row = order[np.minimum(at, len(order) - 1)]
            is_same = (element >= 0) & (to.moment[row] == own.moment) & (to.element[row] == element)
            found[to.rows[row[is_same]]] = dual[own.rows[is_same]]
    return found


def _places(part: Part, name: str) -> Array | None:
    """Where in the whole the elements of rows stand; -1 for the copy of a node, ``None`` for rows of no interest."""
    if name in _NODE_ROWS:
        nodes = part.nodes.copy()
        if part.is_region:
            nodes[0] = -1
        return nodes
    if name in _BRANCH_ROWS:
        return part.branches
    if name.startswith("tie_"):
        return None if part.is_region else part.roots
    for kind, words in _DEVICE_ROWS.items():
        if name.startswith(words):
            return part.devices[kind]
    return None
