"""Work for the tests; imported by worker processes under this very name."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from engines.values.validation import InputError
from engines.values.work import WorkContext


def squared(context: WorkContext, value: int) -> tuple[int, int]:
    """The square, and who worked it out."""
    return value * value, os.getpid()


def refuses(context: WorkContext, bus: int) -> None:
    """Bad input."""
    raise InputError(f"bus {bus}", "is not there", "name another")


def divides(context: WorkContext, value: int) -> float:
    """A mistake in the program."""
    return 1 / value


def dies(context: WorkContext) -> None:
    """As if by the system."""
    os.kill(os.getpid(), signal.SIGKILL)


def dies_once(context: WorkContext, folder: str, value: int) -> int:
    """The third piece takes its first worker with it."""
    mark = Path(folder) / "died"
    if value == 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return value


def endless(context: WorkContext) -> None:
    """Goes on until ended."""
    while True:
        pass
