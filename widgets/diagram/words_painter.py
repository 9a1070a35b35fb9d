"""Values and names."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from engines.values.points import PointFreshness
from engines.values.schematic import LabelKind
from widgets.diagram.camera import Camera
from widgets.diagram.far_marks import FarMarks
from widgets.diagram.fault_painter import FaultPainter
from widgets.diagram.fault_places import Thing
from widgets.diagram.labels import LabelTexts, value_text
from widgets.diagram.layers import Freshness, Layer
from widgets.diagram.names_painter import NamesPainter, label_boxes
from widgets.diagram.obstacles import MARGIN, Ground
from widgets.diagram.open_words import ADDITION_PX, OpenWords
from widgets.diagram.outlines import Outlines
from widgets.diagram.overview_words import MARK_ROOM_PX, VALUE_PX, VALUES_FROM, OverviewWords
from widgets.diagram.palette import Palette
from widgets.diagram.pinned import PinnedMarks
from widgets.diagram.placed_words import FOOT_PX, Placed, Word
from widgets.diagram.room import Room
from widgets.diagram.scene import Scene
from widgets.diagram.shown import Shown, branch_values
from widgets.diagram.signs_painter import FADED, MARK_TOKEN, TEXT_FROM, SignsPainter
from widgets.diagram.trust import ValueOrigin
from widgets.diagram.value_style import begin_value, paint_doubt
from widgets.diagram.words import Words
from widgets.diagram.zones_painter import ZonesPainter

Array = np.ndarray[Any, Any]

_TOKEN_OF_KIND = {
    int(LabelKind.BUS_VALUE): "text",
    int(LabelKind.FEEDER): "text",
    int(LabelKind.UNSUPPLIED): "text",
}
"""The others are muted."""
_BELOW = (LabelKind.FEEDER_VALUE, LabelKind.TRANSFORMER)
_SMALLEST_PX = 9
"""Figures and feeder names are short: their boxes have room for a little more than the scale gives."""


def text_pixels(scale: float) -> int:
    """Height of the font at a scale: as designed, from what can be read to what is large enough."""
    return int(min(max(math.floor(11.0 * scale + 0.25), 8), 15))


class _Mark(NamedTuple):
    """The shape of a violation before its figure, in pixels."""

    x: float
    y: float
    severity: int
    doubt: int


class WordsPainter:
    """Paints text, each where the layout keeps room for it."""

    def __init__(
        self, scene: Scene, shown: Shown, palette: Palette, signs: SignsPainter, words: Words, zones: ZonesPainter
    ) -> None:
        self._scene, self._shown, self._palette, self._signs, self._words = scene, shown, palette, signs, words
        self._texts = LabelTexts(scene, shown)
        self._ground = ground = Ground(scene, shown, signs)
        self._far = FarMarks(signs, words, ground)
        by_hand = scene.elements.start["switch"] + np.flatnonzero(shown.trust.by_hand)
        self._pinned = PinnedMarks(scene, palette, signs, words, ground, shown.moment.marks, by_hand)
        self._fault = FaultPainter(scene, palette, words, ground, shown.moment.fault, zones)
        self._outlines = Outlines(zones, ground)
        self._names = NamesPainter(scene, shown, palette, words, self._texts, ground)
        self._open = OpenWords(scene, shown)
        self._overview = OverviewWords(scene, shown, self._names, ground, words, self._texts)
        labels = scene.layout.labels
        self._is_bold = np.isin(labels.kind, [LabelKind.FEEDER, LabelKind.SUBSTATION])
        self._is_value = np.isin(labels.kind, [LabelKind.BUS_VALUE, LabelKind.FEEDER_VALUE])
        self._severity = np.zeros(len(labels), np.int64)
        is_value = labels.kind == LabelKind.BUS_VALUE
        self._severity[is_value] = shown.bus_severity[labels.row[is_value]]

    def paint(self, painter: QPainter, camera: Camera, *, is_moving: bool = False) -> None:
        """Everything that can be read at this scale, and violations at every scale."""
        waits = is_moving and self._fault.is_placed
        if not waits and self._fault.is_placed and self._fault.is_due:
            # Names and values have kept clear of where these were while the drawing moved.
            self._ground.renew()
        if camera.scale >= TEXT_FROM:
            self._place_near(painter, camera, waits=waits)
            self._outlines.paint(painter, camera, np.zeros((0, 4)))
            self._labels(painter, camera)
            self._names.paint_near(painter, camera)
            self._branch_marks(painter, camera)
        else:
            has_far_marks = camera.scale < VALUES_FROM and (self._shown.severity > 0).any()
            if has_far_marks:
                self._far.place(painter, camera)
            taken = self._far.boxes if has_far_marks else np.zeros((0, 4))
            self._names.paint_far(painter, camera, self._with_pinned(painter, camera, taken, waits=waits))
            placed = self._overview.placed(painter, camera, is_moving=is_moving)
            if not waits:
                self._outlines.find(self._names.room if self._overview.room is None else self._overview.room)
            self._outlines.paint(painter, camera, self._names.boxes)
            self._overview_words(painter, camera, placed)
            if has_far_marks:
                self._far_marks(painter, camera)
            elif (self._shown.severity > 0).any():
                written = placed.is_violation_written(self._scene.elements.count)
                self._single_marks(painter, camera, np.flatnonzero((self._shown.severity > 0) & ~written))
        self._pinned.paint(painter, camera)
        self._fault.paint(painter, camera)

    def _place_near(self, painter: QPainter, camera: Camera, *, waits: bool) -> None:
        """Signs pinned on elements, then those of a fault unless it waits, beside the labels."""
        if not len(self._pinned) and (waits or not self._fault):
            return
        room = self._names.look_near(camera)
        is_due = self._fault.is_due and not waits
        if self._pinned.is_due or is_due:
            written = self._written_boxes(self._ground.camera)
            room.block(written)
            if self._pinned.is_due:
                self._pinned.place(painter, room)
            if is_due:
                self._place_fault(painter, room, np.vstack([written, self._pinned.boxes]))
                room.block(self._outlines.find(room))

    def _place_fault(self, painter: QPainter, room: Room, taken: Array) -> None:
        texts = room.cleared()
        texts.block(taken)
        self._fault.place(painter, room, texts)

    def _with_pinned(self, painter: QPainter, camera: Camera, taken: Array, *, waits: bool) -> Array:
        """Far out: what is pinned on elements and shown of a fault finds places beside what is taken; all of it."""
        if not len(self._pinned) and not self._fault:
            return taken
        room = self._ground.room(camera)
        is_due = self._fault.is_due and not waits
        if self._pinned.is_due or is_due:
            room = room.copy()
            room.block(taken)
            if self._pinned.is_due:
                self._pinned.place(painter, room)
            if is_due:
                self._place_fault(painter, room, np.vstack([taken, self._pinned.boxes]))
        return np.vstack([taken, self._pinned.boxes, self._fault.boxes(self._ground.camera)])

    def fault_at(self, camera: Camera, x: float, y: float) -> Thing | None:
        """What of a fault is written or stands at a pixel."""
        return self._fault.at(camera, x, y)

    def _written_boxes(self, camera: Camera) -> Array:
        """``(n, 4)`` pixels that labels take as they are written: a little more than the layout's boxes where the
        font is larger than the drawing, and what is added to names of open switches."""
        boxes: Array = label_boxes(self._scene, camera) + np.array([-2.0, -3.0, 3.0, 3.0])
        reach = MARGIN * camera.width + ADDITION_PX * camera.scale
        is_near = (boxes[:, 2] > -reach) & (boxes[:, 0] < camera.width + reach)
        is_near &= (boxes[:, 3] > -reach) & (boxes[:, 1] < camera.height + reach)
        is_name = is_near & (self._scene.layout.labels.kind == LabelKind.SWITCH)
        for label in np.flatnonzero(is_name).tolist():
            if self._open.addition(label):
                boxes[label, 2] += ADDITION_PX * camera.scale
        return boxes[is_near]

    def _labels(self, painter: QPainter, camera: Camera) -> None:
        labels, scale = self._scene.layout.labels, camera.scale
        x0, y0, x1, y1 = camera.rect(4)
        seen = (labels.x + labels.width >= x0) & (labels.x <= x1) & (labels.y + labels.height >= y0) & (labels.y <= y1)
        pixels = text_pixels(scale)
        small = max(pixels, _SMALLEST_PX)
        marks: list[_Mark] = []
        for origin in ValueOrigin:
            begin_value(self._words, painter, small, origin)
            self._write(painter, camera, seen & self._is_value & (self._shown.trust.origin == origin), marks)
        for group, size, is_bold in ((~self._is_bold, pixels, False), (self._is_bold, small, True)):
            self._words.begin(painter, size, is_bold)
            self._write(painter, camera, seen & ~self._is_value & group, marks)
        self._stamp(painter, marks, pixels / 11.0)

    def _write(self, painter: QPainter, camera: Camera, which: Array, marks: list[_Mark]) -> None:
        for label in np.flatnonzero(which).tolist():
            text = self._texts[label] + self._open.addition(label)
            if text:
                self._label(painter, camera, label, text, marks)

    def _label(self, painter: QPainter, camera: Camera, label: int, text: str, marks: list[_Mark]) -> None:
        labels, height = self._scene.layout.labels, self._words.height
        x, top = camera.to_screen(float(labels.x[label]), float(labels.y[label]))
        room = float(labels.height[label]) * camera.scale
        kind = int(labels.kind[label])
        y = top if kind in _BELOW else top + room - height
        if kind == LabelKind.SWITCH:
            y = top + (room - height) / 2
        severity, doubt = int(self._severity[label]), self._doubt_of(label)
        if severity:
            mark = MARK_ROOM_PX * self._words.pixels / 11.0
            marks.append(_Mark(x + mark / 2 - 1.5, y + height / 2, severity, doubt))
            x += mark
        is_value = bool(self._is_value[label])
        if doubt:
            self._doubt(painter, QRectF(x - 1, y + 1, self._words.width(text) + 2, height - 2), doubt)
        self._words.draw(painter, x, y, text, self._color(severity, _TOKEN_OF_KIND.get(kind, "muted"), is_value, doubt))

    def _doubt_of(self, label: int) -> int:
        """How doubtful the figure of a label is; names are not."""
        has_figure = self._is_value[label] or self._scene.layout.labels.kind[label] == LabelKind.TRANSFORMER
        return int(self._shown.trust.label_doubt[label]) if has_figure else 0

    def _color(self, severity: int, token: str, is_value: bool, doubt: int) -> QColor:
        """Of a text: a violation's own, and fainter the older its value is."""
        is_old = doubt >= PointFreshness.STALE
        if severity:
            return self._palette.veil(MARK_TOKEN[severity], FADED if is_old else 1.0)
        if is_value and (is_old or self._shown.moment.freshness is not Freshness.CURRENT):
            token = "faint" if is_old else "muted"
        return self._palette.color[token]

    def _overview_words(self, painter: QPainter, camera: Camera, placed: Placed) -> None:
        """Values and names where there is room for them, at a size that can be read."""
        marks: list[_Mark] = []
        seen = [placed.words[k] for k in placed.seen(camera, self._names.boxes)]
        for origin in ValueOrigin:
            begin_value(self._words, painter, VALUE_PX, origin)
            for word in seen:
                if word.origin == origin:
                    self._overview_word(painter, camera, word, marks)
        self._stamp(painter, marks, 0.9)

    def _overview_word(self, painter: QPainter, camera: Camera, word: Word, marks: list[_Mark]) -> None:
        x, top = word.x + camera.dx, word.top + camera.dy
        text_x = x
        if word.severity:
            marks.append(_Mark(x + 4.5, top + 5.0, word.severity, word.doubt))
            text_x += MARK_ROOM_PX
        token = "text" if word.is_value else "muted"
        color = self._color(word.severity, token, word.is_value, word.doubt)
        if word.doubt:
            self._doubt(painter, QRectF(x - 1, top - 1, word.width + 2, 11), word.doubt)
        self._words.draw(painter, text_x, top + FOOT_PX - self._words.ascent, word.text, color)

    def _doubt(self, painter: QPainter, box: QRectF, doubt: int) -> None:
        paint_doubt(painter, self._palette, box, doubt)

    def _stamp(self, painter: QPainter, marks: list[_Mark], scale: float) -> None:
        if marks:
            x, y, severity, doubt = np.array(marks).T
            self._signs.stamp_marks(painter, x, y, severity.astype(np.int64), doubt >= PointFreshness.STALE, scale)

    def _branch_marks(self, painter: QPainter, camera: Camera) -> None:
        """Overloaded branches, with their loading beneath the line."""
        scene, shown = self._scene, self._shown
        after = scene.elements.part("bus").stop
        number = after + np.flatnonzero(shown.severity[after:] > 0)
        if not len(number) or shown.layer is Layer.LOADING:
            return
        loading = branch_values(scene, shown.moment, "loading_percent")
        at = scene.anchor[number] * camera.scale + np.array([camera.dx, camera.dy])
        seen = ((at >= 0) & (at <= [camera.width, camera.height])).all(1)
        number, at = number[seen], at[seen]
        pixels = text_pixels(camera.scale)
        self._words.begin(painter, pixels, False)
        texts = [value_text(value, Layer.LOADING) for value in loading[number].tolist()]
        left, foot = self._beside(camera, number, at, texts)
        marks: list[_Mark] = []
        for k, (x, y) in enumerate(zip(left.tolist(), foot.tolist(), strict=True)):
            severity, doubt = int(shown.severity[number[k]]), int(shown.trust.doubt[number[k]])
            if not math.isfinite(x):
                # No room for the figure: the shape on the thing itself.
                marks.append(_Mark(float(at[k, 0]), float(at[k, 1]), severity, doubt))
                continue
            marks.append(_Mark(x + pixels / 2 - 1.5, y - self._words.ink("0")[0] / 2, severity, doubt))
            top = y - self._words.ascent
            self._words.draw(painter, x + pixels, top, texts[k], self._color(severity, "text", True, doubt))
        self._stamp(painter, marks, pixels / 11.0)

    def _beside(self, camera: Camera, number: Array, at: Array, texts: list[str]) -> tuple[Array, Array]:
        """Left and foot ``(n,)`` of shape and figure beside each branch, in pixels; NaN where nothing is free."""
        left, foot = np.full(len(texts), np.nan), np.full(len(texts), np.nan)
        if not len(texts):
            return left, foot
        room = self._names.look_near(camera).copy()
        moved = np.array(self._ground.moved(camera))
        room.block(self._names.boxes - np.tile(moved, 2))
        cap, mark = self._words.ink("0")[0], float(self._words.pixels)
        width = mark + np.array([self._words.width(text) for text in texts])
        beneath = np.array(
            [self._beneath(k, x, y, camera) for k, (x, y) in zip(number.tolist(), at.tolist(), strict=True)]
        )
        places = [(beneath[:, 0], beneath[:, 1] + cap + 3.0)]
        for away in (6.0, 12.0, 20.0, 30.0):
            for side in (-0.5, 0.0, -1.0):
                places += [(at[:, 0] + side * width, at[:, 1] + away + cap), (at[:, 0] + side * width, at[:, 1] - away)]
            places += [(at[:, 0] + away, at[:, 1] + cap / 2), (at[:, 0] - away - width, at[:, 1] + cap / 2)]
        x, y = (np.column_stack(part) for part in zip(*places, strict=True))
        boxes = np.stack([x - 2.0, y - cap - 1.5, x + width[:, None] + 2.0, y + 1.5], axis=-1)
        found = room.settle(boxes - np.tile(moved, 2), np.ones(x.shape, bool))
        k = np.flatnonzero(found >= 0)
        left[k], foot[k] = x[k, found[k]], y[k, found[k]]
        return left, foot

    def _beneath(self, number: int, x: float, y: float, camera: Camera) -> tuple[float, float]:
        """Left and top where a branch's mark stands best: beneath its name, or where it has none, beneath its line."""
        own = np.flatnonzero(self._scene.label_owner == number)
        if not len(own):
            return x, y + 3
        labels, label = self._scene.layout.labels, int(own[0])
        left, top = camera.to_screen(float(labels.x[label]), float(labels.y[label]))
        return left + 4, top + max(self._words.height, float(labels.height[label]) * min(camera.scale, 1.3)) + 1

    def _far_marks(self, painter: QPainter, camera: Camera) -> None:
        for x, foot, text, severity, doubt in self._far.paint(painter, camera):
            top = foot - self._words.ascent
            self._words.draw(painter, x, top, text, self._color(severity, "text", True, doubt))

    def _single_marks(self, painter: QPainter, camera: Camera, number: Array) -> None:
        """Where there was no room for the figure: a small shape on the thing itself."""
        x, y = (self._scene.anchor[number] * camera.scale + np.array([camera.dx, camera.dy])).T
        inside = (x >= 0) & (x <= camera.width) & (y >= 0) & (y <= camera.height)
        severity = self._shown.severity[number[inside]].astype(np.int64)
        is_old = self._shown.trust.doubt[number[inside]] >= PointFreshness.STALE
        self._signs.stamp_marks(painter, x[inside], y[inside], severity, is_old, 0.75)
