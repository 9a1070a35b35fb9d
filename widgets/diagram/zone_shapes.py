"""Where a zone lies: on the schematic boxes grown together along its rows, on the map a tube along its lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from engines.grid.network import ElementRef
from widgets.diagram.camera import Camera
from widgets.diagram.hit import distances
from widgets.diagram.lines_painter import on_screen
from widgets.diagram.scene import Scene
from widgets.diagram.strokes import clipped, dashed
from widgets.diagram.zone_outline import dashes_along, edges_of, outlines, rounded

Array = np.ndarray[Any, Any]

_SYMBOL_HALF = 8.0
_ROW_UP, _ROW_DOWN = 10.0, 26.0
"""How far a bus and its loads reach from their row: all of the row is as high, so that its rim is straight."""
_AT_SWITCH, _BEFORE_SWITCH = 10.0, 4.0
"""A line ends so near to its switch, and its zone so far behind that."""
_GAP_X, _GAP_Y = 96.0, 24.0
"""World units between two loads, and between what lies beneath each other, that are inside as well."""
_CORNER = 10.0
_LEAST_PX, _WIDEST = 6.0, 44.0
_LEVEL = 1.25
_MOST_KEPT = 64
_TUBE_PX, _LEAST_TUBE_PX = 14.0, 6.0
_ROUND = 12
"""Pieces of the round end of a tube."""
_MASK = 2
"""Pixels of a cell in which it is looked up what lies inside a tube."""


class ZoneShape(Protocol):
    """What is drawn of a zone and asked of its place."""

    def fill(self, painter: QPainter, camera: Camera, color: QColor) -> None:
        """Paint the area."""

    def outline(self, camera: Camera, dash: float, gap: float) -> Array:
        """``(n, 4)`` dashes around what may be seen of it, pixels."""

    def parts(self, camera: Camera) -> Array:
        """``(n, 4)`` boxes in pixels about the parts of it, the longest first."""

    def holds(self, camera: Camera, x: float, y: float) -> bool:
        """Whether a pixel lies in it."""


class ZoneForm:
    """One zone's elements, and its shape for each scale, worked out when it is first seen at that."""

    def __init__(self, scene: Scene, refs: Sequence[ElementRef]) -> None:
        self._members = _members(scene, refs)
        self._is_map = scene.is_map
        self._shapes: dict[float, ZoneShape] = {}

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything of it on the drawing."""
        return len(self._members.lines) + len(self._members.symbols) > 0

    def shape(self, margin: float, scale: float) -> ZoneShape:
        """The shape for this scale, ``margin`` world units around the elements."""
        wide = 0.0 if self._is_map else _stepped(margin, scale)
        if wide not in self._shapes:
            self._shapes[wide] = _Tube(self._members) if self._is_map else _Rows(self._members, wide)
        return self._shapes[wide]


class ZoneShapes:
    """Keeps the forms of one scene's zones, which outlive many results."""

    def __init__(self) -> None:
        self._scene: Scene | None = None
        self._forms: dict[tuple[ElementRef, ...], ZoneForm] = {}

    def form(self, scene: Scene, refs: tuple[ElementRef, ...]) -> ZoneForm:
        """Where these elements lie."""
        if scene is not self._scene or len(self._forms) > _MOST_KEPT:
            self._scene = scene
            self._forms.clear()
        if refs not in self._forms:
            self._forms[refs] = ZoneForm(scene, refs)
        return self._forms[refs]


def _stepped(margin: float, scale: float) -> float:
    """World units around the elements: far out more, in steps, so that few shapes serve all scales."""
    wanted = min(max(margin, _LEAST_PX / scale), max(margin, _WIDEST))
    steps = np.ceil(np.log(wanted / margin) / np.log(_LEVEL) - 1e-9)
    return float(margin * _LEVEL**steps)


class Members(NamedTuple):
    """What is drawn of a zone: lines ``(n, 4)``, whether each of their ends ``(n, 2)`` is at a switch that bounds the
    zone, which lines ``(n,)`` are sections of branches, and the middles ``(m, 2)`` of symbols; world units."""

    lines: Array
    is_bound: Array
    is_branch: Array
    symbols: Array


