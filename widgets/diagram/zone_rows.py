"""A zone on the schematic: boxes around upright and level lines, grown together along its rows."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPolygonF, QTransform

from widgets.diagram.camera import Camera
from widgets.diagram.lines_painter import on_screen
from widgets.diagram.zone_members import Members, near
from widgets.diagram.zone_outline import dashes_along, edges_of, outlines, rounded

Array = np.ndarray[Any, Any]

_SYMBOL_HALF = 8.0
_ROW_UP, _ROW_DOWN = 10.0, 26.0
"""How far a bus and its loads reach from their row: all of the row is as high, so that its rim is straight."""
_BEFORE_SWITCH = 4.0
"""A zone ends so far behind the end of its line at a switch."""
_GAP_X, _GAP_Y = 96.0, 24.0
"""World units between two loads, and between what lies beneath each other, that are inside as well."""
_CORNER = 10.0


class ZoneRows:
    """The area and its outline for one margin."""

    def __init__(self, members: Members, margin: float) -> None:
        symbols = np.hstack([members.symbols - _SYMBOL_HALF, members.symbols + _SYMBOL_HALF])
        around = np.array([-margin, -margin, margin, margin])
        self._boxes = np.vstack([_line_boxes(members, margin), symbols + around])
        rings = [rounded(ring, _CORNER) for ring in outlines(self._boxes, _GAP_X, _GAP_Y)]
        self._edges = edges_of(rings)
        self._path = QPainterPath()
        for ring in rings:
            self._path.addPolygon(QPolygonF([QPointF(x, y) for x, y in ring.tolist()]))
            self._path.closeSubpath()

    def fill(self, painter: QPainter, camera: Camera, color: QColor) -> None:
        to_screen = QTransform(camera.scale, 0, 0, camera.scale, camera.dx, camera.dy)
        painter.fillPath(to_screen.map(self._path), color)

    def outline(self, camera: Camera, dash: float, gap: float) -> Array:
        return near(dashes_along(on_screen(camera, self._edges), dash, gap), camera)

    def parts(self, camera: Camera) -> Array:
        boxes = on_screen(camera, self._boxes)
        return boxes[np.argsort(-np.ptp(boxes[:, [0, 2]], axis=1), kind="stable")]

    def holds(self, camera: Camera, x: float, y: float) -> bool:
        return self._path.contains(QPointF(*camera.to_world(x, y)))


def _line_boxes(members: Members, margin: float) -> Array:
    """``(n, 4)`` around each line; along the line it ends before a switch that bounds the zone."""
    lines = members.lines
    low, high = np.minimum(lines[:, :2], lines[:, 2:]), np.maximum(lines[:, :2], lines[:, 2:])
    is_level = members.is_branch & (lines[:, 1] == lines[:, 3])
    over, under = np.where(is_level, margin + _ROW_UP, margin), np.where(is_level, margin + _ROW_DOWN, margin)
    boxes: Array = np.column_stack([low[:, 0] - margin, low[:, 1] - over, high[:, 0] + margin, high[:, 1] + under])
    for side in (0, 1):
        for axis in (0, 1):
            is_along = members.is_bound[:, side] & (lines[:, 1 - axis] == lines[:, 3 - axis])
            is_low = lines[:, 2 * side + axis] <= lines[:, 2 * (1 - side) + axis]
            begins, ends = is_along & is_low, is_along & ~is_low
            boxes[begins, axis] = low[begins, axis] - _BEFORE_SWITCH
            boxes[ends, 2 + axis] = high[ends, axis] + _BEFORE_SWITCH
    return boxes
