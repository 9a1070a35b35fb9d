"""The simulated district as one thing that is stepped, read, commanded and broken."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.plant.bank import Bank
from engines.plant.clock import microseconds
from engines.plant.commands import CommandDesk, PlantReply, refused
from engines.plant.devices import Devices
from engines.plant.district_points import current_places, plan_points
from engines.plant.event_desk import EventDesk
from engines.plant.events import PlantEvent
from engines.plant.options import PlantOptions
from engines.plant.physics import Physics, PlantStatus
from engines.plant.profile_follower import Fluctuation, ProfileFollower
from engines.plant.protection_desk import ProtectionDesk
from engines.plant.readings import PlantReadings, Telemetry
from engines.protection.settings import ProtectionSettings
from engines.values.loadflow import LoadFlowResult
from engines.values.points import PointDefinition

Array = np.ndarray[Any, Any]
DEFAULT_OPTIONS = PlantOptions()


class Plant:
    """A district in simulated time: same seed, commands and events at the same moments, same readings.

    However a span is divided into steps, what happens in it is the same: events have their own times.

    Attributes:
        network: what was built.
        points: every point there is, in the order of the readings.
    """

    def __init__(
        self,
        network: Network,
        *,
        start: np.datetime64 | None = None,
        seed: int = 0,
        options: PlantOptions = DEFAULT_OPTIONS,
    ) -> None:
        """Bring a district to life at ``start``: local standard time of its profiles.

        Without one, at ten o'clock on a January day of its profiles.
        """
        random = np.random.default_rng(seed)
        self.network, self._options = network, options
        self._follower = ProfileFollower(network)
        self._start = self._follower.default_start if start is None else start
        self._start = self._start.astype("datetime64[us]")
        self._now_us = 0
        self._bank = Bank(network)
        self._devices = Devices(network, options)
        self._protection = ProtectionDesk(network, self._devices, options)
        self._commands = CommandDesk(self._devices, self._protection, options)
        self._current_place = current_places(network, self._bank)
        self._physics = Physics(network, self.time)
        self._fluctuation = Fluctuation(
            len(network["load"]), options.fluctuation_percent, options.fluctuation_s, random
        )
        self._plan = plan_points(
            network,
            self._bank,
            self._devices.drives,
            self._devices.regulators,
            self._devices.indicators,
            self._protection.protected,
            self._protection.recloses,
            options,
        )
        self.points: tuple[PointDefinition, ...] = tuple(p.definition for p in self._plan)
        self._row_of = {p.point_id: row for row, p in enumerate(self.points)}
        self._telemetry = Telemetry(self._plan, options.meter, random)
        self._events = EventDesk(network, self._devices, self._protection, self._telemetry, self.points)
        self._is_disturbed = False
        self._scan_us, self._solve_us = microseconds(options.meter.scan_s), microseconds(options.solve_s)
        self._next_scan_us, self._next_solve_us = self._scan_us, self._solve_us
        self._begin()

    @property
    def time(self) -> np.datetime64:
        """The simulated moment, local standard time, microseconds."""
        return self._start + np.timedelta64(self._now_us, "us")

    @property
    def elapsed_us(self) -> int:
        """Microseconds of simulated time since the start."""
        return self._now_us

    @property
    def status(self) -> PlantStatus:
        """Whether the readings rest on a solution."""
        disturbance = self._protection.disturbance
        return PlantStatus(False, disturbance) if disturbance else self._physics.status

    @property
    def snapshot(self) -> Snapshot:
        """The true state of the network, which nobody in the field knows."""
        return self._physics.snapshot

    @property
    def result(self) -> LoadFlowResult | None:
        """The load flow of :attr:`snapshot`."""
        return self._physics.result

    @property
    def settings(self) -> ProtectionSettings:
        """What the relays, reclosers and fuses are set to."""
        return self._protection.settings

    def readings(self) -> PlantReadings:
        """What the field last reported of every point."""
        return self._telemetry.readings()

    def step(self, seconds: float) -> Array:
        """Let simulated time pass; rows of points that reported meanwhile, in ascending order.

        Raises ``ValueError`` for a negative or infinite span.
        """
        if not 0 <= seconds < float("inf"):
            raise ValueError(f"{seconds} s is no span of time")
        end = self._now_us + microseconds(seconds)
        while (due := self._next_us()) <= end:
            self._now_us = max(due, self._now_us)
            self._happen()
        self._now_us = end
        return self._telemetry.take_changed()

    def step_to_next(self, seconds: float) -> Array:
        """Let time pass to the next moment at which anything happens, by ``seconds`` at most; rows as :meth:`step`.

        Who watches the district between the moments misses nothing: it stands still there.
        """
        end = self._now_us + microseconds(seconds)
        due = self._next_us()
        if due <= end:
            self._now_us = max(due, self._now_us)
            self._happen()
        else:
            self._now_us = end
        return self._telemetry.take_changed()

    def check(self, point_id: str, value: float) -> PlantReply:
        """What the device would answer to being selected for this command now."""
        row = self._row_of.get(point_id)
        if row is None:
            return refused(f"there is no point {point_id}")
        return self._commands.check(self._plan[row], value, bool(self._telemetry.is_reachable[row]), self._now_us)

    def command(self, point_id: str, value: float, originator: str = "") -> PlantReply:
        """Hand a command to its device; what comes of it shows in later steps."""
        reply = self.check(point_id, value)
        if reply.accepted:
            self._commands.carry_out(self._plan[self._row_of[point_id]], value, self._now_us)
        return reply

    def inject(self, event: PlantEvent) -> str:
        """Break something, or let people operate a switch; the id of the event.

        Raises ``InputError`` where the event does not fit the district.
        """
        event_id = self._events.inject(event, self._now_us)
        self._is_disturbed = True
        return event_id

    def clear(self, event_id: str) -> None:
        """Repair what an event has broken. Raises ``InputError`` for one that is not in force."""
        self._events.clear(event_id)
        self._is_disturbed = True

    @property
    def active_events(self) -> tuple[tuple[str, PlantEvent], ...]:
        """What is broken: event ids and events, oldest first."""
        return self._events.active

    def _begin(self) -> None:
        self._solve()
        self._fill()
        self._telemetry.begin(self._bank.values, is_trusted=self.status.is_solved)

    def _next_us(self) -> int:
        if self._is_disturbed:
            return self._now_us
        return min(
            self._next_scan_us,
            self._next_solve_us,
            self._devices.next_us,
            self._commands.next_us,
            self._telemetry.next_us,
            self._protection.next_us,
        )

    def _happen(self) -> None:
        """Everything that is due at this moment."""
        now, self._is_disturbed = self._now_us, False
        moved, must_solve = self._devices.advance(now)
        must_solve |= self._commands.advance(now)
        if now >= self._next_solve_us:
            self._fluctuation.advance(self._options.solve_s)
            self._next_solve_us += self._solve_us
            must_solve = True
        gone, has_blown = self._protection.advance(now, moved)
        self._events.drop(gone)
        has_switched = has_blown or len(moved) > 0
        if must_solve or has_switched:
            self._solve()
        if must_solve or has_switched or self._protection.is_changed:
            currents = self._load_currents()
            self._protection.look(self._physics.snapshot, currents, now, has_switched=has_switched)
        self._fill()
        self._report()

    def _report(self) -> None:
        now, values, is_trusted = self._now_us, self._bank.values, self.status.is_solved
        self._telemetry.tell(values, now)
        if now >= self._next_scan_us:
            self._next_scan_us += self._scan_us
            self._telemetry.scan(values, now, is_trusted=is_trusted)
        self._telemetry.smart(values, now, is_trusted=is_trusted)

    def _solve(self) -> None:
        now, devices = self._now_us, self._devices
        scheduled = self._follower.at(self.time)
        columns = devices.columns(scheduled, self._fluctuation.factor, now)
        result = self._physics.solve(columns, self.time)
        if not result.is_converged:
            return
        devices.on_voltage(result.is_energized, now)
        feeds = self._feeds_bar()
        devices.regulators.watch(result.vm_pu, feeds, devices.is_local["trafo"], now)
        self._physics.fill(self._bank)
        devices.fill_powers(self._bank, result.is_energized)
        self._telemetry.watch_power(self._bank.values, now)

    def _load_currents(self) -> Array:
        """``(n_switch,)`` what the last solution lets flow through every switch; 0 where it is not known."""
        known = self._current_place >= 0
        return np.where(known, self._bank.values[self._current_place], 0.0)

    def _feeds_bar(self) -> Array:
        """``(n_trafo,)`` whether power flows out of its low side: closed and live on both."""
        result = self._physics.result
        assert result is not None
        flow = result.branches.get("trafo")
        return np.zeros(0, bool) if flow is None else np.asarray(np.nan_to_num(flow.i_to_ka) > 0)

    def _fill(self) -> None:
        self._devices.fill(self._bank)
        self._protection.fill(self._bank)
