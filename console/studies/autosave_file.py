"""An autosave on disk: a folder per study, held by the process that works on it.

::

    autosave/3f2a.../
        base         the network as it was opened, a container; written once
        study.json   all else: changes, time, positions, view; written whole at every change
        lock         held while the study is open, so that no second console takes it

Without ``study.json`` there is nothing to recover: the study is as it was opened, or saved.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLockFile

from engines.exchange.whole_file import write_whole
from engines.grid.network import Network
from engines.study.file import packed_base, study_from_header, study_header, unpack_base
from engines.study.migration import to_present
from engines.study.study import Study
from engines.values.validation import InputError
from engines.values.work import WorkContext

BASE, HEADER, LOCK = "base", "study.json", "lock"


@dataclass(frozen=True, slots=True)
class RecoverableStudy:
    """What a console that ended without being closed left behind.

    Attributes:
        folder: where it lies; study_path: the file it was opened from or last saved to.
        changed: seconds since the epoch.
        problem: one sentence where it cannot be read, "" where it can.
    """

    folder: Path
    name: str
    network_name: str
    n_change: int
    changed: float
    study_path: Path | None = None
    problem: str = ""


def autosave_header(study: Study, path: Path | None) -> dict[str, Any]:
    """What ``study.json`` holds."""
    return {**study_header(study), "study_path": None if path is None else str(path)}


def work_autosave(context: WorkContext, folder: Path, base: Network | None, header: dict[str, Any] | None) -> None:
    """Bring an autosave up to date.

    Args:
        base: ``None`` once it is written.
        header: of the study, ``None`` where there is nothing to recover any more.

    Raises ``InputError`` where the disk is full or the folder is gone.
    """
    if base is not None and not (folder / BASE).exists():
        write_whole(folder / BASE, packed_base(base))
    if header is None:
        (folder / HEADER).unlink(missing_ok=True)
    else:
        write_whole(folder / HEADER, json.dumps(header, ensure_ascii=False).encode())


def lock_of(folder: Path) -> QLockFile:
    """The lock of an autosave; one whose process is gone counts as free."""
    lock = QLockFile(str(folder / LOCK))
    lock.setStaleLockTime(0)
    return lock


def find_recoverable(root: Path) -> tuple[RecoverableStudy, ...]:
    """Autosaves under ``root`` that no running console holds, the latest first; empty ones are cleared away."""
    found: list[RecoverableStudy] = []
    for folder in sorted(root.iterdir()) if root.is_dir() else []:
        lock = lock_of(folder)
        if not folder.is_dir() or not lock.tryLock(0):
            continue
        if (folder / HEADER).exists():
            found.append(_described(folder))
            lock.unlock()
        else:
            lock.unlock()
            shutil.rmtree(folder, ignore_errors=True)
    return tuple(sorted(found, key=lambda study: -study.changed))


def read_autosave(folder: Path) -> tuple[Study, Path | None]:
    """The study of an autosave and the file it belongs to. Raises ``InputError``."""
    place = str(folder / HEADER)
    try:
        header = to_present(json.loads((folder / HEADER).read_text("utf-8")), place)
        study = study_from_header(header, unpack_base((folder / BASE).read_bytes()), place)
        path = header.get("study_path")
        return study, None if path is None else Path(path)
    except (OSError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise InputError(place, f"cannot be recovered ({error})", "discard it, or open the saved study") from error


def work_read_autosave(context: WorkContext, folder: Path) -> tuple[Study, Path | None]:
    """:func:`read_autosave` for a worker."""
    return read_autosave(folder)


def discard(study: RecoverableStudy) -> None:
    """Give an autosave up for good."""
    shutil.rmtree(study.folder, ignore_errors=True)


def _described(folder: Path) -> RecoverableStudy:
    changed = (folder / HEADER).stat().st_mtime
    try:
        header = json.loads((folder / HEADER).read_text("utf-8"))
        path = header.get("study_path")
        return RecoverableStudy(
            folder=folder,
            name=str(header["name"]),
            network_name=str(header["network"]["name"]),
            n_change=len(header["changes"]),
            changed=changed,
            study_path=None if path is None else Path(path),
        )
    except (OSError, KeyError, ValueError, TypeError, AttributeError) as error:
        return RecoverableStudy(folder, folder.name, "", 0, changed, problem=f"cannot be read ({error})")
