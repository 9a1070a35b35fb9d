"""What trends need of a history; :class:`console.history.client.History` is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import SignalInstance

from engines.values.history import PointSeries


class SeriesPort(Protocol):
    """Tells the course of points.

    Attributes:
        span_changed: signal with a :class:`engines.values.history.RecordedSpan`.
    """

    span_changed: SignalInstance

    def ask_series(
        self,
        point_ids: Sequence[str],
        from_us: int,
        to_us: int,
        entries: int,
        on_done: Callable[[tuple[PointSeries, ...]], None],
        on_failed: Callable[[str], None],
    ) -> None:
        """Some points over a span, with at most about ``entries`` entries each; told later, on the GUI thread."""
