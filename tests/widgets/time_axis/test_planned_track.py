"""A plan ahead of now on the strip of a live window: pointed into, stepped through, left again."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from widgets.time_axis.plan_zone import PlanZone
from widgets.time_axis.recorded_axis import RecordedAxis

NOW = 1_795_000_000
HOUR_S, DAY_S = 3600, 86400
BEGIN = NOW - 1800
N_STEP = 24


def zone(begin: int = BEGIN, title: str = "Plan north · approved", n_step: int = N_STEP) -> PlanZone:
    begins = begin + HOUR_S * np.arange(n_step)
    moves = tuple("TR1: 3 → 4" if k == 5 else "" for k in range(n_step))
    return PlanZone(title, begins, begins + HOUR_S, 2.0 + np.sin(np.arange(n_step)), moves)


@pytest.fixture
def axis(qtbot: QtBot) -> RecordedAxis:
    axis = RecordedAxis()
    qtbot.addWidget(axis)
    axis.resize(1000, 80)
    axis.set_span(NOW - 30 * DAY_S, NOW, 1800)
    axis.track.set_recorded(NOW - 30 * DAY_S, ())
    axis.show()
    return axis


def told(axis: RecordedAxis) -> list[object]:
    """What was chosen: a step, a second, or ``None`` for the present."""
    found: list[object] = []
    axis.step_chosen.connect(lambda step: found.append(("step", step)))
    axis.time_chosen.connect(lambda moment: found.append(int(moment.astype(np.int64))))
    axis.now_chosen.connect(lambda: found.append(None))
    return found


def at(axis: RecordedAxis, second: float) -> QPoint:
    return QPoint(round(axis.track._x(second)), 20)


def test_all_of_the_plan_is_seen_and_now_keeps_its_place(axis: RecordedAxis) -> None:
    axis.set_plan(zone())
    first, last = axis.track.span
    assert last >= BEGIN + N_STEP * HOUR_S
    assert first < NOW - HOUR_S
    axis.set_span(NOW - 30 * DAY_S, NOW + 10, 1800)
    assert axis.track.span == pytest.approx((first + 10, last + 10))
    axis.set_plan(None)
    assert axis.track.span[1] < NOW + 2 * HOUR_S
    assert axis.track._last == NOW + 10 + 1800


def test_a_person_who_has_moved_the_strip_keeps_it(qtbot: QtBot, axis: RecordedAxis) -> None:
    axis.go_back(7 * DAY_S)
    before = axis.track.span
    axis.set_plan(zone())
    assert axis.track.span == before
    assert axis.track.time == NOW - 7 * DAY_S


def test_a_click_into_a_step_chooses_it_once(qtbot: QtBot, axis: RecordedAxis) -> None:
    axis.set_plan(zone())
    found = told(axis)
    for minutes in (5, 30, 55):
        qtbot.mouseClick(axis.track, Qt.MouseButton.LeftButton, pos=at(axis, BEGIN + 7 * HOUR_S + 60 * minutes))
    assert found == [("step", 7)]
    assert axis.track.shown_step == 7
    assert axis.now_button.isVisible()
    assert "plan" in axis.track.accessibleDescription()


def test_dragging_over_now_goes_from_the_plan_to_the_past(qtbot: QtBot, axis: RecordedAxis) -> None:
    axis.set_plan(zone())
    found = told(axis)
    qtbot.mousePress(axis.track, Qt.MouseButton.LeftButton, pos=at(axis, NOW + 3 * HOUR_S))
    axis.track.choose(NOW + HOUR_S)
    axis.track.choose(NOW - HOUR_S)
    qtbot.mouseRelease(axis.track, Qt.MouseButton.LeftButton, pos=at(axis, NOW - HOUR_S))
    assert found == [("step", 3), ("step", 1), NOW - HOUR_S]
    assert axis.track.shown_step == -1


def test_the_begin_of_the_step_that_runs_can_be_gone_to_as_a_recorded_moment(axis: RecordedAxis) -> None:
    axis.set_plan(zone())
    axis.track.choose_step(0)
    found = told(axis)
    axis.track.choose(BEGIN)
    assert found == [BEGIN]


def test_arrows_and_pages_go_by_steps_and_stop_at_the_ends(qtbot: QtBot, axis: RecordedAxis) -> None:
    axis.set_plan(zone())
    found = told(axis)
    qtbot.keyClick(axis.track, Qt.Key.Key_Right)
    qtbot.keyClick(axis.track, Qt.Key.Key_Right)
    qtbot.keyClick(axis.track, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(axis.track, Qt.Key.Key_PageUp)
    qtbot.keyClick(axis.track, Qt.Key.Key_Right)
    assert found == [("step", 0), ("step", 1), ("step", 2), ("step", N_STEP - 1)]
    qtbot.keyClick(axis.track, Qt.Key.Key_PageDown)
    assert found[-1] is None
    assert axis.track.time is None


def test_left_of_the_present_still_leads_into_the_past(qtbot: QtBot, axis: RecordedAxis) -> None:
    axis.set_plan(zone())
    found = told(axis)
    qtbot.keyClick(axis.track, Qt.Key.Key_Left)
    assert found == [NOW - 60]


def test_a_step_that_is_over_is_not_shown_any_more(axis: RecordedAxis) -> None:
    axis.set_plan(zone())
    axis.track.choose_step(0)
    found = told(axis)
    axis.set_span(NOW - 30 * DAY_S, BEGIN + HOUR_S - 1, 1800)
    assert found == []
    axis.set_span(NOW - 30 * DAY_S, BEGIN + HOUR_S, 1800)
    assert found == [None]
    axis.track.choose(BEGIN + 10)
    assert found[-1] == BEGIN + 10, "it is a recorded hour now"


def test_before_the_plan_begins_and_after_it_ends_lies_nothing_to_choose(axis: RecordedAxis) -> None:
    axis.set_plan(zone(NOW + 5 * HOUR_S, n_step=3))
    found = told(axis)
    axis.track.choose(NOW + HOUR_S)
    axis.track.choose(NOW + 9 * HOUR_S)
    assert found == []
    axis.track.choose(NOW + 5 * HOUR_S)
    assert found == [("step", 0)]


def test_another_word_on_the_same_hours_leaves_the_step_and_other_hours_do_not(axis: RecordedAxis) -> None:
    axis.set_plan(zone())
    axis.track.choose_step(4)
    found = told(axis)
    axis.set_plan(zone(title="Plan north · armed"))
    assert (axis.track.shown_step, found) == (4, [])
    axis.set_plan(zone(BEGIN + HOUR_S))
    assert (axis.track.shown_step, found) == (-1, [None])


def test_space_never_plays_a_plan(qtbot: QtBot, axis: RecordedAxis) -> None:
    axis.set_plan(zone())
    axis.track.choose_step(4)
    assert not axis.play_button.isEnabled()
    qtbot.keyClick(axis, Qt.Key.Key_Space)
    assert not axis.play_button.isChecked()
    assert axis.track.shown_step == 4
    axis.go_live()
    assert axis.play_button.isEnabled()


def test_the_plan_is_drawn_ahead_of_now_only(qtbot: QtBot, axis: RecordedAxis) -> None:
    def painted() -> np.ndarray:
        image = axis.track.grab().toImage()

        def is_violet(x: int, y: int) -> bool:
            colour = QColor(image.pixel(x, y))
            return colour.blue() - colour.green() > 25

        # Beneath the words, above the ticks, within the frame of what has the focus.
        return np.array([1 < x < image.width() - 2 and any(is_violet(x, y) for y in range(14, 36))
                         for x in range(image.width())])  # fmt: skip

    assert not painted().any()
    axis.set_plan(zone())
    drawn = painted()
    now = round(axis.track._x(NOW))
    assert not drawn[: now - 2].any()
    assert drawn[now + 3 : round(axis.track._x(BEGIN + N_STEP * HOUR_S)) - 2].mean() > 0.9


def test_a_plan_without_a_word_for_each_step_is_refused() -> None:
    with pytest.raises(ValueError, match="each of its steps"):
        PlanZone("", np.zeros(2), np.ones(2), np.zeros(2), ("",))
