"""A first draft of an address map from what was found on a server; every guess is marked as one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from console.field.addresses import ControlStyle
from console.field.map import words
from console.field.map.browsed import BrowsedNode, BrowsedSpace, NodeKind
from console.field.map.elements import ElementNames
from console.field.map.entries import UNASSIGNED, MapEntries, PointEntry, ServerEntry
from console.field.map.guessing import Guess, guess_names, guess_variable, raw_positions
from engines.values.points import PointKind, Quantity

_METHODS = {
    "select": "select",
    "selectwithvalue": "select",
    "sbo": "select",
    "sbow": "select",
    "operate": "operate",
    "oper": "operate",
    "execute": "operate",
    "cancel": "cancel",
}


@dataclass(slots=True)
class DraftCounts:
    """What became of the variables: guessed with an element, guessed without one, not guessed."""

    assigned: int = 0
    guessed: int = 0
    unknown: int = 0
    controls: int = 0


_Controls = dict[tuple[tuple[str, ...], Quantity], tuple[dict[str, Any], list[int]]]
"""By names of the device and quantity: fields of the control, rows of variables that are no points of their own."""


def draft_map(
    space: BrowsedSpace,
    name: str,
    server_fields: dict[str, Any],
    elements: ElementNames | None = None,
    *,
    uses_paths: bool = False,
) -> tuple[MapEntries, DraftCounts]:
    """The draft: one entry for each variable that carries a number.

    Args:
        server_fields: endpoint, security and user as they were used.
        elements: of the network, to assign elements; without it they stay ``?``.
        uses_paths: name nodes by browse path, for servers whose node ids change at each start.
    """
    drafter = _Drafter(space, elements, uses_paths)
    server = ServerEntry("", name, {"endpoint": space.endpoint} | server_fields, drafter.entries())
    return MapEntries(name, [server]), drafter.counts


class _Drafter:
    def __init__(self, space: BrowsedSpace, elements: ElementNames | None, uses_paths: bool) -> None:
        self._space, self._elements, self._uses_paths = space, elements, uses_paths
        self.counts = DraftCounts()
        self._taken: set[tuple[str, Quantity]] = set()

    def entries(self) -> list[PointEntry]:
        controls = self._controls()
        setpoints = {row for found in controls.values() for row in found[1]}
        return [
            PointEntry("", self._fields(node, controls))
            for row, node in enumerate(self._space.nodes)
            if node.kind is NodeKind.VARIABLE
            and row not in setpoints
            and not node.is_array
            and node.data_type in words.NUMBER_TYPES
        ]

    def _fields(self, node: BrowsedNode, controls: _Controls) -> dict[str, Any]:
        guess = guess_variable(node)
        fields: dict[str, Any] = {"element": UNASSIGNED, "quantity": UNASSIGNED, "node": self._name(node)}
        fields["data_type"] = node.data_type
        note = " / ".join(node.names)
        if guess is None:
            self.counts.unknown += 1
            unit = f" in {node.unit}" if node.unit else ""
            return fields | {"note": note + unit}
        element = self._elements.find(node.names, guess.quantity) if self._elements else None
        is_new = element is not None and (element, guess.quantity) not in self._taken
        reason = guess.reason
        if element is not None and not is_new:
            reason += f"; {element}/{guess.quantity} was found further up"
        elif element is not None:
            self._taken.add((element, guess.quantity))
            fields["element"] = element
        fields["quantity"] = str(guess.quantity)
        self.counts.assigned += is_new
        self.counts.guessed += not is_new
        scale, reason = self._scale(guess, element, reason)
        fields |= _reading(node, guess, scale)
        control = self._control_of(node, guess.quantity, controls)
        if control is not None:
            self.counts.controls += 1
            fields |= control
            reason += f"; control from {control['control_object']}"
        return fields | {"guess": reason, "note": note}

    def _scale(self, guess: Guess, element: str | None, reason: str) -> tuple[float, str]:
        if not guess.needs_nominal_voltage:
            return guess.scale, reason
        nominal = self._elements.nominal_voltage_kv(element) if self._elements and element else None
        if nominal:
            return guess.scale / nominal, f"{reason}, nominal {nominal:g} kV"
        return guess.scale, f"{reason}: divide the scale by the nominal voltage in kV"

    def _controls(self) -> _Controls:
        found: _Controls = {}
        methods: dict[int, dict[str, BrowsedNode]] = defaultdict(dict)
        below: dict[int, list[int]] = defaultdict(list)
        for row, node in enumerate(self._space.nodes):
            role = _METHODS.get(node.names[-1].lower()) if node.kind is NodeKind.METHOD else None
            if role is not None and node.parent >= 0:
                methods[node.parent].setdefault(role, node)
            if node.kind is NodeKind.VARIABLE and node.parent >= 0:
                below[node.parent].append(row)
        for parent, roles in methods.items():
            owner = self._space.nodes[parent]
            guess = guess_names(owner.names)
            if guess is not None and "operate" in roles and guess.quantity in words.CONTROLLABLE:
                entry = self._by_methods(owner, guess.quantity, roles)
                found.setdefault((owner.names[:-2], guess.quantity), (entry, below[parent]))
        for row, node in enumerate(self._space.nodes):
            guess = guess_variable(node) if node.is_writable and _is_setpoint(node) else None
            if guess is not None and guess.quantity in words.CONTROLLABLE:
                entry = {"control_style": str(ControlStyle.WRITE), "control_object": self._name(node)}
                entry |= {"control_data_type": node.data_type}
                found.setdefault((node.names[:-2], guess.quantity), (entry, [row]))
        return found

    def _by_methods(self, owner: BrowsedNode, quantity: Quantity, roles: dict[str, BrowsedNode]) -> dict[str, Any]:
        style = ControlStyle.SELECT_BEFORE_OPERATE if "select" in roles else ControlStyle.DIRECT_METHOD
        entry: dict[str, Any] = {"control_style": str(style), "control_object": self._name(owner)}
        entry |= {f"control_{role}": self._name(method) for role, method in roles.items()}
        if quantity is Quantity.FAULT_PASSAGE:
            entry["control_raw_values"] = {"off": 1}
        return entry

    def _control_of(
        self,
        node: BrowsedNode,
        quantity: Quantity,
        controls: _Controls,
    ) -> dict[str, Any] | None:
        """The control of the same device: feedback and control often stand in different logical nodes of it."""
        found = controls.pop((node.names[:-2], quantity), None)
        return found[0] if found is not None else None

    def _name(self, node: BrowsedNode) -> str:
        return node.path if self._uses_paths else node.node


def _is_setpoint(node: BrowsedNode) -> bool:
    last = node.names[-1].lower()
    return last.endswith(("set", "setpoint", "sp", "cmd", "command", "sollwert", "request"))


def _reading(node: BrowsedNode, guess: Guess, scale: float) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    kind = words.kind_of(guess.quantity)
    if scale != 1.0:
        fields["scale"] = scale
    if kind is PointKind.POSITION and raw_positions(node) != ((0, 0), (1, 1)):
        names = {value: word for word, value in words.POSITION_WORDS.items()}
        fields["raw_values"] = {str(raw): names[value] for raw, value in raw_positions(node)}
    if kind in (PointKind.ANALOG, PointKind.STEP) and node.low < node.high:
        low, high = sorted((node.low * scale, node.high * scale))
        fields |= {"low": low, "high": high}
    return fields
