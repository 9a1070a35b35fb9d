"""The journal of a site: appended by any console of it, read in pages."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from console.journal.asked import Asked
from console.journal.batch import JournalBatch
from console.journal.chain import ChainHead
from console.journal.connection import DATABASE_ERRORS, SiteConnection, SiteDatabase, SiteReader
from console.journal.database import FILE_NAME, SiteFile, sentence_of, site_database
from console.journal.head_file import HeadFile
from console.journal.outbox import Outbox
from console.journal.reading import Filter, Word, read_entries
from console.journal.record import JournalEntry, JournalRecord
from console.journal.signing import SigningKey, load_or_create_key
from console.journal.writer import GroupWriter
from engines.values.validation import InputError

T = TypeVar("T")
RETRY_S = 3.0
UNANSWERED_S = 10.0
"""Seconds until a file that could not be opened is tried again."""

_log = logging.getLogger(__name__)


def now_us() -> int:
    """Microseconds since 1970 UTC."""
    return time.time_ns() // 1000


def console_name() -> str:
    """Name of this process among the consoles of a site."""
    return f"{socket.gethostname()}:{os.getpid()}"


class Journal:
    """Append-only record of what was done.

    Records of all threads are committed in groups by one writer thread, durably before a future is told. Each
    record's hash covers the one before it; the end of the chain is signed with every commit. Several processes
    may have the journal of one site open.

    Args:
        place: the site's file (its folder is made if need be), or the database it is kept in.
        console: name of this console, as it stands in each of its records.
        clock: microseconds since 1970 UTC.
    """

    def __init__(self, place: Path | SiteDatabase, *, console: str = "", clock: Callable[[], int] = now_us) -> None:
        self.database = site_database(place)
        self.console = console or console_name()
        self.now_us = clock
        self._problem = ""
        self._connection: SiteConnection | None = None
        self._identity: object = None
        self._key: SigningKey | None = None
        self._head_file = HeadFile(self.database.folder)
        self._asked, self._searched = Asked(self.database), Asked(self.database)
        self._is_tried, self._stopping = threading.Event(), threading.Event()
        self._outbox = Outbox(self.database.folder, self.submit)
        self._ticks: list[Callable[[], float | None]] = [self._keep_open, self._head_file.tick, self._outbox.tick]
        # Its thread runs before the writer has its name here.
        self._is_made = threading.Event()
        self._writer: GroupWriter[JournalBatch] = GroupWriter("journal", self._begin, self._tick, self._finish)
        self._is_made.set()

    @property
    def path(self) -> Path:
        """The site's file, where it is kept in one; its folder's place for it elsewhere."""
        return self.database.path if isinstance(self.database, SiteFile) else self.database.folder / FILE_NAME

    @property
    def problem(self) -> str:
        """Why nothing can be recorded at present, one sentence; empty where all is well."""
        self._is_tried.wait()
        return self._problem

    def write(self, record: JournalRecord) -> Future[int]:
        """Append a record; returns at once, from any thread.

        The future resolves to the record's sequence number once it is on the disk. It fails with ``InputError``
        (full disk, no permission, folder gone); later records are tried anew. What listens to the future is called
        in the writer thread and must not wait for another one.
        """
        time_us = self.now_us()
        return self.submit(lambda batch: batch.append(record, time_us))

    def keep(self, record: JournalRecord) -> None:
        """Append a record of what has happened, whatever the database does: from any thread, at once.

        Where it cannot be written it is kept on this machine and handed on in order once it can, with the time it
        happened at. A command is never journaled so: what cannot be written before it leaves must not leave.
        """
        self._outbox.keep(record, self.now_us())

    def submit(self, job: Callable[[JournalBatch], T]) -> Future[T]:
        """Carry ``job`` out inside a transaction of the writer thread; what it raises is undone and handed on.

        What else the job keeps in the file holds together with the records it appends, or not at all.
        """
        return self._writer.submit(job)

    def add_tick(self, tick: Callable[[], float | None]) -> None:
        """Have ``tick`` called in the writer thread now and then; it returns the seconds until it wants to be."""
        self._ticks.append(tick)
        self.submit(lambda batch: None)

    def read(
        self,
        after: int = 0,
        kinds: Collection[str] | None = None,
        limit: int = 1000,
        *,
        element_id: str = "",
        author: str = "",
        from_us: int | None = None,
        to_us: int | None = None,
        before: int | None = None,
        is_latest_first: bool = False,
        words: tuple[Word, ...] = (),
    ) -> tuple[JournalEntry, ...]:
        """One page of records.

        Args:
            after, before: sequence numbers, both exclusive; the last one of a page begins the next.
            kinds: only these; ``None`` takes all.
            from_us, to_us: span of ``time_us``, from inclusive, to exclusive.
            is_latest_first: a page from the end of the journal instead of its beginning.
            words: each must stand somewhere in the record.

        Raises ``InputError`` where the file cannot be read.
        """
        wanted = Filter(after, kinds, limit, element_id, author, from_us, to_us, before, is_latest_first, words)
        return self.query(lambda connection: read_entries(connection, wanted), is_long=True)

    def kinds(self) -> tuple[str, ...]:
        """The kinds of records there are. Raises ``InputError`` where the file cannot be read."""
        question = "SELECT DISTINCT kind FROM journal"
        rows = self.query(lambda connection: connection.execute(question).fetchall(), is_long=True)
        return tuple(sorted(str(kind) for (kind,) in rows))

    def query(self, question: Callable[[SiteReader], T], *, is_long: bool = False) -> T:
        """Ask the file something, from any thread; never waits for a writer. Raises ``InputError``.

        Args:
            is_long: it may search the whole journal; what is asked at the window does not wait for it.
        """
        self._is_tried.wait()
        asked = self._searched if is_long else self._asked
        if self._problem and self.database.heartbeat_s is not None:
            # Nobody at the window waits for a server that does not answer.
            asked.drop()
            raise InputError("journal", self._problem)
        return asked.query(question)

    def close(self) -> None:
        """Finish what was handed in and let the file go. May be called twice."""
        # The last connection to go tidies the write-ahead log away, which one that only reads cannot.
        self._asked.drop()
        self._searched.drop()
        self._stopping.set()
        self._writer.close()
        self._outbox.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begin(self) -> JournalBatch:
        connection, key = self._opened()
        try:
            return _HeadNotingBatch(
                connection, self.database.place, self.console, key, self.now_us, self._head_file, self._has
            )
        except Exception as error:
            self._problem = str(error)
            self._drop_connection()
            raise

    def _opened(self) -> tuple[SiteConnection, SigningKey]:
        if self._connection is not None and (self._is_replaced() or self.database.is_lost(self._connection)):
            self._drop_connection()
        if self._connection is None or self._key is None:
            try:
                self._connection = self.database.open_for_writing(may_create=self._identity is None)
                self._key = load_or_create_key(self.database.folder)
                self._identity = self._identity or self.database.identity()
            except Exception as error:
                self._drop_connection()
                self._problem = str(sentence_of(error, self.database.place))
                raise sentence_of(error, self.database.place) from error
        self._problem = ""
        return self._connection, self._key

    def _has(self, head: ChainHead) -> bool:
        """Whether a commit that was not answered holds after all: the server may have gone right after it."""
        if self.database.heartbeat_s is None or self._connection is None:
            return False
        end = time.monotonic() + UNANSWERED_S
        while time.monotonic() < end:
            with contextlib.suppress(InputError, *DATABASE_ERRORS):
                connection, _ = self._opened()
                # The session that was cut off may still be at it: it holds the lock for as long.
                connection.execute("BEGIN IMMEDIATE")
                row = connection.execute("SELECT hash FROM journal WHERE sequence=?", (head.sequence,)).fetchone()
                connection.execute("ROLLBACK")
                return row is not None and bytes(row[0]) == head.hash
            self._stopping.wait(0.2)
        return False

    def _is_replaced(self) -> bool:
        """Whether another file, or none, stands where the open one stood: writing on would be lost in silence."""
        return self.database.identity() != self._identity

    def _tick(self) -> float | None:
        self._is_made.wait()
        wanted = [seconds for seconds in [tick() for tick in self._ticks] if seconds is not None]
        return min(wanted, default=None)

    def _keep_open(self) -> float | None:
        """Open the file before the first record needs it, and try again while it cannot be opened."""
        try:
            if self._connection is None or self._problem:
                # An empty transaction names this account's key in the chain before anything is signed with it.
                self._begin().commit()
            elif self.database.heartbeat_s is not None:
                self._connection.execute("SELECT 1")
        except DATABASE_ERRORS as error:
            self._problem = str(sentence_of(error, self.database.place))
            self._drop_connection()
        except InputError as error:
            self._problem = str(error)
            _log.debug("journal: %s", error)
        finally:
            self._is_tried.set()
        return RETRY_S if self._problem else self.database.heartbeat_s

    def _finish(self) -> None:
        self._head_file.write()
        self._drop_connection()

    def _drop_connection(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


class _HeadNotingBatch(JournalBatch):
    """Tells the head file of each commit."""

    def __init__(self, *arguments: Any) -> None:
        *rest, self._head_file, self._reached_the_server = arguments
        super().__init__(*rest)

    def commit(self) -> None:
        try:
            super().commit()
        except InputError:
            if not self._reached_the_server(self.head):
                raise
        else:
            self._head_file.note(self)
