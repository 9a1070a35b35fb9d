"""The Qt model over a table's arrays; sorts and filters by row numbers, formats only what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from engines.grid.network import ElementRef
from widgets.dragging import ELEMENTS, POINTS, element_mime
from widgets.numbers import MISSING, number_text
from widgets.slices import Slices, Steps, run_steps
from widgets.tables.content import SIGNS, ColumnKind, ColumnSpec, TableContent, nothing
from widgets.tables.ordering import CHUNK, matching_steps, search_text_steps, sorted_rows, text_rank_steps

Array = np.ndarray[Any, Any]
Index = QModelIndex | QPersistentModelIndex
TOKENS = {1: "low", 2: "medium", 3: "high"}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
UP, DOWN = "↑", "↓"
_CENTRE = Qt.AlignmentFlag.AlignCenter


class ValueModel(QAbstractTableModel):
    """Shows the rows of a content that pass the filter, in order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.content = nothing("")
        self.order: Array = np.empty(0, np.int64)
        self.sort_key = ""
        self.is_descending = False
        self.filter_text = ""
        self._ranks: dict[str, tuple[Array, Array]] = {}
        self._texts: tuple[tuple[Any, ...], list[str]] = ((), [])
        self._slices = Slices(self)

    # What is shown -----------------------------------------------------------------------------------------

    def set_content(self, content: TableContent, order: Array | None = None) -> None:
        """Show other values; selection and place stay where the rows are the same equipment.

        ``order`` is what :meth:`order_steps` gave for them.
        """
        if order is None:
            order = run_steps(self.order_steps(content))
        self._slices.cancel()
        if self.content.has_same_rows(content):
            self.content = content
            self._set_order(order)
            if len(self.order):
                self.dataChanged.emit(self.index(0, 0), self.index(len(self.order) - 1, len(content.columns) - 1))
            return
        self.beginResetModel()
        self.content, self.order = content, order
        if self.sort_key not in {c.key for c in content.columns}:
            self.sort_key = ""
        known = content.values
        self._ranks = {key: (values, ranks) for key, (values, ranks) in self._ranks.items() if known.get(key) is values}
        self.endResetModel()

    def set_filter(self, text: str) -> None:
        """Show only rows that match."""
        if text != self.filter_text:
            self.filter_text = text
            self._slices.start(self.order_steps(self.content), self._set_order)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 gives the order the rows came in. Many rows take a few turns of the event loop."""
        columns = self.content.columns
        self.sort_key = columns[column].key if 0 <= column < len(columns) else ""
        self.is_descending = order is Qt.SortOrder.DescendingOrder
        self._slices.start(self.order_steps(self.content), self._set_order)
        if columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)

    def finish(self) -> None:
        """Bring the rows in order now, where that is still under way."""
        self._slices.finish()

    @property
    def is_busy(self) -> bool:
        """Whether the rows are still being brought in order."""
        return self._slices.is_busy

    @property
    def asked_order(self) -> tuple[str, bool, str]:
        """How the rows shall stand: column, whether descending, filter."""
        return self.sort_key, self.is_descending, self.filter_text

    def _set_order(self, ordered: Array) -> None:
        if np.array_equal(ordered, self.order):
            return
        if len(ordered) != len(self.order):
            self.beginResetModel()
            self.order = ordered
            self.endResetModel()
            return
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        places = np.full(len(self.content), -1, np.int64)
        places[ordered] = np.arange(len(ordered))
        new = []
        for index in old:
            place = int(places[self.order[index.row()]])
            new.append(self.index(place, index.column()) if place >= 0 else QModelIndex())
        self.order = ordered
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def order_steps(self, content: TableContent) -> Steps[Array]:
        """The rows of ``content`` that pass the filter, as they shall stand, in slices."""
        column = next((c for c in content.columns if c.key == self.sort_key), None)
        if column is None:
            order = np.arange(len(content))
        else:
            ranks = (yield from self._rank_steps(content, column)) if column.kind is ColumnKind.TEXT else None
            if len(content) > CHUNK:
                yield
            order = sorted_rows(content.values[column.key], ranks, descending=self.is_descending)
        wanted = self.filter_text
        if not wanted.strip():
            return order
        texts = yield from self._text_steps(content)
        mask = yield from matching_steps(content, texts, wanted)
        return order[mask[order]]

    def _rank_steps(self, content: TableContent, column: ColumnSpec) -> Steps[Array]:
        values = content.values[column.key]
        known = self._ranks.get(column.key)
        if known is None or (known[0] is not values and not np.array_equal(known[0], values)):
            known = (values, (yield from text_rank_steps(values)))
            self._ranks[column.key] = known
        return known[1]

    def _text_steps(self, content: TableContent) -> Steps[list[str]]:
        columns = tuple(content.values[c.key] for c in content.columns if c.kind is ColumnKind.TEXT)
        columns += tuple(quality.flags for quality in content.qualities.values() if not quality.is_plain)
        known, texts = self._texts
        is_same = len(known) == len(columns) and all(
            a is b or np.array_equal(a, b) for a, b in zip(known, columns, strict=True)
        )
        if not is_same or len(texts) != len(content):
            texts = yield from search_text_steps(content)
            self._texts = (columns, texts)
        return texts

    # Rows and equipment ------------------------------------------------------------------------------------

    def ref(self, row: int) -> ElementRef | None:
        """The equipment of a shown row."""
        return self.content.ref(int(self.order[row]))

    def rows_of(self, refs: tuple[ElementRef, ...]) -> Array:
        """Shown rows of some equipment."""
        mask = np.zeros(len(self.content), bool)
        for table in {ref.table for ref in refs}:
            rows = [ref.row for ref in refs if ref.table == table]
            mask |= (self.content.tables == table) & np.isin(self.content.rows, rows)
        return np.flatnonzero(mask[self.order])

    # Qt's questions ----------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Rows that pass the filter."""
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Columns of the content."""
        return 0 if parent.isValid() else len(self.content.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows of equipment can be carried elsewhere."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:
        """What is carried."""
        return [ELEMENTS, POINTS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The equipment of some rows, and their points where rows are points."""
        rows = sorted({index.row() for index in indexes})
        refs = dict.fromkeys(ref for ref in map(self.ref, rows) if ref is not None)
        return element_mime(refs, self.point_ids(rows))

    def point_ids(self, rows: Sequence[int]) -> list[str]:
        """The points of some shown rows; none where rows are no points."""
        key = self.content.point_key
        return [str(self.content.values[key][self.order[row]]) for row in rows] if key else []

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title with unit; what it means as tooltip."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.content.columns):
            return None
        column = self.content.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            text = column.header if column.kind is not ColumnKind.SEVERITY else ""
            arrow = DOWN if self.is_descending else UP
            return f"{text} {arrow}".strip() if column.key == self.sort_key else text
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tooltip or column.header
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.header
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.kind is ColumnKind.NUMBER else _LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The value as text, its side, and what it says about itself; the delegate paints from the arrays."""
        if not index.isValid():
            return None
        column = self.content.columns[index.column()]
        row = int(self.order[index.row()])
        value = self.content.values[column.key][row]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(column, value)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return {ColumnKind.NUMBER: _RIGHT, ColumnKind.SEVERITY: _CENTRE}.get(column.kind, _LEFT)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(column, row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(column, row)
        return None

    def _tooltip(self, column: ColumnSpec, row: int) -> str:
        text = self.spoken(column, row)
        return f"{text}\n{self.content.origin}" if column.kind is not ColumnKind.TEXT and self.content.origin else text

    def spoken(self, column: ColumnSpec, row: int) -> str:
        """A cell in words: title, value with unit, quality, origin and age."""
        value = self.content.values[column.key][row]
        if column.kind is ColumnKind.SEVERITY:
            return severity_text(int(value))
        text = cell_text(column, value)
        if column.kind is ColumnKind.NUMBER:
            known = f"{text} {column.unit}".rstrip() if np.isfinite(value) else no_value_text()
            text = f"{column.title}: {known}"
        quality = self.content.qualities.get(column.key)
        if quality is None or (column.kind is ColumnKind.NUMBER and not np.isfinite(value) and not quality.flags[row]):
            return text
        return f"{text}, {quality.words(row)}"


def cell_text(column: ColumnSpec, value: Any) -> str:
    """A cell as it is drawn."""
    if column.kind is ColumnKind.NUMBER:
        return number_text(float(value), column.decimals)
    if column.kind is ColumnKind.SEVERITY:
        return SIGNS.get(int(value), MISSING)
    return str(value) or MISSING


def no_value_text() -> str:
    """What is said instead of a number there is none of."""
    return QCoreApplication.translate("ValueTable", "no value")


def severity_text(severity: int) -> str:
    """A severity in words, for who does not see the sign."""
    words = {
        0: QCoreApplication.translate("ValueTable", "within limits"),
        1: QCoreApplication.translate("ValueTable", "low"),
        2: QCoreApplication.translate("ValueTable", "medium"),
        3: QCoreApplication.translate("ValueTable", "high"),
    }
    return words.get(severity, QCoreApplication.translate("ValueTable", "not known"))
