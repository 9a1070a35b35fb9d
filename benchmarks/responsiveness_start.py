"""Starts the program as a person would and says when its window and its engine were there.

``python -m benchmarks.responsiveness_start TIME``: TIME is the clock (``time.time()``) when the process was started.
"""

from __future__ import annotations

import json
import sys
import time

# Worker processes import this module again as their main module: nothing of Qt at the top.


def main() -> int:
    """Print ``window_s`` and ``engine_ready_s``."""
    started = float(sys.argv[1])

    from console.console import Console

    console = Console()
    seen: dict[str, float] = {}
    watch(console, seen)
    console.start("north")
    code = console.run()
    answer = {
        "window_s": seen["painted"] - started,
        "engine_ready_s": seen["ready"] - seen["painted"],
    }
    print(json.dumps(answer))
    return code


def watch(console: object, seen: dict[str, float]) -> None:
    """Note the first paint and the first answer of the load flow worker; end the program then."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    from console.console import Console
    from console.tasks import Lane, TaskHandle, TaskState

    assert isinstance(console, Console)

    def end_when_complete() -> None:
        if len(seen) == 2:
            console.application.quit()

    class FirstPaint(QObject):
        """The window's own paint event comes with those of everything on it."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                console.window.removeEventFilter(self)
                # After the event: the widgets on the window are painted in the same turn of the loop.
                QTimer.singleShot(0, self.on_painted)
            return False

        def on_painted(self) -> None:
            seen["painted"] = time.time()
            end_when_complete()

    def on_finished(handle: TaskHandle) -> None:
        if handle.lane is Lane.PREVIEW and handle.state is TaskState.DONE and "ready" not in seen:
            seen["ready"] = time.time()
            end_when_complete()

    console.window.installEventFilter(FirstPaint(console))
    console.runner.task_finished.connect(on_finished)
    QTimer.singleShot(60_000, lambda: console.application.exit(1))


if __name__ == "__main__":
    sys.exit(main())
