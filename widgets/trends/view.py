"""Trends: the chart with its buttons, its list of points and what stands there while it is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from engines.trends.figures import reading_at, span_figures
from engines.values.history import PointSeries
from widgets.charts.empty_state import EmptyState
from widgets.dragging import ELEMENTS, POINTS, carried_points, carried_refs
from widgets.trends.chart import TrendChart, wall_clock_us
from widgets.trends.course import Course
from widgets.trends.legend import Legend, Line
from widgets.trends.time_ticks import moment_text, span_text
from widgets.trends.toolbar import TrendToolbar
from widgets.trends.trace import MOST_TRACES, Trace

Array = np.ndarray[Any, Any]
TICK_MS = 250
READ_EVERY = 2
"""Figures are written anew every second tick: nobody reads faster."""
BESIDE_PX = 700
"""From that width on the list stands beside the chart, below it beneath."""
SMALL_PX, MIDDLE_PX, ROOMY_PX = 300, 1180, 1700
"""Lower than that there is only room for one of both; wider than that the list has all its columns."""


class TrendView(QWidget):
    """Any points against each other.

    Signals:
        series_wanted: point ids, from, to (microseconds), entries: what should be shown and is not known so finely.
        points_changed: ids of what is shown, in order.
        dropped: refs and point ids that were let fall here, and the place on the screen.
        find_asked: id of a point whose equipment shall be shown on the diagram.
    """

    series_wanted = Signal(object, object, object, int)
    points_changed = Signal(object)
    dropped = Signal(object, object, object)
    find_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None, clock_us: Callable[[], int] = wall_clock_us) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Trends"))
        self._traces: list[Trace] = []
        self._courses: dict[str, Course] = {}
        self._gaps: Sequence[tuple[int, int]] = ()
        self._changed: set[str] = set()
        self._ticks = 0
        self._news = ""
        self.bar = TrendToolbar(self)
        self.chart = TrendChart(self, clock_us)
        self.legend = Legend(self)
        self.empty = self._make_empty()
        both = QWidget(self)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(0)
        self._beside.addWidget(self.chart, 1)
        self._beside.addWidget(self.legend)
        middle = QWidget(self)
        self._stack = QStackedLayout(middle)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(both)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(middle, 1)
        self._connect()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._show_traces()

    def _make_empty(self) -> QWidget:
        made = QWidget(self)
        column = QVBoxLayout(made)
        column.setContentsMargins(16, 8, 16, 8)
        column.addStretch(1)
        sentence = self.tr(
            "Drag equipment from the diagram or rows of the points table here, "
            "or select something and press T. Up to {most} points are drawn against each other."
        )
        self.empty_words = EmptyState(sentence.format(most=MOST_TRACES), made)
        column.addWidget(self.empty_words)
        self.empty_button = QPushButton(self.tr("Add point…"), made)
        self.empty_button.clicked.connect(self.bar.add_asked)
        column.addWidget(self.empty_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        return made

    def _connect(self) -> None:
        bar, chart, legend = self.bar, self.chart, self.legend
        bar.span_chosen.connect(chart.show_last)
        bar.now_asked.connect(chart.follow)
        bar.list_button.toggled.connect(lambda _: self._fit_legend())
        bar.clear_asked.connect(lambda: self.set_traces(()))
        chart.span_changed.connect(self._on_span)
        chart.following_changed.connect(bar.show_following)
        chart.cursors_moved.connect(self._on_cursors)
        legend.removal_asked.connect(self.remove)
        legend.pointed.connect(chart.emphasise)
        legend.find_asked.connect(lambda number: self.find_asked.emit(self._traces[number].point_id))

    # Points ------------------------------------------------------------------------------------------------

    @property
    def traces(self) -> tuple[Trace, ...]:
        """What is shown, by number."""
        return tuple(self._traces)

    def set_traces(self, traces: Sequence[Trace]) -> None:
        """Show these points and no others; what is known of those shown before stays known."""
        self._traces = list(traces)[:MOST_TRACES]
        wanted = {trace.point_id for trace in self._traces}
        self._courses = {key: course for key, course in self._courses.items() if key in wanted}
        fresh = wanted - set(self._courses)
        for point_id in fresh:
            course = self._courses[point_id] = Course(point_id)
            course.set_gaps(self._gaps)
        self._show_traces()
        # First, so that the present value is there before the past is asked for.
        self.points_changed.emit(tuple(trace.point_id for trace in self._traces))
        if fresh:
            self._want()

    def add(self, traces: Sequence[Trace]) -> int:
        """Show these points too; how many had no room."""
        known = {trace.point_id for trace in self._traces}
        fresh = [trace for trace in traces if trace.point_id not in known]
        room = MOST_TRACES - len(self._traces)
        if fresh[:room]:
            self.set_traces([*self._traces, *fresh[:room]])
        return max(0, len(fresh) - room)

    def remove(self, number: int) -> None:
        """Take one point off the chart."""
        if 0 <= number < len(self._traces):
            self.set_traces([*self._traces[:number], *self._traces[number + 1 :]])
            row = min(number, len(self._traces) - 1)
            if row >= 0:
                self.legend.selectRow(row)

    def _show_traces(self) -> None:
        self.chart.set_traces(self._traces, self._courses)
        self._stack.setCurrentIndex(1 if self._traces else 0)
        self.bar.show_has_points(bool(self._traces))
        self._show_figures()
        self._fit_legend()

    # What is known -----------------------------------------------------------------------------------------

    def append(
        self, point_id: str, time_us: Array, value: Array, quality: Array, freshness: Array, is_by_hand: Array
    ) -> None:
        """What has come of a point; shown with the next tick."""
        course = self._courses.get(point_id)
        if course is not None:
            course.append(time_us, value, quality, freshness, is_by_hand)
            self._changed.add(point_id)

    def give_past(self, series: Sequence[PointSeries], known_to_us: int) -> None:
        """What the history tells, complete until ``known_to_us``."""
        for one in series:
            course = self._courses.get(one.point_id)
            if course is not None:
                course.set_past(one, known_to_us)
        self.chart.draw_soon()
        self._show_figures()

    def set_gaps(self, gaps: Sequence[tuple[int, int]]) -> None:
        """Spans nothing was recorded in."""
        if tuple(gaps) != tuple(self._gaps):
            self._gaps = tuple(gaps)
            for course in self._courses.values():
                course.set_gaps(self._gaps)
            self.chart.draw_soon()

    def say(self, sentence: str) -> None:
        """Something about what is shown: that it is being loaded, or why it cannot be; "" for nothing."""
        self._news = sentence
        self._show_words()

    def finish(self) -> None:
        """Bring everything to rest now."""
        self.chart.finish()
        self._tick()
        self._show_figures()

    def refresh(self) -> None:
        """Ask once more for what is shown."""
        self._want()

    def _want(self) -> None:
        if self._traces and self.chart.view_box.width() > 1:
            from_us, to_us = self.chart.span_us
            margin = (to_us - from_us) // 4
            ids = tuple(trace.point_id for trace in self._traces)
            self.series_wanted.emit(ids, from_us - margin, to_us + margin, self.chart.entries)

    def _tick(self) -> None:
        if not self.isVisible() or not self._traces:
            return
        changed, self._changed = tuple(self._changed), set()
        self.chart.tick(changed)
        self._ticks += 1
        if self._ticks % READ_EVERY == 0:
            self._show_figures()

    def showEvent(self, event: Any) -> None:
        """Someone looks: follow."""
        super().showEvent(event)
        self._timer.start()
        self._fit_legend()
        if self.chart.is_following:
            self.chart.follow()

    def hideEvent(self, event: Any) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._timer.stop()

    # Reading -----------------------------------------------------------------------------------------------

    def _on_span(self, from_us: int, to_us: int) -> None:
        self.bar.show_span((to_us - from_us) / 1e6)
        self._show_words()
        self._want()

    def _on_cursors(self, a: int | None, b: int | None) -> None:
        self.legend.show_cursors(a is not None, b is not None)
        self._show_words()
        self._show_figures()
        self._fit_legend()

    def _show_words(self) -> None:
        """Where the cursors stand; else what is shown, where that is not the present."""
        chart = self.chart
        now = chart.now_us
        parts = [
            f"{name} {moment_text(at, now_us=now)}"
            for name, at in (("A", chart.cursor_us("A")), ("B", chart.cursor_us("B")))
            if at is not None
        ]
        a, b = chart.cursor_us("A"), chart.cursor_us("B")
        if a is not None and b is not None:
            sign = "−" if b < a else ""
            parts.append(f"B − A {sign}{span_text((b - a) / 1e6)}")
        if not parts and not chart.is_following:
            parts = [" … ".join(moment_text(t, now_us=now) for t in chart.span_us)]
        if self._news:
            parts.insert(0, self._news)
        self.bar.words.setText(" · ".join(parts))

    def _show_figures(self) -> None:
        chart, lines = self.chart, []
        a, b = chart.cursor_us("A"), chart.cursor_us("B")
        for number, trace in enumerate(self._traces):
            series = chart.series_of(number)
            lines.append(
                Line(
                    trace,
                    reading_at(series, chart.now_us),
                    None if a is None else reading_at(series, a),
                    None if b is None else reading_at(series, b),
                    None if a is None or b is None else span_figures(series, a, b),
                )
            )
        self.legend.lines.show_lines(lines)
        self.legend.fit_columns()

    def _fit_legend(self) -> None:
        is_beside = self.width() >= BESIDE_PX
        is_small = not is_beside and self.height() < SMALL_PX
        shows_list = self.bar.list_button.isChecked()
        self.bar.list_button.setVisible(is_small and bool(self._traces))
        self.legend.setVisible(not is_small or shows_list)
        self.chart.setVisible(not is_small or not shows_list)
        self.legend.give_room((self.width() >= MIDDLE_PX) + (self.width() >= ROOMY_PX))
        directions = QBoxLayout.Direction
        self._beside.setDirection(directions.LeftToRight if is_beside else directions.TopToBottom)
        if is_beside:
            self.legend.setMaximumHeight(16_777_215)
            self.legend.setFixedWidth(min(self.legend.wanted_width(), int(0.5 * self.width())))
        else:
            self.legend.setMinimumWidth(0)
            self.legend.setMaximumWidth(16_777_215)
            rows = len(self._traces)
            wanted = self.legend.horizontalHeader().sizeHint().height() + rows * 24 + 4
            self.legend.setMinimumHeight(0)
            self.legend.setMaximumHeight(16_777_215 if is_small else min(wanted, max(74, self.height() // 3)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list beside or beneath."""
        super().resizeEvent(event)
        self._fit_legend()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Insert adds a point."""
        if event.key() == Qt.Key.Key_Insert:
            self.bar.add_asked.emit()
            return
        super().keyPressEvent(event)

    # Letting fall ------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Equipment and points are taken."""
        if event.mimeData().hasFormat(ELEMENTS) or event.mimeData().hasFormat(POINTS):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Whoever knows the points adds them."""
        carried = event.mimeData()
        event.acceptProposedAction()
        place = self.mapToGlobal(event.position().toPoint())
        self.dropped.emit(carried_refs(carried), carried_points(carried), place)

    # Taking away -------------------------------------------------------------------------------------------

    def picture(self) -> QImage:
        """Chart and list as they are seen."""
        self.chart.finish()
        return self._stack.currentWidget().grab().toImage()  # type: ignore[union-attr]
