"""What a site is kept in, in the words everything above uses: one SQLite file, or a schema of a PostgreSQL server."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from engines.values.validation import InputError


class ServerError(Exception):
    """A database server did not do what it was asked for.

    Attributes:
        problem: what is wrong, and what to do; its place is the server.
        is_away: whether the server cannot be reached, so that trying later may help.
    """

    def __init__(self, problem: InputError, *, is_away: bool = False) -> None:
        super().__init__(str(problem))
        self.problem, self.is_away = problem, is_away


DATABASE_ERRORS: tuple[type[Exception], ...] = (sqlite3.Error, ServerError)


class SiteConnection(Protocol):
    """A connection to a site's tables; statements are written in the words both databases share, with ``?``."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open, so that it can still be rolled back."""

    def execute(self, statement: str, values: Any = ..., /) -> Any:
        """As ``sqlite3.Connection.execute``. Raises one of :data:`DATABASE_ERRORS`."""

    def close(self) -> None:
        """Let it go."""


class SiteReader(SiteConnection, Protocol):
    """A connection that can only read.

    Attributes:
        is_frozen: it sees the site as it was when opened, and nothing written since.
    """

    is_frozen: bool

    @property
    def version(self) -> tuple[int, int]:
        """Another one whenever another connection has committed since; microseconds, never a word to a server."""

    def stream(self, question: str, /) -> Iterator[Any]:
        """The rows of a question that may have a million of them."""


class SiteDatabase(Protocol):
    """Where a site is kept.

    Attributes:
        folder: of this machine, for signing keys and for the end of the chain as it was last written from here.
        place: what people call it.
        heartbeat_s: how often it is asked whether it is still there; ``None`` for what cannot go away unnoticed.
    """

    folder: Path
    place: str
    heartbeat_s: float | None

    def identity(self) -> object:
        """What is another when something else stands in its place; ``None`` where nothing does."""

    def open_for_writing(self, *, may_create: bool) -> SiteConnection:
        """A connection that writes durably.

        Args:
            may_create: whether a site that does not exist yet is begun. A site that vanished while it was open
                must not be replaced by an empty one without tags.

        Raises ``InputError`` with the remedy.
        """

    def is_lost(self, connection: SiteConnection) -> bool:
        """Whether a connection leads nowhere any more, so that another must be opened."""

    def open_for_reading(self) -> SiteReader:
        """A connection that can only read. Raises ``InputError`` where there is nothing to read."""
