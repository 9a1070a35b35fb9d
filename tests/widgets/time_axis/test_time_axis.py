"""The time axis as a person uses it: drag, wheel, keys, play, jump."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt, QTime
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engines.grid.network import Network, make_network, make_table
from engines.grid.profiles import ProfileAssignment, make_profiles
from engines.values.violations import Severity
from widgets.time_axis.axis import TimeAxis
from widgets.time_axis.curve import load_curve
from widgets.time_axis.date_picker import DatePicker
from widgets.time_axis.event import TimeEvent, ZoneMode
from widgets.time_axis.ticks import ticks

START, END = np.datetime64("2026-01-01T00:00:00"), np.datetime64("2027-01-01T00:00:00")
NOW = np.datetime64("2026-03-10T14:00:00")
QUARTER = np.timedelta64(900, "s")


@pytest.fixture
def axis(qtbot: QtBot) -> TimeAxis:
    axis = TimeAxis()
    qtbot.addWidget(axis)
    axis.resize(1000, 80)
    axis.set_range(START, END, 900)
    axis.set_now(NOW)
    axis.set_time(NOW)
    axis.show()
    return axis


def chosen(axis: TimeAxis) -> list[np.datetime64]:
    told: list[np.datetime64] = []
    axis.time_chosen.connect(told.append)
    return told


def seconds(moment: np.datetime64) -> int:
    return int(moment.astype("datetime64[s]").astype(np.int64))


@pytest.mark.parametrize(
    ("key", "modifier", "steps"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 1),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, -1),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, 4),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, -4),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, 96),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, -96),
    ],
)
def test_keys_step_by_quarter_hour_hour_and_day(
    qtbot: QtBot, axis: TimeAxis, key: Qt.Key, modifier: Qt.KeyboardModifier, steps: int
) -> None:
    with qtbot.waitSignal(axis.time_chosen) as told:
        qtbot.keyClick(axis.track, key, modifier)
    assert told.args == [NOW + steps * QUARTER]


def test_home_goes_back_to_now(qtbot: QtBot, axis: TimeAxis) -> None:
    axis.set_time(NOW + 30 * QUARTER)
    with qtbot.waitSignal(axis.time_chosen) as told:
        qtbot.keyClick(axis.track, Qt.Key.Key_Home)
    assert told.args == [NOW]


def test_a_click_snaps_to_the_profile_s_step(qtbot: QtBot, axis: TimeAxis) -> None:
    with qtbot.waitSignal(axis.time_chosen) as told:
        qtbot.mouseClick(axis.track, Qt.MouseButton.LeftButton, pos=QPoint(321, 20))
    assert (seconds(told.args[0]) - seconds(START)) % 900 == 0


def test_of_a_fast_drag_the_last_moment_is_always_told(qtbot: QtBot, axis: TimeAxis) -> None:
    told = chosen(axis)
    qtbot.mousePress(axis.track, Qt.MouseButton.LeftButton, pos=QPoint(100, 20))
    for x in range(110, 700, 10):
        axis.track.choose(axis.track._second_at(x))
    last = axis.track.time
    assert last is not None
    qtbot.waitUntil(lambda: bool(told) and seconds(told[-1]) == last)
    assert len(told) < 59


def test_setting_the_time_tells_no_one(axis: TimeAxis) -> None:
    told = chosen(axis)
    axis.set_time(NOW + 5 * QUARTER)
    assert not told


def test_what_is_shown_is_said_to_a_screen_reader(axis: TimeAxis) -> None:
    axis.set_time(np.datetime64("2026-01-14T18:30:00"))
    assert "18:30" in axis.track.accessibleDescription()
    axis.set_time(None)
    assert "nominal" in axis.track.accessibleDescription()


def test_nothing_beyond_the_ends_can_be_chosen(qtbot: QtBot, axis: TimeAxis) -> None:
    axis.track.choose(seconds(END) + 10_000)
    assert axis.track.time == seconds(END) - 900
    axis.track.choose(seconds(START) - 10_000)
    assert axis.track.time == seconds(START)


def test_the_wheel_widens_about_the_pointer(axis: TimeAxis) -> None:
    begin, end = axis.track.span
    under = axis.track._second_at(250)
    event = QWheelEvent(
        QPointF(250, 10),
        axis.track.mapToGlobal(QPointF(250, 10)),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(axis.track, event)
    wider_begin, wider_end = axis.track.span
    assert wider_end - wider_begin == pytest.approx((end - begin) / 0.64)
    assert axis.track._second_at(250) == pytest.approx(under, abs=2.0)


def test_the_whole_year_can_be_seen_and_no_more(axis: TimeAxis) -> None:
    axis.track.zoom(1e6, seconds(NOW))
    assert axis.track.span == (seconds(START), seconds(END))


def test_playing_steps_and_stops_at_the_end(qtbot: QtBot, axis: TimeAxis) -> None:
    axis.set_speed(10)
    axis.set_time(END - 3 * QUARTER)
    told = chosen(axis)
    qtbot.keyClick(axis, Qt.Key.Key_Space)
    assert axis.play_button.isChecked()
    qtbot.waitUntil(lambda: not axis.play_button.isChecked(), timeout=3000)
    assert told[-1] == END - QUARTER


def test_the_speed_can_be_chosen(axis: TimeAxis) -> None:
    axis.speed_button.menu().actions()[-1].trigger()
    assert axis.speed == pytest.approx(10.0)
    assert axis.speed_button.text() == "10×"


def test_a_telling_moment_is_one_click_away(qtbot: QtBot, axis: TimeAxis) -> None:
    evening = next(a for a in axis.jump_button.menu().actions() if a.text() == "Winter evening")
    with qtbot.waitSignal(axis.time_chosen) as told:
        evening.trigger()
    assert told.args == [np.datetime64("2026-01-14T18:30:00")]


def test_any_date_can_be_picked(qtbot: QtBot, axis: TimeAxis) -> None:
    axis.pick_date()
    picker = axis.findChild(DatePicker)
    assert picker is not None
    picker.calendar.setSelectedDate(QDate(2026, 7, 4))
    picker.clock.setTime(QTime(12, 37))
    with qtbot.waitSignal(axis.time_chosen) as told:
        qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert told.args == [np.datetime64("2026-07-04T12:30:00")]


def test_an_event_is_gone_to_when_it_is_clicked(qtbot: QtBot, axis: TimeAxis) -> None:
    at = NOW - 7 * QUARTER
    axis.set_zone_mode(ZoneMode.LIVE, "plan of 13:45")
    axis.set_events([TimeEvent(at, Severity.HIGH, "Breaker locked out")])
    x = round(axis.track._x(seconds(at))) + 3
    with qtbot.waitSignal(axis.time_chosen) as told:
        qtbot.mouseClick(axis.track, Qt.MouseButton.LeftButton, pos=QPoint(x, 9))
    assert told.args == [at]


def test_zones_look_different_in_live_and_over_profiles(axis: TimeAxis) -> None:
    over_profiles = axis.track.grab().toImage()
    axis.set_zone_mode(ZoneMode.LIVE)
    assert axis.track.grab().toImage() != over_profiles


def test_a_curve_with_a_gap_is_painted_in_two_parts(axis: TimeAxis) -> None:
    times = START + np.arange(96) * QUARTER
    values = np.ones(96)
    values[40:44] = np.nan
    axis.set_time(START + 48 * QUARTER)
    axis.set_curve(times, values)
    assert len(axis.track._curve_polygons()) == 2


@pytest.mark.parametrize(("span_s", "width"), [(4 * 3600, 400), (86400, 900), (20 * 86400, 900), (366 * 86400, 1200)])
def test_labels_of_ticks_never_touch(span_s: int, width: int) -> None:
    found = ticks(seconds(START), seconds(START) + span_s, width)
    places = [(tick.second - seconds(START)) / span_s * width for tick in found]
    assert len(found) >= 3
    assert np.diff(places).min() >= 50


def north_east(p_mw: list[float]) -> Network:
    """Two loads, the first under a profile of four steps with a gap."""
    profiles = make_profiles(
        "2026-01-01T00:00:00", 900, [[1.0, 0.5, np.nan, 0.0]], ["home"], (ProfileAssignment("load", "p_mw", [0], [0]),)
    )
    tables = {
        "bus": make_table("bus", {"vn_kv": [20.0, 20.0]}),
        "load": make_table("load", {"bus": [0, 1], "p_mw": p_mw}),
    }
    return make_network("two loads", tables, profiles=profiles)


def test_the_load_curve_is_the_sum_of_profiled_and_constant_loads() -> None:
    times, values = load_curve(north_east([2.0, 3.0]))
    assert times[1] - times[0] == QUARTER
    np.testing.assert_allclose(values, [5.0, 4.0, np.nan, 3.0])


def test_a_network_without_profiles_has_no_curve() -> None:
    times, values = load_curve(make_network("bare", {}))
    assert len(times) == len(values) == 0
