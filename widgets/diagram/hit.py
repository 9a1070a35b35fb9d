"""What is under the pointer, and what is inside a rectangle."""

from __future__ import annotations

from typing import Any

import numpy as np

from widgets.diagram.camera import Camera
from widgets.diagram.places import Strokes
from widgets.diagram.scene import Scene
from widgets.diagram.signs_painter import SYMBOLS_FROM

Array = np.ndarray[Any, Any]

REACH_PX = 6.0
_CLOSE_FROM = 0.6


def hit(scene: Scene, camera: Camera, x: float, y: float) -> int:
    """Number of the element at a pixel, -1 for none: symbols before buses before branches."""
    world_x, world_y = camera.to_world(x, y)
    reach = REACH_PX / camera.scale
    if camera.scale >= SYMBOLS_FROM:
        # Far out symbols and buses are nearer to each other than the pointer is exact: the nearest wins.
        limit = max(9.0, reach)
        if camera.scale < _CLOSE_FROM:
            limit = min(limit, _bus_distance(scene.buses, world_x, world_y, reach))
        for places in (scene.switches, scene.equipment):
            found = _nearest_symbol(places.x, places.y, places.owner, world_x, world_y, limit)
            if found >= 0:
                return found
    for strokes in (scene.buses, scene.branches):
        found = _nearest_line(strokes, world_x, world_y, reach)
        if found >= 0:
            return found
    return _nearest_line(scene.stems, world_x, world_y, reach) if camera.scale >= SYMBOLS_FROM else -1


def _bus_distance(buses: Strokes, x: float, y: float, reach: float) -> float:
    near = np.flatnonzero(buses.visible((x - reach, y - reach, x + reach, y + reach)))
    return float(distances(buses.xy[near], x, y).min(initial=np.inf))


def _nearest_symbol(xs: Array, ys: Array, owner: Array, x: float, y: float, reach: float) -> int:
    near = np.flatnonzero((np.abs(xs - x) <= reach) & (np.abs(ys - y) <= reach))
    if not len(near):
        return -1
    return int(owner[near[np.argmin((xs[near] - x) ** 2 + (ys[near] - y) ** 2)]])


def _nearest_line(strokes: Strokes, x: float, y: float, reach: float) -> int:
    near = np.flatnonzero(strokes.visible((x - reach, y - reach, x + reach, y + reach)))
    if not len(near):
        return -1
    distance = distances(strokes.xy[near], x, y)
    best = int(np.argmin(distance))
    return int(strokes.owner[near[best]]) if distance[best] <= reach else -1


def distances(lines: Array, x: float, y: float) -> Array:
    """``(n,)`` from a point to each line ``(n, 4)``."""
    start, step = lines[:, :2], lines[:, 2:] - lines[:, :2]
    to_point = np.array([x, y]) - start
    square = np.maximum((step**2).sum(1), 1e-12)
    share = np.clip((to_point * step).sum(1) / square, 0.0, 1.0)
    return np.asarray(np.hypot(*(to_point - step * share[:, None]).T))


def inside(scene: Scene, rect: tuple[float, float, float, float]) -> Array:
    """Numbers of all elements whose anchor lies in a world rectangle."""
    x0, y0, x1, y1 = rect
    at = scene.anchor
    # A comparison with NaN is false: what is not drawn is never inside.
    return np.flatnonzero((at[:, 0] >= x0) & (at[:, 0] <= x1) & (at[:, 1] >= y0) & (at[:, 1] <= y1))
