"""Names of stations and feeders where labels are too small, or where their beginning is out of view."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from PySide6.QtGui import QPainter

from engines.values.schematic import LabelKind
from widgets.diagram.camera import Camera
from widgets.diagram.labels import LabelTexts, first_word
from widgets.diagram.name_places import LIFT, around, map_points, places_of
from widgets.diagram.obstacles import Ground
from widgets.diagram.palette import Palette
from widgets.diagram.room import Box, Room
from widgets.diagram.scene import Scene
from widgets.diagram.shown import Shown
from widgets.diagram.words import Words

Array = np.ndarray[Any, Any]

_PIXELS = 11
_NAMES = (LabelKind.SUBSTATION, LabelKind.FEEDER, LabelKind.UNSUPPLIED)
_BESIDE, _OVER, _UNDER = 3.0, 1.2, 1.0
"""Air around the letters, so that the rounding to cells of room never lets them touch."""
_LEFT_PX = 8.0
_CLEAR_PX = 4.0
_STEPS_PX = tuple(np.arange(0.0, 400.0, 24.0).tolist())
"""Along its line a name at the rim looks for a place so far into the view."""


class _Name(NamedTuple):
    """A name at its place, in pixels."""

    x: float
    foot: float
    text: str
    label: int
    box: Box


class NamesPainter:
    """Paints names at readable size where they lie on nothing; what finds no place is left out.

    Attributes:
        room: what lines, symbols and names leave free, in pixels of the ground's camera.
        fixed: boxes of the names that move with the drawing, in the same pixels, by the number of what is named.
        boxes: ``(n, 4)`` boxes of all names of the frame at hand, pixels.
    """

    def __init__(
        self, scene: Scene, shown: Shown, palette: Palette, words: Words, texts: LabelTexts, ground: Ground
    ) -> None:
        self._scene, self._shown, self._palette, self._words, self._texts = scene, shown, palette, words, texts
        self._ground = ground
        kind = scene.layout.labels.kind
        self._labels = {name: np.flatnonzero(kind == name) for name in _NAMES}
        self._ends: dict[int, float] = {}
        self._turn = -1
        self._placed: list[_Name] = []
        self.room = self._free = Room(0.0, 0.0, 1.0, 1.0)
        self.fixed: dict[int, Box] = {}
        self.boxes = np.zeros((0, 4))

    def paint_far(self, painter: QPainter, camera: Camera, marks: Array) -> None:
        """Stations first, then feeders, each in the first place that is free, also of ``marks`` ``(n, 4)``."""
        self._words.begin(painter, _PIXELS, True)
        ground = self._ground.room(camera)
        if self._turn != self._ground.turn:
            self._turn = self._ground.turn
            self._free = ground.copy()
            self._free.block(marks)
            self._place(self._ground.camera)
        dx, dy = self._ground.moved(camera)
        sticks = self._sticking(camera)
        names = [n._replace(x=n.x + dx, foot=n.foot + dy, box=_moved(n.box, dx, dy)) for n in self._placed]
        names = [n for n in names if n.label not in sticks]
        for label in sticks:
            name = self._at_rim(camera, label, self._free, [n.box for n in names])
            names += [name] if name is not None else []
        self._draw(painter, camera, names)

    def paint_near(self, painter: QPainter, camera: Camera) -> None:
        """Names of feeders whose head is left of the view and whose line runs through it."""
        self.boxes = np.zeros((0, 4))
        self._words.begin(painter, _PIXELS, True)
        sticks = [label for label, x in self._sticking(camera).items() if x < 0]
        if not sticks:
            return
        self.look_near(camera)
        names: list[_Name] = []
        for label in sticks:
            name = self._at_rim(camera, label, self.room, [n.box for n in names])
            names += [name] if name is not None else []
        self._draw(painter, camera, names)

    def look_near(self, camera: Camera) -> Room:
        """What lines, symbols and the layout's labels leave free."""
        ground = self._ground.room(camera)
        if self._turn != self._ground.turn:
            self._turn = self._ground.turn
            self.room = ground.copy()
            self.room.block(label_boxes(self._scene, self._ground.camera))
        return self.room

    def _draw(self, painter: QPainter, camera: Camera, names: list[_Name]) -> None:
        seen = [n for n in names if n.box[2] > 0 and n.box[0] < camera.width and -2 < n.box[3] < camera.height + 12]
        self.boxes = np.array([n.box for n in seen], float).reshape(-1, 4)
        kind = self._scene.layout.labels.kind
        for name in seen:
            token = "muted" if kind[name.label] == LabelKind.SUBSTATION else "text"
            top = name.foot - self._words.ascent
            self._words.draw(painter, name.x, top, name.text, self._palette.color[token])

    def _place(self, camera: Camera) -> None:
        """Find the places of all names that move with the drawing."""
        self.room = self._free.copy()
        self._placed = []
        for kind, labels in self._labels.items():
            self._place_kind(camera, kind, labels)
        owner = self._scene.label_owner
        self.fixed = {int(owner[name.label]): name.box for name in self._placed}

    def _place_kind(self, camera: Camera, kind: LabelKind, labels: Array) -> None:
        labels = labels[self._is_near(camera, labels)]
        # A long name first in all its places, then its first word alone.
        for shorten in (str, first_word):
            if not len(labels):
                return
            texts = [shorten(self._texts[label]) for label in labels.tolist()]
            width = np.array([self._words.width(text) for text in texts])
            ink = np.array([self._words.ink(text) for text in texts])
            at = self._places(camera, kind, labels, width)
            boxes = _around(at, width, ink)
            found = self.room.settle(boxes, self._ground.is_whole(boxes))
            for k in np.flatnonzero(found >= 0).tolist():
                (x, foot), box = at[k, found[k]].tolist(), boxes[k, found[k]].tolist()
                self._placed.append(_Name(x, foot, texts[k], int(labels[k]), (box[0], box[1], box[2], box[3])))
            labels = labels[found < 0]

    def _places(self, camera: Camera, kind: LabelKind, labels: Array, width: Array) -> Array:
        if not self._scene.is_map:
            return places_of(self._scene, camera, kind, labels, width)
        points = map_points(self._scene, self._shown.moment.topology, kind, labels)
        return around(points * camera.scale + np.array([camera.dx, camera.dy]), width, kind)

    def _is_near(self, camera: Camera, labels: Array) -> Array:
        """``(n,)`` which labels may be seen before the ground is measured anew."""
        box = self._scene.layout.labels
        x0, y0, x1, y1 = camera.rect(0.2 * camera.width)
        x, y = box.x[labels], box.y[labels]
        return np.asarray((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1))

    def _sticking(self, camera: Camera) -> dict[int, float]:
        """Feeders that begin left of the view's rim and go on into it, with the pixel they begin at."""
        if self._scene.is_map:
            return {}
        labels, rows = self._scene.layout.labels, self._labels[LabelKind.FEEDER]
        x = labels.x[rows] * camera.scale + camera.dx
        line = (labels.y[rows] + LIFT) * camera.scale + camera.dy
        left = np.flatnonzero((x < _LEFT_PX) & (line > 0) & (line < camera.height))
        return {int(rows[k]): float(x[k]) for k in left.tolist()}

    def _at_rim(self, camera: Camera, label: int, ground: Room, others: list[Box]) -> _Name | None:
        """The name above its line, as near to the rim as it is free."""
        text = self._texts[label]
        width, ink = self._words.width(text), self._words.ink(text)
        line = camera.to_screen(0.0, float(self._scene.layout.labels.y[label]) + LIFT)[1]
        end = camera.to_screen(self._end_of(label), 0.0)[0] - width
        steps = np.array([_LEFT_PX + step for step in _STEPS_PX if _LEFT_PX + step <= end])
        if not len(steps):
            return None
        at = np.column_stack([steps, np.full(len(steps), line - _CLEAR_PX)])[None]
        boxes = _around(at, np.array([width]), np.array([ink]))[0]
        dx, dy = self._ground.moved(camera)
        is_free = ground.free(boxes - np.array([dx, dy, dx, dy]))
        for x0, y0, x1, y1 in others:
            is_free &= (boxes[:, 0] > x1) | (boxes[:, 2] < x0) | (boxes[:, 1] > y1) | (boxes[:, 3] < y0)
        if not is_free.any():
            return None
        k = int(np.argmax(is_free))
        box = boxes[k].tolist()
        return _Name(float(steps[k]), line - _CLEAR_PX, text, label, (box[0], box[1], box[2], box[3]))

    def _end_of(self, label: int) -> float:
        """World x at which the feeder's straight row ends."""
        if label not in self._ends:
            labels, topology = self._scene.layout.labels, self._shown.moment.topology
            ref = (str(labels.table[label]), int(labels.row[label]))
            feeders = topology.feeders if topology is not None else ()
            rows = next((f.bus_rows for f in feeders if (f.head_table, f.head_row) == ref), ())
            at = self._scene.anchor[self._scene.elements.start["bus"] + np.array(rows, np.int64)]
            on_row = np.abs(at[:, 1] - labels.y[label] - LIFT) < 8.0
            self._ends[label] = float(at[on_row, 0].max(initial=float(labels.x[label])))
        return self._ends[label]


def _around(at: Array, width: Array, ink: Array) -> Array:
    """``(n, n_place, 4)`` boxes of texts at left and foot ``(n, n_place, 2)``, with air around the letters."""
    left, foot = at[..., 0], at[..., 1]
    over, under = ink[:, :1] + _OVER, ink[:, 1:] + _UNDER
    return np.stack([left - _BESIDE, foot - over, left + width[:, None] + _BESIDE, foot + under], axis=-1)


def _moved(box: Box, dx: float, dy: float) -> Box:
    return box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy


def label_boxes(scene: Scene, camera: Camera) -> Array:
    """``(n, 4)`` the boxes of all labels in pixels."""
    labels = scene.layout.labels
    low = np.column_stack([labels.x, labels.y]) * camera.scale + np.array([camera.dx, camera.dy])
    return np.hstack([low, low + np.column_stack([labels.width, labels.height]) * camera.scale])
