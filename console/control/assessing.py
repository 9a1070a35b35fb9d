"""Checks and predictions made in a worker process."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject

from console.tasks.lane import Lane
from console.tasks.runner import TaskRunner
from engines.grid.snapshot import Snapshot
from engines.grid.tracing import CustomersByBus
from engines.loadflow.requests import RequestLine
from engines.switching.consequence import Consequence
from engines.switching.device import DeviceState
from engines.switching.operation import Operation
from engines.switching.verdicts import Check
from engines.switching.work import AssessReply, AssessRequest
from engines.values.site import SiteState

MOST_ATTEMPTS = 3
WORK = "engines.switching.work:work_assess"


class RunnerAssessor:
    """See :class:`console.control.ports.Assessor`: each command has a key of its own, so that none waits for another.

    Args:
        owner: with whose end the answers are dropped.

    Attributes:
        customers: who counts; ``None``: those of the network.
    """

    customers: CustomersByBus | None = None

    def __init__(self, runner: TaskRunner, owner: QObject) -> None:
        self._runner, self._owner = runner, owner
        self._line = RequestLine("control")

    def assess(
        self,
        ticket: str,
        snapshot: Snapshot,
        site: SiteState,
        operation: Operation,
        device: DeviceState,
        done: Callable[[tuple[Check, ...], Consequence], None],
        failed: Callable[[str], None],
        attempt: int = 1,
    ) -> None:
        """Ask the worker; a later ticket of the same command replaces an earlier one."""

        def on_done(reply: AssessReply) -> None:
            if self._line.replied(reply.solve) or reply.consequence is None:
                if attempt < MOST_ATTEMPTS:
                    self.assess(ticket, snapshot, site, operation, device, done, failed, attempt + 1)
                else:
                    failed(QCoreApplication.translate("Control", "the solver lost the network again and again"))
                return
            done(reply.checks, reply.consequence)

        self._runner.start(
            WORK,
            AssessRequest(self._line.request(snapshot), site, operation, device, customers=self.customers),
            lane=Lane.PREVIEW,
            key=f"predict {ticket.partition(' ')[0]}",
            owner=self._owner,
            on_done=on_done,
            on_failed=lambda failure: failed(failure.sentence),
            title=QCoreApplication.translate("Control", "Consequence of a command"),
        )
