"""Child processes: how they are started, and how they ended is told.

A child begins with nothing of its parent's (spawn): a window's threads and files are none of its business. Where the
same imports are made hundreds of times over, as in tests, children may come from a server process that has made them
once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

# multiprocessing looks after all children at each start, and two threads must not do that at once.
_starting = threading.Lock()
_from_server = False


def come_from_a_server(preloaded: Sequence[str]) -> None:
    """From now on children come from a server that has imported these modules, where the system has such a thing."""
    global _from_server
    if "forkserver" in multiprocessing.get_all_start_methods():
        multiprocessing.set_forkserver_preload(list(preloaded))
        _from_server = True


def children() -> BaseContext:
    """What makes pipes to children."""
    return multiprocessing.get_context("forkserver" if _from_server else "spawn")


def start_child(name: str, work: Callable[..., None], arguments: tuple[Any, ...]) -> BaseProcess:
    """A process that does ``work`` and dies with this one. Raises ``OSError`` where there can be none."""
    context: Any = children()
    if _from_server:
        # The server's environment and folder are those of when it was started.
        work, arguments = _work_as_here, (dict(os.environ), os.getcwd(), work, arguments)
    process: BaseProcess = context.Process(target=work, args=arguments, name=f"tieline-{name}", daemon=True)
    with _starting:
        process.start()
    return process


def ending_of(exit_code: int | None) -> str:
    """How a child ended, in words."""
    if exit_code is None:
        return "it does not end"
    if exit_code >= 0 or sys.platform == "win32":
        return f"exit code {exit_code}"
    try:
        return signal.Signals(-exit_code).name
    except ValueError:
        return f"signal {-exit_code}"


def _work_as_here(
    environment: dict[str, str], folder: str, work: Callable[..., None], arguments: tuple[Any, ...]
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    work(*arguments)
