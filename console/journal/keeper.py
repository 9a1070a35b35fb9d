"""Watches how much a journal holds: warns first, then puts the oldest part into an archive. Nothing is ever deleted."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from console.history.storage import Retention
from console.journal.archive import ArchivedPart, archive_journal
from console.journal.connection import SiteReader
from console.journal.journal import Journal
from console.journal.origin import origin_of
from engines.values.validation import InputError

EVERY_S = 3600.0
NOTICE_DAYS = 30.0
"""So long before it goes into an archive it is said of a record that is too old."""
LEFT_SHARE = 0.6
"""Of the largest size, after the oldest part was put away for being too much."""
RECORD_BYTES = 230
"""What a record takes beside its texts: hash, numbers, and its places in three indices."""
SAMPLE = 1000
DAY_US = 86_400 * 1_000_000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class JournalSize:
    """How much there is; ``oldest_us`` microseconds since 1970 UTC, 0 without a record."""

    records: int
    size_mb: float
    oldest_us: int


def journal_size(reader: SiteReader) -> JournalSize:
    """Reckoned from the latest records: a database does not give room back when rows go."""
    begin = origin_of(reader).begin.sequence
    first = reader.execute(
        "SELECT sequence, time_us FROM journal WHERE sequence>? ORDER BY sequence LIMIT 1", (begin,)
    ).fetchone()
    last = reader.execute("SELECT max(sequence) FROM journal").fetchone()[0]
    if first is None or last is None:
        return JournalSize(0, 0.0, 0)
    mean = reader.execute(
        "SELECT avg(length(console)+length(kind)+length(author)+length(element_id)+length(sentence)+length(details)) "
        "FROM journal WHERE sequence>?",
        (int(last) - SAMPLE,),
    ).fetchone()[0]
    records = int(last) - int(first[0]) + 1
    return JournalSize(records, records * (float(mean) + RECORD_BYTES) / 1e6, int(first[1]))


class JournalKeeper:
    """Looks every hour, in a thread of its own.

    Args:
        say: called in that thread with one sentence whenever there is something else to be said; "" when all is well.
    """

    def __init__(
        self, journal: Journal, retention: Retention, say: Callable[[str], None], every_s: float = EVERY_S
    ) -> None:
        self._journal, self._retention, self._say, self._every_s = journal, retention, say, every_s
        self._said = ""
        self._is_ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="journal keeper", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; waits for what is being put away."""
        self._is_ending.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> ArchivedPart | None:
        """Look once: the part that had to go into an archive, if one had to."""
        size = self._journal.query(journal_size, is_long=True)
        before_us = self._due(size)
        if before_us is None:
            self._tell(self._warning(size))
            return None
        part = archive_journal(self._journal, before_us)
        if part is None:
            self._tell("")
        else:
            self._tell(f"Records {part.first} to {part.last} of the journal were put into the archive {part.path}")
        return part

    def _run(self) -> None:
        while not self._is_ending.is_set():
            try:
                self.look()
            except InputError as error:
                _log.info("journal: %s", error)
                self._tell(str(error))
            except TimeoutError:
                self._tell("The journal was too busy to put its oldest part away; it is tried again in an hour")
            self._is_ending.wait(self._every_s)

    def _due(self, size: JournalSize) -> int | None:
        now_us, most = self._journal.now_us(), self._retention.size_mb
        if not size.records:
            return None
        if size.oldest_us < now_us - (self._retention.days + NOTICE_DAYS) * DAY_US:
            return int(now_us - self._retention.days * DAY_US)
        if size.size_mb < most:
            return None
        too_many = int(size.records * (1.0 - LEFT_SHARE * most / size.size_mb))
        return self._journal.query(lambda reader: _time_after(reader, too_many), is_long=True)

    def _warning(self, size: JournalSize) -> str:
        most, now_us = self._retention.size_mb, self._journal.now_us()
        if size.size_mb > self._retention.warn_share * most:
            share = 100.0 * size.size_mb / most
            return f"The journal has reached {share:.0f} % of {most:g} MB; beyond it the oldest part is archived"
        limit_us = now_us - self._retention.days * DAY_US
        if size.records and size.oldest_us < limit_us:
            days = NOTICE_DAYS - (limit_us - size.oldest_us) / DAY_US
            day = datetime.fromtimestamp(limit_us / 1e6, UTC).date()
            return f"Records of the journal from before {day} go into an archive within {max(days, 0.0):.0f} days"
        return ""

    def _tell(self, sentence: str) -> None:
        if sentence != self._said:
            self._said = sentence
            self._say(sentence)


def _time_after(reader: SiteReader, count: int) -> int | None:
    begin = origin_of(reader).begin.sequence
    row = reader.execute(
        "SELECT time_us FROM journal WHERE sequence>? ORDER BY sequence LIMIT 1", (begin + count,)
    ).fetchone()
    return None if row is None else int(row[0])
