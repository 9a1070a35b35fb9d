"""One picture of the network: layers of paint in their order."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from widgets.diagram.camera import Camera
from widgets.diagram.fault_places import Thing
from widgets.diagram.halos import Highlights, paint_highlights
from widgets.diagram.lines_painter import LinesPainter
from widgets.diagram.palette import Palette
from widgets.diagram.plan_frame import paint_plan_frame
from widgets.diagram.scene import Scene
from widgets.diagram.shown import Shown
from widgets.diagram.signs_painter import SignsPainter
from widgets.diagram.sprites import Sprites
from widgets.diagram.words import Words
from widgets.diagram.words_painter import WordsPainter
from widgets.diagram.zone_shapes import ZoneShapes
from widgets.diagram.zones_painter import ZonesPainter


class Frame:
    """Paints one scene in one state; made anew when either changes.

    Attributes:
        scene, shown, palette: what is painted.
    """

    def __init__(
        self,
        scene: Scene,
        shown: Shown,
        palette: Palette,
        sprites: tuple[Sprites, Sprites],
        words: Words,
        shapes: ZoneShapes,
    ) -> None:
        self.scene, self.shown, self.palette = scene, shown, palette
        self._words = words
        self._lines = LinesPainter(scene, shown, palette)
        self._signs = SignsPainter(scene, shown, palette, sprites)
        self._zones = ZonesPainter(scene, palette, shown.moment.fault.zones, shapes)
        self._texts = WordsPainter(scene, shown, palette, self._signs, words, self._zones)

    def paint(
        self,
        painter: QPainter,
        camera: Camera,
        lights: Highlights,
        *,
        is_exact: bool = False,
        has_ground: bool = True,
        is_moving: bool = False,
    ) -> None:
        """Paints what the camera sees.

        Args:
            is_exact: shapes and text instead of pictures, for files.
            has_ground: fill the ground first.
            is_moving: another view follows at once.
        """
        self._signs.is_exact = self._words.is_exact = is_exact
        if has_ground:
            painter.fillRect(QRectF(0, 0, camera.width, camera.height), self.palette.canvas)
        self._zones.paint_areas(painter, camera)
        paint_highlights(painter, camera, self.scene, self.palette, lights)
        self._lines.paint(painter, camera)
        self._signs.paint(painter, camera)
        self._signs.stamp_rings(painter, camera, np.array(lights.commanded, np.int64))
        self._texts.paint(painter, camera, is_moving=is_moving)
        self._signs.is_exact = self._words.is_exact = False
        if self.shown.moment.fault.is_plan:
            paint_plan_frame(painter, camera, self.palette)

    def fault_at(self, camera: Camera, x: float, y: float, *, has_zones: bool = True) -> Thing | None:
        """What of a fault stands at a pixel: a number, a sign or a text, or else the zone that lies there."""
        found = self._texts.fault_at(camera, x, y)
        return found if found is not None or not has_zones else self._zones.at(camera, x, y)
