"""The page of one incident as a person uses it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.widgets.faults.sample import INCIDENT, SUSPECTS
from widgets.faults.incident_page import IncidentPage
from widgets.faults.lines import (
    ActionLine,
    CustomerLine,
    IncidentView,
    SupplyBar,
    SupplySegment,
    SuspectLine,
    TimelineLine,
)
from widgets.faults.supply_strip import SupplyStrip
from widgets.faults.suspect_row import SuspectRow
from widgets.faults.words import probability_text


@pytest.fixture
def page(qtbot: QtBot) -> IncidentPage:
    made = IncidentPage()
    qtbot.addWidget(made)
    made.resize(360, 420)
    made.show()
    qtbot.waitExposed(made)
    made.show_incident(INCIDENT)
    made.finish()
    QApplication.processEvents()
    return made


def suspect(page: IncidentPage, place: int) -> SuspectRow:
    return page.location.suspects.rows[SUSPECTS[place].key]


def with_suspects(*suspects: SuspectLine) -> IncidentView:
    assert INCIDENT.location is not None
    return replace(INCIDENT, location=replace(INCIDENT.location, suspects=suspects))


def test_a_page_of_nothing_says_what_to_do(qtbot: QtBot) -> None:
    made = IncidentPage()
    qtbot.addWidget(made)
    made.show()
    assert "Choose an incident" in made.empty_sentence
    made.show_incident(IncidentView("i-9", "F9"))
    made.finish()
    assert made.empty_sentence == ""
    assert "no work order yet" in made.works.nothing.text()
    assert "nobody may work" in made.documents.nothing.text()
    for part in (made.location, made.supply, made.estimate, made.customers):
        assert not part.isVisible()
    made.show_empty("Merged into another incident.")
    assert (made.incident_id, made.empty_sentence) == ("", "Merged into another incident.")


@pytest.mark.parametrize(
    ("probability", "text"), [(math.nan, "– %"), (0.999, ">99 %"), (0.002, "<1 %"), (0.62, "62 %"), (1.0, ">99 %")]
)
def test_a_suspicion_is_never_certain(probability: float, text: str) -> None:
    assert probability_text(probability).replace("\u202f", " ") == text


def test_evidence_opens_by_key_and_by_arrow(page: IncidentPage, qtbot: QtBot) -> None:
    row = suspect(page, 0)
    assert row.first.isVisible()
    assert not row.reasons_for.isVisible()
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Right)
    assert row.reasons_for.isVisible()
    assert "39 of 41" in row.reasons_for.text()
    assert "Indicator 15 is silent" in row.reasons_against.text()
    assert not row.first.isVisible()
    qtbot.mouseClick(row.arrow, Qt.MouseButton.LeftButton)
    assert not row.reasons_for.isVisible()


def test_a_suspect_is_pointed_at_and_gone_to(page: IncidentPage, qtbot: QtBot) -> None:
    row = suspect(page, 1)
    page.activateWindow()
    with qtbot.waitSignal(page.suspect_pointed) as pointed:
        row.setFocus()
    assert pointed.args == [("line-33",)]
    with qtbot.waitSignal(page.element_asked) as asked:
        qtbot.keyClick(row, Qt.Key.Key_Return)
    assert asked.args == ["line-33"]
    with qtbot.waitSignal(page.element_asked) as asked:
        qtbot.mouseClick(suspect(page, 0), Qt.MouseButton.LeftButton, pos=QPoint(120, 10))
    assert asked.args == ["line-31"]
    with qtbot.waitSignal(page.suspect_pointed) as pointed:
        suspect(page, 0).clearFocus()
    assert pointed.args == [()]


def test_another_ranking_keeps_what_is_opened_and_focused(page: IncidentPage) -> None:
    page.activateWindow()
    row = suspect(page, 1)
    row.open(True)
    row.setFocus()
    page.show_incident(with_suspects(replace(SUSPECTS[1], probability=0.7), replace(SUSPECTS[0], probability=0.2)))
    page.finish()
    assert suspect(page, 1) is row
    assert row.is_opened
    assert row.hasFocus()
    assert row.percent.text().startswith("70")
    assert list(page.location.suspects.rows) == [SUSPECTS[1].key, SUSPECTS[0].key]
    QApplication.processEvents()
    assert row.y() < suspect(page, 0).y()
    page.show_incident(with_suspects(SUSPECTS[0]))
    page.finish()
    assert list(page.location.suspects.rows) == [SUSPECTS[0].key]


def test_a_row_used_again_is_not_opened_for_another_suspect(page: IncidentPage) -> None:
    row = suspect(page, 0)
    row.open(True)
    other = SuspectLine("Section 40–41", 0.9, ("Indicator 40 passed",), (), ("line-40",))
    page.show_incident(replace(with_suspects(other), incident_id="i-2"))
    page.finish()
    shown = page.location.suspects.rows[other.key]
    assert not shown.is_opened
    assert shown.first.isVisible()
    assert "Section 40–41" in shown.accessibleName()


def test_the_place_scrolled_to_stays_and_the_newest_line_is_followed(page: IncidentPage, qtbot: QtBot) -> None:
    bar = page.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 200)
    before = bar.maximum()
    bar.setValue(100)
    more = (*INCIDENT.timeline, TimelineLine("14:10:00", "", "R12 open, confirmed in 8.1 s"))
    page.show_incident(replace(INCIDENT, timeline=more))
    page.finish()
    qtbot.waitUntil(lambda: bar.maximum() > before)
    assert bar.value() == 100
    bar.setValue(bar.maximum())
    before = bar.maximum()
    longer = (*more, *(TimelineLine(f"14:11:{k:02d}", "", "Something happened " * 9) for k in range(8)))
    page.show_incident(replace(INCIDENT, timeline=longer))
    page.finish()
    qtbot.waitUntil(lambda: bar.maximum() > before + 300)
    assert bar.value() == bar.maximum()
    page.show_incident(replace(INCIDENT, incident_id="other"))
    page.finish()
    assert bar.value() == 0


def test_an_equal_part_is_not_touched(page: IncidentPage) -> None:
    button = page.works.rows.rows["w-1"].action_row.buttons["arrived"]
    page.activateWindow()
    button.setFocus()
    page.show_incident(replace(INCIDENT, subtitle="another"))
    page.finish()
    assert page.works.rows.rows["w-1"].action_row.buttons["arrived"] is button
    work = replace(INCIDENT.works[0], actions=(ActionLine("arrived", "On site"), INCIDENT.works[0].actions[1]))
    page.show_incident(replace(INCIDENT, works=(work,)))
    page.finish()
    assert button.text() == "On site"
    assert button.hasFocus()


def test_life_support_is_called_first_and_telling_is_told(page: IncidentPage, qtbot: QtBot) -> None:
    rows = page.customers.rows.rows
    assert list(rows) == ["c-1", "c-2", "c-3"]
    assert rows["c-1"].name.text() == "▲ J. Harper"
    assert "life support" in rows["c-1"].text.text()
    assert "7946 0163" in rows["c-1"].contact.text()
    with qtbot.waitSignal(page.told) as told:
        qtbot.mouseClick(rows["c-1"].button, Qt.MouseButton.LeftButton)
    assert told.args == ["c-1"]
    assert not rows["c-3"].button.isVisible()
    assert "told 14:12:30" in rows["c-3"].contact.text()


@pytest.mark.parametrize(
    ("find", "asked"),
    [
        (lambda p: p.works.rows.rows["w-1"].action_row.buttons["arrived"], ["work", "w-1", "arrived"]),
        (lambda p: p.documents.rows.rows["d-1"].action_row.buttons["proved_dead"], ["document", "d-1", "proved_dead"]),
        (lambda p: p.location.action_row.buttons["ping"], ["location", "", "ping"]),
        (lambda p: p.estimate.action_row.buttons["change"], ["estimate", "", "change"]),
        (lambda p: p.action_row.buttons["merge"], ["incident", "i-1", "merge"]),
    ],
)
def test_actions_name_their_section(page: IncidentPage, qtbot: QtBot, find: object, asked: list[str]) -> None:
    button = find(page)  # type: ignore[operator]
    assert isinstance(button, QPushButton)
    with qtbot.waitSignal(page.action_asked) as told:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args == asked


def test_a_disabled_action_says_why_beneath_it(page: IncidentPage) -> None:
    row = page.documents.rows.rows["d-1"].action_row
    assert not row.buttons["issue"].isEnabled()
    assert "first prove dead and earth" in row.reason
    assert "first prove dead and earth" in row.buttons["issue"].accessibleDescription()
    assert "12 customers" in page.action_row.reason


def test_a_point_of_isolation_is_gone_to(page: IncidentPage, qtbot: QtBot) -> None:
    row = page.documents.rows.rows["d-1"]
    assert "R12" in row.isolation.accessibleName()
    with qtbot.waitSignal(page.element_asked) as asked:
        row.isolation.linkActivated.emit("switch-12")
    assert asked.args == ["switch-12"]


def test_the_supply_bar_never_promises_more_than_all(qtbot: QtBot) -> None:
    strip = SupplyStrip()
    qtbot.addWidget(strip)
    strip.resize(200, 14)
    strip.show_bar(SupplyBar((SupplySegment(0.5, "wire"), SupplySegment(math.nan, "plan"), SupplySegment(0.9)), "x"))
    parts = strip.parts()
    assert [segment.tone for _, segment in parts] == ["wire", ""]
    assert parts[0][0].width() == pytest.approx(98)
    assert parts[-1][0].right() == pytest.approx(200)
    strip.show_bar(SupplyBar((), "nobody is without supply"))
    assert strip.parts() == []
    strip.grab()


def test_the_timeline_breaks_long_words_and_grows(page: IncidentPage) -> None:
    before = page.timeline.height()
    long = TimelineLine("14:12:00", "ops1", "A sentence that is much longer than the page is wide. " * 4)
    page.show_incident(replace(INCIDENT, timeline=(*INCIDENT.timeline, long)))
    page.finish()
    assert page.timeline.height() > before + 40
    assert "ops1" in page.timeline.accessibleName()
    assert not page.horizontalScrollBar().isVisible()


# Filled in turns -------------------------------------------------------------------------------------------


def crowd(incident_id: str, count: int) -> IncidentView:
    lines = tuple(CustomerLine(f"{incident_id}-{k}", f"Customer {k} of {incident_id}") for k in range(count))
    return replace(INCIDENT, incident_id=incident_id, title=incident_id, customers=lines)


def names(page: IncidentPage) -> list[str]:
    return [row.name.text() for row in page.customers.rows.rows.values()]


def test_the_one_that_came_last_is_shown_whole(page: IncidentPage, qtbot: QtBot) -> None:
    for incident_id, count in (("i-7", 40), ("i-8", 30), ("i-9", 50)):
        page.show_incident(crowd(incident_id, count))
    qtbot.waitUntil(lambda: not page.is_filling)
    assert page.title.text() == "i-9"
    assert names(page) == [line.name for line in crowd("i-9", 50).customers]
    # The room for them is given out in the turn after the last of them has come.
    qtbot.waitUntil(lambda: page.customers.height() > 50 * 20)
    assert page.widget().updatesEnabled()


def test_nothing_is_pressed_while_two_incidents_are_on_the_page(page: IncidentPage, qtbot: QtBot) -> None:
    pressed: list[object] = []
    page.told.connect(pressed.append)
    page.action_asked.connect(lambda *asked: pressed.append(asked))
    stale = next(iter(page.customers.rows.rows.values())).button
    page.show_incident(crowd("i-7", 80))
    assert page.is_filling
    stale.click()
    next(iter(page.works.rows.rows.values())).action_row.buttons["arrived"].click()
    assert not pressed
    page.finish()
    next(iter(page.customers.rows.rows.values())).button.click()
    assert pressed == ["i-7-0"]


def test_no_incident_ends_the_filling(page: IncidentPage, qtbot: QtBot) -> None:
    page.show_incident(crowd("i-7", 80))
    page.show_empty("No incident is under way.")
    assert not page.is_filling
    assert page.empty_sentence == "No incident is under way."
    assert page.widget().updatesEnabled()
    page.show_incident(crowd("i-8", 3))
    page.finish()
    assert len(names(page)) == 3
