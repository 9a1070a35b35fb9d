"""Faults on the network, what they make flow, and what protection does about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.ratings import NO_LIMIT_KA, stated
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.plant.bank import Bank
from engines.plant.clock import NEVER, microseconds
from engines.plant.devices import Devices
from engines.plant.options import PlantOptions
from engines.protection.fault import Fault, FaultKind
from engines.protection.grading import derive_settings
from engines.protection.options import NeutralTreatment
from engines.protection.relays import Operation, RelayBank
from engines.protection.result import FaultStatus, ShortCircuitResult
from engines.protection.settings import ProtectionSettings
from engines.protection.short_circuit import ShortCircuitModel

Array = np.ndarray[Any, Any]
INDICATOR_OVER_RATING = 1.2
"""Pickup of a fault passage indicator over the rating of its line."""
INDICATOR_SHARE = 0.5
"""For earth faults it looks at the direction: most of the fault's current must come through it."""
FLAGS = ("has_tripped", "is_locked_out", "fault_i_ka", "is_reclosing_on", "setting_group")


@dataclass(slots=True)
class _ActiveFault:
    fault: Fault
    is_permanent: bool
    element_id: str
    result: ShortCircuitResult | None = None
    dead_since_us: int = NEVER


class ProtectionDesk:
    """Faults, relays, reclosers and fuses of a district.

    Attributes:
        settings: what the relays are set to.
        protected: ``(n_switch,)`` switches with a relay that reports; recloses: those that can reclose.
        is_changed: faults came or went since they were last looked at.
    """

    def __init__(self, network: Network, devices: Devices, options: PlantOptions) -> None:
        self._network, self._devices, self._options = network, devices, options
        self.settings: ProtectionSettings = options.protection or derive_settings(
            Snapshot(network), options.short_circuit, options.grading
        )
        n = len(network["switch"])
        self.protected, self.recloses = np.zeros(n, bool), np.zeros(n, bool)
        for row, device in self.settings.devices.items():
            self.protected[row] = not device.is_fuse
            self.recloses[row] = device.reclosing is not None
        self._uses_neutral = np.array(
            [row for row, device in self.settings.devices.items() if device.uses_neutral], np.int64
        )
        self._relays = RelayBank(self.settings)
        self._told = -1
        self._fault_i_ka: Array = np.zeros(n)
        self._fault_earth_ka: Array = np.zeros(n)
        self._faults: dict[str, _ActiveFault] = {}
        self.is_changed = False
        self._pickup_ka = INDICATOR_OVER_RATING * _line_ratings(network)
        self._deionisation_us = microseconds(options.deionisation_s)
        self._bus_of = np.asarray(network.bus_row(network["switch"]["bus"]), np.int64)

    @property
    def next_us(self) -> int:
        """When something happens next."""
        gone = min((self._gone_us(f) for f in self._faults.values()), default=NEVER)
        return min(self._relays.next_us, gone)

    @property
    def disturbance(self) -> str:
        """Why measured values mean nothing right now, one sentence; empty where they do."""
        for active in self._faults.values():
            if active.result is not None and self._disturbs(active.result):
                return f"a fault at {active.element_id} is fed and not yet cleared"
        return ""

    def add_fault(self, event_id: str, element_id: str, fault: Fault, *, is_permanent: bool) -> None:
        """A fault begins."""
        self._faults[event_id] = _ActiveFault(fault, is_permanent, element_id)
        self.is_changed = True

    def remove_fault(self, event_id: str) -> None:
        """A fault was repaired."""
        self._faults.pop(event_id, None)
        self.is_changed = True

    def look(self, snapshot: Snapshot, load_i_ka: Array, now_us: int, *, has_switched: bool) -> None:
        """Tell the relays what flows.

        Args:
            load_i_ka: ``(n_switch,)`` what flows without faults; a relay trips on overload too.
            has_switched: switches have moved since; without that, and with the same faults, the fault currents
                are the last ones.
        """
        if has_switched or self.is_changed:
            self._work_out(snapshot, now_us)
        self._relays.set_currents(np.fmax(load_i_ka, self._fault_i_ka), self._fault_earth_ka, now_us)

    def _work_out(self, snapshot: Snapshot, now_us: int) -> None:
        """What every fault makes flow with the switches as they are now."""
        self.is_changed = False
        n = len(self._network["switch"])
        i_ka, earth_ka = np.zeros(n), np.zeros(n)
        model = ShortCircuitModel(snapshot, self._options.short_circuit) if self._faults else None
        for active in self._faults.values():
            assert model is not None
            result = active.result = model.solve(active.fault)
            if result.status is not FaultStatus.CALCULATED:
                active.dead_since_us = min(active.dead_since_us, now_us)
                continue
            active.dead_since_us = NEVER
            # Several faults at once: each relay sees the largest of them.
            i_ka = np.fmax(i_ka, result.switch_i_ka)
            earth_ka = np.fmax(earth_ka, self._earth_seen(result, snapshot))
            self._devices.indicators.flag(self._passes(result), now_us)
        self._fault_i_ka, self._fault_earth_ka = i_ka, earth_ka

    def _earth_seen(self, result: ShortCircuitResult, snapshot: Snapshot) -> Array:
        """``(n_switch,)`` earth current each relay looks at; the neutral's at what feeds its bar."""
        earth = result.switch_earth_i_ka.copy()
        rows = self._uses_neutral
        earth[rows] = result.neutral_i_ka[self._bus_of[rows]] * snapshot.switch_closed[rows]
        return earth

    def advance(self, now_us: int, moved: Array) -> tuple[tuple[str, ...], bool]:
        """Let protection act: transient faults that have gone, and whether a fuse has opened.

        Args:
            moved: rows of switches that have just changed their position.
        """
        position = self._devices.drives.position
        for row in moved[position[moved] == SwitchPosition.OPEN].tolist():
            self._relays.on_opened(row, now_us)
        has_blown = False
        for operation in self._relays.advance(now_us, position == SwitchPosition.CLOSED):
            has_blown |= self._carry_out(operation, now_us)
        gone = tuple(event_id for event_id, f in self._faults.items() if self._gone_us(f) <= now_us)
        for event_id in gone:
            self.remove_fault(event_id)
        return gone, has_blown

    def on_command(self, row: int, closes: bool, now_us: int) -> None:
        """Somebody operates the switch."""
        self._relays.on_command(row, closes=closes, now_us=now_us)

    def set_reclosing(self, row: int, *, is_on: bool) -> None:
        """Switch reclosing on or off."""
        self._relays.set_reclosing(row, is_on=is_on)

    def set_group(self, row: int, group: int, now_us: int) -> None:
        """Bring another setting group in force."""
        self._relays.set_group(row, group, now_us)

    def fill(self, bank: Bank) -> None:
        """Write what the relays say."""
        if self._told == self._relays.revision:
            return
        self._told = self._relays.revision
        for name in FLAGS:
            bank.put("switch", name, self._relays.column(name, len(self._network["switch"])))

    def _carry_out(self, operation: Operation, now_us: int) -> bool:
        devices, row = self._devices, operation.switch_row
        if not operation.opens:
            if not devices.is_closing_blocked[row]:
                devices.drives.start(row, SwitchPosition.CLOSED, now_us, is_trip=True)
            return False
        if self.settings.devices[row].is_fuse:
            devices.drives.open_at_once(row)
            return True
        if not devices.is_opening_blocked[row]:
            devices.drives.start(row, SwitchPosition.OPEN, now_us, is_trip=True)
        return False

    def _gone_us(self, active: _ActiveFault) -> int:
        if active.is_permanent or active.dead_since_us == NEVER:
            return NEVER
        return active.dead_since_us + self._deionisation_us

    def _passes(self, result: ShortCircuitResult) -> Array:
        if result.fault.kind is FaultKind.EARTH:
            return np.asarray(np.nan_to_num(result.switch_share) > INDICATOR_SHARE)
        return np.asarray(np.nan_to_num(result.switch_i_ka) > self._pickup_ka)

    def _disturbs(self, result: ShortCircuitResult) -> bool:
        if result.status is not FaultStatus.CALCULATED or result.ikss_ka < self._options.disturbing_ka:
            return False
        # Under a coil or without a neutral an earth fault moves the phase voltages only: power goes on as before.
        treatment = self._options.short_circuit.neutral.treatment
        is_small = treatment in (NeutralTreatment.RESONANT, NeutralTreatment.ISOLATED)
        return not (result.fault.kind is FaultKind.EARTH and is_small)


def _line_ratings(network: Network) -> Array:
    """``(n_switch,)`` rating of the line each switch stands on; 0.4 kA where it is not known."""
    switch, line = network["switch"], network["line"]
    rated = np.full(len(switch), 0.4)
    own = stated(line["max_i_ka"], NO_LIMIT_KA) * line["parallel"]
    at = {int(index): float(i) for index, i in zip(line.index, own, strict=True)}
    for row in np.flatnonzero(switch["et"] == "l").tolist():
        i = at.get(int(switch["element"][row]), np.nan)
        rated[row] = i if np.isfinite(i) and i > 0 else 0.4
    return rated
