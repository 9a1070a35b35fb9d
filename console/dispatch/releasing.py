"""Lets one step of a plan after the other out; nothing of a plan that is halted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from console.control.desk import CommandDesk
from console.dispatch.control_points import FieldPoints, Setpoint, setpoints_of
from console.dispatch.executions import Executions
from console.dispatch.kept import KeptPlan
from console.dispatch.sending import WITHDRAWN, Sending
from console.workflows import dispatch_execution as turns
from console.workflows.dispatch_values import FINE, FOUND_SO, PlanExecution, ReleaseState, ReleaseStep, SentSetpoint
from engines.values.phrase import phrase

SUSPENDED = phrase("withdrawn: its plan was suspended")


class Releasing(QObject):
    """Writes a release down, sends its setpoints, and writes down what became of them."""

    def __init__(
        self,
        executions: Executions,
        commands: CommandDesk,
        field: FieldPoints,
        who: Callable[[], str],
        now_us: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._executions, self._field, self._who, self._now_us = executions, field, who, now_us
        self._sending = Sending(commands, field, self)
        self._halted_id = ""

    @property
    def is_busy(self) -> bool:
        """Whether a step is going out."""
        return self._sending.is_busy

    @property
    def on_the_way(self) -> tuple[SentSetpoint, ...]:
        """What has ended of the step that is going out."""
        return self._sending.outcomes if self._sending.is_busy else ()

    # Halting -----------------------------------------------------------------------------------------------

    @property
    def is_halted(self) -> bool:
        """Whether nothing of the current plan may go out, although that is perhaps not written down yet."""
        current = self._executions.current
        return current is not None and self._halted_id == current.execution_id

    def halt(self) -> None:
        """Nothing of the current plan goes out any more; what was sent ends as the field shows."""
        current = self._executions.current
        self._halted_id = current.execution_id if current is not None else ""
        self._sending.withdraw(SUSPENDED)

    def let_go(self, execution_id: str) -> None:
        """A person has let a plan go on."""
        if self._halted_id == execution_id:
            self._halted_id = ""

    # Releasing ---------------------------------------------------------------------------------------------

    def release(self, kept: KeptPlan, step: ReleaseStep, author: str) -> None:
        """Send a step of the current plan, once that is written down."""
        if kept.planned is None or self._sending.is_busy:
            return
        schedule, clock = kept.planned.plan.schedule, kept.planned.plan.times[step.number]
        wanted = [s for s in setpoints_of(schedule, step.number, self._field) if s.why_not is None]
        pairs, now = [(s.point_id, s.value) for s in wanted], self._now_us()
        self._executions.turn(
            lambda e: turns.released(e, step.number, author, now, pairs),
            f"step {clock} released by {author}, {len(wanted)} setpoints",
            author,
            lambda execution: self._send(execution, step.number, clock, wanted),
        )

    def _send(self, execution: PlanExecution, number: int, clock: str, wanted: list[Setpoint]) -> None:
        if execution.step(number).state is not ReleaseState.SENDING:
            return
        if self.is_halted:
            # Suspended while the release was being written down.
            nothing = tuple(SentSetpoint(s.point_id, s.value, "cancelled", WITHDRAWN) for s in wanted)
            self._on_settled(number, clock, nothing)
            return
        note = f"{execution.execution_id} step {clock}"
        self._sending.begin(note, wanted, lambda outcomes: self._on_settled(number, clock, outcomes))

    def _on_settled(self, number: int, clock: str, outcomes: tuple[SentSetpoint, ...]) -> None:
        now = self._now_us()
        failed = sum(s.outcome not in FINE for s in outcomes)
        sent = sum(s.outcome == "done" for s in outcomes)
        found = sum(s.outcome == FOUND_SO for s in outcomes)
        if failed:
            self.halt()
        said = f"step {clock}: {sent} sent, {found} found so, {failed} not"
        self._executions.turn(lambda e: turns.settled(e, number, outcomes, now), said, self._who())
