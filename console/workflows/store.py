"""Incidents and what belongs to them, kept with the journal: each change in one transaction with its record.

Several consoles may have them open. Each value counts its changes; who changes one that somebody else has changed
meanwhile is told, and reads it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, TypeVar

from console.journal.batch import JournalBatch
from console.journal.connection import SiteReader
from console.journal.journal import Journal
from console.journal.record import Detail, JournalRecord
from console.site.table import COUNT_UP
from console.workflows.dispatch_values import PlanExecution
from console.workflows.packing import pack, unpack
from engines.values.incidents import Incident
from engines.values.repair import SafetyDocument, WorkOrder
from engines.values.switching_orders import SwitchingOrder
from engines.values.validation import InputError

Kept = Incident | SwitchingOrder | SafetyDocument | WorkOrder | PlanExecution
K = TypeVar("K", Incident, SwitchingOrder, SafetyDocument, WorkOrder, PlanExecution)
T = TypeVar("T")
SCHEMA = (
    "CREATE TABLE IF NOT EXISTS workflow(kind TEXT NOT NULL, id TEXT NOT NULL, changed INTEGER NOT NULL, "
    "is_over INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id))",
    "CREATE INDEX IF NOT EXISTS workflow_changed ON workflow(changed)",
    "INSERT INTO site_meta VALUES ('workflow_change', 0) ON CONFLICT DO NOTHING",
)
KINDS: Mapping[str, tuple[type[Any], str]] = MappingProxyType(
    {
        "incident": (Incident, "incident_id"),
        "order": (SwitchingOrder, "order_id"),
        "document": (SafetyDocument, "document_id"),
        "work": (WorkOrder, "work_id"),
        "plan": (PlanExecution, "execution_id"),
    }
)
_KIND_OF = {value: kind for kind, (value, _) in KINDS.items()}
PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Change:
    """A new state of a value, and what is said of it."""

    value: Kept
    author: str
    sentence: str
    element_id: str = ""


class WorkflowLedger:
    """Everything that is kept, inside one transaction: what is put is kept together, or not at all."""

    def __init__(self, batch: JournalBatch) -> None:
        self._batch = batch

    def new_id(self, kind: str) -> str:
        """An id never used before on this site, as ``incident:12``."""
        return _new_id(self._batch, kind)

    def find(self, kind: type[K], kept_id: str) -> K:
        """A value by its id. Raises ``InputError`` where there is none."""
        return _need(self._batch, kind, kept_id)

    def all_open(self, kind: type[K]) -> tuple[K, ...]:
        """All of a kind that are not over, by their number."""
        question = "SELECT id, body FROM workflow WHERE kind=? AND is_over=0"
        rows = [(str(i), str(b)) for i, b in self._batch.connection.execute(question, (_KIND_OF[kind],)).fetchall()]
        return tuple(_unpacked(kind, i, body) for i, body in sorted(rows, key=lambda row: _number(row[0])))

    def put(self, value: K, author: str, sentence: str, element_id: str = "") -> K:
        """Keep a value as it was found in this transaction, changed; or a new one."""
        done = _put(self._batch, Change(value, author, sentence, element_id))
        assert isinstance(done, type(value))
        return done


class WorkflowStore:
    """Reads and changes incidents, orders, documents and work orders; from any thread, free of Qt."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        journal.submit(prepare).result(PATIENCE_S)

    @property
    def now_us(self) -> int:
        """Microseconds since 1970 UTC by the console's clock."""
        return self._journal.now_us()

    def new_id(self, kind: str) -> str:
        """An id never used before on this site, as ``incident:12``. Raises ``InputError``."""
        return self._journal.submit(lambda batch: _new_id(batch, kind)).result(PATIENCE_S)

    def transact(self, work: Callable[[WorkflowLedger], T]) -> T:
        """Carry out several changes together; what ``work`` raises leaves everything as it was."""
        return self.begin(work).result(PATIENCE_S)

    def begin(self, work: Callable[[WorkflowLedger], T]) -> Future[T]:
        """The same, without waiting for it."""
        return self._journal.submit(lambda batch: work(WorkflowLedger(batch)))

    def put(self, *changes: Change) -> tuple[Kept, ...]:
        """Keep them all, or none: each as it was read, changed.

        Returns them as they are kept. Raises ``InputError`` where somebody else has changed one meanwhile, or where
        they cannot be written.
        """
        return self._journal.submit(lambda batch: tuple(_put(batch, change) for change in changes)).result(PATIENCE_S)

    def change(self, kind: type[K], kept_id: str, turn: Callable[[K], tuple[K, str]], author: str) -> K:
        """Carry a turn out on a value as it stands by now; ``turn`` gives its next state and what is said of it.

        What ``turn`` raises leaves everything as it was.
        """

        def job(batch: JournalBatch) -> Kept:
            before = _need(batch, kind, kept_id)
            after, sentence = turn(before)
            return before if after == before else _put(batch, Change(after, author, sentence))

        done = self._journal.submit(job).result(PATIENCE_S)
        assert isinstance(done, kind)
        return done

    def find(self, kind: type[K], kept_id: str) -> K:
        """A value by its id. Raises ``InputError`` where there is none."""
        question = "SELECT body FROM workflow WHERE kind=? AND id=?"
        row = self._journal.query(lambda reader: reader.execute(question, (_KIND_OF[kind], kept_id)).fetchone())
        if row is None:
            raise _unknown(kept_id)
        return _unpacked(kind, kept_id, row[0])

    def all(self, kind: type[K], *, is_over: bool | None = None) -> tuple[K, ...]:
        """All of a kind, or only those that are over or not, by their number."""
        rows = self._journal.query(lambda reader: _rows(reader, _KIND_OF[kind], is_over))
        return tuple(_unpacked(kind, kept_id, body) for kept_id, body in sorted(rows, key=lambda row: _number(row[0])))

    def changed_since(self, change: int) -> tuple[int, frozenset[tuple[str, str]]]:
        """Number of the last change, and kind and id of what was changed after ``change``."""

        def question(reader: SiteReader) -> tuple[int, frozenset[tuple[str, str]]]:
            row = reader.execute("SELECT value FROM site_meta WHERE name='workflow_change'").fetchone()
            rows = reader.execute("SELECT kind, id FROM workflow WHERE changed>?", (change,)).fetchall()
            return (0 if row is None else int(row[0])), frozenset((str(kind), str(kept)) for kind, kept in rows)

        return self._journal.query(question)


