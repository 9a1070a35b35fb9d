"""Points against each other over time, as a person sees and handles them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engines.grid.network import ElementRef
from engines.trends.doubt import Doubt
from engines.values.history import PointSeries
from widgets.dragging import element_mime
from widgets.style import style_sheet
from widgets.theme import theme_chooser
from widgets.trends.course import MOST_TAIL, Course
from widgets.trends.drawn import drawn, value_range
from widgets.trends.legend import AT_A, AT_B, DIFFERENCE, NAME, NOW, QUALITY
from widgets.trends.scales import Scale, fitted, round_step
from widgets.trends.time_ticks import local_ticks, span_text
from widgets.trends.trace import MOST_TRACES, Limit, Trace
from widgets.trends.view import TrendView

NOW_US = 1_790_000_000_000_000
S = 1_000_000
VOLTAGE = Trace("bus:1/vm_pu", "Mill", "Voltage", "pu", "pu", 4, (Limit(0.95), Limit(1.05), Limit(0.9, True)))
POWER = Trace("switch:Q0/p_mw", "F1-Q0", "Active power", "MW", "MW")
CURRENT = Trace("switch:Q0/i_ka", "F1-Q0", "Current", "kA", "kA", 4)
POSITION = Trace("switch:Q0/position", "F1-Q0", "Position", states=lambda v: "closed" if v else "open")


def series_of(point_id: str, seconds_ago: list[float], values: list[float], **how: list[int]) -> PointSeries:
    n = len(values)
    quality, freshness, by_hand = (how.get(k, [0] * n) for k in ("quality", "freshness", "by_hand"))
    times = np.array([NOW_US - int(s * S) for s in seconds_ago], np.int64)
    kinds = (np.array(quality, np.uint8), np.array(freshness, np.uint8), np.array(by_hand, bool))
    return PointSeries(point_id, times, np.array(values, float), *kinds)


class Clock:
    """A wall clock that a test moves on."""

    def __init__(self) -> None:
        self.us = NOW_US

    def __call__(self) -> int:
        return self.us


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def view(qtbot: QtBot, clock: Clock) -> Iterator[TrendView]:
    """Two curves and a position over the last hour."""
    made = TrendView(clock_us=clock)
    qtbot.addWidget(made)
    made.resize(1100, 420)
    made.show()
    qtbot.waitExposed(made)
    yield made
    theme_chooser().choose("light")


def fill(view: TrendView) -> None:
    view.set_traces([VOLTAGE, POWER, POSITION])
    view.give_past(
        [
            series_of(VOLTAGE.point_id, [4000, 3000, 1200, 600], [1.0, 1.01, 0.94, 0.99], freshness=[0, 0, 2, 0]),
            series_of(POWER.point_id, [3500, 1800, 900], [4.0, np.nan, 5.0], by_hand=[0, 0, 1]),
            series_of(POSITION.point_id, [9000, 1500, 600], [1.0, 0.0, 1.0]),
        ],
        NOW_US,
    )
    view.finish()


def cell(view: TrendView, row: int, column: int) -> str:
    model = view.legend.lines
    return str(model.data(model.index(row, column)))


def press(view: TrendView, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QApplication.sendEvent(view.chart, QKeyEvent(QEvent.Type.KeyPress, key, modifiers))


# What is seen ------------------------------------------------------------------------------------------------


def test_an_empty_chart_says_how_points_get_there_and_has_a_button_for_it(qtbot: QtBot, view: TrendView) -> None:
    assert view.empty_words.isVisible()
    assert "Drag equipment" in view.empty_words.text()
    assert not view.bar.export_button.isEnabled()
    with qtbot.waitSignal(view.bar.add_asked):
        qtbot.mouseClick(view.empty_button, Qt.MouseButton.LeftButton)


def test_every_line_says_its_value_now_and_how_far_it_may_be_believed(view: TrendView) -> None:
    fill(view)
    assert cell(view, 0, NAME) == "Mill · Voltage"
    assert cell(view, 0, NOW) == "0.9900 pu"
    assert cell(view, 0, QUALITY) == "good"
    assert cell(view, 1, QUALITY) == "by hand"
    assert cell(view, 2, NOW) == "closed"


def test_stale_is_not_drawn_as_certain_and_unknown_is_not_drawn_at_all(view: TrendView) -> None:
    fill(view)
    voltage, power = view.chart.shown.shapes[0], view.chart.shown.shapes[1]
    assert voltage is not None
    assert power is not None
    stale = voltage.spans[voltage.spans[:, 2] == Doubt.STALE]
    assert len(stale) == 1
    assert stale[0, 1] - stale[0, 0] == 600.0
    unknown = power.spans[power.spans[:, 2] == Doubt.UNKNOWN]
    assert len(unknown) == 1
    # No line begins in the gap and none leads into it.
    row = 2
    assert not power.certain[row - 1 : row + 2].any()
    assert not power.doubtful[row - 1 : row + 2].any()
    assert list(view.chart.shown.doubted) == [0, 1]
    assert power.hand_y.tolist() == [5.0]


def test_each_unit_has_its_own_axis_and_states_have_none(view: TrendView) -> None:
    view.set_traces([VOLTAGE, POWER, CURRENT, POSITION])
    view.finish()
    assert [scale.key for scale in view.chart.shown.scales] == ["pu", "MW", "kA"]
    assert list(view.chart.shown.lanes) == [3]


def test_the_present_is_followed_and_little_is_drawn_for_it(view: TrendView, clock: Clock) -> None:
    fill(view)
    body = view.chart.shown.shapes[0]
    clock.us += 10 * S
    one = np.array([clock.us]), np.array([0.97]), np.zeros(1, np.uint8), np.zeros(1, np.uint8), np.zeros(1, bool)
    view.append(VOLTAGE.point_id, *one)
    view.finish()
    assert cell(view, 0, NOW) == "0.9700 pu"
    assert view.chart.shown.shapes[0] is body
    tail = view.chart.shown.tails[0]
    assert tail is not None
    assert tail.y[-1] == 0.97


def test_an_hour_later_the_chart_has_moved_on(view: TrendView, clock: Clock) -> None:
    fill(view)
    clock.us += 3600 * S
    view.finish()
    from_us, to_us = view.chart.span_us
    assert from_us < clock.us < to_us
    assert view.chart.is_following


def test_a_value_that_stood_in_a_gap_of_the_recording_is_not_known(view: TrendView) -> None:
    fill(view)
    view.set_gaps([(NOW_US - 2000 * S, NOW_US - 1300 * S)])
    view.finish()
    view.chart.put_cursor("A", NOW_US - 1500 * S)
    assert cell(view, 0, AT_A) == "–"


# Cursors -----------------------------------------------------------------------------------------------------


def test_two_cursors_read_the_curves_and_their_difference(view: TrendView) -> None:
    fill(view)
    view.chart.put_cursor("A", NOW_US - 2000 * S)
    view.chart.put_cursor("B", NOW_US - 300 * S)
    assert cell(view, 0, AT_A) == "1.0100 pu"
    assert cell(view, 0, AT_B) == "0.9900 pu"
    assert cell(view, 0, DIFFERENCE) == "−0.0200 pu"
    assert (cell(view, 2, AT_A), cell(view, 2, AT_B)) == ("closed", "closed")
    assert "B − A 28 min 20 s" in view.bar.words.text()
    view.chart.put_cursor("A", NOW_US - 1000 * S)
    assert cell(view, 0, AT_A) == "? 0.9400 pu"
    assert cell(view, 2, AT_A) == "open"


def test_a_click_puts_a_cursor_and_escape_takes_it_away(qtbot: QtBot, view: TrendView) -> None:
    fill(view)
    place = view.chart.plot.viewport().rect().center()
    qtbot.mouseClick(view.chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    at = view.chart.cursor_us("A")
    assert at is not None
    from_us, to_us = view.chart.span_us
    assert from_us < at < to_us
    press(view, Qt.Key.Key_Escape)
    assert view.chart.cursor_us("A") is None


def test_everything_can_be_done_with_the_keyboard(qtbot: QtBot, view: TrendView) -> None:
    fill(view)
    press(view, Qt.Key.Key_Left)
    first = view.chart.cursor_us("A")
    press(view, Qt.Key.Key_Left)
    second = view.chart.cursor_us("A")
    assert first is not None
    assert second is not None
    assert second < first
    press(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.chart.cursor_us("B") is not None
    before = view.chart.span_us
    press(view, Qt.Key.Key_PageUp)
    assert view.chart.span_us[0] < before[0]
    assert not view.chart.is_following
    assert view.bar.now_button.isVisible()
    press(view, Qt.Key.Key_Home)
    assert view.chart.is_following
    span = view.chart.span_us
    press(view, Qt.Key.Key_Plus)
    assert view.chart.span_us[1] - view.chart.span_us[0] < 0.6 * (span[1] - span[0])
    view.legend.selectRow(1)
    view.legend.remove_action.trigger()
    assert [t.point_id for t in view.traces] == [VOLTAGE.point_id, POSITION.point_id]
    with qtbot.waitSignal(view.bar.add_asked):
        QApplication.sendEvent(view, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Insert, Qt.KeyboardModifier.NoModifier))


# Spans -------------------------------------------------------------------------------------------------------


def test_each_zoom_asks_for_what_can_be_seen(qtbot: QtBot, view: TrendView) -> None:
    fill(view)
    asked: list[tuple[object, ...]] = []
    view.series_wanted.connect(lambda *question: asked.append(question))
    view.chart.show_last(30 * 86400.0)
    qtbot.waitUntil(lambda: bool(asked))
    ids, from_us, to_us, entries = asked[-1]
    assert ids == (VOLTAGE.point_id, POWER.point_id, POSITION.point_id)
    assert to_us - from_us > 30 * 86400 * S  # type: ignore[operator]
    assert 400 <= entries <= 5000  # type: ignore[operator]
    assert view.bar.span_buttons[30 * 86400.0].isChecked()


def test_a_past_span_stays_while_the_present_goes_on(view: TrendView, clock: Clock) -> None:
    fill(view)
    view.chart.show_span(NOW_US - 7200 * S, NOW_US - 3600 * S)
    before = view.chart.span_us
    clock.us += 600 * S
    view.finish()
    assert view.chart.span_us == before


def test_eight_points_over_thirty_days_paint_no_more_than_the_width_can_show(view: TrendView) -> None:
    n = 4000
    traces = [Trace(f"bus:{k}/vm_pu", f"B{k}", "Voltage", "pu", "pu", 4) for k in range(MOST_TRACES)]
    view.set_traces(traces)
    ago = np.linspace(30 * 86400, 0, n)
    rng = np.random.default_rng(3)
    times = NOW_US - (ago * S).astype(np.int64)
    zeros = np.zeros(n, np.uint8)
    for trace in traces:
        values = 1 + 0.02 * np.sin(ago / 9000) + 0.01 * rng.standard_normal(n)
        view.give_past([PointSeries(trace.point_id, times, values, zeros, zeros, zeros.astype(bool), True)], NOW_US)
    view.chart.show_last(30 * 86400.0)
    view.finish()
    QApplication.processEvents()
    # What is painted is bounded by what can be told apart: by the width, not by the months.
    width = view.chart.plot.viewport().width()
    drawn = [
        len(c.getData()[0])
        for c in view.chart.plot.scene().items()
        if isinstance(c, pg.PlotCurveItem) and c.getData()[0] is not None
    ]
    assert drawn
    assert max(drawn) <= 5 * width


def test_no_more_points_than_can_be_told_apart(view: TrendView) -> None:
    many = [Trace(f"bus:{k}/vm_pu", f"B{k}", "Voltage", "pu") for k in range(MOST_TRACES + 3)]
    assert view.add(many) == 3
    assert len(view.traces) == MOST_TRACES
    assert view.add([many[0]]) == 0


# Letting fall, looks -----------------------------------------------------------------------------------------


def test_what_is_let_fall_on_the_chart_is_told_with_its_points(qtbot: QtBot, view: TrendView) -> None:
    carried = element_mime([ElementRef("bus", 3)], ["bus:3/vm_pu"])
    event = QDropEvent(
        QPointF(20, 60),
        Qt.DropAction.CopyAction,
        carried,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(view.dropped) as told:
        view.dropEvent(event)
    refs, points, place = told.args
    assert refs == (ElementRef("bus", 3),)
    assert points == ("bus:3/vm_pu",)
    assert place == view.mapToGlobal(QPoint(20, 60))


def test_the_plot_leaves_drags_to_the_view_and_shows_where_the_keyboard_is(qtbot: QtBot, view: TrendView) -> None:
    fill(view)
    carried = element_mime([ElementRef("bus", 3)])
    place = view.chart.plot.viewport().rect().center()
    event = QDragEnterEvent(
        place, Qt.DropAction.CopyAction, carried, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    assert not view.chart.plot.viewport().acceptDrops()
    assert not view.chart.plot.acceptDrops()
    view.dragEnterEvent(event)
    assert event.isAccepted()
    view.chart.setFocus()
    qtbot.waitUntil(lambda: view.chart.shown.has_focus)


def test_only_the_limits_on_an_axis_are_drawn(view: TrendView) -> None:
    fill(view)
    scale = view.chart.shown.scales[0]
    drawn_limits = [limit.value for _, limit in view.chart.under.limit_lines(scale)]
    assert drawn_limits == [v for v in (0.9, 0.95, 1.05) if scale.low <= v <= scale.high]
    assert 0.95 in drawn_limits


def test_the_picture_is_of_chart_and_list_and_dark_looks_otherwise(view: TrendView) -> None:
    fill(view)
    light = view.picture()
    assert light.width() > 600
    theme_chooser().choose("dark")
    dark = view.picture()
    assert light.pixelColor(300, 12) != dark.pixelColor(300, 12)


@pytest.fixture
def dressed() -> Iterator[None]:
    """The buttons are as wide as in the product."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    before = application.styleSheet()
    application.setStyleSheet(style_sheet(theme_chooser().theme))
    yield
    application.setStyleSheet(before)


