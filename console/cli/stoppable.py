"""Work of a verb that Ctrl+C or a TERM signal ends early, not abruptly."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from engines.values.work import DirectContext


class Stoppable(DirectContext):
    """Planning that a signal ends: the best plan so far is printed."""

    def __init__(self) -> None:
        super().__init__()
        self.stopped = False

    def is_cancelled(self) -> bool:
        """Whether a signal came."""
        return self.stopped

    def stop(self, number: int, frame: Any) -> None:
        """Take note of a signal."""
        self.stopped = True


@contextmanager
def stoppable() -> Iterator[Stoppable]:
    """A context that a signal cancels."""
    context = Stoppable()
    before = {s: signal.signal(s, context.stop) for s in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield context
    finally:
        for which, handler in before.items():
            signal.signal(which, handler)
