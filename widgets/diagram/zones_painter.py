"""Zones of a fault as areas beneath everything, and their outlines where nothing else is."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from widgets.diagram.camera import Camera
from widgets.diagram.fault_signs import Zone, ZoneKind
from widgets.diagram.palette import Palette
from widgets.diagram.room import Room
from widgets.diagram.scene import Scene
from widgets.diagram.strokes import draw_lines
from widgets.diagram.zone_outline import dashes_along, edges_of, rounded
from widgets.diagram.zone_shapes import ZoneShape, ZoneShapes

Array = np.ndarray[Any, Any]

_SMOOTH_FROM = 0.13
"""Smaller than this, a round corner can no longer be seen."""
_AROUND = ((-2.0, -1.5), (2.0, -1.5), (-2.0, 1.5), (2.0, 1.5))
"""Pixels about a dash that must be free as well: a text may reach a little out of the cells it takes."""
_SAMPLES = np.linspace(0.0, 1.0, 8)


class ZoneStyle(NamedTuple):
    """How a kind of zone is drawn: world units around its elements, dash and gap of its outline and their width in
    pixels, and the strength of its area, without and with all of its weight."""

    margin: float
    dash: float
    gap: float
    width: float
    faint: float
    full: float


STYLES = {
    ZoneKind.SUSPECTED: ZoneStyle(13.0, 6.0, 4.0, 1.5, 0.07, 0.25),
    ZoneKind.PLANNED: ZoneStyle(18.0, 4.0, 4.0, 1.5, 0.06, 0.06),
    ZoneKind.ISOLATED: ZoneStyle(18.0, 8.0, 0.0, 1.0, 0.14, 0.14),
    ZoneKind.RESTORED: ZoneStyle(16.0, 2.0, 3.0, 1.5, 0.12, 0.12),
}


def paint_zone_sample(painter: QPainter, palette: Palette, kind: ZoneKind, token: str, at: QPointF) -> None:
    """A small zone of a kind for the legend, its left side at ``at``."""
    style, x, y = STYLES[kind], at.x() + 1, at.y()
    ring = rounded(np.array([[x, y - 5], [x + 22, y - 5], [x + 22, y + 5], [x, y + 5]]), 3.0)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.veil(token, style.full))
    painter.drawRoundedRect(QRectF(x, y - 5, 22, 10), 3, 3)
    painter.setPen(_outline_pen(palette, token, style))
    draw_lines(painter, dashes_along(edges_of([ring]), style.dash, style.gap))
    painter.restore()


def _outline_pen(palette: Palette, token: str, style: ZoneStyle) -> QPen:
    pen = palette.pen(token, style.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def zone_token(zone: Zone) -> str:
    """Colour of its outline and text."""
    return zone.token or "muted"


class ZonesPainter:
    """Paints the zones of one frame.

    Attributes:
        zones: those that are drawn, the heaviest suspicion last.
    """

    def __init__(self, scene: Scene, palette: Palette, zones: tuple[Zone, ...], shapes: ZoneShapes) -> None:
        self._palette = palette
        ordered = sorted(zones, key=lambda zone: (zone.kind is ZoneKind.SUSPECTED, zone.shade))
        forms = [(zone, shapes.form(scene, zone.refs)) for zone in ordered]
        self._forms = {id(zone): form for zone, form in forms if form.is_drawn}
        self.zones = [zone for zone, form in forms if form.is_drawn]

    def __len__(self) -> int:
        return len(self.zones)

    def shape(self, zone: Zone, camera: Camera) -> ZoneShape:
        """Where one of :attr:`zones` lies at this scale."""
        return self._forms[id(zone)].shape(STYLES[zone.kind].margin, camera.scale)

    def paint_areas(self, painter: QPainter, camera: Camera) -> None:
        """The areas, to lie beneath all that follows."""
        if not self.zones:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, camera.scale >= _SMOOTH_FROM)
        for zone in self.zones:
            shape, style = self.shape(zone, camera), STYLES[zone.kind]
            strength = style.faint + (style.full - style.faint) * zone.shade
            shape.fill(painter, camera, self._palette.veil(zone_token(zone), strength))
        painter.restore()

    def outlines(self, camera: Camera, room: Room) -> list[tuple[Zone, Array]]:
        """The dashes ``(n, 4)`` around each zone, pixels, without those on something that takes ``room``."""
        found = []
        for zone in self.zones:
            shape, style = self.shape(zone, camera), STYLES[zone.kind]
            lines = shape.outline(camera, style.dash, style.gap)
            x = lines[:, :1] + (lines[:, 2:3] - lines[:, :1]) * _SAMPLES
            y = lines[:, 1:2] + (lines[:, 3:] - lines[:, 1:2]) * _SAMPLES
            is_free = [~room.is_taken_at(x + aside, y + down).any(1) for aside, down in _AROUND]
            found.append((zone, lines[np.logical_and.reduce(is_free)]))
        return found

    def paint_outlines(
        self,
        painter: QPainter,
        camera: Camera,
        outlines: list[tuple[Zone, Array]],
        moved: tuple[float, float],
        hidden: Array,
    ) -> None:
        """Paint what :meth:`outlines` has found, moved by pixels; not what boxes ``(n, 4)`` in pixels cover."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, camera.scale >= _SMOOTH_FROM)
        for zone, lines in outlines:
            painter.setPen(_outline_pen(self._palette, zone_token(zone), STYLES[zone.kind]))
            draw_lines(painter, _beside_boxes(lines + np.tile(moved, 2), hidden))
        painter.restore()

    def at(self, camera: Camera, x: float, y: float) -> Zone | None:
        """The zone at a pixel; of several the one drawn last."""
        for zone in reversed(self.zones):
            if self.shape(zone, camera).holds(camera, x, y):
                return zone
        return None


def _beside_boxes(lines: Array, boxes: Array) -> Array:
    low, high = np.minimum(lines[:, :2], lines[:, 2:]), np.maximum(lines[:, :2], lines[:, 2:])
    is_free = np.ones(len(lines), bool)
    if not len(lines):
        return lines
    is_near = ((boxes[:, :2] <= high.max(0)) & (boxes[:, 2:] >= low.min(0))).all(1)
    for x0, y0, x1, y1 in boxes[is_near].tolist():
        is_free &= (low[:, 0] > x1) | (high[:, 0] < x0) | (low[:, 1] > y1) | (high[:, 1] < y0)
    return lines[is_free]
