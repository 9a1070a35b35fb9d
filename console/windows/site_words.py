"""What tags and positions are called, in the person's language."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from engines.grid.switches import SwitchPosition
from engines.values.site import TagKind

_TAGS = {
    TagKind.INFORMATION: (
        QT_TRANSLATE_NOOP("SiteWords", "Information"),
        QT_TRANSLATE_NOOP("SiteWords", "Forbids nothing."),
    ),
    TagKind.CAUTION: (
        QT_TRANSLATE_NOOP("SiteWords", "Caution"),
        QT_TRANSLATE_NOOP("SiteWords", "Must be read and confirmed before operating."),
    ),
    TagKind.DO_NOT_OPERATE: (
        QT_TRANSLATE_NOOP("SiteWords", "Do not operate"),
        QT_TRANSLATE_NOOP("SiteWords", "Forbids every operation of the device."),
    ),
    TagKind.RECLOSING_OFF: (
        QT_TRANSLATE_NOOP("SiteWords", "Reclosing off"),
        QT_TRANSLATE_NOOP("SiteWords", "Reclosing must stay off."),
    ),
    TagKind.LIVE_LINE_WORK: (
        QT_TRANSLATE_NOOP("SiteWords", "Live-line work"),
        QT_TRANSLATE_NOOP("SiteWords", "Reclosing stays off, and nothing is closed after a trip."),
    ),
}
_POSITIONS = {
    SwitchPosition.OPEN: QT_TRANSLATE_NOOP("SiteWords", "Open"),
    SwitchPosition.CLOSED: QT_TRANSLATE_NOOP("SiteWords", "Closed"),
    SwitchPosition.UNKNOWN: QT_TRANSLATE_NOOP("SiteWords", "Unknown"),
}
DRESSABLE = tuple(_POSITIONS)
"""Positions a person can give."""


def tag_name(kind: TagKind) -> str:
    """Name of a kind of tag."""
    return QCoreApplication.translate("SiteWords", str(_TAGS[kind][0]))


def tag_effect(kind: TagKind) -> str:
    """What a kind of tag forbids."""
    return QCoreApplication.translate("SiteWords", str(_TAGS[kind][1]))


def position_name(position: SwitchPosition) -> str:
    """Name of a position a person can give."""
    return QCoreApplication.translate("SiteWords", str(_POSITIONS[position]))


def local_time(time_us: int) -> str:
    """Local time with seconds; with its date where that is not today."""
    moment = datetime.fromtimestamp(time_us / 1e6)
    is_today = moment.date() == datetime.now().date()
    return moment.strftime("%H:%M:%S" if is_today else "%Y-%m-%d %H:%M:%S")