@pytest.mark.usefixtures("dressed")
def test_a_small_dock_shows_chart_or_list(qtbot: QtBot, view: TrendView) -> None:
    fill(view)
    view.resize(430, 190)
    qtbot.waitUntil(view.bar.list_button.isVisible)
    assert view.chart.isVisible()
    assert not view.legend.isVisible()
    view.bar.list_button.click()
    assert view.legend.isVisible()
    assert not view.chart.isVisible()
    view.bar.list_button.click()
    # What is done rarely is in one menu: the dock must not push its neighbours away.
    assert view.minimumSizeHint().width() <= 430
    assert not view.bar.export_button.isVisible()
    assert view.bar.csv_action in view.bar.group_menu.actions()
    view.resize(1100, 420)
    qtbot.waitUntil(view.bar.export_button.isVisible)
    assert view.bar.csv_action not in view.bar.group_menu.actions()


def test_columns_come_with_the_room_for_them(view: TrendView) -> None:
    fill(view)
    view.chart.put_cursor("A", NOW_US - 2000 * S)
    view.chart.put_cursor("B", NOW_US - 300 * S)
    seen = []
    for width in (900, 1300, 1900):
        view.resize(width, 420)
        QApplication.processEvents()
        seen.append([c for c in range(9) if not view.legend.isColumnHidden(c)])
    assert seen[0] == [NAME, AT_A, AT_B, DIFFERENCE]
    assert seen[1] == [NAME, NOW, AT_A, AT_B, DIFFERENCE]
    assert len(seen[2]) == 8


