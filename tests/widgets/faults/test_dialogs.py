"""What the Faults workspace asks, answered as a person would."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from engines.values.fault_evidence import MEASURED, READINGS, EvidenceKind, Reading
from engines.values.repair import FaultCause
from widgets.faults.cause_dialog import CauseDialog
from widgets.faults.crew_dialog import CrewDialog
from widgets.faults.dialog_lines import CauseFound, Choice, CrewLine, FaultReport, PlaceLine
from widgets.faults.place_finder import MOST_SHOWN, PlaceFinder
from widgets.faults.place_index import PlaceIndex
from widgets.faults.reason_dialog import ReasonDialog
from widgets.faults.report_dialog import ReportDialog, call_kinds
from widgets.faults.words import cause_heading

CREWS = (
    CrewLine("k-1", "Crew 1", "8 min · overhead line", False, "nobody there is qualified for cables"),
    CrewLine("k-2", "Crew 2", "11 min · cable, jointer · 6 km"),
    CrewLine("k-3", "Crew 3", "25 min · cable · one job before", True),
)
PLACES = (
    PlaceLine("load-1", "Mill road 4", "F3 Mill road", "J. Harper 0163", (EvidenceKind.TROUBLE_CALL,)),
    PlaceLine("load-2", "Mill road 6", "F3 Mill road", "", (EvidenceKind.TROUBLE_CALL,)),
    PlaceLine("switch-12", "Indicator at R12", "F3 Mill road", "", (EvidenceKind.INDICATOR,)),
    PlaceLine("switch-0", "Breaker F3", "NORTH", "", (EvidenceKind.DISTANCE, EvidenceKind.FAULT_CURRENT)),
    PlaceLine("line-31", "Section 31–32", "F3 Mill road"),
)


def is_accepted(dialog: QDialog) -> bool:
    return dialog.result() == QDialog.DialogCode.Accepted.value


def crew_dialog(qtbot: QtBot, crews: tuple[CrewLine, ...]) -> CrewDialog:
    dialog = CrewDialog("Send a crew", "To section 31–32, cable.", crews)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_the_best_crew_that_can_go_is_offered_first(qtbot: QtBot) -> None:
    dialog = crew_dialog(qtbot, CREWS)
    assert dialog.crew_id == "k-2"
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.crew_id == "k-3"
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up)
    # Who cannot go is passed over.
    assert dialog.crew_id == "k-2"
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert is_accepted(dialog)


def test_a_crew_that_cannot_go_says_why_and_is_not_sent(qtbot: QtBot) -> None:
    dialog = crew_dialog(qtbot, CREWS)
    assert "qualified" in dialog.list.item(0).toolTip()
    at = dialog.list.visualItemRect(dialog.list.item(0)).center()
    qtbot.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert not is_accepted(dialog)
    assert dialog.crew_id != "k-1"


def test_where_nobody_can_go_the_dialog_says_so(qtbot: QtBot) -> None:
    for crews, words in (((), "crew file"), (CREWS[:1], "No crew can go")):
        dialog = crew_dialog(qtbot, crews)
        assert not dialog.done_button.isEnabled()
        assert words in dialog.nobody
        dialog.accept()
        assert not is_accepted(dialog)


def test_a_call_is_reported_with_the_keyboard_alone(qtbot: QtBot) -> None:
    dialog = ReportDialog(PLACES)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.value.isVisible()
    qtbot.keyClicks(dialog.kind, "No")
    qtbot.keyClicks(dialog.finder.field, "harper")
    qtbot.keyClicks(dialog.note, "calls again at 15:00")
    qtbot.keyClick(dialog.note, Qt.Key.Key_Return)
    assert is_accepted(dialog)
    report = dialog.report
    assert (report.kind, report.reading) == (EvidenceKind.TROUBLE_CALL, Reading.NO_SUPPLY)
    assert (report.element_id, report.note) == ("load-1", "calls again at 15:00")
    assert math.isnan(report.value)


def test_a_measured_distance_needs_its_number(qtbot: QtBot) -> None:
    dialog = ReportDialog(PLACES)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.accept()
    assert "choose it" in dialog.refusal
    kinds = [kind.kind for kind in call_kinds()]
    dialog.kind.setCurrentIndex(kinds.index(EvidenceKind.DISTANCE))
    assert dialog.value.isVisible()
    # Only what can measure it is offered.
    assert [dialog.finder.list.item(row).text() for row in range(dialog.finder.list.count())] == [
        "Breaker F3  ·  NORTH",
        "Section 31–32  ·  F3 Mill road",
    ]
    dialog.accept()
    assert "No place" in dialog.refusal
    qtbot.keyClick(dialog.finder.field, Qt.Key.Key_Down)
    dialog.accept()
    assert "in km" in dialog.refusal
    dialog.value.selectAll()
    qtbot.keyClicks(dialog.value, "2,4")
    dialog.accept()
    assert is_accepted(dialog)
    assert dialog.report == FaultReport(EvidenceKind.DISTANCE, Reading.NONE, "switch-0", 2.4, "")


def test_what_is_selected_on_the_diagram_is_chosen_already(qtbot: QtBot) -> None:
    dialog = ReportDialog(PLACES, element_id="switch-12")
    qtbot.addWidget(dialog)
    assert dialog.finder.element_id == "switch-12"
    assert ReportDialog(PLACES, dialog, element_id="no such").finder.element_id == ""


def test_every_kind_of_report_is_evidence_that_can_be_weighed() -> None:
    for kind in call_kinds():
        assert kind.reading in READINGS[kind.kind]
        assert bool(kind.unit) == (kind.kind in MEASURED)


@given(st.lists(st.text("ab \n", max_size=5), max_size=8), st.text("ab ", max_size=4), st.integers(1, 9))
def test_the_index_finds_what_looking_at_each_finds(texts: list[str], words: str, most: int) -> None:
    places = [PlaceLine(f"{k}", text) for k, text in enumerate(texts)]
    plain = [p for p in places if all(word in f"{p.text} {p.element_id}" for word in words.split())]
    assert PlaceIndex(places).find(words, most) == plain[:most]


def test_the_finder_finds_all_words_and_says_when_there_is_more(qtbot: QtBot) -> None:
    finder = PlaceFinder([PlaceLine(f"p-{k}", f"House {k}", f"Street {k % 7}") for k in range(3000)])
    qtbot.addWidget(finder)
    finder.show()
    assert finder.list.count() == MOST_SHOWN
    assert "type on" in finder.count.text()
    qtbot.keyClicks(finder.field, "2999 street")
    assert finder.element_id == "p-2999"
    qtbot.keyClicks(finder.field, " nowhere")
    assert finder.element_id == ""
    assert "Nothing is called that" in finder.count.text()


@pytest.mark.parametrize("cause", list(FaultCause))
def test_every_cause_can_be_recorded(qtbot: QtBot, cause: FaultCause) -> None:
    dialog = CauseDialog("crew 2", (Choice("line-31", "Section 31–32"),))
    qtbot.addWidget(dialog)
    dialog.accept()
    assert "No cause" in dialog.refusal
    dialog.cause.setCurrentText(cause_heading(cause))
    dialog.accept()
    assert "No place" in dialog.refusal
    dialog.place.setCurrentIndex(0)
    dialog.remark.setText(" joint of 1987 ")
    dialog.accept()
    assert is_accepted(dialog)
    assert dialog.found == CauseFound(cause, "line-31", "joint of 1987")


def test_a_place_that_is_not_known_yet_is_an_answer(qtbot: QtBot) -> None:
    dialog = CauseDialog("crew 2", ())
    qtbot.addWidget(dialog)
    dialog.cause.setCurrentIndex(0)
    dialog.place.setCurrentIndex(0)
    dialog.accept()
    assert dialog.found.element_id == ""
    assert is_accepted(dialog)


def test_a_reason_is_never_empty(qtbot: QtBot) -> None:
    dialog = ReasonDialog("Leave out step 3", "The order goes on without it.", "Leave out")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClicks(dialog.field, "   ")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert not is_accepted(dialog)
    assert dialog.refusal.startswith("▲ ")
    qtbot.keyClicks(dialog.field, "S19 is out of service")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert is_accepted(dialog)
    assert dialog.reason == "S19 is out of service"
