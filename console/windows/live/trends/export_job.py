"""What a chart of trends shows, as a CSV file. Free of Qt, so that a worker writes it."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from engines.trends.doubt import Doubt, doubt_of
from engines.values.history import PointSeries
from engines.values.validation import InputError
from widgets.tables.export import harmless

HEADERS = ("time", "time_us", "point", "name", "value", "unit", "quality", "by_hand", "thinned")
WORDS = {Doubt.NONE: "good", Doubt.QUESTIONABLE: "questionable", Doubt.STALE: "stale", Doubt.UNKNOWN: "not known"}


@dataclass(frozen=True, slots=True, eq=False)
class TrendExport:
    """Series with the name and unit of each."""

    series: tuple[PointSeries, ...]
    names: tuple[str, ...]
    units: tuple[str, ...]


def write_trends_job(context: Any, export: TrendExport, path: Path) -> Path:
    """One line an entry, point by point; local time with its offset, and microseconds since 1970 UTC.

    ``thinned`` says that more was recorded: lowest and highest of each part of the span are among the lines.
    The file appears whole or not at all. Raises ``InputError`` where it cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        # The mark at the beginning tells spreadsheets that it is UTF-8.
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADERS)
            for series, name, unit in zip(export.series, export.names, export.units, strict=True):
                writer.writerows(_rows(series, name, unit))
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise InputError(str(path), f"cannot be written: {reason}", "choose another folder or close the file") from None
    return path


def _rows(series: PointSeries, name: str, unit: str) -> list[tuple[Any, ...]]:
    doubts = doubt_of(series).tolist()
    thinned = "yes" if series.is_thinned else ""
    return [
        (
            datetime.fromtimestamp(time_us / 1e6).astimezone().isoformat(timespec="milliseconds"),
            time_us,
            harmless(series.point_id),
            harmless(name),
            "" if doubt == Doubt.UNKNOWN else f"{value:.9g}",
            unit,
            WORDS[Doubt(doubt)],
            "yes" if by_hand else "",
            thinned,
        )
        for time_us, value, doubt, by_hand in zip(
            series.time_us.tolist(), series.value.tolist(), doubts, series.is_by_hand.tolist(), strict=True
        )
    ]
