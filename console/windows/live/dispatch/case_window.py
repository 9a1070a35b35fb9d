"""The editor of cases in the Dispatch workspace: what is written is checked at once, what is right can be planned."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox

from console.dispatch.case_jobs import read_case_job, write_case_job
from console.dispatch.desk import DispatchDesk
from console.dispatch.draft import CaseDraft
from console.dispatch.kept import KeptPlan
from console.tasks.runner import TaskRunner
from console.windows.live.dispatch.case_views import case_view, trouble
from console.windows.live.dispatch.case_words import table_text
from console.windows.live.dispatch.words import tr
from console.windows.main_window import MainWindow
from engines.dispatch.case_document import case_document
from engines.values.dispatch_case_layout import DEVICE_FIELDS, PROFILES, SINGLE_TABLES
from widgets.dispatch.case_page import CasePage
from widgets.faults.order_lines import ActionLine
from widgets.tables.value_table import Run

ENDING = ".toml"


class CaseWindow(QObject):
    """Connects a draft with its page.

    Attributes:
        page: the widget; draft: what is being edited, ``None`` while the editor is closed.
        network: file or name of the district's own network, for a case from the beginning.

    Signals:
        shown_changed: the editor was opened or closed.
    """

    shown_changed = Signal()

    def __init__(self, window: MainWindow, desk: DispatchDesk, runner: TaskRunner, run: Run, parent: QObject) -> None:
        """``run`` reads and writes files elsewhere."""
        super().__init__(parent)
        self._window, self._desk, self._runner, self._run = window, desk, runner, run
        self.page = CasePage(window)
        self.draft: CaseDraft | None = None
        self.network = ""
        self._group = "es"
        page = self.page
        page.written.connect(self._on_written)
        page.renamed.connect(lambda name: self.draft.rename(name) if self.draft is not None else None)
        page.group_chosen.connect(self._on_group)
        page.action_asked.connect(self._act)
        page.remove_asked.connect(self._remove)
        page.trouble_chosen.connect(self._go_to_trouble)
        desk.planning_changed.connect(self._show_actions)

    @property
    def is_shown(self) -> bool:
        """Whether a case is being edited."""
        return self.draft is not None

    # Opening and leaving -----------------------------------------------------------------------------------

    def edit(self, kept: KeptPlan) -> None:
        """Edit the case of a plan; the plan itself stays as it is."""
        document = case_document(kept.case)
        document["network"]["file"] = kept.network
        self._leave_then(lambda: self._begin(document, kept.plan_id))

    def begin_new(self) -> None:
        """A case from the beginning, for the district's own network; what it lacks is said."""
        hours = {"steps": 24, "step_hours": 1.0}
        network = {"file": self.network} if self.network else {}
        document: dict[str, Any] = {"name": tr("new case"), "horizon": hours, "network": network, "price": {}}
        self._leave_then(lambda: self._begin(document, ""))

    def open_file(self, path: str) -> None:
        """Edit a case file, also one whose values are wrong; one that is no TOML is told."""
        self._run(
            read_case_job, path, key="case file", on_failed=self._fail,
            on_done=lambda document: self._leave_then(lambda: self._begin(document, "")),
        )  # fmt: skip

    def _begin(self, document: dict[str, Any], base_id: str) -> None:
        self._end()
        self.draft = CaseDraft(self._runner, document, base_id, self)
        self.draft.changed.connect(self.show)
        self.show()
        self.shown_changed.emit()

    def _end(self) -> None:
        if self.draft is not None:
            self.draft.changed.disconnect(self.show)
            self.draft.close()
            self.draft.deleteLater()
            self.draft = None

    def close(self) -> None:
        """Ask and show nothing any more."""
        self._end()

    def leave(self) -> None:
        """Close the editor; a person is asked about what was written and is not kept."""
        self._leave_then(self._close)

    def _close(self) -> None:
        self._end()
        self.shown_changed.emit()

    def _leave_then(self, then: Any) -> None:
        if self.draft is None or self.draft.undo_stack.isClean():
            then()
            return
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Leave the case"))
        box.setText(self.tr("What was written here is neither planned nor saved. Give it up?"))
        yes = box.addButton(self.tr("Give it up"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.buttonClicked.connect(lambda pressed: then() if pressed is yes else None)
        box.open()

    # What a person does ------------------------------------------------------------------------------------

    def _on_written(self, row: int, column: int, text: str) -> None:
        draft, group = self.draft, self._group
        if draft is None:
            return
        if group in SINGLE_TABLES:
            draft.write(group, 0, SINGLE_TABLES[group][row], text)
        elif group != PROFILES:
            draft.write(group, row, DEVICE_FIELDS[group][column], text)
        elif column == 0:
            draft.name_profile(row, text.strip())
        else:
            draft.write_profile(row, text)

    def _on_group(self, group: str) -> None:
        self._group = group
        self.show()

    def _act(self, key: str) -> None:
        draft = self.draft
        if draft is None:
            return
        if key == "undo":
            draft.undo_stack.undo()
        elif key == "redo":
            draft.undo_stack.redo()
        elif key == "add" and self._group not in SINGLE_TABLES:
            self.page.values.go_to(draft.add(self._group), 0)
        elif key == "remove":
            self._remove(self.page.values.currentIndex().row())
        elif key == "open":
            kinds = self.tr("Dispatch cases (*.toml)")
            path, _ = QFileDialog.getOpenFileName(self._window, self.tr("Open a case"), "", kinds)
            if path:
                self.open_file(path)
        elif key == "save":
            self._ask_where()
        elif key == "plan" and not draft.why_not and not self._desk.is_busy:
            self.plan()
        elif key == "close":
            self.leave()

    def _remove(self, row: int) -> None:
        draft = self.draft
        is_list = self._group not in SINGLE_TABLES
        if draft is not None and is_list and 0 <= row < len(self.page.values.values.table.rows):
            draft.remove(self._group, row)

    def _go_to_trouble(self, number: int) -> None:
        if self.draft is None or not 0 <= number < len(self.draft.all_problems):
            return
        place = trouble(self.draft.all_problems[number])
        if place.group:
            self._group = place.group
            self.show()
            self.page.values.go_to(place.row, place.column)

    def plan(self) -> None:
        """Keep the case beside the plan it came from, and plan it."""
        draft = self.draft
        assert draft is not None
        assert draft.case is not None
        base = draft.base_id
        changes = (self.tr("its case was edited"),) if base in self._desk.plans else ()
        self._close()
        self._desk.plan_case(draft.case, base if changes else "", changes)

    def _ask_where(self) -> None:
        assert self.draft is not None
        name = re.sub(r"[^\w.-]+", " ", str(self.draft.document.get("name", ""))).strip() or "case"
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save the case"), f"{name}{ENDING}", self.tr("Dispatch cases (*.toml)")
        )
        if chosen:
            self.save(Path(chosen) if chosen.lower().endswith(ENDING) else Path(chosen + ENDING))

    def save(self, path: Path) -> None:
        """Write the tables as they stand, also while something is wrong with them."""
        draft = self.draft
        assert draft is not None

        def done(written: Path) -> None:
            self._window.say(self.tr("Written to {path}").format(path=written))
            if draft is self.draft:
                draft.undo_stack.setClean()

        self._run(write_case_job, draft.document, path, key=f"write {path}", on_done=done, on_failed=self._fail)

    def _fail(self, sentence: str) -> None:
        self._window.say(sentence, "medium")

    # What is shown -----------------------------------------------------------------------------------------

    def show(self) -> None:
        """Bring the page up to date."""
        if self.draft is not None:
            self.page.show_case(case_view(self.draft, self._group))
            self._show_actions()

    def _show_actions(self) -> None:
        draft = self.draft
        if draft is None:
            return
        is_list = self._group not in SINGLE_TABLES
        has_rows = bool(self.page.values.values.table.rows)
        busy = tr("a plan is under way") if self._desk.is_busy else ""
        # The sentence itself stands above; a long one has no room beneath a button.
        wrong = tr("something is wrong with it, see below") if draft.all_problems else draft.why_not
        reason, one = wrong or busy, table_text(self._group)
        stack = draft.undo_stack
        self.page.show_actions((
            ActionLine("plan", tr("Plan it"), tr("Keep this case beside the others, and plan it"), True, not reason,
                       reason),
            ActionLine("add", tr("Add"), tr("One more: {what}").format(what=one), is_enabled=is_list),
            ActionLine("remove", tr("Take out"), tr("The chosen row (Ctrl+Delete)"), is_enabled=is_list and has_rows),
            ActionLine("undo", tr("Undo"), "Ctrl+Z", is_enabled=stack.canUndo()),
            ActionLine("redo", tr("Redo"), "Ctrl+Shift+Z", is_enabled=stack.canRedo()),
            ActionLine("open", tr("Open…"), tr("A case file")),
            ActionLine("save", tr("Save as…"), tr("As a case file (TOML), every value exactly")),
            ActionLine("close", tr("Close"), tr("Back to the plans")),
        ))  # fmt: skip
