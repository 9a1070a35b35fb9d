"""The time axis beneath the diagram: what was, now, and what is to come; dragged to look at another moment."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from widgets.icons import icon
from widgets.theme import LABEL_PX, theme, theme_chooser, ui_font
from widgets.time_axis.ticks import DAY_S, HOUR_S, ticks

Array = np.ndarray[Any, Any]
TRACK_PX, TICK_PX = 34, 18
EMIT_MS = 40
"""While dragging a moment is told at most that often; the last one always."""
NARROWEST_S, WIDEST_S = 4 * HOUR_S, 366 * DAY_S


class TimeAxis(QWidget):
    """Track with zones and load curve, buttons for playing and jumping.

    Left and right step, Shift an hour, Page Up and Down a day, Home goes to now; the wheel widens or narrows.

    Signals:
        time_chosen: ``datetime64[s]`` at the beginning of a step.
    """

    time_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeAxis")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(TRACK_PX + TICK_PX + 12)
        self.track = TimeTrack(self)
        self.track.time_chosen.connect(self.time_chosen)
        self.play_button = self._button("play", self.tr("Play"), self.tr("Step forward through the profiles (Space)"))
        self.play_button.setCheckable(True)
        self.jump_button = self._button("calendar", self.tr("Jump to"), self.tr("Go to a telling moment of the year"))
        self.jump_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        for widget in (self.play_button, self.jump_button):
            row.addWidget(widget)
        row.addWidget(self.track, 1)
        self._player = QTimer(self)
        self._player.setInterval(400)
        self._player.timeout.connect(lambda: self.track.step(1))
        self.play_button.toggled.connect(self._on_play)
        theme_chooser().changed.connect(self._dress)

    def _button(self, name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name))
        button.setAccessibleName(text)
        button.setToolTip(tip)
        button.setProperty("flat", True)
        return button

    def _dress(self) -> None:
        self.play_button.setIcon(icon("pause" if self.play_button.isChecked() else "play"))
        self.jump_button.setIcon(icon("calendar"))

    def _on_play(self, is_on: bool) -> None:
        self._dress()
        if is_on:
            self._player.start()
        else:
            self._player.stop()

    def set_range(self, start: np.datetime64, end: np.datetime64, step_s: int) -> None:
        """The span that can be chosen from, and its steps."""
        self.play_button.setChecked(False)
        self.track.set_range(_second(start), _second(end), step_s)
        menu = QMenu(self)
        for text, second in telling_moments(_second(start), _second(end), self):
            menu.addAction(text).triggered.connect(lambda _=False, s=second: self.track.choose(s))
        self.jump_button.setMenu(menu)

    def set_now(self, now: np.datetime64 | None) -> None:
        """Where now lies on this axis."""
        self.track.set_now(None if now is None else _second(now))

    def set_time(self, time: np.datetime64 | None) -> None:
        """The moment that is shown; ``None`` for nominal values. Not told to anyone."""
        self.track.set_time(None if time is None else _second(time))

    def set_curve(self, times: Array, values: Array) -> None:
        """A curve to find one's way by (the load), anywhere on the axis; NaN leaves a gap."""
        self.track.set_curve(times.astype("datetime64[s]").astype(np.int64), values)


def telling_moments(first_s: int, last_s: int, widget: QWidget) -> list[tuple[str, int]]:
    """Moments of the year worth a look, those inside the span."""
    year = np.datetime64(first_s, "s").astype("datetime64[Y]")
    wanted = (
        (widget.tr("Winter evening"), f"{year}-01-14T18:30:00"),
        (widget.tr("Winter night"), f"{year}-01-15T03:00:00"),
        (widget.tr("Summer noon"), f"{year}-06-21T12:30:00"),
        (widget.tr("Summer evening"), f"{year}-07-15T19:30:00"),
        (widget.tr("Spring Sunday noon"), f"{year}-04-26T12:30:00"),
    )
    moments = [(text, _second(np.datetime64(at))) for text, at in wanted]
    return [(text, second) for text, second in moments if first_s <= second < last_s]


def _second(time: np.datetime64) -> int:
    return int(time.astype("datetime64[s]").astype(np.int64))


