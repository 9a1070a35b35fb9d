"""Planning over scenarios within one worker: its pieces one after the other, and its progress in words. Free of Qt."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from engines.values.work import DirectContext, WorkContext


class Telling:
    """Passes progress on as what a person reads: gap, and how far the exchange under way has come."""

    def __init__(self, context: WorkContext, seconds: float) -> None:
        self._context, self._seconds = context, seconds
        self._begin, self.exchanges, self.gap = time.monotonic(), 0, ""
        self.state = context.state
        self.is_cancelled, self.check_cancelled = context.is_cancelled, context.check_cancelled

    def report(self, fraction: float, text: str = "") -> None:
        """A round between the groups of scenarios is over."""
        if text.startswith("gap "):
            self.gap = text.removeprefix("gap ")
        self.exchanges += 1
        self.tell(0, 0)

    def tell(self, done: int, pieces: int) -> None:
        """Where it stands; the time that is up at last is what can be known of the end."""
        share = min((time.monotonic() - self._begin) / max(self._seconds, 1e-3), 1.0)
        words = {"count": str(self.exchanges), "gap": self.gap, "done": str(done), "pieces": str(pieces)}
        parts = ["exchange {count}"] if self.exchanges else []
        parts.append("gap {gap}" if self.gap else "no plan yet")
        if pieces > 1:
            parts.append("{done} of {pieces} pieces of work")
        self._context.report(0.2 + 0.78 * share, told_progress(", ".join(parts), **words))


def told_progress(template: str, **words: str) -> str:
    """A phrase with its words, so that whoever shows it can say it in the person's language."""
    return "\t".join([template, *(f"{key}={value}" for key, value in words.items())])


class OneWorker:
    """An executor in this very process: it is a worker already, and must not start others."""

    workers = 1

    def __init__(self, context: WorkContext, telling: Telling) -> None:
        self._context, self._telling = context, telling

    def run(
        self, work: Callable[..., Any], arguments: Sequence[tuple[Any, ...]], is_cancelled: Callable[[], bool]
    ) -> list[Any]:
        """See :class:`engines.dispatch.scenarios.executor.Executor`."""
        from engines.dispatch.scenarios.executor import InlineExecutor

        inline, answers = InlineExecutor(DirectContext()), []
        for number, one in enumerate(arguments):
            self._telling.tell(number, len(arguments))
            answers += inline.run(work, [one], is_cancelled)
        return answers
