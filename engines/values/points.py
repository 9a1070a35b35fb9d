"""Points: the single numbers that come from the field, and those that can be sent back.

A point is one quantity of one piece of equipment. Its id is ``element_id/quantity``; the same point is
commanded and read back, so a command is fulfilled when the point itself says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
NAN = float("nan")


class Quantity(StrEnum):
    """What a point measures, tells or takes; units are in the name or in :data:`UNITS`."""

    VM_PU = "vm_pu"
    P_MW = "p_mw"
    """Of a switch: flow away from the bus it stands at; of a transformer: into its high side; of a load or
    storage: consumed; of a generator: injected."""
    Q_MVAR = "q_mvar"
    """Signs as :attr:`P_MW`."""
    I_KA = "i_ka"
    POSITION = "position"
    """:class:`engines.grid.switches.SwitchPosition`; commands take 0 (open) and 1 (closed)."""
    IS_LOCAL = "is_local"
    IS_OPENING_BLOCKED = "is_opening_blocked"
    IS_CLOSING_BLOCKED = "is_closing_blocked"
    TAP_POS = "tap_pos"
    IS_REGULATING = "is_regulating"
    """The automatic voltage regulator is on."""
    VM_SETPOINT_PU = "vm_setpoint_pu"
    STEP = "step"
    SOC_PERCENT = "soc_percent"
    P_LIMIT_MW = "p_limit_mw"
    """Active power a generator may inject at most."""
    P_SETPOINT_MW = "p_setpoint_mw"
    """Storage: consumed, charging positive."""
    Q_SETPOINT_MVAR = "q_setpoint_mvar"
    """Injected by a generator, consumed by storage."""
    FAULT_PASSAGE = "fault_passage"
    """A fault passage indicator has flagged; commanding 0 resets it."""
    HAS_TRIPPED = "has_tripped"
    """Protection opened the switch and nobody has acknowledged it by closing."""
    IS_LOCKED_OUT = "is_locked_out"
    """Protection opened the switch and does not reclose it any more; only closing by command ends it."""
    FAULT_I_KA = "fault_i_ka"
    IS_RECLOSING_ON = "is_reclosing_on"
    SETTING_GROUP = "setting_group"
    IS_POWERED = "is_powered"
    """A meter has voltage; false is its last gasp."""


UNITS: dict[Quantity, str] = {
    Quantity.VM_PU: "pu",
    Quantity.P_MW: "MW",
    Quantity.Q_MVAR: "Mvar",
    Quantity.I_KA: "kA",
    Quantity.VM_SETPOINT_PU: "pu",
    Quantity.SOC_PERCENT: "%",
    Quantity.P_LIMIT_MW: "MW",
    Quantity.P_SETPOINT_MW: "MW",
    Quantity.Q_SETPOINT_MVAR: "Mvar",
    Quantity.FAULT_I_KA: "kA",
}
"""Units as they are shown; a quantity that is not listed has none."""


class PointKind(StrEnum):
    """How the value of a point is to be read."""

    ANALOG = "analog"
    POSITION = "position"
    """Double point: :class:`engines.grid.switches.SwitchPosition`."""
    FLAG = "flag"
    """0 or 1."""
    STEP = "step"
    """Whole number: tap position, capacitor step, setting group."""


def values_of(kind: PointKind) -> tuple[float, ...]:
    """The values a point can have where they are few, empty for numbers; a position: open, closed, between, unknown."""
    return {PointKind.POSITION: (0.0, 1.0, 2.0, 3.0), PointKind.FLAG: (0.0, 1.0)}.get(kind, ())


@dataclass(frozen=True, slots=True)
class PointDefinition:
    """What is known of a point before any value arrives.

    Attributes:
        element_id: id of the equipment in the network.
        low, high: the range in which a value makes sense; outside it is questionable. NaN: not known.
        reporting_interval_s: the point promises a value at least that often (a meter's interval); NaN: it
            reports by exception and an unchanged value under a live subscription is current.
        dead_band: change that is reported at all; 0 where every change is.
        is_controllable: commands may be sent to it.
        feedback_s: how long after operating the field may take until the point shows the commanded value.
        tolerance: how near the value read back must be to the commanded one to count as fulfilled.
    """

    element_id: str
    quantity: Quantity
    kind: PointKind
    low: float = NAN
    high: float = NAN
    reporting_interval_s: float = NAN
    dead_band: float = 0.0
    is_controllable: bool = False
    feedback_s: float = 10.0
    tolerance: float = 1e-6

    @property
    def point_id(self) -> str:
        """``element_id/quantity``."""
        return f"{self.element_id}/{self.quantity}"

    @property
    def unit(self) -> str:
        """Unit as shown; empty where there is none."""
        return UNITS.get(self.quantity, "")


class PointQuality(IntEnum):
    """:class:`engines.grid.quality.Quality` as it travels in arrays."""

    GOOD = 0
    QUESTIONABLE = 1
    INVALID = 2


class PointFreshness(IntEnum):
    """:class:`engines.grid.quality.Freshness` as it travels in arrays."""

    FRESH = 0
    SUSPECT = 1
    STALE = 2


@dataclass(frozen=True, slots=True, eq=False)
class PointBatch:
    """Values of some points, in the order they were received; a point may occur more than once.

    Attributes:
        index: ``(n,)`` int32, rows of the receiving store's (or the sending map's) point list.
        value: ``(n,)`` float64; NaN where the field sent none.
        quality: ``(n,)`` uint8, :class:`PointQuality`.
        source_time_us: ``(n,)`` int64, microseconds since 1970 UTC by the source's clock; 0 where it gave none.
        receive_time_us: ``(n,)`` int64, microseconds since 1970 UTC by this machine's clock.
    """

    index: Array
    value: Array
    quality: Array
    source_time_us: Array
    receive_time_us: Array

    def __len__(self) -> int:
        return len(self.index)


class LinkState(StrEnum):
    """What is known of the connection to one server."""

    CONNECTING = "connecting"
    UP = "up"
    SUSPECT = "suspect"
    """Not heard for longer than it promised; commands are refused."""
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class LinkHealth:
    """The state of one link and what it has counted since it was started.

    Attributes:
        server: name of the server in the address map.
        reason: why it is not up, one sentence with the remedy; empty while up.
        heard_age_s: seconds since the server was last heard, on the monotonic clock; NaN before the first time.
        clock_offset_s: the server's clock minus ours; NaN while unknown.
        wants_login: the server refuses the login: a person should give another password.
        problems: items that could not be created or are in quarantine: point id and reason.
        events: events of the server's own alarms that have come.
        events_problem: why not all of them come, one clause; empty where they do, and of a server without alarms.
    """

    server: str
    state: LinkState
    reason: str = ""
    endpoint: str = ""
    heard_age_s: float = NAN
    values: int = 0
    values_per_s: float = 0.0
    gaps: int = 0
    republished: int = 0
    overflows: int = 0
    reconnects: int = 0
    clock_offset_s: float = NAN
    wants_login: bool = False
    problems: tuple[tuple[str, str], ...] = field(default=())
    events: int = 0
    events_problem: str = ""
