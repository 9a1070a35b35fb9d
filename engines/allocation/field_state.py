"""What the field says of a network at one moment, in the network's own rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engines.grid.snapshot import StateKey
from engines.values.frozen import FrozenMap, frozen_array

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class FieldState:
    """Measured and reported state, nothing assumed.

    Attributes:
        time: the moment in the time of the network's profiles; ``None`` where it has none.
        columns: state columns as the field or a person reports them, whole; NaN where nobody does. Switch
            positions are always complete (``UNKNOWN`` is a position). Powers are those of the equipment, so
            that its ``scaling`` counts as 1 where a value is given.
        flow_switch: ``(m,)`` rows of switches whose flow is measured.
        flow_p_mw, flow_q_mvar: ``(m,)`` flow away from the bus the switch stands at; NaN where only one of the
            two is measured.
    """

    time: np.datetime64 | None = None
    columns: FrozenMap[StateKey, Array] = field(default_factory=FrozenMap)
    flow_switch: Array = field(default_factory=lambda: frozen_array([], np.int64))
    flow_p_mw: Array = field(default_factory=lambda: frozen_array([], np.float64))
    flow_q_mvar: Array = field(default_factory=lambda: frozen_array([], np.float64))


@dataclass(frozen=True, slots=True, eq=False)
class ZoneBalance:
    """A part of the network between measured switches, and how its loads were scaled.

    Attributes:
        bus_row: a bus of it.
        switch_rows: the measured switches around it.
        p_measured_mw: power flowing into it, less what is measured inside and the losses.
        p_profile_mw: what the profiles say of the loads nobody measures in it.
        factor: by which these were scaled; NaN where they could not be.
        problem: why the factor is not plainly ``p_measured_mw / p_profile_mw``, "" where it is.
    """

    bus_row: int
    switch_rows: tuple[int, ...]
    p_measured_mw: float
    p_profile_mw: float
    factor: float
    problem: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Allocation:
    """Where the powers of a live snapshot come from.

    Attributes:
        is_measured: by table (``load``, ``sgen``, ``storage``): ``(n,)`` the power is telemetered or typed in.
        load_factor: ``(n_load,)`` by which the profile was scaled; 1 where it was taken as it is, NaN where
            the load is measured.
        load_is_doubtful: ``(n_load,)`` allocated in a zone whose balance does not fit.
        zones: the balances.
    """

    is_measured: FrozenMap[str, Array]
    load_factor: Array
    load_is_doubtful: Array
    zones: tuple[ZoneBalance, ...] = ()
