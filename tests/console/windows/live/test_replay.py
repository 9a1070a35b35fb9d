"""Somebody asks what happened: back on the time axis, played, studied from there, and home again."""

from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from console.live.replay import ReplayDistrict
from engines.grid.snapshot import Mode
from engines.grid.switches import SwitchPosition
from engines.values.points import LinkState
from engines.values.site import TagKind
from tests.console.windows.keys import press_key
from tests.console.windows.live.conftest import Desk, wait_until

BREAKER = "switch:F3-Q0"


@pytest.fixture(scope="module")
def moments(desk: Desk) -> dict[str, float]:
    """A feeder trips and a tag is placed; when, by the wall clock: ``before``, ``tripped``."""
    console = desk.console
    wait_until(lambda: desk.console.links is not None and desk.link_state() is LinkState.UP, "the link")
    wait_until(lambda: desk.value(f"{BREAKER}/position") == SwitchPosition.CLOSED, "the first values")
    wait_until(lambda: console.district is not None and console.district.live_moment is not None, "a solution")
    wait_until(lambda: console.history is not None and console.history.span.to_us > 0, "the history to record")
    settle(4.0)
    before = time.time() - 1.5
    instructor = console.commands.instructor
    assert instructor is not None
    instructor.panel.inject_asked.emit(
        {"event": "network_fault", "element_id": "line:F3-W01", "kind": "three_phase", "is_permanent": True}
    )
    wait_until(lambda: desk.value(f"{BREAKER}/position") == SwitchPosition.OPEN, "the breaker to trip")
    assert console.operations is not None
    console.operations.site.store.place_tag(BREAKER, TagKind.DO_NOT_OPERATE, "cable fault", "anna").result(10)
    settle(6.0)
    return {"before": before, "tripped": time.time() - 1.0}


def settle(seconds: float) -> None:
    """Let the district live for a while."""
    end = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() >= end, "time to pass")


def past(desk: Desk) -> ReplayDistrict:
    """What stands in front."""
    front = desk.console.desk.front
    assert isinstance(front, ReplayDistrict)
    return front


def go_to(desk: Desk, second: float) -> ReplayDistrict:
    """Choose a moment on the axis and wait until it is solved."""
    replaying = desk.console.replaying
    assert replaying is not None
    # The axis follows the clock once a second: what it does not know as past yet would lead to the present.
    wait_until(lambda: (replaying.axis.track._now or 0) > second + 1.0, "the axis to know that it is past")
    replaying.axis.track.choose(second)
    wanted = round(second) * 1_000_000
    wait_until(lambda: replaying.is_past and abs(past(desk).time_us - wanted) <= 1_000_000, "the moment to be shown")
    wait_until(lambda: past(desk).is_solved, "its load flow")
    return past(desk)


def test_everything_shown_is_of_that_moment(desk: Desk, moments: dict[str, float]) -> None:
    window = desk.window
    district = go_to(desk, moments["before"])
    row = desk.ref(BREAKER).row
    assert district.snapshot.switch_position[row] == SwitchPosition.CLOSED
    assert window.mode is Mode.REPLAY
    assert window.property("mode") == "replay"
    assert "REPLAY" in window.windowTitle()
    assert window.mode_bar.clock_text == time.strftime("%H:%M:%S", time.localtime(district.time_us / 1e6))
    assert "as recorded" in window.diagram_panel.provenance
    assert window.mode_bar.supply_text == ""
    assert district.site.tags == ()
    later = go_to(desk, moments["tripped"])
    assert later.snapshot.switch_position[row] == SwitchPosition.OPEN
    wait_until(lambda: "customers without supply" in window.mode_bar.supply_text, "the dark customers of that moment")
    assert [tag.reason for tag in later.site.tags] == ["cable fault"]


