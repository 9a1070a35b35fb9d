"""The correlation map as a table: a row a pair of units, the strongest first."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from widgets.dispatch.correlation_map import signed_text
from widgets.dispatch.forecast_lines import CorrelationView
from widgets.dispatch.plain_table import LEFT, RIGHT, PlainTable

AnyIndex = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
ROW_PX = 24


class PairModel(QAbstractTableModel):
    """Pairs of units.

    Attributes:
        pairs: names of both and their correlation, NaN for none.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pairs: tuple[tuple[str, str, float], ...] = ()

    def put(self, view: CorrelationView) -> None:
        """Show the pairs of a matrix."""
        rows, columns = np.triu_indices(len(view.names), 1)
        values = view.values[rows, columns]
        order = np.argsort(-np.nan_to_num(np.abs(values), nan=-1.0), kind="stable").tolist()
        self.beginResetModel()
        self.pairs = tuple((view.names[rows[k]], view.names[columns[k]], float(values[k])) for k in order)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NONE) -> int:
        """See :class:`QAbstractItemModel`."""
        return 0 if parent.isValid() else len(self.pairs)

    def columnCount(self, parent: AnyIndex = _NONE) -> int:
        """See :class:`QAbstractItemModel`."""
        return 0 if parent.isValid() else 3

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """See :class:`QAbstractItemModel`."""
        if not index.isValid():
            return None
        pair = self.pairs[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (pair[0], pair[1], signed_text(pair[2]))[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if index.column() == 2 else LEFT
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """See :class:`QAbstractItemModel`."""
        if way is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Unit"), self.tr("and unit"), self.tr("Correlation"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section == 2 else LEFT
        return None


class PairTable(PlainTable):
    """Shows the pairs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        model = PairModel()
        super().__init__(model, ROW_PX, parent)
        self.pairs_model = model
        self.setAccessibleName(self.tr("Correlation of each pair of units"))
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
