"""The journal of a site: appended by any console of it, read in pages."""

from __future__ import annotations

import logging
import os
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from console.journal.batch import JournalBatch
from console.journal.database import FILE_NAME, ReadConnection, open_for_reading, open_for_writing, sentence_of
from console.journal.head_file import HeadFile
from console.journal.reading import Filter, read_entries
from console.journal.record import JournalEntry, JournalRecord
from console.journal.signing import SigningKey, load_or_create_key
from console.journal.writer import GroupWriter
from engines.values.validation import InputError

T = TypeVar("T")
RETRY_S = 3.0
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

    Records of all threads are committed in groups by one writer thread (SQLite WAL, ``synchronous=FULL``). Each
    record's hash covers the one before it; the end of the chain is signed with every commit. Several processes
    may have the journal of one site open.

    Args:
        path: the site's file; its folder is made if need be.
        console: name of this console, as it stands in each of its records.
        clock: microseconds since 1970 UTC.
    """

    def __init__(self, path: Path, *, console: str = "", clock: Callable[[], int] = now_us) -> None:
        self.path = path / FILE_NAME if path.is_dir() else path
        self.console = console or console_name()
        self.now_us = clock
        self._problem = ""
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._key: SigningKey | None = None
        self._head_file = HeadFile(self.path.parent)
        self._reader: ReadConnection | None = None
        self._reader_identity: tuple[int, int] | None = None
        self._reader_lock = threading.RLock()
        self._is_tried = threading.Event()
        self._ticks: list[Callable[[], float | None]] = [self._keep_open, self._head_file.tick]
        self._writer: GroupWriter[JournalBatch] = GroupWriter("journal", self._begin, self._tick, self._finish)

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
    ) -> tuple[JournalEntry, ...]:
        """One page of records.

        Args:
            after, before: sequence numbers, both exclusive; the last one of a page begins the next.
            kinds: only these; ``None`` takes all.
            from_us, to_us: span of ``time_us``, from inclusive, to exclusive.
            is_latest_first: a page from the end of the journal instead of its beginning.

        Raises ``InputError`` where the file cannot be read.
        """
        wanted = Filter(after, kinds, limit, element_id, author, from_us, to_us, before, is_latest_first)
        return self.query(lambda connection: read_entries(connection, wanted))

    def query(self, question: Callable[[ReadConnection], T]) -> T:
        """Ask the file something, from any thread; never waits for a writer. Raises ``InputError``."""
        self._is_tried.wait()
        with self._reader_lock:
            try:
                if self._reader is not None and _identity(self.path) != self._reader_identity:
                    self._drop_reader()
                if self._reader is None:
                    self._reader, self._reader_identity = open_for_reading(self.path), _identity(self.path)
                return question(self._reader)
            except sqlite3.Error as error:
                self._drop_reader()
                raise sentence_of(error, self.path) from error
            finally:
                if self._reader is not None and self._reader.is_frozen:
                    self._drop_reader()

    def close(self) -> None:
        """Finish what was handed in and let the file go. May be called twice."""
        with self._reader_lock:
            # The last connection to go tidies the write-ahead log away, which one that only reads cannot.
            self._drop_reader()
        self._writer.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begin(self) -> JournalBatch:
        connection, key = self._opened()
        try:
            return _HeadNotingBatch(connection, self.path, self.console, key, self.now_us, self._head_file)
        except Exception as error:
            self._problem = str(error)
            self._drop_connection()
            raise

    def _opened(self) -> tuple[sqlite3.Connection, SigningKey]:
        if self._connection is not None and self._is_replaced():
            self._drop_connection()
        if self._connection is None or self._key is None:
            try:
                self._connection = open_for_writing(self.path, may_create=self._identity is None)
                self._key = load_or_create_key(self.path.parent)
                self._identity = self._identity or _identity(self.path)
            except Exception as error:
                self._drop_connection()
                self._problem = str(sentence_of(error, self.path))
                raise sentence_of(error, self.path) from error
        self._problem = ""
        return self._connection, self._key

    def _is_replaced(self) -> bool:
        """Whether another file, or none, stands where the open one stood: writing on would be lost in silence."""
        return _identity(self.path) != self._identity

    def _tick(self) -> float | None:
        wanted = [seconds for seconds in [tick() for tick in self._ticks] if seconds is not None]
        return min(wanted, default=None)

    def _keep_open(self) -> float | None:
        """Open the file before the first record needs it, and try again while it cannot be opened."""
        try:
            if self._connection is None or self._problem:
                # An empty transaction names this account's key in the chain before anything is signed with it.
                self._begin().commit()
        except InputError as error:
            self._problem = str(error)
            _log.debug("journal: %s", error)
        finally:
            self._is_tried.set()
        return RETRY_S if self._problem else None

    def _finish(self) -> None:
        self._head_file.write()
        self._drop_connection()

    def _drop_connection(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _drop_reader(self) -> None:
        if self._reader is not None:
            self._reader.close()
        self._reader = None


class _HeadNotingBatch(JournalBatch):
    """Tells the head file of each commit."""

    def __init__(self, *arguments: Any) -> None:
        *rest, self._head_file = arguments
        super().__init__(*rest)

    def commit(self) -> None:
        super().commit()
        self._head_file.note(self)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
