"""The SQLite file of a site: opening it, its pragmas, and its errors as sentences."""

from __future__ import annotations

import contextlib
import itertools
import os
import sqlite3
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from console.journal.connection import ServerError, SiteConnection, SiteDatabase
from engines.values.validation import InputError

FILE_NAME = "site.sqlite"
HEAD_NAME = "journal-head.json"
APPLICATION_ID = 0x544C4E45
SCHEMA_VERSION = 1
BUSY_S = 10.0
"""How long a console waits while another one writes."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS site_meta(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS journal(
    sequence INTEGER PRIMARY KEY,
    time_us INTEGER NOT NULL,
    source_time_us INTEGER NOT NULL,
    console TEXT NOT NULL,
    kind TEXT NOT NULL,
    author TEXT NOT NULL,
    element_id TEXT NOT NULL,
    sentence TEXT NOT NULL,
    details TEXT NOT NULL,
    hash BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS journal_kind ON journal(kind, sequence);
CREATE INDEX IF NOT EXISTS journal_element ON journal(element_id, sequence);
CREATE INDEX IF NOT EXISTS journal_time ON journal(time_us);
CREATE TABLE IF NOT EXISTS journal_keys(
    key_id TEXT PRIMARY KEY, public_key BLOB NOT NULL, owner TEXT NOT NULL, since_us INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS journal_checkpoints(
    sequence INTEGER PRIMARY KEY, hash BLOB NOT NULL, time_us INTEGER NOT NULL,
    key_id TEXT NOT NULL, signature BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS journal_head(
    "only" INTEGER PRIMARY KEY CHECK ("only" = 1), sequence INTEGER NOT NULL, hash BLOB NOT NULL,
    time_us INTEGER NOT NULL, key_id TEXT NOT NULL, signature BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS placed(
    kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tokens(
    element_id TEXT PRIMARY KEY, console TEXT NOT NULL, author TEXT NOT NULL,
    taken_at_us INTEGER NOT NULL, expires_at_us INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS users(
    name TEXT PRIMARY KEY, body TEXT NOT NULL, password_hash TEXT NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0, last_failure_us INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
"""


class SiteFile:
    """See :class:`console.journal.connection.SiteDatabase`: a site in one file.

    Attributes:
        path: the file; :attr:`folder` the one it lies in.
    """

    def __init__(self, path: Path) -> None:
        self.path = path / FILE_NAME if path.is_dir() else path
        self.folder, self.place = self.path.parent, str(self.path)
        self.heartbeat_s: float | None = None

    def identity(self) -> tuple[int, int] | None:
        """Device and number of the file that stands there now."""
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def open_for_writing(self, *, may_create: bool) -> sqlite3.Connection:
        """See :func:`open_for_writing`."""
        return open_for_writing(self.path, may_create=may_create)

    def is_lost(self, connection: SiteConnection) -> bool:
        """Never: a file that went away shows in :meth:`identity`."""
        return False

    def open_for_reading(self) -> ReadConnection:
        """See :func:`open_for_reading`."""
        return open_for_reading(self.path)


def site_database(place: Path | SiteDatabase) -> SiteDatabase:
    """``place`` where it is one already, else the site of that folder or file."""
    return SiteFile(place) if isinstance(place, Path) else place


def open_for_writing(path: Path, *, may_create: bool) -> sqlite3.Connection:
    """A connection that writes durably.

    Args:
        may_create: whether a site that does not exist yet is begun. A site that vanished while it was open
            must not be replaced by an empty one without tags.

    Raises ``InputError`` with the remedy.
    """
    if not path.exists() and not may_create:
        raise InputError(str(path), "is gone", "put the site's folder back, then open the district again")
    if not path.exists() and (path.parent / HEAD_NAME).exists():
        raise InputError(str(path), f"is missing while {HEAD_NAME} is there", "restore it from a backup")
    try:
        make_shared_folder(path.parent)
        is_new = not path.exists()
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    except (OSError, sqlite3.Error) as error:
        raise sentence_of(error, path) from error
    try:
        if is_new:
            _share_with_group(path)
        _prepare(connection, path)
    except sqlite3.Error as error:
        connection.close()
        raise sentence_of(error, path) from error
    except BaseException:
        connection.close()
        raise
    return connection


class ReadConnection(sqlite3.Connection):
    """A connection that can only read.

    Attributes:
        number: never given twice; versions of two connections say nothing about each other.
        is_frozen: it sees the file as it was when opened, and nothing written since.
    """

    _numbers = itertools.count()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.number = next(self._numbers)
        self.is_frozen = False

    @property
    def version(self) -> tuple[int, int]:
        """Another one whenever another connection has committed since."""
        return self.number, int(self.execute("PRAGMA data_version").fetchone()[0])

    def stream(self, question: str, /) -> Iterator[Any]:
        """The rows of a question that may have a million of them."""
        yield from self.execute(question)


