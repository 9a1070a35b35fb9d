"""What keeps the history; DuckDB with Parquet files beside it, or a PostgreSQL server, behind the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from engines.values.history import PointChanges, PointSeries, QuarterHours, RecordedMoment, RecordedSpan

Array = np.ndarray[Any, Any]
FOLDER_NAME = "history"
"""In the folder of a site."""
HAND_BIT, FRESH_SHIFT, QUALITY_MASK = 16, 2, 3


@dataclass(frozen=True, slots=True, eq=False)
class StoredBatch:
    """Changes as a console hands them over.

    Attributes:
        client: which console, by a name never used twice; number: 1, 2, 3 …: a batch that comes again is known by it.
        point_ids: what ``changes.point`` counts in; dead_bands: ``(n_point,)`` how far a value may move unrecorded.
        is_first: nothing was recorded by this console before it: what was before is not known.
    """

    client: str
    number: int
    point_ids: tuple[str, ...]
    dead_bands: Array
    changes: PointChanges
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Retention:
    """How much is kept.

    Attributes:
        days: whole hours older than that are removed; size_mb: the oldest are removed beyond that.
        warn_share: from which part of ``size_mb`` on it is said.
    """

    days: float = 400.0
    size_mb: float = 20_000.0
    warn_share: float = 0.8


@dataclass(frozen=True, slots=True)
class StorageStatus:
    """What is kept, and what should be known of it.

    Attributes:
        warning: what will be removed soon, or is wrong, one sentence; "" where all is well.
        clock_jumps: how often the machine's clock was set back while recording.
    """

    span: RecordedSpan = field(default_factory=RecordedSpan)
    points: int = 0
    changes: int = 0
    warning: str = ""
    clock_jumps: int = 0


class HistoryStorage(Protocol):
    """Keeps changes, answers questions; one writer, any thread may ask. All raise ``InputError`` with the remedy."""

    def store(self, batches: Sequence[StoredBatch]) -> None:
        """Keep batches, each once, in one transaction; what was kept before is left out by its number."""

    def stored_up_to(self, client: str) -> int:
        """Number of the last batch of a client that is kept, 0 for none."""

    def series(self, point_ids: Sequence[str], from_us: int, to_us: int, entries: int) -> tuple[PointSeries, ...]:
        """See :meth:`console.history.client.History.ask_series`; an unknown point has an empty series."""

    def quarter_hours(self, point_ids: Sequence[str], from_us: int, to_us: int) -> tuple[QuarterHours, ...]:
        """Aggregates of quarter hours that begin in the span."""

    def moment(self, time_us: int) -> RecordedMoment:
        """Every point as it stood."""

    def status(self) -> StorageStatus:
        """What there is."""

    def tidy(self, now_us: int, retention: Retention) -> None:
        """Put hours that are over into their final form, and remove what is too old."""

    def backup(self, folder: Path) -> None:
        """A copy of everything that can be opened as it is; works while recording."""

    def verify(self) -> tuple[str, ...]:
        """What is damaged, one sentence each; empty where all is whole."""

    def export(self, path: Path, point_ids: Sequence[str], from_us: int, to_us: int) -> int:
        """Write changes to a ``.csv`` or ``.parquet`` file; how many."""

    def close(self) -> None:
        """Let everything go."""


def pack_flags(quality: Array, freshness: Array, is_by_hand: Array) -> Array:
    """Quality, freshness and whose value it is, in one small number."""
    flags = quality.astype(np.uint8) | (freshness.astype(np.uint8) << FRESH_SHIFT)
    return np.asarray(flags | (is_by_hand.astype(np.uint8) * HAND_BIT), np.uint8)


def unpack_flags(flags: Array) -> tuple[Array, Array, Array]:
    """Quality, freshness, by hand."""
    flags = np.asarray(flags, np.uint8)
    return flags & QUALITY_MASK, (flags >> FRESH_SHIFT) & QUALITY_MASK, (flags & HAND_BIT) > 0
