"""The painted strip of the time axis: zones, curve, events, ticks, now and the shown moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QDateTime, QEvent, QLocale, QPointF, QRectF, QSize, Qt, QTimer, QTimeZone, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engines.values.violations import Severity
from widgets.charts.time_curves import envelope, finite_runs
from widgets.theme import LABEL_PX, theme, theme_chooser, ui_font
from widgets.time_axis.event import TimeEvent, ZoneMode
from widgets.time_axis.ticks import DAY_S, HOUR_S, Tick, ticks

Array = np.ndarray[Any, Any]
TRACK_PX, TICK_PX, EVENT_PX = 36, 18, 4
SAME_PX = 3
"""Marks of one kind so close to each other look like one."""
EMIT_MS = 40
"""While dragging a moment is told at most that often; the last one always."""
NARROWEST_S, WIDEST_S = 4 * HOUR_S, 366 * DAY_S
TOKENS = {Severity.LOW: "low", Severity.MEDIUM: "medium", Severity.HIGH: "high"}


class TimeTrack(QWidget):
    """The strip; all times are whole seconds since 1970.

    Left and right step, Shift an hour, Page Up and Down a day, Home goes to now, plus and minus (or the wheel)
    narrow and widen.

    Signals:
        time_chosen: ``datetime64[s]`` at the beginning of a step; throttled while dragging, the last one always told.
    """

    time_chosen = Signal(object)
    narrowest_s = NARROWEST_S
    """The least that can be seen at once."""
    key_step_s = 0
    """How far an arrow key goes; 0: one step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(TRACK_PX + TICK_PX)
        self.setAccessibleName(self.tr("Time axis"))
        self.setMouseTracking(True)
        self._first, self._last, self._step = 0, DAY_S, 900
        self._from, self._to = 0.0, float(DAY_S)
        self._now: int | None = None
        self._time: int | None = None
        self._pointed: float | None = None
        self._pending: int | None = None
        self._mode = ZoneMode.PROFILES
        self._notes = ("", "")
        self._events: tuple[TimeEvent, ...] = ()
        self._event_s, self._event_rank = np.empty(0, np.int64), np.empty(0, np.int64)
        self._curve_s: Array = np.empty(0, np.int64)
        self._curve: Array = np.empty(0)
        self._curve_step_s, self._top = 0.0, 1.0
        self._line: tuple[tuple[float, float, int], list[QPolygonF]] = ((0.0, 0.0, 0), [])
        self._throttle = QTimer(self)
        self._throttle.setSingleShot(True)
        self._throttle.setInterval(EMIT_MS)
        self._throttle.timeout.connect(self._emit_pending)
        theme_chooser().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """A flat strip."""
        return QSize(600, TRACK_PX + TICK_PX)

    # What is shown -----------------------------------------------------------------------------------------

    def set_range(self, first: int, last: int, step_s: int) -> None:
        """See :meth:`TimeAxis.set_range`."""
        self._first, self._last, self._step = first, last, step_s
        self._curve_s, self._curve = np.empty(0, np.int64), np.empty(0)
        self.set_events(())
        self._line = ((0.0, 0.0, 0), [])
        self._time = self._now = None
        span = min(float(DAY_S), float(last - first))
        self._from, self._to = float(first), float(first) + span
        self._show_around(first)

    def set_now(self, now: int | None) -> None:
        """See :meth:`TimeAxis.set_now`."""
        self._now = now
        self.update()

    def set_time(self, second: int | None) -> None:
        """See :meth:`TimeAxis.set_time`."""
        self._time = second
        if second is not None and not self._from <= second <= self._to:
            self._show_around(second)
        shown = self.tr("nominal values") if second is None else self.moment_text(second)
        self.setAccessibleDescription(self.tr("Shown: {time}").format(time=shown))
        self.update()

    @property
    def time(self) -> int | None:
        """The moment that is shown."""
        return self._time

    @property
    def span(self) -> tuple[float, float]:
        """Beginning and end of what is seen."""
        return self._from, self._to

    def set_curve(self, seconds: Array, values: Array) -> None:
        """See :meth:`TimeAxis.set_curve`."""
        self._curve_s, self._curve = seconds, values
        self._top = self._curve_top()
        self._curve_step_s = float(np.median(np.diff(seconds))) if len(seconds) > 1 else 0.0
        self._line = ((0.0, 0.0, 0), [])
        self.update()

    def set_events(self, events: Sequence[TimeEvent]) -> None:
        """See :meth:`TimeAxis.set_events`."""
        self._events = tuple(sorted(events, key=lambda e: e.rank))
        self._event_s = np.array([_second(e.time) for e in self._events], np.int64)
        self._event_rank = np.array([e.rank for e in self._events], np.int64)
        self.update()

    def set_zones(self, mode: ZoneMode, behind: str, ahead: str) -> None:
        """See :meth:`TimeAxis.set_zone_mode`."""
        self._mode, self._notes = mode, (behind, ahead)
        self.update()

    def _show_around(self, second: float) -> None:
        span = self._to - self._from
        middle = min(max(second, self._first + span / 2), max(self._first + span / 2, self._last - span / 2))
        self._from, self._to = middle - span / 2, middle + span / 2
        self.update()

    def zoom(self, factor: float, about: float) -> None:
        """See ``factor`` times as much time, with ``about`` staying where it is."""
        span = self._to - self._from
        widest = float(min(WIDEST_S, self._last - self._first))
        wanted = float(np.clip(span * factor, min(self.narrowest_s, widest), widest))
        self._from = about - (about - self._from) * wanted / span
        self._to = self._from + wanted
        self._show_around((self._from + self._to) / 2)

    def moment_text(self, second: int) -> str:
        """A moment as a person writes it."""
        return moment_text(second)

    def _ticks(self, first: float, last: float, width: int) -> list[Tick]:
        return ticks(first, last, width)

    # Choosing ----------------------------------------------------------------------------------------------

    def choose(self, second: float) -> None:
        """Go to the step nearest to ``second`` and tell it."""
        inside = min(max(second, self._first), self._last - self._step)
        snapped = self._first + round((inside - self._first) / self._step) * self._step
        if snapped == self._time:
            return
        self.set_time(snapped)
        self._pending = snapped
        if not self._throttle.isActive():
            self._emit_pending()

    def step(self, count: int) -> None:
        """So many steps forward (or back)."""
        begin = self._time if self._time is not None else (self._now if self._now is not None else self._first)
        self.choose(begin + count * (self.key_step_s or self._step))

    @property
    def is_at_end(self) -> bool:
        """Whether there is no step ahead."""
        return self._time is not None and self._time >= self._last - self._step

    def _emit_pending(self) -> None:
        if self._pending is not None:
            second, self._pending = self._pending, None
            self.time_chosen.emit(np.datetime64(second, "s"))
            self._throttle.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where the person pointed."""
        if event.button() is Qt.MouseButton.LeftButton:
            near = self._event_at(event.position())
            self.choose(_second(near.time) if near is not None else self._second_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or point."""
        self._pointed = self._second_at(event.position().x())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.choose(self._pointed)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        self._pointed = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Widen or narrow about the cursor; sideways or with Shift, move."""
        delta = event.angleDelta()
        if delta.x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            shift = -(delta.x() or delta.y()) / 120 * (self._to - self._from) * 0.12
            self._show_around((self._from + self._to) / 2 + shift)
        else:
            self.zoom(0.8 ** (delta.y() / 120), self._second_at(event.position().x()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step and zoom, see the class."""
        hour = max(1, HOUR_S // (self.key_step_s or self._step))
        is_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        steps = {
            Qt.Key.Key_Left: -hour if is_shift else -1,
            Qt.Key.Key_Right: hour if is_shift else 1,
            Qt.Key.Key_PageUp: 24 * hour,
            Qt.Key.Key_PageDown: -24 * hour,
        }
        factors = {Qt.Key.Key_Plus: 0.5, Qt.Key.Key_Minus: 2.0}
        key = Qt.Key(event.key())
        if key in steps:
            self.step(steps[key])
        elif key in factors:
            middle = (self._from + self._to) / 2
            self.zoom(factors[key], float(self._time) if self._time is not None else middle)
        elif key == Qt.Key.Key_Home and self._now is not None:
            self.choose(self._now)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say what is pointed at: an event, or how the strip is used."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            near = self._event_at(QPointF(event.pos()))
            usage = self.tr("Drag to another moment; the wheel widens; arrows step, Shift an hour, Page a day")
            QToolTip.showText(event.globalPos(), near.text if near is not None else usage, self)
            return True
        return super().event(event)

    def _event_at(self, position: QPointF) -> TimeEvent | None:
        if position.y() > 3 * EVENT_PX + 6:
            return None
        near = np.flatnonzero(np.abs(self._x(self._event_s) - position.x()) <= 2 * EVENT_PX)
        return max((self._events[k] for k in near.tolist()), key=lambda e: e.rank, default=None)

    # Painting ----------------------------------------------------------------------------------------------

    def _x(self, second: Any) -> Any:
        return (second - self._from) / (self._to - self._from) * self.width()

    def _second_at(self, x: float) -> float:
        return self._from + x / max(1, self.width()) * (self._to - self._from)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Zones, curve, ticks, events, now and the shown moment."""
        painter = QPainter(self)
        painter.setFont(ui_font(LABEL_PX))
        self._paint_zones(painter)
        self._paint_curve(painter)
        self._paint_ticks(painter)
        self._paint_words(painter)
        self._paint_events(painter)
        self._paint_now(painter)
        self._paint_pointed(painter)
        self._paint_time(painter)
        if self.hasFocus():
            painter.setPen(QPen(theme().color("accent"), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _inside(self) -> tuple[float, float]:
        return max(0.0, self._x(self._first)), min(float(self.width()), self._x(self._last))

    def _paint_zones(self, painter: QPainter) -> None:
        left, right = self._inside()
        painter.fillRect(QRectF(left, 0, right - left, TRACK_PX), theme().color("canvas"))
        if self._mode is ZoneMode.LIVE and self._now is not None and self._x(self._now) < right:
            self._paint_ahead(painter, max(left, self._x(self._now)), right)

    def _paint_ahead(self, painter: QPainter, left: float, right: float) -> None:
        painter.fillRect(QRectF(left, 0, right - left, TRACK_PX), theme().color("plan", 0.14))

    def _paint_words(self, painter: QPainter) -> None:
        left, right = self._inside()
        behind, ahead = self._notes
        painter.setPen(theme().color("muted"))
        painter.drawText(QPointF(left + 8, 13), behind)
        if ahead and self._mode is ZoneMode.LIVE:
            self._paint_note(painter, right, ahead)

    def _paint_note(self, painter: QPainter, right: float, text: str) -> None:
        painter.setPen(theme().color("plan"))
        painter.drawText(QPointF(right - 8 - painter.fontMetrics().horizontalAdvance(text), 13), text)

    def _paint_curve(self, painter: QPainter) -> None:
        place = (self._from, self._to, self.width())
        if self._line[0] != place:
            self._line = (place, self._curve_polygons())
        painter.setPen(QPen(theme().color("wire"), 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for polygon in self._line[1]:
            painter.drawPolyline(polygon)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _curve_polygons(self) -> list[QPolygonF]:
        margin = (self._to - self._from) / 50 + max(self._step, self._curve_step_s)
        inside = (self._curve_s >= self._from - margin) & (self._curve_s <= self._to + margin)
        seconds, values = self._curve_s[inside], self._curve[inside]
        if len(seconds) < 2 or not np.isfinite(values).any():
            return []
        x, low, high = envelope(seconds, values, values, max(120, self.width() // 2))
        if len(x) < len(seconds):
            x, values = np.repeat(x, 2), np.column_stack([low, high]).ravel()
        across, down = self._x(x), self._y(values)
        return [
            QPolygonF([QPointF(a, b) for a, b in zip(across[run].tolist(), down[run].tolist(), strict=True)])
            for run in finite_runs(down)
        ]

    def _curve_top(self) -> float:
        """What reaches the top of the strip; 1 where nothing is known."""
        return float(np.nanmax(np.abs(self._curve))) or 1.0 if np.isfinite(self._curve).any() else 1.0

    def _y(self, values: Any) -> Any:
        return TRACK_PX - 3 - np.maximum(values, 0.0) / self._top * (TRACK_PX - 18)

    def _paint_ticks(self, painter: QPainter) -> None:
        metrics = painter.fontMetrics()
        first, last = max(self._from, self._first), min(self._to, self._last)
        for tick in self._ticks(first, last, round(self._x(last) - self._x(first))):
            x = round(self._x(tick.second))
            painter.setPen(theme().color("muted" if tick.is_day else "line"))
            painter.drawLine(x, TRACK_PX, x, TRACK_PX + (6 if tick.is_day else 4))
            painter.setPen(theme().color("text" if tick.is_day else "muted"))
            width = metrics.horizontalAdvance(tick.text)
            left = min(max(0, x - width // 2), self.width() - width)
            painter.drawText(left, TRACK_PX + TICK_PX - 3, tick.text)

    def _paint_events(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        x = self._x(self._event_s)
        seen = np.flatnonzero((x >= -EVENT_PX) & (x <= self.width() + EVENT_PX))
        # In a storm a thousand marks lie on one another: one of each kind is painted in each place.
        places = np.column_stack([self._event_rank[seen], np.floor(x[seen] / SAME_PX)])
        _, first = np.unique(places, axis=0, return_index=True)
        for k in seen[first].tolist():
            severity = self._events[k].severity
            painter.setBrush(theme().color("muted" if severity is None else TOKENS[severity]))
            _paint_shape(painter, severity, QPointF(float(x[k]), EVENT_PX + 6))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_now(self, painter: QPainter) -> None:
        if self._now is None or not self._from <= self._now <= self._to:
            return
        x = round(self._x(self._now))
        is_live = self._mode is ZoneMode.LIVE
        painter.fillRect(QRectF(x - 1, 0, 2 if is_live else 1, TRACK_PX + 4), theme().color("text"))
        shown = None if self._time is None else self._x(self._time)
        is_free = x > self._inside()[0] + 16 + painter.fontMetrics().horizontalAdvance(self._notes[0])
        if is_free and (shown is None or not x - 130 < shown < x + 40):
            painter.setFont(ui_font(LABEL_PX, bold=True))
            painter.setPen(theme().color("text"))
            painter.drawText(x + 5, 13, self.tr("now"))
            painter.setFont(ui_font(LABEL_PX))

    def _paint_pointed(self, painter: QPainter) -> None:
        if self._pointed is None or not self._first <= self._pointed < self._last:
            return
        x = round(self._x(self._pointed))
        painter.setPen(theme().color("muted"))
        painter.drawLine(x, 0, x, TRACK_PX)
        text = self.moment_text(self._first + round((self._pointed - self._first) / self._step) * self._step)
        self._paint_flag(painter, x, text, "raised", "text", TRACK_PX - 17)

    def _paint_time(self, painter: QPainter) -> None:
        if self._time is None:
            painter.setPen(theme().color("muted"))
            hint = self._hint()
            width = painter.fontMetrics().horizontalAdvance(hint)
            painter.drawText((self.width() - width) // 2, 13, hint)
            return
        x = round(self._x(self._time))
        painter.fillRect(QRectF(x - 1, 0, 2, TRACK_PX + 4), theme().color("accent"))
        painter.setFont(ui_font(LABEL_PX, bold=True))
        self._paint_flag(painter, x, self.moment_text(self._time), "accent", "on_accent", 0)

    def _hint(self) -> str:
        return self.tr("nominal values · drag to a moment of the profiles")

    def _paint_flag(self, painter: QPainter, x: int, text: str, ground: str, ink: str, top: int) -> None:
        width = painter.fontMetrics().horizontalAdvance(text) + 12
        left = x + 1 if x + 1 + width <= self.width() else x - 1 - width
        painter.fillRect(QRectF(left, top, width, 17), theme().color(ground))
        painter.setPen(theme().color(ink))
        painter.drawText(left + 6, top + 13, text)


def _paint_shape(painter: QPainter, severity: Severity | None, centre: QPointF) -> None:
    size, x, y = EVENT_PX, centre.x(), centre.y()
    if severity is None:
        painter.drawPolygon([QPointF(x, y - size), QPointF(x + size, y), QPointF(x, y + size), QPointF(x - size, y)])
        return
    if severity is Severity.HIGH:
        painter.drawPolygon(
            QPolygonF([QPointF(x, y - size), QPointF(x + size + 1, y + size), QPointF(x - size - 1, y + size)])
        )
    elif severity is Severity.MEDIUM:
        painter.drawRect(QRectF(x - size, y - size, 2 * size, 2 * size))
    else:
        painter.drawEllipse(centre, size, size)


def _second(time: np.datetime64) -> int:
    return int(time.astype("datetime64[s]").astype(np.int64))


def moment_text(second: int) -> str:
    """A moment as a person writes it: weekday, day and clock time."""
    moment = QDateTime.fromSecsSinceEpoch(second, QTimeZone.utc())
    return QLocale().toString(moment, "ddd d MMM HH:mm")
