"""Finding equipment by what a person types."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engines.grid.difference import Moment
from engines.grid.network import ElementRef, Network, make_network, make_table
from widgets.search import SearchPopup
from widgets.search_index import index_network


def named(names: list[str]) -> Network:
    return make_network("names", {"bus": make_table("bus", {"name": names, "vn_kv": [20.0] * len(names)})})


def rows(network: Network, typed: str) -> list[int]:
    return [ref.row for ref in index_network(network).find(typed)]


def test_the_whole_name_comes_before_beginnings_and_those_before_the_rest() -> None:
    network = named(["Old mill 1", "Mill 12", "Mill 1", "Harbour"])
    assert rows(network, "mill 1") == [2, 1, 0]


def test_every_word_must_occur_in_any_order() -> None:
    assert rows(named(["North road 7", "Road to the south", "North"]), "road north") == [0]


def test_ids_and_kinds_can_be_typed_too(moment: Moment) -> None:
    index = index_network(moment.snapshot.network, {"switch": "switch", "customer": "customer"})
    assert index.find("switch:2") == [ElementRef("switch", 2)]
    assert index.find("customer hosp") == [ElementRef("customer", 1)]


def test_an_unnamed_element_is_found_by_its_id() -> None:
    assert rows(named(["", "B"]), "bus:0") == [0]


def test_letters_with_others_between_are_found_when_nothing_else_is() -> None:
    index = index_network(named(["Old town", "Station road", "Harbour"]))
    assert index.find("stnrd") == []
    assert index.find_loosely("stnrd", 0, 3) == [ElementRef("bus", 1)]


@pytest.mark.parametrize("typed", ["", "   ", "(", "*", "\\", "[a"])
def test_anything_can_be_typed(typed: str) -> None:
    index = index_network(named(["A", "B"]))
    assert index.find(typed) == []
    assert index.find_loosely(typed + "x", 0, 2) == []


def test_no_more_than_the_most_are_offered() -> None:
    assert len(rows(named([f"Bus {k}" for k in range(500)]), "bus")) == 40


@pytest.fixture
def popup(qtbot: QtBot, moment: Moment) -> SearchPopup:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    popup = SearchPopup(window)
    popup.open_on(moment.snapshot.network)
    qtbot.waitUntil(lambda: popup.is_ready)
    return popup


def test_enter_takes_the_best_match(qtbot: QtBot, popup: SearchPopup) -> None:
    qtbot.keyClicks(popup.line, "hosp")
    with qtbot.waitSignal(popup.element_chosen) as chosen:
        qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    assert chosen.args == [ElementRef("customer", 1)]
    assert not popup.isVisible()


def test_down_goes_to_the_next_while_the_line_keeps_the_focus(qtbot: QtBot, popup: SearchPopup) -> None:
    qtbot.keyClicks(popup.line, "q0")
    first, second = popup.found
    qtbot.keyClick(popup.line, Qt.Key.Key_Down)
    with qtbot.waitSignal(popup.element_chosen) as chosen:
        qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    assert chosen.args == [second]
    assert first != second


def test_what_nothing_has_is_said_and_close_names_are_offered(qtbot: QtBot, popup: SearchPopup) -> None:
    qtbot.keyClicks(popup.line, "hrbr")
    qtbot.waitUntil(lambda: popup.found == [ElementRef("load", 1)])
    popup.line.setText("xyzzy")
    assert popup.found == []
    assert "xyzzy" in popup._hint.text()


def test_typing_before_all_names_are_read_is_answered_when_they_are(qtbot: QtBot, moment: Moment) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    popup = SearchPopup(window)
    popup.open_on(moment.snapshot.network)
    qtbot.keyClicks(popup.line, "kiosk")
    qtbot.waitUntil(lambda: popup.found == [ElementRef("bus", 5)])
