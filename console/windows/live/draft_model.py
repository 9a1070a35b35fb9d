"""The draft of an address map as a table that a person corrects."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from console.live.browse_jobs import Draft
from engines.grid.network import Network
from engines.values.points import Quantity

UNASSIGNED = "?"
CHECKED, ELEMENT, QUANTITY, NODE, TYPE, GUESS = range(6)
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("DraftModel", text)


class DraftModel(QAbstractTableModel):
    """One row a point: element and quantity can be typed; what is checked is no guess any more."""

    def __init__(self, network: Network, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._network = network
        self._entries: list[dict[str, Any]] = []

    def show_draft(self, draft: Draft) -> None:
        """Show another draft."""
        self.beginResetModel()
        self._entries = [dict(entry) for entry in draft.entries]
        self.endResetModel()

    @property
    def entries(self) -> tuple[dict[str, Any], ...]:
        """The entries as they stand."""
        return tuple(dict(entry) for entry in self._entries)

    def counts(self) -> tuple[int, int, int]:
        """How many points there are, how many are assigned, how many of these are only guessed."""
        assigned = [e for e in self._entries if e.get("element") != UNASSIGNED and e.get("quantity") != UNASSIGNED]
        return len(self._entries), len(assigned), sum("guess" in entry for entry in assigned)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Points."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Columns."""
        return 0 if parent.isValid() else GUESS + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        titles = (tr("Checked"), tr("Equipment"), tr("Quantity"), tr("Node"), tr("Type"), tr("Guessed from"))
        return titles[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in a cell."""
        entry, column = self._entries[index.row()], index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == CHECKED:
            return Qt.CheckState.Unchecked if "guess" in entry else Qt.CheckState.Checked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            keys = {ELEMENT: "element", QUANTITY: "quantity", TYPE: "data_type", GUESS: "guess"}
            if column == NODE:
                return str(entry.get("note" if role == Qt.ItemDataRole.ToolTipRole else "node", ""))
            return str(entry.get(keys[column], "")) if column in keys else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Element and quantity are typed, the first column is ticked."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() in (ELEMENT, QUANTITY):
            flags |= Qt.ItemFlag.ItemIsEditable
        if index.column() == CHECKED:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what a person typed or ticked; an element or quantity that does not exist is not taken."""
        entry, column = self._entries[index.row()], index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == CHECKED:
            if Qt.CheckState(value) is Qt.CheckState.Checked:
                entry.pop("guess", None)
            else:
                entry["guess"] = tr("not checked")
        elif role == Qt.ItemDataRole.EditRole and column in (ELEMENT, QUANTITY):
            text = str(value).strip() or UNASSIGNED
            if not self._exists(column, text):
                return False
            entry["element" if column == ELEMENT else "quantity"] = text
            entry.pop("guess", None)
        else:
            return False
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), GUESS))
        return True

    def _exists(self, column: int, text: str) -> bool:
        if text == UNASSIGNED:
            return True
        if column == QUANTITY:
            return text in tuple(Quantity)
        return self._network.find(text) is not None