def test_nothing_can_be_operated_from_the_past(qtbot: QtBot, desk: Desk, moments: dict[str, float]) -> None:
    go_to(desk, moments["before"])
    window, operating = desk.window, desk.console.commands.operating
    assert operating is not None
    before = len(desk.console.operations.site.journal.read(kinds=("command",)))  # type: ignore[union-attr]
    desk.select(BREAKER)
    assert {action.dialog for action in operating.present()} <= {"trend"}, "looking is all that can be done"
    for key in (Qt.Key.Key_O, Qt.Key.Key_C):
        press_key(window.diagram, key)
    operating.press_key("O")
    assert "past moment" in window.said
    assert operating.panels == {}
    instructor = desk.console.commands.instructor
    assert instructor is not None
    assert not instructor.panel.isEnabled()
    assert len(desk.console.operations.site.journal.read(kinds=("command",))) == before  # type: ignore[union-attr]


def test_home_on_the_axis_shows_the_present_again(qtbot: QtBot, desk: Desk, moments: dict[str, float]) -> None:
    go_to(desk, moments["before"])
    replaying, window = desk.console.replaying, desk.window
    assert replaying is not None
    assert replaying.axis.now_button.isVisible()
    qtbot.keyClick(replaying.axis.track, Qt.Key.Key_Home)
    assert desk.console.desk.front is desk.console.district
    assert window.mode is Mode.SIMULATOR
    assert window.mode_bar.supply_text != "", "the feeder is still dark"
    assert "field read" in window.diagram_panel.provenance
    desk.select(BREAKER)
    assert any(action.point_id for action in desk.console.commands.operating.present())  # type: ignore[union-attr]
    assert not replaying.axis.now_button.isVisible()


def test_a_click_on_the_strip_goes_there_and_playing_moves_on(
    qtbot: QtBot, desk: Desk, moments: dict[str, float]
) -> None:
    replaying = desk.console.replaying
    assert replaying is not None
    axis = replaying.axis
    axis.track.zoom(0.0, moments["before"])
    first, last = axis.track.span
    x = round((moments["before"] - first) / (last - first) * axis.track.width())
    qtbot.mouseClick(axis.track, Qt.MouseButton.LeftButton, pos=QPoint(x, 25))
    wait_until(lambda: replaying.is_past, "the past")
    begin = past(desk).time_us
    axis.set_speed(5)
    qtbot.keyClick(axis, Qt.Key.Key_Space)
    wait_until(lambda: replaying.is_past and past(desk).time_us >= begin + 3_000_000, "time to move on")
    axis.play_button.setChecked(False)
    axis.go_live()
    assert not replaying.is_past


def test_a_moment_before_the_first_recorded_one_shows_no_figures(desk: Desk, moments: dict[str, float]) -> None:
    replaying, window = desk.console.replaying, desk.window
    assert replaying is not None
    replaying.axis.track.choose(moments["before"] - 3600)
    wait_until(lambda: replaying.is_past and past(desk).live_moment is None, "the empty moment")
    wait_until(lambda: "NOTHING WAS RECORDED" in window.diagram_panel.warning, "the warning")
    assert window.mode_bar.violations_text == "limits: not known"
    assert not np.isfinite(past(desk).store.value).any()
    replaying.axis.go_live()


def test_a_study_of_the_past_is_of_that_moment(
    desk: Desk, moments: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    from engines.study.file import read_study

    opened: list[str] = []
    monkeypatch.setattr(
        "console.windows.live.commands.open_in_own_process", lambda case: bool(opened.append(case) or True)
    )
    district = go_to(desk, moments["before"])
    desk.console.commands.study_from_here()
    wait_until(lambda: bool(opened), "the study to be written")
    study = read_study(opened[0])
    row = desk.ref(BREAKER).row
    assert study.base["switch"]["position"][row] == SwitchPosition.CLOSED
    assert time.strftime("%H.%M.%S", time.localtime(district.time_us / 1e6)) in opened[0]
    desk.console.replaying.axis.go_live()  # type: ignore[union-attr]
