"""The parts of the Faults workspace in a window of 1366 x 768."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.widgets.faults.sample import INCIDENT, INCIDENTS, ORDER, STEPS
from widgets.faults.cards import CARD_PX, NARROW_CARD_PX, NARROW_PX
from widgets.faults.incident_list import IncidentList
from widgets.faults.incident_page import IncidentPage
from widgets.faults.order_lines import ActionLine, StepState
from widgets.faults.order_panel import OrderPanel
from widgets.faults.sentences_dialog import SentencesDialog
from widgets.faults.step_cells import PAD_PX, SIGN_PX
from widgets.faults.step_model import StepColumn
from widgets.theme import ui_font


@pytest.mark.parametrize(("width", "height"), [(NARROW_PX - 60, NARROW_CARD_PX), (NARROW_PX + 40, CARD_PX)])
def test_a_card_has_a_line_more_where_the_list_is_narrow(width: int, height: int, qtbot: QtBot) -> None:
    made = IncidentList()
    qtbot.addWidget(made)
    made.resize(2 * NARROW_PX - width, 600)
    made.show()
    made.show_incidents(INCIDENTS)
    made.resize(width, 600)
    QApplication.processEvents()
    cards = made.cards
    rows = [cards.visualRect(cards.model().index(row, 0)) for row in range(2)]
    assert rows[0].height() == height
    assert rows[1].top() - rows[0].top() == height


def test_the_time_of_a_step_takes_room_once_one_is_done(qtbot: QtBot) -> None:
    panel = OrderPanel()
    qtbot.addWidget(panel)
    panel.resize(700, 300)
    panel.show()
    ahead = replace(ORDER, steps=tuple(replace(step, time_text="") for step in ORDER.steps))
    panel.show_orders((ahead,))
    assert panel.table.isColumnHidden(StepColumn.DONE)
    wide = panel.table.columnWidth(StepColumn.WHY)
    panel.show_orders((ORDER,))
    assert not panel.table.isColumnHidden(StepColumn.DONE)
    assert panel.table.columnWidth(StepColumn.WHY) < wide


def test_a_suspect_says_between_which_switches_it_lies(qtbot: QtBot) -> None:
    page = IncidentPage()
    qtbot.addWidget(page)
    page.resize(300, 600)
    page.show()
    assert INCIDENT.location is not None
    first = replace(INCIDENT.location.suspects[0], around="between R12, S7")
    page.show_incident(replace(INCIDENT, location=replace(INCIDENT.location, suspects=(first,))))
    page.finish()
    (row,) = page.location.suspects.rows.values()
    assert (row.place.text(), row.around.text()) == ("Section 31–32", "between R12, S7")
    assert row.around.isVisible()
    assert "between R12" in row.accessibleName()


def test_sentences_can_be_copied(qtbot: QtBot) -> None:
    dialog = SentencesDialog("Doubts", "What was left out", ("line 3: first", "line 9: second"))
    qtbot.addWidget(dialog)
    dialog.copy()
    assert QApplication.clipboard().text() == "line 3: first\nline 9: second"


def test_long_words_on_buttons_make_no_panel_wider(qtbot: QtBot) -> None:
    long = "Rückschaltung in den Normalzustand planen & genehmigen lassen"
    actions = (ActionLine("a", "Drucken…"), ActionLine("b", "Nicht ausführbar…"), ActionLine("c", long, "Warum", True))
    panel = OrderPanel()
    qtbot.addWidget(panel)
    panel.show_orders((replace(ORDER, actions=actions),))
    assert panel.minimumSizeHint().width() < 500
    panel.resize(520, 300)
    panel.show()
    QApplication.processEvents()
    button = panel.action_row.buttons["c"]
    assert button.shown_words() != button.text()
    assert button.toolTip() == f"{long}\nWarum"
    assert panel.rect().right() >= button.mapTo(panel, button.rect().topRight()).x()
    panel.resize(1200, 300)
    QApplication.processEvents()
    assert button.shown_words() == long.replace("&", "&&")
    assert button.toolTip() == "Warum"


HALTED = (
    ActionLine("print", "Print…"),
    ActionLine("abort", "Give up…"),
    ActionLine("again", "Try step 4 again"),
    ActionLine("leave_out", "Go on without it…"),
    ActionLine("replan", "Plan from here"),
    ActionLine("take_plan", "Take the plan over", "", True, False, "it has no step that can be carried out"),
)


@pytest.mark.parametrize("width", [560, 700, 870, 1200])
def test_no_button_of_a_halted_order_loses_its_verb(width: int, qtbot: QtBot) -> None:
    panel = OrderPanel()
    qtbot.addWidget(panel)
    heading = "Switching order 1 · halted"
    panel.show_orders((replace(ORDER, heading=heading, actions=HALTED),))
    panel.resize(width, 400)
    panel.show()
    QApplication.processEvents()
    buttons = panel.action_row.buttons
    assert [button.shown_words() for button in buttons.values()] == [action.text for action in HALTED]
    places = [button.geometry() for button in buttons.values()]
    assert not any(a.intersects(b) for k, a in enumerate(places) for b in places[:k])
    assert all(panel.action_row.rect().contains(place) for place in places)


@pytest.mark.parametrize("width", [655, 700, 870])
def test_what_is_predicted_is_read_whole_beside_long_feedback(width: int, qtbot: QtBot) -> None:
    panel = OrderPanel()
    qtbot.addWidget(panel)
    panel.resize(width, 300)
    panel.show()
    failed = replace(STEPS[0], state=StepState.FAILED, outcome="stuck: F4-R2 stands between its positions after 3 s")
    ahead = replace(
        STEPS[4], state=StepState.PLANNED, name="T10", chance="0.1 %", outcome="as proven: min 0.969 · 56 %"
    )
    panel.show_orders((replace(ORDER, steps=(replace(failed, way="remote"), replace(ahead, way="remote"))),))
    QApplication.processEvents()
    table = panel.table
    room = table.columnWidth(StepColumn.OUTCOME) - SIGN_PX - 2 * PAD_PX
    assert room >= QFontMetrics(ui_font()).horizontalAdvance(ahead.outcome)
    assert table.visualRect(table.steps.index(1, StepColumn.OUTCOME)).right() < table.viewport().width()
    # How narrow is too narrow for the reason depends on the font.
    assert width < 870 or not table.isColumnHidden(StepColumn.WHY)
    assert ahead.why in table.steps.index(1, StepColumn.OUTCOME).data(Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize("width", [460, 700, 1200])
def test_the_chance_of_closing_onto_the_fault_is_whole(width: int, qtbot: QtBot) -> None:
    panel = OrderPanel()
    qtbot.addWidget(panel)
    panel.resize(width, 300)
    panel.show()
    panel.show_orders((ORDER,))
    assert panel.table.isColumnHidden(StepColumn.CHANCE)
    assert not panel.safety.isVisible()
    last = replace(ORDER.steps[-1], chance="< 0.1 %", why="closes T3: supply again for 4 customers " * 3)
    safety = "closing onto the fault: < 0.1 %"
    panel.show_orders((replace(ORDER, steps=(*ORDER.steps[:-1], last), safety=safety),))
    QApplication.processEvents()
    table = panel.table
    assert not table.isColumnHidden(StepColumn.CHANCE)
    metrics = QFontMetrics(ui_font(bold=True))
    assert table.columnWidth(StepColumn.CHANCE) >= metrics.horizontalAdvance("< 0.1 %") + 2 * PAD_PX
    assert table.visualRect(table.steps.index(4, StepColumn.CHANCE)).right() < table.viewport().width()
    assert panel.safety.text() == safety
    assert panel.safety.height() >= panel.safety.heightForWidth(panel.safety.width())
    assert last.why.strip() in table.steps.index(4, StepColumn.WHY).data(Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize("width", [240, 300])
def test_the_page_keeps_a_long_button_within_it(width: int, qtbot: QtBot) -> None:
    page = IncidentPage()
    qtbot.addWidget(page)
    page.resize(width, 500)
    page.show()
    page.show_incident(replace(INCIDENT, actions=(ActionLine("n", "Rückschaltung in den Normalzustand planen"),)))
    page.finish()
    QApplication.processEvents()
    assert page.widget().width() <= page.viewport().width()
