"""The meter behind ``max_stall_ms``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.stall_meter import StallMeter


def test_a_slot_that_holds_the_loop_is_measured(qtbot: QtBot) -> None:
    meter = StallMeter()
    meter.start()
    QTimer.singleShot(5, lambda: time.sleep(0.08))
    qtbot.waitUntil(lambda: meter.max_stall_ms > 0 and len(meter.gaps_s) > 20)
    meter.stop()
    assert meter.max_stall_ms >= 75


def test_a_loop_that_never_came_back_is_measured_too(qtbot: QtBot) -> None:
    meter = StallMeter()
    meter.start()
    time.sleep(0.05)
    meter.stop()
    assert meter.max_stall_ms >= 45
