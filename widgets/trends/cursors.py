"""The two cursors of a chart of trends."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPen

from widgets.theme import LABEL_PX, theme, ui_font

NAMES = ("A", "B")


class Cursors(QObject):
    """Lines A and B; each is put by a click or key and can be dragged.

    Signals:
        moved: one was put, dragged or taken away.
    """

    moved = Signal()

    def __init__(self, view_box: Any) -> None:
        import pyqtgraph as pg

        super().__init__()
        self._lines: dict[str, Any] = {}
        for name in NAMES:
            line = pg.InfiniteLine(
                angle=90,
                movable=True,
                label=name,
                labelOpts={"position": 0.97, "movable": False, "anchors": [(0.5, 0.0), (0.5, 0.0)]},
            )
            line.setZValue(40)
            line.setVisible(False)
            line.label.setFont(ui_font(LABEL_PX, bold=True))
            line.sigPositionChanged.connect(lambda *_: self.moved.emit())
            view_box.addItem(line, ignoreBounds=True)
            self._lines[name] = line
        self.dress()

    @property
    def are_put(self) -> bool:
        """Whether one of them stands somewhere."""
        return any(line.isVisible() for line in self._lines.values())

    def place(self, name: str) -> float | None:
        """Where a cursor stands, in seconds of the chart; ``None`` where it was not put."""
        line = self._lines[name]
        return float(line.value()) if line.isVisible() else None

    def put(self, name: str, x: float) -> None:
        """Put a cursor somewhere."""
        line = self._lines[name]
        is_new = not line.isVisible()
        line.setVisible(True)
        has_moved = line.value() != x
        line.setValue(x)
        if is_new and not has_moved:
            self.moved.emit()

    def clear(self) -> None:
        """Take both away."""
        for line in self._lines.values():
            line.setVisible(False)
        self.moved.emit()

    def dress(self) -> None:
        """The colours of the theme in force."""
        for name, line in self._lines.items():
            pen = QPen(theme().color("accent"), 1.5, Qt.PenStyle.SolidLine if name == "A" else Qt.PenStyle.DashLine)
            pen.setCosmetic(True)
            line.setPen(pen)
            line.setHoverPen(QPen(theme().color("accent"), 2.5))
            line.label.setColor(theme().color("on_accent"))
            line.label.fill = pg_brush("accent")


def pg_brush(token: str) -> Any:
    """A brush of the theme, as pyqtgraph's labels want it."""
    from PySide6.QtGui import QBrush

    return QBrush(theme().color(token))
