"""The lines and symbols that belong to a zone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from engines.grid.network import ElementRef
from widgets.diagram.camera import Camera
from widgets.diagram.scene import Scene

Array = np.ndarray[Any, Any]

_AT_SWITCH = 10.0
"""World units from a switch to the end of its line."""


class Members(NamedTuple):
    """What is drawn of a zone: lines ``(n, 4)``, whether each of their ends ``(n, 2)`` is at a switch that bounds the
    zone, which lines ``(n,)`` are sections of branches, and the middles ``(m, 2)`` of symbols; world units."""

    lines: Array
    is_bound: Array
    is_branch: Array
    symbols: Array


def members_of(scene: Scene, refs: Sequence[ElementRef]) -> Members:
    """The elements, and what hangs on their buses."""
    elements = scene.elements
    is_in = np.zeros(elements.count, bool)
    is_in[[n for n in map(elements.number, refs) if n >= 0]] = True
    is_bus = is_in[elements.part("bus")]
    hung = slice(elements.part("switch").stop, elements.count)
    at_bus = elements.bus[hung]
    is_in[hung] |= (at_bus >= 0) & (is_bus[at_bus] if len(is_bus) else False)
    piece = is_in[scene.branches.owner]
    if is_bus.any():
        # What lies between a switch and a bus of another zone belongs to that.
        stub = np.flatnonzero(piece & (scene.stub >= 0))
        piece[stub] = is_bus[elements.bus[scene.stub[stub]]]
    branches = scene.branches.xy[piece]
    others = [scene.buses.xy[is_in[scene.buses.owner]], scene.stems.xy[is_in[scene.stems.owner]]]
    lines = np.vstack([branches, *others])
    is_branch = np.arange(len(lines)) < len(branches)
    is_bound = np.zeros((len(lines), 2), bool)
    switch, has_piece = scene.switches.owner, np.zeros(elements.count + 1, bool)
    has_piece[scene.branches.owner[piece]] = True
    # Of a switch that stands on no branch the number is -1: the last place, always empty.
    bounds = ~is_in[switch] & has_piece[scene.switch_branch[switch - elements.start["switch"]]]
    x, y = scene.switches.x[bounds], scene.switches.y[bounds]
    for side in (0, 1):
        is_beside = np.abs(branches[:, 2 * side, None] - x) <= _AT_SWITCH
        is_beside &= np.abs(branches[:, 2 * side + 1, None] - y) <= _AT_SWITCH
        is_bound[: len(branches), side] = is_beside.any(1)
    symbols = [
        np.column_stack([places.x, places.y])[is_in[places.owner]] for places in (scene.equipment, scene.switches)
    ]
    return Members(lines, is_bound, is_branch, np.vstack(symbols))


def near(lines: Array, camera: Camera) -> Array:
    """Lines in pixels that lie in or near the view."""
    low, high = np.minimum(lines[:, :2], lines[:, 2:]), np.maximum(lines[:, :2], lines[:, 2:])
    margin_x, margin_y = 0.1 * camera.width + 20, 0.1 * camera.height + 20
    is_near = (high >= [-margin_x, -margin_y]).all(1)
    is_near &= (low <= [camera.width + margin_x, camera.height + margin_y]).all(1)
    return np.asarray(lines[is_near])
