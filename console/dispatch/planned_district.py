"""A step of a plan in place of the present: what would be, with no link and no command path."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from PySide6.QtCore import QObject

from console.dispatch.ahead import StepAhead
from console.dispatch.kept import KeptPlan
from console.live.district import LiveDistrict
from console.live.solving import LiveMoment
from console.tasks.runner import TaskRunner
from engines.allocation.field_state import Allocation
from engines.grid.snapshot import Mode, Snapshot
from engines.values.frozen import FrozenMap
from widgets.diagram.field_look import FieldLook

Array = np.ndarray[Any, Any]
NOT_ALLOCATED = Allocation(FrozenMap(), np.zeros(0), np.zeros(0, bool))


class PlannedDistrict(LiveDistrict):
    """A district as a plan has it at a step; shown by the same parts as the live one.

    Its points are those of the field as they are now: links and the list of points tell of the present.

    Attributes:
        kept: the plan; step: which of its steps; time_us, ends_us: its begin and end, microseconds since 1970 UTC.
        ahead: the step solved, ``None`` while it is not.
    """

    def __init__(self, runner: TaskRunner, live: LiveDistrict, kept: KeptPlan, parent: QObject | None = None) -> None:
        self.kept, self.step, self.time_us, self.ends_us = kept, -1, 0, 0
        self.ahead: StepAhead | None = None
        self._live = live
        super().__init__(runner, live.opened, live.store, Mode.PLAN, lambda: None, parent, pause_s=0.0)
        self.site = live.site

    def _on_tick(self) -> None:
        # The points are told of by the live district, which goes on.
        self.ticked.emit()

    def go_to(self, step: int, time_us: int, ends_us: int, ahead: StepAhead | None) -> None:
        """Show another step; without ``ahead`` nothing is known of it yet."""
        self.step, self.time_us, self.ends_us = step, time_us, ends_us
        if ahead is not None:
            self.solved(ahead)
            return
        self.ahead = self.live_moment = self.moment = None
        self.problem = ""
        self._snapshot = Snapshot(self.opened.network, mode=Mode.PLAN)
        position = self.kept.switch_position
        if position is not None:
            self._snapshot = self._snapshot.with_state({("switch", "position"): position})
        self.snapshot_changed.emit(self._snapshot)

    def solved(self, ahead: StepAhead) -> None:
        """The step is solved, or known to have no solution."""
        self.ahead, self.problem = ahead, ""
        self.moment, self._snapshot = ahead.moment, ahead.moment.snapshot
        self.live_moment = LiveMoment(ahead.moment, NOT_ALLOCATED, time.monotonic())
        self.moment_changed.emit(self.live_moment)

    def fail(self, sentence: str) -> None:
        """Nothing can be known of the step."""
        self._on_failed(sentence)

    @property
    def present_positions(self) -> Array:
        """``(n_switch,)`` how the switches stand now."""
        return self._live.snapshot.switch_position

    def field_look(self) -> FieldLook:
        """The field says nothing of what lies ahead."""
        return FieldLook(self.opened.network.structure_revision)

    @property
    def is_overdue(self) -> bool:
        """Nothing grows old in a step that stands still."""
        return False
