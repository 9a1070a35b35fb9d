"""Cards, one a cause, with the alarms of those that are opened beneath them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from widgets.alarms.line import AlarmLine, CauseLine
from widgets.alarms.model import spoken
from widgets.alarms.words import severity_text, time_text, tr
from widgets.numbers import number_text

Index = QModelIndex | QPersistentModelIndex
MOST_MEMBERS = 200
"""Of an opened card so many are listed; the list has them all."""
_ROOT = QModelIndex()

Row = tuple[CauseLine, AlarmLine | None]


class CauseModel(QAbstractListModel):
    """Causes, worst first; a row is a card, or an alarm of the card above it.

    Signals:
        counted: how many there are has changed.
    """

    counted = Signal()

    def __init__(self, line_of: Callable[[str], AlarmLine | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line_of = line_of
        self._causes: tuple[CauseLine, ...] = ()
        self._rows: list[Row] = []
        self._opened: set[str] = set()

    @property
    def causes(self) -> tuple[CauseLine, ...]:
        """All of them in their order."""
        return self._causes

    def row(self, number: int) -> Row:
        """A card, and the alarm beneath it where the row is one."""
        return self._rows[number]

    def place_of(self, cause_id: str, alarm_id: str = "") -> int:
        """Row of a card or of one of its alarms, -1 where it is not shown."""
        for place, (cause, line) in enumerate(self._rows):
            if cause.cause_id == cause_id and (line.alarm_id if line is not None else "") == alarm_id:
                return place
        return -1

    def cause_of(self, alarm_id: str) -> CauseLine | None:
        """The card an alarm belongs to."""
        return next((cause for cause in self._causes if alarm_id in cause.members), None)

    def is_opened(self, cause: CauseLine) -> bool:
        """Whether its alarms are listed."""
        return cause.cause_id in self._opened

    def show(self, causes: Sequence[CauseLine]) -> None:
        """Show these, sorted worst first."""
        ordered = tuple(sorted(causes, key=lambda cause: cause.order))
        has_same_places = [c.cause_id for c in ordered] == [c.cause_id for c in self._causes] and not self._opened
        if not has_same_places:
            self._opened &= {cause.cause_id for cause in ordered}
            self._reset(ordered)
            return
        changed = [k for k, (old, new) in enumerate(zip(self._causes, ordered, strict=True)) if old != new]
        self._causes = ordered
        for k in changed:
            self._rows[k] = ordered[k], None
        if changed:
            self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], 0))
            self.counted.emit()

    def open(self, cause: CauseLine, is_open: bool) -> None:
        """List the alarms of a card, or no longer."""
        if (cause.cause_id in self._opened) is not is_open:
            (self._opened.add if is_open else self._opened.discard)(cause.cause_id)
            self._reset(self._causes)

    def _reset(self, causes: tuple[CauseLine, ...]) -> None:
        self.beginResetModel()
        self._causes = causes
        self._rows = []
        for cause in causes:
            self._rows.append((cause, None))
            if cause.cause_id in self._opened:
                lines = (self._line_of(member) for member in cause.members[:MOST_MEMBERS])
                self._rows += [(cause, line) for line in lines if line is not None]
        self.endResetModel()
        self.counted.emit()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Cards and listed alarms."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A sentence a row; the delegate paints more."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        cause, line = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(line) if line is not None else spoken_cause(cause)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (cause.sentence, cause.detail) if part) if line is None else line.message
        return None


def spoken_cause(cause: CauseLine) -> str:
    """A card for who listens instead of looking."""
    parts = [severity_text(cause.severity), time_text(cause.time_us), cause.element, cause.sentence, count_text(cause)]
    return ", ".join(part for part in parts if part)


def count_text(cause: CauseLine) -> str:
    """How many alarms a card stands for, and how many of them are to be acknowledged."""
    count = len(cause.members)
    if count < 2:
        return ""
    if 0 < cause.unacknowledged < count:
        template = tr("{count} alarms, {open} to acknowledge")
        return template.format(count=number_text(count, 0), open=number_text(cause.unacknowledged, 0))
    return tr("{count} alarms").format(count=number_text(count, 0))
