"""The outlines of zones, found once the words have their places and kept while the drawing only moves a little."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtGui import QPainter

from widgets.diagram.camera import Camera
from widgets.diagram.fault_signs import Zone
from widgets.diagram.obstacles import Ground
from widgets.diagram.room import Room
from widgets.diagram.zones_painter import ZonesPainter

Array = np.ndarray[Any, Any]


class Outlines:
    """Dashes that leave out what lies in their way, so that they cover nothing."""

    def __init__(self, zones: ZonesPainter, ground: Ground) -> None:
        self._zones, self._ground = zones, ground
        self._room: Room | None = None
        self._turn = -1
        self._camera = ground.camera
        self._found: list[tuple[Zone, Array]] = []

    def find(self, room: Room) -> Array:
        """Find them in what words and all else leave free; ``(n, 4)`` boxes about the dashes."""
        if len(self._zones) and (self._turn != self._ground.turn or room is not self._room):
            self._turn, self._room, self._camera = self._ground.turn, room, self._ground.camera
            self._found = self._zones.outlines(self._camera, room)
        lines = np.vstack([np.zeros((0, 4)), *(lines for _, lines in self._found)])
        low, high = np.minimum(lines[:, :2], lines[:, 2:]), np.maximum(lines[:, :2], lines[:, 2:])
        return np.hstack([low - 1.0, high + 1.0])

    def paint(self, painter: QPainter, camera: Camera, hidden: Array) -> None:
        """Paint them but for what boxes ``(n, 4)`` in pixels of this frame cover; not at another scale."""
        if self._found and camera.scale == self._camera.scale:
            moved = camera.dx - self._camera.dx, camera.dy - self._camera.dy
            self._zones.paint_outlines(painter, camera, self._found, moved, hidden)
