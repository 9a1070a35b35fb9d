"""The desk of plans: what was read late never takes the place of what has been done since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from pytestqt.qtbot import QtBot

from console.dispatch.desk import DispatchDesk
from console.dispatch.folder import KeptPlans, read_plans, write_plan
from console.dispatch.forecast import HistoryChoice, ScenarioRequest
from console.dispatch.kept import KeptPlan
from console.tasks.runner import TaskRunner
from engines.values.dispatch_case import DispatchCase
from engines.values.dispatch_prices import Prices

CASE = DispatchCase("two steps", "ieee33", 2, 1.0, Prices(np.full(2, 50.0)))


def kept(plan_id: str, made_at: float = 0.0) -> KeptPlan:
    return KeptPlan(plan_id, plan_id.upper(), CASE, "ieee33", made_at)


def settled(qtbot: QtBot, desk: DispatchDesk, condition: Callable[[], Any]) -> None:
    qtbot.waitUntil(lambda: bool(condition()) and not desk.runner.unfinished, timeout=20_000)


def test_what_was_read_before_a_change_is_read_again(qtbot: QtBot, tmp_path: Path) -> None:
    runner = TaskRunner()
    try:
        write_plan(tmp_path, kept("a", 1.0))
        desk = DispatchDesk(runner, tmp_path, lambda: "anna")
        desk.look()
        # Before the answer is there somebody keeps another plan: the answer knows nothing of it.
        desk._keep(kept("b", 2.0))
        settled(qtbot, desk, lambda: desk.is_known)
        assert list(desk.plans) == ["a", "b"]
        stale = KeptPlans((kept("a", 1.0),))
        desk._on_read(stale, desk._version - 1)
        assert list(desk.plans) == ["a", "b"]
        settled(qtbot, desk, lambda: True)
        # Planning has gone on here: the file is older.
        desk.planning_id = "b"
        desk.plans["b"] = replace(desk.plans["b"], problem="is being planned")
        desk._on_read(KeptPlans((kept("b", 2.0),)), desk._version)
        assert desk.plans["b"].problem == "is being planned"
        desk.planning_id = ""
    finally:
        runner.close()


def test_a_what_if_of_a_plan_over_scenarios_is_planned_over_the_same(qtbot: QtBot, tmp_path: Path) -> None:
    runner = TaskRunner()
    try:
        desk = DispatchDesk(runner, tmp_path, lambda: "anna")
        request = ScenarioRequest(HistoryChoice("past.csv"), 7)
        switched = np.array([True, False])
        base = replace(kept("a"), scenario_request=request, switch_position=switched)
        desk.plans["a"] = base
        desk.try_out("a", "Storage out", CASE, ("storage out",))
        found = desk.plans[desk.planning_id]
        assert (found.base_id, found.scenario_request) == ("a", request)
        assert found.switch_position is switched
        # There is no such history: the sentence stays with the case.
        settled(qtbot, desk, lambda: not desk.is_busy)
        assert desk.plans[found.plan_id].problem
        assert not desk.plans[found.plan_id].is_planned
    finally:
        runner.close()


def test_each_file_that_cannot_be_read_is_told_once(qtbot: QtBot, tmp_path: Path) -> None:
    runner = TaskRunner()
    try:
        (tmp_path / "broken.json").write_text("nothing", "utf-8")
        desk = DispatchDesk(runner, tmp_path, lambda: "anna")
        said: list[str] = []
        desk.failed.connect(said.append)
        for _ in range(2):
            desk.look()
            settled(qtbot, desk, lambda: desk.is_known)
        assert len(said) == 1
        assert "broken.json" in said[0]
        assert read_plans(tmp_path).plans == ()
    finally:
        runner.close()
