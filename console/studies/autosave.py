"""Keeps every open study on disk while it is worked on, so that a crash loses at most the last moment."""

from __future__ import annotations

import logging
import shutil
import uuid
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from console.folders import state_folder
from console.studies.autosave_file import (
    BASE,
    HEADER,
    RecoverableStudy,
    autosave_header,
    find_recoverable,
    lock_of,
    read_autosave,
    work_autosave,
)
from console.studies.background import Run
from console.studies.session import StudySession
from engines.values.validation import InputError

DELAY_MS = 250
"""From the first edit to the write; edits in between are written together."""

_log = logging.getLogger(__name__)


def autosave_folder() -> Path:
    """Where autosaves lie."""
    return state_folder() / "autosave"


class _Watched(QObject):
    """The autosave of one session.

    Attributes:
        has_base, has_header: what is on disk already.
    """

    due = Signal(object)

    def __init__(self, session: StudySession, folder: Path, lock: QLockFile, parent: QObject) -> None:
        super().__init__(parent)
        self.session, self.folder, self.lock = session, folder, lock
        self.has_base, self.has_header = (folder / BASE).exists(), (folder / HEADER).exists()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._on_due)
        session.edited.connect(self.wait)
        session.saved_changed.connect(self.wait)

    def wait(self) -> None:
        # Once per burst, not anew at each edit: whoever drags without pause is saved too.
        if not self._timer.isActive():
            self._timer.start()

    def hurry(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self._on_due()

    def stop(self) -> None:
        self._timer.stop()
        self.session.edited.disconnect(self.wait)
        self.session.saved_changed.disconnect(self.wait)

    def _on_due(self) -> None:
        self.due.emit(self)


class Autosave(QObject):
    """Writes what is unsaved of each watched session, shortly after each edit.

    A study without unsaved edits leaves nothing to recover. Closing a session removes its autosave; a process that
    dies leaves it for :meth:`recoverable` of the next. ``failed`` brings a sentence when an autosave cannot be
    written; it is tried again with the next edit, and told once until it works again.
    """

    failed = Signal(str)
    written = Signal(object)
    """StudySession whose autosave is up to date."""

    def __init__(self, run: Run, root: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._root = root or autosave_folder()
        self._watched: dict[int, _Watched] = {}
        self._claimed: dict[Path, QLockFile] = {}
        self._has_failed = False

    def recoverable(self) -> tuple[RecoverableStudy, ...]:
        """What earlier consoles left behind and no running one holds, the latest first."""
        return find_recoverable(self._root)

    def claim(self, left: RecoverableStudy) -> None:
        """Keep other consoles off an autosave from now on: it is about to be read (``work_read_autosave``).

        Raises ``InputError`` where another console took it meanwhile.
        """
        lock = lock_of(left.folder)
        if left.folder not in self._claimed and not lock.tryLock(0):
            raise InputError(left.name, "is open in another console", "go on there")
        self._claimed.setdefault(left.folder, lock)

    def release(self, left: RecoverableStudy) -> None:
        """Let go of an autosave that was claimed and could not be read, or was not wanted."""
        lock = self._claimed.pop(left.folder, None)
        if lock is not None:
            lock.unlock()

    def recover(self, left: RecoverableStudy, parent: QObject | None = None) -> StudySession:
        """The session as it was left, unsaved, and watched again in the same place; reads in the caller's thread.

        Raises ``InputError`` where another console took it meanwhile, or it cannot be read.
        """
        self.claim(left)
        try:
            kept, path = read_autosave(left.folder)
            session = StudySession(kept, path=path, is_saved=False, parent=parent)
        except InputError:
            self.release(left)
            raise
        self.watch(session, left)
        return session

    def watch(self, session: StudySession, left: RecoverableStudy | None = None) -> None:
        """Keep a session from now on; one that is watched already stays as it is.

        Where no folder can be made, ``failed`` says so and work goes on.

        Args:
            left: the claimed autosave the session was read from; it is continued, and the session counts as unsaved.
        """
        if id(session) in self._watched:
            return
        if left is not None and left.folder in self._claimed:
            session.mark_unsaved()
            self._begin(session, left.folder, self._claimed.pop(left.folder))
            return
        folder = self._root / uuid.uuid4().hex
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            self._tell(str(InputError(str(folder), f"cannot be made ({error.strerror})", "edits are not autosaved")))
            return
        lock = lock_of(folder)
        lock.tryLock(0)
        self._begin(session, folder, lock)
        if not session.is_saved:
            self._watched[id(session)].wait()

    def flush(self) -> None:
        """Start all writes that wait for their moment."""
        for watched in list(self._watched.values()):
            watched.hurry()

    def _begin(self, session: StudySession, folder: Path, lock: QLockFile) -> None:
        watched = self._watched[id(session)] = _Watched(session, folder, lock, self)
        watched.due.connect(self._write)
        session.closed.connect(lambda: self._forget(session))

    def _write(self, watched: _Watched) -> None:
        session = watched.session
        if session.is_saved and not watched.has_header:
            return
        header = None if session.is_saved else autosave_header(session.study, session.path)
        watched.has_header = header is not None
        self._run(
            work_autosave,
            watched.folder,
            None if watched.has_base else session.study.base,
            header,
            key=f"autosave {watched.folder.name}",
            on_done=lambda _: self._on_written(watched),
            on_failed=lambda sentence: self._on_failed(watched, sentence),
        )

    def _on_written(self, watched: _Watched) -> None:
        self._has_failed = False
        if watched in self._watched.values():
            watched.has_base = True
            self.written.emit(watched.session)
        else:
            shutil.rmtree(watched.folder, ignore_errors=True)

    def _on_failed(self, watched: _Watched, sentence: str) -> None:
        # A study that was closed meanwhile has no folder any more, and needs none.
        if watched in self._watched.values():
            watched.has_header = True
            self._tell(sentence)

    def _tell(self, sentence: str) -> None:
        _log.warning("autosave: %s", sentence)
        if not self._has_failed:
            self._has_failed = True
            self.failed.emit(sentence)

    def _forget(self, session: StudySession) -> None:
        watched = self._watched.pop(id(session), None)
        if watched is None:
            return
        watched.stop()
        watched.lock.unlock()
        shutil.rmtree(watched.folder, ignore_errors=True)
        watched.deleteLater()
