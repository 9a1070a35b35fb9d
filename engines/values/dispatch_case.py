"""What a day-ahead dispatch is asked: devices, limits, prices and forecasts, told by bus of any network.

Powers in MW, Mvar and MVA, energy in MWh, prices in money per MWh. Times are steps of equal length from the
beginning of the horizon; every series has one value a step.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engines.values.dispatch_prices import Prices
from engines.values.frozen import FrozenMap

Array = np.ndarray[Any, Any]
BusName = int | str
"""pandapower's index of a bus, or its id or name."""
NAN, INF = float("nan"), float("inf")


@dataclass(frozen=True, slots=True)
class UpperGridTie:
    """Exchange with the upper grid at a source; import is positive.

    Attributes:
        bus: bus of the source; ``None`` where the network has one only.
        p_ramp_mw_per_h, q_ramp_mvar_per_h: largest change per hour, scaled by the length of a step.
        initial_p_mw, initial_q_mvar: exchange before the first step; NaN leaves the first step free of ramps.
    """

    bus: BusName | None = None
    s_mva: float = INF
    p_min_mw: float = -INF
    p_max_mw: float = INF
    q_min_mvar: float = -INF
    q_max_mvar: float = INF
    p_ramp_mw_per_h: float = INF
    q_ramp_mvar_per_h: float = INF
    initial_p_mw: float = NAN
    initial_q_mvar: float = NAN


@dataclass(frozen=True, slots=True)
class Renewable:
    """A photovoltaic or wind unit behind an inverter; what is available may be curtailed.

    Attributes:
        kind: ``"pv"`` or ``"wt"``.
        p_mw: what it gives where its profile is 1.
        profile: name of its profile.
        power_factor_min: ``|q| <= p tan(arccos(...))`` beside the circle of ``s_mva``; 0 for the circle alone.
        element: id of the generator of the network it is; empty for one that comes on top.
    """

    kind: str
    bus: BusName
    s_mva: float
    p_mw: float
    profile: str
    power_factor_min: float = 0.0
    element: str = ""


@dataclass(frozen=True, slots=True)
class StorageUnit:
    """A battery: charges or discharges, never both, within the circle of its inverter.

    Attributes:
        e_final_mwh: what it holds at the end at least.
        element: id of the storage of the network it is; empty for one that comes on top.
    """

    bus: BusName
    p_mw: float
    s_mva: float
    e_mwh: float
    e_initial_mwh: float
    e_min_mwh: float
    e_final_mwh: float
    efficiency_charge: float = 1.0
    efficiency_discharge: float = 1.0
    element: str = ""


@dataclass(frozen=True, slots=True)
class MicroTurbine:
    """A gas turbine; ``initial_p_mw`` is NaN where the first step is free of ramps."""

    bus: BusName
    s_mva: float
    p_min_mw: float = 0.0
    ramp_mw_per_h: float = INF
    initial_p_mw: float = NAN


@dataclass(frozen=True, slots=True)
class DemandResponse:
    """The flexible share of a bus's load: shifted within the horizon, never lost; its power factor stays.

    Attributes:
        flexible_fraction: the load of a step may fall and rise by this share of itself.
        max_shift_mwh: comfort: no more energy than this may be ahead or behind at any time.
    """

    bus: BusName
    flexible_fraction: float
    max_shift_mwh: float = INF


@dataclass(frozen=True, slots=True)
class CapacitorBank:
    """Switched capacitors.

    Attributes:
        max_moves_per_day: steps in which it may change; max_steps_per_move: by how much at once.
        follows_voltage: gives ``step_mvar`` at 1 pu and falls with the voltage's square, as a real one does;
            else always ``step_mvar``, as published cases have it.
        element: id of the shunt of the network it is; empty for one that comes on top.
    """

    bus: BusName
    step_mvar: float
    steps: int
    initial_step: int = 0
    max_moves_per_day: int = 24
    max_steps_per_move: int = 1_000
    follows_voltage: bool = False
    element: str = ""


@dataclass(frozen=True, slots=True)
class StaticVarCompensator:
    """Continuous reactive power, injected positive."""

    bus: BusName
    q_min_mvar: float
    q_max_mvar: float