def prepare(batch: JournalBatch) -> None:
    for statement in SCHEMA:
        batch.connection.execute(statement)


def _new_id(batch: JournalBatch, kind: str) -> str:
    name = f"last_{kind}"
    batch.connection.execute("INSERT INTO site_meta VALUES (?, 0) ON CONFLICT DO NOTHING", (name,))
    batch.connection.execute(COUNT_UP + " WHERE name=?", (name,))
    row = batch.connection.execute("SELECT value FROM site_meta WHERE name=?", (name,)).fetchone()
    return f"{kind}:{row[0]}"


def _need(batch: JournalBatch, kind: type[K], kept_id: str) -> K:
    question = "SELECT body FROM workflow WHERE kind=? AND id=?"
    row = batch.connection.execute(question, (_KIND_OF[kind], kept_id)).fetchone()
    if row is None:
        raise _unknown(kept_id)
    return _unpacked(kind, kept_id, row[0])


def _put(batch: JournalBatch, change: Change) -> Kept:
    kind = _KIND_OF[type(change.value)]
    kept_id = str(getattr(change.value, KINDS[kind][1]))
    question = "SELECT body FROM workflow WHERE kind=? AND id=?"
    row = batch.connection.execute(question, (kind, kept_id)).fetchone()
    stands = 0 if row is None else int(_unpacked(KINDS[kind][0], kept_id, row[0]).revision)
    if stands != change.value.revision:
        raise InputError(kept_id, "was changed by somebody else meanwhile", "look at it again, then decide")
    value = replace(change.value, revision=stands + 1)
    body = pack(value)
    batch.connection.execute(COUNT_UP + " WHERE name='workflow_change'")
    number = batch.connection.execute("SELECT value FROM site_meta WHERE name='workflow_change'").fetchone()[0]
    batch.connection.execute("DELETE FROM workflow WHERE kind=? AND id=?", (kind, kept_id))
    batch.connection.execute(
        "INSERT INTO workflow VALUES (?,?,?,?,?)", (kind, kept_id, int(number), int(_is_over(value)), body)
    )
    details: dict[str, Detail] = {"id": kept_id, "state": str(value.state), "revision": value.revision}
    if not isinstance(value, PlanExecution):
        details["incident"] = kept_id if isinstance(value, Incident) else value.incident_id
    batch.append(JournalRecord(kind, change.author, change.element_id, change.sentence, details))
    return value


def _is_over(value: Kept) -> bool:
    return value.state.value == "cancelled" if isinstance(value, SafetyDocument) else value.state.is_over


def _rows(reader: SiteReader, kind: str, is_over: bool | None) -> list[tuple[str, str]]:
    if reader.execute("SELECT 1 FROM site_meta WHERE name='workflow_change'").fetchone() is None:
        return []
    question, values = "SELECT id, body FROM workflow WHERE kind=?", [kind]
    if is_over is not None:
        question += f" AND is_over={int(is_over)}"
    return [(str(kept_id), str(body)) for kept_id, body in reader.execute(question, values).fetchall()]


def _unpacked(kind: type[K], kept_id: str, body: str) -> K:
    try:
        return unpack(kind, body)
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(kept_id, f"is damaged ({error})", "keep the site for inquiry and restore a backup") from error


def _number(kept_id: str) -> tuple[int, str]:
    digits = kept_id.rpartition(":")[2]
    return (int(digits) if digits.isdecimal() else 0), kept_id


def _unknown(kept_id: str) -> InputError:
    return InputError(kept_id, "is not known on this site", "look at the list of what there is")
