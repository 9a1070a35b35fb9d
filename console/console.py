"""The composition root: makes the parts, connects them, ends them."""

from __future__ import annotations

import logging

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent

from console.day import DayClient
from console.desk import Desk, OpenStudy
from console.first_picture import first_picture
from console.foundation import Foundation
from console.studies.autosave import Autosave
from console.studies.background import run_in_worker
from console.studies.recent import RecentCases
from console.tasks.lane import Lane
from console.windows.main_window import MainWindow
from console.windows.presenter import Presenter
from console.windows.study_commands import StudyCommands
from console.windows.study_tabs import StudyTabs
from console.windows.window_state import pack_window

_log = logging.getLogger(__name__)


class Console(Foundation):
    """The study desk: everything the running program is made of.

    Attributes:
        window, desk, day: the parts others need, beside those of the foundation.
    """

    def __init__(self, *, theme: str | None = None, is_lasting: bool = True) -> None:
        """Make the parts; ``is_lasting`` says whether choices, recent files and unsaved work are kept."""
        super().__init__(theme=theme, is_lasting=is_lasting)
        self.desk = Desk(self.runner, self)
        self.day = DayClient(self.runner, self)
        self.desk.verified.connect(self.day.believe)
        # Not the lane where networks are compared with the reference engine: saving must not wait for that.
        self.run_file_work = run_in_worker(self.runner, Lane.IMPORT)
        self.autosave = Autosave(self.run_file_work, parent=self)
        self.recent = RecentCases()
        self.study_tabs = StudyTabs(self.desk)
        self.window = MainWindow(self.desk, tabs=self.study_tabs)
        self.presenter = Presenter(self.window, self.desk, self.day)
        self.commands = StudyCommands(self)
        self._connect()

    def _connect(self) -> None:
        self.window.closing.connect(self._on_closing)
        self.desk.opened.connect(self._on_opened)
        self.autosave.failed.connect(lambda sentence: self.window.say(sentence, "medium"))
        self.settings.failed.connect(lambda sentence: self.window.say(sentence, "medium"))
        self.diagnostics.hook.problem_reported.connect(
            lambda sentence, details: self.report_problem(self.window, self.window, sentence, details)
        )
        self.diagnostics.hook.add_context("study", lambda: self.desk.front.session.name if self.desk.front else "none")
        self.runner.task_started.connect(self.commands.show_tasks)
        self.runner.task_progressed.connect(self.commands.show_tasks)
        self.runner.task_finished.connect(self.commands.show_tasks)

    def start(self, case: str, size: tuple[int, int] = (1600, 940)) -> None:
        """Show the window with ``case``; the built-in district comes with its stored picture, others are read first."""
        self.window.resize(*size)
        self.window.arrange(*self.settings.window)
        stored = first_picture(case)
        if stored is not None:
            opened, study = stored
            self.desk.put_on_desk(opened, study)
        self.window.show()
        # The workers start once the window has painted, so that they do not compete with it.
        QTimer.singleShot(0, self._after_first_paint)
        if stored is None:
            QTimer.singleShot(0, lambda: self.desk.open_case(case))

    def _after_first_paint(self) -> None:
        self.runner.warm(Lane.PREVIEW, "engines.loadflow.work:work_warm")
        if self.settings.problem:
            self.window.say(self.settings.problem, "medium")
        if self.diagnostics.crash_file.previous:
            self.window.say(self.tr("The last run ended unexpectedly; the log has the details."), "medium")
        if self.is_lasting:
            self.commands.files.offer_recovery()

    def _on_opened(self, entry: OpenStudy) -> None:
        if not entry.view.get("is_watched"):
            entry.view["is_watched"] = True
            if self.is_lasting and self.settings.value.is_autosaving:
                self.autosave.watch(entry.session)
            if self.is_lasting:
                self.recent.add(entry.session.path or entry.opened.case, entry.session.name)

    def _on_closing(self, event: QCloseEvent) -> None:
        if not self.commands.files.may_close_all():
            event.ignore()
            return
        self.settings.keep_window(*pack_window(self.window))
        for entry in list(self.desk.studies):
            entry.session.close()
        event.accept()
