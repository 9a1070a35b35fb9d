"""Alarms in words, in the person's language."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QDateTime

from console.windows.live.words import DECIMALS, quantity_text
from engines.values.alarms import AlarmCondition, AlarmKind, AlarmOccurrence
from engines.values.points import Quantity
from widgets.numbers import number_text


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("AlarmTexts", text)


def kind_text(kind: AlarmKind) -> str:
    """A kind by name."""
    return {
        AlarmKind.LIMIT: tr("limit"),
        AlarmKind.STATE: tr("state"),
        AlarmKind.RATE: tr("rate of change"),
        AlarmKind.COMMUNICATION: tr("communication"),
        AlarmKind.QUALITY: tr("quality"),
        AlarmKind.CALCULATED: tr("calculated"),
        AlarmKind.SYSTEM: tr("console"),
        AlarmKind.FIELD: tr("field server"),
    }[kind]


def alarm_sentence(alarm: AlarmOccurrence) -> str:
    """What is wrong, without the equipment's name."""
    name = alarm.point_id.rpartition("/")[2]
    quantity = Quantity(name) if name in tuple(Quantity) else None
    text = ""
    if quantity is not None and alarm.kind in (AlarmKind.LIMIT, AlarmKind.RATE):
        text = _limit_sentence(alarm, quantity_text(quantity), DECIMALS.get(quantity, 3))
    elif alarm.kind is AlarmKind.CALCULATED and alarm.unit in ("pu", "%"):
        is_voltage = alarm.unit == "pu"
        what = tr("Calculated voltage") if is_voltage else tr("Calculated loading")
        text = _limit_sentence(alarm, what, 4 if is_voltage else 0)
    elif alarm.kind is AlarmKind.CALCULATED and alarm.unit == "customers" and math.isfinite(alarm.value):
        text = tr("{count} customers without supply").format(count=number_text(alarm.value, 0))
    elif quantity is not None and alarm.kind is AlarmKind.QUALITY:
        has_failed = alarm.condition is AlarmCondition.INVALID
        words = tr("{quantity} has failed") if has_failed else tr("{quantity} is doubtful")
        text = words.format(quantity=quantity_text(quantity))
    return text or message_text(alarm.message) or kind_text(alarm.kind)


def message_text(message: str) -> str:
    """A message of the rules in the person's language; one of a server as it came. Begins like a sentence."""
    known = {
        "opened": tr("opened"),
        "protection has tripped": tr("protection has tripped"),
        "fault current has passed": tr("fault current has passed"),
        "no voltage": tr("no voltage"),
        "switched to local": tr("switched to local"),
        "opening is blocked": tr("opening is blocked"),
        "closing is blocked": tr("closing is blocked"),
        "reclosing is off": tr("reclosing is off"),
        "between its positions": tr("between its positions"),
        "contradictory position": tr("contradictory position"),
        "no communication": tr("no communication"),
        "value is doubtful": tr("value is doubtful"),
        "value has failed": tr("value has failed"),
        "voltage jumps": tr("voltage jumps"),
        "load jumps": tr("load jumps"),
        "nearly empty": tr("nearly empty"),
        "voltage above limit": tr("voltage above limit"),
        "voltage below limit": tr("voltage below limit"),
        "voltage beyond emergency limit": tr("voltage beyond emergency limit"),
        "customers without supply": tr("customers without supply"),
        "measurement contradicts the others": tr("measurement contradicts the others"),
        "flow contradicts the position": tr("flow contradicts the position"),
        "the load flow has no solution": tr("the load flow has no solution"),
    }
    text = known.get(message, message)
    return text[:1].upper() + text[1:]


def _limit_sentence(alarm: AlarmOccurrence, what: str, decimals: int) -> str:
    limit = number_text(alarm.threshold, decimals) if math.isfinite(alarm.threshold) else ""
    templates = {
        AlarmCondition.ABOVE: tr("{quantity} {value} above {limit} {unit}"),
        AlarmCondition.BELOW: tr("{quantity} {value} below {limit} {unit}"),
        AlarmCondition.RATE_ABOVE: tr("{quantity} changes faster than {limit} {unit} a second"),
    }
    template = templates.get(alarm.condition, "")
    if not template or not limit:
        return ""
    value = number_text(alarm.value, decimals) if math.isfinite(alarm.value) else ""
    text = template.format(quantity=what, value=value, limit=limit, unit=alarm.unit)
    return " ".join(text.split())


def alarm_detail(alarm: AlarmOccurrence) -> str:
    """What a person should know beyond the sentence."""
    parts = []
    if alarm.is_chattering:
        parts.append(tr("chattering"))
    if alarm.is_stale:
        parts.append(tr("for more than a day"))
    if alarm.returned_us and not alarm.is_active:
        parts.append(tr("returned {time}").format(time=clock(alarm.returned_us)))
    return " · ".join(parts)


def clock(time_us: int) -> str:
    """Local time of day to the minute, with the date where the day is not today."""
    then = QDateTime.fromMSecsSinceEpoch(time_us // 1000)
    is_today = then.date() == QDateTime.currentDateTime().date()
    return then.toString("HH:mm" if is_today else "yyyy-MM-dd HH:mm")
