"""A district, a link, a journal and a site whose every answer a test gives by hand, on a clock it turns by hand."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from console.control.command import CommandView
from console.control.path import CommandPath
from console.control.ports import Ports, Reading
from console.control.records import COMMAND, COMMAND_END, KINDS, PendingCommand, pending_of
from console.journal.record import JournalEntry, JournalRecord
from engines.grid.network import Network, make_network, make_table
from engines.grid.snapshot import Snapshot
from engines.switching.consequence import Consequence
from engines.switching.device import Authority, DeviceState
from engines.switching.operation import Operation
from engines.switching.verdicts import Check
from engines.values.commands import CommandOutcome, FieldCommand
from engines.values.loadflow import SolveStatus
from engines.values.phrase import Phrase
from engines.values.points import (
    LinkHealth,
    LinkState,
    PointDefinition,
    PointFreshness,
    PointKind,
    PointQuality,
    Quantity,
)
from engines.values.site import ControlToken, DeviceLock, SiteState
from engines.values.validation import InputError

BREAKER, OTHER, SETPOINT = "switch:CB/position", "switch:S/position", "sgen:0/p_limit_mw"
FEEDBACK_S = 4.0
SYNC_S = 2.0
"""A link that is up again has read every point within that time."""


def small_network() -> Network:
    """(0)─▪ CB─line 0─(1)─▪ S, a disconnector D beyond─line 1─(2), a load and a generator at its end."""
    switch = {
        "name": np.array(["CB", "S", "D"]),
        "bus": np.array([0, 1, 2]),
        "element": np.array([0, 1, 1]),
        "et": np.array(["l", "l", "l"]),
        "kind": np.array(["breaker", "load_break_switch", "disconnector"]),
    }
    tables = {
        "bus": make_table("bus", {"vn_kv": np.full(3, 20.0)}),
        "line": make_table(
            "line",
            {
                "from_bus": np.array([0, 1]),
                "to_bus": np.array([1, 2]),
                "length_km": np.ones(2),
                "r_ohm_per_km": np.full(2, 0.2),
                "x_ohm_per_km": np.full(2, 0.1),
            },
        ),
        "switch": make_table("switch", switch, ids=[f"switch:{n}" for n in switch["name"]]),
        "load": make_table("load", {"bus": np.array([2]), "p_mw": np.array([1.0])}),
        "sgen": make_table("sgen", {"bus": np.array([2]), "p_mw": np.array([0.3]), "sn_mva": np.array([0.5])}),
        "ext_grid": make_table("ext_grid", {"bus": np.array([0])}),
    }
    return make_network("small", tables)


NETWORK = small_network()


def position(name: str) -> PointDefinition:
    return PointDefinition(
        f"switch:{name}", Quantity.POSITION, PointKind.POSITION, is_controllable=True, feedback_s=FEEDBACK_S
    )


DEFINITIONS = (
    position("CB"),
    position("S"),
    position("D"),
    PointDefinition(
        "sgen:0", Quantity.P_LIMIT_MW, PointKind.ANALOG, 0.0, 0.5, is_controllable=True, feedback_s=FEEDBACK_S
    ),
)


class Time:
    """Clock and scheduler: nothing is due before the test says so."""

    def __init__(self) -> None:
        self.now = 100.0
        self._timers: dict[int, tuple[float, Callable[[], None]]] = {}
        self._number = itertools.count()

    def monotonic(self) -> float:
        return self.now

    def now_us(self) -> int:
        return int(self.now * 1e6)

    def after(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        number = next(self._number)
        self._timers[number] = (self.now + seconds, call)
        return lambda: self._timers.pop(number, None) and None

    def forget(self) -> None:
        """The process died, and its timers with it."""
        self._timers.clear()

    def advance(self, seconds: float) -> None:
        end = self.now + seconds
        while True:
            due = sorted((at, number) for number, (at, _) in self._timers.items() if at <= end)
            if not due:
                break
            at, number = due[0]
            self.now = max(self.now, at)
            self._timers.pop(number)[1]()
        self.now = end


class Disk:
    """A journal whose commits the test decides; what was committed outlives a console."""

    def __init__(self, time: Time) -> None:
        self._time = time
        self.committed: list[JournalRecord] = []
        self.entries: list[JournalEntry] = []
        self.waiting: list[tuple[Callable[[], Any], JournalRecord | None, Future[Any]]] = []
        self.is_full = False
        self.is_held = False

    def write(self, record: JournalRecord) -> Future[int]:
        return self.submit(lambda: len(self.committed), record)

    def submit(self, act: Callable[[], Any], record: JournalRecord | None = None) -> Future[Any]:
        future: Future[Any] = Future()
        self.waiting.append((act, record, future))
        if not self.is_held:
            self.commit()
        return future

    def commit(self) -> None:
        """Answer everything that waits, in order."""
        while self.waiting:
            act, record, future = self.waiting.pop(0)
            if self.is_full:
                future.set_exception(InputError("site.sqlite", "the disk is full, nothing was recorded", "free space"))
                continue
            if record is not None:
                self.committed.append(record)
                sequence = len(self.committed)
                self.entries.append(
                    JournalEntry(
                        sequence,
                        self._time.now_us(),
                        "desk",
                        record.kind,
                        record.author,
                        record.element_id,
                        record.sentence,
                        dict(record.details),
                        0,
                        "",
                    )
                )
            future.set_result(act())

    def lose(self) -> None:
        """The machine dies: what was not committed never was."""
        self.waiting.clear()

    def of(self, kind: str, command_id: str) -> list[JournalRecord]:
        return [r for r in self.committed if r.kind == kind and r.details["command_id"] == command_id]

    def pending(self) -> tuple[PendingCommand, ...]:
        return pending_of([e for e in self.entries if e.kind in KINDS])


class Site:
    """A site on the same disk."""

    console = "desk"

    def __init__(self, time: Time, disk: Disk, on_freed: Callable[[str, str], None]) -> None:
        self._time, self._disk, self._on_freed = time, disk, on_freed
        self.now = SiteState()
        self.view_only_reason = ""
        self.held_elsewhere: set[str] = set()

    def state(self) -> SiteState:
        return self.now

    def tokens(self) -> tuple[ControlToken, ...]:
        return tuple(ControlToken(e, "desk 2", "Eve", 0, 0) for e in self.held_elsewhere)

    def take_token(self, element_id: str, author: str) -> Future[Any]:
        return self._disk.submit(lambda: None)

    def release_token(self, element_id: str, author: str) -> Future[Any]:
        return self._disk.submit(lambda: True)

    def lock_device(
        self, point_id: str, command_id: str, value: float, reason: str, author: str = "control"
    ) -> Future[Any]:
        def act() -> None:
            lock = DeviceLock(point_id, command_id, value, self._time.now_us(), reason)
            others = tuple(known for known in self.now.locks if known.point_id != point_id)
            self.change(locks=(*others, lock))

        return self._disk.submit(act)

    def unlock_device(self, point_id: str, author: str, reason: str) -> Future[Any]:
        self._on_freed(point_id, author)

        def act() -> None:
            self.change(locks=tuple(known for known in self.now.locks if known.point_id != point_id))

        return self._disk.submit(act)

    def change(self, **parts: Any) -> None:
        self.now = replace(self.now, revision=self.now.revision + 1, **parts)


@dataclass
class Sent:
    """One command on its way out, with what was true at that moment."""

    command: FieldCommand
    at: float
    was_journaled: bool
    link: LinkState
    was_locked: bool
    was_tagged: bool
    was_in_flight: bool


@dataclass
class Asked:
    """One question to the assessor."""

    ticket: str
    snapshot: Snapshot
    done: Callable[[tuple[Check, ...], Consequence], None]
    failed: Callable[[str], None]


@dataclass
class Ended:
    """One end, with what the field showed then."""

    view: CommandView
    reading: Reading
    link: LinkState
    is_locked: bool
    truth: float


@dataclass
class World:
    """Everything around a command path; each method of it is something that can happen."""

    time: Time = field(default_factory=Time)
    author_name: str = "Ada"
    authority_now: Authority = field(default_factory=Authority)
    two_persons: set[str] = field(default_factory=set)
    supervisors: set[str] = field(default_factory=lambda: {"Grace"})
    link: LinkState = LinkState.UP
    answers_at_once: bool = True

    def __post_init__(self) -> None:
        self.disk = Disk(self.time)
        self.site = Site(self.time, self.disk, self._on_freed)
        self.snapshot_now = Snapshot(NETWORK)
        self.values = {BREAKER: 1.0, OTHER: 1.0, "switch:D/position": 1.0, SETPOINT: 0.3}
        self.truth = dict(self.values)
        self.is_synced = True
        self.resolved_falsely: list[str] = []
        self.extra: dict[str, float] = {}
        self.quality = PointQuality.GOOD
        self.sent: list[Sent] = []
        self.asked: list[Asked] = []
        self.ended: dict[str, list[Ended]] = {}
        self.changes: list[CommandView] = []
        self.problems: list[Phrase] = []
        self.read: list[str] = []
        self._stop_sync: Callable[[], None] = lambda: None
        self.breaks_link = False
        self.fails_at_once = ""
        self.lost: set[str] = set()
        self.shown: list[tuple[float, str, float]] = []
        self.answer: tuple[tuple[Check, ...], Consequence] | None = None
        self.path = self.make_path()

    def make_path(self) -> CommandPath:
        ports = Ports(self.time, self.time, lambda call: call(), self.disk, self.site, self, self, self, self)
        return CommandPath(ports, self._on_change, self.problems.append)

    # The field.

    def health_of(self, point_id: str) -> LinkHealth | None:
        return LinkHealth("server", self.link, "" if self.link is LinkState.UP else "not heard for 3 s")

    def has_control(self, point_id: str) -> bool:
        return True

    def operate(self, command: FieldCommand) -> None:
        in_flight = {s.command.command_id for s in self.sent if s.command.point_id == command.point_id}
        self.sent.append(
            Sent(
                command,
                self.time.now,
                bool(self.disk.of(COMMAND, command.command_id)),
                self.link,
                any(lock.point_id == command.point_id for lock in self.site.now.locks),
                any(t.element_id == command.point_id.rpartition("/")[0] for t in self.site.now.tags),
                bool(in_flight - set(self.ended) - self.lost),
            )
        )
        if self.breaks_link:
            raise RuntimeError("the pipe is broken")

    def read_again(self, point_ids: Sequence[str]) -> None:
        self.read += point_ids

    # The district.

    def snapshot(self) -> Snapshot:
        return self.snapshot_now

    def definitions(self, element_id: str) -> Sequence[PointDefinition]:
        return [d for d in DEFINITIONS if d.element_id == element_id]

    def reading(self, point_id: str) -> Reading:
        if point_id not in self.values:
            return Reading(self.extra.get(point_id, float("nan")), PointQuality.GOOD, self._freshness())
        return Reading(self.values[point_id], self.quality, self._freshness())

    def _freshness(self) -> PointFreshness:
        fresh = {LinkState.UP: PointFreshness.FRESH, LinkState.SUSPECT: PointFreshness.SUSPECT}
        return fresh.get(self.link, PointFreshness.STALE)

    def show(self, point_id: str, value: float) -> None:
        """The device shows another value; the console sees it while the link is up and true."""
        self.truth[point_id] = value
        self.shown.append((self.time.now, point_id, value))
        if self.is_synced and self.link is LinkState.UP:
            self._see(point_id, value)

    def _see(self, point_id: str, value: float) -> None:
        self.values[point_id] = value
        ref = NETWORK.find(point_id.rpartition("/")[0])
        assert ref is not None
        if ref.table == "switch" and not math.isnan(value):
            self.snapshot_now = self.snapshot_now.with_values("switch", "position", [ref.row], int(value))
        self.path.on_point_changed(point_id, self.reading(point_id))
        self.path.on_network_changed()

    def set_link(self, state: LinkState) -> None:
        """The link changes; one that comes up again needs a while until what it shows is of now."""
        was_up, self.link = self.link is LinkState.UP, state
        if state is not LinkState.UP:
            self.is_synced = False
            self._stop_sync()
        elif not was_up:
            self._stop_sync = self.time.after(SYNC_S, self.sync)
        self.path.on_health_changed(LinkHealth("server", state))
        for point_id in self.values:
            self.path.on_point_changed(point_id, self.reading(point_id))

    def sync(self) -> None:
        """Every point has been read anew."""
        self.is_synced = True
        for point_id, value in self.truth.items():
            self._see(point_id, value)

    # The assessor.

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
        if self.fails_at_once:
            failed(self.fails_at_once)
            return
        self.asked.append(Asked(ticket, snapshot, done, failed))
        if self.answers_at_once:
            self.predict()

    def predict(self) -> None:
        """Answer everything asked, each as of the snapshot it was asked on."""
        asked, self.asked = self.asked, []
        for question in asked:
            checks, found = self.answer or ((), consequence())
            question.done(checks, replace(found, snapshot_revision=question.snapshot.revision))

    # The people.

    def author(self) -> str:
        return self.author_name

    def authority(self, element_id: str) -> Authority:
        return self.authority_now

    def why_no_override(self, supervisor: str, element_id: str) -> str:
        return "" if supervisor in self.supervisors else f"{supervisor} is no supervisor"

    def why_no_second(self, second_person: str, element_id: str) -> str:
        return "" if second_person == "Grace" else f"{second_person} may not"

    def needs_second_person(self, element_id: str) -> bool:
        return element_id in self.two_persons

    # What is heard.

    def _on_change(self, view: CommandView) -> None:
        self.changes.append(view)
        if view.outcome is not None:
            self.ended.setdefault(view.command_id, []).append(
                Ended(
                    view,
                    self.reading(view.facts.point_id),
                    self.link,
                    self._is_locked(view.facts.point_id),
                    self.truth[view.facts.point_id],
                )
            )

    def _on_freed(self, point_id: str, author: str) -> None:
        if author == "control" and self.values[point_id] != self.truth[point_id]:
            self.resolved_falsely.append(point_id)

    def _is_locked(self, point_id: str) -> bool:
        return any(lock.point_id == point_id for lock in self.path.locks.all())

    def outcome(self, command_id: str) -> CommandOutcome | None:
        view = self.path.view(command_id)
        return None if view is None else view.outcome

    def ends_in_journal(self, command_id: str) -> list[str]:
        return [str(r.details["outcome"]) for r in self.disk.of(COMMAND_END, command_id)]


def consequence(status: SolveStatus = SolveStatus.CONVERGED, **parts: Any) -> Consequence:
    """What the assessor answers."""
    cause = "" if status is SolveStatus.CONVERGED else "too much load"
    return Consequence(0, NETWORK.structure_revision, status, cause, **parts)
