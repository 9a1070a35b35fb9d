"""The desk of fault repair: what is under way on the site, and the one way to change it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from console.faults.board import BoardReader, FaultBoard
from console.journal.journal import Journal
from console.windows.future_answer import when_answered
from console.workflows.store import WorkflowLedger, WorkflowStore
from engines.values.incidents import Incident
from engines.values.repair import SafetyDocument, WorkOrder
from engines.values.switching_orders import SwitchingOrder

T = TypeVar("T")
LOOK_MS = 500
"""How often the site is asked what other consoles have changed."""


class FaultDesk(QObject):
    """Reads and changes incidents, orders, documents and work orders without ever waiting for them.

    Attributes:
        board: everything, as last read; console: name of this console on the site.

    Signals:
        changed: ids (``frozenset``) of incidents of which something changed.
        failed: a sentence: what was asked for was not done.
        problem_changed: a sentence, "" once it is gone: the site cannot be read.
    """

    changed = Signal(object)
    failed = Signal(str)
    problem_changed = Signal(str)

    def __init__(self, journal: Journal, console: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._journal, self.console = journal, console
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="faults")
        self._store: WorkflowStore | None = None
        self._reader: BoardReader | None = None
        self.board = FaultBoard()
        self._is_reading = self._is_reading_due = self._is_closed = False
        self._problem = ""
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self.refresh)
        when_answered(self._pool.submit(WorkflowStore, journal), self, self._on_store, self._on_problem)

    @property
    def is_known(self) -> bool:
        """Whether the site was read at all."""
        return self.board.change >= 0

    @property
    def now_us(self) -> int:
        """Microseconds since 1970 UTC, by the site's clock."""
        return self._journal.now_us()

    def close(self) -> None:
        """Ask and change nothing any more."""
        self._is_closed = True
        self._looking.stop()
        self._pool.shutdown(wait=True)

    def _on_store(self, store: WorkflowStore) -> None:
        self._store, self._reader = store, BoardReader(store)
        self._looking.start()
        self.refresh()

    # Reading -----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read what has changed, soon."""
        if self._reader is None or self._is_closed:
            return
        if self._is_reading:
            self._is_reading_due = True
            return
        self._is_reading, self._is_reading_due = True, False
        when_answered(self._pool.submit(self._reader.refresh), self, self._on_board, self._on_problem)

    def _on_board(self, board: FaultBoard) -> None:
        self._is_reading = False
        before, self.board = self.board, board
        self._tell_problem("")
        if board.change != before.change:
            self.changed.emit(_changed(before, board))
        if self._is_reading_due:
            self.refresh()

    def _on_problem(self, sentence: str) -> None:
        self._is_reading = False
        self._tell_problem(sentence)

    def _tell_problem(self, sentence: str) -> None:
        if sentence != self._problem:
            self._problem = sentence
            self.problem_changed.emit(sentence)

    # Changing ----------------------------------------------------------------------------------------------

    def write(
        self,
        work: Callable[[WorkflowLedger], T],
        on_done: Callable[[T], object] | None = None,
        on_refused: Callable[[str], object] | None = None,
    ) -> None:
        """Carry out ``work`` in one transaction; ``on_done`` once it is kept, else the reason is told.

        Nothing is told as done before it is kept.
        """
        store = self._store
        if store is None or self._is_closed:
            (on_refused or self.failed.emit)(self.tr("The site's record of faults is not open yet."))
            return

        def done(value: T) -> None:
            self.refresh()
            if on_done is not None:
                on_done(value)

        future: Future[T] = store.begin(work)
        when_answered(future, self, done, on_refused or self.failed.emit)


def _changed(before: FaultBoard, after: FaultBoard) -> frozenset[str]:
    found = {i for i, incident in after.incidents.items() if before.incidents.get(i) is not incident}
    for mine, theirs in (
        (after.orders, before.orders), (after.documents, before.documents), (after.works, before.works)
    ):  # fmt: skip
        found.update(_incident_of(value) for i, value in mine.items() if theirs.get(i) is not value)
    return frozenset(found)


def _incident_of(value: Incident | SwitchingOrder | SafetyDocument | WorkOrder) -> str:
    return value.incident_id
