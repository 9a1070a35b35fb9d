"""The last things that were logged, kept for the report of a problem."""

from __future__ import annotations

import logging
from collections import deque

KEPT = 30


class RecentRecords(logging.Handler):
    """Remembers the last records as text."""

    def __init__(self, kept: int = KEPT) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s", datefmt="%H:%M:%S"))
        self._lines: deque[str] = deque(maxlen=kept)

    def emit(self, record: logging.LogRecord) -> None:
        """Remember one record."""
        try:
            # The first line says what happened; a traceback would push everything else out.
            self._lines.append(self.format(record).splitlines()[0])
        except Exception as error:
            self._lines.append(f"{record.name}: unreadable record ({error})")

    def lines(self) -> list[str]:
        """Oldest first."""
        return list(self._lines)