def _members(scene: Scene, refs: Sequence[ElementRef]) -> Members:
    """The elements, and what hangs on their buses."""
    elements = scene.elements
    is_in = np.zeros(elements.count, bool)
    is_in[[n for n in map(elements.number, refs) if n >= 0]] = True
    is_bus = is_in[elements.part("bus")]
    hung = slice(elements.part("switch").stop, elements.count)
    at_bus = elements.bus[hung]
    is_in[hung] |= (at_bus >= 0) & (is_bus[at_bus] if len(is_bus) else False)
    piece = is_in[scene.branches.owner]
    if is_bus.any():
        # What lies between a switch and a bus of another zone belongs to that.
        stub = np.flatnonzero(piece & (scene.stub >= 0))
        piece[stub] = is_bus[elements.bus[scene.stub[stub]]]
    branches = scene.branches.xy[piece]
    others = [scene.buses.xy[is_in[scene.buses.owner]], scene.stems.xy[is_in[scene.stems.owner]]]
    lines = np.vstack([branches, *others])
    is_branch = np.arange(len(lines)) < len(branches)
    is_bound = np.zeros((len(lines), 2), bool)
    switch, has_piece = scene.switches.owner, np.zeros(elements.count + 1, bool)
    has_piece[scene.branches.owner[piece]] = True
    # Of a switch that stands on no branch the number is -1: the last place, always empty.
    bounds = ~is_in[switch] & has_piece[scene.switch_branch[switch - elements.start["switch"]]]
    x, y = scene.switches.x[bounds], scene.switches.y[bounds]
    for side in (0, 1):
        is_beside = np.abs(branches[:, 2 * side, None] - x) <= _AT_SWITCH
        is_beside &= np.abs(branches[:, 2 * side + 1, None] - y) <= _AT_SWITCH
        is_bound[: len(branches), side] = is_beside.any(1)
    symbols = [
        np.column_stack([places.x, places.y])[is_in[places.owner]] for places in (scene.equipment, scene.switches)
    ]
    return Members(lines, is_bound, is_branch, np.vstack(symbols))


class _Rows:
    """Boxes around upright and level lines, grown together."""

    def __init__(self, members: Members, margin: float) -> None:
        symbols = np.hstack([members.symbols - _SYMBOL_HALF, members.symbols + _SYMBOL_HALF])
        around = np.array([-margin, -margin, margin, margin])
        self._boxes = np.vstack([_line_boxes(members, margin), symbols + around])
        rings = [rounded(ring, _CORNER) for ring in outlines(self._boxes, _GAP_X, _GAP_Y)]
        self._edges = edges_of(rings)
        self._path = QPainterPath()
        for ring in rings:
            self._path.addPolygon(QPolygonF([QPointF(x, y) for x, y in ring.tolist()]))
            self._path.closeSubpath()

    def fill(self, painter: QPainter, camera: Camera, color: QColor) -> None:
        to_screen = QTransform(camera.scale, 0, 0, camera.scale, camera.dx, camera.dy)
        painter.fillPath(to_screen.map(self._path), color)

    def outline(self, camera: Camera, dash: float, gap: float) -> Array:
        return _near(dashes_along(on_screen(camera, self._edges), dash, gap), camera)

    def parts(self, camera: Camera) -> Array:
        boxes = on_screen(camera, self._boxes)
        return boxes[np.argsort(-np.ptp(boxes[:, [0, 2]], axis=1), kind="stable")]

    def holds(self, camera: Camera, x: float, y: float) -> bool:
        return self._path.contains(QPointF(*camera.to_world(x, y)))


class _Tube:
    """A band along lines of any direction, equally wide on every scale of the map that can be read."""

    def __init__(self, members: Members) -> None:
        self._lines = np.vstack([members.lines, np.tile(members.symbols, 2)])

    def _seen(self, camera: Camera) -> tuple[Array, float]:
        radius = max(_LEAST_TUBE_PX, _TUBE_PX * min(camera.scale, 1.0))
        lines = on_screen(camera, self._lines)
        return _near(clipped(lines, camera.width, camera.height), camera), radius

    def fill(self, painter: QPainter, camera: Camera, color: QColor) -> None:
        lines, radius = self._seen(camera)
        painter.strokePath(_path(lines), _round_pen(color, 2 * radius))

    def outline(self, camera: Camera, dash: float, gap: float) -> Array:
        lines, radius = self._seen(camera)
        if not len(lines):
            return lines
        rim = np.vstack([dashed(_beside(lines, radius), dash, gap), _ends(lines, radius, gap > 0)])
        return rim[~_is_inside((rim[:, :2] + rim[:, 2:]) / 2, lines, radius - _MASK / 2)]

    def parts(self, camera: Camera) -> Array:
        lines, radius = self._seen(camera)
        if not len(lines):
            return np.zeros((0, 4))
        # Each line by its middle: the box about a slanted one has empty corners.
        middle = (lines[:, :2] + lines[:, 2:]) / 2
        longest = np.argsort(-np.hypot(*(lines[:, 2:] - lines[:, :2]).T), kind="stable")
        return np.hstack([middle - radius, middle + radius])[longest]

    def holds(self, camera: Camera, x: float, y: float) -> bool:
        lines, radius = self._seen(camera)
        return bool(len(lines) and distances(lines, x, y).min() <= radius)


