"""The plan that is carried out on the time axis of the live window: its steps ahead of now can be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console.dispatch.ahead import StepsAhead
from console.dispatch.executor import PlanExecutor
from console.dispatch.kept import KeptPlan
from console.dispatch.planned_district import PlannedDistrict
from console.windows.live.dispatch.ahead_words import banner_words, plan_zone
from console.windows.live.elsewhere import Elsewhere
from console.windows.live.moment_text import clock_text
from console.windows.live.presenter import LivePresenter
from console.windows.live.replaying import Replaying
from console.workflows.dispatch_values import ExecutionState, PlanExecution
from engines.grid.snapshot import Mode

if TYPE_CHECKING:
    from console.live_console import LiveConsole

LIES_AHEAD = (ExecutionState.APPROVED, ExecutionState.BY_HAND, ExecutionState.ARMED, ExecutionState.SUSPENDED)


class PlanAhead(QObject):
    """Connects what carries a plan out with axis and window.

    Looking ahead does not suspend an armed plan: alarms, links and the state of the plan are those of the present all
    the while, and only what a person could do rests.

    Attributes:
        steps: the steps solved so far; district: what is shown of the plan, ``None`` while something else is.
    """

    def __init__(
        self, console: LiveConsole, executor: PlanExecutor, replaying: Replaying, presenter: LivePresenter
    ) -> None:
        super().__init__(console)
        assert console.district is not None
        self._console, self._executor, self._replaying = console, executor, replaying
        self._live, self._window, self._axis = console.district, console.window, replaying.axis
        self._elsewhere = Elsewhere(console, presenter, self._live)
        self._presenter = presenter
        self.steps = StepsAhead(console.runner, self._live.opened.network, self)
        self.district: PlannedDistrict | None = None
        self._execution: PlanExecution | None = None
        self._kept: KeptPlan | None = None
        executor.changed.connect(self.look)
        self._axis.step_chosen.connect(self._on_step)
        self._axis.time_chosen.connect(lambda _moment: self.leave())
        self._axis.now_chosen.connect(self._on_now)
        self.steps.solved.connect(self._on_solved)
        self.steps.failed.connect(self._on_failed)
        self.look()

    def close(self) -> None:
        """Ask for nothing any more."""
        self.steps.close()
        if self.district is not None:
            self.district.close()

    @property
    def is_shown(self) -> bool:
        """Whether a step of the plan is shown."""
        return self.district is not None

    # Which plan --------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Whether another plan lies ahead, or the same one stands otherwise."""
        execution, now = self._executor.current, self._executor.now_us()
        if execution is not None and (execution.state not in LIES_AHEAD or execution.ends_us <= now):
            execution = None
        kept = None if execution is None else self._executor.plan_of(execution)
        execution = None if kept is None else execution
        if _is_same(execution, self._execution):
            return
        is_other = kept is not self._kept
        self._execution, self._kept = execution, kept
        if execution is None or kept is None:
            self._axis.set_plan(None)
            self.steps.set_plan(None)
            return
        if is_other:
            if self.district is not None:
                # The same hours planned anew are another picture.
                self._axis.track.choose_now()
            first = next((step.number for step in execution.steps if step.ends_us > now), 0)
            self.steps.set_plan(kept, first)
        self._axis.set_plan(plan_zone(execution, kept, self._live.opened.network))

    # What is shown -----------------------------------------------------------------------------------------

    def _on_step(self, place: int) -> None:
        execution, kept = self._execution, self._kept
        assert execution is not None
        assert kept is not None
        self._replaying.replay.go_live()
        step = execution.steps[place]
        is_first = self.district is None
        if self.district is None:
            self.district = PlannedDistrict(self._console.runner, self._live, kept, self)
        district = self.district
        ahead = self.steps.get(step.number)
        district.go_to(step.number, step.begins_us, step.ends_us, ahead)
        if is_first:
            reason = self.tr("A planned moment is shown: nothing can be operated. Home on the time axis goes to now.")
            self._elsewhere.go(district, Mode.PLAN, reason, lets_plan_go_on=True)
            self._window.diagram.show_plan_frame(True)
        elif ahead is None:
            self._presenter.turn_to(district)
        self.steps.want(step.number)
        self._window.mode_bar.show_moment(clock_text(step.begins_us))
        self._window.diagram_panel.show_plan_words(banner_words(district))

    def _on_solved(self, step: int) -> None:
        ahead = self.steps.get(step)
        if (
            self.district is not None
            and ahead is not None
            and (self.district.step, self.district.ahead) == (step, None)
        ):
            self.district.solved(ahead)

    def _on_failed(self, step: int, sentence: str) -> None:
        if self.district is not None and self.district.step == step:
            self.district.fail(sentence)

    def _on_now(self) -> None:
        district = self.district
        self.leave()
        if district is not None and district.ends_us <= self._executor.now_us():
            said = self.tr("The planned step that was shown is over: this is the present.")
            self._window.say(said)
        elif district is not None and self._kept is not district.kept:
            self._window.say(self.tr("The plan that was shown does not lie ahead any more: this is the present."))

    def leave(self) -> None:
        """Show the present again."""
        if self.district is None:
            return
        district, self.district = self.district, None
        self._window.diagram.show_plan_frame(False)
        self._window.diagram_panel.show_plan_words(())
        self._elsewhere.back()
        district.close()
        district.deleteLater()


def _is_same(one: PlanExecution | None, other: PlanExecution | None) -> bool:
    if one is None or other is None:
        return one is other
    known = (one.execution_id, one.plan_id, one.planned_at, one.state)
    return known == (other.execution_id, other.plan_id, other.planned_at, other.state)
