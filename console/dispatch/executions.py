"""Plans that are carried out on this site: read, changed and told of, without ever waiting for the store."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, QTimer, Signal

from console.journal.journal import Journal
from console.windows.future_answer import when_answered
from console.workflows.dispatch_values import PlanExecution
from console.workflows.store import WorkflowLedger, WorkflowStore
from engines.values.validation import InputError

LOOK_MS = 500
"""How often the site is asked what other consoles have changed."""
KIND = "plan"
Turn = Callable[[PlanExecution], PlanExecution]


class Executions(QObject):
    """The one plan that is carried out, as the site has it; each change is one transaction with its record.

    Attributes:
        current: the plan under way, or the last one that ended while this console ran; ``None`` for none.
        console: name of this console on the site; is_known: whether the site was read.

    Signals:
        changed: it is another or stands otherwise.
        failed: a sentence; what was asked for was not done.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, journal: Journal, console: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.console = console
        self.current: PlanExecution | None = None
        self.is_known = False
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="executions")
        self._store: WorkflowStore | None = None
        self._change = -1
        self._is_reading = self._is_closed = False
        self._asked: set[tuple[str, str]] = set()
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self.refresh)
        when_answered(self._pool.submit(WorkflowStore, journal), self, self._on_store, self.failed.emit)

    def close(self) -> None:
        """Ask and change nothing any more."""
        self._is_closed = True
        self._looking.stop()
        self._pool.shutdown(wait=True)

    # Reading -----------------------------------------------------------------------------------------------

    def _on_store(self, store: WorkflowStore) -> None:
        self._store = store
        self._looking.start()
        self.refresh()

    def refresh(self) -> None:
        """Read what has changed, soon."""
        if self._store is None or self._is_reading or self._is_closed:
            return
        self._is_reading = True
        when_answered(self._pool.submit(_read, self._store, self._change), self, self._on_read, self._on_problem)

    def _on_read(self, found: tuple[int, tuple[PlanExecution, ...] | None]) -> None:
        self._is_reading = False
        self._change, under_way = found
        if under_way is None:
            return
        was_known, self.is_known = self.is_known, True
        if under_way:
            self._take(under_way[-1])
        elif self.current is not None and not self.current.state.is_over:
            # It has ended at another console.
            self._find(self.current.execution_id)
        if not was_known:
            self.changed.emit()

    def _find(self, execution_id: str) -> None:
        assert self._store is not None
        found = self._pool.submit(self._store.find, PlanExecution, execution_id)
        when_answered(found, self, self._take, self.failed.emit)

    def of_plan(self, plan_id: str, told: Callable[[tuple[PlanExecution, ...]], None]) -> None:
        """Each time a plan was carried out on this site, oldest first."""
        if self._store is None or self._is_closed:
            told(())
            return
        store = self._store

        def find() -> tuple[PlanExecution, ...]:
            return tuple(e for e in store.all(PlanExecution) if e.plan_id == plan_id)

        when_answered(self._pool.submit(find), self, told, self.failed.emit)

    def _on_problem(self, sentence: str) -> None:
        self._is_reading = False
        self.failed.emit(sentence)

    def _take(self, execution: PlanExecution) -> None:
        """What was kept last counts: what was read meanwhile may be older."""
        now = self.current
        is_same = now is not None and now.execution_id == execution.execution_id
        if is_same and now is not None and now.revision >= execution.revision:
            return
        if now is not None and not is_same and _number(execution) < _number(now):
            return
        self.current = execution
        self.changed.emit()

    # Changing ----------------------------------------------------------------------------------------------

    def begin(
        self, make: Callable[[str], PlanExecution], sentence: str, author: str, replaces: Turn | None = None
    ) -> None:
        """Keep a new one.

        Args:
            make: gives it for its id.
            replaces: ends the one under way; without it there must be none.
        """

        def work(ledger: WorkflowLedger) -> PlanExecution:
            for other in ledger.all_open(PlanExecution):
                if replaces is None:
                    raise InputError(f"plan {other.title}", "is being carried out", "end it first")
                ledger.put(replaces(other), author, f"{other.title}: replaced by another plan")
            return ledger.put(make(ledger.new_id(KIND)), author, sentence)

        self._write(work, None)

    def turn(
        self,
        change: Turn,
        sentence: str,
        author: str,
        then: Callable[[PlanExecution], object] | None = None,
        otherwise: Callable[[str], object] | None = None,
    ) -> None:
        """Carry out a turn of the current one; ``then`` once it is kept, ``otherwise`` where it was refused.

        The same turn that is still on its way is not asked for again.
        """
        current = self.current
        if current is None:
            return
        execution_id, key = current.execution_id, (current.execution_id, sentence)
        if key in self._asked:
            return
        self._asked.add(key)

        def work(ledger: WorkflowLedger) -> PlanExecution:
            before = ledger.find(PlanExecution, execution_id)
            after = change(before)
            return before if after == before else ledger.put(after, author, f"{before.title}: {sentence}")

        def done(execution: PlanExecution) -> None:
            self._asked.discard(key)
            if then is not None:
                then(execution)

        def refused(why: str) -> None:
            self._asked.discard(key)
            (otherwise or self.failed.emit)(why)

        self._write(work, done, refused)

    def _write(
        self,
        work: Callable[[WorkflowLedger], PlanExecution],
        on_done: Callable[[PlanExecution], object] | None,
        on_refused: Callable[[str], object] | None = None,
    ) -> None:
        store = self._store
        if store is None or self._is_closed:
            (on_refused or self.failed.emit)(self.tr("The site's record of plans is not open yet."))
            return

        def done(execution: PlanExecution) -> None:
            self._take(execution)
            if on_done is not None:
                on_done(execution)

        when_answered(store.begin(work), self, done, on_refused or self.failed.emit)


def _read(store: WorkflowStore, change: int) -> tuple[int, tuple[PlanExecution, ...] | None]:
    """Number of the last change, and those under way where there was any since ``change``."""
    now, keys = store.changed_since(max(change, 0))
    if change >= 0 and not any(kind == KIND for kind, _ in keys):
        return now, None
    return now, store.all(PlanExecution, is_over=False)


def _number(execution: PlanExecution) -> int:
    digits = execution.execution_id.rpartition(":")[2]
    return int(digits) if digits.isdecimal() else 0
