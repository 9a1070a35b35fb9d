"""Long work on the GUI thread in slices of a few milliseconds, so that no event waits for all of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Hashable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

Result = TypeVar("Result")
Key = TypeVar("Key", bound=Hashable)
Steps = Generator[None, None, Result]
"""Work that yields where it may pause, and returns its result; between two pauses lie at most a few milliseconds."""
SLICE_S = 0.001
"""After so long the event loop gets its turn."""


def run_steps(steps: Steps[Result]) -> Result:
    """Run all steps now."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


class Slices(QObject):
    """Runs one piece of work in slices; a later one takes the place of an earlier one that has not ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Steps[Any] | None = None
        self._on_done: Callable[[Any], None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._run_slice)

    @property
    def is_busy(self) -> bool:
        """Whether something is left to do."""
        return self._steps is not None

    def start(self, steps: Steps[Result], on_done: Callable[[Result], None]) -> None:
        """Run a first slice now and the others in turns; ``on_done`` gets the result, perhaps before this returns."""
        self.cancel()
        self._steps, self._on_done = steps, on_done
        self._timer.start()
        self._run_slice()

    def finish(self) -> None:
        """Run what is left now."""
        if self._steps is not None:
            self._run(float("inf"))

    def cancel(self) -> None:
        """Leave the rest undone; nobody is told."""
        if self._steps is not None:
            self._steps.close()
        self._steps = self._on_done = None
        self._timer.stop()

    def _run_slice(self) -> None:
        self._run(time.perf_counter() + SLICE_S)

    def _run(self, until: float) -> None:
        steps, on_done = self._steps, self._on_done
        if steps is None or on_done is None:
            self._timer.stop()
            return
        try:
            next(steps)
            while time.perf_counter() < until:
                next(steps)
        except StopIteration as end:
            self.cancel()
            on_done(end.value)
        except BaseException:
            # Else a step that fails would come again at every turn.
            self.cancel()
            raise


class OncePer(Generic[Key, Result]):
    """Remembers what was worked out in slices for the last few keys, which never change."""

    def __init__(self, make: Callable[[Key], Steps[Result]], most: int = 4) -> None:
        self._make, self._most = make, most
        self._kept: dict[Key, Result] = {}

    def steps(self, key: Key) -> Steps[Result]:
        """The result for ``key``, worked out where it is not known."""
        if key in self._kept:
            return self._kept[key]
        made = yield from self._make(key)
        while len(self._kept) >= self._most:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = made
        return made
