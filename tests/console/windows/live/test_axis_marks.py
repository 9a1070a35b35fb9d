"""The last answer of the journal may come when the time axis is gone."""

import threading
from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from console.windows.live.axis_marks import AxisMarks
from widgets.time_axis.event import TimeEvent
from widgets.time_axis.recorded_axis import RecordedAxis


def test_an_answer_after_the_end_touches_nothing(qapp: QApplication, qtbot: QtBot) -> None:
    asked, may_answer = threading.Event(), threading.Event()

    def slow(_from_us: int, _to_us: int) -> Sequence[TimeEvent]:
        asked.set()
        assert may_answer.wait(20)
        return []

    axis, owner = RecordedAxis(), QObject()
    marks = AxisMarks(axis, [slow], owner)
    qtbot.waitUntil(asked.is_set, timeout=10_000)
    may_answer.set()
    marks.close()
    delete(axis)
    # An exception in the loop fails the test.
    for _ in range(5):
        qapp.processEvents()
