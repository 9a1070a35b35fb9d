"""A zone on the map: a band along lines of any direction, equally wide on every scale that can be read."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from widgets.diagram.camera import Camera
from widgets.diagram.hit import distances
from widgets.diagram.lines_painter import on_screen
from widgets.diagram.strokes import clipped, dashed
from widgets.diagram.zone_members import Members, near
from widgets.theme import theme

Array = np.ndarray[Any, Any]

_TUBE_PX, _LEAST_TUBE_PX = 14.0, 6.0
_ROUND = 12
"""Pieces of the round end of a tube."""
_MASK = 2
"""Pixels of a cell in which it is looked up what lies inside a tube."""


class ZoneTube:
    """The band and its outline."""

    def __init__(self, members: Members) -> None:
        self._lines = np.vstack([members.lines, np.tile(members.symbols, 2)])

    def _seen(self, camera: Camera) -> tuple[Array, float]:
        radius = max(_LEAST_TUBE_PX, _TUBE_PX * min(camera.scale, 1.0))
        lines = on_screen(camera, self._lines)
        return near(clipped(lines, camera.width, camera.height), camera), radius

    def fill(self, painter: QPainter, camera: Camera, color: QColor) -> None:
        lines, radius = self._seen(camera)
        painter.strokePath(_path(lines), _round_pen(color, 2 * radius))

    def outline(self, camera: Camera, dash: float, gap: float) -> Array:
        lines, radius = self._seen(camera)
        if not len(lines):
            return lines
        rim = np.vstack([dashed(_beside(lines, radius), dash, gap), _ends(lines, radius, gap > 0)])
        return rim[~_is_inside((rim[:, :2] + rim[:, 2:]) / 2, lines, radius - _MASK / 2)]

    def parts(self, camera: Camera) -> Array:
        lines, radius = self._seen(camera)
        if not len(lines):
            return np.zeros((0, 4))
        # Each line by its middle: the box about a slanted one has empty corners.
        middle = (lines[:, :2] + lines[:, 2:]) / 2
        longest = np.argsort(-np.hypot(*(lines[:, 2:] - lines[:, :2]).T), kind="stable")
        return np.hstack([middle - radius, middle + radius])[longest]

    def holds(self, camera: Camera, x: float, y: float) -> bool:
        lines, radius = self._seen(camera)
        return bool(len(lines) and distances(lines, x, y).min() <= radius)


def _path(lines: Array) -> QPainterPath:
    path = QPainterPath()
    for x0, y0, x1, y1 in lines.tolist():
        path.moveTo(x0, y0)
        # A stroke needs some way to go.
        path.lineTo(x1 + 1e-3, y1)
    return path


def _round_pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _beside(lines: Array, radius: float) -> Array:
    """Both long sides of each tube."""
    step = lines[:, 2:] - lines[:, :2]
    length = np.maximum(np.hypot(*step.T), 1e-9)[:, None]
    aside = np.column_stack([-step[:, 1], step[:, 0]]) / length * radius
    is_long = length[:, 0] > 1.0
    sides = [lines[is_long] + np.tile(turn * aside[is_long], 2) for turn in (1, -1)]
    return np.vstack(sides)


def _ends(lines: Array, radius: float, is_dashed: bool) -> Array:
    """Circles about both ends in short pieces, every other one where the outline is dashed."""
    around = np.arange(_ROUND + 1) * 2 * np.pi / _ROUND
    circle = np.column_stack([np.cos(around), np.sin(around)]) * radius
    pieces = np.hstack([circle[:-1], circle[1:]])[:: 2 if is_dashed else 1]
    centres = np.unique(np.round(np.vstack([lines[:, :2], lines[:, 2:]]), 1), axis=0)
    return (np.tile(centres, 2)[:, None] + pieces[None]).reshape(-1, 4)


def _is_inside(points: Array, lines: Array, radius: float) -> Array:
    """``(n,)`` whether points ``(n, 2)`` lie within the tubes, looked up in a small picture of them."""
    low = np.minimum(points.min(0), lines.reshape(-1, 2).min(0)) - 2
    width, height = (np.maximum(points.max(0), lines.reshape(-1, 2).max(0)) - low).tolist()
    image = QImage(int(width / _MASK) + 3, int(height / _MASK) + 3, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.scale(1 / _MASK, 1 / _MASK)
    painter.translate(*(-low).tolist())
    painter.strokePath(_path(lines), _round_pen(theme().color("text"), 2 * radius))
    painter.end()
    bits: Array = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    column, row = ((points - low) / _MASK).astype(np.int64).T
    return np.asarray(bits[row, column] > 0)
