"""What engineering units say about a quantity."""

from __future__ import annotations

from engines.values.points import Quantity

Q = Quantity
_VOLTAGE = frozenset({Q.VM_PU, Q.VM_SETPOINT_PU})
_ACTIVE = frozenset({Q.P_MW, Q.P_LIMIT_MW, Q.P_SETPOINT_MW})
_REACTIVE = frozenset({Q.Q_MVAR, Q.Q_SETPOINT_MVAR})
_CURRENT = frozenset({Q.I_KA, Q.FAULT_I_KA})
UNIT_SCALES: dict[str, tuple[frozenset[Quantity], float]] = {
    "pu": (_VOLTAGE, 1.0),
    "p.u.": (_VOLTAGE, 1.0),
    "w": (_ACTIVE, 1e-6),
    "kw": (_ACTIVE, 1e-3),
    "mw": (_ACTIVE, 1.0),
    "gw": (_ACTIVE, 1e3),
    "var": (_REACTIVE, 1e-6),
    "kvar": (_REACTIVE, 1e-3),
    "mvar": (_REACTIVE, 1.0),
    "a": (_CURRENT, 1e-3),
    "ka": (_CURRENT, 1.0),
    "ma": (_CURRENT, 1e-6),
    "%": (frozenset({Q.SOC_PERCENT}), 1.0),
    "percent": (frozenset({Q.SOC_PERCENT}), 1.0),
}
"""Unit in small letters: the quantities that can have it, and the factor to our unit."""
VOLTS = {"v": 1e-3, "kv": 1.0, "mv": 1e-6}
"""Voltages need the nominal voltage besides: the factor to kV."""


def unit_scale(unit: str, quantity: Quantity) -> float | None:
    """Factor from a unit to ours; 1 where there is no unit, None where the unit belongs to something else.

    Volts have the factor to kV; dividing by the nominal voltage is left to the caller.
    """
    small = unit.strip().lower()
    if not small:
        return 1.0
    if small in VOLTS:
        # Megavolts do not occur on a feeder; a small m before V is milli, which does not either.
        return VOLTS[small] if quantity in _VOLTAGE else None
    known = UNIT_SCALES.get(small)
    if known is None:
        return None
    quantities, scale = known
    return scale if quantity in quantities else None


def quantity_of_unit(unit: str) -> Quantity | None:
    """The quantity a unit most often means; None where it says nothing."""
    return {
        "pu": Q.VM_PU,
        "p.u.": Q.VM_PU,
        "v": Q.VM_PU,
        "kv": Q.VM_PU,
        "w": Q.P_MW,
        "kw": Q.P_MW,
        "mw": Q.P_MW,
        "var": Q.Q_MVAR,
        "kvar": Q.Q_MVAR,
        "mvar": Q.Q_MVAR,
        "a": Q.I_KA,
        "ka": Q.I_KA,
    }.get(unit.strip().lower())


def is_voltage_in_volts(unit: str) -> bool:
    """Whether the value must still be divided by the nominal voltage."""
    return unit.strip().lower() in VOLTS
