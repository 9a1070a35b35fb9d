"""Playing faster than the past can be read: the picture goes on in larger steps, it never stands still."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from console.live.replay import Replay
from engines.values.history import RecordedMoment
from engines.values.site import SiteState


class SlowPast(QObject):
    """Answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[int, Callable[[RecordedMoment], None], Callable[[str], None]]] = []

    def ask_moment(self, time_us: int, on_done: Any, on_failed: Any, *, key: str = "") -> None:
        self.asked.append((time_us, on_done, on_failed))

    def answer(self) -> int:
        time_us, on_done, _ = self.asked.pop(0)
        empty = np.empty(0)
        on_done(RecordedMoment(time_us, (), empty, empty, empty, empty.astype(bool), empty))
        return time_us


class Shown(Replay):
    """Notes what would be shown."""

    def __init__(self, past: SlowPast) -> None:
        super().__init__(None, None, past, lambda t, done, failed: done(SiteState()))  # type: ignore[arg-type]
        self.moments: list[int] = []
        self.district = self  # type: ignore[assignment]
        self.shown.connect(lambda _: None)

    def show(self, moment: RecordedMoment, site: SiteState) -> None:
        """In the place of the district that would be shown."""
        self.moments.append(moment.time_us)


def test_one_question_at_a_time_and_the_last_wish_is_always_shown(qtbot: QtBot) -> None:
    past = SlowPast()
    replay = Shown(past)
    for moment in range(1, 11):
        replay.go_to(moment)
    assert [t for t, *_ in past.asked] == [1], "the others wait"
    past.answer()
    assert replay.moments == [1], "shown although newer ones were asked for"
    assert [t for t, *_ in past.asked] == [10], "only the last of them"
    past.answer()
    assert replay.moments == [1, 10]
    assert not past.asked


def test_a_failure_is_told_and_the_next_wish_is_asked(qtbot: QtBot) -> None:
    past = SlowPast()
    replay = Shown(past)
    told: list[str] = []
    replay.failed.connect(told.append)
    replay.go_to(1)
    replay.go_to(2)
    past.asked.pop(0)[2]("the history does not answer")
    assert told == ["the history does not answer"]
    past.answer()
    assert replay.moments == [2]


def test_what_is_answered_after_somebody_left_is_not_shown(qtbot: QtBot) -> None:
    past = SlowPast()
    replay = Shown(past)
    replay.district = None
    replay.go_to(1)
    replay.go_to(2)
    replay.go_live()
    past.answer()
    assert not replay.moments
    assert not past.asked
