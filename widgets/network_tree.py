"""The network as a list: stations, their feeders with power and worst state, and what belongs to none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engines.grid.loss_summary import branch_feeders
from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.values.element_doubt import NO_DOUBT, ElementDoubt
from engines.values.loadflow import LoadFlowResult
from engines.values.points import PointFreshness
from engines.values.topology import Feeder, SupplyState, Topology
from widgets.numbers import MISSING, number_text
from widgets.theme import theme, theme_chooser, ui_font

SIGNS = {0: "", 1: "●", 2: "■", 3: "▲"}
TOKENS = {1: "low", 2: "medium", 3: "high"}


@dataclass(frozen=True, slots=True)
class FeederLine:
    """One line of the tree: a feeder with power into its head (NaN when not known) and worst severity."""

    name: str
    p_mw: float
    severity: int
    head: ElementRef
    is_dead: bool
    is_unknown: bool = False
    """Nothing is known to feed it, but a switch of unknown position may."""


class NetworkTree(QWidget):
    """Stations and feeders; a click selects the feeder's head and asks to fly there.

    Signals:
        element_chosen: ``ElementRef`` of a feeder's head or a station's bar.
        search_asked: the person wants to find something.
    """

    element_chosen = Signal(object)
    search_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tree = QTreeWidget(self)
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(12)
        self.tree.setAccessibleName(self.tr("Stations and feeders"))
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setItemDelegateForColumn(1, _PowerDelegate(self.tree))
        self.tree.itemClicked.connect(self._on_item)
        self.tree.itemActivated.connect(self._on_item)
        self.search_button = QPushButton(self.tr("Find anything…    Ctrl+K"), self)
        self.search_button.setObjectName("searchField")
        self.search_button.setAccessibleName(self.tr("Find anything"))
        self.search_button.setToolTip(self.tr("Find any equipment by name, id or kind, and fly to it"))
        self.search_button.clicked.connect(self.search_asked)
        self._empty = QLabel(self.tr("Feeders appear here once a network is solved."), self)
        self._empty.setObjectName("emptyState")
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(16, 12, 16, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 0)
        column.setSpacing(8)
        column.addWidget(self.search_button)
        column.addWidget(self._empty)
        column.addWidget(self.tree, 1)
        self.tree.hide()
        self._names: tuple[object, ...] = ()
        self._doubt = NO_DOUBT
        self._last: tuple[Snapshot, Topology, LoadFlowResult | None] | None = None
        theme_chooser().changed.connect(self._repaint)

    def set_doubt(self, doubt: ElementDoubt) -> None:
        """Which powers rest on values that are not heard any more: hatched like every old value."""
        self._doubt = doubt
        self._repaint()

    def _repaint(self) -> None:
        if self._last is not None:
            self.show_network(*self._last)

    def show_network(self, snapshot: Snapshot, topology: Topology | None, result: LoadFlowResult | None) -> None:
        """Show the feeders of a solved moment; without topology the last picture is cleared."""
        self.tree.setVisible(topology is not None)
        self._empty.setVisible(topology is None)
        self._last = None if topology is None else (snapshot, topology, result)
        if topology is None:
            return
        stations = self._by_station(snapshot, topology)
        names = tuple((name, tuple(f.name for f in feeders)) for name, _, feeders in stations)
        if names != self._names:
            self._rebuild(snapshot, stations)
            self._names = names
        # Else the column would be measured anew with every text that is written.
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        worst = {id(f): k for f, k in zip(topology.feeders, worst_of_feeders(snapshot, topology, result), strict=True)}
        for k, (_, _, feeders) in enumerate(stations):
            lines = [feeder_line(snapshot, topology, result, f, worst[id(f)]) for f in feeders]
            self._fill(self.tree.topLevelItem(k), lines)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    @staticmethod
    def _by_station(snapshot: Snapshot, topology: Topology) -> list[tuple[str, int, list[Feeder]]]:
        stations: dict[str, tuple[int, list[Feeder]]] = {}
        for feeder in topology.feeders:
            bus = feeder.source_bus_row
            name = str(snapshot.network.bus["substation"][bus]) or snapshot.network.label(ElementRef("bus", bus))
            stations.setdefault(name, (bus, []))[1].append(feeder)
        return [(name, bus, feeders) for name, (bus, feeders) in stations.items()]

    def _rebuild(self, snapshot: Snapshot, stations: list[tuple[str, int, list[Feeder]]]) -> None:
        self.tree.clear()
        for name, bus, feeders in stations:
            station = QTreeWidgetItem([name, ""])
            station.setFont(0, ui_font(bold=True))
            station.setData(0, Qt.ItemDataRole.UserRole, ElementRef("bus", bus))
            self.tree.addTopLevelItem(station)
            for feeder in feeders:
                child = QTreeWidgetItem([feeder.name, ""])
                child.setToolTip(0, self.tr("Active power into the feeder, and its worst violation"))
                station.addChild(child)
            station.setExpanded(True)

    def _fill(self, station: QTreeWidgetItem | None, lines: list[FeederLine]) -> None:
        if station is None:
            return
        # A dead feeder takes nothing; one nobody knows of leaves the sum unknown.
        total = float(np.sum([0.0 if line.is_dead else line.p_mw for line in lines])) if lines else float("nan")
        old = [self._doubt.of_ref(line.head) >= PointFreshness.STALE for line in lines]
        self._write(station, f"{number_text(total, 1)} MW" if np.isfinite(total) else MISSING, 0, False, any(old))
        for k, line in enumerate(lines):
            item = station.child(k)
            if item is None:
                continue
            item.setData(0, Qt.ItemDataRole.UserRole, line.head)
            text = self.tr("dead") if line.is_dead else number_text(line.p_mw, 2)
            if line.is_unknown:
                text = self.tr("perhaps live")
            self._write(item, f"{text} {SIGNS[line.severity]}".rstrip(), line.severity, line.is_dead, old[k])

    def _write(self, item: QTreeWidgetItem, text: str, severity: int, is_dead: bool, is_old: bool) -> None:
        item.setText(1, text)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        token = TOKENS.get(severity, "faint" if is_dead else "muted")
        item.setForeground(1, QBrush(theme().color(token)))
        hatch = QBrush(theme().color("faint", 0.45), Qt.BrushStyle.BDiagPattern)
        item.setBackground(1, hatch if is_old else QBrush())
        item.setToolTip(1, self.tr("Old: the field is not heard.") if is_old else "")

    def _on_item(self, item: QTreeWidgetItem) -> None:
        ref = item.data(0, Qt.ItemDataRole.UserRole)
        if isinstance(ref, ElementRef):
            self.element_chosen.emit(ref)


class _PowerDelegate(QStyledItemDelegate):
    """Hatches what is old; a style sheet leaves an item's own background unpainted."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The text, on its hatching where there is one."""
        background = index.data(Qt.ItemDataRole.BackgroundRole)
        if isinstance(background, QBrush) and background.style() is not Qt.BrushStyle.NoBrush:
            painter.fillRect(option.rect.adjusted(1, 2, -1, -2), background)
        super().paint(painter, option, index)