class TimeTrack(QWidget):
    """The painted part; all times are whole seconds since 1970."""

    time_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Time axis"))
        self.setToolTip(self.tr("Drag to another moment; wheel widens; arrows step, Shift an hour, Page a day"))
        self.setMouseTracking(True)
        self._first, self._last, self._step = 0, DAY_S, 900
        self._from, self._to = 0.0, float(DAY_S)
        self._now: int | None = None
        self._time: int | None = None
        self._pending: int | None = None
        self._curve_s: Array = np.empty(0, np.int64)
        self._curve: Array = np.empty(0)
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
        self._curve_s = np.empty(0, np.int64)
        self._time = self._now = None
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
        shown = self.tr("nominal values") if second is None else _text(second)
        self.setAccessibleDescription(self.tr("Shown: {time}").format(time=shown))
        self.update()

    @property
    def time(self) -> int | None:
        """The moment that is shown."""
        return self._time

    def set_curve(self, seconds: Array, values: Array) -> None:
        """See :meth:`TimeAxis.set_curve`."""
        self._curve_s, self._curve = seconds, values
        self.update()

    def _show_around(self, second: float) -> None:
        span = self._to - self._from
        middle = min(max(second, self._first + span / 2), max(self._first + span / 2, self._last - span / 2))
        self._from, self._to = middle - span / 2, middle + span / 2
        self.update()

    # Choosing ----------------------------------------------------------------------------------------------

    def choose(self, second: float) -> None:
        """Go to the step that contains ``second`` and tell it."""
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
        self.choose(begin + count * self._step)

    def _emit_pending(self) -> None:
        if self._pending is not None:
            second, self._pending = self._pending, None
            self.time_chosen.emit(np.datetime64(second, "s"))
            self._throttle.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where the person pointed."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.choose(self._second_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.choose(self._second_at(event.position().x()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Widen or narrow about the cursor; sideways or with Shift, move."""
        delta = event.angleDelta()
        span = self._to - self._from
        if delta.x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            shift = -(delta.x() or delta.y()) / 120 * span * 0.12
            self._show_around((self._from + self._to) / 2 + shift)
            return
        at = self._second_at(event.position().x())
        wanted = float(np.clip(span * 0.8 ** (delta.y() / 120), NARROWEST_S, min(WIDEST_S, self._last - self._first)))
        self._from = at - (at - self._from) * wanted / span
        self._to = self._from + wanted
        self._show_around((self._from + self._to) / 2)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, see the class."""
        hour = max(1, HOUR_S // self._step)
        is_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        steps = {
            Qt.Key.Key_Left: -hour if is_shift else -1,
            Qt.Key.Key_Right: hour if is_shift else 1,
            Qt.Key.Key_PageUp: 24 * hour,
            Qt.Key.Key_PageDown: -24 * hour,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.step(steps[key])
        elif key == Qt.Key.Key_Home and self._now is not None:
            self.choose(self._now)
        else:
            super().keyPressEvent(event)

    # Painting ----------------------------------------------------------------------------------------------

    def _x(self, second: Any) -> Any:
        return (second - self._from) / (self._to - self._from) * self.width()

    def _second_at(self, x: float) -> float:
        return self._from + x / max(1, self.width()) * (self._to - self._from)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Zones, curve, ticks, now and the shown moment."""
        painter = QPainter(self)
        painter.setFont(ui_font(LABEL_PX))
        self._paint_zones(painter)
        self._paint_curve(painter)
        self._paint_ticks(painter)
        self._paint_now(painter)
        self._paint_time(painter)
        if self.hasFocus():
            painter.setPen(QPen(theme().color("accent"), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_zones(self, painter: QPainter) -> None:
        left, right = max(0.0, self._x(self._first)), min(float(self.width()), self._x(self._last))
        painter.fillRect(QRectF(left, 0, right - left, TRACK_PX), theme().color("canvas"))
        if self._now is None:
            return
        now = self._x(self._now)
        if now < right:
            painter.fillRect(QRectF(max(left, now), 0, right - max(left, now), TRACK_PX), theme().color("plan", 0.10))

    def _paint_curve(self, painter: QPainter) -> None:
        inside = (self._curve_s >= self._from - DAY_S) & (self._curve_s <= self._to + DAY_S)
        values = self._curve[inside]
        if not np.isfinite(values).any():
            return
        top = float(np.nanmax(self._curve)) or 1.0
        x, y = self._x(self._curve_s[inside]), TRACK_PX - 3 - values / top * (TRACK_PX - 14)
        painter.setPen(QPen(theme().color("wire"), 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        parts = np.split(np.arange(len(y)), np.flatnonzero(~np.isfinite(y)))
        for part in parts:
            part = part[np.isfinite(y[part])]
            painter.drawPolyline(QPolygonF([QPointF(a, b) for a, b in zip(x[part], y[part], strict=True)]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_ticks(self, painter: QPainter) -> None:
        metrics = painter.fontMetrics()
        first, last = max(self._from, self._first), min(self._to, self._last)
        for tick in ticks(first, last, round(self._x(last) - self._x(first))):
            x = round(self._x(tick.second))
            painter.setPen(theme().color("muted" if tick.is_day else "line"))
            painter.drawLine(x, TRACK_PX, x, TRACK_PX + (6 if tick.is_day else 4))
            painter.setPen(theme().color("text" if tick.is_day else "muted"))
            width = metrics.horizontalAdvance(tick.text)
            left = min(max(0, x - width // 2), self.width() - width)
            painter.drawText(left, TRACK_PX + TICK_PX - 3, tick.text)

    def _paint_now(self, painter: QPainter) -> None:
        if self._now is None or not self._from <= self._now <= self._to:
            return
        x = round(self._x(self._now))
        painter.setPen(QPen(theme().color("muted"), 1))
        painter.drawLine(x, 0, x, TRACK_PX)
        if self._time is None or abs(self._x(self._time) - x) > 120:
            painter.drawText(x + 4, 11, self.tr("now"))

    def _paint_time(self, painter: QPainter) -> None:
        if self._time is None:
            painter.setPen(theme().color("muted"))
            painter.drawText(8, 12, self.tr("nominal values · drag to a moment of the profiles"))
            return
        x = round(self._x(self._time))
        painter.fillRect(QRectF(x - 1, 0, 2, TRACK_PX + 4), theme().color("accent"))
        painter.setFont(ui_font(LABEL_PX, bold=True))
        text = _text(self._time)
        width = painter.fontMetrics().horizontalAdvance(text) + 12
        left = min(max(0, x + 3), self.width() - width)
        painter.fillRect(QRectF(left, 0, width, 16), theme().color("accent"))
        painter.setPen(theme().color("on_accent"))
        painter.drawText(left + 6, 12, text)


def _text(second: int) -> str:
    moment = np.datetime64(second, "s").item()
    return f"{moment:%a} {moment.day} {moment:%b %H:%M}"
