"""One point of a map, as it is read."""

from __future__ import annotations

from console.field.addresses import PointAddress
from console.field.map import words
from console.field.map.complaints import Complaints, nearest
from console.field.map.fields import Fields
from console.field.map.node_syntax import node_problem
from engines.grid.switches import SwitchPosition
from engines.values.points import NAN, PointDefinition, PointKind, Quantity


def assemble_point(fields: Fields, complaints: Complaints) -> PointAddress | None:
    """The point; None where element or quantity cannot be told."""
    element = fields.text("element")
    if not element:
        fields.wrong("element", "the point has no element", "write the id of an element of the network, or ?")
    quantity = _quantity(fields)
    check_node(fields, "node")
    if quantity is None or not element:
        return None
    kind = words.kind_of(quantity)
    low, high = _range(fields)
    return PointAddress(
        definition=PointDefinition(
            element_id=element,
            quantity=quantity,
            kind=kind,
            reporting_interval_s=_positive(fields, "reporting_interval_s", NAN),
            dead_band=_dead_band(fields),
            low=low,
            high=high,
        ),
        node=fields.text("node"),
        data_type=data_type(fields, "data_type", ""),
        scale=scale(fields, "scale"),
        offset=fields.number("offset", 0.0),
        raw_values=_raw_values(fields, quantity, kind, complaints),
    )


def check_node(fields: Fields, name: str) -> None:
    """Complain about a node that is missing or written wrongly."""
    problem = node_problem(fields.text(name))
    if problem is not None:
        fields.wrong(name, *problem)


def data_type(fields: Fields, name: str, default: str) -> str:
    """Name of a built-in type that carries a number."""
    text = fields.text(name, default)
    for known in words.NUMBER_TYPES:
        if known.lower() == text.lower():
            return known
    if text:
        fields.wrong(name, f"{text!r} is no type of number", nearest(text, words.NUMBER_TYPES))
    return default


def scale(fields: Fields, name: str) -> float:
    """A factor that is not zero."""
    value = fields.number(name, 1.0)
    if value == 0:
        fields.wrong(name, "a scale of 0 makes every value the same", "write the factor from raw value to ours")
        return 1.0
    return value


def _quantity(fields: Fields) -> Quantity | None:
    text = fields.text("quantity")
    try:
        return Quantity(text.lower())
    except ValueError:
        if not text:
            fields.wrong("quantity", "the point has no quantity", "write one like vm_pu or position, or ?")
        else:
            fields.wrong("quantity", f"there is no quantity {text!r}", nearest(text, [str(q) for q in Quantity]))
        return None


def _range(fields: Fields) -> tuple[float, float]:
    low, high = fields.number("low", NAN), fields.number("high", NAN)
    if low >= high:
        fields.wrong("low", f"the range from {low:g} to {high:g} is empty", "write the smaller number as low")
    return low, high


def _positive(fields: Fields, name: str, default: float) -> float:
    value = fields.number(name, default)
    if value <= 0:
        fields.wrong(name, f"{value:g} is not possible", "write a number above 0 or leave it out")
        return default
    return value


def _dead_band(fields: Fields) -> float:
    value = fields.number("dead_band", 0.0)
    if value < 0:
        fields.wrong("dead_band", f"{value:g} is not possible", "write 0 or a number above it")
        return 0.0
    return value


def _raw_values(
    fields: Fields, quantity: Quantity, kind: PointKind, complaints: Complaints
) -> tuple[tuple[int, int], ...]:
    """Raw value -> ours."""
    if kind is PointKind.ANALOG and fields.has("raw_values"):
        fields.wrong("raw_values", "a measured value has no raw values", "use scale and offset")
        return ()
    pairs = _understood(fields, quantity)
    if kind is PointKind.POSITION and not pairs and fields.text("data_type").lower() != "boolean":
        complaints.warning(
            fields.place,
            "raw_values",
            "positions are taken as 0 open and 1 closed, and many devices number them otherwise",
            "write what the device says, like 1=open, 2=closed, 0=intermediate, 3=unknown",
        )
    if kind is PointKind.POSITION and pairs:
        told = {value for _, value in pairs}
        for position in (SwitchPosition.OPEN, SwitchPosition.CLOSED):
            if position not in told:
                word = position.name.lower()
                fields.wrong("raw_values", f"no raw value means {word}", f"add one, like 1={word}")
    return pairs


def _understood(fields: Fields, quantity: Quantity) -> tuple[tuple[int, int], ...]:
    names = words.value_words(quantity)
    found: dict[int, int] = {}
    for left, right in fields.pairs("raw_values", names):
        raw, value = fields.whole("raw_values", left, {"false": 0, "true": 1}), fields.whole("raw_values", right, names)
        if raw is None or value is None:
            continue
        if raw in found:
            fields.wrong("raw_values", f"the raw value {raw} is given twice", "keep one of the two")
        if names and value not in names.values():
            fields.wrong("raw_values", f"{value} is no {quantity}", nearest(right, names))
        found[raw] = value
    return tuple(found.items())
