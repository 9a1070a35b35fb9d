"""Times, numbers and people as they stand on paper."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QDateTime, QLocale

from console.windows.live.faults.words import tr
from engines.values.switching_orders import OrderStep

MINUTE_US = 60_000_000
SEPARATOR = " · "


def way_text(step: OrderStep, crews: Mapping[str, str] | None = None) -> str:
    """From where a step is done, or by whom; ``crews``: their names by id."""
    if step.is_remote:
        return tr("remote")
    return (crews or {}).get(step.crew_id, step.crew_id) or tr("on site")


def number_of(kept_id: str) -> str:
    """What people call a record by: the number of its id, ``12`` of ``order:12``."""
    return kept_id.partition(":")[2] or kept_id


# Times and numbers -----------------------------------------------------------------------------------------


def time_of_day(time_us: int) -> str:
    """Local time with seconds; "" where it has not come to that."""
    return _local(time_us).toString("HH:mm:ss") if time_us else ""


def day_note(time_us: int, today_us: int) -> str:
    """The day, in short; "" where it is the one of ``today_us``, or there is no time."""
    if not time_us or _local(time_us).date() == _local(today_us).date():
        return ""
    has_same_year = _local(time_us).date().year() == _local(today_us).date().year()
    return QLocale().toString(_local(time_us).date(), "d MMM" if has_same_year else "d MMM yyyy")


def moment(time_us: int, today_us: int) -> str:
    """Local time with seconds, and the date where it is not that of ``today_us``; a dash without a time."""
    if not time_us:
        return "–"
    return time_of_day(time_us) if not day_note(time_us, today_us) else full_moment(time_us)


def full_moment(time_us: int) -> str:
    """Date and local time with seconds; a dash without a time."""
    return _local(time_us).toString("yyyy-MM-dd HH:mm:ss") if time_us else "–"


def by_at(person: str, time_us: int, today_us: int) -> str:
    """Who did something and when; "" where nobody has."""
    return SEPARATOR.join(part for part in (person, moment(time_us, today_us) if time_us else "") if part)


def _local(time_us: int) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(time_us // 1000)
