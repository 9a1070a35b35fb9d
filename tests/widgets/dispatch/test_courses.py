"""The charts of a plan: drawn where the values are, read at the cursor, honest where there is nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from widgets.dispatch.courses import Courses
from widgets.dispatch.lines import ChartView, Course, CoursesView, Hours, StackView
from widgets.dispatch.stairs import drawn, name_places, stacked, stair_x, stair_y, tick_hours
from widgets.theme import theme_chooser

HOURS = Hours(("00:00", "01:00", "02:00", "03:00", "24:00"), 1.0)
POWER = StackView(
    (
        Course("wind", np.array([1.0, 2.0, 0.5, 0.0]), "wind"),
        Course("storage", np.array([-0.5, 0.0, 0.7, 0.2]), "storage"),
    ),
    Course("load", np.array([0.5, 2.0, 1.2, 0.2])),
    Course("price", np.array([45.0, 45.0, -10.0, 135.0]), "medium", "dash", 2),
)
CHARTS = (
    ChartView("Tap", (Course("", np.array([3.0, 3.0, 5.0, 5.0]), decimals=0),), "1 of 8 moves"),
    ChartView("Voltage", (Course("lowest", np.array([0.96, np.nan, 0.97, 0.98]), notes=("bus 1", "", "b", "c")),)),
    ChartView("Storage", empty="no storage"),
)


@pytest.fixture
def courses(qtbot: QtBot) -> Courses:
    shown = Courses()
    qtbot.addWidget(shown)
    shown.resize(900, 640)
    shown.show()
    shown.show_plan(CoursesView("Power, MW", HOURS, POWER, CHARTS))
    qtbot.waitUntil(lambda: not shown.is_drawing)
    return shown


def test_a_step_keeps_its_value_throughout() -> None:
    np.testing.assert_array_equal(stair_x(HOURS), [0, 1, 1, 2, 2, 3, 3, 4])
    np.testing.assert_array_equal(stair_y(np.array([7.0, 8.0])), [7, 7, 8, 8])
    x, _ = drawn(Course("", np.array([1.0, 2.0, 3.0, 4.0]), at_ends=True), HOURS)
    np.testing.assert_array_equal(x, [1, 2, 3, 4])


@given(st.lists(st.lists(st.floats(-5, 5), min_size=4, max_size=4), min_size=1, max_size=5))
def test_areas_lie_on_one_another_and_add_up(rows: list[list[float]]) -> None:
    areas = tuple(Course("", np.array(row)) for row in rows)
    edges = stacked(areas, 4)
    for area, (low, high) in zip(areas, edges, strict=True):
        np.testing.assert_allclose(high - low, np.abs(area.values), atol=1e-12)
        assert (high[area.values > 0] > 0).all()
        assert (low[area.values < 0] < 0).all()
    total = np.sum([np.maximum(area.values, 0) for area in areas], axis=0)
    np.testing.assert_allclose(np.max([high for _, high in edges], axis=0), np.maximum(total, 0.0), atol=1e-12)


def test_ticks_stand_at_whole_hours_of_the_day() -> None:
    day = Hours(tuple(str(k) for k in range(97)), 0.25, 18.0)
    assert tick_hours(day, 5 * 52) == [
        (0.0, "18:00"),
        (6.0, "00:00"),
        (12.0, "06:00"),
        (18.0, "12:00"),
        (24.0, "18:00"),
    ]
    assert tick_hours(Hours(tuple("x" * 25), 1.0), 2 * 52)[-1] == (24.0, "24:00")


def test_a_name_stands_where_its_line_is_far_from_the_others() -> None:
    upper, lower = np.array([1.0, 1.0, 1.0, 1.0, 9.0, 9.0, 9.0, 1.0]), np.ones(8)
    assert name_places([upper, lower]) == [(5, True), (5, False)]


def test_without_a_cursor_the_summary_stands_there(courses: Courses) -> None:
    assert [plot.reading for plot in courses.small] == ["1 of 8 moves", "", "no storage"]
    assert courses.power is not None
    assert courses.power.legend.text == "wind · storage · load · price"


def test_the_cursor_reads_every_chart_and_says_missing(courses: Courses) -> None:
    courses.go_to(1)
    assert courses.power is not None
    assert courses.power.reading == "01:00 – 02:00"
    assert courses.power.legend.text == "wind 2.000 · storage 0.000 · load 2.000 · price 45.00"
    assert [plot.reading for plot in courses.small] == ["3", "–", "no storage"]
    courses.go_to(0)
    assert courses.small[1].reading == "0.960 bus 1"
    courses.go_to(99)
    assert courses.step == -1


def test_dragging_moves_the_cursor_of_all(courses: Courses, qtbot: QtBot) -> None:
    plot = courses.small[0].plot
    view = plot.getPlotItem().vb
    moved: list[int] = []
    courses.step_changed.connect(moved.append)

    def place(hour: float) -> QPoint:
        return QPoint(plot.mapFromScene(view.mapViewToScene(QPointF(hour, 4.0))))

    qtbot.waitUntil(lambda: view.width() > 100)
    QTest.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=place(2.5))
    QTest.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=place(2.5))
    assert moved == [2]
    assert courses.small[0].reading == "5"
    for key, step in ((Qt.Key.Key_Right, 3), (Qt.Key.Key_Right, 3), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Escape, -1)):
        QTest.keyClick(plot, key)
        assert courses.step == step


def test_a_shorter_plan_takes_the_cursor_away(courses: Courses, qtbot: QtBot) -> None:
    courses.go_to(3)
    short = Hours(("00:00", "01:00", "02:00"), 1.0)
    stack = StackView((Course("wind", np.array([1.0, 2.0]), "wind"),))
    courses.show_plan(CoursesView("Power, MW", short, stack, CHARTS[:0]))
    qtbot.waitUntil(lambda: not courses.is_drawing)
    assert courses.step == -1
    assert not any(plot.isVisible() for plot in courses.small)
    courses.show_plan(None, "Nothing here.")
    assert courses.sentence == "Nothing here."


def test_it_is_drawn_anew_in_the_other_theme(courses: Courses, qtbot: QtBot) -> None:
    try:
        before = courses.power.grab().toImage()  # type: ignore[union-attr]
        theme_chooser().choose("dark")
        qtbot.waitUntil(lambda: not courses.is_drawing)
        assert courses.power.grab().toImage() != before  # type: ignore[union-attr]
    finally:
        theme_chooser().choose("light")
