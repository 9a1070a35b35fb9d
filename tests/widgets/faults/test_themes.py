"""Everything of the Faults workspace in both themes, with the style sheet it has in the product."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.widgets.faults.sample import INCIDENT, INCIDENTS, ORDER, PLAYING, RETURN, SUMMARY, TODAY
from widgets.faults.cause_dialog import CauseDialog
from widgets.faults.crew_dialog import CrewDialog
from widgets.faults.dialog_lines import CrewLine
from widgets.faults.incident_list import IncidentList
from widgets.faults.incident_page import IncidentPage
from widgets.faults.order_panel import OrderPanel
from widgets.faults.reason_dialog import ReasonDialog
from widgets.faults.report_dialog import ReportDialog
from widgets.style import load_fonts, style_sheet
from widgets.theme import theme, theme_chooser


@pytest.fixture(autouse=True)
def light_afterwards(qapp: QApplication) -> Iterator[None]:
    load_fonts()
    yield
    theme_chooser().choose("light")


def dress(widget: QWidget, name: str) -> None:
    """As the whole program is dressed; one widget takes far less time."""
    theme_chooser().choose(name)
    widget.setStyleSheet(style_sheet(theme()))


def incident_list() -> QWidget:
    made = IncidentList()
    made.show_incidents(INCIDENTS, SUMMARY)
    made.show_today(TODAY)
    made.choose("i-1")
    return made


def incident_page() -> QWidget:
    made = IncidentPage()
    made.show_incident(INCIDENT)
    made.finish()
    return made


def order_panel() -> QWidget:
    made = OrderPanel()
    made.show_orders((ORDER, RETURN))
    made.show_playback(PLAYING)
    return made


MAKERS: tuple[Callable[[], QWidget], ...] = (
    incident_list,
    incident_page,
    order_panel,
    lambda: CrewDialog(
        "Send", "", (CrewLine("k", "Crew 1"), CrewLine("l", "Crew 2", can_go=False, reason="off shift"))
    ),
    lambda: ReportDialog(()),
    lambda: CauseDialog("crew 1", ()),
    lambda: ReasonDialog("Why", "", "Go on"),
)


def dominant(widget: QWidget) -> str:
    """The colour most of the picture has."""
    image = widget.grab().toImage()
    counts: dict[int, int] = {}
    for x in range(0, image.width(), 7):
        for y in range(0, image.height(), 7):
            counts[image.pixel(x, y)] = counts.get(image.pixel(x, y), 0) + 1
    return QColor(max(counts, key=lambda pixel: counts[pixel])).name()


@pytest.mark.parametrize("maker", MAKERS)
def test_a_theme_chosen_while_it_is_shown_is_taken_on(maker: Callable[[], QWidget], qtbot: QtBot) -> None:
    made = maker()
    qtbot.addWidget(made)
    made.show()
    for name in ("light", "dark"):
        dress(made, name)
        assert dominant(made) == theme().color("panel").name()


@pytest.mark.parametrize("name", ["light", "dark"])
def test_labels_take_the_colour_of_their_severity(name: str, qtbot: QtBot) -> None:
    page = incident_page()
    dress(page, name)
    qtbot.addWidget(page)
    page.show()
    found = [label for label in page.findChildren(QLabel) if label.text() == "▲ J. Harper"]
    assert [label.palette().windowText().color().name() for label in found] == [theme().color("high").name()]


@pytest.mark.parametrize("width", [260, 320, 390])
def test_nothing_of_the_page_is_wider_than_it(width: int, qtbot: QtBot) -> None:
    page = incident_page()
    dress(page, "light")
    qtbot.addWidget(page)
    assert isinstance(page, IncidentPage)
    page.resize(width, 700)
    page.show()
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 0)
    assert page.horizontalScrollBar().maximum() == 0
    assert page.widget().width() <= page.viewport().width()
