"""The seam between a long computation and whoever runs it."""

from __future__ import annotations

from typing import Any, Protocol


class WorkCancelled(Exception):
    """Raised by :meth:`WorkContext.check_cancelled` when the person no longer wants the result."""


class WorkContext(Protocol):
    """What a worker hands to the function it runs.

    Attributes:
        state: kept between calls for as long as this worker lives; a compiled model belongs here,
            because it can neither be pickled nor be rebuilt per call.
    """

    state: dict[str, Any]

    def report(self, fraction: float, text: str = "") -> None:
        """Tell how far the work is: ``fraction`` in 0..1; cheap enough to call at every step."""

    def is_cancelled(self) -> bool:
        """Whether the person asked to stop."""

    def check_cancelled(self) -> None:
        """Raise :class:`WorkCancelled` if the person asked to stop."""


class DirectContext:
    """Runs work in the caller's own process: no progress shown, never cancelled."""

    def __init__(self) -> None:
        self.state: dict[str, Any] = {}

    def report(self, fraction: float, text: str = "") -> None:
        """Nobody is listening."""

    def is_cancelled(self) -> bool:
        """Never."""
        return False

    def check_cancelled(self) -> None:
        """Nothing to stop for."""
