"""Thousands of lines and rectangles from numpy buffers in one call to the painter."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter
from shiboken6 import Shiboken

Array = np.ndarray[Any, Any]

DASH_PX, GAP_PX = 5.0, 4.0
_MAX_DASHES = 20_000


def draw_lines(painter: QPainter, lines: Array) -> None:
    """Draws ``(n, 4)`` x0, y0, x1, y1 with the painter's pen."""
    if len(lines):
        buffer = np.ascontiguousarray(lines, np.float64)
        first: Any = Shiboken.wrapInstance(buffer.ctypes.data, QLineF)
        painter.drawLines(first, len(buffer))


def draw_rects(painter: QPainter, rects: Array) -> None:
    """Draws ``(n, 4)`` x, y, width, height with the painter's pen and brush."""
    if len(rects):
        buffer = np.ascontiguousarray(rects, np.float64)
        first: Any = Shiboken.wrapInstance(buffer.ctypes.data, QRectF)
        painter.drawRects(first, len(buffer))


def dashed(lines: Array, dash: float = DASH_PX, gap: float = GAP_PX) -> Array:
    """The dashes of ``lines`` as lines, in pixels; a dashed pen would take many times longer.

    Lines too many to be told apart come back as they are.
    """
    if not len(lines):
        return lines
    step = lines[:, 2:] - lines[:, :2]
    length = np.hypot(step[:, 0], step[:, 1])
    count = np.maximum(np.ceil(length / (dash + gap)), 1).astype(np.int64)
    if count.sum() > _MAX_DASHES:
        return lines
    owner = np.repeat(np.arange(len(lines)), count)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    whole = np.maximum(length[owner], 1e-9)
    begin = number * (dash + gap) / whole
    end = np.minimum(begin + dash / whole, 1.0)
    start, along = lines[owner, :2], step[owner]
    return np.hstack([start + along * begin[:, None], start + along * end[:, None]])


def clipped(lines: Array, width: float, height: float, margin: float = 40.0) -> Array:
    """Lines in pixels, cut near the view, so that a dash is not laid out kilometres away."""
    out = lines.copy()
    for axis, limit in ((0, width), (1, height)):
        ends = out[:, axis::2]
        outside = ((ends < -margin) | (ends > limit + margin)).any(1)
        out[outside] = _cut(out[outside], axis, -margin, limit + margin)
    return out


def _cut(lines: Array, axis: int, low: float, high: float) -> Array:
    a, b = lines[:, axis], lines[:, axis + 2]
    span = np.where(a == b, 1.0, b - a)
    t = np.sort(np.clip(np.stack([(low - a) / span, (high - a) / span]), 0.0, 1.0), axis=0)
    moves = a != b
    first, last = np.where(moves, t[0], 0.0), np.where(moves, t[1], 1.0)
    step = lines[:, 2:] - lines[:, :2]
    return np.hstack([lines[:, :2] + step * first[:, None], lines[:, :2] + step * last[:, None]])
