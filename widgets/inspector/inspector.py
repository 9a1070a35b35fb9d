"""The panel on the right: what is selected, how it is, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from widgets.inspector.fact_row import FactRow
from widgets.inspector.loading_bar import LoadingBar
from widgets.inspector.trend import Trend
from widgets.inspector.trend_chart import TrendChart
from widgets.inspector.values import Bar, ElementDescription, Fact, Section
from widgets.theme import theme_chooser

__all__ = ["Bar", "ElementDescription", "Fact", "Inspector", "InspectorAction", "LoadingBar", "Section"]

UNIT_PX, AGE_PX, ORIGIN_PX = 36, 34, 58
MOST_BESIDE = 12
"""Longer texts take a row of their own, so that no panel is too narrow for its buttons."""


@dataclass(frozen=True, slots=True)
class InspectorAction:
    """A button of the inspector; ``reason`` says beneath it why it cannot be pressed, "" when it can."""

    text: str
    tip: str
    reason: str = ""
    is_primary: bool = False


LEAST_PX = 240
"""Narrower than that values and buttons are cut."""


class Inspector(QScrollArea):
    """Shows a description and its actions.

    What only changes its numbers is filled in where it stands: live values neither move nor take the focus.

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
        self.setMinimumWidth(LEAST_PX)
        self._shown: tuple[ElementDescription, tuple[InspectorAction, ...], Trend | None] | None = None
        self._page: _Page | None = None
        theme_chooser().changed.connect(self._on_theme)

    def sizeHint(self) -> QSize:
        """Wide enough for a name and a value."""
        return QSize(300, 480)

    def _on_theme(self) -> None:
        shown, self._shown, self._page = self._shown, None, None
        if shown is not None:
            self.show_element(*shown)

    def show_element(
        self, description: ElementDescription, actions: Sequence[InspectorAction] = (), trend: Trend | None = None
    ) -> None:
        """Show what is known and what can be done; the same again changes nothing on the screen."""
        wanted = (description, tuple(actions), trend)
        if trend is None and wanted == self._shown:
            return
        before, self._shown = self._shown, wanted
        if trend is None and self._page is not None and self._page.fits(description, wanted[1]):
            self._page.fill(description, wanted[1])
            return
        place = self.verticalScrollBar().value() if before and before[0].title == description.title else 0
        focused = self._focused_text()
        self._page = _Page(self, description, wanted[1], trend)
        self.setWidget(self._page)
        self.verticalScrollBar().setValue(place)
        for button in self._page.buttons:
            if focused and button.text() == focused:
                button.setFocus()
        if trend is not None:
            self._page = None

    def _focused_text(self) -> str:
        focused = self.focusWidget()
        return focused.text() if isinstance(focused, QPushButton) else ""


