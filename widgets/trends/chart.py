"""The chart: curves over time on one axis a unit, bands of states, limits, two cursors."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engines.trends.thinning import clipped, taken, thinned
from engines.values.history import PointSeries
from widgets.charts.plot import dress_plot, make_plot
from widgets.slices import Slices, Steps, run_steps
from widgets.theme import theme_chooser
from widgets.trends.axes import ValueAxis
from widgets.trends.course import Course
from widgets.trends.cursors import Cursors
from widgets.trends.curves import TraceCurves
from widgets.trends.drawn import Drawn, drawn, value_range
from widgets.trends.layers import OverLayer, Shown, UnderLayer
from widgets.trends.scales import Scale, fitted
from widgets.trends.time_ticks import local_ticks
from widgets.trends.trace import Trace, token_of

SECOND_US = 1_000_000
SHORTEST_S, LONGEST_S = 10.0, 31 * 86400.0
ROOM_AHEAD = 0.06
"""Part of the span kept free right of the present while it is followed, so that the chart need not move at once."""
MARGIN = 0.25
"""Part of the span that is drawn beyond each edge, so that something is there when it is moved."""
MOST_RIGHT_AXES = 3
MOST_TAIL = 160
"""After so many new entries the body of a curve takes them over."""
SETTLE_MS = 60


def wall_clock_us() -> int:
    """Microseconds since 1970 UTC."""
    return time.time_ns() // 1000


class TrendChart(QWidget):
    """Draws courses of points; what it shows is a span of time, following the present or standing still.

    Dragging moves, the wheel zooms about the pointer, a click puts cursor A there and a click with Shift cursor B,
    a double click follows the present again.

    Signals:
        span_changed: from, to (microseconds), once it has come to rest; is_following_changed.
        cursors_moved: moments of A and B as ``(int | None, int | None)``.
    """

    span_changed = Signal(object, object)
    following_changed = Signal(bool)
    cursors_moved = Signal(object, object)

    def __init__(self, parent: QWidget | None = None, clock_us: Callable[[], int] = wall_clock_us) -> None:
        super().__init__(parent)
        self._clock_us = clock_us
        self._base_us = clock_us() // SECOND_US * SECOND_US
        self._now_us = clock_us()
        self.is_following = True
        self._span_s = 3600.0
        self._traces: tuple[Trace, ...] = ()
        self._courses: dict[str, Course] = {}
        self._curves: list[TraceCurves] = []
        self._body_end: list[int] = []
        self._drawn_now_px = 0
        self._slices = Slices(self)
        self.shown = Shown()
        self._make_plot()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Chart of trends"))
        self.setAccessibleDescription(
            self.tr(
                "Left and right move the cursor, with Shift cursor B, with Ctrl the span; plus and minus zoom; "
                "Home follows the present; Escape takes the cursors away"
            )
        )
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._on_settled)
        theme_chooser().changed.connect(self._dress)
        self._follow()

    def _make_plot(self) -> None:
        self.plot = make_plot()
        item = self.plot.getPlotItem()
        item.setContentsMargins(4, 6, 4, 2)
        self.view_box: Any = item.vb
        self.view_box.setDefaultPadding(0.0)
        self.view_box.setMouseEnabled(x=True, y=False)
        self.view_box.disableAutoRange()
        self.view_box.setLimits(minXRange=SHORTEST_S, maxXRange=LONGEST_S)
        self._left = ValueAxis("left")
        item.setAxisItems({"left": self._left.item})
        self._left.item.setZValue(0)
        self._right = [ValueAxis("right") for _ in range(MOST_RIGHT_AXES)]
        for k, axis in enumerate(self._right):
            item.layout.addItem(axis.item, 2, 3 + k)
            axis.item.linkToView(self.view_box)
            axis.show(None, 0)
        bottom = item.getAxis("bottom")
        bottom.tickValues = self._time_places
        bottom.tickStrings = lambda values, _scale, _spacing: [self._time_texts.get(round(v, 3), "") for v in values]
        bottom.setStyle(hideOverlappingLabels=False)
        self._time_texts: dict[float, str] = {}
        self.under = UnderLayer(self.view_box, self.shown, -5)
        self.over = OverLayer(self.view_box, self.shown, 30)
        self.cursors = Cursors(self.view_box)
        self.cursors.moved.connect(self._on_cursors)
        # Keys go to the chart itself, also after a click into the plot.
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # A graphics view takes every drag and lets nothing fall: what is carried here is the view's.
        self.plot.setAcceptDrops(False)
        self.plot.viewport().setAcceptDrops(False)
        self.plot.scene().sigMouseClicked.connect(self._on_clicked)
        self.view_box.sigRangeChangedManually.connect(self._on_moved_by_hand)
        self.view_box.sigXRangeChanged.connect(lambda *_: self._on_range())
        self.view_box.sigResized.connect(lambda *_: self._on_resized())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)

    # What is drawn -----------------------------------------------------------------------------------------

    @property
    def traces(self) -> tuple[Trace, ...]:
        """By number."""
        return self._traces

    def set_traces(self, traces: Sequence[Trace], courses: dict[str, Course]) -> None:
        """Draw these points, each by its course."""
        self._traces, self._courses = tuple(traces), courses
        while len(self._curves) > len(traces):
            self._curves.pop().remove()
        while len(self._curves) < len(traces):
            self._curves.append(TraceCurves(self.view_box, token_of(len(self._curves))))
        shown = self.shown
        shown.traces = self._traces
        shown.lanes = [k for k, trace in enumerate(traces) if trace.has_states]
        shown.shapes = [None] * len(traces)
        shown.tails = [None] * len(traces)
        shown.emphasised = -1
        self._body_end = [0] * len(traces)
        self.draw_soon()

    def draw(self) -> None:
        """Draw everything anew, now."""
        self._slices.cancel()
        run_steps(self._draw_steps())

    def draw_soon(self) -> None:
        """Draw everything anew, a curve at a time, so that no event waits for all of them."""
        self._slices.start(self._draw_steps(), lambda _: None)

    def _draw_steps(self) -> Steps[None]:
        for number in range(len(self._traces)):
            self._draw_body(number)
            yield
        self._find_doubted()
        self._fit_scales(is_forced=True)
        self._repaint_layers()

    def _series(self, number: int) -> PointSeries:
        return self._courses[self._traces[number].point_id].series(self._now_us)

    def _draw_body(self, number: int) -> None:
        series = self._series(number)
        from_us, to_us = self.span_us
        margin = int((to_us - from_us) * MARGIN)
        shape_of = thinned(series, from_us - margin, to_us + margin, self.entries)
        end = int(shape_of.time_us[-1]) if len(shape_of) else 0
        self._body_end[number] = end
        body = drawn(shape_of, self._base_us, end)
        self.shown.shapes[number] = body
        if not self._traces[number].has_states:
            self._curves[number].show_body(body)
        self._draw_tail(number, series)

    def _draw_tail(self, number: int, series: PointSeries) -> None:
        since = max(0, int(np.searchsorted(series.time_us, self._body_end[number], "right")) - 1)
        tail = drawn(taken(series, slice(since, None)), self._base_us, self._now_us)
        self.shown.tails[number] = tail
        if not self._traces[number].has_states:
            self._curves[number].show_tail(tail)

    @property
    def entries(self) -> int:
        """How many entries of a point can be told apart on the screen."""
        return int(max(400, 1.4 * self.view_box.width() * (1 + 2 * MARGIN)))

    def tick(self, changed: Sequence[str] = ()) -> None:
        """The present has moved on; ``changed`` points have new entries. Repaints little: the ends of the curves."""
        self._now_us = max(self._now_us, self._clock_us())
        if self.is_following and self._now_x > self.shown.to_x - 0.005 * self._span_s:
            self._follow()
        px = int(self.over.x_px(self._now_x)) if self.shown.to_x > self.shown.from_x else 0
        has_moved, self._drawn_now_px = px != self._drawn_now_px, px
        self.shown.now_x = self._now_x
        needs_body = False
        for number, trace in enumerate(self._traces):
            if trace.point_id in changed or has_moved:
                series = self._series(number)
                self._draw_tail(number, series)
                tail = self.shown.tails[number]
                needs_body |= tail is not None and len(tail) > 2 * MOST_TAIL
        if needs_body:
            self.draw_soon()
            return
        if changed and self._find_doubted() | self._fit_scales():
            self._repaint_layers()
        elif changed or has_moved:
            self._repaint_ends()

    def _repaint_ends(self) -> None:
        over = self.over
        rect = over.boundingRect()
        over.update(over.chips_rect())
        left = over.x_px(min((self._end_x(n) for n in range(len(self._traces))), default=self._now_x)) - 3
        right = over.x_px(self._now_x) + 3
        if right > rect.left() and left < rect.right():
            foot = rect.bottom() - self.shown.foot_px
            over.update(max(left, 0.0), foot, right - max(left, 0.0), self.shown.foot_px)
            over.update(right - 8, 0, 12, rect.height())

    def _end_x(self, number: int) -> float:
        tail = self.shown.tails[number]
        needs = self._traces[number].has_states or number in self.shown.doubted
        return float(tail.x[0]) if needs and tail is not None and len(tail) else self._now_x

    def _repaint_layers(self) -> None:
        self.under.update()
        self.over.update()

    # Axes --------------------------------------------------------------------------------------------------

    def _find_doubted(self) -> bool:
        """Which curves have doubtful or unknown stretches in the span; whether that has changed."""
        found = []
        for number, trace in enumerate(self._traces):
            parts = [s for s in (self.shown.shapes[number], self.shown.tails[number]) if s is not None]
            if not trace.has_states and any(_has_span(s, self.shown.from_x, self.shown.to_x) for s in parts):
                found.append(number)
        has_changed = found != list(self.shown.doubted)
        self.shown.doubted = found
        if has_changed:
            self._fit_foot()
        return has_changed

    def _fit_scales(self, *, is_forced: bool = False) -> bool:
        """Axes that show all that is in the span; whether one has changed."""
        keys: dict[str, list[int]] = {}
        for number, trace in enumerate(self._traces):
            if not trace.has_states:
                keys.setdefault(trace.scale or trace.unit, []).append(number)
        before = {scale.key: scale for scale in self.shown.scales}
        scales = []
        for key, numbers in keys.items():
            low, high = self._range(numbers)
            old = before.get(key)
            if old is not None and old.traces == tuple(numbers) and old.holds(low, high) and not is_forced:
                scales.append(old)
                continue
            limits = sorted({limit.value for n in numbers for limit in self._traces[n].limits})
            bottom, top = fitted(low, high, limits, key)
            scales.append(Scale(key, self._traces[numbers[0]].unit, bottom, top, tuple(numbers)))
        has_changed = scales != list(self.shown.scales)
        self.shown.scales = scales
        if has_changed or is_forced:
            self._place_on_scales()
        return has_changed

    def _range(self, numbers: Sequence[int]) -> tuple[float, float]:
        shown = self.shown
        parts = [s for n in numbers for s in (shown.shapes[n], shown.tails[n]) if s is not None and len(s)]
        ranges = np.array([value_range(s, shown.from_x, shown.to_x) for s in parts] or [(np.nan, np.nan)])
        known = ranges[np.isfinite(ranges).all(axis=1)]
        return (float(known[:, 0].min()), float(known[:, 1].max())) if len(known) else (np.nan, np.nan)

    def _place_on_scales(self) -> None:
        room = self.over.curves_rect.height()
        axes = [self._left, *self._right]
        for axis, scale in zip(axes, [*self.shown.scales, *[None] * len(axes)], strict=False):
            axis.show(scale, room)
        self._left.item.setVisible(True)
        for number, curves in enumerate(self._curves):
            scale = self.shown.scale_of(number)
            if scale is not None:
                curves.place(scale)
        self.shown.ticks_y = self._left.shares()

    def _fit_foot(self) -> None:
        height, foot = self.view_box.height(), self.shown.foot_px
        share = foot / max(40.0, height - foot)
        self.view_box.setYRange(-share, 1.0, padding=0)

    # Time --------------------------------------------------------------------------------------------------

    @property
    def _now_x(self) -> float:
        return (self._now_us - self._base_us) / SECOND_US

    @property
    def span_us(self) -> tuple[int, int]:
        """From when to when it shows."""
        shown = self.shown
        return (int(shown.from_x * SECOND_US) + self._base_us, int(shown.to_x * SECOND_US) + self._base_us)

    @property
    def now_us(self) -> int:
        """The present as it was drawn last."""
        return self._now_us

    def show_last(self, seconds: float) -> None:
        """The last so many seconds, following the present."""
        self._span_s = min(max(seconds, SHORTEST_S), LONGEST_S)
        self._now_us = max(self._now_us, self._clock_us())
        self._follow()
        self._set_following(True)

    def show_span(self, from_us: int, to_us: int) -> None:
        """A span that stands still."""
        self._set_following(False)
        self._set_range((from_us - self._base_us) / SECOND_US, (to_us - self._base_us) / SECOND_US)

    def follow(self) -> None:
        """The present again, with as long a span as is shown."""
        self._span_s = self.shown.to_x - self.shown.from_x
        self.show_last(self._span_s)

    def zoom(self, factor: float, about_x: float | None = None) -> None:
        """A span longer by ``factor``, about the present while it is followed."""
        if self.is_following:
            self.show_last(self._span_s * factor)
            return
        shown = self.shown
        middle = (shown.from_x + shown.to_x) / 2 if about_x is None else about_x
        length = min(max((shown.to_x - shown.from_x) * factor, SHORTEST_S), LONGEST_S)
        share = (middle - shown.from_x) / (shown.to_x - shown.from_x)
        self._set_range(middle - share * length, middle + (1 - share) * length)

    def shift(self, share: float) -> None:
        """Earlier (negative) or later by a part of the span."""
        self._set_following(False)
        step = share * (self.shown.to_x - self.shown.from_x)
        self._set_range(self.shown.from_x + step, self.shown.to_x + step)

    def show_moment(self, time_us: int | None) -> None:
        """Mark the past moment that the rest of the window shows."""
        self.shown.moment_x = float("nan") if time_us is None else (time_us - self._base_us) / SECOND_US
        self.over.update()

    def _follow(self) -> None:
        ahead = ROOM_AHEAD * self._span_s
        self._set_range(self._now_x + ahead - self._span_s, self._now_x + ahead)

    def _set_range(self, from_x: float, to_x: float) -> None:
        self.view_box.setXRange(from_x, to_x, padding=0)
        self._on_range()

    def _set_following(self, is_following: bool) -> None:
        if is_following != self.is_following:
            self.is_following = is_following
            self.following_changed.emit(is_following)

    def _on_moved_by_hand(self, *_: object) -> None:
        self._set_following(False)

    def _on_range(self) -> None:
        (from_x, to_x), _ = self.view_box.viewRange()
        if (from_x, to_x) == (self.shown.from_x, self.shown.to_x):
            return
        self.shown.from_x, self.shown.to_x = from_x, to_x
        self._span_s = to_x - from_x
        self.shown.now_x = self._now_x
        self._place_times()
        self._repaint_layers()
        self._settle.start()

    def _on_resized(self) -> None:
        self._fit_foot()
        self._place_times()
        self._place_on_scales()
        self._repaint_layers()
        self._settle.start()

    def _on_settled(self) -> None:
        """What is seen has come to rest: draw it as finely as it can be seen, and ask for what is missing."""
        self.draw_soon()
        self.span_changed.emit(*self.span_us)

    def finish(self) -> None:
        """Come to rest now."""
        if self._settle.isActive():
            self._settle.stop()
            self._on_settled()
        self._slices.finish()

    def _place_times(self) -> None:
        base_s = self._base_us // SECOND_US
        shown = self.shown
        width = int(self.view_box.width())
        found = local_ticks(shown.from_x + base_s, shown.to_x + base_s, max(width, 80))
        self._time_texts = {round(float(t.second - base_s), 3): t.text for t in found}
        shown.ticks_x = list(self._time_texts)
        bottom = self.plot.getPlotItem().getAxis("bottom")
        bottom.picture = None
        bottom.update()

    def _time_places(self, _low: float, _high: float, _size: float) -> list[tuple[float, list[float]]]:
        return [(1.0, list(self._time_texts))]

    # Pointing ----------------------------------------------------------------------------------------------

    def emphasise(self, number: int) -> None:
        """Draw one curve bolder; -1 for none."""
        if number == self.shown.emphasised:
            return
        self.shown.emphasised = number
        for k, curves in enumerate(self._curves):
            if curves.is_emphasised != (k == number):
                curves.is_emphasised = k == number
                curves.dress()
        self.under.update()

    def _on_clicked(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        scene_place: QPointF = event.scenePos()
        if not self.view_box.sceneBoundingRect().contains(scene_place):
            return
        if event.double():
            self.follow()
            return
        x = float(self.view_box.mapSceneToView(scene_place).x())
        self.cursors.put("B" if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else "A", x)

    def cursor_us(self, name: str) -> int | None:
        """Where a cursor stands, ``None`` where it was not put."""
        x = self.cursors.place(name)
        return None if x is None else round(x * SECOND_US) + self._base_us

    def put_cursor(self, name: str, time_us: int) -> None:
        """Put cursor A or B at a moment."""
        self.cursors.put(name, (time_us - self._base_us) / SECOND_US)

    def clear_cursors(self) -> None:
        """Take both away."""
        self.cursors.clear()

    def _on_cursors(self) -> None:
        self.cursors_moved.emit(self.cursor_us("A"), self.cursor_us("B"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Cursor, span and zoom by keys."""
        if not self._act_on(Qt.Key(event.key()), event.modifiers()):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys reach the chart."""
        super().focusInEvent(event)
        self._show_focus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """They do not any more."""
        super().focusOutEvent(event)
        self._show_focus(False)

    def _show_focus(self, has_focus: bool) -> None:
        self.shown.has_focus = has_focus
        self.over.update()

    def _act_on(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            way = -1 if key == Qt.Key.Key_Left else 1
            if modifiers & Qt.KeyboardModifier.ControlModifier:
                self.shift(0.25 * way)
            else:
                self._step_cursor("B" if modifiers & Qt.KeyboardModifier.ShiftModifier else "A", way)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(0.5)
        elif key == Qt.Key.Key_Minus:
            self.zoom(2.0)
        elif key == Qt.Key.Key_Home:
            self.follow()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.shift(-0.9 if key == Qt.Key.Key_PageUp else 0.9)
        elif key == Qt.Key.Key_Escape and self.cursors.are_put:
            self.clear_cursors()
        else:
            return False
        return True

    def _step_cursor(self, name: str, way: int) -> None:
        shown, x = self.shown, self.cursors.place(name)
        width = shown.to_x - shown.from_x
        if x is None or not shown.from_x <= x <= shown.to_x:
            x = min(self._now_x, shown.to_x - 0.1 * width) if name == "A" else (shown.from_x + shown.to_x) / 2
            self.cursors.put(name, x)
            return
        step = width / max(50.0, self.view_box.width()) * 4
        self.cursors.put(name, min(max(x + way * step, shown.from_x), shown.to_x))

    # Taking away -------------------------------------------------------------------------------------------

    def shown_series(self) -> tuple[PointSeries, ...]:
        """What is shown of each point, within the span."""
        from_us, to_us = self.span_us
        return tuple(clipped(self._series(k), from_us, min(to_us, self._now_us)) for k in range(len(self._traces)))

    def series_of(self, number: int) -> PointSeries:
        """All that is known of a trace."""
        return self._series(number)

    def _dress(self) -> None:
        dress_plot(self.plot)
        for axis in (self._left, *self._right):
            axis.dress()
        for curves in self._curves:
            curves.dress()
        self.cursors.dress()
        self._repaint_layers()


def _has_span(shape: Drawn, from_x: float, to_x: float) -> bool:
    spans = shape.spans
    return bool(len(spans)) and bool(((spans[:, 1] > from_x) & (spans[:, 0] < to_x)).any())
