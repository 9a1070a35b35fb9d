"""The alarms in order, kept so while a thousand a second arrive."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QDateTime, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from widgets.alarms.filtering import AlarmFilter
from widgets.alarms.line import URGENCY, AlarmLine
from widgets.alarms.words import ColumnName, column_text, column_tip, state_text, time_text
from widgets.numbers import number_text
from widgets.slices import Slices, Steps

Index = QModelIndex | QPersistentModelIndex
SINGLY = 24
"""So many changes are told to the view one by one; of more it is told as a whole, which costs less."""
MANY_TIMES = 20
"""Where so many times as many are shown as have changed, each is put to its place; else all are sorted."""
CHUNK = 400
LINE_ROLE = Qt.ItemDataRole.UserRole
_ROOT = QModelIndex()

_KEYS: dict[ColumnName, Callable[[AlarmLine], Any]] = {
    ColumnName.SIGN: lambda line: (not line.state.is_unacknowledged, -int(line.severity), -line.time_us),
    ColumnName.TIME: lambda line: line.time_us,
    ColumnName.ELEMENT: lambda line: (line.element.casefold(), -line.time_us),
    ColumnName.MESSAGE: lambda line: (line.message.casefold(), -line.time_us),
    ColumnName.FEEDER: lambda line: (line.feeder.casefold(), -line.time_us),
    ColumnName.KIND: lambda line: (line.kind.casefold(), -line.time_us),
    ColumnName.STATE: lambda line: (URGENCY[line.state], -line.time_us),
    ColumnName.COUNT: lambda line: line.count,
    ColumnName.PERSON: lambda line: (line.person.casefold(), -line.time_us),
}


_Key = tuple[Any, str]


@dataclass(frozen=True, slots=True)
class _Arrangement:
    """What is asked of the order."""

    column: ColumnName = ColumnName.SIGN
    is_descending: bool = False
    filter: AlarmFilter = field(default_factory=AlarmFilter)


class AlarmModel(QAbstractTableModel):
    """Lines by id, of which those that pass the filter are rows in the order asked for.

    Signals:
        counted: how many are shown or known has changed.
    """

    counted = Signal()

    def __init__(self, columns: tuple[ColumnName, ...] = tuple(ColumnName), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self.lines: dict[str, AlarmLine] = {}
        self._shown = self._wanted = _Arrangement()
        self._passes = self._shown.filter.passing()
        self._keys: dict[str, _Key] = {}
        self._order: list[_Key] = []
        self._slices = Slices(self)
        self._touched: set[str] = set()

    # What is there -----------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._order)

    @property
    def is_busy(self) -> bool:
        """Whether another order or filter is still being worked out."""
        return self._slices.is_busy

    @property
    def is_descending(self) -> bool:
        """Whether the order is turned round."""
        return self._shown.is_descending

    @property
    def sort_column(self) -> ColumnName:
        """What the rows are sorted by."""
        return self._shown.column

    def line(self, row: int) -> AlarmLine:
        """What stands in a row."""
        return self.lines[self._order[self._place(row)][1]]

    def shown(self) -> list[AlarmLine]:
        """All rows from the top."""
        return [self.line(row) for row in range(len(self._order))]

    def row_of(self, alarm_id: str) -> int:
        """Where an alarm stands, -1 where it is not shown."""
        key = self._keys.get(alarm_id)
        return -1 if key is None else self._place(bisect_left(self._order, key))

    def _place(self, row: int) -> int:
        return len(self._order) - 1 - row if self._shown.is_descending else row

    # What changes ------------------------------------------------------------------------------------------

    def put(self, lines: Iterable[AlarmLine], gone: Iterable[str] = ()) -> None:
        """New or changed lines, and ids of those that are no more."""
        changed = list(lines)
        ended = [alarm_id for alarm_id in dict.fromkeys(gone) if alarm_id in self.lines]
        if len(changed) + len(ended) <= SINGLY:
            for alarm_id in ended:
                self._take_out(alarm_id)
                del self.lines[alarm_id]
            for line in changed:
                self._put_in(line)
        else:
            self._put_many(changed, ended)
        if self._slices.is_busy:
            self._touched.update(ended, (line.alarm_id for line in changed))
        if changed or ended:
            self.counted.emit()

    def clear(self) -> None:
        """Nothing is known."""
        self._slices.cancel()
        self.beginResetModel()
        self.lines, self._keys, self._order, self._shown = {}, {}, [], self._wanted
        self._passes = self._shown.filter.passing()
        self.endResetModel()
        self.counted.emit()

    def _key(self, line: AlarmLine) -> _Key:
        return _KEYS[self._shown.column](line), line.alarm_id

    def _take_out(self, alarm_id: str) -> None:
        row = self.row_of(alarm_id)
        if row >= 0:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._order[self._place(row)]
            del self._keys[alarm_id]
            self.endRemoveRows()

    def _put_in(self, line: AlarmLine) -> None:
        key, before = self._key(line), self._keys.get(line.alarm_id)
        passes = self._passes(line)
        if passes and before == key:
            self.lines[line.alarm_id] = line
            row = self.row_of(line.alarm_id)
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))
            return
        if before is not None and passes:
            self._move(line, before, key)
            return
        if before is not None:
            self._take_out(line.alarm_id)
        self.lines[line.alarm_id] = line
        if passes:
            place = bisect_left(self._order, key)
            row = len(self._order) - place if self._shown.is_descending else place
            self.beginInsertRows(QModelIndex(), row, row)
            self._order.insert(place, key)
            self._keys[line.alarm_id] = key
            self.endInsertRows()

    def _move(self, line: AlarmLine, before: _Key, key: _Key) -> None:
        """To another place, and selected there if it was."""
        old = bisect_left(self._order, before)
        new = bisect_left(self._order, key)
        new -= new > old
        begin, end = self._place(old), self._place(new)
        if begin != end:
            self.beginMoveRows(QModelIndex(), begin, begin, QModelIndex(), end + (end > begin))
        del self._order[old]
        self._order.insert(new, key)
        self._keys[line.alarm_id] = key
        self.lines[line.alarm_id] = line
        if begin != end:
            self.endMoveRows()
        self.dataChanged.emit(self.index(end, 0), self.index(end, len(self.columns) - 1))

    def _put_many(self, lines: list[AlarmLine], ended: list[str]) -> None:
        touched = {line.alarm_id for line in lines}.union(ended)
        fresh = {line.alarm_id: self._key(line) for line in lines if self._passes(line)}
        self.beginResetModel()
        self.lines.update((line.alarm_id, line) for line in lines)
        for alarm_id in ended:
            del self.lines[alarm_id]
        stale = [key for key in (self._keys.pop(alarm_id, None) for alarm_id in touched) if key is not None]
        self._keys.update(fresh)
        if MANY_TIMES * len(touched) < len(self._order):
            for key in stale:
                del self._order[bisect_left(self._order, key)]
            for key in fresh.values():
                insort(self._order, key)
        else:
            gone = {key[1] for key in stale}
            self._order = [key for key in self._order if key[1] not in gone] if gone else self._order
            self._order.extend(fresh.values())
            self._order.sort()
        self.endResetModel()

    # Order and filter --------------------------------------------------------------------------------------

    def set_filter(self, asked: AlarmFilter) -> None:
        """Show only these; of many lines in a few turns of the event loop."""
        if asked != self._wanted.filter:
            self._arrange(replace(self._wanted, filter=asked))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; without one, worst first."""
        name = self.columns[column] if 0 <= column < len(self.columns) else ColumnName.SIGN
        is_descending = order is Qt.SortOrder.DescendingOrder and column >= 0
        wanted = replace(self._wanted, column=name, is_descending=is_descending)
        if wanted != self._wanted:
            self._arrange(wanted)

    def finish(self) -> None:
        """Show now what is being worked out."""
        self._slices.finish()

    def _arrange(self, wanted: _Arrangement) -> None:
        self._wanted, self._touched = wanted, set()
        self._slices.start(self._arranging(wanted), self._on_arranged)

    def _arranging(self, wanted: _Arrangement) -> Steps[dict[str, _Key]]:
        passes, key = wanted.filter.passing(), _KEYS[wanted.column]
        keys: dict[str, _Key] = {}
        for count, line in enumerate(list(self.lines.values())):
            if count % CHUNK == CHUNK - 1:
                yield
            if passes(line):
                keys[line.alarm_id] = key(line), line.alarm_id
        return keys

    def _on_arranged(self, keys: dict[str, _Key]) -> None:
        self.beginResetModel()
        self._shown = self._wanted
        self._passes = self._shown.filter.passing()
        for alarm_id in self._touched:
            # It came, changed or went meanwhile.
            keys.pop(alarm_id, None)
            line = self.lines.get(alarm_id)
            if line is not None and self._passes(line):
                keys[alarm_id] = self._key(line)
        self._keys, self._order, self._touched = keys, sorted(keys.values()), set()
        self.endResetModel()
        self.counted.emit()

    # What Qt asks ------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many are shown."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text of a cell; a sentence for who listens instead of looking."""
        if not index.isValid() or index.row() >= len(self._order):
            return None
        line = self.line(index.row())
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(line, self.columns[index.column()])
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (line.message, line.detail, line.reason, line.comment) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(line)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name and meaning of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            is_sorted = column is self._shown.column is not ColumnName.SIGN
            arrow = (" ↓" if self._shown.is_descending else " ↑") if is_sorted else ""
            return column_text(column) + arrow
        return column_tip(column) if role == Qt.ItemDataRole.ToolTipRole else None


def cell_text(line: AlarmLine, column: ColumnName) -> str:
    """What stands in a cell."""
    match column:
        case ColumnName.SIGN:
            return ""
        case ColumnName.TIME:
            return time_text(line.time_us)
        case ColumnName.ELEMENT:
            return line.element
        case ColumnName.MESSAGE:
            return " · ".join(part for part in (line.message, line.detail) if part)
        case ColumnName.FEEDER:
            return line.feeder
        case ColumnName.KIND:
            return line.kind
        case ColumnName.STATE:
            return " ".join(part for part in (state_text(line.state), line.until) if part)
        case ColumnName.COUNT:
            return number_text(line.count, 0) if line.count > 1 else ""
        case ColumnName.PERSON:
            return ": ".join(part for part in (line.person, line.reason or line.comment) if part)


def spoken(line: AlarmLine) -> str:
    """A line for who listens instead of looking."""
    when = QDateTime.fromMSecsSinceEpoch(line.time_us // 1000).toString("HH:mm:ss")
    return f"{state_text(line.state)}, {when}, {line.element}, {line.message}"
