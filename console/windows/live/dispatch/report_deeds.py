"""The report of a plan, asked for at the window: worked out elsewhere, set in slices, written whole or not at all."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from console.dispatch.kept import KeptPlan
from console.dispatch.rule_days import RuleDays, rules_job
from console.windows.live.dispatch.report.making import report_steps
from console.windows.live.dispatch.report.paper import paper_steps
from console.windows.live.dispatch.report.values import DayReport
from console.windows.live.dispatch.report.workbook import write_workbook
from console.windows.live.dispatch.rules_beside import asked_of
from console.windows.live.faults.paper_output import pdf_steps
from console.windows.main_window import MainWindow
from console.workflows.dispatch_values import PlanExecution
from console.workflows.report_files import write_whole
from widgets.slices import Slices, Steps
from widgets.tables.value_table import Run

ENDINGS = (".pdf", ".xlsx")
Told = Callable[[tuple[PlanExecution, ...]], None]
ExecutionsOf = Callable[[str, Told], None]


def _none(_plan_id: str, told: Told) -> None:
    told(())


class ReportDeeds(QObject):
    """Makes the report of a plan.

    Attributes:
        executions_of: asks the site for each time a plan was carried out.
    """

    def __init__(self, window: MainWindow, run: Run, who: Callable[[], str]) -> None:
        """``run`` works and writes elsewhere; ``who`` names the person signed in."""
        super().__init__(window)
        self._window, self._run, self._who = window, run, who
        self.executions_of: ExecutionsOf = _none

    def ask(self, kept: KeptPlan) -> None:
        """Ask for a file, and write the report."""
        kinds = self.tr("Document (*.pdf);;Workbook (*.xlsx)")
        name = re.sub(r"[^\w.-]+", " ", kept.name).strip() or "plan"
        offered = f"{name} {self.tr('report')}{ENDINGS[0]}"
        chosen, kind = QFileDialog.getSaveFileName(self._window, self.tr("Day report"), offered, kinds)
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() not in ENDINGS:
            path = path.with_name(path.name + (".xlsx" if "xlsx" in kind else ".pdf"))
        self.write(kept, path)

    def write(self, kept: KeptPlan, path: Path) -> None:
        """Write the report of a plan; what cannot be done is said in one sentence."""
        self._window.say(self.tr("Making the report of {name} …").format(name=kept.name))

        def on_rules(rules: RuleDays) -> None:
            self.executions_of(kept.plan_id, lambda found: self._set(kept, rules, found, path))

        self._run(rules_job, asked_of(kept), key=f"rules {kept.plan_id}", on_done=on_rules, on_failed=self._fail)

    def _set(self, kept: KeptPlan, rules: RuleDays, found: tuple[PlanExecution, ...], path: Path) -> None:
        mine = tuple(execution for execution in found if execution.planned_at == kept.planned_at)
        # One for each report: a second one asked for meanwhile does not take the place of the first.
        slices = Slices(self)

        def made(content: bytes | DayReport) -> None:
            slices.deleteLater()
            work: Callable[..., Path] = write_whole if isinstance(content, bytes) else write_workbook
            self._run(work, content, path, key=f"write {path}", on_done=self._done, on_failed=self._fail)

        slices.start(self._steps(kept, rules, mine, path), made)

    def _steps(
        self, kept: KeptPlan, rules: RuleDays, executions: tuple[PlanExecution, ...], path: Path
    ) -> Steps[bytes | DayReport]:
        report = yield from report_steps(kept, rules, executions, time.time(), self._who())
        if path.suffix.lower() == ".xlsx":
            return report
        paper = yield from paper_steps(report)
        return (yield from pdf_steps(paper))

    def _done(self, path: Path) -> None:
        self._window.say(self.tr("Written to {path}").format(path=path))

    def _fail(self, sentence: str) -> None:
        self._window.say(sentence, "medium")
