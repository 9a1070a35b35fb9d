"""The list of plans, the proof and the comparison, with values."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from widgets.dispatch.cards import fitting
from widgets.dispatch.compare_page import ComparePage
from widgets.dispatch.lines import (
    ChartView,
    CompareRow,
    CompareView,
    Course,
    Hours,
    PlanLine,
    ProofRow,
    ProofView,
    RunningLine,
    WhyLine,
)
from widgets.dispatch.plan_list import PlanList
from widgets.dispatch.proof_page import ProofPage
from widgets.dispatch.what_if_dialog import DeviceChoice, PriceChoice, WhatIfDialog
from widgets.theme import ui_font

PROVEN = ProofView(
    "Tomorrow", "planned 14:00:00", "Proven", (), True,
    rows=(ProofRow("Cost", "1 919.42"), ProofRow("Gap", "0.017 %", "asked 0.02 %", True)),
    costs=(("Turbine", "479.48", 0.25),),
    whys=(WhyLine(3, "Tap 8 → 12 at 03:00", "losses would be higher"), WhyLine(-1, "A note")),
)  # fmt: skip


@pytest.fixture
def plans(qtbot: QtBot) -> PlanList:
    shown = PlanList()
    qtbot.addWidget(shown)
    shown.resize(300, 500)
    shown.show()
    return shown


@pytest.fixture
def proof(qtbot: QtBot) -> ProofPage:
    shown = ProofPage()
    qtbot.addWidget(shown)
    shown.resize(340, 700)
    shown.show()
    return shown


def test_the_chosen_plan_stays_chosen_while_others_come(plans: PlanList) -> None:
    chosen: list[str] = []
    plans.chosen.connect(chosen.append)
    plans.show_plans((PlanLine("a", "A"), PlanLine("b", "B")))
    QTest.keyClick(plans.cards, Qt.Key.Key_Down)
    QTest.keyClick(plans.cards, Qt.Key.Key_Down)
    assert chosen[-1] == plans.current_id == "b"
    count = len(chosen)
    plans.show_plans((PlanLine("x", "X"), PlanLine("a", "A"), PlanLine("b", "B", problem="bad")))
    assert plans.current_id == "b"
    assert len(chosen) == count
    asked: list[bool] = []
    plans.remove_asked.connect(lambda: asked.append(True))
    QTest.keyClick(plans.cards, Qt.Key.Key_Delete)
    assert asked


def test_what_is_under_way_can_be_cancelled(plans: PlanList, qtbot: QtBot) -> None:
    assert plans.running_text == ""
    plans.show_running(RunningLine("Tomorrow: rounding", 0.3))
    assert (plans.running_text, plans.progress.value()) == ("Tomorrow: rounding", 30)
    with qtbot.waitSignal(plans.cancel_asked, timeout=100):
        QTest.mouseClick(plans.cancel_button, Qt.MouseButton.LeftButton)
    plans.show_running(None)
    assert not plans.cancel_button.isVisible()


def test_the_seal_has_words_and_a_shape_in_both_cases(proof: ProofPage) -> None:
    proof.show_proof(PROVEN)
    assert (proof.seal.text(), proof.seal.property("tone")) == ("✓ Proven", "proven")
    assert proof.rows.texts == (("Cost", "1 919.42", ""), ("Gap", "0.017 %", "✓"))
    doubtful = ProofView("Tomorrow", "", "Not proven", ("the gap is large",), rows=(ProofRow("Gap", "–", "", False),))
    proof.show_proof(doubtful)
    assert (proof.seal.text(), proof.seal.property("tone")) == ("■ Not proven", "medium")
    assert proof.doubts.text() == "the gap is large"
    assert proof.rows.texts == (("Gap", "–", "■"),)
    assert not proof.costs.isVisible()


def test_a_reason_asks_for_its_hour_and_a_note_for_none(proof: ProofPage) -> None:
    proof.show_proof(PROVEN)
    asked: list[int] = []
    proof.step_asked.connect(asked.append)
    QTest.keyClick(proof.whys, Qt.Key.Key_Down)
    QTest.keyClick(proof.whys, Qt.Key.Key_Down)
    assert set(asked) == {3}
    QTest.mouseClick(proof.lists.button(1), Qt.MouseButton.LeftButton)
    assert proof.nothing.text() == "The plan runs into no limit."


def test_a_case_without_a_plan_has_no_seal_and_no_lists(proof: ProofPage) -> None:
    proof.show_proof(ProofView("Tomorrow", "not planned yet", has_plan=False))
    assert not proof.seal.isVisible()
    assert not proof.lists.button(0).isVisible()
    assert "brings its proof" in proof.nothing.text()


def test_two_plans_stand_side_by_side(qtbot: QtBot) -> None:
    page = ComparePage()
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    hours = Hours(("00:00", "01:00", "02:00"), 1.0)
    both = (Course("1", np.array([1.0, 2.0])), Course("2", np.array([1.5, 1.0]), "plan", "dash"))
    rows = (CompareRow("Cost", "10.00", "12.00", "+2.00"), CompareRow("NETWORK", is_head=True))
    page.show_plans(CompareView("A", "B", (("b", "B"), ("c", "C")), "b", rows, hours, (ChartView("Bought", both),)))
    qtbot.waitUntil(lambda: not page.is_drawing)
    assert [page.model.data(page.model.index(0, k)) for k in range(4)] == ["Cost", "10.00", "12.00", "+2.00"]
    page.go_to(1)
    assert page.charts[0].reading == "1 2.000 · 2 1.000"
    chosen: list[str] = []
    page.other_chosen.connect(chosen.append)
    page.other.setFocus()
    QTest.keyClick(page.other, Qt.Key.Key_Down)
    page.other.activated.emit(page.other.currentIndex())
    assert chosen[-1] == "c"
    page.show_plans(None, "There is no second plan.")
    assert page.sentence == "There is no second plan."


def test_a_what_if_tells_only_what_is_different(qtbot: QtBot) -> None:
    devices = [DeviceChoice("storages/0", "storage at bus 15", "0.4 MW"), DeviceChoice("turbines/0", "turbine")]
    dialog = WhatIfDialog("Tomorrow", devices, [PriceChoice("mt", "Turbine", 95.0, "per MWh")])
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.accept()
    assert dialog.isVisible()
    assert "Nothing is different" in dialog.refusal
    dialog.devices["turbines/0"].setChecked(False)
    dialog.prices["mt"].setValue(90.0)
    dialog.accept()
    assert not dialog.isVisible()
    assert dialog.out == {"turbines/0"}
    assert dialog.other_prices == {"mt": 90.0}


def test_a_sentence_that_does_not_fit_ends_in_dots() -> None:
    metrics = QFontMetrics(ui_font(11))
    room = QRect(0, 0, 200, 2 * metrics.lineSpacing())
    text = "no plan keeps all limits: " + "lowest voltage of bus 18 " * 10
    cut = fitting(text, metrics, room)
    assert cut.endswith(" …")
    assert text.startswith(cut[:-2])
    assert fitting("short", metrics, room) == "short"
