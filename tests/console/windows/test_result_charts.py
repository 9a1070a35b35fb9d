"""The charts of the window: drawn when looked at, cleared when nothing is known."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from console.day import day_steps
from console.windows.result_charts import ResultCharts
from engines.grid.difference import Moment
from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.loadflow.series import solve_series
from engines.loadflow.solving import LoadFlowSolver, solve
from engines.synthesis.district import synthesise
from engines.values.loadflow import SolveStatus


@pytest.fixture(scope="module")
def evening():
    snapshot = Snapshot(synthesise(300, 1)).at(np.datetime64("2026-01-14T18:30"))
    return Moment(snapshot, analyse(snapshot), solve(snapshot, verify=False))


@pytest.fixture(scope="module")
def series(evening):
    snapshot = evening.snapshot
    return solve_series(LoadFlowSolver(snapshot.network), snapshot, day_steps(snapshot.network.profiles, snapshot.time))


@pytest.fixture
def charts(qtbot):
    shown = ResultCharts()
    qtbot.addWidget(shown)
    shown.resize(800, 300)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def unsolved(moment):
    result = replace(moment.result, status=SolveStatus.DIVERGED, cause="too much load")
    return Moment(moment.snapshot, moment.topology, result)


def test_the_profile_follows_the_feeder_of_the_selection(qtbot, charts, evening):
    charts.show_moment(evening, None)
    qtbot.waitUntil(lambda: charts.profile.lines is not None)
    feeder = evening.topology.feeders[2]
    charts.select_refs([ElementRef("bus", feeder.bus_rows[3])])
    assert charts.tabText(0) == f"Voltage profile · {feeder.name}"
    charts.select_refs([])
    assert charts.tabText(0) == "Voltage profile"


def test_without_a_solution_every_chart_is_cleared(qtbot, charts, evening):
    charts.show_moment(evening, None)
    qtbot.waitUntil(lambda: charts.profile.lines is not None)
    charts.show_moment(unsolved(evening), None)
    qtbot.waitUntil(lambda: "too much load" in charts.profile.sentence)
    charts.setCurrentWidget(charts.losses)
    qtbot.waitUntil(lambda: "too much load" in charts.losses.sentence)
    charts.show_moment(evening, None)
    qtbot.waitUntil(lambda: charts.losses.sentence == "")
    charts.show_failure("the worker ended")
    assert "the worker ended" in charts.losses.sentence
    assert "the worker ended" in charts.profile.sentence


def test_the_day_is_drawn_when_its_tab_is_looked_at(qtbot, charts, evening, series):
    charts.show_moment(evening, None)
    charts.show_day(series)
    qtbot.waitUntil(lambda: charts.profile.lines is not None)
    assert charts.day.curves is None
    charts.setCurrentWidget(charts.day)
    qtbot.waitUntil(lambda: charts.day.curves is not None)
    with qtbot.waitSignal(charts.time_chosen) as chosen:
        charts.day._on_clicked(float(series.times[40].astype("datetime64[s]").astype(np.int64)) + 60.0)
    assert chosen.args == [series.times[40]]


def test_the_day_of_another_network_does_not_stay(qtbot, charts, evening, series):
    charts.setCurrentWidget(charts.day)
    charts.show_moment(evening, None)
    charts.show_day(series)
    qtbot.waitUntil(lambda: charts.day.curves is not None)
    other = Snapshot(synthesise(60, 2)).at(np.datetime64("2026-01-14T18:30"))
    charts.show_moment(Moment(other, analyse(other), solve(other, verify=False)), None)
    qtbot.waitUntil(lambda: charts.day.curves is None)


def test_the_plotting_library_is_loaded_after_the_first_picture_and_not_when_someone_works():
    code = (
        "import sys, console.windows.result_charts as charts; from PySide6.QtWidgets import QApplication;"
        "application = QApplication([]); made = charts.ResultCharts(); print('pyqtgraph' in sys.modules);"
        "grabbed = made.grab(); print('pyqtgraph' in sys.modules);"
        "[application.processEvents() for _ in range(5)]; print('pyqtgraph' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "True"]


def test_before_the_first_picture_a_chart_does_not_say_that_there_is_nothing_to_draw(qtbot, evening):
    charts = ResultCharts()
    qtbot.addWidget(charts)
    charts.show_moment(evening, None)
    assert charts.profile.sentence == ""
    charts.show()
    qtbot.waitUntil(lambda: charts.profile.lines is not None)


def test_a_chart_left_half_drawn_is_drawn_anew(qtbot, charts, evening, series):
    charts.setCurrentWidget(charts.day)
    charts.show_moment(evening, None)
    charts.show_day(series)
    charts._draw_front()
    charts.setCurrentWidget(charts.profile)
    charts._draw_front()
    qtbot.waitUntil(lambda: charts.profile.lines is not None)
    charts.setCurrentWidget(charts.day)
    qtbot.waitUntil(lambda: charts.day.curves is not None and charts.day.sentence == "")
    assert len(charts.day._plots) == 3
    assert charts.day._row.count() == 3
