"""Which objects and variables of an unknown server command which of its points. A guess, to be checked.

A control is only paired with a point of the same device, and only where there is exactly one of each: to command the
wrong device is worse than to have to fill in a line by hand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from console.field.addresses import ControlStyle
from console.field.map import words
from console.field.map.browsed import BrowsedNode, BrowsedSpace, NodeKind
from console.field.map.guessing import guess_control, guess_variable
from engines.values.points import Quantity

_ROLES = {
    "select": "select",
    "selectwithvalue": "select",
    "sbo": "select",
    "sbow": "select",
    "operate": "operate",
    "oper": "operate",
    "execute": "operate",
    "cancel": "cancel",
}
_LOGICAL_NODE = re.compile(
    r"\w*(XCBR|XSWI|CSWI|CILO|MMX[UN]|ATCC|YLTC|ARCO|DSTO|[ZD]BAT|DRC[CT]|DWMX|DGEN|DAGC|DVAR|SFP[ID]|RFPI|PTRC|PTOC|"
    r"PIOC|RFLO|RREC|SVPI|GAPC|GGIO)\d*|LLN0"
)
_SETPOINT_ENDINGS = ("set", "setpoint", "sp", "cmd", "command", "sollwert", "request")
_Place = tuple[tuple[str, ...], Quantity]


@dataclass(frozen=True, slots=True)
class FoundControl:
    """What may command a quantity.

    Attributes:
        owner: the object the methods belong to, or the variable to be written.
        methods: by role: select, operate, cancel.
    """

    quantity: Quantity
    style: ControlStyle
    owner: BrowsedNode
    methods: dict[str, BrowsedNode] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundControls:
    """Controls by the row of the variable that shows their effect.

    Attributes:
        setpoints: rows of variables that belong to controls and are no points of their own.
    """

    of_row: dict[int, FoundControl]
    setpoints: frozenset[int]


def find_controls(space: BrowsedSpace) -> FoundControls:
    """All controls of a server that can be paired with a point of it."""
    controls: dict[_Place, list[tuple[FoundControl, list[int]]]] = defaultdict(list)
    for place, control, rows in [*_with_methods(space), *_written(space)]:
        controls[place].append((control, rows))
    setpoints = {row for found in controls.values() for _, rows in found for row in rows}
    points: dict[_Place, list[int]] = defaultdict(list)
    for row, node in enumerate(space.nodes):
        guess = guess_variable(node) if node.kind is NodeKind.VARIABLE and row not in setpoints else None
        if guess is not None:
            points[_device(node.names), guess.quantity].append(row)
    of_row = {
        points[place][0]: found[0][0]
        for place, found in controls.items()
        if len(found) == 1 and len(points.get(place, ())) == 1
    }
    return FoundControls(of_row, frozenset(setpoints))


def _with_methods(space: BrowsedSpace) -> list[tuple[_Place, FoundControl, list[int]]]:
    methods: dict[int, dict[str, BrowsedNode]] = defaultdict(dict)
    below: dict[int, list[int]] = defaultdict(list)
    for row, node in enumerate(space.nodes):
        role = _ROLES.get(node.names[-1].lower()) if node.kind is NodeKind.METHOD else None
        if role is not None and node.parent >= 0:
            methods[node.parent].setdefault(role, node)
        if node.kind is NodeKind.VARIABLE and node.parent >= 0:
            below[node.parent].append(row)
    found = []
    for parent, roles in methods.items():
        owner = space.nodes[parent]
        if "operate" not in roles:
            continue
        style = ControlStyle.SELECT_BEFORE_OPERATE if "select" in roles else ControlStyle.DIRECT_METHOD
        guess = guess_control(owner.names)
        if guess is not None and guess.quantity in words.CONTROLLABLE:
            place = (_device(owner.names), guess.quantity)
            found.append((place, FoundControl(guess.quantity, style, owner, roles), below[parent]))
            continue
        # The object is the device itself: it commands what it shows, if that is one thing only.
        shown = {g.quantity for row in below[parent] if (g := guess_variable(space.nodes[row])) is not None}
        commanded = shown & words.CONTROLLABLE
        if len(commanded) == 1:
            quantity = commanded.pop()
            found.append(((owner.names, quantity), FoundControl(quantity, style, owner, roles), []))
    return found


def _written(space: BrowsedSpace) -> list[tuple[_Place, FoundControl, list[int]]]:
    found = []
    for row, node in enumerate(space.nodes):
        if node.kind is not NodeKind.VARIABLE or not node.is_writable:
            continue
        guess = guess_variable(node) if node.names[-1].lower().endswith(_SETPOINT_ENDINGS) else None
        if guess is not None and guess.quantity in words.CONTROLLABLE:
            control = FoundControl(guess.quantity, ControlStyle.WRITE, node)
            found.append(((_device(node.names), guess.quantity), control, [row]))
    return found


def _device(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names down to the device: above the logical node where the parent is one, else the parent."""
    above = names[:-1]
    return above[:-1] if above and _LOGICAL_NODE.fullmatch(above[-1]) else above
