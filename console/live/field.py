"""All links of a district: what they bring goes to the points, what is commanded goes to the right one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from console.field.addresses import AddressMap, ServerAddress
from console.field.link.messages import InstructorReply, LinkSetup, Scalar
from console.field.link.supervisor import LinkSupervisor
from console.field.security.credentials import Credentials
from engines.values.commands import FieldAnswer, FieldCommand, FieldReply
from engines.values.points import LinkHealth


@dataclass(frozen=True, slots=True)
class RecordedGap:
    """A span in which changes of one server may be missing; times in microseconds since 1970 UTC."""

    server: str
    from_us: int
    to_us: int
    reason: str


class FieldLinks(QObject):
    """One link a server of the address map.

    Signals:
        values_arrived: number of the server in the map, and its ``PointBatch``.
        health_changed: ``LinkHealth``.
        replied: ``FieldReply``.
        gap_recorded: ``RecordedGap``.
        events_arrived: ``FieldEvents`` of one server.
    """

    values_arrived = Signal(int, object)
    health_changed = Signal(object)
    replied = Signal(object)
    gap_recorded = Signal(object)
    events_arrived = Signal(object)

    def __init__(
        self,
        addresses: AddressMap,
        credentials: Mapping[str, Credentials] | None = None,
        trust_folder: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        """``credentials`` by name of the server."""
        super().__init__(parent)
        self.addresses, self.trust_folder = addresses, trust_folder
        known = credentials or {}
        self.links = [
            LinkSupervisor(LinkSetup(server, known.get(server.name, Credentials()), trust_folder), self)
            for server in addresses.servers
        ]
        self._link_of = {
            address.definition.point_id: link
            for link, server in zip(self.links, addresses.servers, strict=True)
            for address in server.points
        }
        self._controlled = {control.point_id for server in addresses.servers for control in server.controls}
        for number, link in enumerate(self.links):
            link.values_arrived.connect(lambda batch, n=number: self.values_arrived.emit(n, batch))
            link.health_changed.connect(self.health_changed)
            link.replied.connect(self.replied)
            link.gap_recorded.connect(self._on_gap)
            link.events_arrived.connect(self.events_arrived)

    @property
    def is_simulated(self) -> bool:
        """Whether every endpoint is a simulator of ours: only then the instructor may interfere."""
        return bool(self.links) and all(link.server.is_simulator for link in self.links)

    @property
    def servers(self) -> tuple[ServerAddress, ...]:
        """The servers of the map."""
        return self.addresses.servers

    def start(self) -> None:
        """Start every link."""
        for link in self.links:
            link.start()

    def stop(self) -> None:
        """End every link; returns when their processes have ended."""
        for link in self.links:
            link.stop()

    def try_now(self, server: str) -> None:
        """Let a link's next attempt to connect not wait."""
        for link in self.links:
            if link.server.name == server:
                link.try_now()

    def use_credentials(self, server: str, credentials: Credentials) -> None:
        """Let the link to a server log in with these from now on."""
        for link in self.links:
            if link.server.name == server:
                link.use_credentials(credentials)

    def try_all_now(self) -> None:
        """A person has mended something: no link waits for its next attempt."""
        for link in self.links:
            link.try_now()

    def health_of(self, point_id: str) -> LinkHealth | None:
        """Health of the link that leads to a point, ``None`` for a point of no server."""
        link = self._link_of.get(point_id)
        return None if link is None else link.health

    def has_control(self, point_id: str) -> bool:
        """Whether the address map says how to command the point."""
        return point_id in self._controlled

    def operate(self, command: FieldCommand) -> None:
        """Send a command through the link of its point; exactly one ``replied`` follows, never from within."""
        link = self._link_of.get(command.point_id)
        if link is not None:
            link.operate(command)
            return
        reply = FieldReply(command.command_id, FieldAnswer.NOT_SENT, f"no server has a point {command.point_id}")
        QTimer.singleShot(0, self, lambda: self.replied.emit(reply))

    def read_again(self, point_ids: Sequence[str]) -> None:
        """Have points read from the field now."""
        for link in self.links:
            own = tuple(point for point in point_ids if self._link_of.get(point) is link)
            if own:
                link.read_again(own)

    def call_instructor(self, method: str, *arguments: Scalar, on_done: Callable[[InstructorReply], None]) -> None:
        """Have the simulator do something; only where every server is one. Raises ``RuntimeError`` elsewhere."""
        if not self.is_simulated:
            raise RuntimeError("there is no instructor where a server is real")
        self.links[0].call_instructor(method, *arguments, on_done=on_done)

    def read_instructor(self, variable: str, *, on_done: Callable[[InstructorReply], None]) -> None:
        """Read a variable of the simulator's instructor. Raises ``RuntimeError`` where a server is real."""
        if not self.is_simulated:
            raise RuntimeError("there is no instructor where a server is real")
        self.links[0].read_instructor(variable, on_done=on_done)

    def acknowledge(
        self, server: str, condition_id: str, event_id: str, comment: str, on_done: Callable[[InstructorReply], None]
    ) -> None:
        """Acknowledge an alarm at the server that told it; ``on_done`` is called once, never from within."""
        for link in self.links:
            if link.server.name == server:
                link.acknowledge(condition_id, event_id, comment, on_done)
                return
        reply = InstructorReply(0, reason=f"there is no server {server} any more")
        QTimer.singleShot(0, self, lambda: on_done(reply))

    def _on_gap(self, server: str, from_us: int, to_us: int, reason: str) -> None:
        self.gap_recorded.emit(RecordedGap(server, from_us, to_us, reason))
