"""Recorded changes as a table for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from console.history.storage import unpack_flags
from engines.values.points import PointFreshness, PointQuality
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]
QUALITY_WORDS = np.array([quality.name.lower() for quality in PointQuality])
FRESHNESS_WORDS = np.array([freshness.name.lower() for freshness in PointFreshness])
"""By their number."""
FORMS = {".csv": "FORMAT csv, HEADER", ".parquet": "FORMAT parquet, COMPRESSION zstd"}


def export_changes(path: Path, names: Array, changes: Mapping[str, Array]) -> None:
    """Write changes to a ``.csv`` or ``.parquet`` file, whole or not at all.

    Args:
        names: ``(n_point,)`` what ``changes["point"]`` counts in.
        changes: ``point, time_us, value, flags``, ``(n,)`` each.

    Raises ``InputError``.
    """
    import duckdb

    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise InputError(str(path), "is neither .csv nor .parquet", "choose one of these endings")
    quality, freshness, by_hand = unpack_flags(changes["flags"])
    written = {  # noqa: F841  DuckDB finds it by its name
        "point_id": names[changes["point"].astype(np.int64)],
        "time_us": changes["time_us"],
        "value": changes["value"],
        "quality": QUALITY_WORDS[quality],
        "freshness": FRESHNESS_WORDS[freshness],
        "is_by_hand": by_hand,
    }
    part = path.with_name(f"{path.name}.part")
    try:
        with duckdb.connect() as connection:
            connection.execute(
                f"COPY (SELECT point_id, make_timestamp(time_us) AS time_utc, value, quality, freshness, is_by_hand "
                f"FROM written) TO '{part}' ({form})"
            )
        part.replace(path)
    except (duckdb.Error, OSError) as error:
        part.unlink(missing_ok=True)
        reason = str(error).strip().splitlines()[0]
        raise InputError(str(path), f"cannot be written ({reason})", "make room, or choose another folder") from error
