"""What a drag with the mouse does: each kind an object from press to release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from engines.values.schematic import LabelKind
from widgets.diagram.hit import inside
from widgets.theme import theme

if TYPE_CHECKING:
    from widgets.diagram.view import DiagramView

START_PX = 4.0
"""A press that moves less is a click."""


class Gesture(Protocol):
    """A drag under way."""

    def move(self, at: QPointF) -> None:
        """The pointer is here now."""

    def finish(self) -> None:
        """The button was released."""

    def cancel(self) -> None:
        """Escape: as if it had never begun."""

    def paint(self, painter: QPainter) -> None:
        """What shows that it is under way."""


class Pan:
    """Moves the drawing with the pointer."""

    def __init__(self, view: DiagramView, at: QPointF) -> None:
        self._view, self._last, self._before = view, at, view.camera
        view.setCursor(Qt.CursorShape.ClosedHandCursor)

    def move(self, at: QPointF) -> None:
        """The drawing follows."""
        self._view.look_by_hand(self._view.camera.panned(at.x() - self._last.x(), at.y() - self._last.y()))
        self._last = at

    def finish(self) -> None:
        """Stay here."""
        self._view.unsetCursor()

    def cancel(self) -> None:
        """Back to where it began."""
        self._view.set_camera(self._before)
        self._view.unsetCursor()

    def paint(self, painter: QPainter) -> None:
        """Nothing to show."""


class RubberBand:
    """Adds everything inside a rectangle to the selection."""

    def __init__(self, view: DiagramView, at: QPointF) -> None:
        self._view, self._begin, self._end = view, at, at

    @property
    def _rect(self) -> QRectF:
        return QRectF(self._begin, self._end).normalized()

    def move(self, at: QPointF) -> None:
        """The other corner."""
        self._end = at
        self._view.update()

    def finish(self) -> None:
        """Select what is inside."""
        scene, rect = self._view.scene, self._rect
        if scene is not None:
            corners = (*self._view.camera.to_world(rect.left(), rect.top()),
                       *self._view.camera.to_world(rect.right(), rect.bottom()))  # fmt: skip
            found = inside(scene, corners).tolist()
            self._view.choose([*self._view.selected_numbers, *found])
        self._view.update()

    def cancel(self) -> None:
        """Select nothing."""
        self._view.update()

    def paint(self, painter: QPainter) -> None:
        """The rectangle."""
        painter.setPen(QPen(theme().color("accent"), 1))
        painter.setBrush(theme().color("accent", 0.12))
        painter.drawRect(self._rect)


class Move:
    """Gives buses, or a feeder by its head, another place by hand."""

    def __init__(self, view: DiagramView, at: QPointF, places: dict[str, tuple[float, float]]) -> None:
        self._view, self._begin, self._end, self._places = view, at, at, places
        view.setCursor(Qt.CursorShape.SizeAllCursor)

    def move(self, at: QPointF) -> None:
        """The new place."""
        self._end = at
        self._view.update()

    def finish(self) -> None:
        """Tell where everything goes."""
        self._view.unsetCursor()
        scale = self._view.camera.scale
        dx, dy = (self._end.x() - self._begin.x()) / scale, (self._end.y() - self._begin.y()) / scale
        if dx or dy:
            self._view.moved.emit({key: (x + dx, y + dy) for key, (x, y) in self._places.items()})
        self._view.update()

    def cancel(self) -> None:
        """Leave everything where it is."""
        self._view.unsetCursor()
        self._view.update()

    def paint(self, painter: QPainter) -> None:
        """A cross where each would stand, tied to where it stands."""
        painter.setPen(QPen(theme().color("accent"), 1.5))
        dx, dy = self._end.x() - self._begin.x(), self._end.y() - self._begin.y()
        for x, y in self._places.values():
            at = QPointF(*self._view.camera.to_screen(x, y))
            there = at + QPointF(dx, dy)
            painter.drawLine(at, there)
            painter.drawLine(there - QPointF(8, 0), there + QPointF(8, 0))
            painter.drawLine(there - QPointF(0, 8), there + QPointF(0, 8))


def movable(view: DiagramView, number: int) -> dict[str, tuple[float, float]]:
    """Ids and places of what an Alt-drag on an element moves: buses, or the feeder whose head it is."""
    scene = view.scene
    # On the map, equipment stands where it stands.
    if scene is None or number < 0 or view.view_kind == "map":
        return {}
    elements = scene.elements
    if number < elements.part("bus").stop:
        chosen = [n for n in view.selected_numbers if n < elements.part("bus").stop]
        rows = chosen if number in chosen else [number]
        ids = scene.network.bus.id
        return {str(ids[n]): (float(scene.anchor[n, 0]), float(scene.anchor[n, 1])) for n in rows}
    topology = view.shown.moment.topology if view.shown is not None else None
    labels = scene.layout.labels
    heads = scene.label_owner[labels.kind == LabelKind.FEEDER]
    if topology is None or number not in heads:
        return {}
    ref = elements.ref(number)
    for feeder in topology.feeders:
        if (feeder.head_table, feeder.head_row) == (ref.table, ref.row) and feeder.bus_rows:
            first = scene.anchor[elements.start["bus"] + feeder.bus_rows[0]]
            return {str(scene.network[ref.table].id[ref.row]): (float(first[0]), float(first[1]))}
    return {}
