"""The panel of a plan that is carried out, connected with what carries it out."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt

from console.dispatch.executor import PlanExecutor
from console.dispatch.kept import KeptPlan
from console.windows.docks import DockPlace, add_late_dock
from console.windows.live.dispatch.dispatch_window import KEY, DispatchWindow
from console.windows.live.dispatch.execution_actions import execution_actions
from console.windows.live.dispatch.execution_deeds import ExecutionDeeds
from console.windows.live.dispatch.execution_views import execution_view
from console.windows.live.dispatch.words import tr
from console.windows.main_window import MainWindow
from console.windows.workspaces import Workspaces
from engines.grid.network import Network
from widgets.dispatch.execution_panel import ExecutionPanel


class ExecutionWindow(QObject):
    """Brings the panel up to date, twice a second while it is seen.

    Attributes:
        panel: the widget; deeds: what a press does.
    """

    def __init__(
        self,
        window: MainWindow,
        workspaces: Workspaces,
        plans: DispatchWindow,
        executor: PlanExecutor,
        deeds: ExecutionDeeds,
        network: Network,
    ) -> None:
        super().__init__(window)
        self._window, self._workspaces, self._plans = window, workspaces, plans
        self._executor, self.deeds, self._network = executor, deeds, network
        self.panel = ExecutionPanel(window)
        place = DockPlace("execution", tr("Carrying out"), self.panel, Qt.DockWidgetArea.BottomDockWidgetArea)
        add_late_dock(window, window.docks, place, "tables").hide()
        self.panel.action_asked.connect(self.act)
        executor.changed.connect(self.show_all)
        executor.failed.connect(lambda sentence: window.say(sentence, "medium"))
        workspaces.chosen.connect(lambda _key: self.show_all())
        plans.chosen_changed.connect(self.show_all)
        plans.why_held = self._why_held
        self._held = ""
        self._is_closed = False

    def close(self) -> None:
        """Show nothing any more."""
        if not self._is_closed:
            self._is_closed = True
            self._executor.changed.disconnect(self.show_all)

    @property
    def chosen(self) -> KeptPlan | None:
        """The plan that is chosen in the list."""
        return self._executor.plans.plans.get(self._plans.chosen)

    def act(self, key: str) -> None:
        """A button of the panel."""
        if key == "show":
            self._plans.show_beside(self._executor.watching.proposal_id)
        else:
            self.deeds.act(key, self.chosen)

    def stop(self) -> None:
        """The key that stops, from wherever it is pressed."""
        execution = self._executor.current
        if execution is not None and execution.state.is_active:
            self._executor.stop()
        else:
            self._window.say(tr("No plan is under way that could be stopped."))

    def _why_held(self, plan_id: str) -> str:
        """Why a plan must stay as it is."""
        execution = self._executor.current
        is_held = execution is not None and not execution.state.is_over and execution.plan_id == plan_id
        return tr("it is being carried out") if is_held else ""

    def show_all(self) -> None:
        """Bring it up to date."""
        if self._workspaces.current != KEY:
            return
        held = "" if self.chosen is None else self._why_held(self.chosen.plan_id)
        if held != self._held:
            self._held = held
            self._plans.show_running()
        executor, chosen = self._executor, self.chosen
        execution, now = executor.current, executor.now_us()
        if execution is None:
            self.panel.show_empty(self._missing(chosen))
        else:
            self.panel.show_execution(execution_view(executor, execution, self._network, now))
        why = tr("no plan is chosen") if chosen is None else self.deeds.why_not_approve(chosen)
        self.panel.show_actions(execution_actions(executor, execution, chosen, why, now))

    def _missing(self, chosen: KeptPlan | None) -> str:
        if chosen is None:
            return tr("Choose a plan whose seal is green, and press “Approve…”.")
        return tr(
            "“Approve…” lets the chosen plan be carried out: each step is then released by hand, or goes out by "
            "itself once the plan is armed."
        )
