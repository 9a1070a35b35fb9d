"""Where the name of a station or feeder may stand: the best place first."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.values.schematic import LabelKind
from engines.values.topology import Topology
from widgets.diagram.camera import Camera
from widgets.diagram.scene import Scene

Array = np.ndarray[Any, Any]

LIFT = 24.0
"""World units from a feeder's line up to the top of its name."""
_FROM_BAR = 12.0
"""World units from the bar to the name of its feeder."""
_CLEAR_PX, _BAR_CLEAR_PX = 4.0, 5.0
_LEVELS_PX = (0.0, 3.0, 6.0)
"""Higher where a switch stands at the feeder's head."""
_CAP_PX = 8.0
"""Height of a capital letter."""
_ALONG_PX = (0.0, 8.0, 20.0, 40.0)
"""Farther along its line a name would pass for another's."""
_UP_PX = (0.0, 6.0, 12.0, 20.0)
_AROUND = ((1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1))
_AWAY_PX = (9.0, 18.0, 30.0)
_FAR_PX = (44.0, 60.0)
"""A station's name may stand farther away: the lines of its feeders all point to the station."""
_N_POINT = 8
"""So many buses of a feeder, evenly along it, are tried for its name."""


def near_line(x: Array, line: Array, bar: Array, width: Array) -> Array:
    """``(n, n_place, 2)`` left and foot of feeders' names: along the line above it, before the bar, beneath it.

    Args:
        x: ``(n,)`` pixels, where the layout begins the name; line, bar: ``(n,)`` y of the feeder's line and x of
            the bar it leaves; width: ``(n,)`` of the names.
    """
    start = np.maximum(x, bar + _BAR_CLEAR_PX)
    above, beneath = line - _CLEAR_PX, line + _CLEAR_PX + _CAP_PX
    before = bar - _BAR_CLEAR_PX - width, line + _CAP_PX / 2
    along = [(start + step, above - level) for step in _ALONG_PX for level in _LEVELS_PX]
    under = [(start + step, beneath + level) for step in _ALONG_PX[:3] for level in _LEVELS_PX]
    places = [*along[:9], before, *along[9:], *under]
    return np.stack([np.column_stack(place) for place in places], axis=1)


def near_bar(x: Array, foot: Array, bar: Array, width: Array) -> Array:
    """``(n, n_place, 2)`` left and foot of stations' names: above the bar, beside its head, beneath it.

    Args:
        x, foot: ``(n,)`` pixels, where the layout puts the name; bar: ``(n, 4)`` the station's bar in pixels.
    """
    middle, top, end = (bar[:, 0] + bar[:, 2]) / 2, bar[:, [1, 3]].min(1), bar[:, [1, 3]].max(1)
    highest = np.minimum(foot, top - _CLEAR_PX)
    left = (x, middle, middle - width / 2, middle - width, middle - width - 2 * _BAR_CLEAR_PX)
    places = [(side, highest - up) for up in _UP_PX for side in left]
    places += [(middle - width - _BAR_CLEAR_PX, top + _CAP_PX + down) for down in (0.0, 10.0, 20.0)]
    places += [(middle - width / 2, end + _CLEAR_PX + _CAP_PX), (middle - width, end + _CLEAR_PX + _CAP_PX)]
    return np.stack([np.column_stack(place) for place in places], axis=1)


def around(points: Array, width: Array, kind: LabelKind) -> Array:
    """``(n, n_place, 2)`` left and foot of names beside any of their points ``(n, n_point, 2)``, the nearest first."""
    places = []
    for away in _AWAY_PX if kind == LabelKind.FEEDER else (*_AWAY_PX, *_FAR_PX):
        for k in range(points.shape[1]):
            x, y = points[:, k, 0], points[:, k, 1]
            for right, below in _AROUND:
                foot = y + _CAP_PX / 2 + below * (away * 0.7 + _CAP_PX / 2)
                places.append((x + right * away - width * (1 - right) / 2, foot))
    return np.stack([np.column_stack(place) for place in places], axis=1)


def map_points(scene: Scene, topology: Topology | None, kind: LabelKind, labels: Array) -> Array:
    """``(n, n_point, 2)`` where on the map a name may stand, world units: at its station, or along its feeder."""
    box = scene.layout.labels
    if kind != LabelKind.FEEDER:
        return scene.anchor[scene.label_owner[labels]][:, None]
    middle = np.column_stack([box.x[labels] + box.width[labels] / 2, box.y[labels] + box.height[labels] / 2])
    points = np.repeat(middle[:, None], _N_POINT, axis=1)
    feeders = topology.feeders if topology is not None else ()
    rows_of = {(feeder.head_table, feeder.head_row): feeder.bus_rows for feeder in feeders}
    for k, label in enumerate(labels.tolist()):
        rows = np.array(rows_of.get((str(box.table[label]), int(box.row[label])), ()), np.int64)
        if len(rows):
            chosen = rows[np.linspace(0, len(rows) - 1, _N_POINT).astype(np.int64)]
            points[k] = scene.anchor[scene.elements.start["bus"] + chosen]
    return points


def places_of(scene: Scene, camera: Camera, kind: LabelKind, labels: Array, width: Array) -> Array:
    """``(n, n_place, 2)`` left and foot in pixels for names on the schematic, the best place first."""
    box, corner = scene.layout.labels, np.array([camera.dx, camera.dy])
    x, y = (np.column_stack([box.x[labels], box.y[labels]]) * camera.scale + corner).T
    foot = y + box.height[labels] * camera.scale - 3.0
    if kind == LabelKind.FEEDER:
        return near_line(x, y + LIFT * camera.scale, x - _FROM_BAR * camera.scale, width)
    if kind == LabelKind.SUBSTATION:
        return near_bar(x, foot, scene.buses.xy[box.row[labels]] * camera.scale + np.tile(corner, 2), width)
    return np.stack([np.column_stack([x, foot - up]) for up in _UP_PX], axis=1)
