"""What a person can do with the selected equipment in a study: the same actions for menu, keys and inspector."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from engines.grid.network import ElementRef, Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.study.change import Change
from engines.study.controls import CapacitorStepChange, TapChange, tap_range
from engines.study.service import SERVICE_TABLES, ServiceChange
from engines.study.switching import SwitchOperation
from engines.values.validation import InputError


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("StudyActions", text)


@dataclass(frozen=True, slots=True)
class ElementAction:
    """One thing that can be done with an element.

    Attributes:
        change: what it does; ``None`` where a dialog asks for more first.
        dialog: name of that dialog, "" for none.
        reason: why it cannot be done now, "" when it can.
        key: the key that does the same on the diagram.
    """

    text: str
    tip: str
    change: Change | None = None
    dialog: str = ""
    reason: str = ""
    key: str = ""
    is_primary: bool = False


def actions_for(snapshot: Snapshot, ref: ElementRef) -> tuple[ElementAction, ...]:
    """Every action of one element, the most usual first."""
    network = snapshot.network
    element_id = str(network[ref.table].id[ref.row])
    own: dict[str, Callable[[], list[ElementAction]]] = {
        "switch": lambda: _switch(snapshot, ref, element_id),
        "trafo": lambda: _tap(snapshot, ref, element_id),
        "shunt": lambda: _capacitor(snapshot, ref, element_id),
        "line": lambda: [_dialog(tr("Change type…"), tr("Another line or cable type for this section"), "line_type")],
        "bus": lambda: [_dialog(tr("Connect generation or storage…"), tr("New plant at this bus"), "new_der")],
        "ext_grid": lambda: [_dialog(tr("Set voltage…"), tr("The voltage the source holds"), "voltage")],
        "gen": lambda: [_dialog(tr("Set voltage…"), tr("The voltage the generator holds"), "voltage")],
    }
    actions = own.get(ref.table, list)()
    if ref.table in ("load", "sgen", "storage"):
        actions.append(_dialog(tr("Set power…"), tr("Fixed active and reactive power instead of the profile"), "power"))
        actions.append(_dialog(tr("Scale…"), tr("Multiply its power by a factor"), "scaling"))
    if ref.table in SERVICE_TABLES:
        actions.append(_service(snapshot, ref, element_id))
    return tuple(actions)


def _dialog(text: str, tip: str, dialog: str) -> ElementAction:
    return ElementAction(text, tip, dialog=dialog)


def _switch(snapshot: Snapshot, ref: ElementRef, element_id: str) -> list[ElementAction]:
    position = int(snapshot.switch_position[ref.row])
    is_closed, is_open = position == SwitchPosition.CLOSED, position == SwitchPosition.OPEN
    already = tr("It is closed already.") if is_closed else tr("It is open already.")
    open_action = ElementAction(
        tr("Open"),
        tr("Open the switch in this study (O)"),
        SwitchOperation(element_id, SwitchPosition.OPEN),
        reason=already if is_open else "",
        key="O",
        is_primary=not is_open,
    )
    close_action = ElementAction(
        tr("Close"),
        tr("Close the switch in this study (C)"),
        SwitchOperation(element_id, SwitchPosition.CLOSED),
        reason=already if is_closed else "",
        key="C",
        is_primary=is_open,
    )
    # Always in this order: a button must not change places under the hand.
    return [open_action, close_action]


def _tap(snapshot: Snapshot, ref: ElementRef, element_id: str) -> list[ElementAction]:
    position = float(snapshot.column("trafo", "tap_pos")[ref.row])
    try:
        low, high = tap_range(snapshot.network, element_id)
    except InputError as error:
        return [ElementAction(tr("Tap up"), tr("One tap position up"), reason=error.reason)]
    up, down = np.floor(position) + 1, np.ceil(position) - 1
    top = tr("The highest position is {position}.").format(position=high) if up > high else ""
    bottom = tr("The lowest position is {position}.").format(position=low) if down < low else ""
    return [
        ElementAction(tr("Tap up"), tr("One tap position up (+1)"), TapChange(element_id, up), reason=top),
        ElementAction(tr("Tap down"), tr("One tap position down (-1)"), TapChange(element_id, down), reason=bottom),
        _dialog(tr("Set tap…"), tr("A tap position of your choice"), "tap"),
    ]


def _capacitor(snapshot: Snapshot, ref: ElementRef, element_id: str) -> list[ElementAction]:
    step = float(snapshot.column("shunt", "step")[ref.row])
    most = float(snapshot.network["shunt"]["max_step"][ref.row])
    full = tr("All {count} steps are in.").format(count=round(most)) if step + 1 > most else ""
    empty = tr("No step is in.") if step - 1 < 0 else ""
    return [
        ElementAction(tr("Step in"), tr("One step more"), CapacitorStepChange(element_id, step + 1), reason=full),
        ElementAction(tr("Step out"), tr("One step less"), CapacitorStepChange(element_id, step - 1), reason=empty),
    ]


def _service(snapshot: Snapshot, ref: ElementRef, element_id: str) -> ElementAction:
    if bool(snapshot.column(ref.table, "in_service")[ref.row]):
        text, tip = tr("Take out of service"), tr("As if it were not there")
        return ElementAction(text, tip, ServiceChange(element_id, False))
    return ElementAction(tr("Put into service"), tr("As if it were there again"), ServiceChange(element_id, True))


def buses_of(network: Network, ref: ElementRef) -> tuple[int, ...]:
    """Rows of the buses an element stands at: one, or those of all its ends."""
    if ref.table == "bus":
        return (ref.row,)
    table = network[ref.table]
    columns = [c for c in ("bus", "from_bus", "to_bus", "hv_bus", "mv_bus", "lv_bus") if c in table]
    if ref.table == "switch" and str(table["et"][ref.row]) == "b":
        columns.append("element")
    rows = (int(network.bus_row(int(table[c][ref.row]))) for c in columns)
    return tuple(row for row in rows if row >= 0)


def bus_of(network: Network, ref: ElementRef) -> int:
    """Row of a bus the element stands at (its first one), -1 for none."""
    if ref.table == "bus":
        return ref.row
    for column in ("bus", "from_bus", "hv_bus"):
        if column in network[ref.table]:
            return int(network.bus_row(network[ref.table][column][ref.row]))
    return -1
