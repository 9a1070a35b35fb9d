"""Which values and names are written where, when the whole network is seen: what matters most, first."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtGui import QPainter

from engines.values.schematic import LabelKind
from widgets.diagram.camera import Camera
from widgets.diagram.kinds import position_word
from widgets.diagram.labels import LabelTexts, value_text, widest_value
from widgets.diagram.layers import Layer
from widgets.diagram.lines_painter import bus_lines, on_screen, seen_stems
from widgets.diagram.placed_words import HIGH_PX, Placed, Word
from widgets.diagram.room import Box, Room, line_boxes
from widgets.diagram.scene import Scene
from widgets.diagram.shown import Shown, branch_values
from widgets.diagram.signs_painter import SignsPainter
from widgets.diagram.strokes import clipped
from widgets.diagram.symbols import Symbol
from widgets.diagram.words import Words

Array = np.ndarray[Any, Any]

VALUE_PX = 10
MARK_ROOM_PX = 12.0
VALUES_FROM = 0.13
"""Smaller than this, a value could no longer be seen to belong to its bus."""
_OTHERS = 4
_ASIDE = 3.0
"""Pixels a name above or below its switch leaves to the value of the switch's bus."""
_AT_ONCE = 800
"""Buses in view for which places are found within a frame."""
_GREATEST_FIRST = (Layer.LOADING, Layer.LOSSES)
_NO_LOSS_MW = 5e-5
"""Less would read as nought."""
_MARGIN = 0.1
_GAP_X, _GAP_Y, _GAP_TICK = 5.5, 5.0, 2.0
_BESIDE = 2.0
_SIDE = (0.5, 0.0, 0.5, 0.0, 1.0, 1.0)
"""Of each place beside a bus: 0 its text begins at the bus, 1 it ends there."""
_LEFT_FROM = 4


