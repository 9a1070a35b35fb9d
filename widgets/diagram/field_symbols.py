"""Signs of the field at a device: its position may be old, was given by hand, or a command runs on it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

if TYPE_CHECKING:
    from widgets.diagram.symbols import Pencil

HATCH_HALF_PX = 8.3
_HATCH_STEP, _HATCH_WIDTH, _CLEAR_PX = 3.6, 1.3, 6.4
_DASHES_AT_PX, _DASHES_HALF_PX, _DASH, _GAP = 9.5, 6.5, 3.0, 2.0
RING_PX = 10.5


def draw_stale(pencil: Pencil) -> None:
    """A hatched frame, to lie about a symbol whose shape must stay what it is."""
    pencil.painter.rotate(-pencil.turn)
    pencil.hollow(_HATCH_WIDTH)
    half, count = HATCH_HALF_PX, int(2 * HATCH_HALF_PX / _HATCH_STEP)
    for k in range(-count, count + 1):
        foot = k * _HATCH_STEP
        # Strokes x + y = foot: from rim to rim, but for what lies within the clear circle.
        x0, x1 = max(-half, foot - half), min(half, foot + half)
        depth = _CLEAR_PX**2 - foot**2 / 2
        gap = math.sqrt(depth / 2) if depth > 0 else 0.0
        for begin, end in ((x0, foot / 2 - gap), (foot / 2 + gap, x1)):
            if end - begin > 0.5:
                pencil.line(begin, foot - begin, end, foot - end)


def draw_suspect(pencil: Pencil) -> None:
    """Dashes along the conductor, beside the symbol."""
    pencil.hollow(1.5)
    x = -_DASHES_HALF_PX
    while x < _DASHES_HALF_PX:
        pencil.line(x, _DASHES_AT_PX, min(x + _DASH, _DASHES_HALF_PX), _DASHES_AT_PX)
        x += _DASH + _GAP


def draw_by_hand(pencil: Pencil) -> None:
    """An M, as before a value that was entered by hand."""
    pencil.letter("M", 9)


def draw_ring(pencil: Pencil) -> None:
    """A ring with clear air on both sides, so that it is seen over lines and on a halo."""
    painter = pencil.painter
    for color, width in ((pencil.ground, 4.5), (pencil.ink, 2.0)):
        painter.setPen(QPen(color, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pencil.circle(0, 0, RING_PX)
