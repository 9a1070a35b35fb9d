"""Relays at work: pickup, timing, trip, reclosing, lockout. State that is handed currents and the time."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np

from engines.protection.settings import DeviceProtection, ProtectionSettings, RelaySettings

Array = np.ndarray[Any, Any]
NEVER = int(np.iinfo(np.int64).max)
US = 1_000_000
RETRY_US = 1_000_000
"""How often a relay tries again to open a switch that does not open."""
LATEST_US = 3600 * US
"""What would take longer than an hour counts as not operating."""


class Phase(IntEnum):
    """Where a device is in its reclosing sequence."""

    READY = 0
    WAITING = 1
    """Open, before the next attempt."""
    RECLAIMING = 2
    """Closed again, and not yet sure."""
    LOCKED_OUT = 3
    """Tripped for good; only closing by command ends it."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What a relay wants its switch to do.

    Attributes:
        i_ka: current it saw when it decided; 0 for closing.
    """

    switch_row: int
    opens: bool
    i_ka: float = 0.0


@dataclass(slots=True)
class _Relay:
    device: DeviceProtection
    group: int = 0
    is_reclosing_on: bool = False
    i_ka: float = 0.0
    earth_i_ka: float = 0.0
    done: float = 0.0
    trip_us: int = NEVER
    phase: Phase = Phase.READY
    attempts: int = 0
    due_us: int = NEVER
    has_tripped: bool = False
    fault_i_ka: float = 0.0

    @property
    def settings(self) -> RelaySettings:
        return self.device.groups[min(self.group, len(self.device.groups) - 1)]

    @property
    def is_locked_out(self) -> bool:
        return self.phase is Phase.LOCKED_OUT

    @property
    def attempts_left(self) -> bool:
        reclosing = self.device.reclosing
        return reclosing is not None and self.is_reclosing_on and self.attempts < len(reclosing.dead_times_s)


@dataclass(slots=True)
class RelayBank:
    """All relays, reclosers and fuses of a network, by switch row.

    Times are microseconds on any one clock. The caller tells what flows (:meth:`set_currents`), asks when it is
    needed again (:attr:`next_us`) and carries out what :meth:`advance` wants.

    Attributes:
        revision: grows whenever anything :meth:`column` tells may have changed.
    """

    settings: ProtectionSettings
    revision: int = 0
    _relays: dict[int, _Relay] = field(default_factory=dict)
    _rows: Array = field(default_factory=lambda: np.empty(0, np.int64))
    _pickup_ka: Array = field(default_factory=lambda: np.empty((0, 2)))
    _was_over: Array = field(default_factory=lambda: np.empty(0, bool))

    def __post_init__(self) -> None:
        """Begin with everything at rest."""
        for row, device in self.settings.devices.items():
            self._relays[row] = _Relay(device, is_reclosing_on=device.reclosing is not None)
        self._rows = np.array(list(self._relays), np.int64)
        self._pickup_ka = np.array([_least_pickups(r.settings) for r in self._relays.values()]).reshape(-1, 2)
        self._was_over = np.zeros(len(self._rows), bool)

    @property
    def next_us(self) -> int:
        """When a relay trips, a switch recloses or a reclaim time ends next."""
        return min((min(r.trip_us, r.due_us) for r in self._relays.values()), default=NEVER)

    def set_currents(self, i_ka: Array, earth_i_ka: Array, now_us: int) -> None:
        """Tell what flows through every switch from now on, ``(n_switch,)`` each, kA.

        A relay that keeps its pickup keeps the share of its time that has run; one that drops off begins anew.
        """
        phase, earth = np.nan_to_num(i_ka[self._rows]), np.nan_to_num(earth_i_ka[self._rows])
        is_over = (phase > self._pickup_ka[:, 0]) | (earth > self._pickup_ka[:, 1])
        # What is below every pickup and was before is no news to its relay.
        for k in np.flatnonzero(is_over | self._was_over).tolist():
            relay = self._relays[int(self._rows[k])]
            if (phase[k], earth[k]) == (relay.i_ka, relay.earth_i_ka):
                continue
            self._keep_share(relay, now_us)
            relay.i_ka, relay.earth_i_ka = float(phase[k]), float(earth[k])
            self._time(relay, now_us)
        self._was_over = is_over

    def advance(self, now_us: int, is_closed: Array) -> list[Operation]:
        """What relays want done at this moment; ``is_closed`` ``(n_switch,)`` where the switches stand."""
        wanted = []
        for row, relay in self._relays.items():
            if relay.trip_us <= now_us:
                if is_closed[row]:
                    wanted.append(Operation(row, True, max(relay.i_ka, relay.earth_i_ka)))
                    self._on_trip(relay, now_us)
                else:
                    relay.trip_us = NEVER
            if relay.due_us <= now_us:
                wanted += self._on_due(row, relay, now_us)
        return wanted

    def on_opened(self, row: int, now_us: int) -> None:
        """A switch has arrived open; its dead time begins if its relay opened it."""
        relay = self._relays.get(row)
        if relay is None or not relay.has_tripped or relay.phase in (Phase.WAITING, Phase.LOCKED_OUT):
            return
        self.revision += 1
        if relay.attempts_left:
            assert relay.device.reclosing is not None
            relay.phase = Phase.WAITING
            relay.due_us = now_us + round(relay.device.reclosing.dead_times_s[relay.attempts] * US)
        else:
            relay.phase, relay.due_us = Phase.LOCKED_OUT, NEVER

    def on_command(self, row: int, *, closes: bool, now_us: int) -> None:
        """Somebody operates the switch: the sequence ends, and no attempt follows a closing onto a fault."""
        relay = self._relays.get(row)
        if relay is None:
            return
        self.revision += 1
        reclosing = relay.device.reclosing
        relay.due_us, relay.phase = NEVER, Phase.READY
        relay.attempts = len(reclosing.dead_times_s) if reclosing is not None else 0
        if closes:
            relay.has_tripped = False
            if reclosing is not None:
                relay.phase = Phase.RECLAIMING
                relay.due_us = now_us + round(reclosing.reclaim_s * US)

    def set_reclosing(self, row: int, *, is_on: bool) -> None:
        """Switch reclosing on or off; off ends a sequence that is waiting."""
        relay = self._relays[row]
        self.revision += 1
        relay.is_reclosing_on = is_on and relay.device.reclosing is not None
        if not relay.is_reclosing_on and relay.phase is Phase.WAITING:
            relay.phase, relay.due_us = Phase.LOCKED_OUT, NEVER

    def set_group(self, row: int, group: int, now_us: int) -> None:
        """Bring another setting group (1, 2) in force."""
        relay = self._relays[row]
        self.revision += 1
        self._keep_share(relay, now_us)
        relay.group = group - 1
        self._pickup_ka[np.flatnonzero(self._rows == row)] = _least_pickups(relay.settings)
        self._time(relay, now_us)

    def state(self, row: int) -> Phase:
        """Where a device is in its sequence."""
        return self._relays[row].phase

    def column(self, name: str, n_switch: int) -> Array:
        """``(n_switch,)`` of what a device tells of itself; ``name`` as the points have it: ``is_locked_out``, ...."""
        values = np.zeros(n_switch)
        attribute = "group" if name == "setting_group" else name
        for row, relay in self._relays.items():
            values[row] = float(getattr(relay, attribute)) + (1 if name == "setting_group" else 0)
        return values

    def _keep_share(self, relay: _Relay, now_us: int) -> None:
        whole = relay.settings.operate_s(relay.i_ka, relay.earth_i_ka) * US
        if relay.trip_us == NEVER or not np.isfinite(whole):
            relay.done = 0.0
        else:
            relay.done = min(max(1.0 - (relay.trip_us - now_us) / whole, 0.0), 1.0)

    def _time(self, relay: _Relay, now_us: int) -> None:
        whole = relay.settings.operate_s(relay.i_ka, relay.earth_i_ka) * US
        if whole > LATEST_US:
            relay.trip_us, relay.done = NEVER, 0.0
        else:
            relay.trip_us = now_us + round(whole * (1.0 - relay.done))

    def _on_trip(self, relay: _Relay, now_us: int) -> None:
        self.revision += 1
        relay.has_tripped = True
        relay.fault_i_ka = max(relay.i_ka, relay.earth_i_ka)
        # Until the current stops the trip stands: a switch that does not open is told again.
        relay.trip_us = now_us + RETRY_US
        if relay.phase is Phase.RECLAIMING:
            relay.due_us = NEVER
            relay.phase = Phase.READY

    def _on_due(self, row: int, relay: _Relay, now_us: int) -> list[Operation]:
        relay.due_us = NEVER
        self.revision += 1
        if relay.phase is Phase.WAITING:
            assert relay.device.reclosing is not None
            relay.attempts += 1
            relay.phase = Phase.RECLAIMING
            relay.due_us = now_us + round(relay.device.reclosing.reclaim_s * US)
            return [Operation(row, False)]
        if relay.phase is Phase.RECLAIMING:
            relay.phase, relay.attempts, relay.has_tripped = Phase.READY, 0, False
        return []


def _least_pickups(settings: RelaySettings) -> tuple[float, float]:
    phase, earth = (min((s.pickup_ka for s in stages), default=np.inf) for stages in (settings.phase, settings.earth))
    return phase, earth
