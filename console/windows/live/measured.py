"""What the field says of one element, as facts for the inspector."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from console.points.reading import PointReading
from console.points.store import PointStore
from console.windows.live.words import quantity_text, value_text
from engines.grid.network import ElementRef, Network
from engines.grid.quality import Freshness, Origin, Quality
from engines.values.points import PointFreshness, PointQuality, Quantity
from widgets.inspector.values import Fact, Section
from widgets.numbers import MISSING
from widgets.tables.quality import CellFlag, cell_quality

QUIET = (
    Quantity.IS_LOCAL,
    Quantity.IS_OPENING_BLOCKED,
    Quantity.IS_CLOSING_BLOCKED,
    Quantity.HAS_TRIPPED,
    Quantity.IS_LOCKED_OUT,
)
"""Flags that are only shown while they are set, or not known."""
_QUALITY = {PointQuality.GOOD: Quality.GOOD, PointQuality.QUESTIONABLE: Quality.QUESTIONABLE,
            PointQuality.INVALID: Quality.INVALID}  # fmt: skip
_FRESHNESS = {PointFreshness.FRESH: Freshness.FRESH, PointFreshness.SUSPECT: Freshness.SUSPECT,
              PointFreshness.STALE: Freshness.STALE}  # fmt: skip


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("Measured", text)


def measured_sections(
    network: Network, store: PointStore, ref: ElementRef, is_suspect: Callable[[int], bool] = lambda _row: False
) -> tuple[Section, ...]:
    """One section with every point of an element; none where it has no telemetry.

    Args:
        is_suspect: whether a row of the store contradicts the other measurements.
    """
    element_id = str(network[ref.table].id[ref.row])
    facts = tuple(
        _doubted(measured_fact(reading)) if is_suspect(row) else measured_fact(reading)
        for row in store.rows_of_element(element_id)
        if not _is_quiet(reading := store.reading(row))
    )
    return (Section(tr("From the field"), facts),) if facts else ()


def _doubted(fact: Fact) -> Fact:
    meaning = tr("It contradicts the other measurements.")
    flags = fact.flags | int(CellFlag.QUESTIONABLE)
    return replace(fact, flags=flags, meaning=f"{meaning} {fact.meaning}")


def _is_quiet(reading: PointReading) -> bool:
    return reading.definition.quantity in QUIET and reading.is_current and not reading.value


def measured_fact(reading: PointReading) -> Fact:
    """One point with its quality, age and times."""
    definition = reading.definition
    flags, words = _flags_and_words(reading.quality, reading.origin, reading.freshness)
    is_known = reading.is_known
    text = value_text(definition.quantity, definition.kind, reading.value) if is_known else MISSING
    if reading.origin is Origin.MANUAL and reading.telemetered != reading.value:
        field = value_text(definition.quantity, definition.kind, reading.telemetered)
        text = tr("{value} (field: {field})").format(value=text, field=field)
    return Fact(
        quantity_text(definition.quantity),
        text,
        definition.unit if is_known else "",
        tr("by hand") if reading.origin is Origin.MANUAL else tr("telemetered"),
        flags=flags,
        age=age_text(reading.age_s),
        meaning=_meaning(reading, words),
    )


@cache
def _flags_and_words(quality: PointQuality, origin: Origin, freshness: PointFreshness) -> tuple[int, str]:
    cell = cell_quality(1, _QUALITY[quality], origin, _FRESHNESS[freshness])
    return int(cell.flags[0]), cell.words(0)


def _meaning(reading: PointReading, quality: str) -> str:
    if not reading.receive_time_us:
        return tr("{quality}; never received").format(quality=quality)
    text = tr("{quality}; measured {source}, received {received}, {rate} updates a second").format(
        quality=quality,
        source=time_text(reading.source_time_us) if reading.source_time_us else MISSING,
        received=time_text(reading.receive_time_us),
        rate=f"{reading.updates_per_s:.2g}",
    )
    if reading.origin is Origin.MANUAL:
        field = value_text(reading.definition.quantity, reading.definition.kind, reading.telemetered)
        text += tr("; the field says {value}").format(value=field)
    return text


def age_text(seconds: float) -> str:
    """A short age, steady in its width: 4 s, 3 min, 2 h."""
    if math.isnan(seconds):
        return tr("never")
    for limit, unit, size in ((99.5, "s", 1.0), (5970.0, "min", 60.0), (np.inf, "h", 3600.0)):
        if seconds < limit:
            return f"{max(0.0, seconds) / size:.0f} {unit}"
    return MISSING


def time_text(time_us: int) -> str:
    """Local time with milliseconds; the date where it is not today."""
    moment = QDateTime.fromMSecsSinceEpoch(time_us // 1000)
    is_today = moment.date() == QDateTime.currentDateTime().date()
    return QLocale().toString(moment, "HH:mm:ss.zzz" if is_today else "yyyy-MM-dd HH:mm:ss.zzz")
