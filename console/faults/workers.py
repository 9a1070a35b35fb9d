"""Brings the questions of fault repair to the workers, which are told the network once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject

from console.faults.jobs import Ground, Isolation, LocateReply, LocateRequest, PlannedSteps, PlanRequest
from console.tasks.lane import Lane
from console.tasks.runner import TaskRunner
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.values.switching_plan import SwitchingPlan

Failed = Callable[[str], None]
JOBS = "console.faults.jobs:"


class FaultWorkers(QObject):
    """Locates in the background's worker, plans in one of its own; a later question of one key replaces an earlier."""

    def __init__(self, runner: TaskRunner, network: Network, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._network = runner, network
        self._primed: set[Lane] = set()
        runner.worker_replaced.connect(lambda lane, _generation: self._primed.discard(lane))

    def prepare(self, snapshot: Snapshot) -> None:
        """Have the workers ready before somebody waits for them."""
        ground, title = self.ground(snapshot), self.tr("Preparing fault repair")
        for job, lane in (
            ("prepare_locating_job", Lane.BACKGROUND),
            ("prepare_planning_job", Lane.PLANNING),
            ("prepare_proving_job", Lane.BACKGROUND),
        ):
            self._ask(job, lane, job, ground, lambda told: (told,), lambda _reply: None, lambda _sentence: None, title)

    def ground(self, snapshot: Snapshot) -> Ground:
        """A snapshot as it travels."""
        revision = snapshot.network.structure_revision
        return Ground(revision, snapshot.revision, snapshot.state, snapshot.mode, snapshot.time)

    def locate(self, key: str, request: LocateRequest, on_done: Callable[[LocateReply], None], failed: Failed) -> None:
        """Where a fault is suspected."""

        def ask(ground: Ground) -> tuple[Any, ...]:
            return (replace(request, ground=ground),)

        self._ask("locate_job", Lane.BACKGROUND, key, request.ground, ask, on_done, failed, self.tr("Locating a fault"))

    def plan(self, key: str, request: PlanRequest, on_done: Callable[[SwitchingPlan], None], failed: Failed) -> None:
        """What to switch; what is only to be proven does not wait behind what is being refined."""
        lane = Lane.PLANNING if request.plan is None else Lane.BACKGROUND

        def ask(ground: Ground) -> tuple[Any, ...]:
            return (replace(request, ground=ground),)

        self._ask("plan_job", lane, key, request.ground, ask, on_done, failed, self.tr("Planning switching"))

    def play(
        self, key: str, ground: Ground, plan: SwitchingPlan, on_done: Callable[[PlannedSteps], None], failed: Failed
    ) -> None:
        """The network after each step of a plan."""
        title = self.tr("Solving each step of a plan")
        self._ask("play_job", Lane.PLANNING, key, ground, lambda told: (told, plan), on_done, failed, title)

    def isolating(
        self, key: str, ground: Ground, element_ids: tuple[str, ...], on_done: Callable[[Isolation], None],
        failed: Failed,
    ) -> None:  # fmt: skip
        """What keeps voltage away from some elements."""
        title = self.tr("Finding the points of isolation")
        self._ask(
            "isolating_job", Lane.BACKGROUND, key, ground, lambda told: (told, element_ids), on_done, failed, title
        )

    def _ask(
        self,
        job: str,
        lane: Lane,
        key: str,
        ground: Ground,
        arguments: Callable[[Ground], tuple[Any, ...]],
        on_done: Callable[[Any], None],
        failed: Failed,
        title: str,
        attempt: int = 1,
    ) -> None:
        told = ground if lane in self._primed else replace(ground, network=self._network)

        def answered(reply: Any) -> None:
            if reply is not None:
                self._primed.add(lane)
                on_done(reply)
            elif attempt == 1:
                self._primed.discard(lane)
                self._ask(job, lane, key, ground, arguments, on_done, failed, title, 2)
            else:
                failed(self.tr("The worker lost the network again and again; restart the console."))

        self._runner.start(
            JOBS + job,
            *arguments(told),
            lane=lane,
            key=f"fault {key}",
            owner=self,
            on_done=answered,
            on_failed=lambda failure: failed(failure.sentence),
            title=title,
        )
