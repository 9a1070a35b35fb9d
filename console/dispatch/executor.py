"""Carries a plan out: releases its steps through the command path, suspends it, plans the rest anew."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from console.control.desk import CommandDesk
from console.dispatch.approving import Approving
from console.dispatch.control_points import FieldPoints, Setpoint, setpoints_of
from console.dispatch.desk import DispatchDesk
from console.dispatch.executions import Executions
from console.dispatch.guarding import Guard
from console.dispatch.kept import KeptPlan
from console.dispatch.measuring import Deviation
from console.dispatch.releasing import Releasing
from console.dispatch.watching import Watching
from console.faults.order_guard import is_gone
from console.live.district import LiveDistrict
from console.workflows import dispatch_execution as turns
from console.workflows.dispatch_values import (
    ExecutionState,
    PlanExecution,
    ReleaseStep,
    SentSetpoint,
)

LOOK_MS = 500


class PlanExecutor(QObject):
    """The one plan of the site that is carried out; this console carries out those it was approved or resumed at.

    Attributes:
        executions: what is kept of it; approving: who may let it begin; watching: what is measured against it.

    Signals:
        changed: it stands otherwise, or half a second has passed.
        failed: a sentence, what was not done or why it was suspended.
        suspension_changed: why it is suspended, "" where it is not.
    """

    changed = Signal()
    failed = Signal(str)
    suspension_changed = Signal(str)

    def __init__(
        self,
        district: LiveDistrict,
        commands: CommandDesk,
        plans: DispatchDesk,
        executions: Executions,
        field: FieldPoints,
        guard: Guard,
        who: Callable[[], str],
        now_us: Callable[[], int],
        parent: QObject | None = None,
        *,
        needs_approval: bool = False,
    ) -> None:
        super().__init__(parent)
        self.executions, self.plans, self.field, self._guard = executions, plans, field, guard
        self.watching = Watching(district, plans, field, self._say, self)
        self.now_us = now_us
        self._district, self._who = district, who
        self._releasing = Releasing(executions, commands, field, who, lambda: self.now_us(), self)
        self.approving = Approving(
            executions, district.opened.network, guard, who, lambda: self.now_us(), self, needs_approval=needs_approval
        )
        self.approving.failed.connect(self.failed)
        self.approve, self.approve_second = self.approving.approve, self.approving.approve_second
        self.why_not_approve = self.approving.why_not
        self._looked_for = ""
        self._told_suspension = ""
        executions.changed.connect(self._on_changed)
        executions.failed.connect(self.failed)
        plans.changed.connect(self.changed)
        district.health_changed.connect(lambda _health: self.look())
        district.snapshot_changed.connect(lambda _snapshot: self.look())
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self.look)
        self._looking.start()

    def close(self) -> None:
        """Send nothing any more; what was sent ends by itself."""
        self._looking.stop()
        self._releasing.halt()
        self.executions.close()

    # What is known -----------------------------------------------------------------------------------------

    @property
    def current(self) -> PlanExecution | None:
        """The plan under way, or the last one that ended."""
        return self.executions.current

    @property
    def is_mine(self) -> bool:
        """Whether this console carries it out."""
        return self.current is not None and self.current.console == self.executions.console

    @property
    def on_the_way(self) -> tuple[SentSetpoint, ...]:
        """What has ended of the step that is going out."""
        return self._releasing.on_the_way

    def plan_of(self, execution: PlanExecution) -> KeptPlan | None:
        """The plan as it was approved; ``None`` where it is not kept any more, or was planned anew since."""
        kept = self.plans.plans.get(execution.plan_id)
        if kept is None or not kept.has_schedule or kept.planned_at != execution.planned_at:
            return None
        return kept

    def setpoints(self, kept: KeptPlan, step: int) -> tuple[Setpoint, ...]:
        """What a step wants of every device."""
        assert kept.planned is not None
        return setpoints_of(kept.planned.plan.schedule, step, self.field)

    # What people do ----------------------------------------------------------------------------------------

    def release(self) -> None:
        """Send the step that is due."""
        execution, author = self.current, self._who()
        due = execution.due(self.now_us()) if execution is not None else None
        if execution is None or due is None or not self._may_go_on(execution):
            return
        self._release(execution, due, author)

    def arm(self) -> None:
        """From now on each step goes out at its begin."""
        author, execution = self._who(), self.current
        if execution is not None and self._may_go_on(execution):
            self.executions.turn(lambda e: turns.armed(e, author), f"armed by {author}", author)

    def disarm(self) -> None:
        """From now on a person releases each step again."""
        author = self._who()
        self.executions.turn(turns.disarmed, f"disarmed by {author}", author)

    def stop(self) -> None:
        """Halt it at once; needs no right."""
        author = self._who()
        execution = self.current
        if execution is not None and execution.state.is_active:
            self.suspend(f"stopped by {author}" if author else "stopped")

    def resume(self) -> None:
        """Let it go on by hand, from here, with the district as it stands now."""
        execution, author, now = self.current, self._who(), self.now_us()
        kept = self.plan_of(execution) if execution is not None else None
        if execution is None or kept is None:
            self._say(self.tr("The plan is not kept any more as it was approved: approve it anew."))
            return
        self.approving.watch_over(kept)
        console = self.executions.console

        def turn(e: PlanExecution) -> PlanExecution:
            return turns.resumed(e, author, now, console)

        def then(resumed: PlanExecution) -> None:
            self._releasing.let_go(resumed.execution_id)

        self.approving.begun_here.add(execution.execution_id)
        self.watching.forget()
        self.executions.turn(turn, f"resumed by {author}", author, then)

    def end(self, reason: str) -> None:
        """Give the rest of it up."""
        author, now = self._who(), self.now_us()
        self.executions.turn(lambda e: turns.ended(e, reason, now), f"ended: {reason}", author)

    def suspend(self, reason: str) -> None:
        """Something is not as expected: nothing goes out any more."""
        execution, now = self.current, self.now_us()
        if execution is None or self._releasing.is_halted:
            return
        if not execution.state.is_active and not self._releasing.is_busy:
            return
        self._releasing.halt()

        def turn(e: PlanExecution) -> PlanExecution:
            return turns.suspended(e, reason, now) if e.state.is_active else e

        self.executions.turn(turn, f"suspended: {reason}", "")

    def on_trip(self, device_id: str) -> None:
        """Protection has opened a switch."""
        network = self._district.opened.network
        ref = network.find(device_id)
        self.suspend(f"{network.label(ref) if ref is not None else device_id} tripped")

    # What happens ------------------------------------------------------------------------------------------

    def look(self) -> None:
        """What the time and the field want now."""
        execution = self.current
        if execution is not None and not execution.state.is_over:
            if self.is_mine and execution.execution_id in self.approving.begun_here:
                self._look_at(execution)
            elif turns.is_left(execution) and (self.is_mine or is_gone(execution.console)):
                now = self.now_us()
                self.executions.turn(lambda e: turns.recovered(e, now), f"suspended: {turns.RESTARTED}", "")
        self.changed.emit()

    def _look_at(self, execution: PlanExecution) -> None:
        now = self.now_us()
        over = self.watching.over(execution, now)
        if over is not None:
            number, found = over
            said = f"step {number + 1} is over, {len(found)} measures were held against it"
            self.executions.turn(lambda e: turns.measured(e, number, found), said, "")
            return
        after = turns.passed(execution, now)
        if after != execution:
            self.executions.turn(lambda e: turns.passed(e, now), _told_passed(execution, after), "")
            return
        if not execution.state.is_active or not self._may_go_on(execution):
            return
        self._look_at_deviation(execution, now)
        due = execution.due(now)
        is_armed = execution.state is ExecutionState.ARMED and not self._releasing.is_halted
        if is_armed and due is not None and execution.sending is None:
            self._release(execution, due, execution.armed_by)

    def _may_go_on(self, execution: PlanExecution) -> bool:
        """Whether nothing stands against it; else it is suspended."""
        problem = self._problem(execution)
        if problem:
            self.suspend(problem)
        return not problem and not self._releasing.is_halted and execution.state.is_active

    def _problem(self, execution: PlanExecution) -> str:
        kept = self.plan_of(execution)
        if kept is None:
            return "the plan is not kept any more as it was approved" if self.plans.is_known else ""
        if execution.state is ExecutionState.ARMED and not self._who():
            return "nobody is signed in"
        step = execution.next(self.now_us())
        return self._guard.problem(() if step is None else self.setpoints(kept, step.number))

    def _release(self, execution: PlanExecution, step: ReleaseStep, author: str) -> None:
        kept = self.plan_of(execution)
        if kept is not None:
            self._releasing.release(kept, step, author)

    # Deviation ---------------------------------------------------------------------------------------------

    def deviations(self) -> tuple[Deviation, ...]:
        """What is measured against the step whose time it is, empty where there is none."""
        execution = self.current
        kept = self.plan_of(execution) if execution is not None and not execution.state.is_over else None
        return () if kept is None or execution is None else self.watching.look(execution, kept, self.now_us())

    def _look_at_deviation(self, execution: PlanExecution, now_us: int) -> None:
        kept = self.plan_of(execution)
        if kept is None:
            return
        said = self.watching.judge(execution, kept, now_us)
        if not said:
            return
        if execution.state is ExecutionState.ARMED:
            self.suspend(said)
        else:
            self._say(self.tr("{name}: {what}.").format(name=execution.title, what=said))

    # Telling -----------------------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        execution = self.current
        if execution is not None and execution.execution_id != self._looked_for and not execution.state.is_over:
            self._looked_for = execution.execution_id
            if execution.plan_id not in self.plans.plans:
                self.plans.look()
        if execution is not None and not execution.state.is_active and self._releasing.is_busy:
            # It may be another console that has stopped it.
            self._releasing.halt()
        is_suspended = execution is not None and execution.state is ExecutionState.SUSPENDED
        told = f"{execution.title} is suspended: {execution.reason}" if execution is not None and is_suspended else ""
        if told != self._told_suspension:
            self._told_suspension = told
            self.suspension_changed.emit(told)
            if told:
                self._say(told)
        self.changed.emit()

    def _say(self, sentence: str) -> None:
        self.failed.emit(sentence)


def _told_passed(before: PlanExecution, after: PlanExecution) -> str:
    if after.state is ExecutionState.ENDED:
        return f"ended: {after.reason}"
    skipped = [s.number + 1 for s, was in zip(after.steps, before.steps, strict=True) if s.state is not was.state]
    return f"step {', '.join(map(str, skipped))} skipped: {turns.MISSED}"
