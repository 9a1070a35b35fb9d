"""Whether a value can be asked of a device at all."""

from __future__ import annotations

import math

from engines.grid.network import Network
from engines.grid.switches import SwitchPosition
from engines.switching import wording
from engines.switching.device import DeviceState
from engines.switching.operation import Operation, label_of
from engines.switching.verdicts import Check, Rule, Verdict
from engines.values.phrase import phrase
from engines.values.points import NAN, PointDefinition, PointKind, Quantity


def value_checks(
    network: Network, definition: PointDefinition, operation: Operation, device: DeviceState
) -> tuple[Check, ...]:
    """Range, whole numbers, one tap at a time."""
    name, value = label_of(network, operation.element_id), operation.value
    if not math.isfinite(value):
        return (_forbidden(wording.NOT_A_NUMBER, name=name),)
    if definition.kind is PointKind.POSITION:
        known = value in (SwitchPosition.OPEN, SwitchPosition.CLOSED)
        return () if known else (_forbidden(wording.NOT_A_POSITION, name=name),)
    if definition.kind is PointKind.FLAG:
        return () if value in (0, 1) else (_forbidden(wording.NOT_A_FLAG, name=name),)
    if definition.kind is PointKind.STEP and value != int(value):
        return (_forbidden(wording.NOT_WHOLE, name=name),)
    return (*_range(network, definition, name, value), *_one_step(definition, name, value, device))


def value_range(network: Network, definition: PointDefinition) -> tuple[float, float]:
    """Lowest and highest value that may be asked: the narrower of the point's own range and the equipment's.

    NaN where neither is known.
    """
    low, high = _equipment_range(network, definition)
    lows = [v for v in (definition.low, low) if not math.isnan(v)]
    highs = [v for v in (definition.high, high) if not math.isnan(v)]
    return max(lows, default=NAN), min(highs, default=NAN)


def _range(network: Network, definition: PointDefinition, name: str, value: float) -> tuple[Check, ...]:
    low, high = value_range(network, definition)
    below, above = value < low - definition.tolerance, value > high + definition.tolerance
    if (below or above) and not math.isnan(low + high):
        return (_forbidden(wording.OUT_OF_RANGE, name=name, value=value, low=low, high=high),)
    if below:
        return (_forbidden(wording.BELOW_RANGE, name=name, value=value, low=low),)
    if above:
        return (_forbidden(wording.ABOVE_RANGE, name=name, value=value, high=high),)
    if math.isnan(low) or math.isnan(high):
        unknown = phrase(wording.RANGE_UNKNOWN, name=name, value=value)
        return (Check(Rule.RANGE, Verdict.NEEDS_READING, unknown, (definition.element_id,)),)
    return ()


def _one_step(definition: PointDefinition, name: str, value: float, device: DeviceState) -> tuple[Check, ...]:
    if definition.quantity is not Quantity.TAP_POS:
        return ()
    if math.isnan(device.value):
        return (_forbidden(wording.STEP_UNKNOWN, name=name),)
    if abs(value - device.value) > 1.0 + definition.tolerance:
        down, up = device.value - 1, device.value + 1
        return (_forbidden(wording.ONE_STEP, name=name, present=device.value, down=down, up=up),)
    return ()


def _equipment_range(network: Network, definition: PointDefinition) -> tuple[float, float]:
    ref = network.find(definition.element_id)
    if ref is None:
        return NAN, NAN
    table, row, quantity = network[ref.table], ref.row, definition.quantity

    def rated(column: str) -> float:
        return float(table[column][row]) if column in table else NAN

    if quantity is Quantity.TAP_POS:
        return rated("tap_min"), rated("tap_max")
    if quantity is Quantity.STEP:
        return 0.0, rated("max_step")
    if quantity is Quantity.P_LIMIT_MW:
        return 0.0, rated("sn_mva")
    if quantity in (Quantity.P_SETPOINT_MW, Quantity.Q_SETPOINT_MVAR):
        return -rated("sn_mva"), rated("sn_mva")
    if quantity is Quantity.VM_SETPOINT_PU:
        return _emergency_band(network, ref.table, row)
    return NAN, NAN


def _emergency_band(network: Network, table: str, row: int) -> tuple[float, float]:
    column = next((c for c in ("bus", "lv_bus") if c in network[table]), "")
    bus = int(network.bus_row(int(network[table][column][row]))) if column else -1
    if bus < 0:
        return NAN, NAN
    vn_kv = float(network.bus["vn_kv"][bus])
    bands = [b for b in network.limits.voltage_bands if b.from_kv <= vn_kv < b.to_kv]
    return (bands[0].emergency_min_pu, bands[0].emergency_max_pu) if bands else (NAN, NAN)


def _forbidden(template: str, **arguments: str | float) -> Check:
    return Check(Rule.RANGE, Verdict.FORBIDDEN, phrase(template, **arguments))
