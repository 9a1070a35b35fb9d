"""Where the stacks of a crash inside native code are written."""

from __future__ import annotations

import faulthandler
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

from console.processes import is_running

CRASH_NAME = "crash.{process}.log"
"""One for each console: a study desk that ends must not take away what a live console beside it is about to write."""
PREVIOUS_CRASH_NAME = "crash.previous.log"
WORKER_CRASH_NAME = "worker-crash.log"
KEPT_BYTES = 1 << 20


class CrashFile:
    """Has Python write all stacks into ``folder`` when native code crashes the program.

    Attributes:
        previous: what the last run that crashed left, if nobody has been told yet, else "".
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
            path = folder / CRASH_NAME.format(process=os.getpid())
            self._stream = path.open("wb")
            self.path = path
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
    """Keep what a crashed run left under another name and return what it says; what a killed one left goes."""
    found = ""
    with suppress(OSError):
        for path in sorted(folder.glob(CRASH_NAME.format(process="*[0-9]")), key=lambda path: path.stat().st_mtime):
            with suppress(OSError, ValueError):
                text = path.read_text("utf-8", errors="replace")[:KEPT_BYTES]
                if text.strip():
                    path.replace(folder / PREVIOUS_CRASH_NAME)
                    found = text
                elif not is_running(int(path.name.split(".")[1])):
                    path.unlink()
    return found


def _bound(path: Path) -> None:
    with suppress(OSError):
        if path.stat().st_size > KEPT_BYTES:
            path.unlink()
