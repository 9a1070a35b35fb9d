"""A case being edited: its tables, each change undoable, checked at once by the reader of cases."""

from __future__ import annotations

import copy
import json
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from console.dispatch.case_text import text_value
from console.tasks.lane import Lane
from console.tasks.runner import TaskRunner
from console.tasks.task import TaskFailure
from engines.dispatch.case_checking import check_document
from engines.values.dispatch_case import DispatchCase
from engines.values.dispatch_case_layout import DEVICE_FIELDS, CaseField, CaseProblem, FieldKind

Document = dict[str, Any]
PAUSE_MS = 150
"""A person who types on is not asked about in between."""
JOB = "console.dispatch.case_jobs:check_on_network_job"


class _Change(QUndoCommand):
    def __init__(self, draft: CaseDraft, text: str, before: Document, after: Document) -> None:
        super().__init__(text)
        self._draft, self._before, self._after = draft, before, after

    def redo(self) -> None:
        self._draft.put(self._after)

    def undo(self) -> None:
        self._draft.put(self._before)


class CaseDraft(QObject):
    """The tables of one case.

    Attributes:
        document: as it stands; never changed in place. case: what it makes, ``None`` while something is wrong.
        problems: what is wrong, by the reader; network_problems: what does not fit the network, by the same code that
            puts a case on it before planning.
        undo_stack: what was done. base_id: the plan whose case it was, "" for none.

    Signals:
        changed: another document, or something else is known to be wrong with it.
    """

    changed = Signal()

    def __init__(
        self, runner: TaskRunner, document: Document, base_id: str = "", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self.document, self.base_id = document, base_id
        self.case: DispatchCase | None = None
        self.problems: tuple[CaseProblem, ...] = ()
        self.network_problems: tuple[CaseProblem, ...] = ()
        self.is_checked = False
        self.undo_stack = QUndoStack(self)
        self.undo_stack.indexChanged.connect(self._on_index)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(PAUSE_MS)
        self._waiting.timeout.connect(self._ask)
        self.put(document)

    @property
    def all_problems(self) -> tuple[CaseProblem, ...]:
        """What the reader says, then what the network says."""
        return (*self.problems, *self.network_problems)

    @property
    def why_not(self) -> str:
        """Why it cannot be planned, one sentence; "" where it can."""
        if self.all_problems:
            return self.all_problems[0].sentence
        return "" if self.is_checked else self.tr("it is being held against the network")

    def put(self, document: Document) -> None:
        """Take a document over and check it."""
        self.document = document
        self.case, self.problems = check_document(document)
        self.network_problems, self.is_checked = (), False
        self._waiting.start()
        self.changed.emit()

    def close(self) -> None:
        """Ask and tell nothing any more."""
        self._waiting.stop()
        # A stack that goes away tells of it.
        self.undo_stack.indexChanged.disconnect(self._on_index)

    def _on_index(self, _index: int) -> None:
        self.changed.emit()

    # What a person does ------------------------------------------------------------------------------------

    def write(self, table: str, number: int, field: CaseField, text: str) -> None:
        """Write one value; nothing takes it away."""
        after = copy.deepcopy(self.document)
        record = _record(after, table, number)
        value = text_value(text, field.kind)
        if value is None:
            record.pop(field.name, None)
        else:
            record[field.name] = value
        self._do(f"{table} {field.name}", after)

    def rename(self, name: str) -> None:
        """Give the case another name."""
        self._do(self.tr("name"), {**self.document, "name": name.strip()})

    def name_profile(self, number: int, name: str) -> None:
        """Give a profile another name; one that stands already is not written over."""
        profiles = self.document.get("profiles", {})
        old = list(profiles)[number]
        if name and name not in profiles:
            renamed = {name if key == old else key: value for key, value in profiles.items()}
            self._do(self.tr("profile"), {**self.document, "profiles": renamed})

    def write_profile(self, number: int, text: str) -> None:
        """Write the values of a profile; nothing is an empty list, which the reader refuses."""
        profiles = dict(self.document.get("profiles", {}))
        value = text_value(text, FieldKind.SERIES)
        profiles[list(profiles)[number]] = [] if value is None else value
        self._do(self.tr("profile"), {**self.document, "profiles": profiles})

    def add(self, table: str) -> int:
        """Add an empty record, or a profile of zeros; its number."""
        after = copy.deepcopy(self.document)
        if table == "profiles":
            profiles = after.setdefault("profiles", {})
            name = next(f"profile {k}" for k in range(1, len(profiles) + 2) if f"profile {k}" not in profiles)
            profiles[name] = "0 * h"
            number = len(profiles) - 1
        else:
            records = _records(after, table)
            records.append({})
            number = len(records) - 1
        self._do(self.tr("add"), after)
        return number

    def remove(self, table: str, number: int) -> None:
        """Take a record or a profile out."""
        after = copy.deepcopy(self.document)
        if table == "profiles":
            after["profiles"].pop(list(after["profiles"])[number])
        else:
            _records(after, table).pop(number)
        self._do(self.tr("remove"), after)

    def _do(self, text: str, after: Document) -> None:
        if json.dumps(after, default=str) != json.dumps(self.document, default=str):
            self.undo_stack.push(_Change(self, text, self.document, after))

    # The network -------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        if self.case is None:
            return
        self._runner.start(
            JOB, self.case.network, self.case, lane=Lane.PREVIEW, key="case editor", owner=self,
            title=self.tr("Holding the case against the network"),
            on_done=partial(self._on_network, self.case),
            on_failed=partial(self._on_failed, self.case),
        )  # fmt: skip

    def _on_network(self, case: DispatchCase, found: tuple[CaseProblem, ...]) -> None:
        if case is self.case:
            self.network_problems, self.is_checked = found, True
            self.changed.emit()

    def _on_failed(self, case: DispatchCase, failure: TaskFailure) -> None:
        self._on_network(case, (CaseProblem("", -1, "", failure.sentence),))


def _records(document: Document, table: str) -> list[dict[str, Any]]:
    """The records of a table of devices; one that stands alone becomes the first of several."""
    records = document.setdefault(table, [])
    if not isinstance(records, list):
        records = document[table] = [records]
    return records


def _record(document: Document, table: str, number: int) -> dict[str, Any]:
    if table in DEVICE_FIELDS:
        return _records(document, table)[number]
    found: dict[str, Any] = document.setdefault(table, {})
    return found
