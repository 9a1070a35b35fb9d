"""Is a journal what was written? Follows the chain, checks every signature, and looks for a missing end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console.journal.chain import FIELDS, ChainHead, next_hash, statement
from console.journal.connection import DATABASE_ERRORS, SiteDatabase, SiteReader
from console.journal.database import HEAD_NAME, sentence_of, site_database
from console.journal.origin import ARCHIVED_HASH, ARCHIVED_TO, origin_of
from console.journal.signing import KEY_FOLDER, is_readable_by_others, is_signed_by, load_key
from engines.values.validation import InputError

MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class JournalProblem:
    """One thing that does not fit.

    Attributes:
        sequence: record it concerns, 0 for the whole journal.
    """

    sequence: int
    reason: str


@dataclass(frozen=True, slots=True)
class JournalReport:
    """What verifying found.

    Attributes:
        records: how many there are; last: number of the last one.
        archived_to: the part up to this record is in an archive, 0 for none.
        first_us, last_us: time of the first and last record, microseconds since 1970 UTC; 0 without any.
        checkpoints: signed checkpoints that fit.
        is_end_signed: whether the last record is under a signature.
        proven_to: last record under a signature that fits; all before it are unaltered if the keys were kept.
        head_hash: of the last record; noted elsewhere, it later proves that nothing was cut off.
        problems: what does not fit; at most 50.
        notes: what weakens the proof without breaking it.
    """

    path: str
    records: int
    last: int
    archived_to: int
    first_us: int
    last_us: int
    checkpoints: int
    is_end_signed: bool
    proven_to: int
    head_hash: str
    keys: tuple[str, ...]
    problems: tuple[JournalProblem, ...]
    notes: tuple[str, ...]

    @property
    def is_intact(self) -> bool:
        """Whether nothing was found that does not fit."""
        return not self.problems


def verify_journal(place: Path | SiteDatabase, noted: ChainHead | None = None) -> JournalReport:
    """Check the journal of a site.

    Args:
        place: the site's file or its folder, or the database it is kept in.
        noted: an end of the chain that was noted earlier outside the site's folder; it must still be in it.

    Raises ``InputError`` where there is no journal to read.
    """
    database = site_database(place)
    head_text = _head_text(database.folder)
    connection = database.open_for_reading()
    try:
        # One moment of the file, however long reading takes and whatever is written meanwhile. The head was read
        # before: it is written after its commit, so it is never ahead of what is read now.
        connection.execute("BEGIN")
        return _Verifier(connection, database, noted, head_text).report()
    except DATABASE_ERRORS as error:
        raise sentence_of(error, database.place) from error
    finally:
        connection.close()


def _head_text(folder: Path) -> str | None:
    """What stands in the head file: ``None`` where there is none, nothing readable where it cannot be read."""
    try:
        return (folder / HEAD_NAME).read_text("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return ""


class _Verifier:
    def __init__(
        self, connection: SiteReader, database: SiteDatabase, noted: ChainHead | None, head_text: str | None
    ) -> None:
        self._connection, self._database = connection, database
        self._noted, self._head_text = noted, head_text
        self._problems: list[JournalProblem] = []
        self._notes: list[str] = []
        self._site_id = ""
        self._keys: dict[str, bytes] = {}
        self._proven = 0
        self._archives: dict[int, tuple[str, str]] = {}
        self._checkpoints = 0

    def report(self) -> JournalReport:
        self._origin = origin_of(self._connection)
        self._site_id = self._origin.site_id
        wanted = self._wanted_hashes()
        first_us, last_us, head = self._follow(wanted)
        self._check_beginning()
        is_end_signed = self._check_cut(head) if self._origin.is_archive else self._check_head(head)
        if not self._origin.is_archive:
            self._check_head_file(head, wanted)
        if self._noted is not None:
            self._check_noted(self._noted, wanted)
        self._check_key_files(head.sequence > 0)
        return JournalReport(
            path=self._database.place,
            records=head.sequence - self._origin.begin.sequence,
            last=head.sequence,
            archived_to=self._origin.begin.sequence,
            first_us=first_us,
            last_us=last_us,
            checkpoints=self._checkpoints,
            is_end_signed=is_end_signed,
            proven_to=self._proven,
            head_hash=head.hash.hex() if head.sequence else "",
            keys=tuple(self._keys),
            problems=tuple(self._problems[:MOST_PROBLEMS]),
            notes=tuple(self._notes),
        )

    def _wanted_hashes(self) -> dict[int, bytes | None]:
        """Sequence numbers whose hash is asked for later; filled in by :meth:`_follow`."""
        head_file = self._head_file()
        numbers = {int(row[0]) for row in self._connection.execute("SELECT sequence FROM journal_checkpoints")}
        numbers |= {int(head_file["sequence"])} if head_file else set()
        numbers |= {self._noted.sequence} if self._noted else set()
        return dict.fromkeys(numbers)

    def _follow(self, wanted: dict[int, bytes | None]) -> tuple[int, int, ChainHead]:
        head = self._origin.begin
        first_us = last_us = 0
        stored_keys = {str(k): bytes(p) for k, p in self._rows("SELECT key_id, public_key FROM journal_keys")}
        if self._origin.is_archive and head.sequence:
            # They were announced in the archives before; the journal's record of this one proves its end.
            self._keys |= stored_keys
        here = f"WHERE sequence>{head.sequence}"
        for row in self._rows(f"SELECT {', '.join(FIELDS)}, hash FROM journal {here} ORDER BY sequence"):
            *values, stored = row
            sequence = int(values[0])
            if sequence != head.sequence + 1:
                self._problem(sequence, _missing(head.sequence + 1, sequence - 1))
            elif next_hash(head.hash, values) != stored:
                self._problem(sequence, "this record, or its link to the one before, was altered")
            if values[4] == "journal":
                self._learn(str(values[8]), stored_keys)
            head = ChainHead(sequence, bytes(stored) if isinstance(stored, bytes) else b"")
            if sequence in wanted:
                wanted[sequence] = head.hash
            if isinstance(values[1], int):
                first_us, last_us = first_us or values[1], values[1]
        for key_id in stored_keys.keys() - self._keys.keys():
            self._problem(0, f"signing key {key_id} was never announced in the journal")
        self._check_checkpoints(wanted)
        return first_us, last_us, head

    def _learn(self, details: str, stored_keys: dict[str, bytes]) -> None:
        """A key that is announced, or an archive with the keys that were announced in it."""
        try:
            announced = json.loads(details)
            if ARCHIVED_TO in announced:
                keys = json.loads(announced["keys"])
                archive = str(announced[ARCHIVED_HASH]), str(announced["file"])
                self._archives[int(announced[ARCHIVED_TO])] = archive
            else:
                keys = {str(announced["key_id"]): str(announced["public_key"])}
            pairs = {str(key_id): bytes.fromhex(public) for key_id, public in keys.items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            return
        self._keys |= {key_id: public for key_id, public in pairs.items() if stored_keys.get(key_id) == public}

    def _check_beginning(self) -> None:
        begin = self._origin.begin
        if not begin.sequence:
            return
        if self._origin.is_archive:
            self._notes.append(f"it follows record {begin.sequence}, the end of the archive before it")
            return
        hash_text, file = self._archives.get(begin.sequence, ("", ""))
        if hash_text != begin.hash.hex():
            reason = f"the journal begins after record {begin.sequence}, and no archive is named for what was before"
            self._problem(begin.sequence + 1, reason)
        else:
            self._notes.append(f"records up to {begin.sequence} are in the archive {file}, which is verified by itself")

    def _check_cut(self, head: ChainHead) -> bool:
        """An archive ends with a signed checkpoint."""
        if self._proven == head.sequence:
            return True
        self._problem(head.sequence, "the archive does not end under a signature: it was cut off")
        return False

    def _check_noted(self, noted: ChainHead, wanted: dict[int, bytes | None]) -> None:
        begin = self._origin.begin
        if noted.sequence == begin.sequence and noted.sequence:
            wanted[noted.sequence] = begin.hash
        if 0 < noted.sequence < begin.sequence:
            self._notes.append(f"the noted end, record {noted.sequence}, is in an archive: verify that one with it")
        else:
            self._check_one("the noted end", noted.sequence, noted.hash, wanted)

    def _check_checkpoints(self, wanted: dict[int, bytes | None]) -> None:
        for row in self._rows("SELECT sequence, hash, time_us, key_id, signature FROM journal_checkpoints"):
            if self._check_one("a checkpoint", int(row[0]), row[1], wanted) and self._is_signed("checkpoint", *row):
                self._checkpoints += 1
                self._proven = max(self._proven, int(row[0]))

    def _check_head(self, head: ChainHead) -> bool:
        row = self._connection.execute("SELECT sequence, hash, time_us, key_id, signature FROM journal_head").fetchone()
        if row is None:
            if head.sequence:
                self._problem(head.sequence, "the signature of the last record is missing")
            return False
        if (row[0], row[1]) != (head.sequence, head.hash):
            self._problem(head.sequence, f"the signed end is record {row[0]}, but the journal ends at {head.sequence}")
            return False
        if not self._is_signed("head", *row):
            return False
        self._proven = max(self._proven, head.sequence)
        return True

    def _check_head_file(self, head: ChainHead, wanted: dict[int, bytes | None]) -> None:
        packed = self._head_file()
        if packed is None:
            if head.sequence:
                self._notes.append(f"{HEAD_NAME} is not beside the file: a journal cut off as a whole would not show")
            return
        sequence = int(packed["sequence"])
        if packed["site_id"] != self._site_id:
            self._problem(0, f"{HEAD_NAME} belongs to another site")
        elif self._check_one(HEAD_NAME, sequence, packed["hash"], wanted):
            row = (sequence, packed["hash"], packed["time_us"], packed["key_id"], packed["signature"])
            self._is_signed("head", *row)

    def _head_file(self) -> dict[str, Any] | None:
        if self._head_text is None:
            return None
        try:
            packed = json.loads(self._head_text)
            return {
                "site_id": str(packed["site_id"]),
                "sequence": int(packed["sequence"]),
                "hash": bytes.fromhex(packed["hash"]),
                "time_us": int(packed["time_us"]),
                "key_id": str(packed["key_id"]),
                "signature": bytes.fromhex(packed["signature"]),
            }
        except (ValueError, KeyError, TypeError):
            if not any(HEAD_NAME in p.reason for p in self._problems):
                self._problem(0, f"{HEAD_NAME} cannot be read")
            return None

    def _check_one(self, what: str, sequence: int, record_hash: bytes, wanted: dict[int, bytes | None]) -> bool:
        found = wanted.get(sequence)
        if found is None:
            self._problem(sequence, f"{what} names record {sequence}, which is not there: the journal was cut off")
        elif found != record_hash:
            self._problem(sequence, f"{what} names another record {sequence}: the journal was rewritten")
        return found is not None and found == record_hash

    def _is_signed(
        self, purpose: str, sequence: int, record_hash: bytes, time_us: int, key_id: str, signature: bytes
    ) -> bool:
        public = self._keys.get(str(key_id))
        message = statement(purpose, self._site_id, sequence, record_hash, time_us)
        if public is not None and is_signed_by(public, message, signature):
            return True
        self._problem(sequence, f"the signature of the {purpose} at record {sequence} is not that of a known key")
        return False

    def _check_key_files(self, has_records: bool) -> None:
        """A key file beside the journal pins its key: a journal rewritten under new keys does not name it."""
        folder = self._database.folder / KEY_FOLDER
        readable: set[str] = set()
        for file in sorted(folder.glob("*.pem")) if folder.is_dir() else []:
            try:
                key = load_key(file)
            except InputError:
                continue
            if key is not None:
                readable.add(key.key_id)
                if is_readable_by_others(file):
                    self._notes.append(f"{KEY_FOLDER}/{file.name} can be read by other accounts: they could sign")
        if not readable and self._keys:
            self._notes.append("no signing key is readable here: the keys are only those the journal itself names")
        elif readable and not has_records:
            self._problem(0, f"there are keys in {KEY_FOLDER}, but no record: the journal was emptied")
        elif readable and has_records and not readable & self._keys.keys():
            self._problem(0, f"the journal names none of the keys in {KEY_FOLDER}: it may have been rewritten")

    def _rows(self, question: str) -> Iterator[Any]:
        yield from self._connection.stream(question)

    def _problem(self, sequence: int, reason: str) -> None:
        self._problems.append(JournalProblem(sequence, reason))


def _missing(first: int, last: int) -> str:
    return f"record {first} is missing" if first == last else f"records {first} to {last} are missing"
