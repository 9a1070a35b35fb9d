"""Exceptions nobody caught: logged, told once, survived."""

from __future__ import annotations

import gc
import logging
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal, qWarning
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.diagnostics.exception_hook import ExceptionHook
from console.diagnostics.recent_records import RecentRecords
from console.diagnostics.repetition import is_worth_telling
from engines.values.validation import InputError


class Problems(QObject):
    """What a window would have shown."""

    def __init__(self, hook: ExceptionHook) -> None:
        super().__init__()
        self.reported: list[tuple[str, str]] = []
        self.repeated: list[int] = []
        self.threads: list[threading.Thread] = []
        hook.problem_reported.connect(self.on_reported)
        hook.problem_repeated.connect(self.on_repeated)

    def on_reported(self, sentence: str, details: str) -> None:
        self.reported.append((sentence, details))
        self.threads.append(threading.current_thread())

    def on_repeated(self, sentence: str, count: int) -> None:
        self.repeated.append(count)


class Button(QObject):
    clicked = Signal()


@pytest.fixture
def hook(qtbot: QtBot) -> Iterator[ExceptionHook]:
    hook = ExceptionHook()
    hook.install()
    yield hook
    hook.uninstall()


@pytest.fixture
def problems(hook: ExceptionHook) -> Problems:
    return Problems(hook)


def test_an_exception_in_a_slot_is_told_and_the_next_slot_runs(
    problems: Problems, caplog: pytest.LogCaptureFixture
) -> None:
    button, after = Button(), []

    def fail() -> None:
        raise KeyError("bus 18")

    button.clicked.connect(fail)
    button.clicked.connect(lambda: after.append(True))
    button.clicked.emit()
    sentence, details = problems.reported[0]
    assert sentence == "Something in the program failed (KeyError: 'bus 18'). Your work is kept and you can go on."
    assert "test_exception_hook.py" in details
    assert after == [True]
    assert "bus 18" in caplog.text


def test_an_exception_while_painting_is_told(qtbot: QtBot, problems: Problems) -> None:
    class Broken(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            raise ZeroDivisionError("no width")

    widget = Broken()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitUntil(lambda: bool(problems.reported))
    assert "ZeroDivisionError" in problems.reported[0][0]


def test_an_exception_in_an_event_filter_is_told(qtbot: QtBot, problems: Problems) -> None:
    class Filter(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.User:
                raise RuntimeError("filter")
            return False

    widget, filter_ = QObject(), Filter()
    widget.installEventFilter(filter_)
    # Posted: when Python itself sends the event, the exception comes back to the sender.
    QCoreApplication.postEvent(widget, QEvent(QEvent.Type.User))
    qtbot.waitUntil(lambda: bool(problems.reported))
    assert "filter" in problems.reported[0][0]


def test_the_same_problem_is_told_once_and_then_counted(problems: Problems, caplog: pytest.LogCaptureFixture) -> None:
    button = Button()
    calls = iter(range(1000))

    def fail() -> None:
        raise ValueError(f"frame {next(calls)}")

    button.clicked.connect(fail)
    for _ in range(100):
        button.clicked.emit()
    assert len(problems.reported) == 1
    assert problems.repeated == [2, 5, 10, 20, 50, 100]
    assert len(caplog.records) == 7


def test_two_problems_are_two(problems: Problems) -> None:
    for error in (KeyError("a"), ValueError("a")):
        try:
            raise error
        except Exception:
            sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
    assert len(problems.reported) == 2


def test_an_exception_in_a_thread_is_told_on_the_gui_thread(qtbot: QtBot, problems: Problems) -> None:
    def fail() -> None:
        raise OSError("link lost")

    thread = threading.Thread(target=fail, name="link")
    thread.start()
    thread.join()
    assert problems.reported == []
    qtbot.waitUntil(lambda: bool(problems.reported))
    assert problems.threads == [threading.main_thread()]
    assert "in thread link" in problems.reported[0][1]


def test_an_exception_in_a_finalizer_is_told(problems: Problems) -> None:
    class Broken:
        def __del__(self) -> None:
            raise RuntimeError("left open")

    Broken()
    gc.collect()
    assert "left open" in problems.reported[0][0]


def test_an_exception_while_telling_is_logged_and_ends_there(
    hook: ExceptionHook, caplog: pytest.LogCaptureFixture
) -> None:
    def fail_to_show(sentence: str, details: str) -> None:
        raise RuntimeError("no banner")

    hook.problem_reported.connect(fail_to_show)
    hook.on_exception(KeyError, KeyError("first"), None)
    assert "first" in caplog.text
    assert "no banner" in caplog.text


def test_an_input_error_speaks_for_itself(hook: ExceptionHook, problems: Problems) -> None:
    error = InputError("a.json", "has no buses", "choose another file")
    hook.on_exception(InputError, error, None)
    assert problems.reported[0][0] == "a.json: has no buses; choose another file"


def test_the_details_say_what_the_person_was_doing(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    recent = RecentRecords()
    logging.getLogger().addHandler(recent)
    caplog.set_level(logging.INFO)
    logging.getLogger("console.session").info("opened switch S33")
    hook = ExceptionHook(recent)
    problems = Problems(hook)
    hook.add_context("network", lambda: "ieee33, revision 7")
    hook.add_context("selection", lambda: str(1 / 0))
    hook.on_exception(KeyError, KeyError("x"), None)
    logging.getLogger().removeHandler(recent)
    details = problems.reported[0][1]
    assert "network: ieee33, revision 7" in details
    assert "selection: unknown (ZeroDivisionError)" in details
    assert "opened switch S33" in details


def test_messages_of_qt_are_logged_and_not_shown(
    hook: ExceptionHook, problems: Problems, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(100):
        qWarning("QPainter::begin: Paint device returned engine == 0")
    assert problems.reported == []
    records = [record for record in caplog.records if record.name == "qt"]
    assert records[0].levelno == logging.WARNING
    assert "QPainter::begin" in records[0].getMessage()
    assert len(records) == 7


def test_the_hooks_are_given_back(qtbot: QtBot) -> None:
    before: tuple[Any, ...] = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    hook = ExceptionHook()
    hook.install()
    hook.install()
    assert sys.excepthook != before[0]
    hook.uninstall()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_ctrl_c_ends_the_program_and_is_no_problem(qtbot: QtBot, hook: ExceptionHook, problems: Problems) -> None:
    hook.on_exception(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert problems.reported == []


@pytest.mark.parametrize(("count", "told"), [(1, True), (2, True), (3, False), (5, True), (15, False), (2000, True)])
def test_repetitions_are_told_ever_more_seldom(count: int, told: bool) -> None:
    assert is_worth_telling(count) is told


def test_timers_go_on_after_an_exception(qtbot: QtBot, problems: Problems) -> None:
    ticks: list[int] = []

    def tick() -> None:
        ticks.append(1)
        raise RuntimeError("tick")

    timer = QTimer(interval=1)
    timer.timeout.connect(tick)
    timer.start()
    qtbot.waitUntil(lambda: len(ticks) > 5)
    timer.stop()
    assert len(problems.reported) == 1
