"""Devices of which nobody knows what became of the last command: locked until the field, or a person, says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Any

from console.control import wording
from console.control.feedback import is_definite
from console.control.link_watch import LinkWatch
from console.control.ports import Ports
from console.control.records import PendingCommand, recovered_record
from engines.values.commands import CommandOutcome
from engines.values.phrase import Phrase, phrase
from engines.values.points import PointDefinition
from engines.values.site import DeviceLock

SETTLED_AFTER_S = 5.0
"""A reading counts only that long after the command at the earliest: longer than a dead link needs to be noticed."""


class LockKeeper:
    """Locks devices, and unlocks them once a reading of theirs can only be from after the command.

    Args:
        on_problem: told a sentence where the site did not take a lock.
    """

    def __init__(self, ports: Ports, links: LinkWatch, on_problem: Callable[[Phrase], None]) -> None:
        self._ports, self._links, self._on_problem = ports, links, on_problem
        self._own: dict[str, DeviceLock] = {}
        self._unlocking: set[str] = set()
        self._timers: dict[str, Callable[[], None]] = {}

    def lock(self, point_id: str, command_id: str, value: float, reason: str) -> None:
        """Lock at once for this console, and for the site as soon as it is committed."""
        lock = DeviceLock(point_id, command_id, value, self._ports.clock.now_us(), reason)
        self._own[point_id] = lock
        kept = self._ports.site.lock_device(point_id, command_id, value, reason)
        self._ports.when_done(kept, lambda future: self._on_kept(lock, future))
        self._ports.field.read_again([point_id])
        self.look()

    def own(self) -> tuple[DeviceLock, ...]:
        """Locks of this console that the site may not know yet."""
        return tuple(self._own.values())

    def all(self) -> tuple[DeviceLock, ...]:
        """Every lock, each point once."""
        locks = {lock.point_id: lock for lock in self._ports.site.state().locks}
        return tuple({**self._own, **locks}.values())

    def recover(self, pending: Iterable[PendingCommand]) -> None:
        """Commands an earlier run left without an end: outcome unknown, locked, and nothing sent again."""
        locked = {lock.command_id for lock in self.all()}
        for command in pending:
            reason = phrase(wording.CONSOLE_ENDED)
            self._ports.when_done(self._ports.journal.write(recovered_record(command, reason)), self._on_end_recorded)
            if command.command_id not in locked:
                self.lock(command.point_id, command.command_id, command.value, reason.text)

    def resolve(self, point_id: str, author: str, reason: str) -> None:
        """A person says what became of it."""
        self._unlock(point_id, author, reason)

    def look(self) -> None:
        """See which locks the field has answered; called when a point, a link or the site has changed."""
        for lock in self.all():
            if lock.point_id not in self._unlocking:
                self._look_at(lock)

    def on_link_up(self) -> None:
        """A link is back: have the locked points read."""
        points = [lock.point_id for lock in self.all()]
        if points:
            self._ports.field.read_again(points)
        self.look()

    def _look_at(self, lock: DeviceLock) -> None:
        definition = self._definition(lock.point_id)
        untrue_s = self._links.untrue_for_s(lock.point_id)
        if definition is None or untrue_s is None:
            return
        reading = self._ports.district.reading(lock.point_id)
        if not is_definite(definition.kind, reading):
            return
        settles_s = max(definition.feedback_s, SETTLED_AFTER_S)
        waits_s = settles_s - (self._ports.clock.now_us() - lock.since_us) / 1e6
        # A lock from the future is of a clock that was set back; it waits its whole time from now on.
        waits_s = max(min(waits_s, settles_s), untrue_s)
        if waits_s > 0:
            self._look_later(lock.point_id, waits_s)
            return
        self._unlock(lock.point_id, "control", f"read back from the field: {reading.value:g}")

    def _look_later(self, point_id: str, seconds: float) -> None:
        if point_id in self._timers:
            return

        def due() -> None:
            self._timers.pop(point_id, None)
            self.look()

        self._timers[point_id] = self._ports.scheduler.after(seconds, due)

    def _unlock(self, point_id: str, author: str, reason: str) -> None:
        self._unlocking.add(point_id)
        freed = self._ports.site.unlock_device(point_id, author, reason)
        self._ports.when_done(freed, lambda future: self._on_freed(point_id, future))

    def _on_freed(self, point_id: str, future: Future[Any]) -> None:
        if future.cancelled() or future.exception() is not None:
            # Not at every reading anew: a full disk stays full for a while.
            self._ports.scheduler.after(SETTLED_AFTER_S, lambda: self._unlocking.discard(point_id))
            return
        self._unlocking.discard(point_id)
        self._own.pop(point_id, None)
        stop = self._timers.pop(point_id, None)
        if stop is not None:
            stop()

    def _on_kept(self, lock: DeviceLock, future: Future[Any]) -> None:
        if future.cancelled() or future.exception() is not None:
            why = "the journal is closed" if future.cancelled() else str(future.exception())
            self._on_problem(phrase(wording.LOCK_NOT_KEPT, point=lock.point_id, reason=why))
        elif self._own.get(lock.point_id) is lock:
            # From here on the site says it, and any console may free the device.
            del self._own[lock.point_id]
            self.look()

    def _on_end_recorded(self, future: Future[Any]) -> None:
        if not future.cancelled() and future.exception() is not None:
            self._on_problem(phrase(wording.END_NOT_JOURNALED, reason=str(future.exception())))

    def _definition(self, point_id: str) -> PointDefinition | None:
        element_id = point_id.rpartition("/")[0]
        return next((d for d in self._ports.district.definitions(element_id) if d.point_id == point_id), None)


def is_locking(outcome: CommandOutcome) -> bool:
    """Whether an outcome leaves the device locked."""
    return outcome is CommandOutcome.UNKNOWN
