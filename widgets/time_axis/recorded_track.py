"""The strip of a live window: what was recorded, now, and what lies ahead; it moves on with the clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QDateTime, QLocale, QRectF, Qt, QTimeZone, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from widgets.theme import theme
from widgets.time_axis.event import ZoneMode
from widgets.time_axis.ticks import HOUR_S, Tick, ticks
from widgets.time_axis.track import TRACK_PX, TimeTrack

FIRST_SPAN_S = 6 * HOUR_S
LEAST_BACK_S = 2 * HOUR_S
"""So far back one can look at least, also where nothing is recorded yet."""
NOW_AT = 0.8
"""Where now stands on the strip, as a part of its width, while the strip follows the clock."""


def utc_offset_s(second: int) -> int:
    """Seconds the clock on the wall is ahead of UTC at that moment."""
    return int(time.localtime(second).tm_gmtoff)


class RecordedTrack(TimeTrack):
    """The strip in seconds of UTC, written in local time.

    A moment before now can be chosen, to the second; at now or after it the present is shown again. While nothing
    else is chosen now keeps its place on the strip, unless a person has moved the strip away.

    Signals:
        now_chosen: the present shall be shown.
    """

    now_chosen = Signal()
    narrowest_s = 120
    key_step_s = 60

    def __init__(self, parent: QWidget | None = None, offset_s: Callable[[int], int] = utc_offset_s) -> None:
        super().__init__(parent)
        self.offset_s = offset_s
        self._gaps: tuple[tuple[float, float], ...] = ()
        self._recorded_from: float | None = None
        self._follows = True
        self._now_at = NOW_AT
        self._step = 1
        self.set_zones(ZoneMode.LIVE, self.tr("recorded"), "")

    def set_span(self, first: int, now: int, ahead_s: int) -> None:
        """From where to where one can look: ``first``, now, and so much ahead of it. Nothing shown is forgotten."""
        is_first = self._now is None
        self._first, self._last, self._now = min(first, now - LEAST_BACK_S), now + ahead_s, now
        if is_first:
            self._from, self._to = 0.0, float(min(FIRST_SPAN_S, self._last - self._first))
        if is_first or (self._follows and self.time is None):
            self._keep_now_in_place()
        self.update()

    def set_recorded(self, recorded_from: float | None, gaps: Sequence[tuple[float, float]]) -> None:
        """Since when there is anything, ``None`` for nothing, and where nothing was recorded in between."""
        self._recorded_from, self._gaps = recorded_from, tuple(gaps)
        self.update()

    def _keep_now_in_place(self) -> None:
        assert self._now is not None
        span = self._to - self._from
        self._from = self._now - self._now_at * span
        self._to = self._from + span

    def follow(self) -> None:
        """Look at now again."""
        self._follows = True
        if self._now is not None:
            self._keep_now_in_place()
        self.update()

    def moment_text(self, second: int) -> str:
        """Local time with seconds."""
        moment = QDateTime.fromSecsSinceEpoch(second + self.offset_s(second), QTimeZone.utc())
        return QLocale().toString(moment, "ddd d MMM HH:mm:ss")

    def _ticks(self, first: float, last: float, width: int) -> list[Tick]:
        shift = self.offset_s(int((first + last) / 2))
        local = ticks(first + shift, last + shift, width, finest_s=60)
        # Each tick by the offset of its own moment: after a change of summer time the labels still stand right.
        return [Tick(t.second - self.offset_s(t.second - shift), t.text, t.is_day) for t in local]

    def choose(self, second: float) -> None:
        """Go to a recorded moment, or back to the present."""
        if self._now is not None and second >= self._now:
            if self.time is not None:
                self.set_time(None)
                self.now_chosen.emit()
            self.follow()
            return
        super().choose(second)

    @property
    def is_at_end(self) -> bool:
        """Whether the present is shown."""
        return self.time is None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and Escape go back to the present."""
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_Escape) and self._now is not None:
            self.choose(self._now)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Widen, narrow or move; what a person looks at stays."""
        super().wheelEvent(event)
        self._follows = self._now is not None and self._from <= self._now <= self._to

    def _hint(self) -> str:
        return ""

    def _blanks(self) -> list[tuple[float, float]]:
        """Where nothing was recorded, in pixels, as far as it is seen."""
        left, right = self._inside()
        end = right if self._now is None else min(right, float(self._x(self._now)))
        blank = [(left, end if self._recorded_from is None else float(self._x(self._recorded_from)))]
        if self._recorded_from is not None:
            blank += [(float(self._x(begin)), float(self._x(stop))) for begin, stop in self._gaps]
        seen = [(max(left, begin), min(end, stop)) for begin, stop in blank]
        return [(begin, stop) for begin, stop in seen if stop > begin]

    def _paint_zones(self, painter: QPainter) -> None:
        super()._paint_zones(painter)
        hatch = QBrush(theme().color("line"), Qt.BrushStyle.BDiagPattern)
        for begin, stop in self._blanks():
            painter.fillRect(QRectF(begin, 0, stop - begin, TRACK_PX), hatch)

    def _paint_words(self, painter: QPainter) -> None:
        left, _ = self._inside()
        is_blank = any(begin <= left + 8 < stop for begin, stop in self._blanks())
        self._notes = (self.tr("not recorded") if is_blank else self.tr("recorded"), self._notes[1])
        super()._paint_words(painter)
