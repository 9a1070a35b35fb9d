"""What is known of a value from the field, in words: origin, freshness, age."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engines.values.points import PointFreshness, Quantity
from widgets.diagram.field_look import FieldLook, Reported

_UNITS = ((99.5, 1.0, "s"), (5970.0, 60.0, "min"), (float("inf"), 3600.0, "h"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Diagram", text)


def reported_text(look: FieldLook, table: str, quantity: Quantity, row: int) -> str:
    """Where a quantity of an element comes from and how good it is; "" where it is not telemetered."""
    reported = look.get(table, quantity)
    if reported is None or not reported.is_telemetered[row]:
        return ""
    if reported.is_by_hand[row]:
        return _tr("by hand, in the place of the telemetered value")
    received = int(reported.received_us[row])
    if not received:
        return _tr("telemetered, never received")
    age = age_text((look.clock_us() - received) / 1e6)
    return _tr("telemetered, {quality}, received {age} ago").format(quality=_quality(reported, row), age=age)


def position_text(look: FieldLook, row: int) -> str:
    """The same for the position of a switch, which stands as it was seen last."""
    text = reported_text(look, "switch", Quantity.POSITION, row)
    if text:
        return text
    return _tr("by hand, not telemetered") if row in look.dressed else _tr("from the records, not telemetered")


def _quality(reported: Reported, row: int) -> str:
    words = [freshness_word(int(reported.freshness[row]))]
    if reported.value[row] != reported.value[row]:
        words.append(_tr("invalid"))
    elif reported.is_questionable[row]:
        words.append(_tr("questionable"))
    return ", ".join(words)


def freshness_word(freshness: int) -> str:
    """A freshness in a word."""
    return {
        int(PointFreshness.FRESH): _tr("current"),
        int(PointFreshness.SUSPECT): _tr("may be old"),
        int(PointFreshness.STALE): _tr("old"),
    }[freshness]


def calculated_text(doubt: int) -> str:
    """How good a calculated value is."""
    return {
        int(PointFreshness.FRESH): _tr("calculated"),
        int(PointFreshness.SUSPECT): _tr("calculated from values that may be old"),
        int(PointFreshness.STALE): _tr("calculated from old values"),
    }[doubt]


def age_text(seconds: float) -> str:
    """A short age: 4 s, 3 min, 2 h."""
    for limit, size, unit in _UNITS:
        if seconds < limit:
            return f"{max(seconds, 0.0) / size:.0f} {unit}"
    return ""
