"""Violations far out: one shape for each patch of the drawing, and where there is room for it, how many they are."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtGui import QPainter

from engines.values.points import PointFreshness
from widgets.diagram.camera import Camera
from widgets.diagram.obstacles import Ground
from widgets.diagram.signs_painter import SignsPainter
from widgets.diagram.words import Words

Array = np.ndarray[Any, Any]

_PIXELS = 9
_HALF_MARK_PX = 6.0
_BESIDE, _OVER, _UNDER = 2.0, 1.0, 1.0
_STEP_PX = 6.5


class FarMarks:
    """Keeps its shapes and figures while the drawing only moves a little.

    Attributes:
        boxes: ``(n, 4)`` what they take, in pixels of the ground's camera.
    """

    def __init__(self, signs: SignsPainter, words: Words, ground: Ground) -> None:
        self._signs, self._words, self._ground = signs, words, ground
        self._turn = -1
        self._x = self._y = self._severity = self._doubt = np.zeros(0)
        self._counts: list[tuple[float, float, str, int, int]] = []
        self.boxes = np.zeros((0, 4))

    def place(self, painter: QPainter, camera: Camera) -> None:
        """Find the places for this view, before names and values look for theirs."""
        room = self._ground.room(camera)
        if self._turn == self._ground.turn:
            return
        self._turn = self._ground.turn
        self._words.begin(painter, _PIXELS, True)
        self._x, self._y, self._severity, count, self._doubt = self._signs.gathered_marks(self._ground.camera)
        at = np.column_stack([self._x, self._y])
        marks = np.hstack([at - _HALF_MARK_PX, at + _HALF_MARK_PX])
        room = room.copy()
        room.block(marks)
        many = np.flatnonzero(count > 1)
        texts = [str(n) for n in count[many].tolist()]
        left, foot, boxes = self._places(at[many], texts)
        found = room.settle(boxes, self._ground.is_whole(boxes)) if len(many) else np.zeros(0, np.int64)
        which = np.flatnonzero(found >= 0)
        chosen = found[which]
        self._counts = [
            (
                float(left[k, place]),
                float(foot[k, place]),
                texts[k],
                int(self._severity[many[k]]),
                int(self._doubt[many[k]]),
            )
            for k, place in zip(which.tolist(), chosen.tolist(), strict=True)
        ]
        self.boxes = np.vstack([marks, boxes[which, chosen]])

    def _places(self, at: Array, texts: list[str]) -> tuple[Array, Array, Array]:
        """Left and foot ``(n, 8)`` around each shape, and the boxes ``(n, 8, 4)`` of the figures there."""
        width = np.array([self._words.width(text) for text in texts]).reshape(-1, 1)
        cap = self._words.ink("0")[0]
        side = np.array([[1, -1, 0, 0, 1, -1, 1, -1]])
        down = np.array([[0, 0, -1, 1, -1, -1, 1, 1]])
        left = at[:, :1] + side * (_STEP_PX + _BESIDE) - width * (1 - side) / 2
        foot = at[:, 1:] + cap / 2 + down * (_STEP_PX + cap / 2 + _UNDER)
        box = [left - _BESIDE, foot - cap - _OVER, left + width + _BESIDE, foot + _UNDER]
        return left, foot, np.stack(np.broadcast_arrays(*box), axis=-1)

    def paint(self, painter: QPainter, camera: Camera) -> list[tuple[float, float, str, int, int]]:
        """Paint the shapes; the figures that belong to them as left, foot, text, severity and doubt, to be written."""
        dx, dy = self._ground.moved(camera)
        is_old = self._doubt >= PointFreshness.STALE
        self._signs.stamp_marks(painter, self._x + dx, self._y + dy, self._severity.astype(np.int64), is_old)
        self._words.begin(painter, _PIXELS, True)
        return [(x + dx, foot + dy, text, bad, doubt) for x, foot, text, bad, doubt in self._counts]
