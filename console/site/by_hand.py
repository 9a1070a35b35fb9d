"""Positions and values given by people, and devices locked because nobody knows."""

from __future__ import annotations

import math

from console.site.table import SiteTable, need_one_of, need_reason, record_of
from engines.grid.switches import SwitchPosition
from engines.values.points import PointKind, values_of
from engines.values.site import DeviceLock, HandDressedPosition, Substitution
from engines.values.validation import InputError


def dress_position(table: SiteTable, element_id: str, position: int, author: str, reason: str) -> HandDressedPosition:
    """See :meth:`console.site.store.SiteStore.dress_position`."""
    place = f"position of {element_id}"
    number = need_one_of(place, position, [int(p) for p in SwitchPosition])
    dressed = HandDressedPosition(element_id, number, author, table.now_us, need_reason(place, reason))
    word = SwitchPosition(number).name.lower()
    sentence = f"{element_id} dressed {word} by {author}: {dressed.reason}"
    return table.put("position", dressed, record_of("position", author, element_id, sentence, dressed))


def undress_position(table: SiteTable, element_id: str, author: str) -> HandDressedPosition:
    """See :meth:`console.site.store.SiteStore.undress_position`."""
    dressed: HandDressedPosition = table.need("position", element_id)
    sentence = f"Hand-dressed position of {element_id} ended by {author}"
    record = record_of("position", author, element_id, sentence, dressed, ended_by=author)
    table.remove("position", element_id, record)
    return dressed


def substitute(
    table: SiteTable, point_id: str, value: float, author: str, reason: str, kind: PointKind = PointKind.ANALOG
) -> Substitution:
    """See :meth:`console.site.store.SiteStore.substitute`."""
    if not math.isfinite(value):
        raise InputError(point_id, f"{value} is no value", "give a number")
    allowed = values_of(kind)
    if (allowed and value not in allowed) or (kind is PointKind.STEP and not float(value).is_integer()):
        raise InputError(point_id, f"{value:g} is no value of a {kind}", "give one that it can have")
    made = Substitution(point_id, float(value), author, table.now_us, need_reason(point_id, reason))
    sentence = f"{point_id} substituted by {value:g} by {author}: {made.reason}"
    return table.put("substitution", made, record_of("substitution", author, _element(point_id), sentence, made))


def end_substitution(table: SiteTable, point_id: str, author: str) -> Substitution:
    """See :meth:`console.site.store.SiteStore.end_substitution`."""
    made: Substitution = table.need("substitution", point_id)
    sentence = f"Substitution of {point_id} ended by {author}"
    record = record_of("substitution", author, _element(point_id), sentence, made, ended_by=author)
    table.remove("substitution", point_id, record)
    return made


def lock_device(table: SiteTable, point_id: str, command_id: str, value: float, reason: str, author: str) -> DeviceLock:
    """See :meth:`console.site.store.SiteStore.lock_device`."""
    lock = DeviceLock(point_id, command_id, float(value), table.now_us, reason)
    sentence = f"{point_id} locked for commands: {reason}"
    return table.put("lock", lock, record_of("lock", author, _element(point_id), sentence, lock))


def unlock_device(table: SiteTable, point_id: str, author: str, reason: str) -> DeviceLock | None:
    """See :meth:`console.site.store.SiteStore.unlock_device`."""
    reason = need_reason(f"lock of {point_id}", reason)
    lock: DeviceLock | None = table.find("lock", point_id)
    if lock is not None:
        sentence = f"{point_id} unlocked by {author}: {reason}"
        record = record_of("lock", author, _element(point_id), sentence, lock, unlocked_by=author, why=reason)
        table.remove("lock", point_id, record)
    return lock


def _element(point_id: str) -> str:
    return point_id.rpartition("/")[0]
