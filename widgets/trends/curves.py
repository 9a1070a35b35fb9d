"""The lines of one trace: what is known up to when it was drawn, and a short tail that follows the present."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen, QTransform

from widgets.theme import theme
from widgets.trends.drawn import Drawn
from widgets.trends.scales import Scale

MOST_SMOOTH = 700
"""A line with more places is drawn thin and without smoothing, so that eight of them stay within a frame."""
MOST_DASHED = 1200
"""A doubtful line with more places is drawn pale: dashes shorter than a pixel would read as a plain line."""


class TraceCurves:
    """Four items of a plot: certain and doubtful, body and tail; the tail is small, so that little is repainted."""

    def __init__(self, view_box: Any, token: str) -> None:
        import pyqtgraph as pg

        self._view_box, self.token = view_box, token
        self.is_emphasised = False
        self._items = [pg.PlotCurveItem() for _ in range(4)]
        for item in self._items:
            item.setZValue(5)
            view_box.addItem(item, ignoreBounds=True)
        self.body: Drawn | None = None
        self.tail: Drawn | None = None

    def show_body(self, shape: Drawn) -> None:
        """Everything up to the last entry."""
        self.body = shape
        self._show(shape, self._items[0], self._items[1])

    def show_tail(self, shape: Drawn) -> None:
        """From the last entry of the body to the present."""
        self.tail = shape
        self._show(shape, self._items[2], self._items[3])

    def _show(self, shape: Drawn, certain: Any, doubtful: Any) -> None:
        for item, connect, is_doubtful in ((certain, shape.certain, False), (doubtful, shape.doubtful, True)):
            if not connect.any():
                item.setVisible(False)
                continue
            item.setVisible(True)
            n = int(np.count_nonzero(connect))
            item.setData(
                shape.x,
                shape.y,
                connect=connect,
                pen=self._pen(n, is_doubtful),
                antialias=n <= MOST_SMOOTH,
                skipFiniteCheck=True,
            )

    def _pen(self, n: int, is_doubtful: bool) -> QPen:
        is_dense = n > (MOST_DASHED if is_doubtful else MOST_SMOOTH)
        width = 1.0 if is_dense else 1.6
        if self.is_emphasised and not is_dense:
            width = 2.4
        pen = QPen(theme().color(self.token, 0.55 if is_doubtful and is_dense else 1.0), width)
        pen.setCosmetic(True)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if is_doubtful and not is_dense:
            pen.setDashPattern([3.0, 3.0])
        return pen

    def place(self, scale: Scale) -> None:
        """Stand on an axis."""
        size = 1.0 / (scale.high - scale.low)
        transform = QTransform(1.0, 0.0, 0.0, size, 0.0, -scale.low * size)
        for item in self._items:
            if item.transform() != transform:
                item.setTransform(transform)
                item.viewTransformChanged()

    def dress(self) -> None:
        """The colours of the theme in force."""
        if self.body is not None:
            self.show_body(self.body)
        if self.tail is not None:
            self.show_tail(self.tail)

    def remove(self) -> None:
        """Leave the plot."""
        for item in self._items:
            self._view_box.removeItem(item)
