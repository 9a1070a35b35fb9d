"""Where the writing of files happens: in a worker, or right here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from console.tasks.lane import Lane
from console.tasks.runner import TaskRunner
from console.tasks.task import Supersede
from engines.values.validation import InputError
from engines.values.work import DirectContext


def _ignore(_: Any) -> None:
    pass


class Run(Protocol):
    """Runs ``work(context, *arguments)`` somewhere; calls ``on_done`` with its result or ``on_failed`` with a sentence.

    Of two with the same key that wait, only the later is run; they never run at the same time.
    """

    def __call__(
        self,
        work: Callable[..., Any],
        *arguments: Any,
        key: str,
        on_done: Callable[[Any], None] = _ignore,
        on_failed: Callable[[str], None] = _ignore,
    ) -> None: ...


def run_here(
    work: Callable[..., Any],
    *arguments: Any,
    key: str,
    on_done: Callable[[Any], None] = _ignore,
    on_failed: Callable[[str], None] = _ignore,
) -> None:
    """Run at once, in the caller's thread: for the last words of a program that is closing."""
    try:
        result = work(DirectContext(), *arguments)
    except InputError as error:
        on_failed(str(error))
        return
    on_done(result)


def run_in_worker(runner: TaskRunner, lane: Lane = Lane.BACKGROUND) -> Run:
    """Runs in the worker process of a lane; by default not behind the reading of large files."""

    def run(
        work: Callable[..., Any],
        *arguments: Any,
        key: str,
        on_done: Callable[[Any], None] = _ignore,
        on_failed: Callable[[str], None] = _ignore,
    ) -> None:
        runner.start(
            work,
            *arguments,
            lane=lane,
            key=key,
            supersede=Supersede.LET_FINISH,
            on_done=on_done,
            on_failed=lambda failure: on_failed(failure.sentence),
        )

    return run
