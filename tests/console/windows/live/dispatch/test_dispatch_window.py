"""A planner at the Dispatch workspace, by clicks, with real workers."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from console.dispatch.figures import price_periods
from console.tasks.lane import Lane
from console.tasks.task import TaskState
from engines.values.dispatch import DeviceKind, DispatchPlan
from tests.console.windows.live.conftest import wait_until
from tests.console.windows.live.dispatch.conftest import PlanningRoom
from widgets.dispatch.new_case_dialog import NewCaseDialog
from widgets.dispatch.what_if_dialog import WhatIfDialog
from widgets.numbers import number_text

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def reference() -> DispatchPlan:
    """What the engine itself plans for the sample."""
    from console.cli.case import open_case as open_network
    from engines.dispatch.case_file import open_case
    from engines.dispatch.options import DispatchOptions
    from engines.dispatch.planning import plan_dispatch

    return plan_dispatch(open_case("ieee33"), open_network("ieee33")[0], DispatchOptions(verify=False))


def facts(room: PlanningRoom) -> dict[str, tuple[str, str]]:
    return {name: (value, sign) for name, value, sign in room.shown.proof.rows.texts}


def test_a_site_without_plans_says_what_to_do(room: PlanningRoom) -> None:
    row = room.shown.plans.action_row
    assert not row.buttons["plan"].isEnabled()
    assert not row.buttons["compare"].isEnabled()
    assert "no case is chosen" in row.reason
    assert "two plans" in row.reason
    assert room.shown.courses.sentence == "No plan is chosen."
    assert not room.window.diagram_panel.isVisible()


def test_the_sample_is_planned_and_what_is_shown_is_what_the_engine_says(
    room: PlanningRoom, reference: DispatchPlan
) -> None:
    room.open_sample()
    assert "press Plan" in room.shown.courses.sentence
    assert room.shown.plans.lines[0].figures == "not planned yet"
    kept = room.plan()
    assert kept.planned is not None
    plan = kept.planned.plan
    assert plan.cost == pytest.approx(reference.cost, rel=1e-9)
    shown = facts(room)
    assert shown["Cost"][0] == number_text(reference.cost, 2)
    wait_until(lambda: "…" not in facts(room)["By rules"][0], "what rules would have cost")
    from console.cli.case import open_case as open_network
    from engines.dispatch.case_file import open_case
    from engines.dispatch.evaluation.usual_operation import operated_by_rules

    usual, _ = operated_by_rules(open_case("ieee33"), open_network("ieee33")[0])
    assert usual.cost > plan.cost
    assert facts(room)["By rules"][0] == number_text(usual.cost, 2)
    assert shown["Lower bound"][0] == number_text(reference.lower_bound, 2)
    assert shown["Gap"] == (f"{number_text(100 * reference.gap, 3)} %", "✓")
    assert shown["AC load flow"] == ("24 of 24 steps", "✓")
    assert shown["Limits"] == ("all kept", "✓")
    assert room.shown.proof.seal.text().startswith("✓ Proven")
    assert room.shown.proof.seal.property("tone") == "proven"
    assert room.shown.plans.lines[0].is_proven
    costs = {name: value for name, value, _ in room.shown.proof.costs.texts}
    assert costs["Bought from the grid"] == number_text(reference.cost_by_kind["purchase"], 2)
    assert len(room.shown.proof.whys.why.lines) == len(reference.actions)
    assert room.workspaces.current == "dispatch"


def test_a_reason_leads_to_its_hour_and_dragging_reads_every_chart(room: PlanningRoom, reference: DispatchPlan) -> None:
    room.open_sample()
    room.plan()
    why, courses = room.shown.proof.whys, room.shown.courses
    row, line = next((k, w) for k, w in enumerate(why.why.lines) if w.step == 18)
    why.scrollTo(why.model().index(row, 0))
    QTest.mouseClick(why.viewport(), Qt.MouseButton.LeftButton, pos=why.visualRect(why.model().index(row, 0)).center())
    assert courses.step == 18, line
    power = courses.power
    assert power is not None
    assert power.reading == "18:00 – 19:00"
    plot = courses.small[-1].plot
    view = plot.getPlotItem().vb
    places = [plot.mapFromScene(view.mapViewToScene(_point(hour, 1.0))) for hour in (3.5, 19.5)]
    QTest.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(places[0]))
    assert courses.step == 3
    QTest.mouseMove(plot.viewport(), QPoint(places[1]))
    QTest.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(places[1]))
    courses.go_to(19)
    assert courses.small[-1].reading == number_text(1e3 * float(reference.losses_mw[19]), 1)
    turbine = next(d for d in reference.schedule if d.kind is DeviceKind.TURBINE)
    assert turbine.p_mw is not None
    assert f"turbine {number_text(float(turbine.p_mw[19]), 3)}" in power.legend.text
    assert "price per MWh 135.00" in power.legend.text
    assert number_text(float(np.nanmin(reference.vm_pu[19])), 3) in courses.small[0].reading
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert courses.step == 20
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert courses.step == -1


def _point(x: float, y: float) -> object:
    from PySide6.QtCore import QPointF

    return QPointF(x, y)


def test_what_if_plans_beside_and_both_are_compared(room: PlanningRoom) -> None:
    room.open_sample()
    first = room.plan()
    room.press("what_if")
    dialog = room.dialog(WhatIfDialog)
    assert isinstance(dialog, WhatIfDialog)
    room.click(dialog.done_button)
    assert "Nothing is different" in dialog.refusal
    box = dialog.devices["storages/1"]
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    room.click(dialog.done_button)
    room.settle()
    second = room.chosen
    assert second.plan_id != first.plan_id
    assert second.name == "Storage at bus 31 out"
    assert first.planned is not None
    assert second.planned is not None
    assert second.planned.plan.cost > first.planned.plan.cost
    assert len([d for d in second.planned.plan.schedule if d.kind is DeviceKind.STORAGE]) == 1
    assert "storage at bus 31 out" in room.shown.proof.subtitle.text()
    room.press("compare")
    room.settle()
    view = room.shown.compare.model.view
    assert view is not None
    assert (view.first, view.second) == (second.name, first.name)
    rows = {row.name: row for row in view.rows}
    cost = rows["Cost"]
    assert (cost.first, cost.second) == (
        number_text(second.planned.plan.cost, 2),
        number_text(first.planned.plan.cost, 2),
    )
    assert cost.change.startswith("+"), "without its storage it costs more"
    for period in price_periods(first):
        assert rows[f"at {number_text(period.low, 0)}"].second == number_text(period.energy_mwh, 3)
    assert room.shown.compare.isVisible()
    assert not room.shown.courses.isVisible()
    room.click(room.shown.compare.back)
    room.settle()
    assert room.shown.courses.isVisible()


def test_another_price_is_another_plan(room: PlanningRoom) -> None:
    room.open_sample()
    first = room.plan()
    room.press("what_if")
    dialog = room.dialog(WhatIfDialog)
    assert isinstance(dialog, WhatIfDialog)
    box = dialog.prices["grid_2"]
    box.selectAll()
    QTest.keyClicks(box, "200")
    room.click(dialog.done_button)
    room.settle()
    assert room.chosen.name == "Grid at 135: 200"
    assert room.chosen.case.prices.grid.max() == 200.0
    assert first.planned is not None
    assert room.chosen.planned is not None
    assert room.chosen.planned.plan.cost > first.planned.plan.cost


def test_what_cannot_be_is_amber_with_its_sentence(room: PlanningRoom) -> None:
    room.open_sample()
    room.press("what_if")
    dialog = room.dialog(WhatIfDialog)
    assert isinstance(dialog, WhatIfDialog)
    for box in dialog.devices.values():
        box.setChecked(False)
    room.click(dialog.done_button)
    room.settle()
    line = room.shown.plans.lines[-1]
    assert "lowest voltage of bus 18" in line.problem
    assert not line.is_proven
    assert room.shown.proof.seal.text() == "■ No plan"
    assert room.shown.proof.seal.property("tone") == "medium"
    assert "bus 18" in room.shown.courses.sentence
    assert not room.shown.proof.action_row.buttons["export"].isEnabled()
    assert room.shown.proof.whys.why.lines[0].headline == "Lowest voltage of bus 18"
    room.click(room.shown.proof.lists.button(1))
    assert "no plan" in room.shown.proof.nothing.text()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("bus = 18\n", "bus = 99\n"), "bus 99"),
        (("load = [0.62,", "load = ["), "load"),
        (("ramp_mw_per_h = 0.3", 'ramp_mw_per_h = "fast"'), "ramp_mw_per_h"),
        (("[horizon]", "[horizon"), "is not TOML"),
    ],
)
def test_a_broken_case_file_is_named_with_place_and_remedy(
    room: PlanningRoom, tmp_path: Path, change: tuple[str, str], named: str
) -> None:
    from importlib.resources import files

    text = files("resources").joinpath("cases", "ieee33.toml").read_text("utf-8")
    assert change[0] in text
    path = tmp_path / "mine.toml"
    path.write_text(text.replace(*change, 1), "utf-8")
    room.open_file(str(path))
    assert not room.desk.plans
    assert len(room.said) == 1
    assert named in room.said[0]
    assert "; " in room.said[0]
    assert room.window.said == room.said[0]
    assert room.shown.plans.action_row.buttons["new"].isEnabled()


def test_a_file_that_is_not_there_is_said(room: PlanningRoom, tmp_path: Path) -> None:
    room.open_file(str(tmp_path / "nowhere.toml"))
    assert "there is no such case file" in room.said[0]
    room.press("new")
    dialog = room.dialog(NewCaseDialog)
    assert isinstance(dialog, NewCaseDialog)
    QTest.mouseClick(dialog.own, Qt.MouseButton.LeftButton, pos=QPoint(8, dialog.own.height() // 2))
    room.click(dialog.done_button)
    assert "No file is named." in dialog.refusal
    dialog.reject()


def test_cancel_ends_planning_and_the_next_one_runs(room: PlanningRoom) -> None:
    room.open_sample()
    ended: list[TaskState] = []
    room.desk.runner.task_finished.connect(lambda handle: ended.append(handle.state))
    room.press("plan")
    plans = room.shown.plans
    assert "ieee33: " in plans.running_text
    assert not plans.action_row.buttons["plan"].isEnabled()
    assert "a plan is under way" in plans.action_row.reason
    room.click(plans.cancel_button)
    assert not room.desk.is_busy
    assert plans.running_text == ""
    wait_until(lambda: TaskState.CANCELLED in ended, "the task to end")
    assert room.chosen.planned is None
    assert room.plan().planned is not None


def test_a_worker_that_dies_is_a_sentence_and_the_case_stays(room: PlanningRoom) -> None:
    import os
    import signal

    room.open_sample()
    room.press("plan")
    wait_until(lambda: room.desk.runner.worker_pid(Lane.SERIES) is not None, "the worker")
    worker = room.desk.runner.worker_pid(Lane.SERIES)
    assert worker
    os.kill(worker, signal.SIGKILL)
    room.settle()
    assert len(room.said) == 1
    assert "Planning ieee33" in room.said[0]
    assert room.shown.plans.lines[0].problem == room.said[0]
    assert room.plan().planned is not None
    assert room.shown.plans.lines[0].problem == ""


def test_plans_are_there_after_a_restart_and_in_a_second_window(
    enter: Callable[[Path], PlanningRoom], tmp_path: Path
) -> None:
    first = enter(tmp_path / "dispatch")
    first.open_sample()
    first.plan()
    seal, rows = first.shown.proof.seal.text(), first.shown.proof.rows.texts
    second = enter(tmp_path / "dispatch")
    assert second.shown.proof.seal.text() == seal
    assert second.shown.proof.rows.texts == rows
    assert second.shown.plans.lines == first.shown.plans.lines
    assert second.shown.courses.power is not None
    # What the other window removes is gone when this one comes back.
    second.press("remove")
    box = second.dialog(QMessageBox)
    assert isinstance(box, QMessageBox)
    second.click(next(b for b in box.buttons() if b.text() == "Remove"))
    wait_until(lambda: not second.desk.plans, "the plan to go")
    first.workspaces.go_home()
    first.click(first.workspaces.rail.buttons["dispatch"])
    wait_until(lambda: not first.desk.plans, "the other window to notice")


def test_the_schedule_is_written_as_csv_and_workbook(
    room: PlanningRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.open_sample()
    kept = room.plan()
    assert kept.planned is not None
    for name in ("day.csv", "day.xlsx"):
        path = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, path=path: (str(path), ""))
        room.press("export")
        wait_until(path.exists, name)
        wait_until(lambda path=path: str(path) in room.window.said, "the word")
    with (tmp_path / "day.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    column = table[0].index("purchase MW")
    written = [float(row[column]) for row in table[1:]]
    np.testing.assert_allclose(written, kept.planned.plan.purchase_mw, rtol=1e-8, atol=1e-12)
    assert (tmp_path / "day.xlsx").read_bytes()[:2] == b"PK"
