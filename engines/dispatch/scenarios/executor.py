"""How work on parts of a plan is given out; who runs it, and in how many processes, is the caller's business."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from engines.values.work import DirectContext, WorkCancelled, WorkContext

Work = Callable[..., Any]


class WorkLost(Exception):
    """Whoever ran a piece of work broke down; the text says how."""


class Executor(Protocol):
    """Runs pieces of work.

    Attributes:
        workers: how many pieces run at once.
    """

    workers: int

    def run(self, work: Work, arguments: Sequence[tuple[Any, ...]], is_cancelled: Callable[[], bool]) -> list[Any]:
        """``work(context, *arguments)`` for each of the arguments; the answers in their order.

        ``work`` is a top-level function, and arguments and answers can be pickled.

        Raises:
            WorkCancelled: ``is_cancelled`` said so before all was done.
            WorkLost: a piece broke down with whoever ran it, more than once.
        """


class InlineExecutor:
    """One piece after the other, in the caller's own process."""

    workers = 1

    def __init__(self, context: WorkContext | None = None) -> None:
        self._context = context or DirectContext()

    def run(self, work: Work, arguments: Sequence[tuple[Any, ...]], is_cancelled: Callable[[], bool]) -> list[Any]:
        """See :class:`Executor`."""
        answers = []
        for one in arguments:
            if is_cancelled():
                raise WorkCancelled
            answers.append(work(self._context, *one))
        return answers
