"""The list of incidents as a person uses it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.widgets.faults.sample import INCIDENTS, SUMMARY, TODAY, many_incidents
from widgets.faults.incident_list import IncidentList


@pytest.fixture
def shown(qtbot: QtBot) -> IncidentList:
    made = IncidentList()
    qtbot.addWidget(made)
    made.resize(240, 600)
    made.show_incidents(INCIDENTS, SUMMARY)
    made.show_today(TODAY)
    made.show()
    qtbot.waitExposed(made)
    return made


def click_card(shown: IncidentList, qtbot: QtBot, row: int) -> None:
    at = shown.cards.visualRect(shown.cards.model().index(row, 0)).center()
    qtbot.mouseClick(shown.cards.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_without_incidents_it_says_that_all_is_well_and_how_they_come_about(shown: IncidentList) -> None:
    shown.show_incidents(())
    assert "No incident is under way" in shown.empty_sentence
    assert "opens by itself" in shown.empty_sentence
    assert not shown.cards.isVisible()
    assert shown.report_button.isVisible()
    shown.show_incidents(INCIDENTS)
    assert shown.empty_sentence == ""
    assert shown.cards.isVisible()


def test_a_click_chooses_and_the_program_choosing_is_silent(shown: IncidentList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.chosen) as told:
        click_card(shown, qtbot, 1)
    assert told.args == ["i-2"]
    with qtbot.assertNotEmitted(shown.chosen):
        shown.choose("i-3")
        assert shown.current_id == "i-3"
        shown.choose("no such")
    assert shown.current_id == ""


def test_arrows_choose_and_enter_finds(shown: IncidentList, qtbot: QtBot) -> None:
    shown.choose("i-1")
    shown.cards.setFocus()
    with qtbot.waitSignal(shown.chosen) as told:
        qtbot.keyClick(shown.cards, Qt.Key.Key_Down)
    assert told.args == ["i-2"]
    with qtbot.waitSignal(shown.find_asked) as asked:
        qtbot.keyClick(shown.cards, Qt.Key.Key_Return)
    assert asked.args == ["i-2"]


def test_what_is_chosen_and_scrolled_to_stays_in_a_storm(shown: IncidentList, qtbot: QtBot) -> None:
    storm = many_incidents()
    shown.show_incidents(storm)
    shown.choose("i-20")
    bar = shown.cards.verticalScrollBar()
    place = bar.value()
    assert place > 0
    with qtbot.assertNotEmitted(shown.chosen):
        shown.show_incidents([replace(line, detail="other") for line in storm])
        shown.show_incidents([*storm, *INCIDENTS[1:2]])
    assert shown.current_id == "i-20"
    assert bar.value() == place
    # One that is new at the top, too: the person's card is still the one that is chosen.
    shown.show_incidents([replace(storm[0], incident_id="new"), *storm])
    assert shown.current_id == "i-20"


def test_a_chosen_incident_that_goes_is_chosen_no_more(shown: IncidentList) -> None:
    shown.choose("i-2")
    shown.show_incidents([line for line in INCIDENTS if line.incident_id != "i-2"])
    assert shown.current_id == ""


def test_equal_cards_change_nothing(shown: IncidentList, qtbot: QtBot) -> None:
    model = shown.cards.model()
    with qtbot.assertNotEmitted(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        shown.show_incidents(INCIDENTS, SUMMARY)
    with qtbot.waitSignal(model.dataChanged) as told:
        shown.show_incidents([INCIDENTS[0], replace(INCIDENTS[1], detail="x"), *INCIDENTS[2:]], SUMMARY)
    assert (told.args[0].row(), told.args[1].row()) == (1, 1)


def test_the_day_carries_its_shape_and_the_whole_card_is_in_the_tooltip(shown: IncidentList) -> None:
    texts = [label.text() for label in shown.today if label.isVisible()]
    assert texts[0].startswith("SAIDI")
    assert texts[2].startswith("■ ")
    tip = shown.cards.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert INCIDENTS[0].detail in tip
    shown.show_today(TODAY[:1])
    assert [label.isVisible() for label in shown.today] == [True, False, False]


def test_a_fault_can_be_reported(shown: IncidentList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.report_asked):
        qtbot.mouseClick(shown.report_button, Qt.MouseButton.LeftButton)


def test_cards_are_of_one_height(shown: IncidentList) -> None:
    heights = {shown.cards.visualRect(shown.cards.model().index(row, 0)).height() for row in range(4)}
    assert len(heights) == 1
