"""Plays a plan on the diagram before anything is switched: the solved state after each step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from console.faults.faults import Faults
from console.faults.jobs import PlannedSteps
from console.windows.live.faults.plan_views import PLAN_ID
from console.windows.live.faults.step_texts import expected_text
from console.windows.live.faults.words import action_text, tr
from engines.grid.difference import Moment
from engines.grid.snapshot import Mode, Snapshot
from engines.values.switching_plan import SwitchingPlan
from widgets.faults.order_lines import PlaybackView
from widgets.faults.order_panel import OrderPanel

PRESENT = -1
PlayedMoment = tuple[Moment, int, int]
"""A moment of a plan: after how many steps, of how many."""


class Playing(QObject):
    """Which step is shown; the present otherwise.

    Args:
        show: shows a moment of the plan, after how many of how many steps; or the present again (``None``).
    """

    def __init__(
        self, faults: Faults, panel: OrderPanel, show: Callable[[PlayedMoment | None], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._faults, self._panel, self._show = faults, panel, show
        self.at = PRESENT
        self._incident_id = ""
        self._plan: SwitchingPlan | None = None

    def show(self, incident_id: str) -> None:
        """Offer what can be played of the plan in front."""
        thought = self._faults.thinking.of(incident_id)
        plan = thought.plan if self._panel.order_id == PLAN_ID else None
        count = len(plan.steps) if plan is not None else 0
        self._panel.show_playback(PlaybackView(count, self.at if count else PRESENT, self._text(plan)))

    def _text(self, plan: SwitchingPlan | None) -> str:
        if plan is None or self.at < 0:
            return tr("Play the plan on the diagram before anything is switched")
        if self.at == 0:
            return tr("Before the first step")
        step = plan.steps[self.at - 1]
        text = tr("{step}: {expected}, {count} customers of the whole network without supply")
        return text.format(
            step=f"{action_text(step.kind.value)} {step.name}",
            expected=expected_text(step.proof.vm_min_pu, step.proof.loading_max_percent),
            count=step.proof.customers_unserved,
        )

    def play(self, incident_id: str, at: int) -> None:
        """Show the state after so many steps; -1 goes back to the present."""
        if at < 0:
            self.stop()
            return
        self._incident_id, self.at = incident_id, at
        self._plan = self._faults.thinking.of(incident_id).plan
        self._faults.thinking.play(incident_id, self._on_played)
        self.show(incident_id)

    def _on_played(self, played: PlannedSteps) -> None:
        plan, start = self._plan, self._faults.thinking.of(self._incident_id).start
        if self.at < 0 or plan is None or start is None or self.at >= len(played):
            return
        step = played[self.at]
        # The numbers of that state and no others: without a solution it shows none.
        revision = step.result.snapshot_revision if step.result is not None else -1
        snapshot = Snapshot(start.network, step.state, start.time, Mode.PLAN, revision)
        self._show((Moment(snapshot, step.topology, step.result), self.at, len(plan.steps)))
        self.show(self._incident_id)

    def leave_if_moved(self, incident_id: str) -> None:
        """A plan that is no longer the one being played is not shown any more."""
        if self.at >= 0 and self._faults.thinking.of(incident_id).plan is not self._plan:
            self.stop()

    def stop(self) -> None:
        """Back to the present."""
        if self.at >= 0:
            self.at, self._plan = PRESENT, None
            self._show(None)
            self.show(self._incident_id)
