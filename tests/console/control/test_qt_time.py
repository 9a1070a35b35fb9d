"""Timers on the window's event loop."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from console.control.qt_time import QtScheduler


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
