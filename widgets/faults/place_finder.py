"""A place found by typing part of its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from engines.values.fault_evidence import EvidenceKind
from widgets.faults.dialog_lines import PlaceLine
from widgets.faults.labels import WordsLabel
from widgets.faults.place_index import PlaceIndex

MOST_SHOWN = 50
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}


class PlaceFinder(QWidget):
    """A field with the places that hold all its words; arrows in the field move through them.

    Signals:
        accepted: a double click on a place.
    """

    accepted = Signal()

    def __init__(self, places: Sequence[PlaceLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = tuple(places)
        self._indices: dict[EvidenceKind | None, PlaceIndex] = {None: PlaceIndex(self._places)}
        self._kind: EvidenceKind | None = None
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("name, street, meter, telephone …"))
        self.field.setAccessibleName(self.tr("Find a place"))
        self.field.setClearButtonEnabled(True)
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Places found"))
        self.list.setFixedHeight(152)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.count = WordsLabel(self, tone="muted", is_small=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.field, self.list, self.count):
            column.addWidget(widget)
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(lambda _: self._search())
        self.list.itemDoubleClicked.connect(lambda _: self.accepted.emit())
        self._search()

    @property
    def element_id(self) -> str:
        """The place that is chosen, "" for none."""
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def show_kind(self, kind: EvidenceKind | None) -> None:
        """Offer only the places that can give this kind of evidence; ``None``: all."""
        if kind is not self._kind:
            self._kind = kind
            self._search()

    def choose(self, element_id: str) -> None:
        """Choose a place beforehand, such as the one selected on the diagram; an unknown one changes nothing."""
        for place in self._places:
            if place.element_id == element_id:
                self.field.setText(place.text)
                self._select(element_id)

    def _search(self) -> None:
        chosen = self.element_id
        words = self.field.text().strip()
        index = self._indices.get(self._kind)
        if index is None and self._kind is not None:
            index = self._indices[self._kind] = self._indices[None].of_kind(self._kind)
        found = index.find(words, MOST_SHOWN + 1) if index is not None else []
        self.list.clear()
        for place in found[:MOST_SHOWN]:
            text = f"{place.text}  ·  {place.detail}" if place.detail else place.text
            item = QListWidgetItem(text, self.list)
            item.setData(Qt.ItemDataRole.UserRole, place.element_id)
            item.setToolTip(text)
        self._select(chosen)
        # The only one that is left needs no further choice.
        if len(found) == 1 and words:
            self.list.setCurrentRow(0)
        self._say(len(found))

    def _select(self, element_id: str) -> None:
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == element_id:
                self.list.setCurrentRow(row)
                return

    def _say(self, count: int) -> None:
        if not self._places:
            self.count.say(self.tr("The network has nothing that somebody could tell of."))
        elif not count:
            self.count.say(self.tr("Nothing is called that. Fewer or other words find more."))
        elif count > MOST_SHOWN:
            self.count.say(self.tr("The first {count} are shown: type on to find the others.").format(count=MOST_SHOWN))
        else:
            self.count.say("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the field move through the list."""
        is_key = watched is self.field and event.type() is QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and event.key() in _MOVES and self.list.count():
            row = self.list.currentRow() + _MOVES[Qt.Key(event.key())]
            self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
            return True
        return super().eventFilter(watched, event)
