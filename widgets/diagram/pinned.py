"""Where the signs pinned on elements stand: beside them where nothing else is, before values look for their places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from widgets.diagram.camera import Camera
from widgets.diagram.marks import Mark
from widgets.diagram.obstacles import MARGIN, Ground
from widgets.diagram.palette import NUMBER, Palette
from widgets.diagram.room import Room
from widgets.diagram.scene import Scene
from widgets.diagram.signs_painter import PATCH_PX, SYMBOLS_FROM, SignsPainter, around
from widgets.diagram.symbols import Symbol
from widgets.diagram.words import Words

Array = np.ndarray[Any, Any]

_PIXELS = 11
_HALF_X, _HALF_Y, _TEXT_PX, _BEHIND_PX = 8.0, 9.5, 11.0, 2.0
_AWAY_PX = (16.0, 21.0, 27.0, 34.0, 42.0, 52.0, 64.0)
_FARTHER_PX = (*_AWAY_PX, 80.0, 100.0, 125.0)
"""For the bare sign: rather farther away, with a line to its element, than on something."""
_LEADER_FROM_PX, _CLEAR_PX = 26.0, 10.0
LETTERS_FROM = 0.2
"""Smaller than this, most switches are not drawn."""
_GRAVITY = {"high": 0, "medium": 1}


class _Sign(NamedTuple):
    """What is drawn at one place: of one element, or far out of all in one patch of the drawing."""

    x: float
    y: float
    mark: Mark
    things: int

    @property
    def figure(self) -> str:
        """How many things it stands for, where that is more than one."""
        return str(self.things) if self.things > 1 else ""


class _Placed(NamedTuple):
    x: float
    y: float
    sign: _Sign
    text: str
    is_free: bool


class PinnedMarks:
    """Keeps the places while the drawing only moves a little.

    Attributes:
        boxes: ``(n, 4)`` what the signs take, in pixels of the ground's camera.
    """

    def __init__(
        self,
        scene: Scene,
        palette: Palette,
        signs: SignsPainter,
        words: Words,
        ground: Ground,
        marks: Sequence[Mark],
        by_hand: Array,
    ) -> None:
        """``by_hand``: numbers of switches whose position a person gave; their letters come last, and not far out."""
        self._palette, self._signs, self._words, self._ground = palette, signs, words, ground
        numbers = [scene.elements.number(mark.ref) for mark in marks]
        known = [(n, m) for n, m in zip(numbers, marks, strict=True) if n >= 0 and np.isfinite(scene.anchor[n]).all()]
        known.sort(key=lambda pair: _GRAVITY.get(pair[1].token, len(_GRAVITY)))
        self._n_pinned = len(known)
        drawn = by_hand[np.isfinite(scene.anchor[by_hand]).all(1)].tolist()
        known += [(n, Mark(scene.elements.ref(n), Symbol.BY_HAND, "text")) for n in drawn]
        self._marks = [mark for _, mark in known]
        self._at = scene.anchor[np.array([n for n, _ in known], np.int64)]
        self._turn = -1
        self._placed: list[_Placed] = []
        self.boxes = np.zeros((0, 4))

    def __len__(self) -> int:
        return len(self._marks)

    @property
    def is_due(self) -> bool:
        """Whether the places must be found anew."""
        return bool(self._marks) and self._turn != self._ground.turn

    def place(self, painter: QPainter, room: Room) -> None:
        """Find the places in ``room``; what is found is taken there."""
        self._turn = self._ground.turn
        self._words.begin(painter, _PIXELS, False)
        camera = self._ground.camera
        signs = self._near(camera)
        self._placed, boxes = [], [np.zeros((0, 4))]
        # With its words; where they find no room with its figure; where that finds none the bare sign, which stands in
        # any case.
        is_far = camera.scale < SYMBOLS_FROM
        for length in range(int(is_far), 3):
            if not signs:
                break
            texts = [(sign.mark.text, sign.figure, "")[length] for sign in signs]
            at, beside = self._places(signs, texts, _AWAY_PX if length < 2 else _FARTHER_PX)
            # Words are not cut by the rim of the view; the bare sign may be.
            is_wanted = self._ground.is_whole(beside) if length < 2 else np.ones(beside.shape[:2], bool)
            found = room.settle(beside, is_wanted)
            for k in np.flatnonzero(found >= 0).tolist():
                x, y = at[k, found[k]].tolist()
                self._placed.append(_Placed(x, y, signs[k], texts[k], True))
                boxes.append(beside[k, found[k]][None])
            signs = [signs[k] for k in np.flatnonzero(found < 0).tolist()]
        for sign in signs:
            self._placed.append(_Placed(sign.x, sign.y - _AWAY_PX[0], sign, "", False))
            boxes.append(around(np.array([[sign.x, sign.y - _AWAY_PX[0]]]), np.array([_HALF_X, _HALF_Y])))
        self.boxes = np.vstack(boxes)
        room.block(self.boxes)

    def _near(self, camera: Camera) -> list[_Sign]:
        """The signs in and about the view, far out gathered."""
        at = self._at * camera.scale + (camera.dx, camera.dy)
        size = np.array([camera.width, camera.height])
        if camera.scale < LETTERS_FROM:
            at = at[: self._n_pinned]
        seen = np.flatnonzero(((at >= -MARGIN * size) & (at <= (1 + MARGIN) * size)).all(1))
        marks = self._marks
        signs = [_Sign(float(at[k, 0]), float(at[k, 1]), marks[k], marks[k].count) for k in seen.tolist()]
        if camera.scale >= SYMBOLS_FROM:
            return signs
        gathered: dict[tuple[int, int], _Sign] = {}
        for sign in signs:
            # Patches lie still in the drawing: what is gathered stays together while it moves.
            patch = int((sign.x - camera.dx) // PATCH_PX[0]), int((sign.y - camera.dy) // PATCH_PX[1])
            first = gathered.get(patch)
            gathered[patch] = sign if first is None else first._replace(things=first.things + sign.things)
        return list(gathered.values())

    def _places(self, signs: Sequence[_Sign], texts: Sequence[str], distances: Sequence[float]) -> tuple[Array, Array]:
        """Centres ``(n, n_place, 2)`` of the signs, above first, and the boxes ``(n, n_place, 4)`` with their texts."""
        right = np.array([_TEXT_PX + self._words.width(t) + _BEHIND_PX if t else _HALF_X for t in texts]).reshape(-1, 1)
        x, y = (np.array([s[k] for s in signs], float).reshape(-1, 1) for k in (0, 1))
        away = np.array([distances])
        level = np.zeros_like(away)
        over, under = y - away, y + away
        columns = [
            (x + level, over),
            (x - right + _HALF_X + level, over),
            (x + level, under),
            (x - right + _HALF_X + level, under),
            (x + away, y + level),
            (x - right - away + _HALF_X, y + level),
        ]
        # All sides of the nearest distance before any of the next.
        centre_x = np.stack([a for a, _ in columns], axis=-1).reshape(len(signs), -1)
        centre_y = np.stack([b for _, b in columns], axis=-1).reshape(len(signs), -1)
        box = [centre_x - _HALF_X, centre_y - _HALF_Y, centre_x + right, centre_y + _HALF_Y]
        return np.stack([centre_x, centre_y], axis=-1), np.stack(box, axis=-1)

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Each at the same size on every scale."""
        if not self._placed:
            return
        dx, dy = self._ground.moved(camera)
        words, palette = self._words, self._palette
        words.begin(painter, _PIXELS, False)
        for x, y, sign, text, is_free in self._placed:
            right = _TEXT_PX + words.width(text) if text else _HALF_X
            box = (x + dx - _HALF_X, y + dy - _HALF_Y, x + dx + right, y + dy + _HALF_Y)
            self._leader(painter, box, np.array([sign.x + dx, sign.y + dy]), sign.mark.token)
            if not is_free:
                place = QRectF(box[0], box[1], box[2] - box[0], box[3] - box[1])
                painter.fillRect(place, palette.veil("canvas", 0.82))
            if text:
                color = palette.color[sign.mark.token]
                words.draw(painter, x + dx + _TEXT_PX, y + dy - words.height / 2, text, color)
        x, y = np.array([(p.x + dx, p.y + dy) for p in self._placed]).T
        symbol = np.array([int(p.sign.mark.symbol) for p in self._placed])
        token = np.array([NUMBER[p.sign.mark.token] for p in self._placed])
        # An earth hangs down.
        turn = np.where(symbol == Symbol.EARTH, 90.0, 0.0)
        self._signs.stamp_at_own_size(painter, x, y, symbol, token, turn=turn)

    def _leader(self, painter: QPainter, box: tuple[float, float, float, float], at: Array, token: str) -> None:
        """A thin line to the element of a sign that stands away from it."""
        begin = np.clip(at, box[:2], box[2:])
        step = at - begin
        far = float(np.hypot(*step))
        if far > _LEADER_FROM_PX:
            end = begin + step * (1 - _CLEAR_PX / far)
            painter.setPen(self._palette.pen(token, 1.0, 0.6))
            painter.drawLine(QPointF(*begin.tolist()), QPointF(*end.tolist()))
