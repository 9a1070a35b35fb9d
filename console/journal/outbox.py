"""Records of what happened while the journal could not be written: kept here, handed on in order, once each."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import threading
import uuid
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.history.file_lock import FileLock
from console.journal.record import JournalRecord

if TYPE_CHECKING:
    from console.journal.batch import JournalBatch

PATTERN = "outbox-*.jsonl"
MOST_AT_ONCE = 200
RETRY_S = 1.0
_log = logging.getLogger(__name__)
_KEPT = "INSERT INTO site_meta VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value=excluded.value"
Submit = Callable[[Callable[["JournalBatch"], None]], Future[None]]


class Outbox:
    """Hands records on one transaction at a time; once one failed, what waits is in a file. From any thread.

    What is handed on carries the file's name and a number into the site within the same transaction, so that a kill
    between the commit and the shortening of the file doubles nothing.

    Args:
        folder: of this machine; it may not exist yet.
        submit: of the journal.
    """

    def __init__(self, folder: Path, submit: Submit) -> None:
        self._folder, self._submit = folder, submit
        self._path = folder / f"outbox-{uuid.uuid4().hex[:12]}.jsonl"
        self._lock = threading.RLock()
        self._waiting: deque[tuple[str, int, str]] = deque()
        self._number = self._on_disk = 0
        self._holds: list[FileLock] = []
        self._is_sending = self._has_looked = self._has_failed = False

    def __len__(self) -> int:
        """How many records wait."""
        return len(self._waiting)

    def keep(self, record: JournalRecord, time_us: int) -> None:
        """Hand a record on, in the order of the calls."""
        with self._lock:
            self._number += 1
            line = json.dumps({"number": self._number, "time_us": time_us, **asdict(record)}, ensure_ascii=False)
            self._waiting.append((self._path.name, self._number, line))
            if self._has_failed:
                self._write_down()
                return
            self._send()

    def tick(self) -> float | None:
        """In the journal's thread now and then: hand on what waits, that of consoles that are gone first."""
        with self._lock:
            if not self._has_looked:
                self._has_looked = True
                self._adopt()
            self._send()
            return RETRY_S if self._waiting else None

    def _send(self) -> None:
        if self._is_sending or not self._waiting:
            return
        part = [self._waiting[k] for k in range(min(MOST_AT_ONCE, len(self._waiting)))]
        self._is_sending = True
        self._submit(lambda batch: _hand_on(batch, part)).add_done_callback(lambda done: self._on_sent(part, done))

    def _on_sent(self, part: list[tuple[str, int, str]], done: Future[None]) -> None:
        with self._lock:
            self._is_sending = False
            if done.cancelled() or done.exception() is not None:
                self._has_failed = True
                self._write_down()
                return
            for _ in part:
                self._waiting.popleft()
            if self._waiting:
                self._send()
                return
            self._has_failed = False
            for held in self._holds:
                with contextlib.suppress(OSError):
                    held.path.with_suffix("").unlink(missing_ok=True)
                    held.remove()
            self._holds.clear()

    def _write_down(self) -> None:
        """Bring what waits in memory alone through to this machine's disk."""
        mine = [line for name, number, line in self._waiting if name == self._path.name and number > self._on_disk]
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if not self._path.exists():
                self._hold(self._path)
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write("".join(f"{line}\n" for line in mine))
                stream.flush()
                os.fsync(stream.fileno())
            self._on_disk = self._number
        except OSError as error:
            _log.error("journal: %d records wait in memory alone (%s)", len(mine), error)

    def close(self) -> None:
        """Let the files go; what waits is handed on by whoever opens the site next."""
        with self._lock:
            for held in self._holds:
                held.release()
            self._holds.clear()

    def _adopt(self) -> None:
        for path in sorted(self._folder.glob(PATTERN)) if self._folder.is_dir() else ():
            if self._hold(path):
                try:
                    self._waiting.extendleft(reversed(_lines_of(path)))
                    self._has_failed = True
                except OSError as error:
                    # It stays for the next console: a file that was not read must not be tidied away.
                    _log.error("journal: %s cannot be read (%s)", path, error)
                    self._holds.pop().release()

    def _hold(self, path: Path) -> bool:
        lock = FileLock(path.with_name(f"{path.name}.lock"))
        with contextlib.suppress(OSError):
            if lock.take():
                self._holds.append(lock)
                return True
        return False


def _lines_of(path: Path) -> list[tuple[str, int, str]]:
    """Whole lines; one that was being written when the power went is left out."""
    found = []
    for line in path.read_text("utf-8", errors="replace").splitlines():
        with contextlib.suppress(ValueError, KeyError, TypeError):
            found.append((path.name, int(json.loads(line)["number"]), line))
    return found


def _hand_on(batch: JournalBatch, part: list[tuple[str, int, str]]) -> None:
    known: dict[str, int] = {}
    for name in {name for name, _, _ in part}:
        row = batch.connection.execute("SELECT value FROM site_meta WHERE name=?", (name,)).fetchone()
        known[name] = 0 if row is None else int(row[0])
    for name, number, line in part:
        if number <= known[name]:
            continue
        told: dict[str, Any] = json.loads(line)
        time_us = int(told.pop("time_us"))
        told.pop("number")
        batch.append(JournalRecord(**told), time_us)
        known[name] = number
    for name, number in known.items():
        batch.connection.execute(_KEPT, (name, str(number)))
