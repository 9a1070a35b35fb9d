"""Where a worker process starts. Imports nothing heavy before the process is set up."""

from __future__ import annotations

import faulthandler
import logging
import os
import signal
import sys
import warnings
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from console.worker.messages import WorkerOptions

_fault_streams: list[Any] = []


def serve(connection: Connection[Any, Any], options: WorkerOptions) -> None:
    """Run a worker until its parent closes it or goes away."""
    # Ctrl+C in the terminal is the window's to handle; it closes its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _stand_back(options.niceness)
    if options.fault_log is not None:
        with suppress(OSError):
            # Kept open: faulthandler holds only the descriptor.
            _fault_streams.append(options.fault_log.open("ab"))
            faulthandler.enable(_fault_streams[-1])

    from console.worker.server import ForwardingHandler, WorkerServer

    server = WorkerServer(connection, options)
    # Deprecations inside libraries are no news to the person; they would fill terminal and log.
    warnings.simplefilter("ignore")
    logging.getLogger().addHandler(ForwardingHandler(server))
    server.run()


def _stand_back(niceness: int) -> None:
    """Let the window have the processor first."""
    if niceness <= 0:
        return
    with suppress(OSError):
        if sys.platform == "win32":
            import ctypes

            below_normal = 0x00004000
            kernel = ctypes.windll.kernel32
            kernel.SetPriorityClass(kernel.GetCurrentProcess(), below_normal)
        else:
            os.nice(niceness)
