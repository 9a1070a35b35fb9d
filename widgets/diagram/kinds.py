"""What a person calls a piece of equipment."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engines.grid.network import ElementRef, Network
from engines.grid.switches import SwitchKind, SwitchPosition


def _tr(text: str) -> str:
    return QCoreApplication.translate("Diagram", text)


def kind_word(network: Network, ref: ElementRef) -> str:
    """Its kind, in the person's language."""
    if ref.table == "switch":
        return switch_words().get(str(network["switch"]["kind"][ref.row]), _tr("Switch"))
    words = {
        "bus": _tr("Bus"),
        "line": _tr("Line section"),
        "trafo": _tr("Transformer"),
        "trafo3w": _tr("Three-winding transformer"),
        "impedance": _tr("Impedance"),
        "load": _tr("Load"),
        "sgen": _tr("Generation"),
        "storage": _tr("Storage"),
        "gen": _tr("Generator"),
        "ext_grid": _tr("External grid"),
        "shunt": _tr("Shunt"),
        "asymmetric_load": _tr("Load by phase"),
        "asymmetric_sgen": _tr("Generation by phase"),
    }
    return words.get(ref.table, ref.table)


def switch_words() -> dict[str, str]:
    """Names of the switch kinds."""
    return {
        str(SwitchKind.BREAKER): _tr("Breaker"),
        str(SwitchKind.LOAD_BREAK_SWITCH): _tr("Load-break switch"),
        str(SwitchKind.DISCONNECTOR): _tr("Disconnector"),
        str(SwitchKind.RECLOSER): _tr("Recloser"),
        str(SwitchKind.FUSE): _tr("Fuse"),
    }


def position_word(position: int) -> str:
    """Name of a switch position."""
    return {
        int(SwitchPosition.OPEN): _tr("open"),
        int(SwitchPosition.CLOSED): _tr("closed"),
        int(SwitchPosition.INTERMEDIATE): _tr("intermediate"),
        int(SwitchPosition.UNKNOWN): _tr("position unknown"),
    }[int(position)]
