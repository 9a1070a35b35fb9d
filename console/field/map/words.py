"""What quantities and values are called in address maps, and what fits together."""

from __future__ import annotations

from engines.grid.switches import SwitchPosition
from engines.values.points import PointKind, Quantity

Q = Quantity
POSITION_WORDS = {str(p.name).lower(): int(p) for p in SwitchPosition}
FLAG_WORDS = {"off": 0, "on": 1, "false": 0, "true": 1, "no": 0, "yes": 1}
NUMBER_TYPES = (
    "Boolean",
    "SByte",
    "Byte",
    "Int16",
    "UInt16",
    "Int32",
    "UInt32",
    "Int64",
    "UInt64",
    "Float",
    "Double",
)
"""Built-in types that carry a number."""

_STEPS = {Q.TAP_POS, Q.STEP, Q.SETTING_GROUP}
_FLAGS = {
    Q.IS_LOCAL,
    Q.IS_OPENING_BLOCKED,
    Q.IS_CLOSING_BLOCKED,
    Q.IS_REGULATING,
    Q.FAULT_PASSAGE,
    Q.HAS_TRIPPED,
    Q.IS_LOCKED_OUT,
    Q.IS_RECLOSING_ON,
    Q.IS_POWERED,
}
CONTROLLABLE = frozenset(
    {
        Q.POSITION,
        Q.TAP_POS,
        Q.IS_REGULATING,
        Q.VM_SETPOINT_PU,
        Q.STEP,
        Q.P_LIMIT_MW,
        Q.P_SETPOINT_MW,
        Q.Q_SETPOINT_MVAR,
        Q.FAULT_PASSAGE,
        Q.IS_RECLOSING_ON,
        Q.SETTING_GROUP,
    }
)
"""What can be commanded at all; the rest is only measured or told."""

_INJECTING = frozenset({"load", "sgen", "storage", "gen", "ext_grid"})
_DEVICES = frozenset({"switch", "trafo", "trafo3w", "shunt", "sgen", "gen", "storage"})
_SWITCH = frozenset({"switch"})
_TRAFO = frozenset({"trafo", "trafo3w"})
TABLES: dict[Quantity, frozenset[str]] = {
    Q.VM_PU: _INJECTING | {"bus", "switch", "trafo", "shunt", "customer"},
    Q.P_MW: _INJECTING | {"switch", "trafo", "line"},
    Q.Q_MVAR: _INJECTING | {"switch", "trafo", "line", "shunt"},
    Q.I_KA: _INJECTING | {"switch", "trafo", "line", "shunt"},
    Q.POSITION: _SWITCH,
    Q.IS_LOCAL: _DEVICES,
    Q.IS_OPENING_BLOCKED: _SWITCH,
    Q.IS_CLOSING_BLOCKED: _SWITCH,
    Q.TAP_POS: _TRAFO,
    Q.IS_REGULATING: _TRAFO | {"shunt"},
    Q.VM_SETPOINT_PU: _TRAFO | {"gen"},
    Q.STEP: frozenset({"shunt"}),
    Q.SOC_PERCENT: frozenset({"storage"}),
    Q.P_LIMIT_MW: frozenset({"sgen", "gen"}),
    Q.P_SETPOINT_MW: frozenset({"storage"}),
    Q.Q_SETPOINT_MVAR: frozenset({"sgen", "gen", "storage"}),
    Q.FAULT_PASSAGE: frozenset({"switch", "line"}),
    Q.HAS_TRIPPED: _SWITCH,
    Q.IS_LOCKED_OUT: _SWITCH,
    Q.FAULT_I_KA: _SWITCH,
    Q.IS_RECLOSING_ON: _SWITCH,
    Q.SETTING_GROUP: _SWITCH,
    Q.IS_POWERED: frozenset({"load", "customer"}),
}
"""Equipment tables whose elements can have the quantity."""


def kind_of(quantity: Quantity) -> PointKind:
    """How values of a quantity are read."""
    if quantity is Q.POSITION:
        return PointKind.POSITION
    if quantity in _FLAGS:
        return PointKind.FLAG
    return PointKind.STEP if quantity in _STEPS else PointKind.ANALOG


def value_words(quantity: Quantity) -> dict[str, int]:
    """Words that stand for values of a quantity in a map file."""
    kind = kind_of(quantity)
    if kind is PointKind.POSITION:
        return POSITION_WORDS
    return FLAG_WORDS if kind is PointKind.FLAG else {}
