"""The voltage profile: what is drawn is what the load flow says, and nothing where it says nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QWidget

from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.loadflow.solving import solve
from engines.synthesis.district import synthesise
from engines.values.element_doubt import NO_DOUBT, ElementDoubt
from engines.values.loadflow import SolveStatus
from engines.values.points import PointFreshness
from widgets.charts.losses import LossesChart
from widgets.charts.profile_lines import commonest_limits, profile_lines
from widgets.charts.voltage_profile import VoltageProfile


@pytest.fixture(scope="module")
def evening():
    snapshot = Snapshot(synthesise(300, 1)).at(np.datetime64("2026-01-14T18:30"))
    snapshot = snapshot.with_values("load", "scaling", slice(None), 2.0)
    return snapshot, analyse(snapshot), solve(snapshot, verify=False)


@pytest.fixture
def host(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(700, 320)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def profile(host):
    shown = VoltageProfile(host)
    shown.resize(host.size())
    shown.show()
    return shown


def test_every_live_bus_of_a_feeder_is_drawn_once_with_its_voltage(evening):
    _, topology, result = evening
    lines = profile_lines(topology, result)
    of_feeder = np.flatnonzero((topology.feeder >= 0) & np.isfinite(result.vm_pu))
    drawn = lines.bus_row[lines.feeder >= 0]
    assert sorted(drawn) == sorted(of_feeder)
    np.testing.assert_allclose(lines.y_pu, result.vm_pu[lines.bus_row])


def test_buses_behind_secondary_transformers_are_there(evening):
    snapshot, topology, result = evening
    lines = profile_lines(topology, result)
    low_voltage = np.flatnonzero(snapshot.network.bus["vn_kv"] < 1.0)
    assert len(low_voltage)
    assert np.isin(low_voltage, lines.bus_row).all()


def test_each_bus_is_joined_to_its_parent(evening):
    _, topology, result = evening
    lines = profile_lines(topology, result)
    pairs = lines.segment_y.reshape(-1, 2)
    child = lines.bus_row[lines.feeder >= 0]
    assert len(pairs) == len(child)
    expected = {(result.vm_pu[topology.parent_bus[row]], result.vm_pu[row]) for row in child}
    assert {tuple(pair) for pair in pairs} == expected


def test_a_result_without_solution_draws_nothing(evening):
    _, topology, result = evening
    assert len(profile_lines(topology, replace(result, status=SolveStatus.DIVERGED))) == 0


def test_the_band_is_that_of_most_shown_buses(evening):
    network = evening[0].network
    limits = commonest_limits(network, np.flatnonzero(network.bus["vn_kv"] == 20.0))
    band = next(b for b in network.limits.voltage_bands if b.from_kv <= 20.0 < b.to_kv)
    assert (limits.min_pu, limits.max_pu) == (band.normal_min_pu, band.normal_max_pu)


def test_the_chart_says_why_it_is_empty(profile, evening):
    snapshot, topology, result = evening
    profile.show_result(snapshot, topology, replace(result, status=SolveStatus.DIVERGED, cause="too much load"))
    assert "too much load" in profile.sentence
    assert profile.lines is None
    profile.show_result(snapshot, topology, result)
    assert profile.sentence == ""
    assert profile.lines is not None


def test_a_click_on_a_point_chooses_its_bus(qtbot, profile, evening):
    profile.show_result(*evening)
    lines = profile.lines
    at = int(lines.x_km.argmax())
    view = profile._plot.getPlotItem().vb
    place = profile._plot.mapFromScene(view.mapViewToScene(QPointF(lines.x_km[at], lines.y_pu[at])))
    with qtbot.waitSignal(profile.element_clicked) as clicked:
        qtbot.mouseClick(profile._plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    ref = clicked.args[0]
    assert ref.table == "bus"
    nearest = int(np.flatnonzero(lines.bus_row == ref.row)[0])
    assert abs(lines.x_km[nearest] - lines.x_km[at]) < 0.5
    assert "pu at" in profile.point_text(nearest)


def test_a_click_beside_everything_chooses_nothing(qtbot, profile, evening):
    profile.show_result(*evening)
    with qtbot.assertNotEmitted(profile.element_clicked, wait=50):
        qtbot.mouseClick(profile._plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(690, 8))


def test_a_persons_zoom_survives_the_next_moment_but_not_a_double_click(profile, evening):
    profile.show_result(*evening)
    view = profile._plot.getPlotItem().vb
    view.scaleBy((0.3, 0.3))
    view.sigRangeChangedManually.emit(view.state["mouseEnabled"])
    zoomed = view.viewRange()[0]
    profile.show_result(*evening)
    assert view.viewRange()[0] == pytest.approx(zoomed)
    profile._show_all()
    assert view.viewRange()[0][1] > 2 * zoomed[1] - zoomed[0]


def test_losses_are_ranked_and_go_to_their_element(qtbot, host, evening):
    snapshot, topology, result = evening
    chart = LossesChart(host)
    chart.resize(host.size())
    chart.show()
    chart.show_result(snapshot, topology, result)
    kw = [row.value for row in chart.bars.rows]
    assert kw == sorted(kw, reverse=True)
    assert sum(kw) == pytest.approx(result.losses_kw)
    qtbot.mouseClick(chart._groups.button(2), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(chart.element_clicked) as clicked:
        qtbot.mouseClick(chart.bars.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 10))
    ref = clicked.args[0]
    assert isinstance(ref, ElementRef)
    assert result.branches[ref.table].loss_mw[ref.row] * 1e3 == pytest.approx(chart.bars.rows[0].value)
    chart.show_result(snapshot, topology, replace(result, status=SolveStatus.FAILED, cause="no numbers"))
    assert "no numbers" in chart.sentence


def test_old_voltages_look_and_read_otherwise_until_they_are_of_now_again(qtbot, profile, evening):
    snapshot, topology, result = evening
    profile.show_result(snapshot, topology, result)
    plain = profile.grab().toImage()
    lines = profile.lines
    doubt = np.full(len(result.vm_pu), PointFreshness.FRESH, np.uint8)
    old = int(np.flatnonzero(lines.feeder == 0)[-1])
    doubt[lines.bus_row[lines.feeder == 0]] = PointFreshness.STALE
    profile.set_doubt(ElementDoubt({"bus": doubt}, PointFreshness.STALE))
    assert profile.grab().toImage() != plain
    assert "old" in profile.point_text(old)
    assert "old" not in profile.point_text(int(np.flatnonzero(lines.feeder == 1)[0]))
    profile.set_doubt(NO_DOUBT)
    assert profile.grab().toImage() == plain
