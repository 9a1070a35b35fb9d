"""Work in slices: others get their turn, the latest wins, a failure is told once."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QTimer

from widgets.slices import SLICE_S, Slices, run_steps


def counting(seen, n, result="done"):
    for k in range(n):
        seen.append(k)
        until = time.perf_counter() + 0.6 * SLICE_S
        while time.perf_counter() < until:
            pass
        yield
    return result


def test_what_is_short_is_done_at_once():
    told = []
    Slices().start(counting([], 0), told.append)
    assert told == ["done"]


def test_other_events_come_in_between(qtbot):
    seen, told, slices = [], [], Slices()
    slices.start(counting(seen, 20), told.append)
    assert told == []
    assert len(seen) < 20
    QTimer.singleShot(0, lambda: seen.append("event"))
    qtbot.waitUntil(lambda: told == ["done"], timeout=5000)
    assert "event" in seen[:-1]
    assert not slices.is_busy


def test_a_later_work_takes_the_place_of_an_earlier_one(qtbot):
    told, slices = [], Slices()
    slices.start(counting([], 20, "old"), told.append)
    slices.start(counting([], 20, "new"), told.append)
    qtbot.waitUntil(lambda: not slices.is_busy, timeout=5000)
    assert told == ["new"]


def test_the_rest_can_be_had_now():
    seen, told, slices = [], [], Slices()
    slices.start(counting(seen, 20), told.append)
    slices.finish()
    assert told == ["done"]
    assert seen == list(range(20))


def test_a_step_that_fails_is_told_once(qtbot):
    def failing():
        yield from counting([], 5)
        raise RuntimeError("a step failed")

    told, slices = [], Slices()
    with qtbot.captureExceptions() as problems:
        slices.start(failing(), told.append)
        qtbot.waitUntil(lambda: not slices.is_busy, timeout=5000)
    assert len(problems) == 1
    assert told == []


def test_all_steps_at_once_give_the_result():
    assert run_steps(counting([], 3)) == "done"


def test_what_is_called_off_tells_nobody(qtbot):
    told, slices = [], Slices()
    slices.start(counting([], 20), told.append)
    slices.cancel()
    with pytest.raises(qtbot.TimeoutError):
        qtbot.waitUntil(lambda: bool(told), timeout=30)
