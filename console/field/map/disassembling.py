"""From addresses back to what a map file says; fields that are as usual are left out."""

from __future__ import annotations

import math
from typing import Any

from console.field.addresses import AddressMap, ControlAddress, PointAddress, ServerAddress
from console.field.map import words
from console.field.map.entries import MapEntries, PointEntry, ServerEntry
from engines.values.points import PointDefinition, Quantity


def disassemble(address_map: AddressMap) -> MapEntries:
    """What a file of this map says. Passwords are in no address, so none is written."""
    return MapEntries(address_map.name, [server_entry(server) for server in address_map.servers])


def server_entry(server: ServerAddress) -> ServerEntry:
    """One server with its points."""
    entry = ServerEntry("", server.name)
    entry.fields = {
        "endpoint": server.endpoint,
        "security_policy": str(server.security_policy),
        "security_mode": str(server.security_mode),
    }
    entry.fields |= _given(
        user=(server.user, ""),
        uses_certificate=(server.uses_certificate, False),
        publishing_interval_s=(server.publishing_interval_s, 0.1),
        keep_alive_s=(server.keep_alive_s, 1.0),
    )
    controls = {control.point_id: control for control in server.controls}
    for point in server.points:
        fields = point_fields(point)
        control = controls.get(point.definition.point_id)
        if control is not None:
            fields |= control_fields(control, point.definition)
        entry.points.append(PointEntry("", fields))
    return entry


def point_fields(point: PointAddress) -> dict[str, Any]:
    """How a point is read."""
    definition = point.definition
    fields: dict[str, Any] = {
        "element": definition.element_id,
        "quantity": str(definition.quantity),
        "node": point.node,
    }
    names = _names(definition.quantity)
    return fields | _given(
        data_type=(point.data_type, ""),
        scale=(point.scale, 1.0),
        offset=(point.offset, 0.0),
        raw_values=({str(raw): names.get(value, value) for raw, value in point.raw_values}, {}),
        low=(definition.low, math.nan),
        high=(definition.high, math.nan),
        reporting_interval_s=(definition.reporting_interval_s, math.nan),
        dead_band=(definition.dead_band, 0.0),
    )


def control_fields(control: ControlAddress, definition: PointDefinition) -> dict[str, Any]:
    """How a point is commanded."""
    names = _names(definition.quantity)
    return {"control_style": str(control.style)} | _given(
        control_object=(control.object_node, ""),
        control_select=(control.select, ""),
        control_operate=(control.operate, ""),
        control_cancel=(control.cancel, ""),
        control_data_type=(control.data_type, ""),
        control_scale=(control.scale, 1.0),
        control_offset=(control.offset, 0.0),
        control_raw_values=({str(names.get(value, value)): raw for value, raw in control.raw_values}, {}),
        control_select_timeout_s=(control.select_timeout_s, 30.0),
        control_two_persons=(control.needs_two_persons, False),
        control_feedback_s=(definition.feedback_s, 10.0),
        control_tolerance=(definition.tolerance, 1e-6),
    )


def _names(quantity: Quantity) -> dict[int, str]:
    """Value to word; the first word where there are several."""
    names: dict[int, str] = {}
    for word, value in words.value_words(quantity).items():
        names.setdefault(value, word)
    return names


def _given(**fields: tuple[Any, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, (value, usual) in fields.items()
        if value != usual and not (isinstance(value, float) and math.isnan(value))
    }
