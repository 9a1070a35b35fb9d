"""How regions came to agree, drawn."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from widgets.dispatch.agreement_plot import LEAST_KW, AgreementPlot
from widgets.dispatch.lines import AgreementView, ProofView, WhyLine
from widgets.dispatch.proof_page import ProofPage
from widgets.style import apply_style, load_fonts
from widgets.theme import theme_chooser


def view(*cost: float, difference: tuple[float, ...]) -> AgreementView:
    n = len(cost)
    return AgreementView(np.array(cost), np.array(difference), np.arange(n) >= n - 2, "Cost 3", "Difference 0.00 kW")


def drawn(plot: AgreementPlot) -> tuple[np.ndarray, np.ndarray]:
    """Heights of the two lines."""
    lines = [p.getPlotItem().listDataItems()[0].getData()[1] for p in (plot.cost, plot.difference)]
    return lines[0], lines[1]


def test_cost_and_difference_are_drawn_by_exchange_the_difference_in_decades(qtbot: QtBot) -> None:
    plot = AgreementPlot()
    qtbot.addWidget(plot)
    plot.show_agreement(view(1.0, 4.0, 3.0, difference=(0.1, 0.001, 0.0)))
    cost, difference = drawn(plot)
    assert cost.tolist() == [1.0, 4.0, 3.0]
    # Kilowatts in powers of ten; nothing at all stands on the least that is drawn.
    assert difference == pytest.approx([2.0, 0.0, np.log10(LEAST_KW)])
    hollow, filled = plot.cost.getPlotItem().listDataItems()[1:]
    assert hollow.getData()[0].tolist() == [1.0]
    assert filled.getData()[0].tolist() == [2.0, 3.0]
    try:
        theme_chooser().choose("dark")
        assert drawn(plot)[0].tolist() == [1.0, 4.0, 3.0]
    finally:
        theme_chooser().choose("light")


def test_on_a_narrow_panel_every_list_has_its_whole_name(qapp: QApplication, qtbot: QtBot) -> None:
    load_fonts()
    apply_style(qapp)
    try:
        page = ProofPage()
        qtbot.addWidget(page)
        page.resize(300, 700)
        page.show_proof(
            ProofView("a", seal="Proven", regions=(WhyLine(-1, "West"),), agreement=view(2.0, difference=(0.1,)))
        )
        page.show()
        qtbot.waitExposed(page)
        buttons = [button for button in page.lists.buttons() if button.isVisible()]
        assert len(buttons) == 5
        for button in buttons:
            assert button.width() >= button.sizeHint().width(), button.text()
            assert button.geometry().right() < page.width()
    finally:
        qapp.setStyleSheet("")


def test_the_proof_has_the_list_of_layers_only_where_there_are_some(qtbot: QtBot) -> None:
    page = ProofPage()
    qtbot.addWidget(page)
    page.show()
    lines = (WhyLine(-1, "West: answered to the end"),)
    made = ProofView(
        "a", seal="Proven", costs=(("Losses", "1", 1.0),), regions=lines, agreement=view(2.0, difference=(0.1,))
    )
    page.show_proof(made)
    assert page.costs.isVisible()
    page.lists.button(4).click()
    assert page.agreement.isVisible()
    assert not page.costs.isVisible()
    page.show_proof(ProofView("a", seal="Proven", costs=(("Losses", "1", 1.0),)))
    assert not page.lists.button(4).isVisible()
    assert page.lists.checkedId() == 0
    assert not page.agreement.isVisible()
    assert page.costs.isVisible()
