"""Whether the protection still sees a fault at the far end of what a plan picks up."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.protection.fault import FaultKind
from engines.protection.grading import derive_settings
from engines.protection.hierarchy import protective_rows
from engines.protection.options import Case, ShortCircuitOptions
from engines.protection.settings import ProtectionSettings
from engines.protection.short_circuit import ShortCircuitModel
from engines.restoration.arrangement import Arrangement
from engines.restoration.reclosing import way_to_source

Array = np.ndarray[Any, Any]

UNKNOWN = "protection reach is not known: no feeding grid tells its short-circuit power"


class Reach:
    """Checks the ends of what is picked up against the device that must see a fault there.

    Args:
        settings: of the network's protection; ``None`` derives them for its normal state.
    """

    def __init__(self, snapshot: Snapshot, settings: ProtectionSettings | None = None) -> None:
        self._snapshot, self._given = snapshot, settings

    @cached_property
    def _settings(self) -> ProtectionSettings:
        return self._given or derive_settings(self._snapshot)

    def why_not(self, arrangement: Arrangement, factor: float) -> str:
        """Why the end state is not protected; "" where it is, :data:`UNKNOWN` where no current can be told.

        The smallest two-phase current (IEC 60909-0) at each bus picked up must be ``factor`` times the lowest phase
        pickup of the nearest breaker, recloser or fuse on its way to the source.
        """
        state = arrangement.area.state
        network = state.snapshot.network
        if not arrangement.served.any():
            return ""
        end = self._snapshot.with_state({("switch", "position"): arrangement.position})
        current = ShortCircuitModel(end, ShortCircuitOptions(case=Case.MIN)).bus_currents(FaultKind.TWO_PHASE)
        vn_kv, at = network.bus["vn_kv"], np.asarray(network.bus_row(network["switch"]["bus"]))
        worst, told = np.inf, ""
        for zone, row in self._devices(arrangement).items():
            buses = np.flatnonzero(state.zones.of_bus == zone)
            stages = self._settings.devices[row].groups[0].phase if row in self._settings.devices else ()
            if not len(buses) or not stages or at[row] < 0:
                continue
            seen = current[buses] * vn_kv[buses] / vn_kv[at[row]]
            if not (seen > 0.0).all():
                return UNKNOWN
            ratio = float(seen.min()) / min(stage.pickup_ka for stage in stages)
            if ratio < min(factor, worst):
                worst = ratio
                bus = network.label(ElementRef("bus", int(buses[int(seen.argmin())])))
                device = network.label(ElementRef("switch", row))
                told = f"{device} would see a fault at {bus} with only {ratio:.2f} times its pickup"
        return told

    def _devices(self, arrangement: Arrangement) -> dict[int, int]:
        """By zone picked up: the nearest protective switch toward the source."""
        state = arrangement.area.state
        toward, protective = way_to_source(arrangement), set(protective_rows(state.snapshot).tolist())
        found = {}
        for zone in np.flatnonzero(arrangement.served).tolist():
            here = zone
            while here in toward:
                join, here = toward[here]
                if int(state.join[join]) in protective:
                    found[zone] = int(state.join[join])
                    break
        return found
