"""One task as its caller sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

from console.tasks.lane import Lane
from console.worker.messages import FailureKind
from engines.values.validation import InputError, ValidationReport


class TaskState(StrEnum):
    """Where a task stands. The last five are ends; a task reaches exactly one of them and stays there."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    """Somebody called ``cancel``, or the runner was closed."""
    SUPERSEDED = "superseded"
    """A later start with the same key took its place."""
    OUTDATED = "outdated"
    """Its result came, and nobody could use it any more."""

    @property
    def is_final(self) -> bool:
        """Whether nothing more will come."""
        return self not in (TaskState.QUEUED, TaskState.RUNNING)


class Supersede(Enum):
    """What a start does to an unfinished task with the same key; a queued one is always dropped."""

    CANCEL = "cancel"
    """A running one is cancelled, its result dropped."""
    LET_FINISH = "let_finish"
    """A running one finishes and delivers; for dragging, where every intermediate result would else be lost."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a task is: ``fraction`` in 0..1 and what it is doing."""

    fraction: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class TaskFailure:
    """Why a task has no result.

    Attributes:
        title: of the task.
        sentence: for the person, translated where the program wrote it; an ``InputError`` speaks for itself.
        error: the input error with place, reason, remedy and report, where the input was at fault.
        details: traceback for the log and for "show details".
    """

    kind: FailureKind
    title: str
    sentence: str
    error: InputError | None = None
    details: str = ""

    @property
    def report(self) -> ValidationReport | None:
        """The findings behind an input error, where there are any."""
        return self.error.report if self.error is not None else None


class TaskHandle:
    """A started task.

    Attributes:
        title: what the person reads in the list of running tasks.
        key: tasks with the same key replace each other.
        revision: of what the task works on, for ``TaskRunner.drop_older_than``.
        progress: the last one reported.
        failure: set when the state is ``FAILED``.
    """

    def __init__(
        self, title: str, lane: Lane, key: str | None, revision: Any, cancel: Callable[[TaskHandle, TaskState], None]
    ) -> None:
        self.title, self.lane, self.key, self.revision = title, lane, key, revision
        self.state = TaskState.QUEUED
        self.progress = Progress(0.0)
        self.failure: TaskFailure | None = None
        self._cancel = cancel

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will come."""
        return self.state.is_final

    def cancel(self) -> None:
        """Give the task up: none of its callbacks is called any more. Without effect on a finished task."""
        self._cancel(self, TaskState.CANCELLED)

    def __repr__(self) -> str:
        return f"<TaskHandle {self.title or self.key or '-'!r} {self.lane} {self.state}>"
