"""Trends in the live window: from the diagram and the points table onto the chart, live and from the history."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QImage, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from console.windows.live.trends.groups import TrendGroup, TrendGroups
from console.windows.live.trends.picker import PointPicker
from console.windows.live.trends.trends import Trends
from engines.values.history import PointSeries, RecordedSpan
from tests.console.windows.live.conftest import Desk, wait_until
from widgets.diagram import pointer
from widgets.diagram.carrying import carried
from widgets.dragging import POINTS, carried_points, carried_refs
from widgets.trends.legend import NOW

pytestmark = pytest.mark.slow
SWITCH = "switch:F1-Q0"
POWER, CURRENT = f"{SWITCH}/p_mw", f"{SWITCH}/i_ka"


@pytest.fixture
def trends(desk: Desk, tmp_path: Path) -> Trends:
    """The dock, with an empty chart and groups of the test's own."""
    found = desk.console.trends
    assert found is not None
    found.view.set_traces(())
    found.view.chart.clear_cursors()
    found.groups = TrendGroups("north", tmp_path / "trends.json")
    found.dock.show()
    found.dock.raise_()
    return found


def shown(trends: Trends) -> list[str]:
    return [trace.point_id for trace in trends.view.traces]


def open_menu(desk: Desk) -> QMenu:
    return desk.window.findChildren(QMenu, "trendChoice")[-1]


def choose(desk: Desk, text: str) -> None:
    menu = open_menu(desk)
    next(action for action in menu.actions() if action.text().startswith(text)).trigger()
    menu.close()


def test_trends_stand_beside_the_charts_and_float_to_another_screen(desk: Desk, trends: Trends) -> None:
    assert trends.dock in desk.window.tabifiedDockWidgets(desk.window.docks["charts"])
    trends.dock.setFloating(True)
    assert trends.dock.isFloating()
    trends.dock.setFloating(False)


def test_a_key_draws_what_is_selected_and_asks_which_of_its_values(desk: Desk, trends: Trends) -> None:
    desk.select(SWITCH)
    trends.trend_action.trigger()
    choose(desk, "Active power")
    assert shown(trends) == [POWER]
    wait_until(lambda: trends.view.legend.lines.lines[0].now.value == desk.value(POWER), "the present value")
    model = trends.view.legend.lines
    assert str(model.data(model.index(0, NOW))).endswith("MW")


def test_the_inspector_offers_the_trend_also_while_the_past_is_shown(desk: Desk, trends: Trends) -> None:
    ref = desk.select(SWITCH)
    operating = desk.console.commands.operating
    assert operating is not None
    assert [a.text for a in operating.present()][-1] == "Show trend"
    operating.rest("the past is shown")
    try:
        assert [a.text for a in operating.actions_of(desk.console.district.snapshot, ref)] == ["Show trend"]  # type: ignore[union-attr]
        operating.do_action(operating.present()[0])
        choose(desk, "All ")
    finally:
        operating.resume()
    assert {POWER, CURRENT} <= set(shown(trends))