@dataclass(frozen=True, slots=True)
class SubstationTapChanger:
    """Taps at a source: its voltage is the grid's times ``k``, in equal steps from ``k_min`` to ``k_max``.

    Attributes:
        bus: bus of the source; ``None`` where the network has one only.
        initial_position: counted from 0.
    """

    k_min: float
    k_max: float
    positions: int
    initial_position: int
    max_moves_per_day: int = 24
    max_positions_per_step: int = 1_000
    bus: BusName | None = None

    @property
    def k(self) -> Array:
        """``(positions,)`` ratio of each position."""
        return np.linspace(self.k_min, self.k_max, self.positions)


@dataclass(frozen=True, slots=True)
class FeederTapChanger:
    """Taps of a transformer or regulator of the network, anywhere in a feeder.

    Attributes:
        trafo: id or name of the transformer; its table says which positions there are.
        initial_position: a ``tap_pos``; ``None`` takes the network's.
        is_automatic: its own regulator moves it: the plan then tells the voltage to hold, never a step.
    """

    trafo: str
    initial_position: int | None = None
    max_moves_per_day: int = 24
    max_positions_per_step: int = 1_000
    is_automatic: bool = False


@dataclass(frozen=True, slots=True)
class CaseRegion:
    """A part of the district that plans for itself: all that a branch supplies.

    Attributes:
        branch: id or name of the line, transformer or switch it begins with.
        name: what a person calls it; empty for the bus it hangs on.
    """

    branch: str
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class DispatchCase:
    """One dispatch to be planned.

    Attributes:
        name: what a person calls it.
        network: name or file of the network it was written for.
        n_step, step_hours: the horizon.
        profiles: by name, ``(n_step,)`` per unit; ``"load"`` scales all loads. Where it is missing, loads and
            generators follow the network's own profiles from ``start`` on.
        start: beginning of the horizon, local time; ``None`` where only clock hours matter.
        v_grid_pu: voltage of the upper grid; NaN takes each source's own.
        v_min_pu, v_max_pu: limits of every bus; NaN takes the network's.
        branch_limit_mva: limit of every branch; NaN takes the network's current ratings.
        cvar_level: for plans over scenarios, the share of their probability beyond which costs are averaged;
            cvar_weight: how much that average counts beside the expected cost, 0 to 1.
    """

    name: str
    network: str
    n_step: int
    step_hours: float
    prices: Prices
    profiles: FrozenMap[str, Array] = field(default_factory=FrozenMap)
    start: np.datetime64 | None = None
    v_grid_pu: float = NAN
    v_min_pu: float = NAN
    v_max_pu: float = NAN
    branch_limit_mva: float = NAN
    cvar_level: float = 0.95
    cvar_weight: float = 0.0
    ties: tuple[UpperGridTie, ...] = ()
    renewables: tuple[Renewable, ...] = ()
    storages: tuple[StorageUnit, ...] = ()
    turbines: tuple[MicroTurbine, ...] = ()
    responses: tuple[DemandResponse, ...] = ()
    capacitors: tuple[CapacitorBank, ...] = ()
    compensators: tuple[StaticVarCompensator, ...] = ()
    substation_taps: tuple[SubstationTapChanger, ...] = ()
    feeder_taps: tuple[FeederTapChanger, ...] = ()
    regions: tuple[CaseRegion, ...] = ()

    @property
    def day_of_step(self) -> Array:
        """``(n_step,)`` the calendar day each step begins in, counted from 0: days change at midnight."""
        minutes = self._first_minute + np.round(np.arange(self.n_step) * self.step_hours * 60).astype(np.int64)
        return np.asarray(minutes // 1440)

    def by_day(self, p_mw: Array) -> Array:
        """``(n_day, ...)`` MWh of each calendar day of ``(n_step, ...)`` MW."""
        day = self.day_of_step
        return self.step_hours * np.stack([p_mw[day == d].sum(axis=0) for d in range(int(day[-1]) + 1)])

    @property
    def _first_minute(self) -> int:
        if self.start is None:
            return 0
        day = self.start.astype("datetime64[D]")
        return int((self.start.astype("datetime64[m]") - day.astype("datetime64[m]")).astype(int))

    def clock(self, step: int) -> str:
        """The clock time a step begins at, as ``18:30``; with the day where there are several."""
        minutes = self._first_minute + round(step * self.step_hours * 60)
        text = f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
        return f"day {minutes // 1440 + 1} {text}" if minutes >= 1440 else text

    def clock_end(self, step: int) -> str:
        """The clock time the step before ``step`` ends at: midnight is 24:00 of the day that ends."""
        text = self.clock(step)
        if step == 0 or not text.endswith("00:00"):
            return text
        day = self.clock(step - 1).rpartition(" ")[0]
        return f"{day} 24:00" if day else "24:00"
