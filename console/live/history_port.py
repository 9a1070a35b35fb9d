"""What the live district needs of a history; :class:`console.history.client.History` is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import SignalInstance

from engines.values.history import PointChanges, QuarterHours, RecordedMoment


class HistoryPort(Protocol):
    """Takes changes, tells moments.

    Attributes:
        span_changed: signal with a :class:`engines.values.history.RecordedSpan`.
    """

    span_changed: SignalInstance

    def record(self, changes: PointChanges) -> None:
        """Keep them; returns at once."""

    def ask_moment(
        self,
        time_us: int,
        on_done: Callable[[RecordedMoment], None],
        on_failed: Callable[[str], None],
        *,
        key: str = "",
    ) -> None:
        """Every point as it stood at that moment; of several questions of one key the latest is answered."""

    def ask_quarter_hours(
        self,
        point_ids: Sequence[str],
        from_us: int,
        to_us: int,
        on_done: Callable[[tuple[QuarterHours, ...]], None],
        on_failed: Callable[[str], None],
        *,
        key: str = "",
    ) -> None:
        """Aggregates of quarter hours that begin in the span."""
