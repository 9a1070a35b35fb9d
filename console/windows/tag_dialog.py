"""The tags of one device: place another, lift one's own."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.site.store import SiteStore
from console.windows.asking_dialog import AskingDialog
from console.windows.future_answer import when_answered
from console.windows.site_words import local_time, tag_effect, tag_name
from engines.values.site import SiteState, Tag, TagKind
from engines.values.validation import InputError


class TagDialog(AskingDialog):
    """Lists the tags of a device and places or lifts them.

    Args:
        label: name of the device as people know it.
        author: sign-in name of the person at the desk.
        people: sign-in names that can be named as relief.
        is_supervisor: whether the person may name a relief for a tag that is not theirs.
    """

    def __init__(
        self,
        store: SiteStore,
        element_id: str,
        label: str,
        author: str,
        people: Sequence[str] = (),
        parent: QWidget | None = None,
        *,
        is_supervisor: bool = False,
    ) -> None:
        super().__init__(
            self.tr("Tags of {name}").format(name=label),
            self.tr("Only its holder, or the person named as relief, lifts a tag."),
            self.tr("Place tag"),
            parent,
        )
        self.setMinimumWidth(620)
        self._store, self._element_id, self._author = store, element_id, author
        self._is_supervisor = is_supervisor
        self._tags: tuple[Tag, ...] = ()
        self.kind = self.add_choice(self.tr("Kind"), [tag_name(kind) for kind in TagKind], 1)
        self._effect = QLabel(self)
        self._effect.setObjectName("hint")
        self.form.addRow("", self._effect)
        self.reason = self.add_text(self.tr("Reason"), placeholder=self.tr("work order, crew, what for"))
        self._people = tuple(people)
        self.relief = QComboBox(self)
        self.relief.setEditable(True)
        self.relief.addItems(["", *(name for name in people if name != author)])
        self.relief.setAccessibleName(self.tr("Relief"))
        self.relief.setToolTip(self.tr("Who else may lift this tag"))
        self.form.addRow(self.tr("Relief (optional)"), self.relief)
        self._make_list()
        self.kind.currentIndexChanged.connect(self._say_effect)
        self._say_effect()
        self.show_state(store.state())

    def show_state(self, state: SiteState) -> None:
        """Show the tags as they are now; another console may have changed them."""
        self._tags = state.tags_of(self._element_id)
        self.table.setRowCount(len(self._tags))
        for row, tag in enumerate(self._tags):
            texts = (tag_name(tag.kind), tag.reason, tag.author, tag.relief or "–", local_time(tag.placed_at_us))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
                self.table.setItem(row, column, item)
        self._title.setText(self.tr("Place another") if self._tags else self.tr("Place a tag"))
        self.table.setVisible(bool(self._tags))
        self.empty.setVisible(not self._tags)
        self.lift.setVisible(bool(self._tags))
        self.hand_over.setVisible(bool(self._tags))
        if self._tags and not self.table.selectedItems():
            self.table.selectRow(0)
        self._say_lift()

    def ask(self) -> Future[Any]:
        """See :class:`AskingDialog`."""
        if not self.reason.text().strip():
            self.reason.setFocus()
            raise InputError("", self.tr("A reason is missing: say why, in a few words."))
        kind = list(TagKind)[self.kind.currentIndex()]
        return self._store.place_tag(self._element_id, kind, self.reason.text(), self._author, self._relief())

    def _relief(self) -> str:
        relief = self.relief.currentText().strip().casefold()
        if relief and self._people and relief not in {name.casefold() for name in self._people}:
            self.relief.setFocus()
            raise InputError("", self.tr("Nobody is called {name}: choose one of the list.").format(name=relief))
        return relief

    def _make_list(self) -> None:
        self.table = QTableWidget(0, 5, self)
        titles = (self.tr("Tag"), self.tr("Reason"), self.tr("Holder"), self.tr("Relief"), self.tr("Since"))
        self.table.setHorizontalHeaderLabels(titles)
        self.table.setAccessibleName(self.tr("Tags on this device"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.setWordWrap(True)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setFixedHeight(170)
        self.table.itemSelectionChanged.connect(self._say_lift)
        self.empty = QLabel(self.tr("No tag on this device."), self)
        self.empty.setObjectName("emptyState")
        self.lift = QPushButton(self.tr("Lift this tag"), self)
        self.lift.setAutoDefault(False)
        self.lift.clicked.connect(self._lift)
        self.hand_over = QPushButton(self.tr("Name its relief"), self)
        self.hand_over.setAutoDefault(False)
        self.hand_over.setToolTip(
            self.tr("The person chosen as relief below may lift this tag too; an empty choice ends that")
        )
        self.hand_over.clicked.connect(self._hand_over)
        self.lift_reason = QLabel(self)
        self.lift_reason.setObjectName("hint")
        line = QHBoxLayout()
        line.addWidget(self.lift)
        line.addWidget(self.hand_over)
        line.addWidget(self.lift_reason, 1)
        self._title = QLabel(self)
        self._title.setObjectName("sectionTitle")
        # What was lifted stays lifted, so the way out is no cancelling.
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Close"))
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(1, self.table)
        column.insertWidget(2, self.empty)
        column.insertLayout(3, line)
        column.insertWidget(4, self._title)

    def _chosen(self) -> Tag | None:
        rows = self.table.selectionModel().selectedRows()
        row = rows[0].row() if rows else -1
        return self._tags[row] if 0 <= row < len(self._tags) else None

    def _say_effect(self) -> None:
        self._effect.setText(tag_effect(list(TagKind)[self.kind.currentIndex()]))

    def _say_lift(self) -> None:
        tag = self._chosen()
        may = tag is not None and self._author != "" and self._author in (tag.author, tag.relief)
        self.lift.setEnabled(may)
        self.hand_over.setEnabled(may or (tag is not None and self._is_supervisor))
        if tag is None or may:
            self.lift_reason.clear()
            return
        others = self.tr("{holder} or {relief}").format(holder=tag.author, relief=tag.relief)
        who = others if tag.relief else tag.author
        self.lift_reason.setText(self.tr("Only {who} may lift it.").format(who=who))

    def _lift(self) -> None:
        tag = self._chosen()
        if tag is None:
            return
        self.refusal.hide()
        self.lift.setEnabled(False)
        when_answered(self._store.lift_tag(tag.tag_id, self._author), self, self._lifted, self._not_lifted)

    def _hand_over(self) -> None:
        tag = self._chosen()
        if tag is None:
            return
        self.refusal.hide()
        try:
            relief = self._relief()
        except InputError as error:
            self.refuse(str(error))
            return
        named = self._store.name_relief(tag.tag_id, relief, self._author, is_supervisor=self._is_supervisor)
        when_answered(named, self, self._lifted, self._not_lifted)

    def _lifted(self, _tag: Tag) -> None:
        self.show_state(self._store.state())

    def _not_lifted(self, sentence: str) -> None:
        self.refuse(sentence)
        self.show_state(self._store.state())
