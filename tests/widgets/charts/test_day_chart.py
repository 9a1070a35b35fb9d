"""The day chart: gaps stay gaps, peaks stay peaks, a click goes to a step."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QWidget

from widgets.charts.day_chart import DayChart
from widgets.charts.time_curves import envelope, finite_runs

START = np.datetime64("2026-01-14T00:00:00")


def day(steps=96, failed=()):
    times = START + np.arange(steps) * np.timedelta64(900, "s")
    shape = 1.0 + 0.5 * np.sin(np.linspace(0.0, 6.28, steps))
    losses, low, high = 400.0 * shape, 0.97 - 0.02 * shape, 1.0 + 0.01 * shape
    for values in (losses, low, high):
        values[list(failed)] = np.nan
    return times, losses, low, high, 30.0 * shape, np.zeros(steps)


@pytest.fixture
def chart(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(900, 260)
    host.show()
    qtbot.waitExposed(host)
    shown = DayChart(host)
    shown.resize(host.size())
    shown.show()
    shown.host = host
    return shown


def test_a_year_is_shortened_without_losing_its_peak():
    seconds = np.arange(35040) * 900.0
    values = np.ones(35040)
    values[12345] = 7.0
    values[222] = -3.0
    x, low, high = envelope(seconds, values, values)
    assert len(x) <= 800
    assert high.max() == 7.0
    assert low.min() == -3.0


def test_a_long_gap_stays_a_gap():
    seconds = np.arange(35040) * 900.0
    values = np.ones(35040)
    values[10000:11000] = np.nan
    _, low, high = envelope(seconds, values, values)
    assert np.isnan(low).any()
    assert np.array_equal(np.isnan(low), np.isnan(high))


def test_runs_are_the_stretches_without_a_gap():
    assert finite_runs(np.array([1.0, np.nan, 2.0, 3.0])) == [slice(0, 1), slice(2, 4)]
    assert finite_runs(np.array([np.nan])) == []


def test_a_click_goes_to_the_beginning_of_the_step(qtbot, chart):
    chart.show_day(*day())
    plot = chart._plots[1].plot
    view = plot.getPlotItem().vb
    second = 50 * 900.0 + 400.0
    middle = view.viewRange()[1][1] / 2
    place = plot.mapFromScene(view.mapViewToScene(QPointF(second, middle)))
    with qtbot.waitSignal(chart.time_chosen) as chosen:
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [START + np.timedelta64(50 * 900, "s")]


def test_keys_step_through_the_day(qtbot, chart):
    chart.show_day(*day())
    chart.set_time(START + np.timedelta64(10 * 900, "s"))
    chosen = []
    chart.time_chosen.connect(chosen.append)
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    qtbot.keyClick(chart, Qt.Key.Key_Left, shift)
    qtbot.keyClick(chart, Qt.Key.Key_End)
    assert [int((t - START) / np.timedelta64(900, "s")) for t in chosen] == [11, 7, 95]


def test_a_step_without_solution_is_read_as_such(chart):
    chart.show_day(*day(failed=(40,)))
    chart._read(float((START + np.timedelta64(40 * 900, "s")).astype(np.int64)))
    assert all("no solution" in plot.caption for plot in chart._plots)
    chart._read(float((START + np.timedelta64(41 * 900, "s")).astype(np.int64)))
    assert not any("no solution" in plot.caption for plot in chart._plots)


def test_a_day_without_any_solution_is_a_sentence(chart):
    chart.show_day(*day(failed=range(96)))
    assert "No step" in chart.sentence
    assert chart.curves is None


def test_without_times_there_is_no_day(chart):
    _, *values = day()
    chart.show_day(np.arange(96), *values)
    assert "no times" in chart.sentence
