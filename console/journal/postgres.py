"""A site in a schema of a PostgreSQL server, shared by the consoles of a control room.

Writers take turns by an advisory lock that ends with their transaction, as writers of the SQLite file do: the chain of
several consoles is one line. A commit that changed something tells every reader (``NOTIFY``), so that a reader knows
without a question whether there is news.
"""

from __future__ import annotations

import itertools
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.journal.answer_limit import answered_within
from console.journal.connection import ServerError, SiteConnection
from console.journal.database import BUSY_S, SCHEMA, SCHEMA_VERSION, make_shared_folder
from engines.values.validation import InputError

if TYPE_CHECKING:
    import psycopg

CONNECT_S = 3
HEARTBEAT_S = 1.0
PULSE, PULSE_ANSWER_S = "SELECT 1", 3.0
SILENT_MS = 3000
"""A server that acknowledges nothing for so long is taken for away."""
STREAM_ROWS = 5000
_CHANGES = ("INSERT", "UPDATE", "DELETE")
_TYPES = ((r"\bINTEGER\b", "BIGINT"), (r"\bBLOB\b", "BYTEA"), (r"\) WITHOUT ROWID", ")"))


class PostgresSite:
    """See :class:`console.journal.connection.SiteDatabase`.

    Args:
        server: address as libpq takes it (``postgresql://user@host/database``); the password comes from the account's
            password file or the service file, never from here.
        schema: of the site.
        folder: of this machine, for keys and the noted end of the chain.

    Attributes:
        commits: how often something was changed from here; readers of this console know it before the server says so.
    """

    def __init__(self, server: str, schema: str, folder: Path) -> None:
        self.server, self.schema, self.folder = server, schema, folder
        self.place = f"{shown_address(server)} · {schema}"
        self.commits = 0
        self.heartbeat_s: float | None = HEARTBEAT_S

    def identity(self) -> str:
        """Always the same: a site that was replaced on the server shows in its chain."""
        return self.place

    def open_for_writing(self, *, may_create: bool) -> PostgresConnection:
        """A connection that writes durably; see the protocol."""
        try:
            make_shared_folder(self.folder)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise InputError(str(self.folder), f"cannot be made ({reason})", "give this account access") from error
        connection = PostgresConnection(self)
        try:
            self._prepare(connection, may_create)
        except ServerError as error:
            connection.close()
            raise error.problem from error
        except BaseException:
            connection.close()
            raise
        return connection

    def is_lost(self, connection: SiteConnection) -> bool:
        """Whether the server, or the way to it, has gone."""
        return isinstance(connection, PostgresConnection) and connection.is_lost

    def open_for_reading(self) -> PostgresReader:
        """A connection that can only read; see the protocol."""
        reader = PostgresReader(self)
        try:
            if not _is_there(reader, self.schema):
                raise InputError(self.place, "there is no such site", "give the name of a site that is kept there")
            _require_version(reader, self.place)
            reader.listen()
        except ServerError as error:
            reader.close()
            raise error.problem from error
        except BaseException:
            reader.close()
            raise
        return reader

    def _prepare(self, connection: PostgresConnection, may_create: bool) -> None:
        if not _is_there(connection, self.schema):
            if not may_create:
                raise InputError(self.place, "is gone", "restore the site on the server, then open the district again")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{self.schema}"')
            for part in SCHEMA.split(";"):
                if part.strip():
                    connection.execute(part)
            for name, value in (("site_id", uuid.uuid4().hex), ("revision", "0"), ("version", str(SCHEMA_VERSION))):
                connection.execute("INSERT INTO site_meta VALUES (?, ?) ON CONFLICT DO NOTHING", (name, value))
            connection.execute("COMMIT")
        _require_version(connection, self.place)


