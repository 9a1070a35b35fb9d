"""Timers on the window's event loop."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from console.control.qt_time import Poster, QtScheduler


def test_taking_back_what_was_due_already_is_no_fault(qtbot: QtBot) -> None:
    scheduler = QtScheduler()
    called: list[str] = []
    take_back = scheduler.after(0.0, lambda: called.append("due"))
    qtbot.waitUntil(lambda: called == ["due"] and not scheduler.children())
    take_back()
    take_back()
    assert called == ["due"]


def test_what_is_taken_back_is_not_called(qtbot: QtBot) -> None:
    scheduler = QtScheduler()
    called: list[str] = []
    scheduler.after(0.0, lambda: called.append("never"))()
    scheduler.after(0.01, lambda: called.append("later"))
    qtbot.waitUntil(lambda: bool(called))
    assert called == ["later"]


def test_nothing_is_called_any_more_once_it_is_over(qtbot: QtBot) -> None:
    scheduler, poster, other = QtScheduler(), Poster(), Poster()
    called: list[str] = []
    scheduler.after(0.0, lambda: called.append("timer"))
    poster.post(lambda: called.append("answer"))
    scheduler.close()
    poster.close()
    other.post(lambda: called.append("other"))
    qtbot.waitUntil(lambda: bool(called))
    assert called == ["other"]
    assert not any(timer.isActive() for timer in scheduler.findChildren(QTimer))
