"""Words of the alarm desk, in the person's language."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QDateTime

from engines.values.alarms import AlarmState
from engines.values.violations import Severity


class ColumnName(StrEnum):
    """Columns of the list."""

    SIGN = "sign"
    TIME = "time"
    ELEMENT = "element"
    MESSAGE = "message"
    FEEDER = "feeder"
    KIND = "kind"
    STATE = "state"
    COUNT = "count"
    PERSON = "person"


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("AlarmWords", text)


def column_text(column: ColumnName) -> str:
    """Header of a column."""
    return {
        ColumnName.SIGN: "",
        ColumnName.TIME: tr("Time"),
        ColumnName.ELEMENT: tr("Equipment"),
        ColumnName.MESSAGE: tr("Alarm"),
        ColumnName.FEEDER: tr("Feeder"),
        ColumnName.KIND: tr("Kind"),
        ColumnName.STATE: tr("State"),
        ColumnName.COUNT: tr("Times"),
        ColumnName.PERSON: tr("Person"),
    }[column]


def column_tip(column: ColumnName) -> str:
    """What a column says."""
    return {
        ColumnName.SIGN: tr("▲ high, ■ medium, ● low priority; blinking: nobody has acknowledged it"),
        ColumnName.TIME: tr("When it was raised, local time"),
        ColumnName.COUNT: tr("How often it was raised since it was last acknowledged"),
        ColumnName.PERSON: tr("Who acknowledged it or put it aside, and what they wrote"),
    }.get(column, column_text(column))


def severity_text(severity: Severity) -> str:
    """A priority by name."""
    return {Severity.HIGH: tr("high"), Severity.MEDIUM: tr("medium"), Severity.LOW: tr("low")}[severity]


def state_text(state: AlarmState) -> str:
    """A state by name."""
    return {
        AlarmState.UNACKNOWLEDGED: tr("to acknowledge"),
        AlarmState.RETURNED_UNACKNOWLEDGED: tr("returned, to acknowledge"),
        AlarmState.LATCHED_UNACKNOWLEDGED: tr("to acknowledge and reset"),
        AlarmState.ACKNOWLEDGED: tr("acknowledged"),
        AlarmState.LATCHED_ACKNOWLEDGED: tr("to reset"),
        AlarmState.SHELVED: tr("shelved"),
        AlarmState.SUPPRESSED: tr("suppressed by design"),
        AlarmState.OUT_OF_SERVICE: tr("out of service"),
        AlarmState.NORMAL: tr("ended"),
    }[state]


def time_text(time_us: int) -> str:
    """Local time with seconds; with the date where the day is not today."""
    if time_us <= 0:
        return "–"
    then = QDateTime.fromMSecsSinceEpoch(time_us // 1000)
    is_today = then.date() == QDateTime.currentDateTime().date()
    return then.toString("HH:mm:ss" if is_today else "yyyy-MM-dd HH:mm:ss")
