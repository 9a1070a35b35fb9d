"""A small plot over time: title, figures on the right, curves, a cursor at the shown moment."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from widgets.charts.plot import dress_plot, make_plot, pen
from widgets.charts.time_curves import envelope, finite_runs
from widgets.theme import theme, ui_font
from widgets.time_axis.ticks import ticks

Array = np.ndarray[Any, Any]
MOST_RUNS = 60


class TimePlot(QWidget):
    """One quantity over time.

    Signals:
        second_pointed: seconds since 1970 under the mouse, NaN when it leaves; second_clicked: where it clicked.
    """

    second_pointed = Signal(float)
    second_clicked = Signal(float)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base = 0
        self._cursor: Any = None
        self._span = (0.0, 1.0)
        self.plot = make_plot()
        self.plot.setAccessibleName(title)
        self.plot.setMouseTracking(True)
        item = self.plot.getPlotItem()
        item.vb.setMouseEnabled(x=True, y=False)
        # Room for half of a date at the end of the axis.
        item.setContentsMargins(4, 6, 20, 2)
        axis = item.getAxis("bottom")
        axis.tickValues = self._tick_places
        axis.tickStrings = lambda values, _scale, _spacing: [self._tick_texts.get(round(v), "") for v in values]
        self._tick_texts: dict[int, str] = {}
        scene = self.plot.scene()
        scene.sigMouseMoved.connect(self._on_moved)
        scene.sigMouseClicked.connect(self._on_clicked)
        self._title = QLabel(title, self)
        self._title.setFont(ui_font(bold=True))
        self._title.setObjectName("chartTitle")
        self._caption = QLabel(self)
        self._caption.setObjectName("small")
        self._caption.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._figures = ""
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 12, 0)
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._caption, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.plot, 1)

    def set_caption(self, text: str) -> None:
        """The figures on the right of the title; shortened where there is no room for them."""
        self._figures = text
        self._caption.setToolTip(text)
        self._fit_caption()

    def _fit_caption(self) -> None:
        metrics = self._caption.fontMetrics()
        self._caption.setText(metrics.elidedText(self._figures, Qt.TextElideMode.ElideRight, self._caption.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The figures have more or less room."""
        super().resizeEvent(event)
        self._fit_caption()

    @property
    def caption(self) -> str:
        """The figures on the right of the title."""
        return self._figures

    def begin(self, first: float, last: float) -> None:
        """Clear, and show this span (seconds since 1970)."""
        self.plot.clear()
        self._cursor = None
        self._base = int(first)
        self._span = (0.0, max(1.0, last - first))
        self.show_all()

    def show_all(self) -> None:
        """The whole span."""
        view = self.plot.getPlotItem().vb
        view.setLimits(xMin=self._span[0], xMax=self._span[1])
        view.setXRange(*self._span, padding=0)

    def set_height(self, low: float, high: float) -> None:
        """The range of values that is shown."""
        room = 0.06 * max(high - low, 1e-9)
        self.plot.getPlotItem().vb.setYRange(low, high + room, padding=0)

    def add_curve(self, seconds: Array, values: Array, token: str, *, width: float = 1.6, fill: str = "") -> None:
        """A line with gaps where values are missing; ``fill`` tints the area beneath it."""
        if not np.isfinite(values).any():
            return
        if fill:
            self.add_band(seconds, np.where(np.isfinite(values), 0.0, np.nan), values, fill, alpha=0.5)
        x, low, high = envelope(seconds - self._base, values, values)
        if len(x) < len(seconds):
            # Too many steps for one line: the range of each group of steps, with its edges.
            self.add_band(seconds, values, values, token, alpha=0.45)
            self._add_line(x, low, token, 0.8)
            self._add_line(x, high, token, 0.8)
        else:
            self._add_line(x, high, token, width)

    def add_edge(self, seconds: Array, values: Array, *, is_upper: bool) -> None:
        """The upper or lower edge of a band, drawn through the extremes where there are many steps."""
        x, low, high = envelope(seconds - self._base, values, values)
        self._add_line(x, high if is_upper else low, "wire", 1.2)

    def _add_line(self, x: Array, y: Array, token: str, width: float) -> None:
        import pyqtgraph as pg

        self.plot.addItem(pg.PlotCurveItem(x, y, pen=pen(token, width), connect="finite", antialias=True))

    def add_band(self, seconds: Array, low: Array, high: Array, token: str, *, alpha: float = 0.18) -> None:
        """The area between two curves."""
        import pyqtgraph as pg

        x, bottom, top = envelope(seconds - self._base, low, high)
        for run in finite_runs(bottom, top)[:MOST_RUNS]:
            lower, upper = (pg.PlotCurveItem(x[run], y[run]) for y in (bottom, top))
            band = pg.FillBetweenItem(lower, upper, brush=theme().color(token, alpha))
            band.setZValue(-5)
            self.plot.addItem(band, ignoreBounds=True)

    def add_limit(self, value: float, token: str = "muted") -> None:
        """A dashed line across."""
        import pyqtgraph as pg

        if np.isfinite(value):
            self.plot.addItem(pg.InfiniteLine(value, angle=0, pen=pen(token, 1.0, is_dashed=True)), ignoreBounds=True)

    def mark_missing(self, seconds: Array) -> None:
        """Crosses on the floor where a step has no solution."""
        import pyqtgraph as pg

        if len(seconds):
            floor = self.plot.getPlotItem().vb.viewRange()[1][0]
            marks = pg.ScatterPlotItem(
                seconds - self._base,
                np.full(len(seconds), floor),
                symbol="x",
                size=9,
                pen=None,
                brush=theme().color("high"),
            )
            self.plot.addItem(marks, ignoreBounds=True)

    def show_cursor(self, second: float | None) -> None:
        """The moment the rest of the window shows."""
        import pyqtgraph as pg

        if self._cursor is None:
            self._cursor = pg.InfiniteLine(angle=90, pen=pen("accent", 1.5))
            self._cursor.setZValue(20)
            self.plot.addItem(self._cursor, ignoreBounds=True)
        self._cursor.setVisible(second is not None)
        if second is not None:
            self._cursor.setPos(second - self._base)

    def dress(self) -> None:
        """The colours of the theme in force; curves are drawn anew by whoever gave them."""
        dress_plot(self.plot)

    def _tick_places(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        found = ticks(low + self._base, high + self._base, max(60, round(size)))
        self._tick_texts = {tick.second - self._base: tick.text for tick in found}
        return [(1.0, [float(tick.second - self._base) for tick in found])]

    def _second_at(self, scene_position: QPointF) -> float:
        view = self.plot.getPlotItem().vb
        if not view.sceneBoundingRect().contains(scene_position):
            return float("nan")
        return float(view.mapSceneToView(scene_position).x()) + self._base

    def _on_moved(self, scene_position: QPointF) -> None:
        self.second_pointed.emit(self._second_at(scene_position))

    def _on_clicked(self, event: Any) -> None:
        second = self._second_at(event.scenePos())
        if event.double():
            self.show_all()
        elif event.button() == Qt.MouseButton.LeftButton and second == second:
            self.second_clicked.emit(second)
