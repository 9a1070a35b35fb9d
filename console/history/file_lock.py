"""A lock that a killed process gives back: held on a file, by the operating system."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO


class FileLock:
    """Held from :meth:`take` to :meth:`release`, or to the end of the process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        """Take it if nobody has it; whether it is held now. Raises ``OSError`` where the file cannot be made."""
        if self._file is not None:
            return True
        file = open(self.path, "a+b")  # noqa: SIM115  kept open for as long as the lock is held
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Give it back. May be called twice."""
        if self._file is not None:
            file, self._file = self._file, None
            if sys.platform == "win32":
                import msvcrt

                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
            file.close()

    def remove(self) -> None:
        """Give it back and remove its file."""
        if sys.platform == "win32":
            self.release()
        if self.path.exists():
            os.unlink(self.path)
        self.release()
