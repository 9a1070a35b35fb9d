"""Which plans may be carried out on this district, and the approval that lets one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal

from console.dispatch.executions import Executions
from console.dispatch.guarding import Guard
from console.dispatch.kept import KeptPlan
from console.workflows import dispatch_execution as turns
from console.workflows.dispatch_anchor import step_spans
from console.workflows.dispatch_values import PlanExecution
from engines.grid.network import Network


class Approving(QObject):
    """Approves plans at this console.

    Attributes:
        needs_approval: a second person must agree.
        begun_here: executions that this console, since its start, has begun or resumed.

    Signals:
        failed: a sentence; a plan was not approved.
    """

    failed = Signal(str)

    def __init__(
        self,
        executions: Executions,
        network: Network,
        guard: Guard,
        who: Callable[[], str],
        now_us: Callable[[], int],
        parent: QObject | None = None,
        *,
        needs_approval: bool = False,
    ) -> None:
        super().__init__(parent)
        self.needs_approval = needs_approval
        self.begun_here: set[str] = set()
        self._executions, self._network, self._guard = executions, network, guard
        self._who, self._now_us = who, now_us

    def why_not(self, kept: KeptPlan) -> str:
        """Why a plan cannot be carried out on this district, one clause; "" where it can."""
        if kept.over is not None:
            why = self._why_not_over(kept)
            if why:
                return why
        if kept.planned is None or not kept.has_schedule:
            return self.tr("it has no schedule")
        plan, network = kept.planned.plan, self._network
        if not plan.is_acceptable:
            return self.tr("its proof does not hold")
        if plan.structure_revision != network.structure_revision:
            return self.tr("it was made for the network {name}, not for this district").format(name=kept.network)
        planned_for = network["switch"]["position"] if kept.switch_position is None else kept.switch_position
        return self._guard.moved_switch(np.asarray(planned_for))

    def _why_not_over(self, kept: KeptPlan) -> str:
        """The same of a plan over scenarios: its own proof must hold, and there must be a day that is expected."""
        assert kept.over is not None
        if not kept.over.plan.is_acceptable:
            return self.tr("its proof does not hold")
        if kept.planned is None:
            reason = kept.over.plan.expected_failed or self.tr("it was planned by an earlier version: plan it again")
            return self.tr("there is no course of the expected day, {reason}").format(reason=reason)
        return ""

    def approve(self, kept: KeptPlan, begins: np.datetime64) -> None:
        """A person wants a plan to be carried out from ``begins`` (local time) on, in the place of any other."""
        why = self.why_not(kept)
        if why:
            self.failed.emit(self.tr("{name} cannot be carried out: {reason}.").format(name=kept.name, reason=why))
            return
        author, now = self._who(), self._now_us()
        spans = step_spans(begins, kept.case.n_step, kept.case.step_hours)
        plan = (kept.plan_id, kept.planned_at, kept.name)

        def make(execution_id: str) -> PlanExecution:
            console, approval = self._executions.console, self.needs_approval
            made = turns.drafted(execution_id, plan, spans, author, now, console, needs_approval=approval)
            self.begun_here.add(execution_id)
            return made

        self.watch_over(kept)
        said = f"{kept.name}: approved" if not self.needs_approval else f"{kept.name}: to be approved"
        self._executions.begin(make, f"{said}, from {begins}", author, lambda e: turns.ended(e, "replaced", now))

    def approve_second(self, by: str) -> None:
        """A second person agrees."""
        now = self._now_us()
        self._executions.turn(lambda e: turns.approved(e, by, now), f"approved by {by}", by)

    def watch_over(self, kept: KeptPlan) -> None:
        """From now on the district has to stay as it stands."""
        assert kept.planned is not None
        self._guard.begin({d.element for d in kept.planned.plan.schedule if d.element})
