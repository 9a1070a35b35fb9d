"""The product in another language."""

from __future__ import annotations

import string
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from importlib.resources import files

import numpy as np
import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from engines.grid.difference import Moment
from engines.grid.network import ElementRef
from widgets.inspector.description import describe
from widgets.network_tree import NetworkTree
from widgets.time_axis.axis import TimeAxis
from widgets.translation import install_translation, languages


@pytest.fixture
def german(qapp: QApplication) -> Iterator[QApplication]:
    """The program speaking German, and English again afterwards."""
    assert install_translation(qapp, "de_AT") == "de"
    yield qapp
    install_translation(qapp, "en")


def test_there_are_words_for_german_and_english() -> None:
    assert {"de", "en"} <= set(languages())


def test_a_widget_speaks_the_language_chosen(german: QApplication, qtbot: QtBot) -> None:
    tree = NetworkTree()
    qtbot.addWidget(tree)
    assert tree.search_button.accessibleName() == "Suchen"


def test_words_of_plain_functions_are_translated_too(german: QApplication, moment: Moment) -> None:
    line = describe(moment.snapshot, moment.topology, moment.result, [ElementRef("line", 0)])
    assert line.kind == "Kabel · Bar – B1"
    assert [section.title for section in line.sections] == ["Fluss", "Betriebsmittel"]


def test_dates_are_written_as_in_the_language(german: QApplication, qtbot: QtBot) -> None:
    axis = TimeAxis()
    qtbot.addWidget(axis)
    axis.set_range(np.datetime64("2026-01-01"), np.datetime64("2027-01-01"), 900)
    axis.set_time(np.datetime64("2026-05-12T18:30:00"))
    assert "Di. 12 Mai 18:30" in axis.track.accessibleDescription().replace("Di 12", "Di. 12")


def test_qt_s_own_words_follow(german: QApplication, qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "Abbrechen"


def test_plural_forms_are_those_of_the_language(german: QApplication, qtbot: QtBot) -> None:
    axis = TimeAxis()
    qtbot.addWidget(axis)
    texts = [action.text() for action in axis.speed_button.menu().actions()]
    assert texts[:2] == ["1 Schritt je Sekunde", "2 Schritte je Sekunde"]


def test_a_language_without_words_gives_english(qapp: QApplication, qtbot: QtBot) -> None:
    assert install_translation(qapp, "tlh") == "en"
    assert not [t for t in qapp.findChildren(QTranslator) if not t.isEmpty()]
    tree = NetworkTree()
    qtbot.addWidget(tree)
    assert tree.search_button.accessibleName() == "Find anything"


def messages() -> list[tuple[str, str]]:
    text = files("resources").joinpath("translations", "tieline_de.ts").read_text(encoding="utf-8")
    found = []
    for message in ElementTree.fromstring(text).iter("message"):
        translation = message.find("translation")
        source = message.findtext("source")
        assert source is not None
        if translation is not None and translation.text and translation.get("type") is None:
            found.append((source, translation.text))
    return found


def places(text: str) -> set[str]:
    return {f"{name}:{form}" for _, name, form, _ in string.Formatter().parse(text) if name is not None}


def test_no_translation_loses_or_invents_a_place_for_a_value() -> None:
    found = messages()
    assert len(found) > 600
    assert [(a, b) for a, b in found if places(a) != places(b)] == []
