"""What an operator can do with the selected equipment: the same actions for menu, keys and inspector."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from console.control.controls import ControlAction, ControlDescription
from console.studies.phrases import translated
from console.windows.live.words import quantity_text
from engines.grid.network import ElementRef, Network
from engines.switching.verdicts import Rule, Verdict, of_verdict
from engines.values.points import PointKind


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("LiveActions", text)


@dataclass(frozen=True, slots=True)
class LiveAction:
    """One thing that can be done with an element.

    Attributes:
        point_id, value: of a command; NaN asks for the value first.
        dialog: of what is recorded rather than commanded: ``tag``, ``earth``, ``cut``, ``jumper``, ``generator``,
            ``position``, ``substitute``; "" for a command.
        reason: why it cannot be done now, "" when it can.
        key: the key that does the same on the diagram.
    """

    text: str
    tip: str
    point_id: str = ""
    value: float = math.nan
    dialog: str = ""
    reason: str = ""
    key: str = ""
    is_primary: bool = False


def command_actions(controls: Sequence[ControlDescription], signing_in_helps: bool) -> list[LiveAction]:
    """The commands of a device.

    Args:
        signing_in_helps: a reason that signing in removes does not disable: pressing asks for it.
    """
    offered = [(control, action) for control in controls for action in control.actions]
    return [_action(control, action, _reason(action, signing_in_helps)) for control, action in offered]


def _reason(action: ControlAction, signing_in_helps: bool) -> str:
    forbidden = of_verdict(action.checks, Verdict.FORBIDDEN)
    counting = [c for c in forbidden if not (signing_in_helps and c.rule is Rule.AUTHORITY)]
    return translated(counting[0].sentence) if counting else ""


def _action(control: ControlDescription, action: ControlAction, reason: str) -> LiveAction:
    definition = control.definition
    word = translated(action.label)
    if definition.kind is PointKind.POSITION:
        key = "C" if action.value else "O"
        tip = tr("Ask to close it; what happens is shown before anything is sent") if action.value else ""
        tip = tip or tr("Ask to open it; what happens is shown before anything is sent")
        is_primary = not reason and control.value != action.value
        return LiveAction(word, f"{tip} ({key})", definition.point_id, action.value, "", reason, key, is_primary)
    text = f"{quantity_text(definition.quantity)}: {word}"
    if math.isnan(action.value):
        text += " …"
    tip = tr("What happens is shown before anything is sent")
    return LiveAction(text, tip, definition.point_id, action.value, "", reason)


def site_actions(network: Network, ref: ElementRef, is_telemetered: bool) -> list[LiveAction]:
    """What people record on the network; interlocks count it at once."""
    actions: list[LiveAction] = []
    if ref.table == "switch" and not is_telemetered:
        tip = tr("It reports nothing itself: say where it stands")
        actions.append(LiveAction(tr("Position by hand…"), tip, dialog="position"))
    if ref.table in ("bus", "line"):
        tip = tr("Record an earth that people have put on")
        actions.append(LiveAction(tr("Portable earth…"), tip, dialog="earth"))
    if ref.table == "line":
        actions.append(LiveAction(tr("Cut…"), tr("Record that it was taken apart"), dialog="cut"))
    if ref.table == "bus":
        tip = tr("Record a temporary connection to another bus")
        actions.append(LiveAction(tr("Jumper…"), tip, dialog="jumper"))
        tip = tr("Record a generator set brought to it")
        actions.append(LiveAction(tr("Mobile generator…"), tip, dialog="generator"))
    if ref.table != "customer":
        tip = tr("Tags say what must not be done with it; only their holder lifts them")
        actions.append(LiveAction(tr("Tags…"), tip, dialog="tag"))
    return actions
