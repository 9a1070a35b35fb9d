"""Saving a study to the file a person chose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from console.studies.background import Run
from console.studies.session import StudySession
from engines.study.file import SUFFIX, write_study
from engines.study.study import Study
from engines.values.work import WorkContext


def work_save(context: WorkContext, path: Path, study: Study) -> None:
    """Write a study; not to be interrupted half way, and never leaving half a file."""
    write_study(path, study)


def save_session(
    session: StudySession,
    path: Path,
    run: Run,
    on_saved: Callable[[Path], None],
    on_failed: Callable[[str], None],
) -> None:
    """Save a session as it stands now; what is edited meanwhile stays unsaved.

    ``path`` gets the suffix of studies where it has none. Exactly one of the two is called, but neither where a
    later save to the same file took this one's place or the session was closed.
    """
    path = path if path.suffix else path.with_suffix(SUFFIX)
    study = session.study

    def done(_: object) -> None:
        session.mark_saved(study, path)
        on_saved(path)

    run(work_save, path, study, key=f"save {path}", on_done=done, on_failed=on_failed)
