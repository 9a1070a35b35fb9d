"""The forecast page: bands lie where the quantiles are, the map is legible and read by mouse, keys and as a table."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.widgets.test_theme_contrast import VISION
from widgets.dispatch.bands import band_path, fan_bands
from widgets.dispatch.correlation_map import signed_text
from widgets.dispatch.diverging import contrast, diverging_color, legible_on
from widgets.dispatch.forecast_dialog import ForecastDialog
from widgets.dispatch.forecast_lines import CorrelationView, ForecastView
from widgets.dispatch.forecast_page import ForecastPage
from widgets.dispatch.lines import BandArea, ChartView, Course, Hours, RunningLine
from widgets.dispatch.scenario_dialog import ScenarioDialog
from widgets.faults.order_lines import ActionLine
from widgets.theme import load_theme, theme_chooser

HOURS = Hours(("00:00", "06:00", "12:00", "18:00", "24:00"), 6.0)
QUANTILES = np.array([[0.0, 1.0, 2.0, 1.0], [0.5, 1.5, 2.5, 1.5], [1.0, 2.0, 3.0, 2.0], [2.0, 3.0, 4.0, 3.0],
                      [4.0, 5.0, 6.0, 5.0]])  # fmt: skip
NAMES = ("Wind 18", "PV 7", "Load")
MATRIX = np.array([[1.0, -0.2, math.nan], [-0.2, 1.0, 0.7], [math.nan, 0.7, 1.0]])


def fan(title: str, values: np.ndarray) -> ChartView:
    words = ("5 %", "25 %", "50 %", "75 %", "95 %")
    courses = [Course(word, row, is_drawn=word == "50 %") for word, row in zip(words, values, strict=True)]
    return ChartView(title, tuple(courses), "bands", bands=fan_bands(values))


VIEW = ForecastView(
    "case", "40 days", "On 10 days held out …", HOURS, (fan("Net load, MW", QUANTILES), fan("PV 7, MW", 2 * QUANTILES)),
    CorrelationView(NAMES, MATRIX), ("No history of Load.",),
)  # fmt: skip


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[ForecastPage]:
    shown = ForecastPage()
    qtbot.addWidget(shown)
    shown.resize(1000, 600)
    shown.show()
    shown.show_forecast(VIEW)
    qtbot.waitUntil(lambda: not shown.is_drawing)
    yield shown
    theme_chooser().choose("light")


@given(st.lists(st.lists(st.floats(-9, 9), min_size=5, max_size=5), min_size=2, max_size=6))
def test_inner_bands_lie_in_outer_ones(columns: list[list[float]]) -> None:
    values = np.sort(np.array(columns).T, axis=0)
    outer, inner = fan_bands(values)
    assert (outer.low <= inner.low).all()
    assert (inner.low <= inner.high).all()
    assert (inner.high <= outer.high).all()
    assert outer.alpha < inner.alpha


def test_a_band_is_where_its_values_are_and_nowhere_else() -> None:
    low, high = np.array([1.0, np.nan, 2.0, 2.0]), np.array([2.0, 5.0, 3.0, 4.0])
    path = band_path(BandArea(low, high), HOURS)
    from PySide6.QtCore import QPointF

    assert path.contains(QPointF(3.0, 1.5))
    assert not path.contains(QPointF(3.0, 2.5))
    assert not path.contains(QPointF(9.0, 3.0))
    assert path.contains(QPointF(21.0, 3.5))
    assert not path.contains(QPointF(15.0, 3.5))


@pytest.mark.parametrize("name", ["light", "dark"])
def test_numbers_on_the_map_are_legible_and_its_ends_are_told_apart_by_everyone(name: str) -> None:
    theme = load_theme(name)
    for value in np.linspace(-1, 1, 81).tolist():
        ground = diverging_color(theme, value)
        assert contrast(legible_on(theme, ground), ground) >= 4.5, value
    assert diverging_color(theme, math.nan) == diverging_color(theme, 0.0) == theme.color("panel")
    for vision, matrix in VISION.items():
        seen = []
        for value in (-0.5, 0.5):
            color = diverging_color(theme, value)
            channels = np.array([color.redF(), color.greenF(), color.blueF()])
            linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
            seen.append(np.clip(matrix @ linear, 0, 1) ** (1 / 2.2))
        assert np.abs(seen[0] - seen[1]).max() > 0.1, vision


def test_the_map_is_read_with_the_mouse_and_with_keys(page: ForecastPage) -> None:
    shown = page.correlation.map
    QTest.mouseMove(shown, shown.cell_rect(0, 1).center())
    assert shown.cell == (0, 1)
    assert page.correlation.reading.text() == "Wind 18 with PV 7: −0.20"
    shown.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClick(shown, Qt.Key.Key_Right)
    assert shown.reading == "Wind 18 and Load never vary in the same hour"
    QTest.keyClick(shown, Qt.Key.Key_Down)
    assert shown.reading == "PV 7 with Load: +0.70"
    assert shown.accessibleDescription() == shown.reading
    for _ in range(3):
        QTest.keyClick(shown, Qt.Key.Key_Down)
    assert shown.cell == (2, 2)
    assert shown.reading == "Load with itself"
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert shown.reading == ""
    QTest.mouseMove(shown, QPoint(1, 1))
    assert shown.cell == (-1, -1)


def test_the_table_has_every_pair_once_the_strongest_first(page: ForecastPage) -> None:
    page.correlation.choices.button(1).click()
    table = page.correlation.table
    assert table.isVisible()
    model = table.pairs_model
    shown = [tuple(model.index(row, column).data() for column in range(3)) for row in range(model.rowCount())]
    assert shown == [("PV 7", "Load", "+0.70"), ("Wind 18", "PV 7", "−0.20"), ("Wind 18", "Load", "–")]
    assert [signed_text(v) for v in (0.004, -0.004, 1.0)] == ["0.00", "0.00", "+1.00"]


def test_a_unit_is_picked_from_the_list_and_read_at_an_hour(page: ForecastPage) -> None:
    assert page.units.currentText() == "Net load, MW"
    QTest.keyClick(page.units, Qt.Key.Key_Down)
    assert page.units.currentText() == "PV 7, MW"
    page._fan_slices.finish()
    page.fan.plot.setFocus()
    QTest.keyClick(page.fan.plot, Qt.Key.Key_End)
    assert page.fan.reading.startswith("5 % 2.000 · 25 % 3.000 · 50 % 4.000")
    # Another forecast of the same units keeps the one that is looked at.
    page.show_forecast(VIEW)
    page._slices.finish()
    assert page.units.currentText() == "PV 7, MW"
    theme_chooser().choose("dark")
    assert page.units.currentText() == "PV 7, MW"


def test_without_a_forecast_the_page_says_why(page: ForecastPage, qtbot: QtBot) -> None:
    page.show_actions((ActionLine("forecast", "Forecast…", "", True), ActionLine("scenarios", "Plan", "", reason="no",
                       is_enabled=False)))  # fmt: skip
    assert page.notes.text() == "No history of Load."
    page.show_forecast(None, "No forecast yet.", "case")
    qtbot.waitUntil(lambda: not page.is_drawing)
    assert page.sentence == "No forecast yet."
    assert not page.scores.text()
    assert page.action_row.reason == "Plan – no"
    with qtbot.waitSignal(page.action_asked) as asked:
        page.action_row.buttons["forecast"].click()
    assert asked.args == ["forecast"]
    page.show_running(RunningLine("case: fitting", 0.4))
    assert (page.running_text, page.progress.value()) == ("case: fitting", 40)
    with qtbot.waitSignal(page.cancel_asked):
        page.cancel_button.click()
    page.show_running(None)
    assert not page.running_text


def test_the_dialogs_say_what_is_missing_and_keep_to_their_ranges(qtbot: QtBot) -> None:
    dialog = ForecastDialog("2026-11-22", 60)
    qtbot.addWidget(dialog)
    assert dialog.chosen == ""
    assert dialog.simbench.isChecked()
    dialog.own.setChecked(True)
    dialog.accept()
    assert "No file is named" in dialog.refusal
    QTest.keyClicks(dialog.path, "past.csv")
    assert dialog.chosen == "past.csv"
    assert dialog.missing() is None
    asked = ScenarioDialog(20, 200, 60.0, 3600.0)
    qtbot.addWidget(asked)
    asked.count.setValue(0)
    assert asked.count.value() == 2
    asked.count.setValue(1e6)
    assert asked.count.value() == 200
