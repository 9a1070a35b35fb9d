"""Everything people have put on the network, in one list: what, where, by whom, and how it is taken away."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.site.store import SiteStore
from console.windows.live.words import quantity_text, value_text
from console.windows.site_words import local_time, position_name, tag_name
from engines.grid.network import Network
from engines.grid.switches import SwitchPosition
from engines.values.points import PointKind, Quantity
from engines.values.site import SiteState

Remove = Callable[[SiteStore, str], Future[Any]]


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("PlacedList", text)


@dataclass(frozen=True, slots=True)
class Placed:
    """One thing on the network.

    Attributes:
        remove: takes it away for the person named; ``None`` where that is done elsewhere.
    """

    what: str
    element_id: str
    author: str
    since_us: int
    reason: str
    remove: Remove | None


class PlacedList(QWidget):
    """Lists what is on the network.

    Signals:
        element_activated: id of equipment the person wants to go to.
        remove_asked: a :class:`Placed`.
    """

    element_activated = Signal(str)
    remove_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Placed on the network"))
        self.tree = QTreeWidget(self)
        self.tree.setHeaderLabels(
            [self.tr("What"), self.tr("Where"), self.tr("By"), self.tr("Since"), self.tr("Reason")]
        )
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName(self.tr("Tags, earths, cuts, jumpers, generators and values by hand"))
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.tree.header().setStretchLastSection(True)
        self.tree.itemActivated.connect(lambda item, _column: self._activate(item))
        self.tree.itemSelectionChanged.connect(self._show_button)
        self._empty = QLabel(
            self.tr("Nothing is placed. Tags, earths, cuts, jumpers, generators and values by hand are listed here."),
            self,
        )
        self._empty.setObjectName("emptyState")
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(16, 12, 16, 12)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._button = QPushButton(self.tr("Take away"), self)
        self._button.setToolTip(self.tr("Record that it is no longer there; a tag is lifted by its holder or relief"))
        self._button.clicked.connect(self._ask)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.addStretch(1)
        bar.addWidget(self._button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._empty, 1)
        column.addWidget(self.tree, 1)
        self.show_state(SiteState(), None)

    def show_state(self, site: SiteState, network: Network | None) -> None:
        """List a site; the selection stays where the same thing is still there."""
        chosen = self._chosen()
        kept = (chosen.what, chosen.element_id, chosen.since_us) if chosen is not None else None
        placed = placed_things(site)
        self.tree.clear()
        for thing in placed:
            where = thing.element_id
            ref = network.find(thing.element_id) if network is not None else None
            if ref is not None and network is not None:
                where = network.label(ref)
            item = QTreeWidgetItem([thing.what, where, thing.author, local_time(thing.since_us), thing.reason])
            item.setData(0, Qt.ItemDataRole.UserRole, thing)
            item.setToolTip(4, thing.reason)
            self.tree.addTopLevelItem(item)
            if kept == (thing.what, thing.element_id, thing.since_us):
                self.tree.setCurrentItem(item)
        self._empty.setVisible(not placed)
        self.tree.setVisible(bool(placed))
        self._button.setVisible(bool(placed))
        self._show_button()

    @property
    def texts(self) -> list[str]:
        """What is listed, for tests: what and where."""
        items = [self.tree.topLevelItem(k) for k in range(self.tree.topLevelItemCount())]
        return [f"{item.text(0)} · {item.text(1)}" for item in items if item is not None]

    def _chosen(self) -> Placed | None:
        item = self.tree.currentItem()
        return None if item is None else item.data(0, Qt.ItemDataRole.UserRole)

    def _show_button(self) -> None:
        chosen = self._chosen()
        self._button.setEnabled(chosen is not None and chosen.remove is not None)

    def _activate(self, item: QTreeWidgetItem) -> None:
        self.element_activated.emit(item.data(0, Qt.ItemDataRole.UserRole).element_id)

    def _ask(self) -> None:
        chosen = self._chosen()
        if chosen is not None and chosen.remove is not None:
            self.remove_asked.emit(chosen)

    def placed_text(self, site: SiteState) -> str:
        """Title of the tab: how many things there are."""
        count = len(placed_things(site))
        return self.tr("Placed {count}").format(count=count) if count else self.tr("Placed")


def placed_things(site: SiteState) -> list[Placed]:
    """Everything of a site, dangerous things first."""
    things: list[Placed] = []
    for lock in site.locks:
        where = lock.point_id.rpartition("/")[0]
        things.append(Placed(tr("Locked: outcome unknown"), where, "", lock.since_us, lock.reason, None))
    for earth in site.earths:
        where, key = earth.line_id or earth.bus_id, earth.earth_id
        things.append(
            Placed(tr("Portable earth"), where, earth.author, earth.placed_at_us, earth.reason,
                   lambda store, by, k=key: store.remove_earth(k, by))  # type: ignore[misc]
        )  # fmt: skip
    for tag in site.tags:
        key = tag.tag_id
        things.append(
            Placed(tag_name(tag.kind), tag.element_id, tag.author, tag.placed_at_us, tag.reason,
                   lambda store, by, k=key: store.lift_tag(k, by))  # type: ignore[misc]
        )  # fmt: skip
    for cut in site.cuts:
        key = cut.cut_id
        things.append(
            Placed(tr("Cut"), cut.line_id, cut.author, cut.placed_at_us, cut.reason,
                   lambda store, by, k=key: store.rejoin(k, by))  # type: ignore[misc]
        )  # fmt: skip
    for jumper in site.jumpers:
        key = jumper.jumper_id
        things.append(
            Placed(tr("Jumper"), jumper.from_bus_id, jumper.author, jumper.placed_at_us, jumper.reason,
                   lambda store, by, k=key: store.remove_jumper(k, by))  # type: ignore[misc]
        )  # fmt: skip
    for generator in site.generators:
        key, state = generator.generator_id, tr("running") if generator.is_running else tr("stopped")
        things.append(
            Placed(f"{tr('Mobile generator')}, {state}", generator.bus_id, generator.author, generator.placed_at_us,
                   generator.reason, lambda store, by, k=key: store.remove_generator(k, by))  # type: ignore[misc]
        )  # fmt: skip
    for dressed in site.dressed:
        key, position = dressed.element_id, position_name(SwitchPosition(dressed.position))
        things.append(
            Placed(f"{tr('Position by hand')}: {position}", key, dressed.author, dressed.set_at_us, dressed.reason,
                   lambda store, by, k=key: store.undress_position(k, by))  # type: ignore[misc]
        )  # fmt: skip
    for substitution in site.substitutions:
        where, _, quantity = substitution.point_id.rpartition("/")
        known = Quantity(quantity) if quantity in tuple(Quantity) else Quantity.P_MW
        kind = PointKind.POSITION if known is Quantity.POSITION else PointKind.ANALOG
        value, key = value_text(known, kind, substitution.value), substitution.point_id
        things.append(
            Placed(f"{tr('Value by hand')}: {quantity_text(known)} {value}", where, substitution.author,
                   substitution.set_at_us, substitution.reason,
                   lambda store, by, k=key: store.end_substitution(k, by))  # type: ignore[misc]
        )  # fmt: skip
    return things
