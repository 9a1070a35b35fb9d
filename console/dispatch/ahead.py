"""The steps of a plan as moments of its network: solved ahead in a worker, kept, and the one wanted first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from console.dispatch.ahead_jobs import PlanKey, StepReply, StepRequest
from console.dispatch.kept import KeptPlan
from console.tasks.lane import Lane
from console.tasks.runner import TaskRunner
from console.tasks.task import TaskFailure
from engines.grid.difference import Moment
from engines.grid.network import Network
from engines.grid.snapshot import Mode, Snapshot

KEPT_STEPS = 96
"""So many steps are solved ahead and kept; beyond that each is solved when it is looked at."""
MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True, eq=False)
class StepAhead:
    """One step of a plan, solved or not.

    Attributes:
        moment: its result is ``None`` only where nothing could be asked; not converged it says why.
        beyond: devices of the case that are in the load flow and not in the network.
    """

    step: int
    moment: Moment
    beyond: tuple[str, ...] = ()


class StepsAhead(QObject):
    """Solves the steps of one plan, one at a time: that which is wanted, then the others from it on.

    Signals:
        solved: number of a step that can be had from now on.
        failed: number of a step, and a sentence on why nothing is known of it.
    """

    solved = Signal(int)
    failed = Signal(int, str)

    def __init__(self, runner: TaskRunner, network: Network, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._network = runner, network
        self._kept: KeptPlan | None = None
        self._steps: dict[int, StepAhead] = {}
        self._problems: dict[int, str] = {}
        self._wanted, self._first = -1, 0
        self._asked = -1
        self._is_primed = self._is_closed = False

    @property
    def key(self) -> PlanKey | None:
        """Which plan it is."""
        return None if self._kept is None else (self._kept.plan_id, self._kept.planned_at)

    @property
    def is_busy(self) -> bool:
        """Whether a step is being solved."""
        return self._asked >= 0

    def close(self) -> None:
        """Ask for nothing any more."""
        self._is_closed = True

    def set_plan(self, kept: KeptPlan | None, first: int = 0) -> None:
        """Solve another plan from now on, from step ``first``; what was solved of the one before is forgotten."""
        self._kept, self._first = kept, first
        self._steps, self._problems, self._wanted, self._is_primed = {}, {}, -1, False
        self._ask()

    def get(self, step: int) -> StepAhead | None:
        """A step, where it is solved."""
        return self._steps.get(step)

    def problem(self, step: int) -> str:
        """Why nothing is known of a step, a sentence; "" where something is, or is being solved."""
        return self._problems.get(step, "")

    def want(self, step: int) -> None:
        """Solve this one next; where it failed before, once more."""
        self._problems.pop(step, None)
        self._wanted = step
        self._ask()

    def _next(self) -> int:
        """Which step to solve, -1 for none."""
        assert self._kept is not None
        done = self._steps.keys() | self._problems.keys()
        if self._wanted >= 0 and self._wanted not in done:
            return self._wanted
        n_step = self._kept.case.n_step
        if len(self._steps) >= min(KEPT_STEPS, n_step):
            return -1
        begin = max(self._wanted, self._first)
        order = (*range(begin, n_step), *range(self._first, begin))
        return next((step for step in order if step not in done), -1)

    def _ask(self, attempt: int = 1) -> None:
        if self._is_closed or self._kept is None or self.is_busy:
            return
        step = self._next()
        if step < 0:
            return
        assert self.key is not None
        self._asked, kept = step, self._kept
        request = StepRequest(self.key, step, self._network.structure_revision, None if self._is_primed else kept)
        self._runner.start(
            "console.dispatch.ahead_jobs:step_job",
            request,
            lane=Lane.BACKGROUND,
            owner=self,
            on_done=lambda reply: self._on_done(reply, attempt),
            on_failed=lambda failure: self._on_failed(request, failure),
            title=self.tr("Load flow of a step ahead"),
        )

    def _on_done(self, reply: StepReply, attempt: int) -> None:
        self._asked = -1
        if self._is_closed or reply.key != self.key:
            self._ask()
        elif reply.state is None or reply.result is None:
            # The worker was replaced, or another plan stood in it.
            self._is_primed = False
            if attempt < MOST_ATTEMPTS:
                self._ask(attempt + 1)
            else:
                self._note(reply.step, self.tr("The worker lost the plan again and again; choose the step once more."))
        else:
            self._is_primed = True
            self._keep(reply)
            self._ask()

    def _keep(self, reply: StepReply) -> None:
        assert reply.state is not None
        assert reply.result is not None
        snapshot = Snapshot(self._network, reply.state, reply.time, Mode.PLAN)
        result = replace(reply.result, snapshot_revision=snapshot.revision)
        while len(self._steps) >= KEPT_STEPS:
            self._steps.pop(next(iter(self._steps)))
        self._steps[reply.step] = StepAhead(reply.step, Moment(snapshot, reply.topology, result), reply.beyond)
        self.solved.emit(reply.step)

    def _on_failed(self, request: StepRequest, failure: TaskFailure) -> None:
        self._asked = -1
        if request.key == self.key:
            self._is_primed = False
            self._note(request.step, failure.sentence)
            # What is wrong with one step is wrong with all of them; each is asked again when it is looked at.
            return
        self._ask()

    def _note(self, step: int, sentence: str) -> None:
        self._problems[step] = sentence
        self.failed.emit(step, sentence)
