"""From the forecast to a plan over its scenarios, by clicks, with real workers."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from tests.console.dispatch.forecast_samples import write_history
from tests.console.windows.live.conftest import wait_until
from tests.console.windows.live.dispatch.conftest import PlanningRoom
from widgets.dispatch.forecast_dialog import ForecastDialog
from widgets.dispatch.scenario_dialog import ScenarioDialog

pytestmark = pytest.mark.slow


def button(room: PlanningRoom, key: str) -> QAbstractButton:
    return room.shown.forecast.page.action_row.buttons[key]


def settle(room: PlanningRoom) -> None:
    wait_until(lambda: not room.desk.forecasts.is_busy, "the forecast")
    room.settle()


def ask_forecast(room: PlanningRoom, path: Path) -> None:
    room.click(button(room, "forecast"))
    dialog = room.dialog(ForecastDialog)
    assert isinstance(dialog, ForecastDialog)
    QTest.keyClicks(dialog.path, str(path))
    room.click(dialog.done_button)


def test_a_planner_forecasts_and_plans_over_scenarios(room: PlanningRoom, tmp_path: Path) -> None:
    assert not room.shown.plans.action_row.buttons["forecast"].isEnabled()
    room.open_sample()
    room.press("forecast")
    room.settle()
    page = room.shown.forecast.page
    assert page.isVisible()
    assert page.sentence.startswith("No forecast yet")
    assert not button(room, "scenarios").isEnabled()
    assert "a forecast is needed first" in page.action_row.reason
    # A file that is not there: one sentence, and the way on stays open.
    ask_forecast(room, tmp_path / "none.csv")
    settle(room)
    assert "none.csv" in page.sentence
    assert "check its name" in page.sentence
    ask_forecast(room, write_history(tmp_path / "past.csv", 60))
    assert page.running_text.startswith("ieee33")
    assert page.cancel_button.isVisible()
    settle(room)
    assert not page.sentence
    assert page.units.count() == 9
    assert page.units.currentText().startswith("Net load")
    assert len(page.correlation.map.view.names) == 7
    assert page.scores.text().startswith("Not scored: 15 days held out")
    room.click(button(room, "scenarios"))
    dialog = room.dialog(ScenarioDialog)
    assert isinstance(dialog, ScenarioDialog)
    assert dialog.count.value() == 20
    dialog.count.setValue(3)
    room.click(dialog.done_button)
    assert "scenarios" in room.shown.plans.running_text
    settle(room)
    kept = room.chosen
    assert kept.name == "ieee33 over 3 scenarios"
    assert room.shown.scenarios.isVisible()
    assert room.shown.proof.seal.text() == "✓ AC checked: 72 of 72 scenario steps hold"
    assert room.shown.proof.seal.property("tone") == "proven"
    assert room.shown.scenarios.figures.bands.rowCount() == 6
    assert "over 3 scenarios of past.csv" in room.shown.proof.subtitle.text()
    room.shown.deeds.write(kept, tmp_path / "plan.csv")
    wait_until((tmp_path / "plan.csv").is_file, "the schedule")
    with (tmp_path / "plan.csv").open(encoding="utf-8-sig") as lines:
        rows = list(csv.reader(lines))
    assert len(rows) == 25
    # The first plan is what it was; its forecast is still there.
    room.shown.choose(kept.base_id)
    room.settle()
    assert not room.shown.scenarios.isVisible()
    assert kept.base_id in room.desk.forecasts.found


def test_a_forecast_and_a_plan_over_scenarios_are_given_up(room: PlanningRoom, tmp_path: Path) -> None:
    room.open_sample()
    room.press("forecast")
    room.settle()
    page, path = room.shown.forecast.page, write_history(tmp_path / "past.csv", 60)
    ask_forecast(room, path)
    room.click(page.cancel_button)
    settle(room)
    assert page.sentence.startswith("No forecast yet")
    assert not room.desk.forecasts.found
    ask_forecast(room, path)
    settle(room)
    room.click(button(room, "scenarios"))
    dialog = room.dialog(ScenarioDialog)
    assert isinstance(dialog, ScenarioDialog)
    room.click(dialog.done_button)
    wait_until(lambda: "no plan yet" in room.shown.plans.running_text, "planning to begin")
    room.click(room.shown.plans.cancel_button)
    room.settle()
    kept = room.chosen
    assert kept.over is None
    assert not kept.is_planned
    assert room.shown.plans.lines[-1].figures == "not planned yet"
    assert "press Plan" in room.shown.courses.sentence