class _Page(QWidget):
    """The widgets for one shape of description."""

    def __init__(
        self,
        inspector: Inspector,
        description: ElementDescription,
        actions: tuple[InspectorAction, ...],
        trend: Trend | None,
    ) -> None:
        super().__init__(inspector)
        self._inspector = inspector
        self._shape = _shape(description, actions)
        self._heads = [self._head(name) for name in ("small", "objectTitle", "hint", "hint")]
        self._titles: list[QLabel] = []
        self._rows: list[list[FactRow]] = []
        self._grids: list[QGridLayout] = []
        self.buttons = [self._button(number, action) for number, action in enumerate(actions)]
        self._reasons = [self._small() for _ in actions]
        self._bars = [LoadingBar(bar, self) for bar in description.bars]
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(4)
        for head in self._heads:
            column.addWidget(head)
        for section in description.sections[:1]:
            self._add_section(column, section)
        if trend is not None:
            column.addSpacing(8)
            column.addWidget(self._title(trend.title))
            column.addWidget(TrendChart(trend, self))
        self._add_actions(column, actions)
        for bar in self._bars:
            column.addWidget(bar)
        for section in description.sections[1:]:
            self._add_section(column, section)
        column.addStretch(1)
        self.fill(description, actions)

    def fits(self, description: ElementDescription, actions: tuple[InspectorAction, ...]) -> bool:
        """Whether this page can show it by filling in other texts."""
        return _shape(description, actions) == self._shape

    def fill(self, description: ElementDescription, actions: tuple[InspectorAction, ...]) -> None:
        """Show a description of the same shape."""
        heads = (description.kind, description.title, description.state, description.hint)
        for label, text in zip(self._heads, heads, strict=True):
            label.setText(text)
            label.setVisible(bool(text))
        for title, grid, rows, section in zip(self._titles, self._grids, self._rows, description.sections, strict=True):
            origins = {fact.origin for fact in section.facts if fact.origin}
            # One origin for all is said once, in the title.
            is_shared = len(origins) == 1
            title.setText((f"{section.title} · {origins.pop()}" if is_shared else section.title).upper())
            has_age = any(fact.age for fact in section.facts)
            has_origin = not is_shared and any(fact.origin and not fact.age for fact in section.facts)
            grid.setColumnMinimumWidth(3, ORIGIN_PX if has_origin else AGE_PX if has_age else 0)
            for row, fact in zip(rows, section.facts, strict=True):
                row.show_fact(fact, is_shared)
        for button, reason, action in zip(self.buttons, self._reasons, actions, strict=True):
            button.setToolTip(action.reason or action.tip)
            button.setAccessibleDescription(action.reason or action.tip)
            button.setEnabled(not action.reason)
            # A reason that several have in common is said once.
            mine = [a.text for a in actions if a.reason == action.reason] if action.reason else []
            is_first = bool(mine) and mine[0] == action.text
            reason.setText(f"{', '.join(mine)}: {action.reason}" if is_first else "")
            reason.setVisible(is_first)
        for bar, loading in zip(self._bars, description.bars, strict=True):
            bar.show_bar(loading)

    def _head(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _small(self) -> QLabel:
        label = QLabel(self)
        label.setObjectName("small")
        label.setWordWrap(True)
        return label

    def _title(self, text: str) -> QLabel:
        title = QLabel(text.upper(), self)
        title.setObjectName("sectionTitle")
        title.setWordWrap(True)
        return title

    def _button(self, number: int, action: InspectorAction) -> QPushButton:
        button = QPushButton(action.text, self)
        button.setAccessibleName(action.text)
        button.setProperty("primary", action.is_primary)
        button.clicked.connect(lambda: self._inspector.action_chosen.emit(number))
        return button

    def _add_actions(self, column: QVBoxLayout, actions: tuple[InspectorAction, ...]) -> None:
        if not actions:
            return
        column.addSpacing(8)
        grid = QGridLayout()
        grid.setSpacing(8)
        column.addLayout(grid)
        place = 0
        for button, action in zip(self.buttons, actions, strict=True):
            is_wide = len(action.text) > MOST_BESIDE
            place += place % 2 if is_wide else 0
            grid.addWidget(button, place // 2, place % 2, 1, 2 if is_wide else 1)
            place += 2 if is_wide else 1
        for reason in self._reasons:
            column.addWidget(reason)
        column.addSpacing(8)

    def _add_section(self, column: QVBoxLayout, section: Section) -> None:
        title, grid = self._title(section.title), QGridLayout()
        column.addSpacing(8)
        column.addWidget(title)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        # The same widths in every section, so that numbers stand under one another.
        grid.setColumnMinimumWidth(2, UNIT_PX)
        self._titles.append(title)
        self._grids.append(grid)
        self._rows.append([FactRow(grid, row, self) for row in range(len(section.facts))])
        column.addLayout(grid)


def _shape(description: ElementDescription, actions: tuple[InspectorAction, ...]) -> tuple[object, ...]:
    """What must be the same for a description to fit into the widgets of another."""
    return (
        description.kind,
        description.title,
        tuple((section.title, tuple(fact.label for fact in section.facts)) for section in description.sections),
        tuple(bar.label for bar in description.bars),
        tuple((action.text, action.is_primary) for action in actions),
    )
