"""The diagnosis of the links: what each has counted, what is wrong with it, which spans are missing."""

from __future__ import annotations

import math
from collections import deque

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.live.field import RecordedGap
from console.windows.live.measured import age_text, time_text
from console.windows.live.words import LINK_SIGNS, link_text
from engines.values.points import LinkHealth
from widgets.numbers import MISSING, number_text

MOST_GAPS = 500
CLOCK_OFF_S = 2.0
"""A server's clock that is further off is told: its source times mislead."""


class LinkPanel(QDialog):
    """Shows every link, kept true while it is open.

    Signals:
        retry_asked: name of a server whose next attempt shall not wait.
    """

    retry_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Links to the field"))
        self.setModal(False)
        self.resize(760, 460)
        self._servers: dict[str, QTreeWidgetItem] = {}
        self._gaps: deque[RecordedGap] = deque(maxlen=MOST_GAPS)
        self.health = self._tree((self.tr("Server"), self.tr("Value")), self.tr("State of each link"))
        self.problems = self._tree((self.tr("Point"), self.tr("What is wrong")), self.tr("Points with a problem"))
        self.gaps = self._tree(
            (self.tr("Server"), self.tr("From"), self.tr("To"), self.tr("Why")), self.tr("Recorded gaps")
        )
        self._tabs = QTabWidget(self)
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self.health, self.tr("State"))
        self._tabs.addTab(self.problems, self.tr("Points"))
        self._tabs.addTab(self.gaps, self.tr("Gaps"))
        self._hint = QLabel(self)
        self._hint.setObjectName("hint")
        self._hint.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        retry = QPushButton(self.tr("Try now"), self)
        retry.setToolTip(self.tr("Does not wait for the next attempt to connect"))
        retry.clicked.connect(self._ask_retry)
        buttons.addButton(retry, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        for widget in (self._tabs, self._hint, buttons):
            column.addWidget(widget)
        self._show_hint()

    def _tree(self, headers: tuple[str, ...], name: str) -> QTreeWidget:
        tree = QTreeWidget(self)
        tree.setHeaderLabels(list(headers))
        tree.setAccessibleName(name)
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        tree.header().setStretchLastSection(True)
        return tree

    def show_health(self, health: LinkHealth) -> None:
        """Bring one server up to date."""
        item = self._servers.get(health.server)
        if item is None:
            item = self._servers[health.server] = QTreeWidgetItem(self.health, [health.server])
            item.setExpanded(True)
        item.setText(1, f"{LINK_SIGNS[health.state]} {link_text(health.state)}")
        facts = self._facts(health)
        while item.childCount() < len(facts):
            QTreeWidgetItem(item)
        for number, (name, value) in enumerate(facts):
            child = item.child(number)
            if child is None:
                continue
            child.setText(0, f"    {name}")
            child.setText(1, value)
            child.setToolTip(1, value)
        self._show_problems(health)
        self._show_hint()

    def _facts(self, health: LinkHealth) -> list[tuple[str, str]]:
        offset = health.clock_offset_s
        clock = MISSING if math.isnan(offset) else f"{number_text(offset, 3)} s"
        if not math.isnan(offset) and abs(offset) > CLOCK_OFF_S:
            clock = self.tr("■ {offset}: set the server's clock; ages count from the time of receipt").format(
                offset=clock
            )
        return [
            (self.tr("Reason"), health.reason or MISSING),
            (self.tr("Endpoint"), health.endpoint or MISSING),
            (self.tr("Last heard"), age_text(health.heard_age_s)),
            (self.tr("Values"), self.tr("{count}, {rate}/s").format(
                count=number_text(health.values, 0), rate=number_text(health.values_per_s, 0))),
            (self.tr("Gaps in sequence"), self.tr("{gaps}, {republished} sent again").format(
                gaps=health.gaps, republished=health.republished)),
            (self.tr("Overflows"), str(health.overflows)),
            (self.tr("Reconnects"), str(health.reconnects)),
            (self.tr("Server's clock"), clock),
        ]  # fmt: skip

    def _show_problems(self, health: LinkHealth) -> None:
        key = Qt.ItemDataRole.UserRole
        root = self.problems.invisibleRootItem()
        items = [root.child(k) for k in range(root.childCount())]
        old = [item for item in items if item is not None and item.data(0, key) == health.server]
        if [(item.text(0), item.text(1)) for item in old] == list(health.problems):
            return
        for item in old:
            root.removeChild(item)
        for point, reason in health.problems:
            item = QTreeWidgetItem(self.problems, [point, reason])
            item.setData(0, key, health.server)
            item.setToolTip(1, reason)

    def record_gap(self, gap: RecordedGap) -> None:
        """Note a span in which changes may be missing; the latest on top."""
        self._gaps.appendleft(gap)
        item = QTreeWidgetItem([gap.server, time_text(gap.from_us), time_text(gap.to_us), gap.reason])
        item.setToolTip(3, gap.reason)
        self.gaps.insertTopLevelItem(0, item)
        while self.gaps.topLevelItemCount() > MOST_GAPS:
            self.gaps.takeTopLevelItem(MOST_GAPS)
        self._show_hint()

    @property
    def recorded_gaps(self) -> tuple[RecordedGap, ...]:
        """The latest first."""
        return tuple(self._gaps)

    def _show_hint(self) -> None:
        points, gaps = self.problems.topLevelItemCount(), self.gaps.topLevelItemCount()
        self._tabs.setTabText(1, self.tr("Points ({count})").format(count=points) if points else self.tr("Points"))
        self._tabs.setTabText(2, self.tr("Gaps ({count})").format(count=gaps) if gaps else self.tr("Gaps"))
        text = self.tr("Every point could be created and no span is missing.") if not points and not gaps else ""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def _ask_retry(self) -> None:
        chosen = self.health.currentItem()
        while chosen is not None and chosen.parent() is not None:
            chosen = chosen.parent()
        for name in [chosen.text(0)] if chosen is not None else list(self._servers):
            self.retry_asked.emit(name)
