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
from widgets.diagram.lines_painter import bus_lines
from widgets.diagram.names_painter import NamesPainter
from widgets.diagram.obstacles import MARGIN, Ground
from widgets.diagram.placed_words import FOOT_PX, HIGH_PX, Placed, Word
from widgets.diagram.room import Room
from widgets.diagram.scene import Scene
from widgets.diagram.shown import Shown, branch_values
from widgets.diagram.symbols import Symbol
from widgets.diagram.trust import ValueOrigin
from widgets.diagram.value_style import begin_value
from widgets.diagram.words import Words

Array = np.ndarray[Any, Any]

VALUE_PX = 10
MARK_ROOM_PX = 12.0
VALUES_FROM = 0.13
"""Smaller than this, a value could no longer be seen to belong to its bus."""
_OTHERS = 4
_PARTS = 4
"""In so many parts the others are placed where the greatest shall be seen."""
_ASIDE = 3.0
"""Pixels a name above or below its switch leaves to the value of the switch's bus."""
_AT_ONCE = 320
"""Buses in view for which places are found within a frame."""
_GREATEST_FIRST = (Layer.LOADING, Layer.LOSSES)
_NO_LOSS_MW = 5e-5
"""Less would read as nought."""
_GAP_X, _GAP_Y, _GAP_TICK = 5.5, 5.0, 2.0
_BESIDE = 2.5
_UNDER_PX = 1.0
_POWER_DOWN_PX, _POWER_ASIDE_PX = (1.0, 3.0, 6.0, 9.0), (3.0, 0.0, 8.0, 14.0)
_HIGHER = 3.0
"""Over a switch beside the tick."""
_SIDE = (0.5, 0.0, 0.5, 0.0, 0.5, 0.5, 1.0, 1.0)
"""Of each place beside a bus: 0 its text begins at the bus, 1 it ends there."""
_LEFT_FROM = 6