def test_an_element_is_dragged_from_the_diagram_onto_the_chart(
    desk: Desk, trends: Trends, monkeypatch: pytest.MonkeyPatch
) -> None:
    diagram = desk.window.diagram
    ref = desk.select(SWITCH)
    diagram.fly_to(ref)
    # Far out no switch is drawn, and what is under the pointer is its busbar.
    wait_until(lambda: diagram.camera.scale >= 1.0, "the camera to arrive")
    taken: list[int] = []
    monkeypatch.setattr(pointer, "carry", lambda _view, number: taken.append(number))
    number = diagram.selected_numbers[0]
    assert diagram.scene is not None
    at = QPointF(*diagram.camera.to_screen(*diagram.scene.anchor[number].tolist()))
    for kind, place, buttons in (
        (QEvent.Type.MouseButtonPress, at, Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseMove, at + QPointF(12, 4), Qt.MouseButton.LeftButton),
    ):
        button = Qt.MouseButton.LeftButton if kind is QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
        event = QMouseEvent(
            kind, place, diagram.mapToGlobal(place), button, buttons, Qt.KeyboardModifier.ControlModifier
        )
        QApplication.sendEvent(diagram, event)
    assert taken == [number]
    mime = carried(diagram, number)
    assert carried_refs(mime) == (ref,)
    drop = QDropEvent(
        QPointF(30, 60), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    trends.view.dropEvent(drop)
    choose(desk, "Current")
    assert shown(trends) == [CURRENT]


def test_rows_of_the_points_table_are_dragged_as_points(desk: Desk, trends: Trends) -> None:
    table = desk.console.presenter.points_table
    desk.window.tables.setCurrentWidget(table)
    wait_until(lambda: table.model.rowCount() > 5, "the points to be listed")
    mime = table.model.mimeData([table.model.index(2, 0), table.model.index(3, 0)])
    assert mime.hasFormat(POINTS)
    points = carried_points(mime)
    assert len(points) == 2
    trends._on_dropped((), points, QPoint())
    assert shown(trends) == list(points)


def test_points_are_found_by_words_with_the_keyboard_alone(qtbot: QtBot, desk: Desk, trends: Trends) -> None:
    trends.pick()
    picker = trends.view.findChild(PointPicker)
    qtbot.keyClicks(picker.line, "f1-q0 current")
    qtbot.keyClick(picker.line, Qt.Key.Key_Return)
    assert CURRENT in shown(trends)


def test_the_recorded_past_is_drawn_before_the_present(desk: Desk, trends: Trends) -> None:
    trends.add_points([POWER])
    trends.view.chart.show_last(300.0)
    wait_until(lambda: trends._asked is None and not trends._loading.isActive(), "the history to answer")
    trends.view.finish()
    series = trends.view.chart.series_of(0)
    # Values from before the point was put on the chart can only come from the history.
    begin = trends.view._courses[POWER].tail_begin_us
    wait_until(
        lambda: bool(trends.view.refresh() or (trends.view.chart.series_of(0).time_us < begin).any()),
        "values of the history",
        20.0,
    )
    assert (series.time_us[1:] >= series.time_us[:-1]).all()


def test_a_group_is_kept_and_found_again(desk: Desk, trends: Trends, tmp_path: Path) -> None:
    trends.add_points([POWER, CURRENT])
    trends.view.chart.show_last(8 * 3600.0)
    trends.keep_group("  head of   F1 ")
    trends.view.set_traces(())
    again = TrendGroups("north", tmp_path / "trends.json")
    assert again.names() == ("head of F1",)
    trends.groups = again
    trends.show_group("head of F1")
    assert shown(trends) == [POWER, CURRENT]
    from_us, to_us = trends.view.chart.span_us
    assert (to_us - from_us) / 1e6 == pytest.approx(8 * 3600.0, rel=0.01)
    trends.remove_group("head of F1")
    assert TrendGroups("north", tmp_path / "trends.json").names() == ()


def test_what_is_shown_is_exported_as_table_and_picture(desk: Desk, trends: Trends, tmp_path: Path) -> None:
    trends.add_points([POWER, f"{SWITCH}/position"])
    trends.view.finish()
    path = tmp_path / "shown.csv"
    trends.export_to(path)
    wait_until(path.exists, "the table to be written")
    rows = list(csv.DictReader(path.open(encoding="utf-8-sig")))
    assert {row["point"] for row in rows} == {POWER, f"{SWITCH}/position"}
    assert any(row["unit"] == "MW" and row["quality"] == "good" for row in rows)
    picture = tmp_path / "shown.png"
    trends.export_to(picture)
    wait_until(lambda: picture.exists() and not QImage(str(picture)).isNull(), "the picture to be written")
    trends.export_to(tmp_path / "no such folder" / "shown.png")
    wait_until(lambda: "cannot be written" in desk.window.said, "the refusal")


def test_what_reports_nothing_says_so(desk: Desk, trends: Trends) -> None:
    network, store = desk.console.district.opened.network, desk.console.district.store  # type: ignore[union-attr]
    silent = next(str(i) for i in network["line"].id if not store.rows_of_element(str(i)))
    desk.select(silent)
    trends.trend_action.trigger()
    assert "reports no values" in desk.window.said
    assert shown(trends) == []


def test_only_the_latest_question_counts_and_a_history_that_fails_is_named(desk: Desk, trends: Trends) -> None:
    class SlowHistory:
        def __init__(self) -> None:
            self.asked: list[tuple[object, ...]] = []

        def ask_series(self, *question: object) -> None:
            self.asked.append(question)

    real, slow = trends.history, SlowHistory()
    wait_until(lambda: trends._asked is None, "the history to answer")
    trends.history = slow  # type: ignore[assignment]
    try:
        for minutes in (1, 2, 3):
            trends._ask([POWER], 0, minutes, 400)
        assert [question[2] for question in slow.asked] == [1]
        slow.asked[0][4](())  # type: ignore[operator]
        assert [question[2] for question in slow.asked] == [1, 3]
        trends.add_points([POWER])
        slow.asked[1][5]("The history does not answer; it is started again.")  # type: ignore[operator]
        assert "does not answer" in trends.view.bar.words.text()
        # What was asked meanwhile follows, and fails as well.
        slow.asked[2][5]("The history does not answer; it is started again.")  # type: ignore[operator]
        # As soon as the history is heard of again it is asked once more.
        known = len(slow.asked)
        trends._on_span(RecordedSpan())
        assert len(slow.asked) == known + 1
        slow.asked[-1][4](())  # type: ignore[operator]
        assert "does not answer" not in trends.view.bar.words.text()
    finally:
        trends._answer += 1
        trends._asked = trends._next = None
        trends.history = real
        trends.view.say("")


def test_keys_reach_the_chart_and_no_event_takes_long(desk: Desk, trends: Trends) -> None:
    trends.add_points([POWER, CURRENT])
    assert trends.view.chart.hasFocus() or not desk.window.isActiveWindow()
    slowest = 0.0
    for key in (Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_Minus, Qt.Key.Key_Home, Qt.Key.Key_Escape):
        began = time.perf_counter()
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(trends.view.chart, event)
        slowest = max(slowest, time.perf_counter() - began)
    # 5 ms on a machine of one's own; this one is shared.
    assert slowest < 0.03


def test_a_damaged_file_of_groups_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "trends.json"
    path.write_text("{", "utf-8")
    groups = TrendGroups("north", path)
    assert "is damaged" in groups.problem
    assert path.with_name("trends.json.unusable").exists()
    groups.keep(TrendGroup("one", ("a",)))
    path.write_text(json.dumps({"version": 99, "networks": {}}), "utf-8")
    assert "newer" in TrendGroups("north", path).problem


def test_the_past_moment_the_window_shows_is_marked(desk: Desk, trends: Trends) -> None:
    trends.add_points([POWER])
    replaying = desk.console.replaying
    assert replaying is not None
    moment = trends.view.chart.now_us - 2_000_000
    replaying.replay.go_to(moment)
    wait_until(lambda: replaying.is_past, "the past")
    shown_at = trends.view.chart.shown
    assert shown_at.now_x - shown_at.moment_x == pytest.approx(2.0, abs=30.0)
    replaying.replay.go_live()
    wait_until(lambda: not replaying.is_past, "the present")
    assert shown_at.moment_x != shown_at.moment_x


def test_gaps_of_the_recording_reach_the_chart(desk: Desk, trends: Trends) -> None:
    trends.add_points([POWER])
    trends._on_span(RecordedSpan(1, 2, ((10, 20),)))
    assert tuple(trends.view._courses[POWER].gaps) == ((10, 20),)
    trends._on_span(RecordedSpan(1, 2, ()))
    assert isinstance(trends.view.chart.series_of(0), PointSeries)


def test_no_key_of_the_window_means_two_things(desk: Desk, trends: Trends) -> None:
    keys = [key.toString() for action in desk.window.actions() for key in action.shortcuts()]
    assert len(keys) == len(set(keys)), sorted(keys)
    assert {"T", "Ctrl+Shift+T"} <= set(keys)


def test_choosing_points_opens_at_once(desk: Desk, trends: Trends) -> None:
    began = time.perf_counter()
    trends.pick()
    took = time.perf_counter() - began
    picker = trends.view.findChild(PointPicker)
    picker.reject()
    assert took < 0.1
