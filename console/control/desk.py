"""The command path as the window knows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module

from PySide6.QtCore import QObject, Signal

from console.control.assessing import RunnerAssessor
from console.control.command import CommandView, Override
from console.control.controls import ControlDescription
from console.control.path import CommandPath
from console.control.pending import read_left_behind
from console.control.ports import District, Field, People, Ports
from console.control.qt_time import Poster, QtScheduler, SystemClock
from console.control.records import PendingCommand
from console.journal.journal import Journal
from console.site.store import SiteStore
from console.tasks.runner import TaskRunner
from engines.grid.tracing import CustomersByBus
from engines.values.commands import CommandOrigin, FieldReply
from engines.values.phrase import Phrase
from engines.values.points import LinkHealth
from engines.values.site import DeviceLock

RECOVER_AGAIN_S = 25.0
"""After a start: by then the control tokens of a console that died have lapsed."""


class CommandDesk(QObject):
    """Everything that is commanded from this console. All methods and signals belong to the window's thread.

    Signals:
        command_changed: ``CommandView`` after every change but the last.
        ended: ``CommandView``, once a command; it carries outcome and reason.
        problem: ``Phrase``, something could not be recorded.
        locks_changed: the locked devices may have changed.
    """

    command_changed = Signal(object)
    ended = Signal(object)
    problem = Signal(object)
    locks_changed = Signal()

    def __init__(
        self,
        runner: TaskRunner,
        journal: Journal,
        site: SiteStore,
        field: Field,
        district: District,
        people: People,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._journal, self._site = journal, site
        self._scheduler, self._poster = QtScheduler(self), Poster(self)
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="control")
        assessor = self._assessor = RunnerAssessor(runner, self)
        self._ports = Ports(
            SystemClock(),
            self._scheduler,
            self._poster.post,
            journal,
            site,
            field,
            district,
            assessor,
            people,
        )
        self._path = CommandPath(self._ports, self._on_change, self.problem.emit)
        self._stop_recovering: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Find what an earlier run left without an end, and lock it; again once dead consoles' tokens have lapsed."""
        # The first search of the graph imports it, which would hold the window up.
        self._reading.submit(import_module, "scipy.sparse.csgraph")
        self._recover()
        self._stop_recovering = self._scheduler.after(RECOVER_AGAIN_S, self._recover)

    def close(self) -> None:
        """Withdraw what has not been sent. The journal must still be open."""
        self._stop_recovering()
        self._path.close()
        self._reading.shutdown(wait=True)
        self._scheduler.close()
        self._poster.close()

    def count_customers(self, told: CustomersByBus) -> None:
        """From now on consequences count these customers, as everything else of the site does."""
        self._assessor.customers = told

    # What people and programs ask ---------------------------------------------------------------------------

    def request(self, point_id: str, value: float, origin: CommandOrigin = CommandOrigin.CLICK, note: str = "") -> str:
        """Ask for a command; returns its id. Raises :class:`console.control.path.UnknownPoint`."""
        return self._path.request(point_id, value, origin, note)

    def confirm(
        self,
        command_id: str,
        override: Override | None = None,
        second_person: str | None = None,
        *,
        has_read: bool = False,
    ) -> Phrase | None:
        """Confirm what is shown; returns what is missing, ``None`` where the command goes on.

        Args:
            has_read: the person says to have read ``CommandView.to_read``.
        """
        return self._path.confirm(command_id, override, second_person or "", has_read=has_read)

    def cancel(self, command_id: str, reason: Phrase | None = None) -> bool:
        """Withdraw; false where it has been sent or has ended. Without a ``reason`` the person has done it."""
        return self._path.cancel(command_id, reason)

    def view(self, command_id: str) -> CommandView | None:
        """A command as it is now."""
        return self._path.view(command_id)

    def active(self) -> tuple[CommandView, ...]:
        """The commands that have not ended."""
        return self._path.active()

    def controls_of(self, element_id: str) -> list[ControlDescription]:
        """What can be commanded at a device, each with the reason where it is disabled."""
        return list(self._path.controls_of(element_id))

    def locks(self) -> tuple[DeviceLock, ...]:
        """Points that take no command because nobody knows what became of the last one."""
        return self._path.locks.all()

    def resolve(self, point_id: str, reason: str) -> None:
        """The person says what became of it; needs the right ``RESOLVE``, which the caller has asked."""
        self._path.resolve(point_id, reason)
        self.locks_changed.emit()

    # What happens ------------------------------------------------------------------------------------------

    def on_reply(self, reply: FieldReply) -> None:
        """``replied`` of the links."""
        self._path.on_reply(reply)

    def on_points_changed(self, point_ids: Sequence[str]) -> None:
        """Points whose value, quality or freshness changed."""
        for point_id in point_ids:
            self._path.on_point_changed(point_id, self._ports.district.reading(point_id))

    def point_changed(self, point_id: str) -> None:
        """One of :meth:`on_points_changed`."""
        self.on_points_changed((point_id,))

    def on_health_changed(self, health: LinkHealth) -> None:
        """``health_changed`` of the links."""
        self._path.on_health_changed(health)

    def on_network_changed(self, *_: object) -> None:
        """A switch moved, or the site changed."""
        self._path.on_network_changed()
        self.locks_changed.emit()

    def _on_change(self, view: CommandView) -> None:
        if view.outcome is None:
            self.command_changed.emit(view)
            return
        self.ended.emit(view)
        self.locks_changed.emit()

    def _recover(self) -> None:
        future = self._reading.submit(read_left_behind, self._journal, self._site)
        self._ports.when_done(future, self._on_pending)

    def _on_pending(self, future: Future[tuple[PendingCommand, ...]]) -> None:
        if future.cancelled():
            return
        error = future.exception()
        if error is not None:
            # The journal itself says that it cannot be read, and nothing can be commanded without it.
            return
        if future.result():
            self._path.recover(future.result())
            self.locks_changed.emit()
