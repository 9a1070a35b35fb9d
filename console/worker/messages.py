"""What a worker process and the lane that owns it say to each other through their pipe."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from console.worker.parcel import Parcel
from engines.values.validation import InputError


class FailureKind(StrEnum):
    """Why a task has no result."""

    INPUT = "input"
    """The input cannot be used; the error names place and remedy."""
    ERROR = "error"
    """The work raised something nobody foresaw: a fault of the program."""
    MEMORY = "memory"
    """The work needed more memory than there is; its worker is replaced."""
    CRASHED = "crashed"
    """The worker process died under the work."""
    NOT_STARTED = "not_started"
    """No worker process could be started."""


@dataclass(frozen=True, slots=True)
class WorkFailure:
    """A failed piece of work as a value.

    Attributes:
        summary: what happened, in the words of the exception or of the operating system.
        error: the whole error where the input was at fault.
        trace: traceback for the log.
    """

    kind: FailureKind
    summary: str
    error: InputError | None = None
    trace: str = ""


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """How a worker behaves.

    Attributes:
        name: of its lane, seen in process lists and logs.
        niceness: how far it stands back behind the window when the processor is short (0 = not at all).
        fault_log: file for the stacks of a crash inside native code.
        folder: where large results and arguments are exchanged; removed by the worker if the parent dies.
    """

    name: str
    niceness: int = 0
    fault_log: Path | None = None
    folder: Path | None = None


# Parent to worker.


@dataclass(frozen=True, slots=True)
class Request:
    """Run ``reference`` (``module:function``); a large result goes into the file ``reply_path``."""

    task_id: int
    reference: str
    arguments: Parcel
    reply_path: str | None


@dataclass(frozen=True, slots=True)
class Cancel:
    """The result of this task is no longer wanted."""

    task_id: int


@dataclass(frozen=True, slots=True)
class Close:
    """End when the present work is over."""


# Worker to parent.


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has started and listens."""


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far a task is, ``fraction`` in 0..1."""

    task_id: int
    fraction: float
    text: str


@dataclass(frozen=True, slots=True)
class Logged:
    """A log record of warning level or above made in the worker."""

    logger: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """The task's result."""

    task_id: int
    result: Parcel


@dataclass(frozen=True, slots=True)
class Stopped:
    """The work noticed that it was cancelled and stopped."""

    task_id: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The work raised. A worker that ``is_spent`` ends after this message."""

    task_id: int
    failure: WorkFailure
    is_spent: bool = field(default=False)