# Parts -------------------------------------------------------------------------------------------------------


def test_a_step_stands_until_the_next_value_comes() -> None:
    shape = drawn(series_of("p", [30, 20, 10], [1.0, 5.0, 2.0]), NOW_US, NOW_US)
    assert shape.x.tolist() == [-30.0, -20.0, -20.0, -10.0, -10.0, 0.0]
    assert shape.y.tolist() == [1.0, 1.0, 5.0, 5.0, 2.0, 2.0]
    assert shape.certain.tolist() == [1, 1, 1, 1, 1, 0]
    assert value_range(shape, -12.0, 0.0) == (2.0, 5.0)


def test_a_course_takes_a_clock_that_goes_back_and_drops_its_oldest_tail() -> None:
    course = Course("p")
    none = np.zeros(1, np.uint8)
    for at in (100, 50, 120):
        course.append(np.array([at]), np.array([float(at)]), none, none, none.astype(bool))
    assert course.series(200).time_us.tolist() == [100, 100, 120]
    n = MOST_TAIL // 3
    for k in range(9):
        course.append(np.arange(n) + 200 + k * n, np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n, bool))
    kept = course.series(10**9)
    assert len(kept) <= MOST_TAIL
    assert kept.time_us[-1] == 199 + 9 * n


def test_ticks_are_round_and_limits_do_not_flatten_a_curve() -> None:
    assert [round_step(v) for v in (0.03, 1.1, 2.6, 700.0)] == [0.05, 2.0, 5.0, 1000.0]
    low, high = fitted(0.9990, 1.0010, [0.95, 1.05], "pu")
    assert high - low < 0.02
    low, high = fitted(0.96, 1.04, [0.95, 1.05], "pu")
    assert low < 0.95
    assert high > 1.05
    texts = [text for _, text in Scale("MW", "MW", 0.0, 4.8).ticks(170)]
    assert texts == ["0", "1", "2", "3", "4"]


def test_ticks_stand_at_local_round_times_down_to_seconds() -> None:
    found = local_ticks(1_000_000_003, 1_000_000_033, 700, lambda _: 3600)
    assert [t.second % 5 for t in found] == [0] * len(found)
    assert found[0].text == "02:46:45"
    assert span_text(75) == "1 min 15 s"
    assert span_text(100_000) == "1 d 3 h"
