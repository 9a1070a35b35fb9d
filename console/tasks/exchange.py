"""The folder through which large values pass between the window and its workers."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path

from console.processes import is_running

_PREFIX = "tieline-exchange-"
_ROOM_BYTES = 256 << 20


class ExchangeFolder:
    """A private folder, in memory where the system offers that, removed when the runner closes.

    If the program is killed its workers remove it; if they are killed too, the next start does.
    """

    def __init__(self) -> None:
        place = _place()
        _sweep(place)
        # The process number in the name tells the next start whose folder it was.
        self.path = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=place))
        # Also at the end of a program that did not close its runner.
        self._removal = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)

    def remove(self) -> None:
        """Remove it with all that is left in it."""
        self._removal()


def _place() -> Path:
    memory = Path("/dev/shm")
    with suppress(OSError):
        if sys.platform == "linux" and shutil.disk_usage(memory).free >= _ROOM_BYTES and os.access(memory, os.W_OK):
            return memory
    return Path(tempfile.gettempdir())


def _sweep(place: Path) -> None:
    """Remove the folders of programs that no longer run."""
    for folder in place.glob(f"{_PREFIX}*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdigit() and not is_running(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)
