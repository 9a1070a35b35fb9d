"""The log: one file that is rotated, bounded in size, and never in the way."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOG_NAME = "tieline.log"
FILE_BYTES = 1 << 20
OLD_FILES = 4
RETRY_S = 5.0

FORMAT = "%(asctime)s.%(msecs)03d %(levelname)-8s %(threadName)s %(name)s: %(message)s"


class LogFile(RotatingFileHandler):
    """Writes records to a file of at most ``FILE_BYTES`` and keeps ``OLD_FILES`` older ones.

    A disk that is full or a folder that has gone loses records, for ``RETRY_S`` at a time, and nothing else.

    Attributes:
        lost: number of records that could not be written.
    """

    def __init__(self, path: Path, file_bytes: int = FILE_BYTES, old_files: int = OLD_FILES) -> None:
        # Opened with the first record, so that a bad folder is met where it is handled.
        super().__init__(path, maxBytes=file_bytes, backupCount=old_files, encoding="utf-8", delay=True)
        self.setFormatter(logging.Formatter(FORMAT, datefmt="%Y-%m-%d %H:%M:%S"))
        self.lost = 0
        self._silent_until = 0.0

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record, or count it as lost."""
        if time.monotonic() < self._silent_until:
            self.lost += 1
            return
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """Called by ``logging`` when a record could not be written."""
        self.lost += 1
        self._silent_until = time.monotonic() + RETRY_S
        # A stream that failed keeps what it could not write and fails again at every flush.
        stream, self.stream = self.stream, None
        with suppress(OSError, ValueError):
            if stream is not None:
                stream.close()


def open_log(folder: Path, level: int = logging.INFO) -> LogFile:
    """Send all records from ``level`` on to the log in ``folder``, which is made if need be."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    handler = LogFile(folder / LOG_NAME)
    handler.setLevel(level)
    root = logging.getLogger()
    root.addHandler(handler)
    if root.level == logging.NOTSET or root.level > level:
        root.setLevel(level)
    return handler


def close_log(handler: logging.Handler) -> None:
    """Undo ``open_log``."""
    logging.getLogger().removeHandler(handler)
    with suppress(OSError, ValueError):
        handler.close()
