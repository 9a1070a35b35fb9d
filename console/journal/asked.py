"""One open connection that is asked, by one thread after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from console.journal.connection import DATABASE_ERRORS, ServerError, SiteDatabase, SiteReader
from console.journal.database import sentence_of

T = TypeVar("T")


class Asked:
    """Opens at the first question, and anew where another file stands there now or the server had gone."""

    def __init__(self, database: SiteDatabase) -> None:
        self._database = database
        self._reader: SiteReader | None = None
        self._identity: object = None
        self._lock = threading.RLock()

    def query(self, question: Callable[[SiteReader], T]) -> T:
        """Answer one question. Raises ``InputError``."""
        with self._lock:
            was_open = self._reader is not None
            try:
                if self._reader is not None and self._database.identity() != self._identity:
                    self.drop()
                if self._reader is None:
                    self._identity = self._database.identity()
                    self._reader = self._database.open_for_reading()
                return question(self._reader)
            except ServerError as error:
                self.drop()
                if was_open and error.is_away:
                    # The server had gone and is back: it may not have been asked anything in between.
                    return self.query(question)
                raise error.problem from error
            except DATABASE_ERRORS as error:
                self.drop()
                raise sentence_of(error, self._database.place) from error
            finally:
                if self._reader is not None and self._reader.is_frozen:
                    self.drop()

    def drop(self) -> None:
        """Let it go; the next question opens it anew."""
        with self._lock:
            if self._reader is not None:
                self._reader.close()
            self._reader = None
