"""One operation of one device, and what it makes of a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import ElementRef, Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchKind, SwitchPosition
from engines.values.loadflow import LoadFlowResult
from engines.values.points import Quantity

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """What is to be done: a quantity of a device brought to a value in the quantity's unit."""

    element_id: str
    quantity: Quantity
    value: float

    @property
    def is_opening(self) -> bool:
        """A switch is to open."""
        return self.quantity is Quantity.POSITION and self.value == SwitchPosition.OPEN

    @property
    def is_closing(self) -> bool:
        """A switch is to close."""
        return self.quantity is Quantity.POSITION and self.value == SwitchPosition.CLOSED


def label_of(network: Network, element_id: str) -> str:
    """What a person calls the equipment; its id where the network does not have it."""
    ref = network.find(element_id)
    return element_id if ref is None else network.label(ref)


def switch_kind(network: Network, element_id: str) -> SwitchKind | None:
    """The kind of a switch; ``None`` for what is no switch. An unlisted kind is a load-break switch."""
    ref = network.find(element_id)
    if ref is None or ref.table != "switch":
        return None
    kind = str(network["switch"]["kind"][ref.row])
    return SwitchKind(kind) if kind in tuple(SwitchKind) else SwitchKind.LOAD_BREAK_SWITCH


def operated(snapshot: Snapshot, operation: Operation, present: LoadFlowResult | None = None) -> Snapshot | None:
    """The snapshot after the operation has taken effect.

    Args:
        present: load flow of ``snapshot``, for a voltage regulator, whose tap follows its set voltage.

    Returns ``None`` where the load flow does not know the quantity (protection settings, resetting an indicator).
    """
    ref = snapshot.network.find(operation.element_id)
    if ref is None:
        return None
    value = operation.value
    if operation.quantity is Quantity.POSITION and ref.table == "switch":
        return snapshot.with_values("switch", "position", [ref.row], int(value))
    if operation.quantity is Quantity.TAP_POS and ref.table in ("trafo", "trafo3w"):
        return snapshot.with_values(ref.table, "tap_pos", [ref.row], value)
    if operation.quantity is Quantity.STEP and ref.table == "shunt":
        return snapshot.with_values("shunt", "step", [ref.row], value)
    if operation.quantity is Quantity.VM_SETPOINT_PU:
        return _with_voltage(snapshot, ref, value, present)
    return _with_power(snapshot, ref, operation.quantity, value)


def _with_power(snapshot: Snapshot, ref: ElementRef, quantity: Quantity, value: float) -> Snapshot | None:
    column = {
        Quantity.P_SETPOINT_MW: "p_mw",
        Quantity.P_LIMIT_MW: "p_mw",
        Quantity.Q_SETPOINT_MVAR: "q_mvar",
    }.get(quantity)
    if column is None or ref.table not in ("sgen", "gen", "storage") or column not in snapshot.network[ref.table]:
        return None
    scaling = float(snapshot.column(ref.table, "scaling")[ref.row])
    if scaling == 0.0:
        return None
    unscaled = value / scaling
    if quantity is Quantity.P_LIMIT_MW:
        unscaled = min(float(snapshot.column(ref.table, column)[ref.row]), unscaled)
    return snapshot.with_values(ref.table, column, [ref.row], unscaled)


def _with_voltage(snapshot: Snapshot, ref: ElementRef, vm_pu: float, present: LoadFlowResult | None) -> Snapshot | None:
    if ref.table in ("ext_grid", "gen"):
        return snapshot.with_values(ref.table, "vm_pu", [ref.row], vm_pu)
    if ref.table != "trafo" or present is None or not present.is_converged:
        return None
    tap_pos = expected_tap(snapshot, ref.row, vm_pu, present)
    return None if np.isnan(tap_pos) else snapshot.with_values("trafo", "tap_pos", [ref.row], tap_pos)


def expected_tap(snapshot: Snapshot, row: int, vm_pu: float, present: LoadFlowResult) -> float:
    """The tap a transformer's regulator is expected to choose for a set voltage at its low side.

    Each step moves the low side by ``tap_step_percent``, upward for a lower position of a tap on the high side.
    NaN where there is no tap changer or no voltage.
    """
    trafo = snapshot.network["trafo"]
    low, high, step = (float(trafo[name][row]) for name in ("tap_min", "tap_max", "tap_step_percent"))
    tap_pos = float(snapshot.column("trafo", "tap_pos")[row])
    now_pu = float(present.vm_pu[snapshot.network.bus_row(int(trafo["lv_bus"][row]))])
    if not np.isfinite([low, high, step, tap_pos, now_pu]).all() or step == 0.0:
        return float("nan")
    per_step_pu = step / 100.0 * (1.0 if str(trafo["tap_side"][row]) == "lv" else -1.0)
    return float(np.clip(round(tap_pos + (vm_pu - now_pu) / per_step_pu), low, high))
