"""One setpoint of a plan as a row: what the field shows now, what is wanted, and what became of it."""

from __future__ import annotations

import math

from PySide6.QtCore import QT_TRANSLATE_NOOP

from console.control.ports import Reading
from console.dispatch.control_points import FieldPoints, NotSent, Setpoint
from console.windows.live.dispatch.words import kind_text, tr
from console.windows.live.words import quantity_text
from console.workflows.dispatch_values import FINE, FOUND_SO, SentSetpoint
from engines.grid.network import Network
from engines.switching.operation import label_of
from engines.values.dispatch import DeviceKind
from engines.values.points import UNITS, PointFreshness, PointKind, PointQuality, Quantity
from widgets.dispatch.execution_lines import SetpointLine
from widgets.numbers import MISSING, number_text

QUANTITIES = {
    Quantity.TAP_POS: QT_TRANSLATE_NOOP("DispatchWords", "tap"),
    Quantity.VM_SETPOINT_PU: QT_TRANSLATE_NOOP("DispatchWords", "voltage"),
    Quantity.STEP: QT_TRANSLATE_NOOP("DispatchWords", "step"),
    Quantity.P_LIMIT_MW: QT_TRANSLATE_NOOP("DispatchWords", "P limit"),
    Quantity.P_SETPOINT_MW: QT_TRANSLATE_NOOP("DispatchWords", "P"),
    Quantity.Q_SETPOINT_MVAR: QT_TRANSLATE_NOOP("DispatchWords", "Q"),
}
DECIMALS = {"MW": 3, "Mvar": 3, "pu": 4, "%": 1, "": 0}


def setpoint_line(
    setpoint: Setpoint, field: FieldPoints, network: Network, told: SentSetpoint | None, *, is_sending: bool
) -> SetpointLine:
    """One row: what the field shows now, what is wanted, and what became of it."""
    reading, now = _now(setpoint, field), math.nan
    if reading is not None and reading.quality is not PointQuality.INVALID:
        now = reading.value
    state, severity = _state(setpoint, field, told, is_sending=is_sending)
    device, unit = _device(setpoint, network), UNITS.get(setpoint.quantity, "")
    quantity = tr(str(QUANTITIES[setpoint.quantity]))
    tips = [
        f"{device}: {quantity_text(setpoint.quantity)}",
        tr("Charging is positive.") if setpoint.kind is DeviceKind.STORAGE else "",
        tr("This console cannot command it: tell it by telephone.") if setpoint.why_not is NotSent.NO_CONTROL else "",
        told.reason if told is not None else "",
    ]
    return SetpointLine(
        device, f"{quantity}, {unit}" if unit else quantity,
        f"{value_text(setpoint, now)} {_mark(reading)}".strip(), value_text(setpoint, setpoint.value),
        value_text(setpoint, setpoint.value - now, is_signed=True), state, severity, setpoint.why_not is None,
        "\n".join(tip for tip in tips if tip),
    )  # fmt: skip


MEASURED = {Quantity.P_SETPOINT_MW: Quantity.P_MW, Quantity.Q_SETPOINT_MVAR: Quantity.Q_MVAR}


def _now(setpoint: Setpoint, field: FieldPoints) -> Reading | None:
    """What is measured of the quantity, else what the commanded point shows; ``None`` where there is neither."""
    measured = f"{setpoint.element_id}/{MEASURED.get(setpoint.quantity, setpoint.quantity)}"
    for point_id in (measured, setpoint.point_id):
        if field.definition(point_id) is not None:
            return field.reading(point_id)
    return None


def _device(setpoint: Setpoint, network: Network) -> str:
    if setpoint.element_id:
        return label_of(network, setpoint.element_id)
    place = setpoint.device.rpartition(" at ")[2]
    kind = kind_text(setpoint.kind)
    return kind if place == setpoint.device else tr("{kind}, {place}").format(kind=kind, place=place)


def value_text(setpoint: Setpoint, value: float, *, is_signed: bool = False) -> str:
    """A value of a setpoint's quantity, a dash where there is none."""
    unit = UNITS.get(setpoint.quantity, "")
    definition = setpoint.definition
    is_whole = setpoint.quantity in (Quantity.TAP_POS, Quantity.STEP) or (
        definition is not None and definition.kind is not PointKind.ANALOG
    )
    decimals = 0 if is_whole else DECIMALS[unit]
    text = number_text(round(value, decimals) + 0.0 if math.isfinite(value) else value, decimals)
    if text == MISSING:
        return text
    sign = "+" if is_signed and round(value, decimals) > 0 else ""
    return f"{sign}{text}"


def _mark(reading: Reading | None) -> str:
    """How far a value is to be believed, in the words of the signs."""
    if reading is None:
        return ""
    if reading.freshness is PointFreshness.STALE:
        return tr("(stale)")
    if reading.freshness is PointFreshness.SUSPECT:
        return tr("(suspect)")
    return "?" if reading.quality is PointQuality.QUESTIONABLE else ""


def _state(setpoint: Setpoint, field: FieldPoints, told: SentSetpoint | None, *, is_sending: bool) -> tuple[str, str]:
    if setpoint.why_not is NotSent.NO_CONTROL:
        return tr("by telephone"), ""
    if setpoint.why_not is NotSent.TWO_PERSONS:
        return tr("by hand, two persons"), ""
    if setpoint.why_not is NotSent.NOT_A_NUMBER:
        return tr("not planned"), "medium"
    if told is not None and told.outcome in FINE:
        return (tr("stands so") if told.outcome == FOUND_SO else tr("done")), ""
    if told is not None:
        return outcome_text(told.outcome), "high" if told.outcome != "cancelled" else "medium"
    if is_sending:
        return tr("on its way"), ""
    return (tr("stands so") if field.shows(setpoint) else tr("to be sent")), ""


def outcome_text(outcome: str) -> str:
    """How a command of a plan ended that did not do what it should."""
    texts = {
        "refused": tr("refused"),
        "timed_out": tr("timed out"),
        "stuck": tr("stuck"),
        "clamped": tr("another value"),
        "unknown": tr("outcome unknown"),
        "cancelled": tr("withdrawn"),
    }
    return texts.get(outcome, outcome)
