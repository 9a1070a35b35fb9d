"""The axes of a chart of trends: time below, one at the left or right for each unit."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QPen

from widgets.theme import LABEL_PX, theme, ui_font
from widgets.trends.scales import Scale
from widgets.trends.trace import token_of

NARROWEST_PX = 40


class ValueAxis:
    """A pyqtgraph axis whose numbers are those of a scale; the plot itself only knows shares of it."""

    def __init__(self, side: str) -> None:
        import pyqtgraph as pg

        self.item = pg.AxisItem(side)
        self.item.setStyle(
            tickFont=ui_font(LABEL_PX), tickLength=0, autoExpandTextSpace=False, tickTextOffset=6, maxTickLevel=0
        )
        self.item.enableAutoSIPrefix(False)
        self.item.tickValues = self._places
        self.item.tickStrings = lambda values, _scale, _spacing: [self._texts.get(round(v, 9), "") for v in values]
        self.scale: Scale | None = None
        self.ticks: list[tuple[float, str]] = []
        self._texts: dict[float, str] = {}
        self.item.setWidth(NARROWEST_PX)
        self.dress()

    def show(self, scale: Scale | None, room_px: float) -> None:
        """Write the numbers of a scale, the topmost with its unit."""
        self.scale = scale
        self.item.setVisible(scale is not None)
        if scale is None:
            self.item.setWidth(0)
            return
        ticks = scale.ticks(room_px)
        self.ticks = ticks
        texts = {round(scale.share(value), 9): text for value, text in ticks if 0 <= scale.share(value) <= 1}
        if texts and scale.unit:
            top = max(texts)
            texts[top] = f"{texts[top]} {scale.unit}"
        if texts != self._texts:
            self._texts = texts
            metrics = QFontMetricsF(ui_font(LABEL_PX))
            widest = max((metrics.horizontalAdvance(text) for text in texts.values()), default=0.0)
            # In steps, so that the curves do not shift whenever a number grows.
            self.item.setWidth(max(NARROWEST_PX, int((widest + 14) // 8 + 1) * 8))
        self.dress()

    def shares(self) -> list[float]:
        """Where the ticks stand."""
        return list(self._texts) if self.scale is not None else []

    def _places(self, _low: float, _high: float, _size: float) -> list[tuple[float, list[float]]]:
        return [(1.0, list(self._texts))]

    def dress(self) -> None:
        """Grey, but in the colour of its trace where there is only one on it."""
        scale = self.scale
        token = token_of(scale.traces[0]) if scale is not None and len(scale.traces) == 1 else "muted"
        self.item.setPen(QPen(Qt.PenStyle.NoPen))
        self.item.setTickPen(QPen(theme().color("panel", 0.0)))
        self.item.setTextPen(theme().color(token))
        self.item.picture = None
        self.item.update()


def dress_time_axis(item: Any) -> None:
    """The axis below, in the colours of the theme."""
    item.setPen(QPen(Qt.PenStyle.NoPen))
    item.setTickPen(QPen(theme().color("panel", 0.0)))
    item.setTextPen(theme().color("muted"))
