"""One transaction of the journal: records are appended to the chain, and the new head is signed at its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from console.journal.chain import ChainHead, first_head, next_hash, statement
from console.journal.connection import DATABASE_ERRORS, SiteConnection
from console.journal.database import sentence_of
from console.journal.record import JournalRecord, clean_text, pack_details
from console.journal.signing import SigningKey
from console.journal.writer import BatchLost

T = TypeVar("T")
_HEAD = (
    'INSERT INTO journal_head VALUES (1,?,?,?,?,?) ON CONFLICT("only") DO UPDATE SET sequence=excluded.sequence, '
    "hash=excluded.hash, time_us=excluded.time_us, key_id=excluded.key_id, signature=excluded.signature"
)
CHECKPOINT_EVERY = 256
"""Records after which a signed checkpoint is kept for good."""


class JournalBatch:
    """Holds the site's write lock from its making to its commit, so that the chain of several consoles is one line.

    Attributes:
        connection: for jobs that keep more than records; what they write holds together with their records or
            not at all.
        console: which console writes.
    """

    def __init__(
        self, connection: SiteConnection, place: str, console: str, key: SigningKey, now_us: Callable[[], int]
    ) -> None:
        self.connection, self.console = connection, console
        self._place, self._key, self._now_us = place, key, now_us
        try:
            connection.execute("BEGIN IMMEDIATE")
            self.site_id = str(connection.execute("SELECT value FROM site_meta WHERE name='site_id'").fetchone()[0])
            last = connection.execute("SELECT sequence, hash FROM journal ORDER BY sequence DESC LIMIT 1").fetchone()
            self._begun = self._head = first_head(self.site_id) if last is None else ChainHead(*last)
            self._announce_key()
        except DATABASE_ERRORS as error:
            self._abandon()
            raise sentence_of(error, place) from error

    @property
    def now_us(self) -> int:
        """Microseconds since 1970 UTC by the console's clock."""
        return self._now_us()

    @property
    def head(self) -> ChainHead:
        """The last record, this batch's included."""
        return self._head

    def append(self, record: JournalRecord, time_us: int = 0) -> int:
        """Append a record to the chain; returns its sequence number.

        Args:
            time_us: when it was handed in; 0 takes the present moment.
        """
        sequence = self._head.sequence + 1
        values = (
            sequence,
            time_us or self._now_us(),
            int(record.source_time_us),
            self.console,
            *(
                clean_text(t).replace("\0", "\ufffd")
                for t in (record.kind, record.author, record.element_id, record.sentence)
            ),
            pack_details(record.details),
        )
        record_hash = next_hash(self._head.hash, values)
        self.connection.execute("INSERT INTO journal VALUES (?,?,?,?,?,?,?,?,?,?)", (*values, record_hash))
        self._head = ChainHead(sequence, record_hash)
        return sequence

    def run(self, job: Callable[[JournalBatch], T]) -> T:
        """See :class:`console.journal.writer.Batch`."""
        before = self._head
        self._execute("SAVEPOINT job")
        try:
            result = job(self)
        except Exception as error:
            self._head = before
            if not self.connection.in_transaction:
                raise BatchLost from sentence_of(error, self._place)
            self._execute("ROLLBACK TO job")
            self._execute("RELEASE job")
            if isinstance(error, DATABASE_ERRORS):
                raise sentence_of(error, self._place) from error
            raise
        self._execute("RELEASE job")
        return result

    def commit(self) -> None:
        """Sign the head and commit. Raises ``InputError``; nothing of the batch then holds."""
        try:
            if self._head != self._begun:
                self._sign("head")
                if self._head.sequence // CHECKPOINT_EVERY > self._begun.sequence // CHECKPOINT_EVERY:
                    self._sign("checkpoint")
            self.connection.execute("COMMIT")
        except DATABASE_ERRORS as error:
            self._abandon()
            raise sentence_of(error, self._place) from error

    def _execute(self, command: str) -> None:
        try:
            self.connection.execute(command)
        except DATABASE_ERRORS as error:
            self._abandon()
            raise BatchLost from sentence_of(error, self._place)

    def _abandon(self) -> None:
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    def _sign(self, purpose: str) -> None:
        head, time_us = self._head, self._now_us()
        signature = self._key.sign(statement(purpose, self.site_id, head.sequence, head.hash, time_us))
        values = (head.sequence, head.hash, time_us, self._key.key_id, signature)
        if purpose == "head":
            self.connection.execute(_HEAD, values)
        else:
            self.connection.execute("INSERT INTO journal_checkpoints VALUES (?,?,?,?,?)", values)

    def _announce_key(self) -> None:
        """A key signs only after the chain itself has named it."""
        key = self._key
        known = self.connection.execute("SELECT 1 FROM journal_keys WHERE key_id=?", (key.key_id,)).fetchone()
        if known is not None:
            return
        values = (key.key_id, key.public_key, key.owner, self._now_us())
        self.connection.execute("INSERT INTO journal_keys VALUES (?,?,?,?)", values)
        sentence = f"Records of account {key.owner} are signed with key {key.key_id} from here on"
        details = {"key_id": key.key_id, "public_key": key.public_key.hex(), "owner": key.owner}
        self.append(JournalRecord("journal", "journal", "", sentence, details))
