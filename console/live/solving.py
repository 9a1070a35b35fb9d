"""The live load flow: on every change, at most twice a second, the latest wins."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from console.live.jobs import LiveReply, LiveRequest
from console.tasks.lane import Lane
from console.tasks.runner import TaskRunner
from console.tasks.task import TaskFailure
from engines.allocation.field_state import Allocation, FieldState
from engines.grid.difference import Moment
from engines.grid.network import Network
from engines.grid.snapshot import Mode, Snapshot
from engines.loadflow.requests import Missing, RequestLine, VerifyReply
from engines.values.loadflow import Verification, VerificationStatus
from engines.values.site import SiteState

LEAST_PAUSE_S = 0.5
MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True, eq=False)
class LiveMoment:
    """The district solved as the field described it at ``read_at`` (monotonic seconds)."""

    moment: Moment
    allocation: Allocation
    read_at: float


class LiveSolver(QObject):
    """Keeps the live district solved.

    Signals:
        solved: ``LiveMoment``, converged or not.
        verified: ``Verification`` of the structure.
        failed: a sentence; nothing is known of the state asked for last.
    """

    solved = Signal(object)
    verified = Signal(object)
    failed = Signal(str)

    def __init__(
        self,
        runner: TaskRunner,
        network: Network,
        mode: Mode,
        read: Callable[[], tuple[FieldState, SiteState]],
        parent: QObject,
        pause_s: float = LEAST_PAUSE_S,
    ) -> None:
        """``pause_s``: the least time from one solve to the next."""
        super().__init__(parent)
        self._pause_s = pause_s
        self._runner, self.network, self._mode, self._read = runner, network, mode, read
        self._is_primed, self._is_wanted, self._is_running = False, False, False
        self._verification: Verification | None = None
        self._checking = RequestLine(f"{mode} check")
        self._is_checked = self._is_closed = False
        self._began_at = 0.0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._begin)

    def want(self) -> None:
        """Something has changed: solve as soon as the last solve is done and half a second old."""
        self._is_wanted = True
        if self._is_running or self._is_closed or self._pause.isActive():
            return
        self._pause.start(max(0, round(1000 * (self._began_at + self._pause_s - time.monotonic()))))

    @property
    def waiting_s(self) -> float:
        """Seconds for which an answer has been owed; 0 where none is."""
        return time.monotonic() - self._began_at if self._is_running else 0.0

    def close(self) -> None:
        """Ask for nothing any more."""
        self._is_closed = True
        self._pause.stop()

    def _begin(self) -> None:
        if not self._is_running and not self._is_closed:
            self._ask(1)

    def _ask(self, attempt: int) -> None:
        self._is_wanted, self._is_running = False, True
        self._began_at = time.monotonic()
        ground = Snapshot(self.network, mode=self._mode)
        measured, site = self._read()
        request = LiveRequest(
            structure_revision=self.network.structure_revision,
            snapshot_revision=ground.revision,
            measured=measured,
            site=replace(site, tags=(), dressed=(), substitutions=(), locks=()),
            mode=self._mode,
            network=None if self._is_primed else self.network,
            verification=self._verification,
        )
        read_at = time.monotonic()
        self._runner.start(
            "console.live.jobs:live_job",
            request,
            lane=Lane.PREVIEW,
            key=f"solve {self._mode}",
            owner=self,
            on_done=lambda reply: self._on_done(ground, reply, read_at, attempt),
            on_failed=self._on_failed,
            title=self.tr("Live load flow"),
        )

    def _on_done(self, ground: Snapshot, reply: LiveReply, read_at: float, attempt: int) -> None:
        self._is_running = False
        if reply.missing is not Missing.NOTHING:
            self._is_primed = False
            if attempt < MOST_ATTEMPTS:
                self._ask(attempt + 1)
            else:
                self.failed.emit(self.tr("The solver lost the network again and again; restart the console."))
            return
        if ground.network is not self.network or reply.state is None or reply.allocation is None:
            self.want()
            return
        self._is_primed = True
        snapshot = Snapshot(ground.network, reply.state, reply.time, ground.mode, ground.revision)
        moment = Moment(snapshot, reply.topology, reply.result)
        self.solved.emit(LiveMoment(moment, reply.allocation, read_at))
        result = reply.result
        if result is not None and result.is_converged and result.verification is VerificationStatus.PENDING:
            self._verify(snapshot, 1)
        if self._is_wanted:
            self.want()

    def _on_failed(self, failure: TaskFailure) -> None:
        self._is_running, self._is_primed = False, False
        self.failed.emit(failure.sentence)
        self.want()

    def _verify(self, snapshot: Snapshot, attempt: int) -> None:
        """Compare with the reference engine, once a structure."""
        if self._is_checked and attempt == 1:
            return
        self._is_checked = True
        self._runner.start(
            "engines.loadflow.work:work_verify",
            self._checking.request(snapshot),
            lane=Lane.BACKGROUND,
            key=f"verify {self._mode}",
            owner=self,
            on_done=lambda reply: self._on_verified(snapshot, reply, attempt),
            on_failed=lambda failure: self._believe(_not_verified(snapshot, failure.sentence)),
            title=self.tr("Comparing with the reference engine"),
        )

    def _on_verified(self, snapshot: Snapshot, reply: VerifyReply, attempt: int) -> None:
        if self._checking.replied(reply):
            if attempt < MOST_ATTEMPTS:
                self._verify(snapshot, attempt + 1)
        elif reply.verification is not None:
            self._believe(reply.verification)

    def _believe(self, verdict: Verification) -> None:
        if verdict.structure_revision == self.network.structure_revision:
            self._verification = verdict
            self.verified.emit(verdict)
            self.want()


def _not_verified(snapshot: Snapshot, reason: str) -> Verification:
    return Verification(snapshot.network.structure_revision, VerificationStatus.NOT_POSSIBLE, reason=reason)
