"""Buses, branches and stems."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen

from widgets.diagram.camera import Camera
from widgets.diagram.palette import Palette
from widgets.diagram.places import Strokes
from widgets.diagram.scene import Scene
from widgets.diagram.shown import Shown
from widgets.diagram.strokes import clipped, dashed, draw_lines
from widgets.diagram.styles import STYLES, Look, Style

Array = np.ndarray[Any, Any]

MANY = 4000
"""From so many lines on, dashes and smooth slants can no longer be seen and are left out."""
_STEMS_FROM, _LOAD_STEMS_FROM = 0.13, 0.28
_TICKS_FROM = 0.12
_LEAST_TICK_PX, _LEAST_BAR_PX, _SHORTEST_BAR_PX = 8.0, 3.0, 8.0
_BROAD_FROM = 0.15
"""Scale from which there is room between rows for lines of two pixels."""


def on_screen(camera: Camera, xy: Array) -> Array:
    """World lines ``(n, 4)`` in pixels."""
    scale = camera.scale
    return np.asarray(xy * scale + np.array([camera.dx, camera.dy, camera.dx, camera.dy]))


def line_width(style: Style, scale: float) -> float:
    """Whole pixels for a line at this scale."""
    if style.is_measure:
        return style.width * max(1.0, min(scale, 1.5))
    least = min(style.width, 2.0) if scale >= _BROAD_FROM else 1.0
    return max(least, round(style.width * min(scale, 1.5)))


def line_widths(scale: float) -> Array:
    """``(n_look,)`` the same for every look."""
    return np.array([line_width(style, scale) for style in STYLES])


def seen_stems(scene: Scene, camera: Camera, rect: tuple[float, float, float, float]) -> Array:
    """``(n,)`` which stems are drawn: those of loads leave first."""
    if camera.scale < _STEMS_FROM:
        return np.zeros(len(scene.stems), bool)
    seen = scene.stems.visible(rect)
    return seen if camera.scale >= _LOAD_STEMS_FROM else seen & ~scene.is_load_stem


def bus_lines(camera: Camera, scene: Scene, which: Array) -> Array:
    """``(n, 4)`` buses in pixels, none so short that it could not be seen."""
    lines = on_screen(camera, scene.buses.xy[which])
    if not _TICKS_FROM <= camera.scale < 1.0 or not len(lines):
        return lines
    step = lines[:, 2:] - lines[:, :2]
    length = np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)
    more = step * (np.maximum(_LEAST_TICK_PX / length - 1.0, 0.0) / 2)[:, None]
    return np.hstack([lines[:, :2] - more, lines[:, 2:] + more])


def drawn_buses(
    scene: Scene, camera: Camera, rect: tuple[float, float, float, float]
) -> tuple[tuple[Array, float], tuple[Array, float]]:
    """Rows of the ticks and of the bars that are drawn, and how broad they are in pixels: far out bars alone."""
    scale = camera.scale
    seen = scene.buses.visible(rect)
    length = np.hypot(*(scene.buses.xy[:, 2:] - scene.buses.xy[:, :2]).T) * scale
    bars = np.flatnonzero(seen & scene.is_bar & ((length >= _SHORTEST_BAR_PX) | (scale >= _TICKS_FROM)))
    ticks = np.flatnonzero(seen & ~scene.is_bar & (scale >= _TICKS_FROM))
    tick_px = max(2.0, round(3.0 * min(scale, 1.5)))
    return (ticks, tick_px), (bars, max(_LEAST_BAR_PX, round(5.0 * min(max(scale, 0.8), 1.6))))


class LinesPainter:
    """Paints what is long."""

    def __init__(self, scene: Scene, shown: Shown, palette: Palette) -> None:
        self._scene, self._shown, self._palette = scene, shown, palette

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Branches first, then stems, then buses."""
        self._branches(painter, camera)
        stems = np.flatnonzero(seen_stems(self._scene, camera, camera.rect(8)))
        self._by_look(painter, camera, self._scene.stems, stems, 1.0)
        self._buses(painter, camera)

    def _branches(self, painter: QPainter, camera: Camera) -> None:
        strokes, shown = self._scene.branches, self._shown
        seen = strokes.visible(camera.rect(8))[shown.order]
        begin = 0
        for look, end in enumerate(shown.ends.tolist()):
            part = shown.order[begin:end][seen[begin:end]]
            if len(part):
                self._stroke(painter, camera, strokes.xy[part], STYLES[look])
            begin = end

    def _by_look(self, painter: QPainter, camera: Camera, strokes: Strokes, which: Array, widest: float) -> None:
        looks = self._shown.look[strokes.owner[which]]
        for look in np.unique(looks).tolist():
            style = STYLES[look]
            thin = Style(style.token, min(style.width, widest), style.dash, style.gap)
            self._stroke(painter, camera, strokes.xy[which[looks == look]], thin)

    def _buses(self, painter: QPainter, camera: Camera) -> None:
        for which, width in drawn_buses(self._scene, camera, camera.rect(8)):
            self._thick(painter, camera, which, width)

    def _thick(self, painter: QPainter, camera: Camera, which: Array, width: float) -> None:
        looks = self._shown.look[self._scene.buses.owner[which]]
        for look in np.unique(looks).tolist():
            token = STYLES[look].token
            pen = self._palette.pen(token, width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            draw_lines(painter, bus_lines(camera, self._scene, which[looks == look]))

    def _stroke(self, painter: QPainter, camera: Camera, xy: Array, style: Style) -> None:
        lines = on_screen(camera, xy)
        painter.setPen(self._pen(style, camera.scale))
        if style.dash and len(lines) < MANY:
            lines = dashed(clipped(lines, camera.width, camera.height), style.dash, style.gap)
        slanted = (lines[:, 0] != lines[:, 2]) & (lines[:, 1] != lines[:, 3])
        if slanted.any() and len(lines) < MANY:
            draw_lines(painter, lines[~slanted])
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            draw_lines(painter, lines[slanted])
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        else:
            draw_lines(painter, lines)

    def _pen(self, style: Style, scale: float) -> QPen:
        pen = self._palette.pen(style.token, line_width(style, scale))
        if style.dash:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen


def look_token(look: int) -> str:
    """Colour name of a look."""
    return STYLES[look].token


def is_without_supply(look: Array) -> Array:
    """Whether a look is one of those without voltage."""
    return np.asarray(look < Look.UNKNOWN)