def open_for_reading(path: Path) -> ReadConnection:
    """A connection that can only read. Raises ``InputError`` where there is nothing to read."""
    if not path.is_file():
        raise InputError(str(path), "there is no site file", "give the site's folder or file")
    try:
        return _open_read_only(path, "mode=ro")
    except sqlite3.Error as error:
        is_kept_out = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        if not is_kept_out or path.with_name(f"{path.name}-wal").exists():
            raise sentence_of(error, path) from error
    try:
        # Nobody writes, and this account may not make the companion files that following a writer takes.
        connection = _open_read_only(path, "immutable=1")
    except sqlite3.Error as error:
        raise sentence_of(error, path) from error
    connection.is_frozen = True
    return connection


def _open_read_only(path: Path, option: str) -> ReadConnection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{option}",
        uri=True,
        timeout=BUSY_S,
        isolation_level=None,
        check_same_thread=False,
        factory=ReadConnection,
    )
    try:
        _require_ours(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def sentence_of(error: BaseException, path: Path | str) -> InputError:
    """What went wrong with the file or server, as one sentence with its remedy."""
    if isinstance(error, InputError):
        return error
    if isinstance(error, ServerError):
        return error.problem
    place = str(path)
    code = getattr(error, "sqlite_errorname", "") or ""
    text = (getattr(error, "strerror", None) or str(error)).lower()
    if code == "SQLITE_FULL" or getattr(error, "errno", None) == 28:
        return InputError(place, "the disk is full, nothing was recorded", "free space and try again")
    if code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return InputError(place, f"cannot be written ({text})", "give this account write access to the folder")
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return InputError(place, "another console holds it, nothing was recorded", "try again")
    if code.startswith("SQLITE_NOTADB"):
        return InputError(place, "is no Tieline site file", "move it away or name another folder")
    if code.startswith("SQLITE_CORRUPT"):
        return InputError(place, f"is damaged ({text})", "keep it for inquiry and restore a backup")
    if "no such table" in text:
        return InputError(place, "is empty or not whole", "keep it for inquiry and restore a backup")
    if code.startswith("SQLITE_IOERR"):
        return InputError(place, f"the disk did not take it ({text}), nothing was recorded", "check disk and space")
    return InputError(place, f"cannot be used ({text})", "check the folder and its permissions")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    _require_ours(connection, path)
    mode = _begin_wal(connection)
    if mode != "wal":
        raise InputError(str(path), "its disk cannot be shared by consoles", "put the site on a local disk")
    connection.execute("PRAGMA synchronous=FULL")
    if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
        connection.execute("BEGIN IMMEDIATE")
        for part in SCHEMA.split(";"):
            if part.strip():
                connection.execute(part)
        connection.execute("INSERT INTO site_meta VALUES ('site_id', ?) ON CONFLICT DO NOTHING", (uuid.uuid4().hex,))
        connection.execute("INSERT INTO site_meta VALUES ('revision', 0) ON CONFLICT DO NOTHING")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        connection.execute("COMMIT")
    # SQLite opens a file it may not write for reading, and even begins a transaction on it: whether it takes writing
    # must show here, not at the first command.
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("UPDATE site_meta SET value = value WHERE name='revision'")
    finally:
        connection.execute("ROLLBACK")


def _begin_wal(connection: sqlite3.Connection) -> str:
    """Switch to a write-ahead log. SQLite does not wait for a second console that does the same at this moment."""
    give_up = time.monotonic() + BUSY_S
    while True:
        try:
            return str(connection.execute("PRAGMA journal_mode=WAL").fetchone()[0])
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.005)


def _require_ours(connection: sqlite3.Connection, path: Path) -> None:
    ours = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    has_tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] > 0
    if has_tables and ours != APPLICATION_ID:
        raise InputError(str(path), "is no Tieline site file", "move it away or name another folder")
    if version > SCHEMA_VERSION:
        raise InputError(str(path), f"was written by a newer Tieline (version {version})", "update this console")


def make_shared_folder(folder: Path) -> None:
    """Make a folder that whoever shares the one above it shares too. Raises ``OSError``."""
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(exist_ok=True)
    with contextlib.suppress(OSError):
        mode = folder.parent.stat().st_mode & 0o7777
        if os.name == "posix" and mode & 0o020:
            # Without the sticky bit, under which others could not replace what one of them wrote.
            folder.chmod(mode & 0o6775)


def _share_with_group(path: Path) -> None:
    # SQLite gives its companion files the permissions of this one.
    with contextlib.suppress(OSError):
        if os.name == "posix" and path.parent.stat().st_mode & 0o020:
            path.chmod(0o660)