def _line_boxes(members: Members, margin: float) -> Array:
    """``(n, 4)`` around each line; along the line it ends before a switch that bounds the zone."""
    lines = members.lines
    low, high = np.minimum(lines[:, :2], lines[:, 2:]), np.maximum(lines[:, :2], lines[:, 2:])
    is_level = members.is_branch & (lines[:, 1] == lines[:, 3])
    over, under = np.where(is_level, margin + _ROW_UP, margin), np.where(is_level, margin + _ROW_DOWN, margin)
    boxes: Array = np.column_stack([low[:, 0] - margin, low[:, 1] - over, high[:, 0] + margin, high[:, 1] + under])
    for side in (0, 1):
        for axis in (0, 1):
            is_along = members.is_bound[:, side] & (lines[:, 1 - axis] == lines[:, 3 - axis])
            is_low = lines[:, 2 * side + axis] <= lines[:, 2 * (1 - side) + axis]
            begins, ends = is_along & is_low, is_along & ~is_low
            boxes[begins, axis] = low[begins, axis] - _BEFORE_SWITCH
            boxes[ends, 2 + axis] = high[ends, axis] + _BEFORE_SWITCH
    return boxes


def _near(lines: Array, camera: Camera) -> Array:
    """Lines in pixels that lie in or near the view."""
    low, high = np.minimum(lines[:, :2], lines[:, 2:]), np.maximum(lines[:, :2], lines[:, 2:])
    margin_x, margin_y = 0.1 * camera.width + 20, 0.1 * camera.height + 20
    is_near = (high >= [-margin_x, -margin_y]).all(1)
    is_near &= (low <= [camera.width + margin_x, camera.height + margin_y]).all(1)
    return np.asarray(lines[is_near])


def _path(lines: Array) -> QPainterPath:
    path = QPainterPath()
    for x0, y0, x1, y1 in lines.tolist():
        path.moveTo(x0, y0)
        # A stroke needs some way to go.
        path.lineTo(x1 + 1e-3, y1)
    return path


def _round_pen(color: QColor | Qt.GlobalColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _beside(lines: Array, radius: float) -> Array:
    """Both long sides of each tube."""
    step = lines[:, 2:] - lines[:, :2]
    length = np.maximum(np.hypot(*step.T), 1e-9)[:, None]
    aside = np.column_stack([-step[:, 1], step[:, 0]]) / length * radius
    is_long = length[:, 0] > 1.0
    sides = [lines[is_long] + np.tile(turn * aside[is_long], 2) for turn in (1, -1)]
    return np.vstack(sides)


def _ends(lines: Array, radius: float, is_dashed: bool) -> Array:
    """Circles about both ends in short pieces, every other one where the outline is dashed."""
    around = np.arange(_ROUND + 1) * 2 * np.pi / _ROUND
    circle = np.column_stack([np.cos(around), np.sin(around)]) * radius
    pieces = np.hstack([circle[:-1], circle[1:]])[:: 2 if is_dashed else 1]
    centres = np.unique(np.round(np.vstack([lines[:, :2], lines[:, 2:]]), 1), axis=0)
    return (np.tile(centres, 2)[:, None] + pieces[None]).reshape(-1, 4)


def _is_inside(points: Array, lines: Array, radius: float) -> Array:
    """``(n,)`` whether points ``(n, 2)`` lie within the tubes, looked up in a small picture of them."""
    low = np.minimum(points.min(0), lines.reshape(-1, 2).min(0)) - 2
    width, height = (np.maximum(points.max(0), lines.reshape(-1, 2).max(0)) - low).tolist()
    image = QImage(int(width / _MASK) + 3, int(height / _MASK) + 3, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.scale(1 / _MASK, 1 / _MASK)
    painter.translate(*(-low).tolist())
    painter.strokePath(_path(lines), _round_pen(Qt.GlobalColor.white, 2 * radius))
    painter.end()
    bits: Array = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    column, row = ((points - low) / _MASK).astype(np.int64).T
    return np.asarray(bits[row, column] > 0)
