"""How regions came to agree: the cost of all layers and the largest difference between them, exchange by exchange."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from widgets.charts.plot import dress_plot, make_plot, pen
from widgets.dispatch.lines import AgreementView
from widgets.faults.labels import TipLabel
from widgets.numbers import number_text
from widgets.theme import theme, theme_chooser

Array = np.ndarray[Any, Any]

LEAST_KW = 1e-3
"""Smaller differences are drawn as large as this: the scale has no zero."""


class AgreementPlot(QWidget):
    """Two small plots over the exchanges, side by side; hollow points stand for positions anywhere between, filled ones
    for whole positions.

    Attributes:
        cost, difference: pyqtgraph's; view: what they show.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: AgreementView | None = None
        self.cost_caption, self.difference_caption = (TipLabel(self, is_small=True) for _ in range(2))
        self.cost, self.difference = make_plot(), make_plot()
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 4, 8, 4)
        grid.setSpacing(0)
        parts = ((self.cost_caption, self.cost), (self.difference_caption, self.difference))
        for number, (caption, plot) in enumerate(parts):
            item = plot.getPlotItem()
            item.vb.setMouseEnabled(x=False, y=False)
            item.setContentsMargins(0, 4, 10, 0)
            item.getAxis("left").setWidth(40)
            item.getAxis("bottom").setHeight(18)
            plot.setFixedHeight(84)
            grid.addWidget(caption, 0, number)
            grid.addWidget(plot, 1, number)
            grid.setColumnStretch(number, 1)
        self.difference.getPlotItem().getAxis("left").tickValues = _decades
        self.difference.getPlotItem().getAxis("left").tickStrings = lambda values, _scale, _spacing: [
            number_text(10.0**v, max(0, round(-v))) for v in values
        ]
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme_chooser().changed.connect(self.dress)

    def sizeHint(self) -> QSize:
        """Two small plots with their captions, side by side."""
        return QSize(300, 110)

    def show_agreement(self, view: AgreementView) -> None:
        """Draw the exchanges."""
        self.view = view
        number = np.arange(1, len(view.cost) + 1, dtype=float)
        self.cost_caption.say(view.cost_caption)
        self.difference_caption.say(view.difference_caption)
        with np.errstate(divide="ignore", invalid="ignore"):
            kilowatts = np.log10(np.maximum(view.difference_mw * 1e3, LEAST_KW))
        for plot, values, name in (
            (self.cost, view.cost, view.cost_caption),
            (self.difference, kilowatts, view.difference_caption),
        ):
            plot.clear()
            plot.setAccessibleName(name)
            self._draw(plot, number, values, view.is_whole)
            axis = plot.getPlotItem().getAxis("bottom")
            axis.setTicks([[(float(k), str(k)) for k in sorted({1, (len(number) + 1) // 2, len(number)}) if k]])
            plot.getPlotItem().vb.setXRange(0.7, max(len(number), 1) + 0.3, padding=0)

    def _draw(self, plot: Any, number: Array, values: Array, is_whole: Array) -> None:
        import pyqtgraph as pg

        plot.addItem(pg.PlotCurveItem(number, values, pen=pen("plan", 1.5), connect="finite", antialias=True))
        chosen = theme()
        for whole, fill in ((False, "panel"), (True, "plan")):
            at = (is_whole == whole) & np.isfinite(values)
            points = pg.ScatterPlotItem(
                number[at], values[at], size=6, pen=pen("plan", 1.5), brush=chosen.color(fill), antialias=True
            )
            plot.addItem(points)
        found = values[np.isfinite(values)]
        if len(found):
            room = max(float(np.ptp(found)), 1e-6, 1e-4 * abs(float(found.max())))
            plot.getPlotItem().vb.setYRange(
                float(found.min()) - 0.12 * room, float(found.max()) + 0.12 * room, padding=0
            )

    def dress(self) -> None:
        """The colours of the theme in force."""
        for plot in (self.cost, self.difference):
            dress_plot(plot)
        if self.view is not None:
            self.show_agreement(self.view)


def _decades(low: float, high: float, _size: float) -> list[tuple[float, list[float]]]:
    """Whole powers of ten, every second one where there are many."""
    places = np.arange(np.ceil(low), np.floor(high) + 1)
    step = 2 if len(places) > 4 else 1
    return [(float(step), places[::step].tolist())]
