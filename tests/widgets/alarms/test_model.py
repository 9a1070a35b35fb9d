"""The list's order, kept while alarms come and go."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from engines.values.alarms import AlarmState
from engines.values.violations import Severity
from tests.widgets.alarms.alarm_lines import line
from widgets.alarms.filtering import AlarmFilter
from widgets.alarms.line import AlarmLine
from widgets.alarms.model import AlarmModel
from widgets.alarms.words import ColumnName


@pytest.fixture
def model(qtbot: QtBot) -> AlarmModel:
    made = AlarmModel()
    made.tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)  # type: ignore[attr-defined]
    return made


def ids(model: AlarmModel) -> list[str]:
    return [shown.alarm_id for shown in model.shown()]


def expected(model: AlarmModel) -> list[str]:
    lines = model.lines.values()
    key = lambda shown: (not shown.state.is_unacknowledged, -shown.severity, -shown.time_us, shown.alarm_id)  # noqa: E731
    return [shown.alarm_id for shown in sorted(lines, key=key)]


def test_worst_and_unacknowledged_stand_first(model: AlarmModel) -> None:
    model.put([line(0), line(4), line(2), line(9, state=AlarmState.ACKNOWLEDGED), line(7)])
    assert ids(model) == ["alarm-4", "alarm-7", "alarm-2", "alarm-0", "alarm-9"]
    model.put([line(4, state=AlarmState.ACKNOWLEDGED)], gone=["alarm-7"])
    assert ids(model) == ["alarm-2", "alarm-0", "alarm-9", "alarm-4"]


@pytest.mark.parametrize("is_descending", [False, True])
def test_any_changes_leave_it_in_order(model: AlarmModel, is_descending: bool) -> None:
    chance = random.Random(4)
    if is_descending:
        model.sort(model.columns.index(ColumnName.TIME), Qt.SortOrder.DescendingOrder)
    for _ in range(50):
        changed = [
            line(chance.randrange(300), severity=chance.choice(list(Severity)), state=chance.choice(list(AlarmState)))
            for _ in range(chance.choice((1, 3, 60)))
        ]
        gone = [f"alarm-{chance.randrange(300)}" for _ in range(chance.choice((0, 2, 40)))]
        gone = [g for g in gone if g not in {c.alarm_id for c in changed}]
        model.put(changed, gone)
        wanted = expected(model)
        if is_descending:
            wanted = [k for _, k in sorted(((x.time_us, x.alarm_id) for x in model.lines.values()), reverse=True)]
        assert ids(model) == wanted
        for row in range(0, len(model), 17):
            assert model.row_of(model.line(row).alarm_id) == row


def test_only_what_passes_the_filter_is_shown(model: AlarmModel) -> None:
    model.put([line(k) for k in range(1000)])
    model.set_filter(AlarmFilter("bus voltage", frozenset({Severity.HIGH}), kind="state", feeder="F5"))
    model.finish()
    assert ids(model)
    assert all(shown.severity is Severity.HIGH and shown.feeder == "F5" for shown in model.shown())
    first = model.line(0)
    model.put([replace(first, feeder="F1")])
    assert first.alarm_id not in ids(model)
    model.put([first])
    assert ids(model)[0] == first.alarm_id
    model.set_filter(AlarmFilter(states=frozenset({AlarmState.SHELVED})))
    model.finish()
    assert ids(model) == []


def test_what_comes_while_the_order_is_worked_out_is_in_it(model: AlarmModel) -> None:
    model.put([line(k) for k in range(3000)])
    model.sort(model.columns.index(ColumnName.ELEMENT))
    assert model.is_busy
    model.put([line(5000, element="AAA")], gone=["alarm-0"])
    model.finish()
    assert len(model) == 3000
    assert ids(model)[0] == "alarm-5000"


class Counting(AlarmModel):
    """Counts how often a line is looked at for its place."""

    looked = 0

    def _key(self, shown: AlarmLine) -> tuple[Any, str]:
        self.looked += 1
        return super()._key(shown)


def test_a_frames_alarms_are_put_in_without_looking_at_those_that_stand(qtbot: QtBot) -> None:
    model = Counting()
    model.put([line(k) for k in range(20_000)])
    model.looked = 0
    for frame in range(100):
        model.put([line(20_000 + 40 * frame + k) for k in range(40)])
    assert model.looked == 4_000
    assert ids(model) == expected(model)


def test_a_line_is_told_in_words_too(model: AlarmModel) -> None:
    model.put([line(4)])
    said = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert "to acknowledge" in said
    assert "Bus 4" in said
