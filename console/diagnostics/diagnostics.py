"""Starting and ending everything the program writes about itself."""

from __future__ import annotations

import logging
import platform
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import qVersion

from console.diagnostics.crash_file import CrashFile
from console.diagnostics.exception_hook import ExceptionHook
from console.diagnostics.log_file import LogFile, close_log, open_log
from console.diagnostics.recent_records import RecentRecords
from console.folders import log_folder

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """The running diagnostics.

    Attributes:
        folder: where the logs are.
        hook: its ``problem_reported`` is what the window shows.
        crash_file: ``previous`` says what crashed the last run; ``worker_path`` is for ``TaskRunner(fault_log=...)``.
    """

    folder: Path
    hook: ExceptionHook
    crash_file: CrashFile
    log_file: LogFile
    recent: RecentRecords

    def stop(self) -> None:
        """Write the end and give everything back."""
        _log.info("ended")
        self.hook.uninstall()
        self.crash_file.close()
        logging.getLogger().removeHandler(self.recent)
        close_log(self.log_file)


def start_diagnostics(folder: Path | None = None) -> Diagnostics:
    """Open the log, catch what nobody catches and prepare for a crash. Never raises for want of a writable folder."""
    folder = folder or log_folder()
    log_file = open_log(folder)
    recent = RecentRecords()
    logging.getLogger().addHandler(recent)
    hook = ExceptionHook(recent)
    hook.install()
    crash_file = CrashFile(folder)
    _log.info("tieline %s, Python %s, Qt %s, %s", _version(), platform.python_version(), qVersion(), _platform())
    if crash_file.previous:
        _log.error("the last run crashed:\n%s", crash_file.previous)
    return Diagnostics(folder, hook, crash_file, log_file, recent)


def _version() -> str:
    try:
        return version("tieline")
    except PackageNotFoundError:
        return "0"


def _platform() -> str:
    return f"{platform.platform()}{', frozen' if getattr(sys, 'frozen', False) else ''}"
