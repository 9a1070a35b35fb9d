"""What an instructor can let happen, in words, and what each asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from console.windows.live.words import quantity_text
from engines.plant.events import (
    BlockedDrive,
    DriftingMeasurement,
    FrozenMeasurement,
    HandOperation,
    LostCommunication,
    NetworkFault,
    StickingPlace,
    StuckDrive,
    SwitchedToLocal,
    WrongIndication,
)
from engines.protection.fault import FaultKind
from engines.values.points import Quantity

DRIVEN = ("switch", "trafo", "shunt")


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("EventWords", text)


def fault_text(kind: str) -> str:
    """A kind of fault."""
    return {
        FaultKind.THREE_PHASE: tr("Three-phase short circuit"),
        FaultKind.TWO_PHASE: tr("Two-phase short circuit"),
        FaultKind.EARTH: tr("Earth fault"),
    }.get(FaultKind(kind), kind)


def event_choices(table: str, has_points: bool) -> list[tuple[str, dict[str, Any]]]:
    """What can happen to equipment of a table: text, and the event with the fields that are still to be given."""
    choices: list[tuple[str, dict[str, Any]]] = []
    if table in ("line", "bus"):
        for kind in FaultKind:
            event: dict[str, Any] = {"event": NetworkFault.NAME, "kind": str(kind), "is_permanent": True}
            if table == "line":
                event["fraction"] = 0.5
            choices.append((fault_text(kind), event))
    if table in DRIVEN and has_points:
        choices.append((tr("Drive does not move"), {"event": StuckDrive.NAME, "place": str(StickingPlace.START)}))
    if table == "switch":
        if has_points:
            between = {"event": StuckDrive.NAME, "place": str(StickingPlace.BETWEEN)}
            choices.append((tr("Drive stops half way"), between))
            choices.append((tr("Drive is blocked"), {"event": BlockedDrive.NAME}))
        choices.append((tr("Opened by hand"), {"event": HandOperation.NAME, "is_closed": False}))
        choices.append((tr("Closed by hand"), {"event": HandOperation.NAME, "is_closed": True}))
    if has_points:
        if table in (*DRIVEN, "sgen", "storage"):
            choices.append((tr("Switched to local"), {"event": SwitchedToLocal.NAME}))
        choices.append((tr("Communication lost"), {"event": LostCommunication.NAME}))
        choices.append(
            (tr("A point shows a wrong value"), {"event": WrongIndication.NAME, "quantity": "", "value": 0.0})
        )
        choices.append((tr("A point is frozen"), {"event": FrozenMeasurement.NAME, "quantity": ""}))
        drifting = {"event": DriftingMeasurement.NAME, "quantity": "", "per_hour": 0.0}
        choices.append((tr("A measurement drifts"), drifting))
    return choices


def event_text(event: Mapping[str, Any], label: str) -> str:
    """An active event in one line."""
    name = event.get("event")
    if name == NetworkFault.NAME:
        lasting = tr("permanent") if event.get("is_permanent") else tr("transient")
        return f"{label}: {fault_text(str(event.get('kind')))}, {lasting}"
    words = {
        StuckDrive.NAME: tr("drive does not move")
        if event.get("place") == StickingPlace.START
        else tr("drive stops half way"),
        LostCommunication.NAME: tr("communication lost"),
        WrongIndication.NAME: tr("wrong value"),
        FrozenMeasurement.NAME: tr("frozen"),
        DriftingMeasurement.NAME: tr("drifts"),
        SwitchedToLocal.NAME: tr("switched to local"),
        BlockedDrive.NAME: tr("drive is blocked"),
        HandOperation.NAME: tr("operated by hand"),
    }
    text = f"{label}: {words.get(str(name), str(name))}"
    quantity = event.get("quantity")
    return f"{text} ({quantity_text(Quantity(quantity))})" if quantity in tuple(Quantity) else text
