"""Where the stacks of a crash inside native code are written."""

from __future__ import annotations

import faulthandler
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

CRASH_NAME = "crash.log"
PREVIOUS_CRASH_NAME = "crash.previous.log"
WORKER_CRASH_NAME = "worker-crash.log"
KEPT_BYTES = 1 << 20


class CrashFile:
    """Has Python write all stacks into ``folder`` when native code crashes the program.

    Attributes:
        previous: what the last run left if it crashed, else "".
        path: the file of this run, ``None`` where none can be written.
        worker_path: the file for worker processes.
    """

    def __init__(self, folder: Path) -> None:
        self.worker_path = folder / WORKER_CRASH_NAME
        self.path: Path | None = None
        self._stream: IO[bytes] | None = None
        self._was_enabled = faulthandler.is_enabled()
        self.previous = _put_aside(folder)
        _bound(self.worker_path)
        with suppress(OSError):
            self._stream = (folder / CRASH_NAME).open("wb")
            self.path = folder / CRASH_NAME
            faulthandler.enable(self._stream)

    def close(self) -> None:
        """The program ends in order: nothing is left for the next run to tell."""
        if self._stream is None:
            return
        faulthandler.disable()
        if self._was_enabled and sys.__stderr__ is not None:
            faulthandler.enable(sys.__stderr__)
        self._stream.close()
        self._stream = None
        if self.path is not None:
            with suppress(OSError):
                self.path.unlink()


def _put_aside(folder: Path) -> str:
    """Keep the last run's file under another name and return what it says."""
    path = folder / CRASH_NAME
    with suppress(OSError):
        text = path.read_text("utf-8", errors="replace")[:KEPT_BYTES]
        if text.strip():
            path.replace(folder / PREVIOUS_CRASH_NAME)
            return text
    return ""


def _bound(path: Path) -> None:
    with suppress(OSError):
        if path.stat().st_size > KEPT_BYTES:
            path.unlink()
