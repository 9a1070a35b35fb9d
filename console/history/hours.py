"""Whole hours of UTC, and the files they are kept in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

HOUR_US = 3600 * 1_000_000


def hour_of(time_us: Any) -> Any:
    """Beginning of the hour a moment (or each of an array) lies in, microseconds since 1970."""
    return time_us // HOUR_US * HOUR_US


def hour_file(hour_us: int) -> str:
    """Name of an hour's file, as ``2026-11-21T14.parquet``."""
    return f"{datetime.fromtimestamp(hour_us / 1e6, UTC):%Y-%m-%dT%H}.parquet"
