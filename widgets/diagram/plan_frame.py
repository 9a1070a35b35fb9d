"""A frame that tells a step of a plan that is being played from the present."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from widgets.diagram.camera import Camera
from widgets.diagram.palette import Palette
from widgets.diagram.strokes import dashed, draw_lines

_WIDTH_PX, _DASH_PX, _GAP_PX = 4.0, 14.0, 8.0


def paint_plan_frame(painter: QPainter, camera: Camera, palette: Palette) -> None:
    """Long dashes along the rim of the view, in the colour of what lies ahead."""
    half = _WIDTH_PX / 2
    right, foot = camera.width - half, camera.height - half
    rim = np.array([[0, half, camera.width, half], [0, foot, camera.width, foot],
                    [half, 0, half, camera.height], [right, 0, right, camera.height]])  # fmt: skip
    painter.save()
    pen = palette.pen("plan", _WIDTH_PX)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    draw_lines(painter, dashed(rim, _DASH_PX, _GAP_PX))
    painter.restore()
