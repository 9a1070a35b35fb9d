"""Finding any equipment by what a person types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from engines.grid.network import ElementRef, Network

TABLES = (
    "switch",
    "bus",
    "line",
    "trafo",
    "trafo3w",
    "load",
    "sgen",
    "storage",
    "gen",
    "shunt",
    "ext_grid",
    "customer",
)
MOST = 40


@dataclass(frozen=True, slots=True, eq=False)
class SearchIndex:
    """Names and ids of a network, small letters, one line each.

    Attributes:
        text: one string of all lines; begin: ``(n,)`` where each line begins in it.
        table: ``(n,)`` index into ``TABLES``; row: ``(n,)``.
    """

    text: str
    begin: np.ndarray[Any, Any]
    name_end: np.ndarray[Any, Any]
    table: np.ndarray[Any, Any]
    row: np.ndarray[Any, Any]

    def find(self, typed: str, most: int = MOST) -> list[ElementRef]:
        """Best matches: the whole name, names that begin so, then names and ids that contain it."""
        wanted = typed.strip().lower()
        if not wanted:
            return []
        ranked: tuple[list[int], list[int], list[int]] = ([], [], [])
        at, last = self.text.find(wanted), -1
        while at >= 0 and sum(map(len, ranked)) < most * 8:
            line = int(np.searchsorted(self.begin, at, side="right")) - 1
            if line != last:
                is_start = at == self.begin[line]
                is_whole = is_start and at + len(wanted) == self.name_end[line]
                ranked[0 if is_whole else 1 if is_start else 2].append(line)
                last = line
            at = self.text.find(wanted, at + 1)
        lines = [line for group in ranked for line in group][:most]
        return [ElementRef(TABLES[self.table[line]], int(self.row[line])) for line in lines]


def index_network(network: Network) -> SearchIndex:
    """The index of a network; some tens of milliseconds at 10,000 buses."""
    parts: list[str] = []
    begin, name_end, tables, rows = [], [], [], []
    place = 0
    for number, table in enumerate(TABLES):
        if table not in network.tables:
            continue
        names = network[table]["name"] if "name" in network[table] else network[table].id
        for row, (name, element_id) in enumerate(zip(names.tolist(), network[table].id.tolist(), strict=True)):
            head = (name or element_id).lower()
            line = f"{head}\x00{element_id.lower()}\n"
            parts.append(line)
            begin.append(place)
            name_end.append(place + len(head))
            tables.append(number)
            rows.append(row)
            place += len(line)
    return SearchIndex("".join(parts), np.array(begin), np.array(name_end), np.array(tables), np.array(rows))


class SearchPopup(QFrame):
    """A line to type in and what was found; Enter flies there, Escape leaves all as it was.

    Signals:
        element_chosen: ``ElementRef``.
    """

    element_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._over = parent
        self.setObjectName("searchPopup")
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("Name or id of a bus, switch, line, load, customer …"))
        self.line.setAccessibleName(self.tr("Find equipment"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Found"))
        self._hint = QLabel(self)
        self._hint.setObjectName("emptyState")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        for widget in (self.line, self._hint, self.list):
            column.addWidget(widget)
        self._network: Network | None = None
        self._index: SearchIndex | None = None
        self.line.textChanged.connect(self._on_text)
        self.line.installEventFilter(self)
        self.list.itemActivated.connect(lambda _item: self.choose())
        self.list.itemClicked.connect(lambda _item: self.choose())

    def open_on(self, network: Network) -> None:
        """Show the popup over its parent, for this network."""
        if self._network is None or self._network.structure_revision != network.structure_revision:
            self._network, self._index = network, index_network(network)
        parent = self._over
        width = min(560, parent.width() - 80)
        self.resize(width, 420)
        self.move(parent.mapToGlobal(QPoint((parent.width() - width) // 2, 72)))
        self.line.clear()
        self._on_text("")
        self.show()
        self.line.setFocus()

    def _on_text(self, typed: str) -> None:
        self.list.clear()
        network, index = self._network, self._index
        if network is None or index is None:
            return
        found = index.find(typed)
        for ref in found:
            item = QListWidgetItem(f"{network.label(ref)}    {ref.table}")
            item.setToolTip(str(network[ref.table].id[ref.row]))
            item.setData(Qt.ItemDataRole.UserRole, ref)
            self.list.addItem(item)
        if found:
            self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        self._hint.setVisible(not found)
        self._hint.setText(
            self.tr("Nothing has “{text}” in its name or id.").format(text=typed)
            if typed
            else self.tr("Type a part of a name; Enter selects it and flies there.")
        )

    def choose(self) -> None:
        """Take what is highlighted."""
        item = self.list.currentItem()
        if item is not None:
            self.hide()
            self.element_chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down move in the list while the line keeps the focus."""
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                row = self.list.currentRow() + (1 if key == Qt.Key.Key_Down else -1)
                self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.choose()
                return True
        return super().eventFilter(watched, event)
