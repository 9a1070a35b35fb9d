"""The site: what people have put on the network, shared by every console that has it open."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from console.journal.batch import JournalBatch
from console.journal.connection import SiteReader
from console.journal.journal import Journal
from console.site import by_hand, placing, tags, tokens
from console.site.table import SiteTable, StateReader, read_revision
from engines.values.points import PointKind
from engines.values.site import (
    ControlToken,
    Cut,
    DeviceLock,
    HandDressedPosition,
    Jumper,
    MobileGenerator,
    PortableEarth,
    SiteState,
    Substitution,
    Tag,
    TagKind,
)
from engines.values.validation import InputError

T = TypeVar("T")
Guard = Callable[[JournalBatch, SiteState, SiteState], str]
NAN = float("nan")


class SiteStore:
    """Tags, earths, cuts, jumpers, generators, positions and values by hand, locks and control tokens of a site.

    Every change is one transaction with its journal record: neither holds without the other. Changes return at once
    with a future; it resolves after the commit, and fails with ``InputError`` where a rule or the disk says no.
    Who may do what is decided before (:mod:`console.authority`); only whose a tag is, is decided here.

    Args:
        journal: of the same site; it stays the caller's to close, after this store.
        view_only_reason: why nothing may be changed from this console, empty where it may.

    Attributes:
        guards: each says why a change from the first state to the second must not be, "" where it may; called in the
            journal's thread, inside the transaction, with the states as they really are, so that two consoles cannot
            slip past each other.
    """

    def __init__(self, journal: Journal, *, view_only_reason: str = "") -> None:
        self._journal = journal
        self.guards: list[Guard] = []
        self._forbidden = view_only_reason
        self._unreadable = ""
        self._lock = threading.Lock()
        self._data_version: tuple[int, int] | None = None
        self._state = SiteState()
        self._reader = StateReader()
        self._tokens: tuple[ControlToken, ...] = ()
        self._told = -1
        self._may_hold_tokens = False
        self._renewed = time.monotonic()
        journal.add_tick(self._renew)
        self._look()

    @property
    def console(self) -> str:
        """Name of this console on the site."""
        return self._journal.console

    @property
    def view_only_reason(self) -> str:
        """Why nothing may be changed or commanded from this console, one sentence; empty where it may."""
        return self._forbidden or self._unreadable or self._journal.problem

    def state(self) -> SiteState:
        """Everything as it is now. While the file cannot be read, the last that was known, and the console is
        view-only (:attr:`view_only_reason`)."""
        return self._look()

    def refresh(self) -> SiteState | None:
        """The state if anybody changed it since the last call, else ``None``. Microseconds where nothing changed."""
        state = self._look()
        with self._lock:
            if state.revision == self._told:
                return None
            self._told = state.revision
        return state

    def tokens(self) -> tuple[ControlToken, ...]:
        """Which consoles have which device under control at present."""
        self._look()
        now = self._journal.now_us()
        return tuple(token for token in self._tokens if tokens.is_in_force(token, now))

    def place_tag(self, element_id: str, kind: TagKind, reason: str, author: str, relief: str = "") -> Future[Tag]:
        """Put a tag on a device.

        Args:
            relief: sign-in name of the one other person who may lift it.
        """
        return self._change(lambda table: tags.place_tag(table, element_id, kind, reason, author, relief))

    def lift_tag(self, tag_id: str, author: str) -> Future[Tag]:
        """Take a tag off; refused to all but its holder and the named relief."""
        return self._change(lambda table: tags.lift_tag(table, tag_id, author))

    def name_relief(self, tag_id: str, relief: str, author: str, *, is_supervisor: bool = False) -> Future[Tag]:
        """Name who else may lift a tag: its holder, the relief so far, or a supervisor when the holder is away."""
        return self._change(lambda table: tags.name_relief(table, tag_id, relief, author, is_supervisor))

    def place_earth(self, bus_id: str, author: str, line_id: str = "", reason: str = "") -> Future[PortableEarth]:
        """Record a portable earth at a bus, or on a line at the side of that bus."""
        return self._change(lambda table: placing.place_earth(table, bus_id, author, line_id, reason))

    def remove_earth(self, earth_id: str, author: str) -> Future[PortableEarth]:
        """Record that an earth was taken off."""
        return self._change(lambda table: placing.remove_earth(table, earth_id, author))

    def cut(self, line_id: str, bus_id: str, author: str, reason: str = "") -> Future[Cut]:
        """Record that a line was taken apart at the side of a bus."""
        return self._change(lambda table: placing.cut(table, line_id, bus_id, author, reason))

    def rejoin(self, cut_id: str, author: str) -> Future[Cut]:
        """Record that a cut was joined again."""
        return self._change(lambda table: placing.rejoin(table, cut_id, author))

    def place_jumper(
        self, from_bus_id: str, to_bus_id: str, author: str, max_i_ka: float = NAN, reason: str = ""
    ) -> Future[Jumper]:
        """Record a temporary connection of two buses; NaN where its current limit is not known."""
        return self._change(lambda table: placing.place_jumper(table, from_bus_id, to_bus_id, author, max_i_ka, reason))

    def remove_jumper(self, jumper_id: str, author: str) -> Future[Jumper]:
        """Record that a jumper was taken off."""
        return self._change(lambda table: placing.remove_jumper(table, jumper_id, author))

    def place_generator(
        self, bus_id: str, sn_mva: float, author: str, is_running: bool = False, reason: str = ""
    ) -> Future[MobileGenerator]:
        """Record a generator set brought to a bus."""
        return self._change(lambda table: placing.place_generator(table, bus_id, sn_mva, author, is_running, reason))

    def run_generator(self, generator_id: str, is_running: bool, author: str) -> Future[MobileGenerator]:
        """Record that a mobile generator was started or stopped."""
        return self._change(lambda table: placing.run_generator(table, generator_id, is_running, author))

    def remove_generator(self, generator_id: str, author: str) -> Future[MobileGenerator]:
        """Record that a mobile generator was taken away."""
        return self._change(lambda table: placing.remove_generator(table, generator_id, author))

    def dress_position(self, element_id: str, position: int, author: str, reason: str) -> Future[HandDressedPosition]:
        """Give the position of a switch without telemetry, as :class:`engines.grid.switches.SwitchPosition`."""
        return self._change(lambda table: by_hand.dress_position(table, element_id, position, author, reason))

    def undress_position(self, element_id: str, author: str) -> Future[HandDressedPosition]:
        """End a position given by hand."""
        return self._change(lambda table: by_hand.undress_position(table, element_id, author))

    def substitute(
        self, point_id: str, value: float, author: str, reason: str, kind: PointKind = PointKind.ANALOG
    ) -> Future[Substitution]:
        """Put a value in the place of a telemetered one, in the unit of the point; refused where it cannot have it."""
        return self._change(lambda table: by_hand.substitute(table, point_id, value, author, reason, kind))

    def end_substitution(self, point_id: str, author: str) -> Future[Substitution]:
        """Let the telemetered value count again."""
        return self._change(lambda table: by_hand.end_substitution(table, point_id, author))

    def lock_device(
        self, point_id: str, command_id: str, value: float, reason: str, author: str = "control"
    ) -> Future[DeviceLock]:
        """Take no more commands on a point until somebody knows what became of this one."""
        return self._change(lambda table: by_hand.lock_device(table, point_id, command_id, value, reason, author))

    def unlock_device(self, point_id: str, author: str, reason: str) -> Future[DeviceLock | None]:
        """Take commands again; resolves to ``None`` where the point was not locked."""
        return self._change(lambda table: by_hand.unlock_device(table, point_id, author, reason))

    def take_token(self, element_id: str, author: str) -> Future[ControlToken]:
        """Have a device under this console's control, or keep it; refused while another console has it.

        It is renewed as long as this process runs and lapses 20 s after it was last heard.
        """
        self._may_hold_tokens = True
        return self._submit(lambda batch: tokens.take_token(batch, element_id, author))

    def release_token(self, element_id: str, author: str) -> Future[bool]:
        """Give a device free; false where this console did not have it."""
        return self._submit(lambda batch: tokens.release_token(batch, element_id, author))

    def close(self, author: str = "console") -> None:
        """Release all tokens of this console. May be called twice; the journal is closed by its owner."""
        if self._may_hold_tokens and not self.view_only_reason:
            for token in self.tokens():
                if token.console == self.console:
                    self.release_token(token.element_id, author)
        self._may_hold_tokens = False

    def _change(self, act: Callable[[SiteTable], T]) -> Future[T]:
        return self._submit(lambda batch: self._guarded(batch, act))

    def _guarded(self, batch: JournalBatch, act: Callable[[SiteTable], T]) -> T:
        """In the journal's thread, inside the transaction: what a guard refuses has never happened."""
        if not self.guards:
            return act(SiteTable(batch))
        before = StateReader().read(batch.connection)
        result = act(SiteTable(batch))
        after = StateReader().read(batch.connection)
        for guard in self.guards:
            reason = guard(batch, before, after)
            if reason:
                raise InputError("", reason, "")
        return result

    def _submit(self, job: Callable[[JournalBatch], T]) -> Future[T]:
        if self._forbidden:
            refused: Future[T] = Future()
            refused.set_exception(InputError("this console", "is view-only on the site", self._forbidden))
            return refused
        return self._journal.submit(job)

    def _renew(self) -> float | None:
        """Called in the journal's thread."""
        if not self._may_hold_tokens:
            return None
        left = self._renewed + tokens.RENEW_S - time.monotonic()
        if left > 0.0:
            return left
        self._renewed = time.monotonic()
        self._journal.submit(tokens.renew_tokens)
        return tokens.RENEW_S

    def _look(self) -> SiteState:
        """Read what changed; a file nobody wrote to since is only asked for its version."""
        with self._lock:
            try:
                self._journal.query(self._read)
                self._unreadable = ""
            except InputError as error:
                self._unreadable = str(error)
                self._data_version = None
            return self._state

    def _read(self, connection: SiteReader) -> None:
        version = connection.version
        if version == self._data_version:
            return
        connection.execute("BEGIN")
        try:
            if read_revision(connection) != self._state.revision or self._data_version is None:
                self._state = self._reader.read(connection)
            self._tokens = tokens.read_tokens(connection)
        finally:
            connection.execute("COMMIT")
        self._data_version = version
