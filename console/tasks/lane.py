"""The lanes of background work."""

from __future__ import annotations

from enum import StrEnum


class Lane(StrEnum):
    """A queue with a worker process of its own: work in one lane never waits for work in another."""

    PREVIEW = "preview"
    """Short and awaited: the load flow of what is on the screen."""
    SERIES = "series"
    """Long and awaited: a day, a year, scenarios."""
    PLANNING = "planning"
    """Switching plans: awaited, and seconds long."""
    IMPORT = "import"
    """Reading, checking and converting files."""
    BACKGROUND = "background"
    """Nobody waits: layouts, exports, reports."""

    @property
    def niceness(self) -> int:
        """How far the worker stands back behind the window when the processor is short."""
        return 2 if self is Lane.PREVIEW else 8
