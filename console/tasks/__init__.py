"""Background work: the parent side. Whatever takes over 5 ms runs in a worker process behind ``TaskRunner``."""

from console.tasks.lane import Lane
from console.tasks.runner import TaskRunner
from console.tasks.task import Progress, Supersede, TaskFailure, TaskHandle, TaskState

__all__ = ["Lane", "Progress", "Supersede", "TaskFailure", "TaskHandle", "TaskRunner", "TaskState"]
