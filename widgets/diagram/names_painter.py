"""Names of stations and feeders where labels are too small, or where their beginning is out of view."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from engines.values.schematic import LabelKind
from widgets.diagram.camera import Camera
from widgets.diagram.labels import LabelTexts
from widgets.diagram.palette import Palette
from widgets.diagram.room import Box, Room
from widgets.diagram.scene import Scene
from widgets.diagram.shown import Shown
from widgets.diagram.words import Words

Array = np.ndarray[Any, Any]

_PIXELS = 11
_NAMES = (LabelKind.SUBSTATION, LabelKind.FEEDER, LabelKind.UNSUPPLIED)
_BETWEEN = 8.0
_AROUND_PX = 240.0
"""Names are kept apart a little beyond the view too, so that they stay while the drawing moves."""
_LEFT_PX = 8.0
_LIFT = 24.0
"""World units from a feeder's line up to the top of its name."""


class NamesPainter:
    """Paints names at readable size, as far as they leave each other room.

    Attributes:
        boxes: where names were written in the frame at hand, pixels, by the number of what is named.
    """

    def __init__(self, scene: Scene, shown: Shown, palette: Palette, words: Words, texts: LabelTexts) -> None:
        self._scene, self._shown, self._palette, self._words, self._texts = scene, shown, palette, words, texts
        kind = scene.layout.labels.kind
        self._labels = np.concatenate([np.flatnonzero(kind == name) for name in _NAMES])
        self._feeders = np.flatnonzero(kind == LabelKind.FEEDER)
        self._ends: dict[int, float] = {}
        self.boxes: dict[int, Box] = {}

    def paint_far(self, painter: QPainter, camera: Camera) -> None:
        """Stations first, then feeders, each where it is free."""
        labels = self._scene.layout.labels
        self._begin(camera)
        self._words.begin(painter, _PIXELS, True)
        height = self._words.height
        for label in self._labels.tolist():
            x, y = camera.to_screen(float(labels.x[label]), float(labels.y[label] + labels.height[label]))
            if not 0 <= y <= camera.height + height or x > camera.width:
                continue
            if labels.kind[label] == LabelKind.SUBSTATION:
                # Above the name of the first feeder, which the scale pushes against it.
                y -= max(0.0, height + 4 - 25.0 * camera.scale)
                token = "muted"
            else:
                x, token = self._stuck(label, x, camera), "text"
            self._name(painter, x, y - height, label, token)

    def paint_near(self, painter: QPainter, camera: Camera) -> None:
        """Names of feeders whose head is left of the view and whose line runs through it."""
        labels = self._scene.layout.labels
        x0, y0, _, y1 = camera.rect()
        hidden = (labels.x[self._feeders] < x0) & (labels.y[self._feeders] > y0) & (labels.y[self._feeders] < y1)
        if not hidden.any():
            return
        self._begin(camera)
        self._words.begin(painter, _PIXELS, True)
        for label in self._feeders[hidden].tolist():
            x, y = camera.to_screen(float(labels.x[label]), float(labels.y[label]) + _LIFT)
            stuck = self._stuck(label, x, camera)
            if stuck > x:
                self._name(painter, stuck, y + 4, label, "text")

    def _begin(self, camera: Camera) -> None:
        self._room = Room(-_AROUND_PX, -_AROUND_PX, camera.width + 2 * _AROUND_PX, camera.height + 2 * _AROUND_PX)
        self.boxes = {}

    def _stuck(self, label: int, x: float, camera: Camera) -> float:
        """At the left rim, where the line goes on to the right; else where it is."""
        width = self._words.width(self._texts[label])
        if x >= _LEFT_PX or self._scene.layout.labels.kind[label] != LabelKind.FEEDER:
            return x
        end = camera.to_screen(self._end_of(label), 0.0)[0]
        return min(_LEFT_PX, end - width) if end > width else x

    def _end_of(self, label: int) -> float:
        """World x at which the feeder's straight row ends."""
        if label not in self._ends:
            labels, topology = self._scene.layout.labels, self._shown.moment.topology
            ref = (str(labels.table[label]), int(labels.row[label]))
            feeders = topology.feeders if topology is not None else ()
            rows = next((f.bus_rows for f in feeders if (f.head_table, f.head_row) == ref), ())
            at = self._scene.anchor[self._scene.elements.start["bus"] + np.array(rows, np.int64)]
            on_row = np.abs(at[:, 1] - labels.y[label] - _LIFT) < 8.0
            self._ends[label] = float(at[on_row, 0].max(initial=float(labels.x[label])))
        return self._ends[label]

    def _name(self, painter: QPainter, x: float, y: float, label: int, token: str) -> None:
        text = self._texts[label]
        width, height = self._words.width(text), self._words.height
        if x + width < 0 or not self._room.take((x, y, x + width + _BETWEEN, y + height - 1)):
            return
        self.boxes[int(self._scene.label_owner[label])] = (x - 2, y, x + width + 2, y + height - 1)
        painter.fillRect(QRectF(x - 2, y, width + 4, height), self._palette.veil("canvas", 0.82))
        self._words.draw(painter, x, y, text, self._palette.color[token])
