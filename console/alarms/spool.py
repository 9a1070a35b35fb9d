"""Turns of alarms that could not be written, on this machine's disk: who opens the site next finds them.

The console that made them writes them itself as soon as the database is back, and lets the file go. Where it was ended
before, another one lays what each turn changed over the alarm as it stands by then, with the record of the turn.
Which turns of a file were written stands in the site, in the transaction of each: none is written twice.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, fields, replace
from functools import partial
from pathlib import Path

from console.alarms import table
from console.alarms.written_numbers import WrittenNumbers
from console.history.file_lock import FileLock
from console.journal.batch import JournalBatch
from console.journal.record import JournalRecord
from engines.values.alarms import AlarmOccurrence
from engines.values.validation import InputError

PATTERN = "alarms-waiting-*.jsonl"
_NOTED = "INSERT INTO site_meta VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value=excluded.value"
_IDENTITY = ("occurrence_id", "alarm_id")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WaitingTurn:
    """One turn: ``before`` is ``None`` where the alarm was raised with it; ``number`` counts within a file."""

    number: int
    before: AlarmOccurrence | None
    after: AlarmOccurrence
    record: JournalRecord
    time_us: int

    def packed(self) -> str:
        """As one line."""
        record = asdict(self.record) | {"details": dict(self.record.details)}
        plain = {
            "number": self.number,
            "before": None if self.before is None else table.pack(self.before),
            "after": table.pack(self.after),
            "record": record,
            "time_us": self.time_us,
        }
        return json.dumps(plain, ensure_ascii=False)

    @staticmethod
    def unpacked(line: str) -> WaitingTurn:
        """Raises ``ValueError``, ``KeyError``, ``TypeError`` or ``InputError`` for what is none."""
        plain = json.loads(line)
        before = None if plain["before"] is None else table.unpack(plain["before"])
        after, record = table.unpack(plain["after"]), JournalRecord(**plain["record"])
        return WaitingTurn(int(plain["number"]), before, after, record, int(plain["time_us"]))


class AlarmSpool:
    """One console's file; from any thread.

    Attributes:
        name: of the file, under which the site notes which of its turns were written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / f"alarms-waiting-{uuid.uuid4().hex[:12]}.jsonl"
        self.name = self._path.name
        self._lock: FileLock | None = None
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="alarm spool")

    def put(self, turn: WaitingTurn) -> None:
        """Have a turn on the disk soon."""
        self._do(partial(self._put, turn))

    def clear(self) -> None:
        """Everything was written after all."""
        self._do(self._clear)

    def close(self) -> None:
        """Bring everything to the disk and let the file go: what is in it is for who opens the site next."""
        self._do(self._release)
        self._disk.shutdown(wait=True)

    def _do(self, job: Callable[[], None]) -> None:
        try:
            self._disk.submit(job)
        except RuntimeError:
            # Closed already, while the journal was still at what had been handed in before.
            job()
            self._release()

    def abandoned(self) -> list[tuple[FileLock, Path]]:
        """Files of consoles that are gone, held for this one."""
        found = []
        for path in sorted(self._folder.glob(PATTERN)) if self._folder.is_dir() else ():
            lock = FileLock(path.with_name(f"{path.name}.lock"))
            with contextlib.suppress(OSError):
                if path != self._path and lock.take():
                    found.append((lock, path))
        return found

    def _put(self, turn: WaitingTurn) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if self._lock is None:
                self._lock = FileLock(self._path.with_name(f"{self._path.name}.lock"))
                self._lock.take()
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write(turn.packed() + "\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            _log.error("alarms: a turn waits in memory alone (%s)", error)

    def _clear(self) -> None:
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
            if self._lock is not None:
                self._lock.remove()
        self._lock = None

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()


def read_turns(path: Path) -> list[WaitingTurn]:
    """Whole lines; one that was being written when the power went is left out. Raises ``OSError``."""
    found = []
    for line in path.read_text("utf-8", errors="replace").splitlines():
        with contextlib.suppress(ValueError, KeyError, TypeError, InputError):
            found.append(WaitingTurn.unpacked(line))
    return found


def hand_on(name: str, turns: list[WaitingTurn]) -> Callable[[JournalBatch], None]:
    """The job that lays the turns of a file over the site, once whatever happens."""

    def job(batch: JournalBatch) -> None:
        written = _written(batch, name)
        waiting = [turn for turn in turns if turn.number not in written]
        for turn in waiting:
            table.lay_over(batch, turn.after, partial(_laid, turn))
            batch.append(turn.record, turn.time_us)
        note_written(batch, name, [turn.number for turn in waiting])

    return job


def note_written(batch: JournalBatch, name: str, numbers: Iterable[int]) -> None:
    """These turns of a file are in the site, beside those that were before."""
    batch.connection.execute(_NOTED, (name, str(_written(batch, name).with_numbers(numbers))))


def _written(batch: JournalBatch, name: str) -> WrittenNumbers:
    row = batch.connection.execute("SELECT value FROM site_meta WHERE name=?", (name,)).fetchone()
    return WrittenNumbers() if row is None else WrittenNumbers.of_text(str(row[0]))


def _laid(turn: WaitingTurn, kept: AlarmOccurrence) -> AlarmOccurrence:
    """What the turn changed, over the alarm as it stands by now."""
    if turn.before is None:
        return kept
    changed = {
        part.name: getattr(turn.after, part.name)
        for part in fields(AlarmOccurrence)
        if part.name not in _IDENTITY and getattr(turn.after, part.name) != getattr(turn.before, part.name)
    }
    said = tuple(comment for comment in changed.pop("comments", ()) if comment not in kept.comments)
    return replace(kept, **changed, comments=kept.comments + said)
