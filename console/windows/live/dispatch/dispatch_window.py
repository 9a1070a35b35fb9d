"""The Dispatch workspace: plans at the left, the chosen one over its hours, its proof at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from console.dispatch.desk import DispatchDesk
from console.dispatch.kept import KeptPlan
from console.windows.live.dispatch.case_window import CaseWindow
from console.windows.live.dispatch.comparison_views import comparison_view
from console.windows.live.dispatch.course_views import courses_view
from console.windows.live.dispatch.deeds import DispatchDeeds
from console.windows.live.dispatch.dispatch_docks import DispatchDocks
from console.windows.live.dispatch.forecast_window import ForecastWindow
from console.windows.live.dispatch.plan_actions import list_actions, plan_actions
from console.windows.live.dispatch.plan_lines import missing_text, plan_line
from console.windows.live.dispatch.proof_views import proof_view
from console.windows.live.dispatch.report_deeds import ReportDeeds
from console.windows.live.dispatch.rule_views import with_rules
from console.windows.live.dispatch.rules_beside import RulesBeside
from console.windows.live.dispatch.scenario_courses import scenario_view
from console.windows.live.dispatch.scenario_proof import scenario_proof
from console.windows.live.dispatch.words import progress_text, tr
from console.windows.main_window import MainWindow
from console.windows.workspaces import Workspaces
from widgets.dispatch.compare_page import ComparePage
from widgets.dispatch.courses import Courses
from widgets.dispatch.lines import RunningLine
from widgets.dispatch.plan_list import PlanList
from widgets.dispatch.proof_page import ProofPage
from widgets.dispatch.scenario_page import ScenarioPage
from widgets.faults.order_lines import ActionLine
from widgets.slices import Slices, Steps
from widgets.tables.value_table import Run
from widgets.workspace_rail import WorkspaceLine

KEY = "dispatch"


class DispatchWindow(QObject):
    """Connects the desk of plans with its widgets.

    Attributes:
        plans, proof, courses, compare, scenarios: the parts; deeds: what a press does; reports: makes reports.
        rules: what operation by rules would have cost.
        forecast: what the units of the chosen case may do; cases: the editor of cases.
        chosen: id of the plan that is shown, "" for none; beside: id of the one it is compared with.
        is_comparing: whether two plans stand in the middle.
        why_held: why a plan must stay as it is, one clause; "" where it may change.

    Signals:
        chosen_changed: another plan is shown.
    """

    chosen_changed = Signal()

    def __init__(self, window: MainWindow, workspaces: Workspaces, desk: DispatchDesk, run: Run) -> None:
        """``run`` writes files elsewhere."""
        super().__init__(window)
        self._window, self._workspaces, self.desk = window, workspaces, desk
        self.chosen, self.beside, self.is_comparing = "", "", False
        self.why_held: Callable[[str], str] = lambda _plan_id: ""
        self._shown: KeptPlan | None = None
        self._slices = Slices(self)
        self.plans, self.proof = PlanList(window), ProofPage(window)
        self.courses, self.compare = Courses(window), ComparePage(window)
        self.scenarios = ScenarioPage(window)
        self.forecast = ForecastWindow(window, desk, self)
        self.cases = CaseWindow(window, desk, desk.runner, run, self)
        pages = (self.compare, self.scenarios, self.forecast.page, self.cases.page)
        self._docks = DispatchDocks(window, self.plans, self.proof, self.courses, *pages)
        self.deeds = DispatchDeeds(window, desk, run, self.come)
        self.reports = ReportDeeds(window, run, desk.who)
        self.rules = RulesBeside(run, self)
        line = WorkspaceLine(KEY, self.tr("Dispatch"), "dispatch", self.tr("Day-ahead plans with their proof (Alt+3)"))
        workspaces.add(line, DispatchDocks.NAMES, self._docks.arrange, self._docks.centre)
        workspaces.chosen.connect(self._on_workspace)
        self._connect()

    def _connect(self) -> None:
        self.desk.changed.connect(self.show_all)
        self.rules.changed.connect(self.show_all)
        self.desk.planning_changed.connect(self.show_running)
        self.desk.added.connect(self.choose)
        self.desk.failed.connect(lambda sentence: self._window.say(sentence, "medium"))
        self.plans.chosen.connect(self.choose)
        self.plans.action_asked.connect(self._act)
        self.plans.remove_asked.connect(lambda: self._act("remove"))
        self.plans.cancel_asked.connect(self.desk.cancel)
        self.proof.action_asked.connect(self._act)
        self.proof.step_asked.connect(self._go_to)
        self.courses.step_changed.connect(self.compare.go_to)
        self.compare.other_chosen.connect(self._compare_with)
        self.compare.closed.connect(lambda: self._set_comparing(False))
        self.cases.shown_changed.connect(self._on_editor)
        self.forecast.shown_changed.connect(self.show_all)
        self.forecast.asked.connect(self.choose)

    def _on_workspace(self, key: str) -> None:
        if key == KEY:
            # Other consoles of this site may have planned since.
            self.desk.look()
            self.show_all()

    def come(self) -> None:
        """To this workspace."""
        self._workspaces.choose(KEY)

    def close(self) -> None:
        """Show nothing any more."""
        self._slices.cancel()
        self.cases.close()

    @property
    def is_showing(self) -> bool:
        """Whether something is still to be shown."""
        pages = (self.courses, self.compare, self.scenarios.courses, self.forecast.page)
        return self._slices.is_busy or self.rules.is_asking or any(page.is_drawing for page in pages)

    # What a person does ------------------------------------------------------------------------------------

    def choose(self, plan_id: str) -> None:
        """Show another plan."""
        if plan_id != self.chosen:
            self.chosen = plan_id
            self.show_all()
            self.chosen_changed.emit()

    def show_forecast(self) -> None:
        """To the forecast of the chosen case."""
        self.come()
        if not self.forecast.is_shown:
            self.forecast.turn()

    def report(self) -> None:
        """Make the report of the chosen plan."""
        self.come()
        kept = self.desk.plans.get(self.chosen)
        if kept is None or not kept.is_planned:
            self._window.say(self.tr("Choose a plan that was planned: there is nothing to report yet."), "medium")
        else:
            self.reports.ask(kept)

    def edit_case(self) -> None:
        """To the editor with the chosen case, or with one from the beginning."""
        self.come()
        kept = self.desk.plans.get(self.chosen)
        if kept is not None:
            self.cases.edit(kept)
        else:
            self.cases.begin_new()

    def begin_case(self) -> None:
        """To the editor with a case from the beginning, for the district's own network."""
        self.come()
        self.cases.begin_new()

    def _on_editor(self) -> None:
        self._shown = None
        self.show_all()

    def show_beside(self, plan_id: str) -> None:
        """Show a plan beside the one it was made from."""
        kept = self.desk.plans.get(plan_id)
        if kept is not None:
            self.chosen, self.beside, self.is_comparing = plan_id, kept.base_id, True
            self.show_all()
            self.chosen_changed.emit()

    def _act(self, key: str) -> None:
        kept = self.desk.plans.get(self.chosen)
        if key == "new":
            self.deeds.new_case()
        elif key == "compare":
            self._set_comparing(not self.is_comparing)
        elif key == "forecast":
            self.cases.leave()
            self.forecast.turn()
        elif kept is None:
            return
        elif key == "plan":
            self.desk.plan(kept.plan_id)
        elif key == "edit":
            self.cases.edit(kept)
        elif key == "what_if":
            self.deeds.what_if(kept)
        elif key == "regions":
            self.deeds.in_regions(kept)
        elif key == "export":
            self.deeds.export(kept)
        elif key == "report":
            self.reports.ask(kept)
        elif key == "remove" and not self.why_held(kept.plan_id):
            self.deeds.remove(kept)

    def _set_comparing(self, is_comparing: bool) -> None:
        self.is_comparing = is_comparing
        if is_comparing:
            self.cases.leave()
            self.forecast.leave()
        self.show_all()

    def _compare_with(self, plan_id: str) -> None:
        self.beside = plan_id
        self.show_all()

    def _go_to(self, step: int) -> None:
        for page in (self.courses, self.compare, self.scenarios.courses):
            page.go_to(step)

    # What is shown -----------------------------------------------------------------------------------------

    def show_all(self) -> None:
        """Bring everything up to date, in turns of the event loop."""
        self._slices.start(self._steps(), lambda _done: None)

    def _steps(self) -> Steps[None]:
        if self._workspaces.current != KEY:
            return
        found = tuple(self.desk.plans.values())
        if self.chosen not in self.desk.plans:
            self.chosen = found[-1].plan_id if found else ""
        count = self.tr("{count} kept with this site").format(count=len(found)) if found else ""
        lines = []
        for each in found:
            lines.append(plan_line(each))
            yield
        self.plans.show_plans(lines, count)
        self.plans.choose(self.chosen)
        yield
        self.show_running()
        yield
        kept = self.desk.plans.get(self.chosen)
        yield from self._show_proof(kept)
        if self.cases.is_shown:
            self._docks.show(self.cases.page)
        elif self.forecast.is_shown:
            self._docks.show(self.forecast.page)
            yield from self.forecast.show_steps(kept)
        elif self.is_comparing:
            self._docks.show(self.compare)
            self._show_compared(kept)
        else:
            self._show_plan(kept)

    def _show_plan(self, kept: KeptPlan | None) -> None:
        is_over = kept is not None and kept.over is not None
        self._docks.show(self.scenarios if is_over else self.courses)
        if kept is self._shown and kept is not None:
            return
        self._shown = kept
        if kept is not None and is_over:
            self.scenarios.show_plan(scenario_view(kept), missing_text(kept, self.desk.planning_id))
        else:
            self.courses.show_plan(
                None if kept is None else courses_view(kept), missing_text(kept, self.desk.planning_id)
            )

    def _show_proof(self, kept: KeptPlan | None) -> Steps[None]:
        view = None if kept is None else scenario_proof(kept) if kept.over is not None else proof_view(kept)
        yield
        if view is not None and kept is not None and kept.has_decided:
            view = with_rules(view, kept, self.rules.of(kept))
            yield
        if view is None:
            self.proof.show_empty(tr("What the chosen plan costs, and its proof, stand here."))
        else:
            yield from self.proof.proof_steps(view)
            self.proof.show_actions(self._plan_actions(kept))
        yield

    def _comparable(self) -> tuple[KeptPlan, ...]:
        return tuple(kept for kept in self.desk.plans.values() if kept.has_decided)

    def _show_compared(self, kept: KeptPlan | None) -> None:
        self._shown = None
        if kept is None or not kept.has_decided:
            self.compare.show_plans(None, tr("Choose a plan that has a schedule."))
            return
        others = tuple(other for other in self._comparable() if other is not kept)
        if not others:
            self.compare.show_plans(None, tr("There is no second plan with a schedule to compare with."))
            return
        by_id = {other.plan_id: other for other in others}
        beside = by_id.get(self.beside) or by_id.get(kept.base_id) or others[-1]
        self.compare.show_plans(comparison_view(kept, beside, others))

    def show_running(self) -> None:
        """What is under way, and which buttons can be pressed."""
        desk = self.desk
        running = None
        if desk.planning_id:
            kept = desk.plans[desk.planning_id]
            doing = progress_text(desk.progress.text) or tr("starting")
            running = RunningLine(f"{kept.name}: {doing}", desk.progress.fraction)
        elif desk.is_opening:
            running = RunningLine(tr("Reading the case"), desk.progress.fraction)
        self.plans.show_running(running)
        self.forecast.show_running()
        self.plans.show_actions(self._list_actions())
        chosen = desk.plans.get(self.chosen)
        if self.proof.view is not None and chosen is not None:
            self.proof.show_actions(self._plan_actions(chosen))

    @property
    def _busy_reason(self) -> str:
        if self.desk.forecasts.is_busy:
            return tr("a forecast is under way")
        return tr("a plan is under way") if self.desk.is_busy else ""

    def _list_actions(self) -> tuple[ActionLine, ...]:
        kept, busy = self.desk.plans.get(self.chosen), self._busy_reason
        if self.cases.is_shown:
            # What stands in the middle is another case than the chosen one.
            busy = busy or tr("a case is being edited")
        reason = busy or (self.why_held(kept.plan_id) if kept is not None else tr("no case is chosen"))
        middle = (self.is_comparing, self.forecast.is_shown)
        return list_actions(kept, reason, busy, len(self._comparable()), *middle)

    def _plan_actions(self, kept: KeptPlan | None) -> tuple[ActionLine, ...]:
        held = self.why_held(kept.plan_id) if kept is not None else ""
        return plan_actions(kept, self._busy_reason, held)
