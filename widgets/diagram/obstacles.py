"""What words must keep clear of: everything that is drawn at a scale, as boxes, and the room that is left."""

from __future__ import annotations

from typing import Any

import numpy as np

from widgets.diagram.camera import Camera
from widgets.diagram.lines_painter import bus_lines, drawn_buses, line_widths, on_screen, seen_stems
from widgets.diagram.room import Room, line_boxes
from widgets.diagram.scene import Scene
from widgets.diagram.shown import Shown
from widgets.diagram.signs_painter import SignsPainter
from widgets.diagram.strokes import clipped

Array = np.ndarray[Any, Any]

MARGIN = 0.1
"""Share of the view for which there is room on each side of it, so that what is placed stays while it moves."""
_ROUNDING = 0.5
"""A line is drawn in the pixels nearest to it."""


class Ground:
    """The room beside lines and symbols, kept while the drawing only moves a little.

    Attributes:
        camera: what it was measured with; its pixels are those of this camera.
        turn: rises whenever it is measured anew.
    """

    def __init__(self, scene: Scene, shown: Shown, signs: SignsPainter) -> None:
        self._scene, self._shown, self._signs = scene, shown, signs
        self._room = Room(0.0, 0.0, 1.0, 1.0)
        self.camera = Camera()
        self.turn = 0
        look = np.zeros(len(scene.branches), np.int64)
        look[shown.order] = np.repeat(np.arange(len(shown.ends)), np.diff(shown.ends, prepend=0))
        self._look = look

    def renew(self) -> None:
        """All that has found its place here finds it anew."""
        self.turn += 1

    def moved(self, camera: Camera) -> tuple[float, float]:
        """Pixels by which the drawing has moved since."""
        return camera.dx - self.camera.dx, camera.dy - self.camera.dy

    def is_whole(self, boxes: Array) -> Array:
        """Whether boxes ``(..., 4)`` are not cut by the rim of the view the room was measured for."""
        x0, y0, x1, y1 = np.moveaxis(boxes, -1, 0)
        width, height = self.camera.width, self.camera.height
        is_inside = (x0 >= 0) & (y0 >= 0) & (x1 <= width) & (y1 <= height)
        is_outside = (x1 <= 0) | (y1 <= 0) | (x0 >= width) | (y0 >= height)
        return np.asarray(is_inside | is_outside)

    def _is_known(self, camera: Camera) -> bool:
        """Whether the room was measured for this scale, and the view has moved little since."""
        dx, dy = self.moved(camera)
        is_near = abs(dx) <= MARGIN * camera.width and abs(dy) <= MARGIN * camera.height
        known = self.camera
        is_same = (camera.scale, camera.width, camera.height) == (known.scale, known.width, known.height)
        return self.turn > 0 and is_near and is_same

    def room(self, camera: Camera) -> Room:
        """What is free for this view; not to be filled, but as a copy."""
        if not self._is_known(camera):
            self.camera = camera
            self.turn += 1
            margin_x, margin_y = MARGIN * camera.width, MARGIN * camera.height
            self._room = Room(-margin_x, -margin_y, camera.width + 2 * margin_x, camera.height + 2 * margin_y)
            self._room.block(self._boxes(camera))
        return self._room

    def _boxes(self, camera: Camera) -> Array:
        """``(n, 4)`` boxes around all that is drawn, in pixels."""
        scene, margin = self._scene, MARGIN * camera.width
        rect = camera.rect(margin)
        width = line_widths(camera.scale)
        branch, stem = np.flatnonzero(scene.branches.visible(rect)), np.flatnonzero(seen_stems(scene, camera, rect))
        lines = [on_screen(camera, scene.branches.xy[branch]), on_screen(camera, scene.stems.xy[stem])]
        wide = [width[self._look[branch]], np.minimum(width[self._shown.look[scene.stems.owner[stem]]], 1.0)]
        for which, across in drawn_buses(scene, camera, rect):
            lines.append(bus_lines(camera, scene, which))
            wide.append(np.full(len(which), across))
        near = clipped(np.vstack(lines), camera.width, camera.height, margin)
        around = line_boxes(near, np.concatenate(wide) / 2 + _ROUNDING)
        return np.vstack([around, self._signs.boxes(camera, margin)])
