"""The panel on the right: what is selected, how it is, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from widgets.inspector.trend import Trend
from widgets.inspector.trend_chart import TrendChart
from widgets.inspector.values import Bar, ElementDescription, Fact, Section
from widgets.numbers import number_text
from widgets.theme import theme, theme_chooser

UNIT_PX, ORIGIN_PX = 36, 58
MOST_BESIDE = 12
"""Longer texts take a row of their own, so that no panel is too narrow for its buttons."""
SIGNS = {"medium": "■ ", "high": "▲ "}


@dataclass(frozen=True, slots=True)
class InspectorAction:
    """A button of the inspector; ``reason`` says beneath it why it cannot be pressed, "" when it can."""

    text: str
    tip: str
    reason: str = ""
    is_primary: bool = False


class Inspector(QScrollArea):
    """Shows a description and its actions.

    Signals:
        action_chosen: index of the action pressed, in the order given.
    """

    action_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Inspector of the selection"))
        self.setMinimumWidth(200)
        self._shown: tuple[ElementDescription, tuple[InspectorAction, ...], Trend | None] | None = None
        theme_chooser().changed.connect(self._on_theme)

    def sizeHint(self) -> QSize:
        """Wide enough for a name and a value."""
        return QSize(300, 480)

    def _on_theme(self) -> None:
        # Labels of violations carry their colour; they are made anew.
        shown, self._shown = self._shown, None
        if shown is not None:
            self.show_element(*shown)

    def show_element(
        self, description: ElementDescription, actions: Sequence[InspectorAction] = (), trend: Trend | None = None
    ) -> None:
        """Show what is known and what can be done; the same again changes nothing on the screen."""
        wanted = (description, tuple(actions), trend)
        if trend is None and wanted == self._shown:
            return
        place = self.verticalScrollBar().value() if self._shown and self._shown[0].title == description.title else 0
        focused = self._focused_text()
        self._shown = wanted
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(4)
        self._add_head(column, description)
        for section in description.sections[:1]:
            self._add_section(column, section)
        if trend is not None:
            self._add_title(column, trend.title)
            column.addWidget(TrendChart(trend, content))
        self._add_actions(column, wanted[1])
        for bar in description.bars:
            column.addWidget(LoadingBar(bar, content))
        for section in description.sections[1:]:
            self._add_section(column, section)
        column.addStretch(1)
        self.setWidget(content)
        self.verticalScrollBar().setValue(place)
        for button in content.findChildren(QPushButton):
            if focused and button.text() == focused:
                button.setFocus()

    def _focused_text(self) -> str:
        focused = self.focusWidget()
        return focused.text() if isinstance(focused, QPushButton) else ""

    def _add_head(self, column: QVBoxLayout, description: ElementDescription) -> None:
        for text, name in (
            (description.kind, "small"),
            (description.title, "objectTitle"),
            (description.state, "hint"),
            (description.hint, "hint"),
        ):
            if text:
                label = QLabel(text, self)
                label.setObjectName(name)
                label.setWordWrap(True)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                column.addWidget(label)

    def _add_actions(self, column: QVBoxLayout, actions: tuple[InspectorAction, ...]) -> None:
        if not actions:
            return
        column.addSpacing(8)
        grid = QGridLayout()
        grid.setSpacing(8)
        column.addLayout(grid)
        place = 0
        for number, action in enumerate(actions):
            is_wide = len(action.text) > MOST_BESIDE
            place += place % 2 if is_wide else 0
            grid.addWidget(self._button(number, action), place // 2, place % 2, 1, 2 if is_wide else 1)
            place += 2 if is_wide else 1
        for action in actions:
            if action.reason:
                label = QLabel(f"{action.text}: {action.reason}", self)
                label.setObjectName("small")
                label.setWordWrap(True)
                column.addWidget(label)
        column.addSpacing(8)

    def _button(self, number: int, action: InspectorAction) -> QPushButton:
        button = QPushButton(action.text, self)
        button.setToolTip(action.reason or action.tip)
        button.setAccessibleName(action.text)
        button.setAccessibleDescription(action.reason or action.tip)
        button.setProperty("primary", action.is_primary)
        button.setEnabled(not action.reason)
        button.clicked.connect(lambda: self.action_chosen.emit(number))
        return button

    def _add_title(self, column: QVBoxLayout, text: str) -> None:
        title = QLabel(text.upper(), self)
        title.setObjectName("sectionTitle")
        title.setWordWrap(True)
        column.addSpacing(8)
        column.addWidget(title)

    def _add_section(self, column: QVBoxLayout, section: Section) -> None:
        origins = {fact.origin for fact in section.facts if fact.origin}
        # One origin for all is said once, in the title.
        is_shared = len(origins) == 1
        self._add_title(column, f"{section.title} · {origins.pop()}" if is_shared else section.title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        # The same widths in every section, so that numbers stand under one another.
        grid.setColumnMinimumWidth(2, UNIT_PX)
        grid.setColumnMinimumWidth(3, ORIGIN_PX if origins and not is_shared else 0)
        for row, fact in enumerate(section.facts):
            self._add_fact(grid, row, fact, is_shared)
        column.addLayout(grid)

    def _add_fact(self, grid: QGridLayout, row: int, fact: Fact, is_origin_known: bool) -> None:
        label, value = QLabel(fact.label, self), QLabel(f"{SIGNS.get(fact.severity, '')}{fact.value}", self)
        unit, origin = QLabel(fact.unit, self), QLabel("" if is_origin_known else fact.origin, self)
        label.setWordWrap(True)
        value.setObjectName("valueText")
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setAccessibleName(f"{fact.label}: {fact.value} {fact.unit} {fact.origin}".strip())
        if fact.severity:
            value.setStyleSheet(f"color: {theme().color(fact.severity).name()};")
        for each in (unit, origin):
            each.setObjectName("small")
        grid.addWidget(label, row, 0)
        grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(unit, row, 2)
        grid.addWidget(origin, row, 3)


class LoadingBar(QWidget):
    """A loading as a bar with its number; beyond the limit it takes shape and colour."""

    def __init__(self, bar: Bar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = bar
        self.setFixedHeight(34)
        self.setAccessibleName(f"{bar.label}: {number_text(bar.percent, 1)} %")
        self.setToolTip(self.tr("Current against the thermal limit"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Label, number, bar."""
        painter, bar = QPainter(self), self._bar
        is_over = bar.percent > bar.limit_percent
        painter.setPen(theme().color("text"))
        painter.drawText(
            QRectF(0, 0, self.width(), 20), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, bar.label
        )
        text = f"{'■ ' if is_over else ''}{number_text(bar.percent, 1)} %"
        painter.setPen(theme().color("medium" if is_over else "text"))
        painter.drawText(
            QRectF(0, 0, self.width(), 20), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("line"))
        painter.drawRoundedRect(QRectF(0, 24, self.width(), 5), 2.5, 2.5)
        if bar.percent == bar.percent:
            painter.setBrush(theme().color("medium" if is_over else "wire"))
            painter.drawRoundedRect(QRectF(0, 24, self.width() * min(1.0, bar.percent / 100.0), 5), 2.5, 2.5)
        painter.end()
