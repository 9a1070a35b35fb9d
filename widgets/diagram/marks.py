"""Signs that others pin on elements: tags, faults, work in progress."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from engines.grid.network import ElementRef
from widgets.diagram.camera import Camera
from widgets.diagram.palette import NUMBER, Palette
from widgets.diagram.scene import Scene
from widgets.diagram.signs_painter import SignsPainter
from widgets.diagram.symbols import Symbol
from widgets.diagram.words import Words

_ABOVE_PX = 18.0
_ABOVE_LABEL = 33.0
"""World units: clear of a label above the line."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign on an element.

    Attributes:
        symbol: its shape, usually ``TAG`` or ``FAULT``.
        token: its colour in the theme.
        text: a few words beside it, may be empty.
    """

    ref: ElementRef
    symbol: Symbol = Symbol.TAG
    token: str = "medium"
    text: str = ""


def paint_marks(
    painter: QPainter,
    camera: Camera,
    scene: Scene,
    palette: Palette,
    signs: SignsPainter,
    words: Words,
    marks: Sequence[Mark],
) -> None:
    """Each above its element, at the same size on every scale."""
    numbers = [scene.elements.number(mark.ref) for mark in marks]
    drawn = [(n, mark) for n, mark in zip(numbers, marks, strict=True) if n >= 0 and np.isfinite(scene.anchor[n]).all()]
    if not drawn:
        return
    at = scene.anchor[[n for n, _ in drawn]] * camera.scale + np.array([camera.dx, camera.dy])
    at[:, 1] -= max(_ABOVE_PX, _ABOVE_LABEL * camera.scale + 6.0) if camera.scale >= 0.6 else _ABOVE_PX
    symbol = np.array([int(mark.symbol) for _, mark in drawn])
    token = np.array([NUMBER[mark.token] for _, mark in drawn])
    signs.stamp_at_own_size(painter, at[:, 0], at[:, 1], symbol, token)
    words.begin(painter, 11, False)
    for (x, y), (_, mark) in zip(at.tolist(), drawn, strict=True):
        if mark.text and 0 <= x <= camera.width and 0 <= y <= camera.height:
            box = QRectF(x + 10, y - words.height / 2, words.width(mark.text) + 4, words.height)
            painter.fillRect(box, palette.veil("canvas", 0.82))
            words.draw(painter, x + 12, y - words.height / 2, mark.text, palette.color[mark.token])
