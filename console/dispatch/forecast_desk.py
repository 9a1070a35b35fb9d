"""The forecasts of a planner's cases: made one at a time, kept while the console runs."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from console.dispatch.forecast import Forecast, HistoryChoice
from console.dispatch.kept import KeptPlan
from console.tasks.lane import Lane
from console.tasks.runner import TaskRunner
from console.tasks.task import Progress, TaskFailure, TaskHandle

JOB = "console.dispatch.forecast_jobs:forecast_job"


class ForecastDesk(QObject):
    """Has forecasts made.

    Attributes:
        found: forecasts, problems: why the last try gave none, one sentence; both by id of the plan.
        running_id: plan whose forecast is being made, "" for none; progress: of that.

    Signals:
        changed: a forecast came or failed; running_changed: one began, went on or ended.
    """

    changed = Signal()
    running_changed = Signal()

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.found: dict[str, Forecast] = {}
        self.problems: dict[str, str] = {}
        self.running_id, self.progress = "", Progress(0.0)
        self._task: TaskHandle | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a forecast is being made."""
        return self._task is not None

    def make(self, kept: KeptPlan, history: HistoryChoice) -> None:
        """Make the forecast of a case from a history; an earlier one stands until it is there."""
        if self.is_busy:
            return
        self.running_id, self.progress = kept.plan_id, Progress(0.0)
        self.problems.pop(kept.plan_id, None)
        title = self.tr("Forecast of {name}").format(name=kept.name)
        self._task = self._runner.start(
            JOB, kept, history, lane=Lane.SERIES, owner=self, title=title,
            on_done=self._on_done, on_failed=self._on_failed, on_progress=self._on_progress,
        )  # fmt: skip
        self.running_changed.emit()

    def cancel(self) -> None:
        """Give up the forecast under way."""
        if self._task is not None:
            self._task.cancel()
            self._end()

    def forget(self, plan_id: str) -> None:
        """The plan is no more."""
        if plan_id == self.running_id:
            self.cancel()
        self.found.pop(plan_id, None)
        self.problems.pop(plan_id, None)

    def _on_done(self, forecast: Forecast) -> None:
        self.found[self.running_id] = forecast
        self._end()
        self.changed.emit()

    def _on_failed(self, failure: TaskFailure) -> None:
        self.problems[self.running_id] = failure.sentence
        self._end()
        self.changed.emit()

    def _on_progress(self, progress: Progress) -> None:
        self.progress = progress
        self.running_changed.emit()

    def _end(self) -> None:
        self._task, self.running_id = None, ""
        self.running_changed.emit()
