"""The address space of a plant: Objects/Field/<table>/<device>/<logical node>.<data object>."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from asyncua import ua

from console.field.addresses import ControlStyle
from console.field.server.logical_nodes import (
    DBPOS_TEXTS,
    FIELD,
    PublishedPoint,
    control_type,
    read_type,
)
from console.field.server.nodes import MethodHandler, NodeMaker, argument
from console.field.server.opcua import NULL, standard
from engines.values.points import PointKind

UNECE_CODES = {"kA": "B22", "MW": "MAW", "Mvar": "MAR", "%": "P1", "pu": "C62"}
"""UNECE Recommendation 20 codes; ``pu`` is a number without unit."""
UNECE_NAMESPACE = "http://www.opcfoundation.org/UA/units/un/cefact"


class ControlHandlers(Protocol):
    """What answers the methods of a control object."""

    def select(self, point: PublishedPoint) -> MethodHandler:
        """Handler of Select()."""

    def operate(self, point: PublishedPoint) -> MethodHandler:
        """Handler of Operate(token, value), or Operate(value) where nothing is selected."""

    def cancel(self, point: PublishedPoint) -> MethodHandler:
        """Handler of Cancel(token)."""


@dataclass(frozen=True, slots=True)
class FieldNodes:
    """The nodes of a plant.

    Attributes:
        variables: of each point, in their order.
        setpoints: last accepted setpoint of controllable analog points and steps: row of the point -> node.
    """

    variables: tuple[ua.NodeId, ...]
    setpoints: dict[int, ua.NodeId]


def build_field(
    maker: NodeMaker,
    objects: ua.NodeId,
    points: tuple[PublishedPoint, ...],
    handlers: ControlHandlers,
    label: Callable[[str], str],
) -> FieldNodes:
    """Make every node of the plant.

    Args:
        objects: the server's Objects folder.
        label: what people call an element, by its id.
    """
    parents = _Parents(maker, maker.folder(FIELD, FIELD, objects), label)
    variables: list[ua.NodeId] = []
    setpoints: dict[int, ua.NodeId] = {}
    for row, point in enumerate(points):
        variables.append(_variable(maker, point, parents.logical_node(point, point.logical_node)))
        if point.is_controllable:
            setpoint = _control(maker, point, parents.logical_node(point, point.control_node), handlers)
            if setpoint is not None:
                setpoints[row] = setpoint
    return FieldNodes(tuple(variables), setpoints)


class _Parents:
    """Folders of tables, objects of devices and logical nodes; each made once."""

    def __init__(self, maker: NodeMaker, field: ua.NodeId, label: Callable[[str], str]) -> None:
        self._maker, self._field, self._label = maker, field, label
        self._made: dict[str, ua.NodeId] = {}

    def logical_node(self, point: PublishedPoint, name: str) -> ua.NodeId:
        text = f"{point.definition.element_id}/{name}"
        if text not in self._made:
            self._made[text] = self._maker.object(text, name, self._device(point.definition.element_id))
        return self._made[text]

    def _device(self, element_id: str) -> ua.NodeId:
        if element_id not in self._made:
            prefix, colon, _ = element_id.partition(":")
            table = prefix if colon else "equipment"
            self._made[element_id] = self._maker.object(
                element_id, element_id, self._table(table), self._label(element_id)
            )
        return self._made[element_id]

    def _table(self, table: str) -> ua.NodeId:
        text = f"{FIELD}/{table}"
        if text not in self._made:
            self._made[text] = self._maker.folder(text, table, self._field)
        return self._made[text]


def _variable(maker: NodeMaker, point: PublishedPoint, parent: ua.NodeId) -> ua.NodeId:
    definition = point.definition
    data_type = standard(getattr(ua.ObjectIds, read_type(definition.kind)))
    has_range = math.isfinite(definition.low) and math.isfinite(definition.high)
    kind = ua.ObjectIds.BaseDataVariableType
    if definition.kind is PointKind.ANALOG:
        kind = ua.ObjectIds.AnalogItemType if has_range else ua.ObjectIds.BaseAnalogType
    elif definition.kind is PointKind.POSITION:
        kind = ua.ObjectIds.MultiStateDiscreteType
    node = maker.variable(point.variable, point.data_object, parent, NULL, data_type, kind)
    if definition.kind is PointKind.POSITION:
        texts = ua.Variant([ua.LocalizedText(text) for text in DBPOS_TEXTS], ua.VariantType.LocalizedText)
        maker.property(node, "EnumStrings", texts, ua.ObjectIds.LocalizedText)
    if has_range and definition.kind in (PointKind.ANALOG, PointKind.STEP):
        span = ua.Variant(ua.Range(definition.low, definition.high), ua.VariantType.ExtensionObject)
        maker.property(node, "EURange", span, ua.ObjectIds.Range)
    if definition.unit:
        unit = ua.Variant(_unit(definition.unit), ua.VariantType.ExtensionObject)
        maker.property(node, "EngineeringUnits", unit, ua.ObjectIds.EUInformation)
    return node


def _control(maker: NodeMaker, point: PublishedPoint, parent: ua.NodeId, handlers: ControlHandlers) -> ua.NodeId | None:
    kind = point.definition.kind
    data_type = getattr(ua.ObjectIds, control_type(kind))
    if point.style is ControlStyle.WRITE:
        return maker.variable(point.control, point.control_object, parent, NULL, standard(data_type), is_writable=True)
    node = maker.object(point.control, point.control_object, parent)
    value = argument("Value", data_type, "what the device is to take, in the unit of the feedback")
    reason = argument("Reason", ua.ObjectIds.String, "why it is refused; empty where it is not")
    if point.style is ControlStyle.DIRECT_METHOD:
        maker.method(point.method("Operate"), "Operate", node, handlers.operate(point), [value], [reason])
        return None
    token = argument("Token", ua.ObjectIds.String, "of the selection")
    maker.method(point.method("Select"), "Select", node, handlers.select(point), [], [token, reason])
    maker.method(point.method("Operate"), "Operate", node, handlers.operate(point), [token, value], [reason])
    maker.method(point.method("Cancel"), "Cancel", node, handlers.cancel(point), [token], [reason])
    if kind is PointKind.STEP:
        return maker.variable(f"{point.control}.Setpoint", "Setpoint", node, NULL, standard(data_type))
    return None


def _unit(unit: str) -> ua.EUInformation:
    """Unit id as OPC UA Part 8 makes it from the UNECE code: its characters as bytes of a number."""
    made = ua.EUInformation()
    made.NamespaceUri = UNECE_NAMESPACE
    made.UnitId = int.from_bytes(UNECE_CODES[unit].encode(), "big") if unit in UNECE_CODES else -1
    made.DisplayName = made.Description = ua.LocalizedText(unit)
    return made
