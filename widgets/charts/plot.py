"""A pyqtgraph plot in the product's clothes: hairlines, small labels, no menus of its own."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from widgets.numbers import number_text
from widgets.theme import LABEL_PX, theme, ui_font

Array = np.ndarray[Any, Any]
MOST_SMOOTH = 6000
"""More line segments than that are drawn without smoothing, so that panning stays fluent."""


def make_plot(x_unit: str = "", *, y_decimals: int | None = None) -> Any:
    """An empty plot without menu, buttons and frame; the first number of the x axis names its unit."""
    import pyqtgraph as pg

    # A menu that is never shown would take a quarter of the time this takes.
    plot = pg.PlotWidget(enableMenu=False)
    plot.hideButtons()
    plot.setFrameShape(plot.Shape.NoFrame)
    plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    item = plot.getPlotItem()
    item.setContentsMargins(4, 6, 12, 2)
    item.vb.setDefaultPadding(0.02)
    for side in ("left", "bottom"):
        axis = item.getAxis(side)
        axis.setStyle(
            tickFont=ui_font(LABEL_PX), tickLength=0, autoExpandTextSpace=False, tickTextOffset=6, maxTickLevel=0
        )
        axis.enableAutoSIPrefix(False)
    item.getAxis("bottom").tickStrings = lambda values, _scale, spacing: _numbers(values, spacing, x_unit)
    item.getAxis("left").tickStrings = lambda values, _scale, spacing: _numbers(values, spacing, "", y_decimals)
    # The first label stands over the corner and carries the unit: it may reach beyond its axis.
    item.getAxis("bottom").setStyle(hideOverlappingLabels=24)
    item.getAxis("left").setWidth(44)
    item.getAxis("bottom").setHeight(22)
    dress_plot(plot)
    return plot


def _numbers(values: list[float], spacing: float, unit: str, decimals: int | None = None) -> list[str]:
    needed = max(0, -math.floor(math.log10(spacing) + 1e-9)) if spacing > 0 else 0
    texts = [number_text(value, max(needed, decimals or 0)) for value in values]
    if texts and unit:
        texts[0] = f"{texts[0]} {unit}"
    return texts


def dress_plot(plot: Any) -> None:
    """Give the plot the colours of the theme in force."""
    chosen = theme()
    plot.setBackground(chosen.color("panel"))
    item = plot.getPlotItem()
    for side in ("left", "bottom"):
        axis = item.getAxis(side)
        axis.setPen(QPen(Qt.PenStyle.NoPen))
        # Ticks have no length, but a pen with colour would still leave dots.
        axis.setTickPen(QPen(chosen.color("panel", 0.0)))
        axis.setTextPen(chosen.color("muted"))
    item.getAxis("left").setGrid(False)


def pen(token: str, width: float = 1.0, *, alpha: float = 1.0, is_dashed: bool = False) -> QPen:
    """A line in a colour of the theme, as wide on the screen at every zoom."""
    made = QPen(theme().color(token, alpha), width)
    made.setCosmetic(True)
    made.setCapStyle(Qt.PenCapStyle.RoundCap)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if is_dashed:
        made.setDashPattern([4.0, 3.0])
    return made


def nearest(x: Array, y: Array, plot: Any, scene_position: Any, within_px: float = 14.0) -> int:
    """Which of the points lies nearest to a place on the screen; -1 where none is near."""
    if not len(x):
        return -1
    view = plot.getPlotItem().vb
    at = view.mapSceneToView(scene_position)
    dx_per_px, dy_per_px = view.viewPixelSize()
    distance = np.hypot((x - at.x()) / dx_per_px, (y - at.y()) / dy_per_px)
    best = int(np.nanargmin(distance)) if np.isfinite(distance).any() else -1
    return best if best >= 0 and distance[best] <= within_px else -1
