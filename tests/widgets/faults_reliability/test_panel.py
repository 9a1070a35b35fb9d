"""The reliability panel: every figure can be asked for its formula, its data and its period."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from widgets.faults_reliability.lines import (
    FigureCell,
    FigureLine,
    ReliabilityView,
    RunningLine,
    ShareLine,
    SpanHead,
    SpanShares,
)
from widgets.faults_reliability.panel import ReliabilityPanel
from widgets.style import apply_style, load_fonts
from widgets.theme import theme_chooser

HEADS = (
    SpanHead("today", "Today", "2026-09-21 00:00:00 to 2026-09-21 17:00:00"),
    SpanHead("year", "2026", "2026-03-05 16:00:00 to 2026-09-21 17:00:00", "Records begin within this period."),
)
SAIDI = FigureLine(
    "saidi",
    "SAIDI",
    "min",
    "SAIDI: sum of customers × minutes, per customer served.",
    (FigureCell("6.000", 6.0, "From 1 interruption."), FigureCell("18.000", 18.0, "From 3 interruptions.")),
)
PLANNED = FigureLine("saidi planned", "planned", "min", "The same.", (FigureCell("–"), FigureCell("1.0", 1.0)), 1, True)
VIEW = ReliabilityView(
    HEADS,
    (SAIDI, PLANNED),
    (
        SpanShares("today", (ShareLine("F3", 6.0, "6.000 min", "1 ×"),), ()),
        SpanShares("year", (ShareLine("F1", 12.0, "12.000 min"), ShareLine("F3", 6.0, "6.000 min")),
                   (ShareLine("tree", 18.0, "18.000 min"),)),
    ),
    (RunningLine("incident:7", "F3 Mill road", "118 customers since 14:07:12"),),
    "North district · 3 sustained interruptions",
    ("IEEE Std 1366.",),
)  # fmt: skip


@pytest.fixture
def panel(qtbot: QtBot) -> ReliabilityPanel:
    made = ReliabilityPanel()
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    return made


def test_without_figures_it_says_how_they_come(panel: ReliabilityPanel) -> None:
    assert not panel.table.isVisible()
    assert not panel.export_button.isVisible()
    assert "first incidents" in panel._either.sentence


def test_the_chosen_figure_is_explained(qtbot: QtBot, panel: ReliabilityPanel) -> None:
    panel.show_view(VIEW)
    assert panel.chosen == ("saidi", "year"), "the longest period to begin with"
    for words in ("18.000 min", SAIDI.formula, "From 3 interruptions.", HEADS[1].period, HEADS[1].note):
        assert words in panel.explanation
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_Left)
    assert panel.chosen == ("saidi", "today")
    assert "From 1 interruption." in panel.explanation
    assert [row.name for row in panel.feeders.rows] == ["F3"]
    assert not panel.causes.isVisible()
    qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    assert panel.chosen == ("saidi planned", "today")
    assert "–" in panel.explanation


def test_a_name_keeps_the_period_and_a_head_the_figure(qtbot: QtBot, panel: ReliabilityPanel) -> None:
    panel.show_view(VIEW)
    place = panel.table.visualRect(panel.table.figures.index(1, 0)).center()
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel.chosen == ("saidi planned", "year")
    heads = panel.table.horizontalHeader()
    x = heads.sectionViewportPosition(1) + heads.sectionSize(1) // 2
    place = heads.rect().center()
    place.setX(x)
    qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel.chosen == ("saidi planned", "today")


def test_newer_figures_leave_the_choice_where_it_is(panel: ReliabilityPanel) -> None:
    panel.show_view(VIEW)
    panel.table.choose("saidi", "today")
    later = replace(SAIDI, cells=(FigureCell("7.000", 7.0, "From 2 interruptions."), SAIDI.cells[1]))
    panel.show_view(replace(VIEW, figures=(later, PLANNED)))
    assert panel.chosen == ("saidi", "today")
    assert "7.000 min" in panel.explanation
    assert panel.table.currentIndex().data() == "7.000"
    panel.show_view(ReliabilityView(empty="Nothing is known."))
    assert not panel.table.isVisible()
    assert panel._either.sentence == "Nothing is known."


def test_who_is_without_supply_leads_to_the_incident(qtbot: QtBot, panel: ReliabilityPanel) -> None:
    panel.show_view(VIEW)
    with qtbot.waitSignal(panel.incident_asked) as asked:
        qtbot.mouseClick(panel.running.buttons[0], Qt.MouseButton.LeftButton)
    assert asked.args == ["incident:7"]
    button = panel.running.buttons[0]
    panel.show_view(replace(VIEW, running=(replace(VIEW.running[0], detail="12 customers since 14:07:12"),)))
    assert panel.running.buttons[0] is button, "what is pressed is not taken away"
    panel.show_view(replace(VIEW, running=()))
    assert panel.running.buttons == []


def test_every_figure_is_written_with_its_formula_and_period(
    qtbot: QtBot, panel: ReliabilityPanel, tmp_path: Path
) -> None:
    panel.show_view(VIEW)
    with qtbot.waitSignal(panel.said):
        panel.export_to(tmp_path / "r.csv")
    rows = list(csv.DictReader((tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["Figure"], row["Period"], row["Value"]) for row in rows] == [
        ("SAIDI", "Today", "6"),
        ("SAIDI", "2026", "18"),
        ("planned", "Today", ""),
        ("planned", "2026", "1"),
    ]
    assert all(row["Formula"] and row["From and to"] for row in rows)
    with qtbot.waitSignal(panel.said):
        panel.export_to(tmp_path / "r.xlsx")
    book = load_workbook(tmp_path / "r.xlsx")
    assert book.active is not None
    assert book.active["D2"].value == 6.0
    with qtbot.waitSignal(panel.failed) as failed:
        panel.export_to(tmp_path / "gone" / "r.csv")
    assert "cannot be written" in failed.args[0]


def test_all_figures_are_copied(qtbot: QtBot, panel: ReliabilityPanel) -> None:
    panel.show_view(VIEW)
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines()[1] == "SAIDI\t6.000\t18.000\tmin"


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("width", [620, 1500])
def test_no_figure_is_cut_off(qtbot: QtBot, panel: ReliabilityPanel, name: str, width: int) -> None:
    load_fonts()
    theme_chooser().choose(name)
    application = QGuiApplication.instance()
    try:
        apply_style(application)  # type: ignore[arg-type]
        panel.resize(width, 500)
        panel.show_view(VIEW)
        table = panel.table
        for row in range(table.figures.rowCount()):
            for column in range(table.figures.columnCount()):
                index = table.figures.index(row, column)
                needed = table.fontMetrics().horizontalAdvance(str(index.data()).strip())
                assert table.columnWidth(column) >= needed, index.data()
    finally:
        theme_chooser().choose("light")
        application.setStyleSheet("")  # type: ignore[union-attr]


def test_a_view_is_whole_or_refused() -> None:
    with pytest.raises(ValueError, match="SAIDI: 1 figures under 2 heads"):
        ReliabilityView(HEADS, (replace(SAIDI, cells=SAIDI.cells[:1]),))
    assert math.isnan(FigureCell("–").value)
