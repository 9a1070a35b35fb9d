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
    if quantity is not None and alarm.kind in (AlarmKind.LIMIT, AlarmKind.RATE):
        text = _limit_sentence(alarm, quantity)
        if text:
            return text
    if quantity is not None and alarm.kind is AlarmKind.QUALITY:
        template = tr("{quantity} cannot be believed")
        if alarm.condition is AlarmCondition.QUESTIONABLE:
            template = tr("{quantity} is questionable")
        return template.format(quantity=quantity_text(quantity))
    if alarm.kind is AlarmKind.STATE:
        known = {
            Quantity.HAS_TRIPPED: tr("Tripped by protection"),
            Quantity.IS_POWERED: tr("Meter without voltage"),
            Quantity.FAULT_PASSAGE: tr("Fault current has passed"),
            Quantity.IS_LOCAL: tr("Switched to local control"),
            Quantity.IS_REGULATING: tr("Automatic regulator off"),
        }
        if quantity in known:
            return known[quantity]
    return tr(alarm.message) if alarm.message else kind_text(alarm.kind)


def _limit_sentence(alarm: AlarmOccurrence, quantity: Quantity) -> str:
    decimals = DECIMALS.get(quantity, 3)
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
    text = template.format(quantity=quantity_text(quantity), value=value, limit=limit, unit=alarm.unit)
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
    """Local time of day, with the date where the day is not today."""
    then = QDateTime.fromMSecsSinceEpoch(time_us // 1000)
    is_today = then.date() == QDateTime.currentDateTime().date()
    return then.toString("HH:mm:ss" if is_today else "yyyy-MM-dd HH:mm")
