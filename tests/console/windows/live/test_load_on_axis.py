"""The recorded load on the axis: asked for what is seen, drawn when it comes, not asked for without need."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from console.windows.live.load_on_axis import LoadOnAxis
from engines.values.history import QuarterHours
from widgets.time_axis.recorded_axis import RecordedAxis

NOW, DAY_S = 1_795_000_000, 86400
QUARTER_US = 900_000_000


class History(QObject):
    """Answers at once, with a load that grows."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[int, int]] = []
        self.fails = False

    def ask_quarter_hours(
        self, points: Any, from_us: int, to_us: int, on_done: Any, on_failed: Any, *, key: str
    ) -> None:
        self.asked.append((from_us, to_us))
        if self.fails:
            on_failed("the history is away")
            return
        begin = np.arange(from_us // QUARTER_US + 1, to_us // QUARTER_US, dtype=np.int64) * QUARTER_US
        mean, n = np.linspace(1.0, 2.0, len(begin)), len(begin)
        on_done(tuple(QuarterHours(p, begin, mean, mean, mean, np.ones(n), np.ones(n, np.int64)) for p in points))


@pytest.fixture
def axis(qtbot: QtBot) -> RecordedAxis:
    axis = RecordedAxis()
    qtbot.addWidget(axis)
    axis.resize(1000, 80)
    axis.set_span(NOW - 30 * DAY_S, NOW, 3600)
    axis.show()
    return axis


def test_what_is_seen_is_asked_for_once_and_drawn(axis: RecordedAxis) -> None:
    history = History()
    load = LoadOnAxis(axis, history, ["a", "b"], axis)  # type: ignore[arg-type]
    load.look()
    load.look()
    begin, end = axis.track.span
    (asked,) = history.asked
    assert asked[0] <= begin * 1e6
    assert asked[1] >= end * 1e6
    (polygon,) = axis.track._curve_polygons()
    assert polygon[0].y() > polygon[polygon.size() - 1].y(), "the load grows"
    load.set_gaps([(round(1e6 * (begin + end) / 2) - QUARTER_US, round(1e6 * (begin + end) / 2) + QUARTER_US)])
    assert len(axis.track._curve_polygons()) == 2, "nothing is drawn where nothing was recorded"
    axis.track.choose(NOW - 20 * DAY_S)
    load.look()
    assert len(history.asked) == 2
    axis.track.zoom(0.01, NOW - 20 * DAY_S)
    assert axis.track._curve_polygons(), "between two quarter hours there is a line too"
    load.close()


def test_a_history_that_was_away_is_asked_again_and_a_district_without_measured_infeed_never(
    axis: RecordedAxis,
) -> None:
    history = History()
    history.fails = True
    load = LoadOnAxis(axis, history, ["a"], axis)  # type: ignore[arg-type]
    load.look()
    load.look()
    assert len(history.asked) == 2
    nothing = LoadOnAxis(axis, history, [], axis)  # type: ignore[arg-type]
    assert not nothing._timer.isActive()
    load.close()