class PostgresConnection:
    """See :class:`console.journal.connection.SiteConnection`.

    Attributes:
        answer_s: how long the server may take for an answer before it counts as away.
    """

    answer_s = 2.0 * BUSY_S

    def __init__(self, site: PostgresSite) -> None:
        self._site, self._has_changed = site, False
        self._channel = f"tieline_{site.schema}"[:60]
        self._connection = connect(site.server, site.schema, site.place)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open, and the server still there to roll it back."""
        status = self._connection.info.transaction_status.name
        return status in ("ACTIVE", "INTRANS", "INERROR")

    @property
    def is_lost(self) -> bool:
        """Whether it leads nowhere any more."""
        return bool(self._connection.closed)

    def execute(self, statement: str, values: Any = (), /) -> psycopg.Cursor[Any]:
        """One statement in the words both databases share. Raises ``ServerError``."""
        if statement == "BEGIN IMMEDIATE":
            return self._begin()
        if statement == "COMMIT" and self._has_changed:
            self._has_changed = False
            self._run("SELECT pg_notify(%s, '')", (self._channel,))
            done = self._run(statement)
            self._site.commits += 1
            return done
        self._has_changed |= statement.startswith(_CHANGES)
        return self._run(translated(statement), values)

    def close(self) -> None:
        """Let the server go."""
        self._connection.close()

    def _begin(self) -> psycopg.Cursor[Any]:
        self._has_changed = False
        self._run("BEGIN")
        self._run(f"SET LOCAL lock_timeout = '{round(1000 * BUSY_S)}ms'")
        try:
            return self._run("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (self._channel,))
        except ServerError:
            if self.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _run(self, statement: str, values: Any = ()) -> psycopg.Cursor[Any]:
        import psycopg

        limit_s = PULSE_ANSWER_S if statement == PULSE else self.answer_s
        try:
            with answered_within(self._connection.fileno(), limit_s):
                return self._connection.execute(statement, values or None)
        except psycopg.Error as error:
            raise server_error(error, self._site.place) from error


class PostgresReader(PostgresConnection):
    """See :class:`console.journal.connection.SiteReader`."""

    answer_s = 5.0
    _numbers = itertools.count()

    def __init__(self, site: PostgresSite) -> None:
        super().__init__(site)
        self._number, self._news, self.is_frozen = next(self._numbers), 0, False
        self._run("SET default_transaction_read_only = on")
        self._run("SET default_transaction_isolation = 'repeatable read'")

    def listen(self) -> None:
        """Be told of every commit from now on."""
        self._run(f'LISTEN "{self._channel}"')

    @property
    def version(self) -> tuple[int, int]:
        """Another one whenever another connection has committed since."""
        import psycopg

        try:
            self._news += sum(1 for _ in self._connection.notifies(timeout=0))
        except psycopg.Error as error:
            raise server_error(error, self._site.place) from error
        return self._number, self._news + self._site.commits

    def stream(self, question: str, /) -> Iterator[Any]:
        """The rows of a question that may have a million of them, some thousands at a time."""
        import psycopg

        try:
            with self._connection.cursor(name="rows", withhold=True) as cursor:
                cursor.itersize = STREAM_ROWS
                yield from cursor.execute(translated(question))
        except psycopg.Error as error:
            raise server_error(error, self._site.place) from error


def translated(statement: str) -> str:
    """A statement of both databases' words for PostgreSQL: its place holders, and its types where tables are made."""
    if statement.lstrip().startswith("CREATE TABLE"):
        for pattern, word in _TYPES:
            statement = re.sub(pattern, word, statement)
        return statement
    # SQLite's LIKE takes no notice of case.
    statement = statement.replace(" LIKE ", " ILIKE ")
    return statement.replace("%", "%%").replace("?", "%s") if "?" in statement else statement


def shown_address(server: str) -> str:
    """An address without the password somebody may have written into it."""
    hidden = re.sub(r"(://[^:/@]*):[^@/]*@", r"\1@", server)
    return re.sub(r"password\s*=\s*('[^']*'|\S+)", "", hidden).strip()


def server_error(error: psycopg.Error, place: str) -> ServerError:
    """What a server's refusal means, with the remedy."""
    import psycopg

    words = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    state = error.sqlstate or ""
    if state == "53100":
        return ServerError(InputError(place, "the server's disk is full, nothing was recorded", "free space there"))
    if state == "25006":
        return ServerError(InputError(place, "the server only reads at present", "ask who runs it"), is_away=True)
    if state.startswith("28") or "password" in words.casefold():
        return ServerError(InputError(place, f"refuses this account ({words})", "check user and password file"))
    if state == "42501":
        return ServerError(InputError(place, f"this account may not ({words})", "have the right granted"))
    if state in ("55P03", "57014"):
        return ServerError(InputError(place, "another console holds it, nothing was recorded", "try again"))
    if state in ("XX001", "XX002"):
        return ServerError(InputError(place, f"is damaged ({words})", "keep it for inquiry and restore a backup"))
    if isinstance(error, psycopg.OperationalError) and (not state or state.startswith(("08", "57P"))):
        reason = f"the database server cannot be reached ({words})"
        return ServerError(InputError(place, reason, "check server and network; it is tried again"), is_away=True)
    return ServerError(InputError(place, f"cannot be used ({words})", "look at the server's log"))


def connect(server: str, schema: str, place: str) -> psycopg.Connection[Any]:
    """A connection that does not wait long for a server that has gone. Raises ``InputError``."""
    import psycopg

    try:
        return psycopg.connect(
            server,
            autocommit=True,
            connect_timeout=CONNECT_S,
            tcp_user_timeout=SILENT_MS,
            keepalives_idle=2,
            keepalives_interval=1,
            keepalives_count=3,
            application_name="tieline",
            options=f"-c search_path={schema} -c synchronous_commit=on -c client_min_messages=warning",
        )
    except psycopg.Error as error:
        raise server_error(error, place).problem from error


def _is_there(connection: PostgresConnection, schema: str) -> bool:
    row = connection.execute("SELECT to_regclass(?)", (f'"{schema}".site_meta',)).fetchone()
    return row is not None and row[0] is not None


def _require_version(connection: PostgresConnection, place: str) -> None:
    row = connection.execute("SELECT value FROM site_meta WHERE name='version'").fetchone()
    if row is None:
        raise InputError(place, "is no Tieline site", "give another schema or database")
    if int(row[0]) > SCHEMA_VERSION:
        raise InputError(place, f"was written by a newer Tieline (version {row[0]})", "update this console")
