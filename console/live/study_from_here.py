"""A copy of the live state as a study, in a process of its own that holds no link at all."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess

from engines.grid.snapshot import Snapshot
from engines.study.file import SUFFIX, write_study
from engines.study.from_snapshot import network_at
from engines.study.study import new_study
from engines.values.work import WorkContext


def write_study_job(context: WorkContext, snapshot: Snapshot, name: str, folder: Path) -> Path:
    """Write a snapshot as a study file and return its path. Raises ``InputError`` where it cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}{SUFFIX}"
    write_study(path, new_study(network_at(snapshot), name=name, time=snapshot.time))
    return path


def open_in_own_process(case: str) -> bool:
    """Start a console in study mode on a file or a built-in network; whether it could be started."""
    first = [] if getattr(sys, "frozen", False) else ["-m", "console.cli.main"]
    started = QProcess.startDetached(sys.executable, [*first, "open", case])
    return bool(started[0] if isinstance(started, tuple) else started)
