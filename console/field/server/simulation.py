"""The plant in a thread of its own, stepped along with the wall clock: real time, faster, or paused."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from console.field.server.publishing import PublishedReadings
from engines.grid.network import Network
from engines.plant.commands import PlantReply
from engines.plant.events import PlantEvent
from engines.plant.plant import Plant
from engines.plant.script import ScriptEntry
from engines.values.points import PointDefinition, PointKind
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]
Result = TypeVar("Result")
_log = logging.getLogger(__name__)

TICK_S = 0.1
LONGEST_STEP_S = 0.1
"""Simulated seconds between two publications, unless there would be more than :data:`MOST_STEPS` in a tick."""
MOST_STEPS = 20
LONGEST_ABSENCE_S = 1.0
"""What the process slept longer than that, the plant has not lived through."""
SCRIPT_AUTHOR = "script"


@dataclass(frozen=True, slots=True)
class Tick:
    """What a step brought.

    Attributes:
        readings: changed ones.
        time: simulated local time.
        events: active ones, id and event.
    """

    readings: PublishedReadings
    time: np.datetime64
    events: tuple[tuple[str, PlantEvent], ...]


class Simulation:
    """One plant. Every call to it runs in one thread, one after the other, so that it needs no lock.

    Args:
        announce: awaited with what each step brought.
        speed: simulated seconds a second; 0 pauses.
    """

    def __init__(self, plant: Plant, announce: Callable[[Tick], Awaitable[None]], *, speed: float = 1.0) -> None:
        self.points = plant.points
        self.speed = speed
        self.reached_speed = 0.0
        self.network = plant.network
        self._plant, self._announce = plant, announce
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="plant")
        self._now_us = 0
        self._wall_us = _wall_us()
        self._was_reachable: Array = np.ones(len(plant.points), bool)
        self._script: list[ScriptEntry] = []
        self._script_events: dict[str, str] = {}

    async def publish_all(self) -> None:
        """Announce every reading, whether it changed or not."""
        self._wall_us = _wall_us()
        await self._announce(await self._do(self._collect, np.arange(len(self.points)), 0))

    async def run(self) -> None:
        """Step until cancelled. Whatever the plant raises ends it."""
        last = reference = time.monotonic()
        simulated_us = self._now_us
        while True:
            await asyncio.sleep(max(0.0, last + TICK_S - time.monotonic()))
            now = time.monotonic()
            elapsed, last = min(now - last, LONGEST_ABSENCE_S), now
            self._wall_us = _wall_us()
            await self._advance(elapsed * self.speed)
            if now - reference >= 1.0:
                self.reached_speed = (self._now_us - simulated_us) / 1e6 / (now - reference)
                reference, simulated_us = now, self._now_us

    async def stop(self) -> None:
        """Let the thread end."""
        await asyncio.to_thread(self._executor.shutdown)

    def is_reachable(self, row: int) -> bool:
        """Whether there is communication with the device of a point."""
        return bool(self._was_reachable[row])

    async def check(self, row: int) -> PlantReply:
        """Whether the device would take any command for a point now."""
        return await self._do(self._check, row)

    async def command(self, point_id: str, value: float, originator: str) -> PlantReply:
        """Command a device."""
        return await self._do(self._plant.command, point_id, value, originator)

    async def inject(self, event: PlantEvent) -> str:
        """Let something happen; its id. Raises ``InputError`` where it cannot."""
        event_id: str = await self._do(self._plant.inject, event)
        await self._announce_now()
        return event_id

    async def clear(self, event_id: str) -> None:
        """Repair. Raises ``InputError`` where there is no such event."""
        await self._do(self._plant.clear, event_id)
        await self._announce_now()

    async def begin_script(self, entries: tuple[ScriptEntry, ...]) -> None:
        """Begin a script now; what is left of an earlier one is dropped.

        Raises ``InputError`` for a point nobody can command and an event that does not fit the network.
        """
        controllable = {point.point_id for point in self.points if point.is_controllable}
        for entry in entries:
            if entry.command is not None and entry.command[0] not in controllable:
                raise InputError(entry.place, f"{entry.command[0]} takes no commands", "name a controllable point")
        if any(entry.event is not None for entry in entries):
            await asyncio.to_thread(_rehearse, self._plant.network, entries)
        await self._do(self._begin_script, entries)

    async def _announce_now(self) -> None:
        self._wall_us = _wall_us()
        await self._announce(await self._do(self._collect, np.empty(0, int), 0))

    async def _advance(self, seconds: float) -> None:
        left_us = round(seconds * 1e6)
        step_us = max(round(LONGEST_STEP_S * 1e6), -(-left_us // MOST_STEPS))
        while left_us > 0:
            part_us = min(step_us, left_us)
            left_us -= part_us
            await self._announce(await self._do(self._step, part_us, left_us))

    def _step(self, part_us: int, left_us: int) -> Tick:
        """Step the plant, stopping where the script has something to do."""
        rows: list[Array] = []
        end_us = self._now_us + part_us
        while True:
            until_us = min(end_us, max(self._script[0].at_us, self._now_us)) if self._script else end_us
            if until_us > self._now_us:
                rows.append(np.asarray(self._plant.step((until_us - self._now_us) / 1e6)))
                self._now_us = until_us
            if not self._script or self._script[0].at_us > self._now_us:
                break
            self._carry_out(self._script.pop(0))
        return self._collect(np.unique(np.concatenate(rows)) if rows else np.empty(0, int), left_us)

    def _collect(self, rows: Array, left_us: int) -> Tick:
        """Readings of ``rows`` and of what lost or regained its communication; ``left_us``: of this tick."""
        readings = self._plant.readings()
        turned = np.flatnonzero(readings.is_reachable != self._was_reachable)
        self._was_reachable = readings.is_reachable.copy()
        rows = np.union1d(rows, turned).astype(int)
        age_us = self._now_us + left_us - readings.time_us[rows]
        source_us = self._wall_us - np.rint(age_us / self.speed if self.speed > 0 else age_us).astype(np.int64)
        published = PublishedReadings(
            rows,
            readings.value[rows].copy(),
            readings.quality[rows].copy(),
            source_us,
            readings.is_reachable[rows].copy(),
        )
        return Tick(published, self._plant.time, self._plant.active_events)

    def _check(self, row: int) -> PlantReply:
        """A selection names no value: the device is asked about those next to its present one."""
        point = self.points[row]
        present = float(self._plant.readings().value[row])
        replies = [self._plant.check(point.point_id, value) for value in probe_values(point, present)]
        return next((reply for reply in replies if reply.accepted), replies[0])

    def _begin_script(self, entries: tuple[ScriptEntry, ...]) -> None:
        self._script_events.clear()
        now = self._now_us
        self._script = [replace(entry, at_us=entry.at_us + now) for entry in entries]

    def _carry_out(self, entry: ScriptEntry) -> None:
        """A script goes on where one of its entries fails; the log says which."""
        try:
            if entry.event is not None:
                event_id = self._plant.inject(entry.event)
                if entry.name:
                    self._script_events[entry.name] = event_id
            elif entry.command is not None:
                reply = self._plant.command(*entry.command, SCRIPT_AUTHOR)
                if not reply.accepted:
                    _log.warning("%s: refused: %s", entry.place, reply.reason)
            elif entry.speed is not None:
                self.speed = entry.speed
            elif entry.clear in self._script_events:
                self._plant.clear(self._script_events.pop(entry.clear))
        except InputError as error:
            _log.warning("%s: %s", entry.place, error)

    async def _do(self, function: Callable[..., Result], *arguments: Any) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._executor, function, *arguments)


def _rehearse(network: Network, entries: tuple[ScriptEntry, ...]) -> None:
    """Inject the events of a script into a plant of their own, so that what does not fit is told beforehand."""
    plant = Plant(network)
    for entry in entries:
        if entry.event is None:
            continue
        try:
            plant.inject(entry.event)
        except InputError as error:
            raise InputError(entry.place, str(error)) from error


def probe_values(point: PointDefinition, present: float) -> list[float]:
    """Values a device at ``present`` could be commanded to."""
    if point.kind in (PointKind.POSITION, PointKind.FLAG):
        return [1.0 - present] if present in (0.0, 1.0) else [0.0, 1.0]
    if point.kind is PointKind.STEP and math.isfinite(present):
        inside = [value for value in (present + 1, present - 1) if not (value < point.low or value > point.high)]
        return inside or [present]
    return [present if math.isfinite(present) else point.low]


def _wall_us() -> int:
    return time.time_ns() // 1000
