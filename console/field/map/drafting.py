"""A first draft of an address map from what was found on a server; every guess is marked as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from console.field.addresses import ControlStyle
from console.field.map import words
from console.field.map.browsed import BrowsedNode, BrowsedSpace, NodeKind
from console.field.map.elements import ElementNames
from console.field.map.entries import UNASSIGNED, MapEntries, PointEntry, ServerEntry
from console.field.map.found_controls import FoundControl, FoundControls, find_controls
from console.field.map.guessing import Guess, guess_variable, raw_positions
from engines.values.points import PointKind, Quantity


@dataclass(slots=True)
class DraftCounts:
    """What became of the variables: guessed with an element, guessed without one, not guessed."""

    assigned: int = 0
    guessed: int = 0
    unknown: int = 0
    controls: int = 0


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
        found = find_controls(self._space)
        return [
            PointEntry("", self._fields(row, node, found))
            for row, node in enumerate(self._space.nodes)
            if node.kind is NodeKind.VARIABLE
            and row not in found.setpoints
            and not node.is_array
            and node.data_type in words.NUMBER_TYPES
        ]

    def _fields(self, row: int, node: BrowsedNode, found: FoundControls) -> dict[str, Any]:
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
        control = found.of_row.get(row)
        if control is not None:
            self.counts.controls += 1
            fields |= self._control_fields(control)
            reason += f"; control {' / '.join(control.owner.names)}"
        return fields | {"guess": reason, "note": note}

    def _scale(self, guess: Guess, element: str | None, reason: str) -> tuple[float, str]:
        if not guess.needs_nominal_voltage:
            return guess.scale, reason
        nominal = self._elements.nominal_voltage_kv(element) if self._elements and element else None
        if nominal:
            return guess.scale / nominal, f"{reason}, nominal {nominal:g} kV"
        return guess.scale, f"{reason}: divide the scale by the nominal voltage in kV"

    def _control_fields(self, control: FoundControl) -> dict[str, Any]:
        fields: dict[str, Any] = {"control_style": str(control.style), "control_object": self._name(control.owner)}
        fields |= {f"control_{role}": self._name(method) for role, method in control.methods.items()}
        if control.style is ControlStyle.WRITE:
            fields["control_data_type"] = control.owner.data_type
        if control.quantity is Quantity.FAULT_PASSAGE and control.methods:
            fields["control_raw_values"] = {"off": 1}
        return fields

    def _name(self, node: BrowsedNode) -> str:
        return node.path if self._uses_paths else node.node


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
