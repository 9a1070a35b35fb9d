"""One value of the inspector: label, value with its quality, unit, where it comes from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from widgets.inspector.values import Fact
from widgets.tables.quality import CellFlag, cell_mark
from widgets.theme import theme

LONGEST_WHOLE = 14
SIGNS = {"medium": "■ ", "high": "▲ "}


class ValueLabel(QLabel):
    """A value that shows what of its quality is not plainly good, in the signs the tables use."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flags = 0
        self.setObjectName("valueText")
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def show_value(self, text: str, flags: int, severity: str) -> None:
        """Show a value; ``flags`` are :class:`CellFlag`."""
        mark = cell_mark(flags)
        self.setText(f"{SIGNS.get(severity, '')}{mark + ' ' if mark else ''}{text}")
        # Labels of violations carry their colour; the others have the style sheet's.
        style = f"color: {theme().color(severity).name()};" if severity else ""
        if flags & CellFlag.ESTIMATED:
            style += "font-style: italic;"
        if style != self.styleSheet():
            self.setStyleSheet(style)
        if flags != self._flags:
            self._flags = flags
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Hatched while stale, underlined with dashes while its source is silent."""
        if self._flags & (CellFlag.STALE | CellFlag.SUSPECT):
            painter = QPainter(self)
            if self._flags & CellFlag.STALE:
                painter.fillRect(self.rect(), QBrush(theme().color("faint", 0.45), Qt.BrushStyle.BDiagPattern))
            else:
                dashed = QPen(theme().color("muted"), 1.0)
                dashed.setDashPattern([3.0, 2.0])
                painter.setPen(dashed)
                painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
            painter.end()
        super().paintEvent(event)


class FactRow:
    """The labels of one fact, to be filled again and again."""

    def __init__(self, grid: QGridLayout, row: int, parent: QWidget) -> None:
        self._label, self._value = QLabel(parent), ValueLabel(parent)
        self._unit, self._origin = QLabel(parent), QLabel(parent)
        self._label.setWordWrap(True)
        for each in (self._unit, self._origin):
            each.setObjectName("small")
        grid.addWidget(self._label, row, 0)
        grid.addWidget(self._value, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._unit, row, 2)
        grid.addWidget(self._origin, row, 3)

    def show_fact(self, fact: Fact, is_origin_known: bool) -> None:
        """Show a fact; its origin is left out where the section's title says it for all."""
        self._label.setText(fact.label)
        self._value.show_value(fact.value, fact.flags, fact.severity)
        # Words may break; a number never does.
        self._value.setWordWrap(len(fact.value) > LONGEST_WHOLE)
        self._unit.setText(fact.unit)
        beside = fact.age or ("" if is_origin_known else fact.origin)
        self._origin.setText(beside)
        self._origin.setVisible(bool(beside))
        spoken = f"{fact.label}: {fact.value} {fact.unit} {fact.origin} {fact.meaning}".split()
        self._value.setAccessibleName(" ".join(spoken))
        self._value.setToolTip(fact.meaning)