def worst_of_feeders(snapshot: Snapshot, topology: Topology, result: LoadFlowResult | None) -> list[int]:
    """Worst violation on each feeder, of its buses and its branches; 0 where there is none or nothing is known."""
    worst = np.zeros(len(topology.feeders) + 1, np.int64)
    if result is None or not result.is_converged or not len(result.violations):
        return [int(k) for k in worst[:-1]]
    found, of_table = result.violations, branch_feeders(snapshot.network, topology)
    for table, feeder in {"bus": topology.feeder, **of_table}.items():
        mine = found.table == table
        # What belongs to no feeder goes to the last place, which nobody reads.
        np.maximum.at(worst, feeder[found.row[mine]], found.severity[mine])
    return [int(k) for k in worst[:-1]]


def feeder_line(
    snapshot: Snapshot, topology: Topology, result: LoadFlowResult | None, feeder: Feeder, severity: int
) -> FeederLine:
    """Power into a feeder, and how it is."""
    buses = np.array(feeder.bus_rows, np.int64)
    head = ElementRef(feeder.head_table, feeder.head_row)
    is_dead = not len(buses) or not (topology.supply[buses] == SupplyState.ENERGIZED).any()
    if is_dead and _may_be_fed(snapshot, topology, feeder):
        return FeederLine(feeder.name, float("nan"), severity, head, False, True)
    if result is None or not result.is_converged:
        return FeederLine(feeder.name, float("nan"), 0, head, is_dead)
    return FeederLine(feeder.name, head_power(snapshot, result, feeder), severity, head, is_dead)


def _may_be_fed(snapshot: Snapshot, topology: Topology, feeder: Feeder) -> bool:
    """Whether a switch of unknown position, its own head or another, may feed what is not known to be fed."""
    buses = np.array(feeder.bus_rows, np.int64)
    if len(buses):
        return bool((topology.supply[buses] == SupplyState.POSSIBLY_ENERGIZED).any())
    if feeder.head_table != "switch":
        return False
    return int(snapshot.switch_position[feeder.head_row]) not in (SwitchPosition.OPEN, SwitchPosition.CLOSED)


def head_power(snapshot: Snapshot, result: LoadFlowResult, feeder: Feeder) -> float:
    """Active power from the bar into the feeder's first branch, MW."""
    network = snapshot.network
    table, row = feeder.head_table, feeder.head_row
    if table == "switch":
        kind = {"l": "line", "t": "trafo"}.get(str(network["switch"]["et"][row]), "switch")
        if kind != "switch":
            found = np.flatnonzero(network[kind].index == network["switch"]["element"][row])
            if not len(found):
                return float("nan")
            row = int(found[0])
        table = kind
    flow = result.branches.get(table)
    if flow is None:
        return float("nan")
    first = {"line": "from_bus", "trafo": "hv_bus", "impedance": "from_bus", "switch": "bus"}.get(table, "from_bus")
    leaves_at_from = network[table][first][row] == network.bus.index[feeder.source_bus_row]
    return float(flow.p_from_mw[row] if leaves_at_from else flow.p_to_mw[row])
