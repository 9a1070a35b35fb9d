"""Selection and traces, beneath everything else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.diagram.camera import Camera
from widgets.diagram.lines_painter import on_screen
from widgets.diagram.palette import Palette
from widgets.diagram.places import Strokes
from widgets.diagram.scene import Scene
from widgets.diagram.strokes import draw_lines

Array = np.ndarray[Any, Any]

_FEW = 12


@dataclass(frozen=True, slots=True, eq=False)
class Highlights:
    """What is to be seen beside the state of the network: numbers of elements, and signs pinned on them.

    Attributes:
        selected: under a halo; traced: under a broad pale line; hovered: -1 for none; commanded: with a ring;
            pointed: under a halo without a rim.
    """

    selected: tuple[int, ...] = ()
    traced: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    hovered: int = -1
    commanded: tuple[int, ...] = ()
    pointed: tuple[int, ...] = ()


def paint_highlights(painter: QPainter, camera: Camera, scene: Scene, palette: Palette, lights: Highlights) -> None:
    """Traces first, then what is hovered, then the selection."""
    if len(lights.traced):
        width = max(5.0, 9.0 * min(camera.scale, 1.5))
        for strokes in (scene.branches, scene.buses):
            _along(painter, camera, strokes, lights.traced, palette.veil("plan", 0.4), width)
    if lights.pointed:
        _point(painter, camera, scene, palette.veil("accent", 0.2), lights.pointed)
    if lights.hovered >= 0 and lights.hovered not in lights.selected:
        _halo(painter, camera, scene, [lights.hovered], palette.veil("accent", 0.14), None)
    if lights.selected:
        _halo(painter, camera, scene, lights.selected, palette.veil("accent", 0.28), palette.color["accent"])


def _point(painter: QPainter, camera: Camera, scene: Scene, veil: QColor, numbers: tuple[int, ...]) -> None:
    """A halo each; around many at once broad lines, which are as clear and do not take a frame's time."""
    if len(numbers) <= _FEW:
        _halo(painter, camera, scene, numbers, veil, None)
        return
    width = max(8.0, 16.0 * min(camera.scale, 1.5))
    for strokes in (scene.branches, scene.buses):
        _along(painter, camera, strokes, np.array(numbers), veil, width)


def _along(painter: QPainter, camera: Camera, strokes: Strokes, numbers: Array, color: QColor, width: float) -> None:
    lines = strokes.xy[np.isin(strokes.owner, numbers)]
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    draw_lines(painter, on_screen(camera, lines))


def _halo(
    painter: QPainter, camera: Camera, scene: Scene, numbers: Iterable[int], fill: QColor, rim: QColor | None
) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    start, size = scene.elements.start, scene.elements.sizes
    for number in numbers:
        painter.setPen(QPen(rim, 1.5) if rim is not None else Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        if number < size["bus"]:
            _around_bus(painter, camera, scene.buses.xy[number])
            continue
        if number < start["switch"]:
            width = max(8.0, 12.0 * min(camera.scale, 1.5))
            _along(painter, camera, scene.branches, np.array([number]), fill, width)
            if not _has_symbol(scene, number):
                _ends(painter, camera, scene, number, rim)
                continue
        elif number < scene.elements.part("switch").stop:
            _along(painter, camera, scene.branches, np.array([number]), fill, 10.0)
        painter.setPen(QPen(rim, 1.5) if rim is not None else Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        _around_symbol(painter, camera, scene, number)
    painter.restore()


def _has_symbol(scene: Scene, number: int) -> bool:
    return bool(scene.elements.start["trafo"] <= number < scene.elements.start["impedance"])


def _around_bus(painter: QPainter, camera: Camera, line: Array) -> None:
    x0, y0 = camera.to_screen(float(min(line[0], line[2])), float(min(line[1], line[3])))
    x1, y1 = camera.to_screen(float(max(line[0], line[2])), float(max(line[1], line[3])))
    rim = max(5.0, 8.0 * min(camera.scale, 1.5))
    painter.drawRoundedRect(QRectF(x0 - rim, y0 - rim, x1 - x0 + 2 * rim, y1 - y0 + 2 * rim), rim, rim)


def _around_symbol(painter: QPainter, camera: Camera, scene: Scene, number: int) -> None:
    at = scene.anchor[number]
    if np.isfinite(at).all():
        radius = max(7.0, (20.0 if _has_symbol(scene, number) else 13.0) * min(camera.scale, 2.0))
        painter.drawEllipse(QPointF(*camera.to_screen(float(at[0]), float(at[1]))), radius, radius)


def _ends(painter: QPainter, camera: Camera, scene: Scene, number: int, rim: QColor | None) -> None:
    """A selected line also carries a thin line in accent, so that it is seen far out."""
    if rim is not None:
        _along(painter, camera, scene.branches, np.array([number]), rim, 2.0)