class OverviewWords:
    """Finds the places; keeps them while the drawing only moves a little."""

    def __init__(
        self, scene: Scene, shown: Shown, names: NamesPainter, ground: Ground, words: Words, texts: LabelTexts
    ) -> None:
        self._scene, self._shown, self._names, self._words, self._texts = scene, shown, names, words, texts
        self._ground = ground
        self._turn, self._scale = -1, 0.0
        self._placed = Placed([])
        self._rank: Array | None = None

    def placed(self, painter: QPainter, camera: Camera, *, is_moving: bool) -> Placed:
        """All words for this view, after the names of the same frame have found their places.

        Args:
            is_moving: another view follows at once; of a large network then only words found before are written.
        """
        if self._turn == self._ground.turn:
            return self._placed
        if is_moving and self._is_large(camera):
            return self._placed if self._scale == camera.scale else Placed([])
        self._turn, self._scale = self._ground.turn, camera.scale
        self._painter = painter
        self._words.begin(painter, VALUE_PX, False)
        self._placed = Placed(self._place(self._ground.camera))
        return self._placed

    @property
    def room(self) -> Room | None:
        """What is left free after all words of this view have found their places; ``None`` before that."""
        return self._room if self._turn == self._ground.turn else None

    def _is_large(self, camera: Camera) -> bool:
        return int(np.count_nonzero(self._scene.buses.visible(camera.rect()))) > _AT_ONCE

    def _place(self, camera: Camera) -> list[Word]:
        self._room = self._names.room.copy()
        self._out: list[Word] = []
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
        scene, rank = self._scene, self._ranks()
        x0, y0, x1, y1 = camera.rect(MARGIN * camera.width)
        at = scene.anchor[rows]
        rows = rows[(at[:, 0] >= x0) & (at[:, 0] <= x1) & (at[:, 1] >= y0) & (at[:, 1] <= y1)]
        rows = rows[scene.label_of_bus[rows] >= 0]
        rows = rows[np.lexsort((-self._shown.bus_severity[rows], rank[rows]))]
        # What matters less gets no place before all that matters more has one.
        ends = np.searchsorted(rank[rows], np.arange(1, _OTHERS + 1)).tolist()
        if self._shown.layer in _GREATEST_FIRST:
            ends += [ends[-1] + (len(rows) - ends[-1]) * part // _PARTS for part in range(1, _PARTS)]
        for part in np.split(rows, ends):
            if len(part):
                self._values_alike(camera, part)

    def _values_alike(self, camera: Camera, rows: Array) -> None:
        """The values of buses that matter alike."""
        scene, shown, words = self._scene, self._shown, self._words
        mark = np.where(shown.bus_severity[rows] > 0, MARK_ROOM_PX, 0.0)
        corners = _corners(camera, scene, rows, mark + words.width(widest_value(shown.layer)))
        is_wanted = self._room.free(corners.reshape(-1, 4)).reshape(corners.shape[:2])
        # Left of its tick a value would pass for the neighbour's: only for what must be seen.
        is_wanted[:, _LEFT_FROM:] &= (self._ranks()[rows] < _OTHERS)[:, None]
        # What has few places chooses first; the others find another.
        n_free = is_wanted.sum(1)
        order = np.lexsort((n_free, -shown.bus_severity[rows]))
        order = order[n_free[order] > 0]
        labels = scene.label_of_bus[rows[order]]
        texts = [self._texts[label] for label in labels.tolist()]
        origin, doubt = shown.trust.origin[labels].tolist(), shown.trust.label_doubt[labels].tolist()
        width = mark[order] + np.array([self._width(text, how) for text, how in zip(texts, origin, strict=True)])
        places = corners[order]
        # A text narrower than the widest stays at the side that looks at its bus.
        left = places[..., 0] + np.array(_SIDE) * (places[..., 2] - places[..., 0] - width[:, None])
        severity = shown.bus_severity[rows[order]].tolist()
        sought = [
            Word(0.0, 0.0, wide, text, row, bad, True, *how)
            for wide, text, row, bad, *how in zip(
                width.tolist(), texts, rows[order].tolist(), severity, origin, doubt, strict=True
            )
        ]
        self._settle(camera, sought, left, places[..., 1], is_wanted[order] & (width > mark[order])[:, None])

    def _width(self, text: str, origin: int) -> float:
        """Pixels across, in the font a value of this origin is written in."""
        if origin == ValueOrigin.CALCULATED:
            return self._words.width(text)
        begin_value(self._words, self._painter, VALUE_PX, origin)
        width = self._words.width(text)
        self._words.begin(self._painter, VALUE_PX, False)
        return width

    def _settle(self, camera: Camera, words: list[Word], left: Array, top: Array, is_wanted: Array) -> None:
        """Give each word the first of its places ``(n, n_place)`` that is free."""
        if not words:
            return
        width = np.array([word.width for word in words])[:, None]
        ink = np.array([(0.0, 0.0) if w.is_value else self._words.ink(w.text) for w in words])
        foot = np.maximum(HIGH_PX, FOOT_PX + ink[:, 1:] + _UNDER_PX)
        boxes = np.stack([left - _BESIDE, top, left + width + _BESIDE, top + foot], axis=-1)
        found = self._room.settle(boxes, is_wanted & self._ground.is_whole(boxes))
        for k in np.flatnonzero(found >= 0).tolist():
            x, y = float(left[k, found[k]]), float(top[k, found[k]])
            self._out.append(words[k]._replace(x=x - camera.dx, top=y - camera.dy))

    def _feeder_powers(self, camera: Camera) -> None:
        """Beneath the feeder's name and line, or behind the name."""
        labels, heads, trust = self._scene.layout.labels, self._names.fixed, self._shown.trust
        words, left, top = [], [], []
        for label in np.flatnonzero(labels.kind == LabelKind.FEEDER_VALUE).tolist():
            x, y = camera.to_screen(float(labels.x[label]), float(labels.y[label]))
            if not self._is_in(camera, x, y):
                continue
            text, owner = self._texts[label], int(self._scene.label_owner[label])
            x0, _, x1, foot = heads.get(owner, (x, y, x, y))
            origin, doubt = int(trust.origin[label]), int(trust.label_doubt[label])
            words.append(Word(0.0, 0.0, self._width(text, origin), text, owner, 0, True, origin, doubt))
            behind = (x1 + 3.0, foot - 2.0 - HIGH_PX) if owner in heads else (x, y)
            tried = [(x0 + 3.0 + step, y + down) for down in _POWER_DOWN_PX for step in _POWER_ASIDE_PX] + [behind]
            left.append([place[0] for place in tried])
            top.append([place[1] for place in tried])
        self._settle(camera, words, np.array(left), np.array(top), np.ones(np.shape(left), bool))

    def _is_in(self, camera: Camera, x: float, y: float) -> bool:
        margin_x, margin_y = MARGIN * camera.width, MARGIN * camera.height
        return -margin_x <= x <= camera.width + margin_x and -margin_y <= y <= camera.height + margin_y

    def _overloads(self, camera: Camera) -> None:
        """Loading of branches beyond a limit, beside them."""
        scene, shown = self._scene, self._shown
        if shown.layer is Layer.LOADING:
            # There the branch has the colour and its bus the figure.
            return
        loading = branch_values(scene, shown.moment, "loading_percent")
        after = scene.elements.part("bus").stop
        number = after + np.flatnonzero((shown.severity[after:] > 0) & np.isfinite(loading[after:]))
        words, at = [], []
        for k in number.tolist():
            x, y = camera.to_screen(*scene.anchor[k].tolist())
            if self._is_in(camera, x, y):
                text = value_text(float(loading[k]), Layer.LOADING)
                doubt = int(shown.trust.doubt[k])
                width = self._words.width(text) + MARK_ROOM_PX
                words.append(Word(0.0, 0.0, width, text, k, int(shown.severity[k]), doubt=doubt))
                at.append((x, y))
        self._around(camera, words, at)

    def _open_switches(self, camera: Camera) -> None:
        """Names of what is open, and that it is; a shorter text where the long one finds no room."""
        scene, places = self._scene, self._scene.switches
        position = (self._shown.switch_symbol - Symbol.SWITCH) % 4
        names = scene.network["switch"]["name"]
        words: list[tuple[Word, Word]] = []
        at = []
        for k in np.flatnonzero((position != 1) & places.inside(camera.rect(MARGIN * camera.width))).tolist():
            owner = int(places.owner[k])
            name = str(names[owner - scene.elements.start["switch"]])
            x, y = camera.to_screen(float(places.x[k]), float(places.y[k]))
            if name and self._is_in(camera, x, y):
                both = f"{name} · {position_word(int(position[k]))}", name
                full, short = (Word(0.0, 0.0, self._words.width(t), t, owner, is_value=False) for t in both)
                words.append((full, short))
                at.append((x, y))
        written = self._around(camera, [full for full, _ in words], at)
        left = [k for k, (full, _) in enumerate(words) if full.owner not in written]
        self._around(camera, [words[k][1] for k in left], [at[k] for k in left])

    def _around(self, camera: Camera, words: list[Word], at: list[tuple[float, float]]) -> set[int]:
        """Put each word beside its point where that is free; the owners of those that found a place."""
        if not words:
            return set()
        x, y = np.array(at).T
        width, away, before = np.array([word.width for word in words]), 8.0, len(self._out)
        rows = (y - HIGH_PX / 2, y - away - HIGH_PX, y + away)
        steps = (0.0, _ASIDE, _ASIDE)
        places = [(x + away + step, top) for step, top in zip(steps, rows, strict=True)]
        places += [(x - away - step - width, top) for step, top in zip(steps, rows, strict=True)]
        places += [(x - width / 2, rows[1]), (x - width / 2, rows[2])]
        left, top = (np.column_stack(part) for part in zip(*places, strict=True))
        self._settle(camera, words, left, top, np.ones(left.shape, bool))
        return {word.owner for word in self._out[before:]}


def _corners(camera: Camera, scene: Scene, rows: Array, width: Array) -> Array:
    """``(n, 8, 4)`` boxes beside each bus, the best place first; for the side of each see ``_SIDE``."""
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
    places = [(across, over), (right, above), (across, under), (right, below)]
    places += [(across, over - _HIGHER), (across, under + _HIGHER), (left, above), (left, below)]
    return np.stack([np.column_stack([x, y, x + width, y + HIGH_PX]) for x, y in places], axis=1)
