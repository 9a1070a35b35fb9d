"""One worker process, seen from its parent."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from console.tasks.children import children, ending_of, start_child
from console.worker.entry import serve
from console.worker.messages import WorkerOptions

CRASH_BYTES = 50_000


class WorkerProcess:
    """Starts at once; ``Ready`` is the first message on ``connection``, end of file there means it is dead.

    Attributes:
        pid: the operating system's number.
        is_ready: set by the lane when ``Ready`` has come.
    """

    def __init__(self, options: WorkerOptions) -> None:
        self.connection: Connection[Any, Any]
        self.connection, theirs = children().Pipe()
        self.is_ready = False
        self._fault_log = options.fault_log
        self._fault_log_size = _size(options.fault_log)
        try:
            self._process = start_child(options.name, serve, (theirs, options))
        except BaseException:
            self.connection.close()
            raise
        finally:
            # Our copy would keep the pipe open beyond the worker's death.
            theirs.close()
        self.pid = self._process.pid or 0

    @property
    def sentinel(self) -> int:
        """Becomes ready for ``multiprocessing.connection.wait`` when the process is dead."""
        return self._process.sentinel

    def kill(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()

    def bury(self, timeout_s: float = 5.0) -> str:
        """Wait for its death, give everything back and say how it ended."""
        self._process.join(timeout_s)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join(timeout_s)
        self.connection.close()
        # Not ``Process.close``: when the program ends, multiprocessing may be joining the same object.
        return ending_of(self._process.exitcode)

    def crash_stacks(self) -> str:
        """What was written about crashes in native code since this worker started."""
        if self._fault_log is None:
            return ""
        try:
            with self._fault_log.open("rb") as stream:
                stream.seek(self._fault_log_size)
                return stream.read(CRASH_BYTES).decode("utf-8", errors="replace")
        except OSError:
            return ""


def _size(path: Path | None) -> int:
    try:
        return path.stat().st_size if path is not None else 0
    except OSError:
        return 0
