"""A recorded moment as a person reads it."""

from __future__ import annotations

from PySide6.QtCore import QDate, QDateTime, QLocale


def clock_text(time_us: int) -> str:
    """Local time with seconds, and the day where it is not today."""
    moment = QDateTime.fromMSecsSinceEpoch(time_us // 1000)
    form = "HH:mm:ss" if moment.date() == QDate.currentDate() else "ddd d MMM HH:mm:ss"
    return QLocale().toString(moment, form)
