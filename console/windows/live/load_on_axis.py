"""The recorded load on the time axis, to find one's way by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, QTimer

from console.live.history_port import HistoryPort
from engines.trends.infeed import summed
from engines.values.history import QuarterHours
from widgets.time_axis.recorded_axis import RecordedAxis

LOOK_MS, EVERY = 1000, 60
"""How often the strip is looked at, and after how many looks a span that has not moved is asked for anew."""
MARGIN = 0.25
"""Beyond what is seen, as a part of it: the next movement finds it drawn."""


class LoadOnAxis(QObject):
    """Keeps the curve of what is seen of the axis; none where the infeed of the district is not measured.

    Args:
        points: whose sum is drawn, see :func:`engines.trends.infeed.infeed_points`.
    """

    def __init__(self, axis: RecordedAxis, history: HistoryPort, points: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self._axis, self._history, self._points = axis, history, tuple(points)
        self._asked: tuple[float, float] | None = None
        self._gaps: tuple[tuple[int, int], ...] = ()
        self._quarters: tuple[QuarterHours, ...] = ()
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        if self._points:
            self._timer.start()

    def close(self) -> None:
        """Ask for nothing any more."""
        self._timer.stop()

    def set_gaps(self, gaps: Sequence[tuple[int, int]]) -> None:
        """Spans, microseconds since 1970 UTC, without a record: what stood before tells nothing of them."""
        if tuple(gaps) != self._gaps:
            self._gaps = tuple(gaps)
            self._draw()

    def look(self) -> None:
        """Ask for what is seen, if it is not what was asked for last."""
        begin, end = self._axis.track.span
        self._looks += 1
        is_there = self._asked is not None and self._asked[0] <= begin and self._asked[1] >= end
        if is_there and self._looks % EVERY:
            return
        margin = MARGIN * (end - begin) + 900.0
        self._asked = begin - margin, end + margin
        from_us, to_us = (round(1e6 * second) for second in self._asked)
        self._history.ask_quarter_hours(self._points, from_us, to_us, self._on_done, self._on_failed, key="axis load")

    def _on_done(self, quarters: tuple[QuarterHours, ...]) -> None:
        self._quarters = quarters
        self._draw()

    def _draw(self) -> None:
        time_us, load_mw = summed(self._quarters)
        for begin, end in self._gaps:
            load_mw[(time_us > begin) & (time_us < end)] = np.nan
        self._axis.set_curve((time_us // 1_000_000).astype("datetime64[s]").astype(np.int64), load_mw)

    def _on_failed(self, _sentence: str) -> None:
        # The history says itself what is wrong with it; what was asked for is asked for again.
        self._asked = None
