"""What every console stands on: the application, diagnostics, settings, style and the task runner."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTemporaryDir
from PySide6.QtWidgets import QApplication, QWidget

from console.allocator import settle_allocator
from console.diagnostics.diagnostics import start_diagnostics
from console.housekeeping import Housekeeping
from console.settings import SettingsStore
from console.settings_file import ThemeChoice
from console.starting.finding import StartFinding
from console.tasks.runner import TaskRunner
from widgets.icons import icon
from widgets.message_box import warning_box
from widgets.style import apply_style, load_fonts
from widgets.theme import theme_chooser
from widgets.translation import install_translation

_log = logging.getLogger(__name__)


class Speaker(Protocol):
    """A window that can say one line."""

    def say(self, sentence: str, severity: str = "") -> None: ...


def make_application() -> QApplication:
    """The one application object of the process."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    application = QApplication(sys.argv[:1])
    application.setApplicationName("tieline")
    application.setApplicationDisplayName("Tieline")
    application.setDesktopFileName("tieline")
    application.setWindowIcon(icon("tieline"))
    return application


def machine_text(findings: Sequence[StartFinding]) -> str:
    """Each finding as a paragraph: what is wrong, and below it how to mend it."""
    return "\n\n".join(f"▲ {finding.place} {finding.reason}.\n→ {finding.remedy}." for finding in findings)


class Foundation(QObject):
    """The parts that a study desk and a live console have in common.

    Attributes:
        application, diagnostics, settings, runner: the parts.
        is_lasting: whether choices, recent files and unsaved work are kept.
    """

    def __init__(self, *, theme: str | None = None, is_lasting: bool = True) -> None:
        settle_allocator()
        self.application = make_application()
        super().__init__()
        self.is_lasting = is_lasting
        self.diagnostics = start_diagnostics()
        self._passing_folder = None if is_lasting else QTemporaryDir()
        passing = self._passing_folder
        path = Path(passing.filePath("settings.json")) if passing is not None else None
        self.settings = SettingsStore(path, parent=self)
        if self.settings.problem and sys.stderr is not None:
            print(f"tieline: {self.settings.problem}", file=sys.stderr)
        if theme is not None:
            self.settings.change(theme=ThemeChoice(theme))
        install_translation(self.application, self.settings.value.language)
        load_fonts()
        theme_chooser().choose(str(self.settings.value.theme))
        apply_style(self.application)
        self.runner = TaskRunner(self, fault_log=self.diagnostics.crash_file.worker_path)

    def report_problem(self, window: QWidget, speaker: Speaker, sentence: str, details: str) -> None:
        """Show an unexpected error without keeping the person from going on."""
        speaker.say(sentence, "high")
        box = warning_box(self.tr("Something went wrong"), sentence, window)
        box.setInformativeText(self.tr("Nothing was lost; you can go on working. The log has the details."))
        box.setDetailedText(details)
        box.setModal(False)
        box.open()

    def tell_findings(self, window: QWidget, findings: Sequence[StartFinding]) -> None:
        """Show what is wrong with this machine and how to mend it, without keeping the person from going on."""
        if not findings:
            return
        for finding in findings:
            _log.warning("%s", finding.sentence)
        # Without a display nobody could close it, and stderr has said it.
        if self.application.platformName() in ("offscreen", "minimal"):
            return
        box = warning_box(self.tr("This machine needs attention"), machine_text(findings), window)
        box.setInformativeText(
            self.tr("The console works, but what it keeps may be lost or wrong until this is mended.")
        )
        box.setModal(False)
        box.open()

    def run(self) -> int:
        """Until the window is closed."""
        housekeeping = Housekeeping(self)
        code = self.application.exec()
        housekeeping.stop()
        self.close()
        return code

    def close(self) -> None:
        """End the workers and the log."""
        self.runner.close()
        self.diagnostics.stop()
