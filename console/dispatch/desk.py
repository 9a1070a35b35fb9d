"""The plans of a site in front of a planner: opens cases, has them planned, keeps what comes of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from console.dispatch.folder import KeptPlans
from console.dispatch.forecast import ScenarioRequest
from console.dispatch.forecast_desk import ForecastDesk
from console.dispatch.jobs import new_id
from console.dispatch.kept import KeptPlan
from console.tasks.lane import Lane
from console.tasks.runner import TaskRunner
from console.tasks.task import Progress, TaskFailure, TaskHandle
from engines.values.dispatch_case import DispatchCase

JOBS = "console.dispatch.jobs:"
SCENARIO_JOB = "console.dispatch.forecast_jobs:scenario_job"


class DispatchDesk(QObject):
    """Everything the Dispatch workspace does but showing; one plan is made at a time.

    Attributes:
        plans: by id, oldest first. is_known: whether the site's plans have been read.
        forecasts: what the units of the cases may do. who: names the person signed in. runner: works elsewhere.

    Signals:
        changed: a plan came, went or is another; planning_changed: planning began, went on or ended.
        added: id of a plan that came by what a person did.
        failed: one sentence on what could not be done.
    """

    changed = Signal()
    planning_changed = Signal()
    added = Signal(str)
    failed = Signal(str)

    def __init__(self, runner: TaskRunner, folder: Path, who: Callable[[], str], parent: QObject | None = None) -> None:
        """``folder`` keeps the plans; ``who`` names the person signed in."""
        super().__init__(parent)
        self.runner, self.folder, self.who = runner, folder, who
        self.plans: dict[str, KeptPlan] = {}
        self.is_known = False
        self.planning_id, self.progress = "", Progress(0.0)
        self.forecasts = ForecastDesk(runner, self)
        self._task: TaskHandle | None = None
        self._told: set[str] = set()
        self._version = 0

    @property
    def is_opening(self) -> bool:
        """Whether a case is being read."""
        return self._task is not None and not self.planning_id

    @property
    def is_busy(self) -> bool:
        """Whether a case is being read or planned."""
        return self._task is not None

    # Keeping -----------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Read the plans of the site, also those that other consoles have made."""
        version, title = self._version, self.tr("Reading plans")
        self._start("read_plans_job", lambda found: self._on_read(found, version), self._fail, Lane.BACKGROUND, title)

    def _on_read(self, found: KeptPlans, version: int) -> None:
        if version != self._version:
            # What was read is older than what has been done here since.
            self.look()
            return
        self.is_known = True
        # What is being planned here is newer than its file.
        self.plans = {p.plan_id: p for p in found.plans if p.plan_id != self.planning_id} | {
            key: plan for key, plan in self.plans.items() if key == self.planning_id
        }
        self.plans = dict(sorted(self.plans.items(), key=lambda item: (item[1].made_at, item[0])))
        for sentence in found.problems:
            if sentence not in self._told:
                self._told.add(sentence)
                self.failed.emit(sentence)
        self.changed.emit()

    def remove(self, plan_id: str) -> None:
        """Forget a plan; one that is being planned stays."""
        if plan_id in self.plans and plan_id != self.planning_id:
            title = self.tr("Removing a plan")
            self._start("remove_plan_job", self._on_removed, self._fail, Lane.BACKGROUND, title, plan_id)

    def _on_removed(self, plan_id: str) -> None:
        self.plans.pop(plan_id, None)
        self.forecasts.forget(plan_id)
        self._tell_changed()

    def _tell_changed(self) -> None:
        self._version += 1
        self.changed.emit()

    # Opening and planning ----------------------------------------------------------------------------------

    def open_case(self, name_or_path: str) -> None:
        """Read a case and keep it; a broken one is told with its place and remedy."""
        if self.is_busy:
            return
        title = self.tr("Reading {name}").format(name=Path(name_or_path).name)
        self._task = self._start(
            "open_case_job", self._on_opened, self._on_failed, Lane.SERIES, title, name_or_path, self.who()
        )
        self.planning_changed.emit()

    def _on_opened(self, kept: KeptPlan) -> None:
        self._end()
        self._add(kept)

    def try_out(self, base_id: str, name: str, case: DispatchCase, changes: tuple[str, ...]) -> None:
        """Plan another case beside the plan it was made from."""
        base = self.plans.get(base_id)
        if base is None or self.is_busy:
            return
        kept = KeptPlan(new_id(), name, case, base.network, time.time(), self.who(), base_id=base_id, changes=changes)
        kept = replace(
            kept,
            switch_position=base.switch_position,
            scenario_request=base.scenario_request,
            region_count=base.region_count,
        )
        self._add(kept)
        self.plan(kept.plan_id)

    def plan_case(self, case: DispatchCase, base_id: str, changes: tuple[str, ...]) -> None:
        """Keep an edited case and plan it; ``base_id`` is the plan whose case it was, "" for none."""
        if self.is_busy:
            return
        base = self.plans.get(base_id)
        kept = KeptPlan(new_id(), case.name, case, case.network, time.time(), self.who(), base_id, changes)
        if base is not None:
            is_same = base.network == case.network
            kept = replace(kept, switch_position=base.switch_position if is_same else None)
            kept = replace(kept, scenario_request=base.scenario_request)
        self._add(kept)
        self.plan(kept.plan_id)

    def plan_over(self, base_id: str, name: str, request: ScenarioRequest, changes: tuple[str, ...]) -> None:
        """Plan a case over scenarios, beside the plan it has."""
        base = self.plans.get(base_id)
        if base is None or self.is_busy:
            return
        kept = KeptPlan(new_id(), name, base.case, base.network, time.time(), self.who(), base_id, changes)
        kept = replace(kept, switch_position=base.switch_position, scenario_request=request)
        self._add(kept)
        self.plan(kept.plan_id)

    def plan_in_regions(self, base_id: str, name: str, count: int, changes: tuple[str, ...]) -> None:
        """Plan a case in regions, beside the plan it has."""
        base = self.plans.get(base_id)
        if base is None or self.is_busy:
            return
        kept = KeptPlan(new_id(), name, base.case, base.network, time.time(), self.who(), base_id, changes)
        kept = replace(kept, switch_position=base.switch_position, region_count=count)
        self._add(kept)
        self.plan(kept.plan_id)

    def propose(self, kept: KeptPlan) -> bool:
        """Plan a proposal beside what is shown; false where another plan is being made."""
        if self.is_busy:
            return False
        self.plans[kept.plan_id] = kept
        self._tell_changed()
        self.plan(kept.plan_id)
        return True

    def _add(self, kept: KeptPlan) -> None:
        self.plans[kept.plan_id] = kept
        self._tell_changed()
        self.added.emit(kept.plan_id)

    def plan(self, plan_id: str) -> None:
        """Plan a case; its earlier plan stands until the new one is there."""
        kept = self.plans.get(plan_id)
        if kept is None or self.is_busy:
            return
        self.planning_id, self.progress = plan_id, Progress(0.0)
        title = self.tr("Planning {name}").format(name=kept.name)
        job = "plan_job" if kept.scenario_request is None else SCENARIO_JOB
        self._task = self._start(job, self._on_planned, self._on_failed, Lane.SERIES, title, kept)
        self.planning_changed.emit()

    def cancel(self) -> None:
        """Give up what is under way; a what-if that was never planned stays as a case."""
        if self._task is not None:
            self._task.cancel()
            plan = self.plans.get(self.planning_id)
            self._end()
            if plan is not None and plan.planned is None:
                self._keep(replace(plan, problem=""))

    def _on_planned(self, kept: KeptPlan) -> None:
        self._end()
        self.plans[kept.plan_id] = kept
        self._tell_changed()

    def _on_failed(self, failure: TaskFailure) -> None:
        kept = self.plans.get(self.planning_id)
        self._end()
        if kept is not None:
            self._keep(replace(kept, problem=failure.sentence))
        self.failed.emit(failure.sentence)

    def _keep(self, kept: KeptPlan) -> None:
        self.plans[kept.plan_id] = kept
        self._tell_changed()
        title = self.tr("Keeping a plan")
        self._start("write_plan_job", lambda _kept: None, self._fail, Lane.BACKGROUND, title, kept)

    def _end(self) -> None:
        self._task, self.planning_id = None, ""
        self.planning_changed.emit()

    def _fail(self, failure: TaskFailure) -> None:
        self.failed.emit(failure.sentence)

    def _on_progress(self, progress: Progress) -> None:
        self.progress = progress
        self.planning_changed.emit()

    def _start(
        self,
        job: str,
        on_done: Callable[[Any], None],
        on_failed: Callable[[TaskFailure], None],
        lane: Lane,
        title: str,
        *arguments: Any,
    ) -> TaskHandle:
        return self.runner.start(
            job if ":" in job else JOBS + job, self.folder, *arguments,
            lane=lane, owner=self, title=title, on_done=on_done, on_failed=on_failed,
            on_progress=self._on_progress if lane is Lane.SERIES else None,
        )  # fmt: skip
