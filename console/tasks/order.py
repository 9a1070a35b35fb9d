"""What a lane is asked to do, and what it tells while doing it. No Qt: these cross threads."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from console.worker.messages import Logged, WorkFailure

_numbers = itertools.count(1)


@dataclass(slots=True, eq=False)
class WorkOrder:
    """One piece of work on its way through a lane.

    Attributes:
        patience_s: once given up, how long it may go on before its worker is ended; ``None`` while it is wanted.
            Written by the GUI thread, read by the lane's thread.
    """

    reference: str
    arguments: tuple[Any, ...]
    patience_s: float | None = None
    task_id: int = field(default_factory=lambda: next(_numbers))


@dataclass(frozen=True, slots=True)
class Started:
    """The worker has been given the order."""

    order: WorkOrder


@dataclass(frozen=True, slots=True)
class Reported:
    """The work told how far it is."""

    order: WorkOrder
    fraction: float
    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The order is over: with a result, with a failure, or given up (neither)."""

    order: WorkOrder
    result: Any = None
    failure: WorkFailure | None = None


@dataclass(frozen=True, slots=True)
class WorkerLost:
    """A worker is gone, and what it kept with it; the next order gets a fresh one of this generation."""

    generation: int
    reason: str


LaneEvent = Started | Reported | Ended | WorkerLost | Logged
