"""The time axis of a live window: recorded, now, played, and back to the present."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from widgets.time_axis.recorded_axis import RecordedAxis
from widgets.time_axis.recorded_track import RecordedTrack

NOW = 1_795_000_000
DAY_S = 86400


@pytest.fixture
def axis(qtbot: QtBot) -> RecordedAxis:
    axis = RecordedAxis()
    qtbot.addWidget(axis)
    axis.resize(1000, 80)
    axis.set_span(NOW - 30 * DAY_S, NOW, 3600)
    axis.track.set_recorded(NOW - 30 * DAY_S, ())
    axis.show()
    return axis


def told(axis: RecordedAxis) -> list[int | None]:
    """Seconds that were chosen; ``None`` for the present."""
    found: list[int | None] = []
    axis.time_chosen.connect(lambda moment: found.append(int(moment.astype(np.int64))))
    axis.now_chosen.connect(lambda: found.append(None))
    return found


def test_a_click_goes_to_that_second_and_home_back_to_the_present(qtbot: QtBot, axis: RecordedAxis) -> None:
    found = told(axis)
    qtbot.mouseClick(axis.track, Qt.MouseButton.LeftButton, pos=QPoint(200, 25))
    first, last = axis.track.span
    expected = first + (last - first) * 200 / axis.track.width()
    assert found[0] == pytest.approx(expected, abs=1)
    assert axis.now_button.isVisible()
    qtbot.keyClick(axis.track, Qt.Key.Key_Home)
    assert found[-1] is None
    assert not axis.now_button.isVisible()
    assert axis.track.time is None


def test_what_lies_ahead_cannot_be_replayed(qtbot: QtBot, axis: RecordedAxis) -> None:
    found = told(axis)
    axis.track.choose(NOW + 600)
    assert found == [], "the present was shown already"


def test_now_keeps_its_place_while_the_present_is_shown(axis: RecordedAxis) -> None:
    before = axis.track.span
    axis.set_span(NOW - 30 * DAY_S, NOW + 100, 3600)
    assert axis.track.span == pytest.approx((before[0] + 100, before[1] + 100))
    axis.go_back(3600)
    held = axis.track.span
    axis.set_span(NOW - 30 * DAY_S, NOW + 200, 3600)
    assert axis.track.span == held, "what a person looks at does not move away"


def test_playing_goes_on_as_fast_as_chosen_and_never_leads_into_the_present(qtbot: QtBot, axis: RecordedAxis) -> None:
    found = told(axis)
    axis.track.choose(NOW - 40)
    axis.set_speed(60)
    qtbot.keyClick(axis, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not axis.play_button.isChecked(), timeout=5000)
    assert None not in found
    assert found == sorted(found)
    assert len(found) >= 2
    assert found[-1] == NOW - 1
    assert axis.now_button.isVisible()


def test_playing_from_the_present_begins_a_little_back(qtbot: QtBot, axis: RecordedAxis) -> None:
    found = told(axis)
    qtbot.mouseClick(axis.play_button, Qt.MouseButton.LeftButton)
    assert found[:1] == [NOW - 300]
    axis.play_button.setChecked(False)


def test_playing_where_little_was_recorded_begins_with_the_first_record(qtbot: QtBot, axis: RecordedAxis) -> None:
    axis.set_span(NOW - 40, NOW, 3600)
    found = told(axis)
    qtbot.mouseClick(axis.play_button, Qt.MouseButton.LeftButton)
    assert found[:1] == [NOW - 40]
    axis.play_button.setChecked(False)


def test_local_time_is_written_across_a_change_of_summer_time(qtbot: QtBot) -> None:
    """Two hours east in summer, one in winter; the change is at ``change``."""
    change = 1_793_494_800
    track = RecordedTrack(offset_s=lambda second: 7200 if second < change else 3600)
    qtbot.addWidget(track)
    assert track.moment_text(change - 1).endswith("02:59:59")
    assert track.moment_text(change).endswith("02:00:00")
    texts = {tick.second: tick.text for tick in track._ticks(change - 5 * 3600, change + 5 * 3600, 1200)}
    for second, text in texts.items():
        if ":" in text:
            assert track.moment_text(second).split()[-1].startswith(text), second


def test_nothing_recorded_is_hatched_and_does_not_fail(qtbot: QtBot, axis: RecordedAxis) -> None:
    axis.track.set_recorded(None, ())
    bare = axis.track.grab().toImage()
    axis.track.set_recorded(NOW - 30 * DAY_S, ())
    full = axis.track.grab().toImage()
    axis.track.set_recorded(NOW - 30 * DAY_S, ((NOW - 3600.0, NOW - 1800.0),))
    gap = axis.track.grab().toImage()
    assert bare != full
    assert gap not in (bare, full)
