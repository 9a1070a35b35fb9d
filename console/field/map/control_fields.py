"""How a point of a map is commanded."""

from __future__ import annotations

from console.field.addresses import ControlAddress, ControlStyle, PointAddress
from console.field.map import words
from console.field.map.complaints import Complaints
from console.field.map.entries import CONTROL_FIELDS
from console.field.map.fields import Fields
from console.field.map.node_syntax import node_problem
from console.field.map.point_fields import data_type, scale
from engines.values.points import PointKind, Quantity

NEEDED = {
    ControlStyle.SELECT_BEFORE_OPERATE: ("object", "select", "operate"),
    ControlStyle.DIRECT_METHOD: ("object", "operate"),
    ControlStyle.WRITE: (),
}
METHODS = ("select", "operate", "cancel")


def assemble_control(fields: Fields, point: PointAddress, complaints: Complaints) -> ControlAddress | None:
    """The control of a point; None where it has none."""
    if not fields.has("control_style"):
        written = [name for name in CONTROL_FIELDS if fields.has(name)]
        if written:
            fields.wrong(
                "control_style",
                f"{written[0]} is given without a style",
                f"write one of {', '.join(str(s) for s in ControlStyle)}",
            )
        return None
    style = fields.word("control_style", ControlStyle, ControlStyle.WRITE)
    definition = point.definition
    if definition.quantity not in words.CONTROLLABLE:
        fields.wrong(
            "control_style", f"{definition.quantity} cannot be commanded", "remove the control or change the quantity"
        )
    nodes = _nodes(fields, style, point, complaints)
    _check_times(fields)
    return ControlAddress(
        point_id=definition.point_id,
        style=style,
        data_type=data_type(fields, "control_data_type", _usual_type(point, nodes["object_node"])),
        scale=scale(fields, "control_scale"),
        offset=fields.number("control_offset", 0.0),
        raw_values=_raw_values(fields, definition.quantity),
        select_timeout_s=fields.number("control_select_timeout_s", 30.0),
        needs_two_persons=fields.flag("control_two_persons"),
        **nodes,
    )


def _nodes(fields: Fields, style: ControlStyle, point: PointAddress, complaints: Complaints) -> dict[str, str]:
    needed = NEEDED[style]
    found = {}
    for name in ("object", *METHODS):
        text = fields.text(f"control_{name}")
        problem = node_problem(text) if text else None
        if problem is not None:
            fields.wrong(f"control_{name}", *problem)
        if not text and name in needed:
            fields.wrong(
                f"control_{name}",
                f"{style} needs the node of {name}, and it is missing",
                "write it, or change the style",
            )
        if text and style is ControlStyle.WRITE and name in METHODS:
            complaints.warning(
                fields.place, f"control_{name}", f"{name} is not used by {style}", "remove it or change the style"
            )
            text = ""
        found[name] = text
    if style is ControlStyle.SELECT_BEFORE_OPERATE and not found["cancel"]:
        complaints.warning(
            fields.place,
            "control_cancel",
            "without cancel a selection is left to run out",
            "write the node of the method if the device has one",
        )
    if style is ControlStyle.WRITE and not found["object"]:
        found["object"] = point.node
    return {"object_node": found["object"], **{name: found[name] for name in METHODS}}


def _check_times(fields: Fields) -> None:
    for name in ("control_select_timeout_s", "control_feedback_s"):
        if fields.number(name, 1.0) <= 0:
            fields.wrong(name, f"{fields.number(name, 1.0):g} s is not possible", "write a number above 0")
    if fields.number("control_tolerance", 0.0) < 0:
        fields.wrong("control_tolerance", "a tolerance below 0 is never kept", "write 0 or a number above it")


def _usual_type(point: PointAddress, target: str) -> str:
    """What a map need not say: a variable takes what it gives, a method what its kind of value is made of."""
    if point.data_type and target == point.node:
        return point.data_type
    return {PointKind.ANALOG: "Double", PointKind.STEP: "Int32"}.get(point.definition.kind, "Boolean")


def _raw_values(fields: Fields, quantity: Quantity) -> tuple[tuple[int, int], ...]:
    """Value of ours -> raw."""
    names = words.value_words(quantity)
    found: dict[int, int] = {}
    for left, right in fields.pairs("control_raw_values", names):
        value = fields.whole("control_raw_values", left, names)
        raw = fields.whole("control_raw_values", right, {"false": 0, "true": 1})
        if value is None or raw is None:
            continue
        if value in found:
            fields.wrong("control_raw_values", f"the value {left} is given twice", "keep one of the two")
        found[value] = raw
    return tuple(found.items())
