"""Turns of alarms on their way into the site's file, and what becomes of those that cannot be written."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from console.alarms.spool import AlarmSpool, WaitingTurn, hand_on, note_written, read_turns
from console.journal.batch import JournalBatch
from console.journal.journal import Journal
from console.journal.record import JournalRecord
from engines.values.alarms import AlarmOccurrence
from engines.values.validation import InputError

MOST_OWED = 100_000


@dataclass(slots=True)
class KeptTurn:
    """A turn on its way to the file; ``number`` of it on this machine's disk, 0 while it needed none."""

    before: AlarmOccurrence | None
    after: AlarmOccurrence
    record: Callable[[AlarmOccurrence], JournalRecord]
    job: Callable[[JournalBatch], AlarmOccurrence]
    time_us: int
    number: int = 0

    @property
    def occurrence_id(self) -> str:
        """Of the occurrence that turned."""
        return self.after.occurrence_id


class TurnKeeper:
    """Hands turns to the journal in their order; one that is refused waits on this machine's disk and is tried again.

    Used by one thread; the journal's own thread tells it what came of a turn.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._lock = threading.Lock()
        self._unwritten: dict[str, int] = {}
        self._joined: deque[AlarmOccurrence] = deque()
        self._verdicts: deque[str] = deque(maxlen=1)
        self._owed: deque[KeptTurn] = deque(maxlen=MOST_OWED)
        self._spool, self._spooled = AlarmSpool(journal.database.folder), 0

    def keep(self, turn: KeptTurn) -> None:
        """Have it written, after those that wait."""
        with self._lock:
            self._unwritten[turn.occurrence_id] = self._unwritten.get(turn.occurrence_id, 0) + 1
            if self._owed:
                self._owed.append(turn)
                self._put_down(turn)
                return
        self._submit(turn)

    def try_again(self) -> None:
        """What could not be written is tried again in its order, once the journal can be written."""
        if not self._owed or self._journal.problem:
            return
        with self._lock:
            owed = list(self._owed)
            self._owed.clear()
        for turn in owed:
            self._submit(turn)

    def is_on_its_way(self, occurrence_id: str) -> bool:
        """Whether a turn of it is not in the file yet."""
        return bool(self._unwritten.get(occurrence_id, 0))

    def take_joined(self) -> list[AlarmOccurrence]:
        """Occurrences of other consoles that ours were joined with since it was last asked."""
        return [self._joined.popleft() for _ in range(len(self._joined))]

    def take_verdict(self) -> str | None:
        """Why turns are not kept, "" where all are; ``None`` where nothing has come of any since it was last asked."""
        return self._verdicts.pop() if self._verdicts else None

    def adopt(self) -> None:
        """Write the turns of consoles that were ended while theirs could not be written. Raises ``InputError``."""
        for lock, path in self._spool.abandoned():
            try:
                self._journal.submit(hand_on(path.name, read_turns(path))).result(10)
                path.unlink()
                lock.remove()
            except OSError as error:
                # It stays for the next console.
                lock.release()
                raise InputError(str(path), f"cannot be read ({error})", "give this account the right to it") from error
            except BaseException:
                lock.release()
                raise

    def close(self) -> None:
        """What could not be written stays on this machine's disk."""
        self._spool.close()

    def _submit(self, turn: KeptTurn) -> None:
        name = self._spool.name

        def job(batch: JournalBatch) -> AlarmOccurrence:
            kept = turn.job(batch)
            if turn.number:
                note_written(batch, name, [turn.number])
            return kept

        self._journal.submit(job).add_done_callback(lambda done: self._on_written(turn, done))

    def _put_down(self, turn: KeptTurn) -> None:
        if not turn.number:
            self._spooled += 1
            turn.number = self._spooled
            record = turn.record(turn.after)
            self._spool.put(WaitingTurn(turn.number, turn.before, turn.after, record, turn.time_us))

    def _on_written(self, turn: KeptTurn, done: Future[AlarmOccurrence]) -> None:
        """In the journal's thread."""
        refusal = done.exception()
        if refusal is not None:
            with self._lock:
                self._owed.append(turn)
                self._put_down(turn)
            self._verdicts.append(str(refusal))
            return
        with self._lock:
            count = self._unwritten.get(turn.occurrence_id, 1) - 1
            if count > 0:
                self._unwritten[turn.occurrence_id] = count
            else:
                self._unwritten.pop(turn.occurrence_id, None)
            if turn.number and not self._unwritten:
                self._spool.clear()
            is_all_kept = not self._owed
        if done.result().occurrence_id != turn.occurrence_id:
            # Another console had opened the same alarm before us.
            self._joined.append(done.result())
        if is_all_kept:
            self._verdicts.append("")