class OverviewWords:
    """Finds the places; keeps them while the drawing only moves a little."""

    def __init__(self, scene: Scene, shown: Shown, signs: SignsPainter, words: Words, texts: LabelTexts) -> None:
        self._scene, self._shown, self._signs, self._words, self._texts = scene, shown, signs, words, texts
        self._key: tuple[float, float, float] = (0.0, 0.0, 0.0)
        self._origin = (0.0, 0.0)
        self._placed = Placed([])
        self._rank: Array | None = None

    def placed(self, painter: QPainter, camera: Camera, names: dict[int, Box], *, is_moving: bool) -> Placed:
        """All words for this view.

        Args:
            names: boxes already taken, in pixels, by the element they name.
            is_moving: another view follows at once; of a large network then only words found before are written.
        """
        dx, dy = self._origin
        is_same = (camera.scale, camera.width, camera.height) == self._key
        is_near = abs(camera.dx - dx) <= _MARGIN * camera.width and abs(camera.dy - dy) <= _MARGIN * camera.height
        if is_same and (is_near or (is_moving and self._is_large(camera))):
            return self._placed
        if is_moving and self._is_large(camera):
            return Placed([])
        self._key, self._origin = (camera.scale, camera.width, camera.height), (camera.dx, camera.dy)
        self._words.begin(painter, VALUE_PX, False)
        self._placed = Placed(self._place(camera, names))
        return self._placed

    def _is_large(self, camera: Camera) -> bool:
        return int(np.count_nonzero(self._scene.buses.visible(camera.rect()))) > _AT_ONCE

    def _place(self, camera: Camera, names: dict[int, Box]) -> list[Word]:
        self._heads = names
        margin_x, margin_y = _MARGIN * camera.width, _MARGIN * camera.height
        self._room = Room(-margin_x, -margin_y, camera.width + 2 * margin_x, camera.height + 2 * margin_y)
        self._out: list[Word] = []
        self._room.block(self._obstacles(camera, list(names.values())))
        self._feeder_powers(camera)
        rank = self._ranks()
        if camera.scale < VALUES_FROM:
            self._values(camera, np.flatnonzero((rank == 1) | (rank == 2)))
            return self._out
        self._values(camera, np.flatnonzero(rank == 0))
        self._overloads(camera)
        self._open_switches(camera)
        self._values(camera, np.flatnonzero(rank > 0))
        return self._out

    def _obstacles(self, camera: Camera, names: list[Box]) -> Array:
        scene, rect = self._scene, camera.rect(_MARGIN * camera.width)
        boxes = [np.array(names, float).reshape(-1, 4)]
        drawn = scene.branches.visible(rect), seen_stems(scene, camera, rect)
        for strokes, which in zip((scene.branches, scene.stems), drawn, strict=True):
            lines = on_screen(camera, strokes.xy[which])
            boxes.append(line_boxes(clipped(lines, camera.width, camera.height, _MARGIN * camera.width)))
        boxes.append(line_boxes(bus_lines(camera, scene, np.flatnonzero(scene.buses.visible(rect)))))
        for x, y, half in self._signs.reach(camera):
            at = np.column_stack([x * camera.scale + camera.dx, y * camera.scale + camera.dy])
            boxes.append(np.hstack([at - half, at + half]))
        return np.vstack(boxes)

    def _ranks(self) -> Array:
        """``(n_bus,)`` 0 violated, 1 bars, 2 worst and 3 last of a feeder, 4 and more: the others as they lie."""
        if self._rank is not None:
            return self._rank
        scene, shown, topology = self._scene, self._shown, self._shown.moment.topology
        rank = np.full(len(scene.layout.bus), 4, np.int64)
        if topology is not None:
            rank = 4 + np.maximum(topology.depth.astype(np.int64), 0)
            worth = shown.bus_value if shown.layer is Layer.VOLTAGE else -shown.bus_value
            worth = np.where(np.isfinite(worth), worth, np.inf)
            for feeder in topology.feeders:
                if feeder.bus_rows:
                    rows = np.array(feeder.bus_rows)
                    rank[rows[-1]] = 3
                    rank[rows[np.argmin(worth[rows])]] = 2
        if shown.layer in _GREATEST_FIRST:
            rank = np.minimum(rank, _OTHERS)
            known = np.where(np.isfinite(shown.bus_value), shown.bus_value, -1.0)
            rank[rank == _OTHERS] += np.argsort(np.argsort(-known, kind="stable"))[rank == _OTHERS]
        rank[scene.is_bar & (topology.is_bar if topology is not None and len(topology.is_bar) else True)] = 1
        rank[shown.bus_severity > 0] = 0
        rank[~shown.bus_has_value] = -1
        if shown.layer is Layer.LOSSES:
            rank[shown.bus_value < _NO_LOSS_MW] = -1
        self._rank = rank
        return rank

    def _values(self, camera: Camera, rows: Array) -> None:
        """The values of buses, in the order of their ranks, each in the first place that is free."""
        scene, shown, words = self._scene, self._shown, self._words
        x0, y0, x1, y1 = camera.rect(_MARGIN * camera.width)
        at = scene.anchor[rows]
        rows = rows[(at[:, 0] >= x0) & (at[:, 0] <= x1) & (at[:, 1] >= y0) & (at[:, 1] <= y1)]
        rows = rows[scene.label_of_bus[rows] >= 0]
        rows = rows[np.lexsort((-shown.bus_severity[rows], self._ranks()[rows]))]
        if not len(rows):
            return
        widest = words.width(widest_value(shown.layer))
        corners = _corners(camera, scene, rows, np.where(shown.bus_severity[rows] > 0, MARK_ROOM_PX, 0.0) + widest)
        n_row, n_corner, _ = corners.shape
        is_free = self._room.free(corners.reshape(-1, 4)).reshape(n_row, n_corner)
        # Left of its tick a value would pass for the neighbour's: only for what must be seen.
        is_free[:, _LEFT_FROM:] &= (self._ranks()[rows] < _OTHERS)[:, None]
        # What has few places chooses first; the others find another.
        n_free = is_free.sum(1)
        rank = self._ranks()[rows]
        order = np.lexsort((n_free, rank if shown.layer in _GREATEST_FIRST else np.minimum(rank, _OTHERS)))
        for k in order[n_free[order] > 0].tolist():
            row = int(rows[k])
            text = self._texts[int(scene.label_of_bus[row])]
            if not text:
                continue
            severity = int(shown.bus_severity[row])
            width = words.width(text) + (MARK_ROOM_PX if severity else 0.0)
            for corner in np.flatnonzero(is_free[k]).tolist():
                left, top, right, _ = corners[k, corner].tolist()
                # A text narrower than the widest stays at the side that looks at its bus.
                x = left + _SIDE[corner] * (right - left - width)
                if self._put(camera, Word(x, top, width, text, row, severity)):
                    break

    def _feeder_powers(self, camera: Camera) -> None:
        """Beneath the feeder's name and line."""
        labels = self._scene.layout.labels
        for label in np.flatnonzero(labels.kind == LabelKind.FEEDER_VALUE).tolist():
            x, y = camera.to_screen(float(labels.x[label]), float(labels.y[label]))
            if not (0 <= x <= camera.width and 0 <= y <= camera.height):
                continue
            text = self._texts[label]
            width = self._words.width(text)
            owner = int(self._scene.label_owner[label])
            x0, _, x1, foot = self._heads.get(owner, (x, y, x, y))
            tried = [(x0 + 6.0 + step, y + down) for down in (2.0, 6.0) for step in (0.0, 8.0)]
            # Else behind the name.
            tried += [(x1 + 3.0, foot - 2.0 - HIGH_PX)] if owner in self._heads else []
            for left, top in tried:
                if self._put(camera, Word(left, top, width, text, owner)):
                    break

    def _overloads(self, camera: Camera) -> None:
        """Loading of branches beyond a limit, beside them."""
        scene, shown = self._scene, self._shown
        if shown.layer is Layer.LOADING:
            # There the branch has the colour and its bus the figure.
            return
        loading = branch_values(scene, shown.moment, "loading_percent")
        after = scene.elements.part("bus").stop
        for number in (after + np.flatnonzero(shown.severity[after:] > 0)).tolist():
            x, y = camera.to_screen(*scene.anchor[number].tolist())
            if not (0 <= x <= camera.width and 0 <= y <= camera.height) or not np.isfinite(loading[number]):
                continue
            text, severity = value_text(float(loading[number]), Layer.LOADING), int(shown.severity[number])
            width = self._words.width(text) + MARK_ROOM_PX
            for left, top in self._around(x, y, width):
                if self._put(camera, Word(left, top, width, text, number, severity)):
                    break

    def _open_switches(self, camera: Camera) -> None:
        """Names of what is open, and that it is; a shorter text where the long one finds no room."""
        scene, places = self._scene, self._scene.switches
        position = (self._shown.switch_symbol - Symbol.SWITCH) % 4
        names = scene.network["switch"]["name"]
        for k in np.flatnonzero(position != 1).tolist():
            owner = int(places.owner[k])
            name = str(names[owner - scene.elements.start["switch"]])
            x, y = camera.to_screen(float(places.x[k]), float(places.y[k]))
            if not name or not (0 <= x <= camera.width and 0 <= y <= camera.height):
                continue
            texts = (f"{name} · {position_word(int(position[k]))}", name)
            self._first_free(camera, x, y, texts, owner)

    def _around(self, x: float, y: float, width: float) -> list[tuple[float, float]]:
        away = 8.0
        rows = (y - HIGH_PX / 2, y - away - HIGH_PX, y + away)
        steps = (0.0, _ASIDE, _ASIDE)
        beside = [(x + away + step, top) for step, top in zip(steps, rows, strict=True)]
        beside += [(x - away - step - width, top) for step, top in zip(steps, rows, strict=True)]
        return [*beside, (x - width / 2, rows[1]), (x - width / 2, rows[2])]

    def _first_free(self, camera: Camera, x: float, y: float, texts: tuple[str, ...], owner: int) -> None:
        for text in texts:
            width = self._words.width(text)
            for left, top in self._around(x, y, width):
                if self._put(camera, Word(left, top, width, text, owner, is_value=False)):
                    return

    def _put(self, camera: Camera, word: Word) -> bool:
        if not self._room.take((word.x - _BESIDE, word.top, word.x + word.width + _BESIDE, word.top + HIGH_PX)):
            return False
        place = word.x - camera.dx, word.top - camera.dy
        self._out.append(Word(*place, word.width, word.text, word.owner, word.severity, word.is_value))
        return True


def _corners(camera: Camera, scene: Scene, rows: Array, width: Array) -> Array:
    """``(n, 6, 4)`` boxes beside each bus, the best place first; for the side of each see ``_SIDE``."""
    lines = bus_lines(camera, scene, rows)
    low, high = np.minimum(lines[:, :2], lines[:, 2:]), np.maximum(lines[:, :2], lines[:, 2:])
    middle = (low + high) / 2
    is_bar = scene.is_bar[rows]
    # Beside a tick close to its line, at a bar beside its ends.
    above = np.where(is_bar, low[:, 1] + 2.0, middle[:, 1] - _GAP_Y - HIGH_PX)
    below = np.where(is_bar, high[:, 1] - HIGH_PX, middle[:, 1] + _GAP_Y)
    right, left = high[:, 0] + _GAP_X, low[:, 0] - _GAP_X - width
    across = middle[:, 0] - width / 2
    over, under = low[:, 1] - _GAP_TICK - HIGH_PX, high[:, 1] + _GAP_TICK
    places = [(across, over), (right, above), (across, under), (right, below), (left, above), (left, below)]
    return np.stack([np.column_stack([x, y, x + width, y + HIGH_PX]) for x, y in places], axis=1)
