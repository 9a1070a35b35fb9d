"""Words for points and links, as an operator says them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engines.grid.switches import SwitchPosition
from engines.values.points import LinkState, PointKind, Quantity
from widgets.numbers import MISSING, number_text

DECIMALS = {
    Quantity.VM_PU: 4,
    Quantity.VM_SETPOINT_PU: 4,
    Quantity.I_KA: 4,
    Quantity.FAULT_I_KA: 3,
    Quantity.SOC_PERCENT: 1,
}


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("LiveWords", text)


def quantity_text(quantity: Quantity) -> str:
    """What a point measures, without its unit."""
    return {
        Quantity.VM_PU: tr("Voltage"),
        Quantity.P_MW: tr("Active power"),
        Quantity.Q_MVAR: tr("Reactive power"),
        Quantity.I_KA: tr("Current"),
        Quantity.POSITION: tr("Position"),
        Quantity.IS_LOCAL: tr("Local control"),
        Quantity.IS_OPENING_BLOCKED: tr("Opening blocked"),
        Quantity.IS_CLOSING_BLOCKED: tr("Closing blocked"),
        Quantity.TAP_POS: tr("Tap position"),
        Quantity.IS_REGULATING: tr("Automatic regulator"),
        Quantity.VM_SETPOINT_PU: tr("Voltage setpoint"),
        Quantity.STEP: tr("Capacitor step"),
        Quantity.SOC_PERCENT: tr("State of charge"),
        Quantity.P_LIMIT_MW: tr("Active power limit"),
        Quantity.P_SETPOINT_MW: tr("Active power setpoint"),
        Quantity.Q_SETPOINT_MVAR: tr("Reactive power setpoint"),
        Quantity.FAULT_PASSAGE: tr("Fault passage"),
        Quantity.HAS_TRIPPED: tr("Tripped by protection"),
        Quantity.IS_LOCKED_OUT: tr("Locked out"),
        Quantity.FAULT_I_KA: tr("Fault current"),
        Quantity.IS_RECLOSING_ON: tr("Reclosing"),
        Quantity.SETTING_GROUP: tr("Setting group"),
        Quantity.IS_POWERED: tr("Meter has voltage"),
    }.get(quantity, str(quantity))


def value_text(quantity: Quantity, kind: PointKind, value: float) -> str:
    """A point's value without its unit; a dash where there is none."""
    if value != value:
        return MISSING
    if kind is PointKind.POSITION:
        words: dict[int, str] = {
            SwitchPosition.OPEN: tr("open"),
            SwitchPosition.CLOSED: tr("closed"),
            SwitchPosition.INTERMEDIATE: tr("between positions"),
        }
        return words.get(
            SwitchPosition(round(value)) if round(value) in (0, 1, 2) else SwitchPosition.UNKNOWN, tr("unknown")
        )
    if kind is PointKind.FLAG:
        if quantity in (Quantity.IS_REGULATING, Quantity.IS_RECLOSING_ON):
            return tr("on") if value else tr("off")
        return tr("yes") if value else tr("no")
    if kind is PointKind.STEP:
        return number_text(value, 0)
    return number_text(value, DECIMALS.get(quantity, 3))


def link_text(state: LinkState) -> str:
    """The state of a link in a word."""
    return {
        LinkState.CONNECTING: tr("connecting"),
        LinkState.UP: tr("live"),
        LinkState.SUSPECT: tr("silent"),
        LinkState.DOWN: tr("down"),
    }[state]


LINK_SIGNS = {LinkState.UP: "●", LinkState.CONNECTING: "◌", LinkState.SUSPECT: "◐", LinkState.DOWN: "○"}
"""By shape, not by colour."""
