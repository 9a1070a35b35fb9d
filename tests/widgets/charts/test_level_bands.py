"""Each voltage level has its own limits on the voltage profile, where its buses stand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QWidget

from engines.grid.limits import Limits, VoltageBand
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.loadflow.solving import solve
from engines.synthesis.district import synthesise
from widgets.charts.level_bands import LevelBand, level_bands, limit_lines, reach_pu
from widgets.charts.profile_lines import VoltageLimits, profile_lines
from widgets.charts.voltage_profile import VoltageProfile

NARROW, WIDE = VoltageLimits(0.95, 1.05, 0.925, 1.075), VoltageLimits(0.90, 1.10, 0.85, 1.15)


def band(vn_kv, from_km, to_km, limits, y=(0.98, 1.01), n_bus=10):
    return LevelBand(vn_kv, from_km, to_km, limits, *y, n_bus)


@pytest.fixture(scope="module")
def evening():
    snapshot = Snapshot(synthesise(300, 1)).at(np.datetime64("2026-01-14T18:30"))
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


def test_each_level_reaches_as_far_as_its_buses(evening):
    snapshot, topology, result = evening
    network, lines = snapshot.network, profile_lines(topology, result)
    bands = level_bands(network, lines)
    vn_kv = network.bus["vn_kv"][lines.bus_row]
    assert [b.vn_kv for b in bands] == sorted(set(vn_kv.tolist()), reverse=True)
    assert len(bands) >= 2
    for shown in bands:
        mine = vn_kv == shown.vn_kv
        assert (shown.from_km, shown.to_km) == (lines.x_km[mine].min(), lines.x_km[mine].max())
        given = next(b for b in network.limits.voltage_bands if b.from_kv <= shown.vn_kv < b.to_kv)
        assert (shown.limits.min_pu, shown.limits.max_pu) == (given.normal_min_pu, given.normal_max_pu)
        assert shown.limits.emergency_min_pu == pytest.approx(given.emergency_min_pu, abs=1e-3)


def test_limits_are_those_of_the_networks_data(evening):
    snapshot, topology, result = evening
    tight = Limits((VoltageBand(0.0, 1.0, 0.94, 1.04, 0.91, 1.07), VoltageBand(1.0, float("inf"), 0.97, 1.03)))
    network = replace(snapshot.network, limits=tight)
    low = level_bands(network, profile_lines(topology, result))[-1]
    assert (low.vn_kv, low.limits.min_pu, low.limits.max_pu) == (0.4, 0.94, 1.04)


def test_one_feeder_shows_its_own_levels_and_its_bar(evening):
    snapshot, topology, result = evening
    lines = profile_lines(topology, result)
    for number, feeder in enumerate(topology.feeders):
        bands = level_bands(snapshot.network, lines, number, feeder.source_bus_row)
        mine = lines.feeder == number
        assert sum(b.n_bus for b in bands) == np.count_nonzero(mine) + 1
        assert min(b.from_km for b in bands) == 0.0


def test_a_limit_levels_share_over_touching_distances_is_drawn_once():
    lines = limit_lines((band(110.0, 0.0, 2.0, WIDE), band(20.0, 0.0, 30.0, NARROW), band(0.4, 1.0, 9.0, WIDE)))
    shared = [line for line in lines if line.pu == 0.90]
    assert [(line.name, line.from_km, line.to_km) for line in shared] == [("110, 0.4 kV", 0.0, 9.0)]
    assert len(lines) == 8


def test_apart_they_are_two_lines():
    lines = limit_lines((band(110.0, 0.0, 2.0, WIDE), band(0.4, 3.0, 9.0, WIDE)))
    assert [line.name for line in lines if line.pu == 0.90] == ["110 kV", "0.4 kV"]


def test_a_level_without_limits_draws_none():
    assert limit_lines((band(20.0, 0.0, 9.0, VoltageLimits(*(float("nan"),) * 4)),)) == ()


def test_the_first_view_shows_the_limits_voltages_come_near_to():
    far, near = band(0.4, 1.0, 9.0, WIDE), band(0.4, 1.0, 9.0, WIDE, y=(0.91, 1.0))
    medium = band(20.0, 0.0, 30.0, NARROW, n_bus=200)
    assert reach_pu((medium, far)) == (0.95, 1.05)
    assert reach_pu((medium, near)) == (0.90, 1.05)


def test_the_limits_of_every_level_are_on_the_chart(profile, evening):
    profile.show_result(*evening)
    names = {line.name for line in profile._limits.lines}
    assert {"20 kV", "0.4 kV"} <= names
    values = {(line.name, line.pu, line.is_emergency) for line in profile._limits.lines}
    assert {("20 kV", 0.95, False), ("0.4 kV", 0.9, False)} <= values
    assert sum(emergency for _, _, emergency in values) == 4


def test_the_lines_are_seen_at_every_zoom(profile, evening, qtbot):
    profile.show_result(*evening)
    view = profile._plot.getPlotItem().vb
    view.setRange(yRange=(0.80, 1.20), padding=0)
    assert reds(profile) > 40
    view.setRange(yRange=(0.96, 1.04), padding=0)
    assert reds(profile) == 0


def reds(profile):
    """Pixels in the colour of an emergency limit."""
    image = profile._plot.grab().toImage()
    colors = [image.pixelColor(x, y) for x in range(0, image.width(), 2) for y in range(image.height())]
    return sum(c.red() > c.green() + 60 and c.red() > c.blue() + 60 for c in colors)


def test_a_click_inside_a_band_still_chooses_the_bus(qtbot, profile, evening):
    profile.show_result(*evening)
    lines, network = profile.lines, evening[0].network
    low = np.flatnonzero(network.bus["vn_kv"][lines.bus_row] < 1.0)
    at = int(low[lines.y_pu[low].argmin()])
    view = profile._plot.getPlotItem().vb
    place = profile._plot.mapFromScene(view.mapViewToScene(QPointF(lines.x_km[at], lines.y_pu[at])))
    with qtbot.waitSignal(profile.element_clicked) as clicked:
        qtbot.mouseClick(profile._plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert clicked.args[0].table == "bus"
    assert network.bus["vn_kv"][clicked.args[0].row] < 1.0
