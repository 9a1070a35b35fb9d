"""Solving for the window: what is on the screen is solved in a worker, then verified in another."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from console.jobs import Solved
from console.tasks.lane import Lane
from console.tasks.runner import TaskRunner
from console.tasks.task import Supersede, TaskFailure
from engines.grid.difference import Moment
from engines.grid.snapshot import Snapshot
from engines.loadflow.requests import RequestLine, VerifyReply
from engines.values.loadflow import Verification, VerificationStatus

MOST_ATTEMPTS = 3
"""A worker that still lacks something after that often is broken, not unprimed."""


class SolvingClient(QObject):
    """Keeps one client's snapshots solved; the latest asked for wins.

    Signals:
        solved: a ``Moment`` whose result belongs to its snapshot (converged or not).
        verified: a ``Verification`` of the structure solved last; where it refutes the fast engine, the
            reference engine's result follows as ``solved``.
        failed: a sentence; there is no result for the snapshot asked for last.
    """

    solved = Signal(object)
    verified = Signal(object)
    failed = Signal(str)

    def __init__(
        self, runner: TaskRunner, client: str, lane: Lane = Lane.PREVIEW, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._lane = runner, lane
        self._line, self._checking = RequestLine(client), RequestLine(client)
        self._key = f"solve {client}"
        self._wanted: Snapshot | None = None
        self._verifying = ""

    def solve(self, snapshot: Snapshot, supersede: Supersede = Supersede.LET_FINISH) -> None:
        """Solve ``snapshot``; an earlier one that has not begun is given up."""
        self._wanted = snapshot
        self._ask(snapshot, supersede, 1)

    def _ask(self, snapshot: Snapshot, supersede: Supersede, attempt: int) -> None:
        self._runner.start(
            "console.jobs:solve_job",
            self._line.request(snapshot),
            lane=self._lane,
            key=self._key,
            supersede=supersede,
            owner=self,
            on_done=lambda answer: self._on_solved(snapshot, answer, attempt),
            on_failed=self._on_failed,
            title=self.tr("Load flow"),
        )

    def _on_solved(self, snapshot: Snapshot, answer: Solved, attempt: int) -> None:
        if self._line.replied(answer.reply):
            if self._wanted is snapshot and attempt < MOST_ATTEMPTS:
                self._ask(snapshot, Supersede.LET_FINISH, attempt + 1)
            elif self._wanted is snapshot:
                self.failed.emit(self.tr("The solver lost the network again and again; open it anew."))
            return
        result = answer.reply.result
        if result is None:
            return
        self.solved.emit(Moment(snapshot, answer.topology, result))
        if result.verification is VerificationStatus.PENDING and result.is_converged:
            self._verify(snapshot, 1)

    def _verify(self, snapshot: Snapshot, attempt: int) -> None:
        structure = snapshot.network.structure_revision
        if self._verifying == structure and attempt == 1:
            return
        self._verifying = structure
        self._runner.start(
            "engines.loadflow.work:work_verify",
            self._checking.request(snapshot),
            lane=Lane.BACKGROUND,
            key=f"verify {self._key}",
            owner=self,
            on_done=lambda reply: self._on_verified(snapshot, reply, attempt),
            on_failed=lambda failure: self._on_not_verified(structure, failure),
            title=self.tr("Comparing with the reference engine"),
        )

    def _on_verified(self, snapshot: Snapshot, reply: VerifyReply, attempt: int) -> None:
        if self._checking.replied(reply):
            if attempt < MOST_ATTEMPTS:
                self._verify(snapshot, attempt + 1)
            return
        if reply.verification is None:
            return
        self._line.verification = reply.verification
        self.verified.emit(reply.verification)
        wanted = self._wanted
        if wanted is not None and wanted.network.structure_revision == reply.verification.structure_revision:
            # Solved once more, so that what is on the screen carries the verdict.
            self.solve(wanted)

    def _on_not_verified(self, structure: str, failure: TaskFailure) -> None:
        verdict = Verification(structure, VerificationStatus.NOT_POSSIBLE, reason=failure.sentence)
        self._line.verification = verdict
        self.verified.emit(verdict)

    def _on_failed(self, failure: TaskFailure) -> None:
        self.failed.emit(failure.sentence)
