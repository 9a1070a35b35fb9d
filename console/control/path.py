"""The one path: every command of this console, from wherever it comes, goes through here."""

from __future__ import annotations

import math
import uuid
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from typing import Any

from console.control import wording
from console.control.command import CommandFacts, CommandView, Override
from console.control.controls import ControlDescription, describe
from console.control.link_watch import LinkWatch
from console.control.locks import LockKeeper, is_locking
from console.control.looking import device_state, quick_checks
from console.control.ports import Ports, Reading
from console.control.process import CommandProcess
from console.control.records import PendingCommand, end_record
from engines.switching.operation import label_of
from engines.switching.verdicts import Check
from engines.values.commands import CommandOrigin, FieldReply
from engines.values.phrase import Phrase, phrase
from engines.values.points import LinkHealth, PointDefinition, PointQuality, Quantity

ENDED_KEPT = 200
"""How many ended commands are still answered for."""


class UnknownPoint(Exception):
    """A command for a point the district does not have; ``sentence`` says so."""

    def __init__(self, point_id: str) -> None:
        super().__init__(point_id)
        self.sentence = phrase(wording.NO_SUCH_POINT, point=point_id)


class CommandPath:
    """Everything happens on one thread; what comes from others comes through ``ports.post``.

    Args:
        on_change: told of every change of a command, its end included (exactly once, as its last).
        on_problem: told a sentence where something could not be recorded.
    """

    def __init__(
        self, ports: Ports, on_change: Callable[[CommandView], None], on_problem: Callable[[Phrase], None]
    ) -> None:
        self._ports, self._on_change, self._on_problem = ports, on_change, on_problem
        self._processes: dict[str, CommandProcess] = {}
        self._active: dict[str, CommandProcess] = {}
        self._links = LinkWatch(ports.clock, ports.field)
        self.locks = LockKeeper(ports, self._links, on_problem)

    # What people and programs ask ---------------------------------------------------------------------------

    def request(self, point_id: str, value: float, origin: CommandOrigin, note: str = "") -> str:
        """Ask for a command; returns its id. It is checked at once and may have ended on return.

        Raises :class:`UnknownPoint`.
        """
        definition = self._definition(point_id)
        facts = self._facts(definition, value, origin, note)
        busy = self._active.get(definition.element_id)
        process = CommandProcess(self._ports, facts, self._on_process, self.locks.own, self._links)
        self._keep(process)
        if busy is None:
            self._active[definition.element_id] = process
        process.start(busy.facts.command_id if busy is not None else "")
        return facts.command_id

    def confirm(
        self, command_id: str, override: Override | None = None, second_person: str = "", *, has_read: bool = False
    ) -> Phrase | None:
        """Confirm what is shown; returns why it does not go on (yet), ``None`` where it does."""
        process = self._processes.get(command_id)
        if process is None:
            return phrase(wording.NOT_AWAITING)
        return process.confirm(override, second_person, has_read)

    def cancel(self, command_id: str, reason: Phrase | None = None) -> bool:
        """Withdraw a command; false where it has been sent or has ended."""
        process = self._processes.get(command_id)
        author = self._ports.people.author() or "nobody"
        return process is not None and process.withdraw(reason or phrase(wording.CANCELLED, author=author))

    def view(self, command_id: str) -> CommandView | None:
        """A command as it is now; ``None`` where it is not known (any more)."""
        process = self._processes.get(command_id)
        return process.view if process is not None else None

    def active(self) -> tuple[CommandView, ...]:
        """The commands that have not ended."""
        return tuple(process.view for process in self._active.values())

    def controls_of(self, element_id: str) -> tuple[ControlDescription, ...]:
        """What can be commanded at a device, and why not where it cannot at present."""
        network = self._ports.district.snapshot().network
        return tuple(
            describe(network, definition, self._ports.district.reading(definition.point_id), self._checks_of)
            for definition in self._ports.district.definitions(element_id)
            if definition.is_controllable or definition.quantity is Quantity.POSITION
        )

    def resolve(self, point_id: str, reason: str) -> None:
        """The person says what became of a command whose outcome is unknown, and gives the device free."""
        self.locks.resolve(point_id, self._ports.people.author(), reason)

    def recover(self, pending: Iterable[PendingCommand]) -> None:
        """Commands an earlier run left without an end; nothing is sent again."""
        own = set(self._processes)
        self.locks.recover([command for command in pending if command.command_id not in own])

    def close(self) -> None:
        """The console ends: what has not been sent is withdrawn; what has stays pending in the journal."""
        for process in list(self._active.values()):
            process.withdraw(phrase(wording.CONSOLE_ENDED))

    # What happens ------------------------------------------------------------------------------------------

    def on_reply(self, reply: FieldReply) -> None:
        """The link's answer to a command."""
        process = self._processes.get(reply.command_id)
        if process is not None:
            process.on_reply(reply)

    def on_point_changed(self, point_id: str, reading: Reading) -> None:
        """A point of the field has another value, quality or freshness."""
        process = self._active.get(point_id.rpartition("/")[0])
        if process is not None and process.facts.point_id == point_id:
            process.on_reading(reading)
        if any(lock.point_id == point_id for lock in self.locks.all()):
            self.locks.look()

    def on_health_changed(self, health: LinkHealth) -> None:
        """A link has another state."""
        if self._links.note(health):
            self.locks.on_link_up()

    def on_network_changed(self) -> None:
        """A switch moved, or people put something on the network."""
        for process in list(self._active.values()):
            process.on_network_changed()
        self.locks.look()

    # Inside ------------------------------------------------------------------------------------------------

    def _on_process(self, process: CommandProcess) -> None:
        if not process.is_ended:
            self._on_change(process.view)
            return
        element_id = process.facts.element_id
        held = self._active.get(element_id) is process
        if held:
            del self._active[element_id]
        view = process.view
        assert view.outcome is not None
        assert view.reason is not None
        recorded = self._ports.journal.write(end_record(process.facts, view.outcome, view.reason))
        self._ports.when_done(recorded, self._on_recorded)
        if is_locking(view.outcome):
            facts = process.facts
            self.locks.lock(facts.point_id, facts.command_id, facts.value, view.reason.text)
        if process.has_taken_token:
            self._ports.site.release_token(element_id, process.facts.author)
        self._on_change(view)

    def _on_recorded(self, future: Future[Any]) -> None:
        if future.cancelled() or future.exception() is not None:
            why = "the journal is closed" if future.cancelled() else str(future.exception())
            self._on_problem(phrase(wording.END_NOT_JOURNALED, reason=why))

    def _checks_of(self, definition: PointDefinition, value: float) -> tuple[Check, ...]:
        busy = self._active.get(definition.element_id)
        device = device_state(self._ports, definition, busy.facts.command_id if busy is not None else "")
        return quick_checks(self._ports, definition, value, device, self.locks.own())

    def _facts(self, definition: PointDefinition, value: float, origin: CommandOrigin, note: str) -> CommandFacts:
        reading = self._ports.district.reading(definition.point_id)
        return CommandFacts(
            command_id=uuid.uuid4().hex,
            definition=definition,
            value=float(value),
            origin=origin,
            author=self._ports.people.author(),
            name=label_of(self._ports.district.snapshot().network, definition.element_id),
            value_before=math.nan if reading.quality is PointQuality.INVALID else reading.value,
            requested_at_us=self._ports.clock.now_us(),
            note=note,
        )

    def _definition(self, point_id: str) -> PointDefinition:
        points: Sequence[PointDefinition] = self._ports.district.definitions(point_id.rpartition("/")[0])
        for definition in points:
            if definition.point_id == point_id:
                return definition
        raise UnknownPoint(point_id)

    def _keep(self, process: CommandProcess) -> None:
        ended = [command_id for command_id, p in self._processes.items() if p.is_ended]
        for command_id in ended[: max(len(ended) - ENDED_KEPT, 0)]:
            del self._processes[command_id]
        self._processes[process.facts.command_id] = process
