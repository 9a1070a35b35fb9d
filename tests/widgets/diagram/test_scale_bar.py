"""The bar on the map stands for the length it names."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from widgets.diagram.scale_bar import LONGEST_PX, length_text, round_length
from widgets.diagram.view import DiagramView


@pytest.mark.parametrize(
    ("metres_per_px", "metres"), [(1.0, 100.0), (0.5, 50.0), (10.0, 1000.0), (15.0, 2000.0), (36.0, 5000.0)]
)
def test_the_bar_is_a_round_length_that_fits(metres_per_px: float, metres: float) -> None:
    assert round_length(metres_per_px) == pytest.approx(metres)
    assert metres / metres_per_px <= LONGEST_PX


def test_lengths_are_written_with_their_unit() -> None:
    assert length_text(500.0) == "500 m"
    assert length_text(2000.0) == "2 km"
    assert length_text(math.nan) == "not to scale"


@pytest.fixture
def on_map(view: DiagramView, case: Any) -> DiagramView:
    view.show_network(case.network, case.layout, replace(case.layout, metres_per_unit=4.0))
    view.set_view_kind("map")
    return view


def test_the_map_has_a_bar_and_the_schematic_has_none(on_map: DiagramView) -> None:
    assert on_map.scale_bar.isVisible()
    on_map.set_view_kind("schematic")
    assert not on_map.scale_bar.isVisible()


def test_the_bar_follows_the_zoom(on_map: DiagramView) -> None:
    for scale in (0.25, 1.0, 3.0):
        on_map.set_camera(on_map.camera.centred(0, 0, scale))
        number, unit = on_map.scale_bar.text.split()
        metres = float(number) * (1000 if unit == "km" else 1)
        assert on_map.scale_bar.length_px * 4.0 / scale == pytest.approx(metres)


def test_the_bar_leaves_the_small_overview_alone(qtbot: QtBot, on_map: DiagramView) -> None:
    on_map.look_by_hand(on_map.camera.zoomed(3, 10, 10))
    qtbot.waitUntil(on_map.minimap.isVisible)
    assert not on_map.scale_bar.geometry().intersects(on_map.minimap.geometry())
    assert not on_map.scale_bar.geometry().intersects(on_map.legend.geometry())
    assert on_map.rect().contains(on_map.scale_bar.geometry().bottomRight() + QPoint(4, 4))


def test_a_map_without_distances_says_so(view: DiagramView, case: Any) -> None:
    view.show_network(case.network, case.layout, case.layout)
    view.set_view_kind("map")
    assert view.scale_bar.text == "not to scale"


def test_a_drawing_of_the_map_carries_its_scale(on_map: DiagramView, tmp_path: Path) -> None:
    on_map.export(tmp_path / "map.svg", "what it shows")
    assert "500 m" in (tmp_path / "map.svg").read_text()
    on_map.set_view_kind("schematic")
    on_map.export(tmp_path / "schematic.svg", "what it shows")
    assert "500 m" not in (tmp_path / "schematic.svg").read_text()
