"""Work in turns: one step a turn, the latest list wins, a failing step is not repeated."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from console.windows.turns import Turns


def test_steps_run_in_order_and_let_other_events_in_between(qtbot: QtBot) -> None:
    seen: list[str] = []
    turns = Turns()
    turns.run([lambda: seen.append("a"), lambda: seen.append("b"), lambda: seen.append("c")])
    assert seen == []
    QTimer.singleShot(0, lambda: seen.append("event"))
    qtbot.waitUntil(lambda: turns.is_idle and "event" in seen, timeout=2000)
    assert [s for s in seen if s != "event"] == ["a", "b", "c"]
    assert seen.index("event") < seen.index("c")


def test_a_later_list_takes_the_place_of_what_is_left(qtbot: QtBot) -> None:
    seen: list[str] = []
    turns = Turns()
    turns.run([lambda: seen.append("old"), lambda: seen.append("old")])
    turns.run([lambda: seen.append("new")])
    qtbot.waitUntil(lambda: turns.is_idle, timeout=2000)
    assert seen == ["new"]


def test_a_step_that_fails_is_told_once_and_the_next_one_runs(qtbot: QtBot) -> None:
    seen: list[str] = []

    def fail() -> None:
        raise RuntimeError("a step failed")

    turns = Turns()
    with qtbot.captureExceptions() as told:
        turns.run([fail, lambda: seen.append("next")])
        qtbot.waitUntil(lambda: turns.is_idle, timeout=2000)
    assert seen == ["next"]
    assert len(told) == 1


def test_what_is_left_can_be_done_now(qtbot: QtBot) -> None:
    seen: list[str] = []
    turns = Turns()
    turns.run([lambda: seen.append("a"), lambda: seen.append("b")])
    turns.finish()
    assert seen == ["a", "b"]
    assert turns.is_idle
