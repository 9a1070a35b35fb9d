"""Work on the GUI thread in small pieces, so that no event waits for all of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """Runs steps one per turn of the event loop; a later list takes the place of what is left of an earlier one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left: deque[Callable[[], object]] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._run_one)

    def run(self, steps: Iterable[Callable[[], object]]) -> None:
        """Run these from the next turn on, in order."""
        self._left = deque(steps)
        if self._left:
            self._timer.start()

    def finish(self) -> None:
        """Run what is left now."""
        while self._left:
            self._run_one()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is left to do."""
        return not self._left

    def _run_one(self) -> None:
        # Taken off first: a step that fails must not come again at every turn.
        step = self._left.popleft() if self._left else None
        if not self._left:
            self._timer.stop()
        if step is not None:
            step()
