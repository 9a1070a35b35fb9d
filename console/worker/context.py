"""What a worker process hands to the function it runs."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

from engines.values.work import WorkCancelled

REPORT_PERIOD_S = 0.05


class PipeContext:
    """The :class:`~engines.values.work.WorkContext` of a worker process.

    Attributes:
        state: kept between calls for as long as the worker lives.
    """

    def __init__(
        self, state: dict[str, Any], send_progress: Callable[[float, str], None], is_cancelled: Callable[[], bool]
    ) -> None:
        self.state = state
        self._send_progress = send_progress
        self._is_cancelled = is_cancelled
        self._next_report = 0.0

    def report(self, fraction: float, text: str = "") -> None:
        """Tell how far the work is; at most 20 times a second reach the window, the end always does."""
        now = time.monotonic()
        if now < self._next_report and fraction < 1.0:
            return
        self._next_report = now + REPORT_PERIOD_S
        self._send_progress(min(max(fraction, 0.0), 1.0) if math.isfinite(fraction) else 0.0, text)

    def is_cancelled(self) -> bool:
        """Whether the result is no longer wanted."""
        return self._is_cancelled()

    def check_cancelled(self) -> None:
        """Raise ``WorkCancelled`` if the result is no longer wanted."""
        if self._is_cancelled():
            raise WorkCancelled
