"""What a person reads when a task failed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.worker.messages import FailureKind, WorkFailure


def failure_sentence(failure: WorkFailure, title: str) -> str:
    """One sentence; an input error speaks for itself."""
    if failure.kind is FailureKind.INPUT:
        return failure.summary
    name = title or QCoreApplication.translate("Tasks", "The calculation")
    match failure.kind:
        case FailureKind.MEMORY:
            text = QCoreApplication.translate(
                "Tasks", "{task} needs more memory than there is; close other programs or choose a smaller span"
            )
        case FailureKind.CRASHED if failure.summary == "SIGKILL":
            text = QCoreApplication.translate(
                "Tasks",
                "{task} was ended by the system, most likely for want of memory; the program goes on, try again",
            )
        case FailureKind.CRASHED:
            text = QCoreApplication.translate(
                "Tasks", "{task} ended unexpectedly ({cause}); the program goes on, try again"
            )
        case FailureKind.NOT_STARTED:
            text = QCoreApplication.translate(
                "Tasks", "{task} could not run: no calculation process starts ({cause}); restart the program"
            )
        case _:
            text = QCoreApplication.translate("Tasks", "{task} failed by a fault of the program ({cause})")
    return text.format(task=name, cause=failure.summary)
