"""The band over a played plan hides no switch of it, and nothing moves by itself when it goes."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from console.windows.diagram_panel import DiagramPanel
from engines.exchange.opening import open_network
from engines.schematic.layout import schematic_layout


@pytest.fixture
def panel(qtbot: QtBot) -> DiagramPanel:
    """As much room as a screen of 1366 x 768 leaves for the diagram."""
    made = DiagramPanel()
    qtbot.addWidget(made)
    made.resize(700, 320)
    made.show_nothing_open(False)
    made.diagram.head_px = 20
    network = open_network("north")[0]
    made.diagram.show_network(network, schematic_layout(network))
    made.time_axis.hide()
    made.show()
    return made


def tops(panel: DiagramPanel) -> np.ndarray:
    """Where everything stands, pixels from the top of the diagram."""
    view = panel.diagram
    assert view.scene is not None
    return np.array([view.camera.to_screen(x, y)[1] for x, y in view.scene.anchor.tolist()])


def test_the_band_hides_nothing_of_the_network(panel: DiagramPanel) -> None:
    panel.show_plan((0, 4))
    band = panel.plan_banner.geometry()
    bottom = band.bottom() - panel.diagram.geometry().top()
    assert tops(panel).min() > bottom + 22, "there is room for the circle of a step above its switch"


def test_nothing_moves_when_the_band_changes_or_goes(panel: DiagramPanel) -> None:
    panel.show_plan((0, 4))
    there = tops(panel)
    panel.show_plan((1, 4))
    panel.show_plan(None)
    assert np.array_equal(tops(panel), there)
    assert panel.diagram.head_px == 20
    panel.diagram.zoom_to_fit()
    assert tops(panel).min() < there.min()


def test_where_a_person_looks_is_left_alone(panel: DiagramPanel) -> None:
    panel.diagram.zoom_in()
    there = tops(panel)
    panel.show_plan((0, 4))
    assert np.array_equal(tops(panel), there)
