"""What control needs of the rest of the console: small protocols, so that it knows neither window nor link nor file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Protocol

from console.journal.record import JournalRecord
from engines.grid.snapshot import Snapshot
from engines.switching.consequence import Consequence
from engines.switching.device import Authority, DeviceState
from engines.switching.operation import Operation
from engines.switching.verdicts import Check
from engines.values.commands import FieldCommand
from engines.values.points import LinkHealth, PointDefinition, PointFreshness, PointQuality
from engines.values.site import ControlToken, SiteState

NAN = float("nan")


class Clock(Protocol):
    """Time, so that tests can drive it."""

    def monotonic(self) -> float:
        """Seconds, as ``time.monotonic``."""

    def now_us(self) -> int:
        """Microseconds since 1970 UTC."""


class Scheduler(Protocol):
    """Timers on control's own thread."""

    def after(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        """Call ``call`` once, later; calling what is returned takes it back."""


class CommandJournal(Protocol):
    """:class:`console.journal.journal.Journal`, as far as control writes it."""

    def write(self, record: JournalRecord) -> Future[int]:
        """Resolves after the commit, from any thread; fails where nothing could be recorded."""


class SiteAccess(Protocol):
    """:class:`console.site.store.SiteStore`, as far as control needs it. Futures resolve from any thread."""

    @property
    def console(self) -> str:
        """Name of this console."""

    @property
    def view_only_reason(self) -> str:
        """Why nothing may be commanded from this console; empty where it may."""

    def state(self) -> SiteState:
        """Everything as it is now."""

    def tokens(self) -> tuple[ControlToken, ...]:
        """Which consoles hold which device."""

    def take_token(self, element_id: str, author: str) -> Future[Any]:
        """Have a device under this console's control."""

    def release_token(self, element_id: str, author: str) -> Future[Any]:
        """Give it free."""

    def lock_device(
        self, point_id: str, command_id: str, value: float, reason: str, author: str = "control"
    ) -> Future[Any]:
        """Take no more commands on a point."""

    def unlock_device(self, point_id: str, author: str, reason: str) -> Future[Any]:
        """Take commands again."""


class Field(Protocol):
    """The links to the field."""

    def health_of(self, point_id: str) -> LinkHealth | None:
        """Health of the link a command to the point would take; ``None`` where none is known."""

    def has_control(self, point_id: str) -> bool:
        """Whether the address map says how to command the point."""

    def operate(self, command: FieldCommand) -> None:
        """Hand the command over; exactly one reply comes later, or none where the link dies."""

    def read_again(self, point_ids: Sequence[str]) -> None:
        """Have the points read from the field again."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the field itself says of a point; a substituted value never stands in its place."""

    value: float = NAN
    quality: PointQuality = PointQuality.INVALID
    freshness: PointFreshness = PointFreshness.STALE


class District(Protocol):
    """The live district."""

    def snapshot(self) -> Snapshot:
        """The present moment, with positions as the field and people report them."""

    def definitions(self, element_id: str) -> Sequence[PointDefinition]:
        """The points of one device."""

    def reading(self, point_id: str) -> Reading:
        """What the field says of a point; invalid where it is not known."""


class Assessor(Protocol):
    """Checks against the network and predicts, elsewhere."""

    def assess(
        self,
        ticket: str,
        snapshot: Snapshot,
        site: SiteState,
        operation: Operation,
        device: DeviceState,
        done: Callable[[tuple[Check, ...], Consequence], None],
        failed: Callable[[str], None],
    ) -> None:
        """One of ``done`` and ``failed`` (with one clause) is called later on control's thread, or neither."""


class People(Protocol):
    """Who is signed in and what they may do."""

    def author(self) -> str:
        """Sign-in name of the person; empty where nobody is."""

    def authority(self, element_id: str) -> Authority:
        """Whether they may operate the device at this moment."""

    def why_no_override(self, supervisor: str, element_id: str) -> str:
        """Why this person's override does not count, one sentence; empty where it does."""

    def why_no_second(self, second_person: str, element_id: str) -> str:
        """Why this person cannot be the second to confirm, one sentence; empty where they can."""

    def needs_second_person(self, element_id: str) -> bool:
        """Whether the device demands that two persons confirm."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything control is connected to; ``post`` runs something on control's thread, soon."""

    clock: Clock
    scheduler: Scheduler
    post: Callable[[Callable[[], None]], None]
    journal: CommandJournal
    site: SiteAccess
    field: Field
    district: District
    assessor: Assessor
    people: People

    def when_done(self, future: Future[Any], then: Callable[[Future[Any]], None]) -> None:
        """Call ``then`` on control's thread once the future is done."""
        future.add_done_callback(lambda done: self.post(lambda: then(done)))
