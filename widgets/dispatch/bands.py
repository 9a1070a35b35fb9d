"""Bands over the hours: what lies between two quantiles, and their shape in a plot."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsPathItem

from widgets.dispatch.lines import BandArea, Course, Hours
from widgets.dispatch.stairs import drawn
from widgets.theme import theme

Array = np.ndarray[Any, Any]
OUTER_ALPHA, INNER_ALPHA = 0.20, 0.30
"""The inner band lies on the outer one, so that both can be told apart in grey print."""


def fan_bands(quantiles: Array, *, at_ends: bool = False) -> tuple[BandArea, ...]:
    """``(n_level, n_step)`` quantiles, rising, as bands around the middle one: the outermost first."""
    n = len(quantiles)
    alphas = np.linspace(OUTER_ALPHA, INNER_ALPHA, max(n // 2, 1)).tolist()
    return tuple(BandArea(quantiles[k], quantiles[n - 1 - k], alphas[k], at_ends=at_ends) for k in range(n // 2))


def band_path(band: BandArea, hours: Hours) -> QPainterPath:
    """The shape of a band, in parts where a step has none."""
    x, low = drawn(Course("", band.low, at_ends=band.at_ends), hours)
    _, high = drawn(Course("", band.high, at_ends=band.at_ends), hours)
    known = np.isfinite(low) & np.isfinite(high)
    path = QPainterPath()
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(int)))
    for begin, end in edges.reshape(-1, 2).tolist():
        part = slice(begin, end)
        there = zip(x[part].tolist(), high[part].tolist(), strict=True)
        back = zip(x[part][::-1].tolist(), low[part][::-1].tolist(), strict=True)
        path.addPolygon(QPolygonF([QPointF(*place) for place in (*there, *back)]))
        path.closeSubpath()
    return path


def band_item(band: BandArea, hours: Hours) -> QGraphicsPathItem:
    """A band for a plot, behind its lines."""
    # A plain shape without signals is gone with its last reference, when the plot is cleared.
    item = QGraphicsPathItem(band_path(band, hours))
    item.setPen(QPen(Qt.PenStyle.NoPen))
    item.setBrush(theme().color(band.token, band.alpha))
    item.setZValue(-5)
    return item
