"""Finding any equipment by what a person types."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engines.grid.network import ElementRef, Network
from widgets.search_index import MOST, IndexBuilder, SearchIndex

ROWS_A_TURN = 3000
"""Elements that are indexed (or looked through loosely) between two events: about 2 ms."""


class SearchPopup(QFrame):
    """A line to type in and what was found; Enter flies there, Escape leaves all as it was.

    Every word must occur in name, id or kind; where nothing has them, names with the typed letters in this order
    are offered.

    Signals:
        element_chosen: ``ElementRef``.
    """

    element_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._over = parent
        self.setObjectName("searchPopup")
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("Name, id or kind: bus, switch, line, load, customer …"))
        self.line.setAccessibleName(self.tr("Find equipment"))
        self.line.setToolTip(self.tr("Every word must occur in the name, the id or the kind"))
        self.list = self._make_list()
        self._hint = QLabel(self)
        self._hint.setObjectName("emptyState")
        self._hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        for widget in (self.line, self._hint, self.list):
            column.addWidget(widget)
        column.addStretch(1)
        self._network: Network | None = None
        self._index: SearchIndex | None = None
        self._builder: IndexBuilder | None = None
        self._loose_from = 0
        self._loose: list[ElementRef] = []
        self._building = self._turns(self._build_on)
        self._loosely = self._turns(self._look_on)
        self.line.textChanged.connect(self._on_text)
        self.line.installEventFilter(self)
        self.list.itemActivated.connect(lambda *_: self.choose())
        self.list.itemClicked.connect(lambda *_: self.choose())

    def _make_list(self) -> QTreeWidget:
        found = QTreeWidget(self)
        found.setAccessibleName(self.tr("Found"))
        found.setColumnCount(2)
        found.setHeaderHidden(True)
        found.setRootIsDecorated(False)
        found.setUniformRowHeights(True)
        header = found.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        return found

    def _turns(self, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(0)
        timer.timeout.connect(slot)
        return timer

    def kind_words(self) -> dict[str, str]:
        """Kinds as a person says (and may type) them."""
        return {
            "switch": self.tr("switch"),
            "breaker": self.tr("breaker"),
            "load_break_switch": self.tr("load-break switch"),
            "disconnector": self.tr("disconnector"),
            "recloser": self.tr("recloser"),
            "fuse": self.tr("fuse"),
            "tie": self.tr("tie"),
            "bus": self.tr("bus"),
            "line": self.tr("line"),
            "trafo": self.tr("transformer"),
            "trafo3w": self.tr("three-winding transformer"),
            "load": self.tr("load"),
            "sgen": self.tr("generation"),
            "storage": self.tr("storage"),
            "gen": self.tr("generator"),
            "shunt": self.tr("capacitor or reactor"),
            "ext_grid": self.tr("external grid"),
            "asymmetric_load": self.tr("load by phase"),
            "asymmetric_sgen": self.tr("generation by phase"),
            "impedance": self.tr("impedance"),
            "customer": self.tr("customer"),
        }

    # Getting ready -----------------------------------------------------------------------------------------

    def prepare(self, network: Network) -> None:
        """Begin to index this network, between events; typing before it is done finds what is known so far."""
        if self._network is not None and self._network.structure_revision == network.structure_revision:
            return
        self._network, self._index = network, None
        self._builder = IndexBuilder(network, self.kind_words())
        self._building.start()

    def _build_on(self) -> None:
        builder = self._builder
        if builder is None:
            self._building.stop()
            return
        builder.add(ROWS_A_TURN)
        if builder.is_done:
            self._index, self._builder = builder.index(), None
            self._building.stop()
            if self.isVisible():
                self._on_text(self.line.text())

    @property
    def is_ready(self) -> bool:
        """Whether everything can be found."""
        return self._index is not None

    def open_on(self, network: Network) -> None:
        """Show the popup over its parent, for this network."""
        self.prepare(network)
        parent = self._over
        width = min(560, parent.width() - 80)
        self.resize(width, 420)
        self.move(parent.mapToGlobal(QPoint((parent.width() - width) // 2, 72)))
        self.line.clear()
        self._on_text("")
        self.show()
        self.line.setFocus()

    # Finding -----------------------------------------------------------------------------------------------

    def _on_text(self, typed: str) -> None:
        self._loosely.stop()
        self._show([])
        if self._network is None:
            return
        if self._index is None:
            self._hint.setText(self.tr("Reading the names of this network …"))
            return
        found = self._index.find(typed)
        if found or not typed.strip():
            self._hint.setText(self.tr("Type a part of a name; Enter selects it and flies there."))
            self._show(found)
            return
        self._hint.setText(self.tr("Nothing has “{text}” in its name, id or kind.").format(text=typed))
        self._loose_from, self._loose = 0, []
        self._loosely.start()

    def _look_on(self) -> None:
        index, first = self._index, self._loose_from
        if index is None or first >= len(index) or len(self._loose) >= MOST:
            self._loosely.stop()
            return
        self._loose_from = first + ROWS_A_TURN
        more = index.find_loosely(self.line.text(), first, self._loose_from, MOST - len(self._loose))
        if more:
            self._loose += more
            self._show(self._loose)

    def _show(self, found: list[ElementRef]) -> None:
        chosen = max(0, self._place())
        self.list.clear()
        network, words = self._network, self.kind_words()
        for ref in found if network is not None else ():
            assert network is not None
            item = QTreeWidgetItem([network.label(ref), words.get(ref.table, ref.table)])
            item.setToolTip(0, str(network[ref.table].id[ref.row]))
            item.setData(0, Qt.ItemDataRole.UserRole, ref)
            self.list.addTopLevelItem(item)
        if found:
            self._go_to(min(chosen, len(found) - 1) if self._loosely.isActive() else 0)
        self.list.setVisible(bool(found))
        self._hint.setVisible(not found)

    @property
    def found(self) -> list[ElementRef]:
        """What is offered, best first."""
        items = [self.list.topLevelItem(k) for k in range(self.list.topLevelItemCount())]
        return [item.data(0, Qt.ItemDataRole.UserRole) for item in items if item is not None]

    def _place(self) -> int:
        item = self.list.currentItem()
        return self.list.indexOfTopLevelItem(item) if item is not None else -1

    def _go_to(self, place: int) -> None:
        item = self.list.topLevelItem(max(0, min(place, self.list.topLevelItemCount() - 1)))
        if item is not None:
            self.list.setCurrentItem(item)

    def choose(self) -> None:
        """Take what is highlighted."""
        item = self.list.currentItem()
        if item is not None:
            self._loosely.stop()
            self.hide()
            self.element_chosen.emit(item.data(0, Qt.ItemDataRole.UserRole))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down move in the list while the line keeps the focus."""
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            key = Qt.Key(event.key())
            if key in moves:
                self._go_to(self._place() + moves[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.choose()
                return True
        return super().eventFilter(watched, event)
