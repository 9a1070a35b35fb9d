"""Values and names."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from engines.values.schematic import LabelKind
from widgets.diagram.camera import Camera
from widgets.diagram.labels import LabelTexts, value_text
from widgets.diagram.layers import Freshness, Layer
from widgets.diagram.names_painter import NamesPainter
from widgets.diagram.obstacles import Ground
from widgets.diagram.open_words import OpenWords
from widgets.diagram.overview_words import MARK_ROOM_PX, VALUE_PX, VALUES_FROM, OverviewWords
from widgets.diagram.palette import Palette
from widgets.diagram.placed_words import FOOT_PX, Placed
from widgets.diagram.scene import Scene
from widgets.diagram.shown import Shown, branch_values
from widgets.diagram.signs_painter import FADED, MARK_TOKEN, SignsPainter
from widgets.diagram.words import Words

Array = np.ndarray[Any, Any]

TEXT_FROM = 0.66
"""Scale from which a label of 11 px can be read."""
_BELOW = (LabelKind.FEEDER_VALUE, LabelKind.TRANSFORMER)
_SMALLEST_PX = 9
"""Figures and feeder names are short: their boxes have room for a little more than the scale gives."""


def text_pixels(scale: float) -> int:
    """Height of the font at a scale: as designed, from what can be read to what is large enough."""
    return int(min(max(math.floor(11.0 * scale + 0.25), 8), 15))


class WordsPainter:
    """Paints text, each where the layout keeps room for it."""

    def __init__(self, scene: Scene, shown: Shown, palette: Palette, signs: SignsPainter, words: Words) -> None:
        self._scene, self._shown, self._palette, self._signs, self._words = scene, shown, palette, signs, words
        self._texts = LabelTexts(scene, shown)
        ground = Ground(scene, shown, signs)
        self._names = NamesPainter(scene, shown, palette, words, self._texts, ground)
        self._open = OpenWords(scene, shown)
        self._overview = OverviewWords(scene, shown, self._names, ground, words, self._texts)
        labels = scene.layout.labels
        self._is_bold = np.isin(labels.kind, [LabelKind.FEEDER, LabelKind.SUBSTATION])
        self._is_value = np.isin(labels.kind, [LabelKind.BUS_VALUE, LabelKind.FEEDER_VALUE])
        self._token = self._tokens()
        self._severity = np.zeros(len(labels), np.int64)
        is_value = labels.kind == LabelKind.BUS_VALUE
        self._severity[is_value] = shown.bus_severity[labels.row[is_value]]

    def _tokens(self) -> list[str]:
        kinds = self._scene.layout.labels.kind
        by_kind = {int(LabelKind.BUS_VALUE): "text", int(LabelKind.FEEDER): "text", int(LabelKind.UNSUPPLIED): "text"}
        return [by_kind.get(int(kind), "muted") for kind in kinds]

    def paint(self, painter: QPainter, camera: Camera, *, is_moving: bool = False) -> None:
        """Everything that can be read at this scale, and violations at every scale."""
        if camera.scale >= TEXT_FROM:
            self._labels(painter, camera)
            self._branch_marks(painter, camera)
            self._names.paint_near(painter, camera)
        else:
            self._names.paint_far(painter, camera)
            placed = self._overview.placed(painter, camera, is_moving=is_moving)
            self._overview_words(painter, camera, placed)
            if (self._shown.severity > 0).any():
                self._far_marks(painter, camera, placed.is_violation_written(self._scene.elements.count))

    def _labels(self, painter: QPainter, camera: Camera) -> None:
        labels, scale = self._scene.layout.labels, camera.scale
        x0, y0, x1, y1 = camera.rect(4)
        seen = (labels.x + labels.width >= x0) & (labels.x <= x1) & (labels.y + labels.height >= y0) & (labels.y <= y1)
        pixels = text_pixels(scale)
        marks: list[tuple[float, float, int]] = []
        for group, size, is_bold in (
            (self._is_value, max(pixels, _SMALLEST_PX), False),
            (~self._is_value & ~self._is_bold, pixels, False),
            (self._is_bold, max(pixels, _SMALLEST_PX), True),
        ):
            self._words.begin(painter, size, is_bold)
            for label in np.flatnonzero(seen & group).tolist():
                text = self._texts[label] + self._open.addition(label)
                if text:
                    self._label(painter, camera, label, text, marks)
        self._stamp(painter, marks, pixels / 11.0)

    def _label(
        self, painter: QPainter, camera: Camera, label: int, text: str, marks: list[tuple[float, float, int]]
    ) -> None:
        labels, height = self._scene.layout.labels, self._words.height
        x, top = camera.to_screen(float(labels.x[label]), float(labels.y[label]))
        room = float(labels.height[label]) * camera.scale
        is_below = labels.kind[label] in _BELOW
        y = top if is_below else top + room - height
        if labels.kind[label] == LabelKind.SWITCH:
            y = top + (room - height) / 2
        severity = int(self._severity[label])
        if severity:
            mark = MARK_ROOM_PX * self._words.pixels / 11.0
            marks.append((x + mark / 2 - 1.5, y + height / 2, severity))
            x += mark
        is_value = bool(self._is_value[label])
        self._words.draw(painter, x, y, text, self._color(severity, self._token[label], is_value))
        if is_value and self._shown.moment.is_old:
            self._hatch(painter, QRectF(x - 1, y + 1, self._words.width(text) + 2, height - 2))

    def _color(self, severity: int, token: str, is_value: bool) -> QColor:
        """Of a text: a violation's own, and fainter the older its value is."""
        moment = self._shown.moment
        if severity:
            return self._palette.veil(MARK_TOKEN[severity], FADED if moment.is_old else 1.0)
        if is_value and moment.freshness is not Freshness.CURRENT:
            token = "faint" if moment.is_old else "muted"
        return self._palette.color[token]

    def _overview_words(self, painter: QPainter, camera: Camera, placed: Placed) -> None:
        """Values and names where there is room for them, at a size that can be read."""
        words = self._words
        words.begin(painter, VALUE_PX, False)
        foot = FOOT_PX - words.ascent
        is_old = self._shown.moment.is_old
        marks: list[tuple[float, float, int]] = []
        for k in placed.seen(camera, self._names.boxes):
            word = placed.words[k]
            x, top = word.x + camera.dx, word.top + camera.dy
            text_x = x
            if word.severity:
                marks.append((x + 4.5, top + 5.0, word.severity))
                text_x += MARK_ROOM_PX
            token = "text" if word.is_value else "muted"
            words.draw(painter, text_x, top + foot, word.text, self._color(word.severity, token, word.is_value))
            if is_old and word.is_value:
                self._hatch(painter, QRectF(x - 1, top - 1, word.width + 2, 11))
        self._stamp(painter, marks, 0.9)

    def _hatch(self, painter: QPainter, rect: QRectF) -> None:
        painter.fillRect(rect, QBrush(self._palette.veil("faint", 0.75), Qt.BrushStyle.BDiagPattern))

    def _stamp(self, painter: QPainter, marks: list[tuple[float, float, int]], scale: float) -> None:
        if marks:
            x, y, severity = np.array(marks).T
            self._signs.stamp_marks(painter, x, y, severity.astype(np.int64), scale)

    def _branch_marks(self, painter: QPainter, camera: Camera) -> None:
        """Overloaded branches, with their loading beneath the line."""
        scene, shown = self._scene, self._shown
        after = scene.elements.part("bus").stop
        number = after + np.flatnonzero(shown.severity[after:] > 0)
        if not len(number) or shown.layer is Layer.LOADING:
            return
        loading = branch_values(scene, shown.moment, "loading_percent")
        marks: list[tuple[float, float, int]] = []
        pixels = text_pixels(camera.scale)
        self._words.begin(painter, pixels, False)
        for k in number.tolist():
            x, y = camera.to_screen(*scene.anchor[k].tolist())
            if not (0 <= x <= camera.width and 0 <= y <= camera.height):
                continue
            x, y = self._beneath(k, x, y, camera)
            severity, text = int(shown.severity[k]), value_text(float(loading[k]), Layer.LOADING)
            self._plate(painter, QRectF(x - 7, y, self._words.width(text) + pixels + 4, self._words.height))
            marks.append((x, y + self._words.height / 2, severity))
            self._words.draw(painter, x + pixels * 0.75, y, text, self._color(severity, "text", True))
        self._stamp(painter, marks, pixels / 11.0)

    def _beneath(self, number: int, x: float, y: float, camera: Camera) -> tuple[float, float]:
        """Where a branch's mark stands: beneath its name, or where it has none, beneath its line."""
        own = np.flatnonzero(self._scene.label_owner == number)
        if not len(own):
            return x, y + 3
        labels, label = self._scene.layout.labels, int(own[0])
        left, top = camera.to_screen(float(labels.x[label]), float(labels.y[label]))
        return left + 4, top + max(self._words.height, float(labels.height[label]) * min(camera.scale, 1.3)) + 1

    def _plate(self, painter: QPainter, rect: QRectF) -> None:
        color = self._palette.veil("canvas", 0.82)
        painter.fillRect(rect, color)

    def _far_marks(self, painter: QPainter, camera: Camera, written: Array) -> None:
        if camera.scale >= VALUES_FROM:
            self._single_marks(painter, camera, np.flatnonzero((self._shown.severity > 0) & ~written))
            return
        x, y, severity, count = self._signs.gathered_marks(camera, written)
        self._signs.stamp_marks(painter, x, y, severity)
        self._words.begin(painter, 9, True)
        for k in np.flatnonzero(count > 1).tolist():
            text = str(count[k])
            left, top = float(x[k]) + 6, float(y[k]) - self._words.height / 2
            self._plate(painter, QRectF(left, top, self._words.width(text) + 1, self._words.height))
            self._words.draw(painter, left, top, text, self._color(int(severity[k]), "text", True))

    def _single_marks(self, painter: QPainter, camera: Camera, number: Array) -> None:
        """Where there was no room for the figure: a small shape on the thing itself."""
        x, y = (self._scene.anchor[number] * camera.scale + np.array([camera.dx, camera.dy])).T
        inside = (x >= 0) & (x <= camera.width) & (y >= 0) & (y <= camera.height)
        severity = self._shown.severity[number[inside]].astype(np.int64)
        self._signs.stamp_marks(painter, x[inside], y[inside], severity, 0.75)
