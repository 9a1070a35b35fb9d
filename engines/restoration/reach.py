"""Whether the protection still sees a fault in whatever a plan feeds in another way than before."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from engines.grid.network import ElementRef, Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.protection.fault import FaultKind
from engines.protection.hierarchy import normal_state, protective_rows
from engines.protection.options import Case, ShortCircuitOptions
from engines.protection.pickups import derive_pickups, lowest_pickups
from engines.protection.short_circuit import ShortCircuitModel
from engines.restoration.options import RestorationOptions
from engines.restoration.zone_state import ZoneState
from engines.values.frozen import FrozenMap

Array = np.ndarray[Any, Any]

UNKNOWN = "protection reach is not known: no feeding grid tells its short-circuit power"
UNCHECKED = "protection reach is not checked: the options switch it off"
DERIVED = (
    "protection reach is judged by pickups worked out from ratings and fault levels; what the devices are set to "
    "is not known"
)
UNKNOWN_AT = "protection reach is not known at {name}{more}: no pickup is known of what must see a fault there"
_NAMES_KEPT = 4


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What the protection sees at the end of a plan.

    Attributes:
        unseen: ``(n_zone,)`` fed otherwise than before, and a fault there would be seen too weakly.
        told: the worst of them, one sentence; "" where there is none.
        notes: what is not known or was taken for granted.
    """

    unseen: Array
    told: str = ""
    notes: tuple[str, ...] = ()


class Reach:
    """Checks every zone that a plan feeds through another device than before.

    The smallest two-phase current (IEC 60909-0) at each of its buses must be ``options.reach_factor`` times the lowest
    phase pickup of the nearest breaker, recloser or fuse toward the source. What is seen no better in the network's
    normal state is not held against a plan.
    """

    def __init__(self, state: ZoneState, options: RestorationOptions) -> None:
        self._state, self._options = state, options
        self._network = state.snapshot.network
        self._protective = set(protective_rows(state.snapshot).tolist())
        self._now = self._devices(state.snapshot)
        self._looks: dict[bytes, Sight] = {}

    @cached_property
    def _pickups(self) -> FrozenMap[int, float]:
        given = self._options.protection
        return lowest_pickups(given) if given is not None else _derived(self._network)

    @property
    def _is_level_known(self) -> bool:
        power = np.asarray(self._network["ext_grid"]["s_sc_max_mva"], float)
        return bool((power > 0.0).any())

    def look(self, end: Snapshot) -> Sight:
        """What is seen in the end state of a plan."""
        key = np.asarray(end.switch_position).tobytes()
        if key not in self._looks:
            self._looks[key] = self._look(end)
        return self._looks[key]

    def _look(self, end: Snapshot) -> Sight:
        nothing = np.zeros(self._state.zones.count, bool)
        after = self._devices(end)
        zones = [zone for zone, row in after.items() if self._now.get(zone, -2) != row]
        if not zones:
            return Sight(nothing)
        if self._options.reach_factor <= 0.0:
            return Sight(nothing, notes=(UNCHECKED,))
        if not self._is_level_known:
            return Sight(nothing, notes=(UNKNOWN,))
        ratio, worst = self._ratios(end, {zone: after[zone] for zone in zones})
        weak = [zone for zone in zones if ratio[zone] < self._options.reach_factor]
        if weak:
            usual, _ = self._usual
            weak = [zone for zone in weak if not ratio[zone] >= usual[zone] - 1e-9]
        unseen = nothing.copy()
        unseen[weak] = True
        told = ""
        if weak:
            zone = min(weak, key=lambda z: (ratio[z], z))
            told = self._sentence(after[zone], int(worst[zone]), float(ratio[zone]))
        return Sight(unseen, told, self._notes([zone for zone in zones if np.isnan(ratio[zone])]))

    @cached_property
    def _usual(self) -> tuple[Array, Array]:
        normal = normal_state(self._state.snapshot)
        return self._ratios(normal, self._devices(normal))

    def _ratios(self, end: Snapshot, devices: dict[int, int]) -> tuple[Array, Array]:
        """``(n_zone,)`` smallest current over pickup of each zone's device, NaN where not known, and at which bus."""
        state, network = self._state, self._network
        current = ShortCircuitModel(end, ShortCircuitOptions(case=Case.MIN)).bus_currents(FaultKind.TWO_PHASE)
        vn_kv, at = network.bus["vn_kv"], np.asarray(network.bus_row(network["switch"]["bus"]))
        ratio, worst = np.full(state.zones.count, np.nan), np.full(state.zones.count, -1)
        for bus in np.flatnonzero(np.isin(state.zones.of_bus, list(devices))).tolist():
            zone = int(state.zones.of_bus[bus])
            row = devices[zone]
            pickup_ka = self._pickups.get(row, 0.0)
            if pickup_ka <= 0.0 or at[row] < 0 or not current[bus] > 0.0:
                continue
            seen = float(current[bus] * vn_kv[bus] / vn_kv[at[row]] / pickup_ka)
            if not seen >= ratio[zone]:
                ratio[zone], worst[zone] = seen, bus
        return ratio, worst

    def _sentence(self, row: int, bus: int, ratio: float) -> str:
        device, place = self._network.label(ElementRef("switch", row)), self._network.label(ElementRef("bus", bus))
        return f"{device} would see a fault at {place} with only {ratio:.2f} times its pickup"

    def _notes(self, blind: list[int]) -> tuple[str, ...]:
        notes = () if self._options.protection is not None else (DERIVED,)
        rows = np.flatnonzero(np.isin(self._state.zones.of_bus, blind))
        if not len(rows):
            return notes
        names = [self._network.label(ElementRef("bus", int(row))) for row in rows[:_NAMES_KEPT]]
        more = f" and {len(rows) - len(names)} more" if len(rows) > len(names) else ""
        return (*notes, UNKNOWN_AT.format(name=", ".join(names), more=more))

    def _devices(self, snapshot: Snapshot) -> dict[int, int]:
        """By zone with supply: the nearest protective switch toward the source, -1 where there is none."""
        state = self._state
        closed = np.asarray(snapshot.switch_position)[state.join] == SwitchPosition.CLOSED
        near: dict[int, list[tuple[int, int]]] = {}
        for j in np.flatnonzero(closed).tolist():
            a, b = state.ends[j].tolist()
            near.setdefault(a, []).append((j, b))
            near.setdefault(b, []).append((j, a))
        found = dict.fromkeys(np.flatnonzero(state.is_source).tolist(), -1)
        waiting = deque(found)
        while waiting:
            here = waiting.popleft()
            for j, there in near.get(here, ()):
                if there not in found:
                    row = int(state.join[j])
                    found[there] = row if row in self._protective else found[here]
                    waiting.append(there)
        return found


@lru_cache(maxsize=4)
def _derived(network: Network) -> FrozenMap[int, float]:
    return derive_pickups(Snapshot(network))
