"""Symbols drawn once into a picture and stamped from there by the thousand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from PySide6.QtGui import QColor, QPainter, QPixmap
from shiboken6 import Shiboken

from widgets.diagram.symbols import HALF_PX, draw_symbol

Array = np.ndarray[Any, Any]
SpriteKey = tuple[int, str, int]

_PER_ROW = 16
_ROWS = 16
_SHEETS = 5


class Sprites:
    """Symbols in the colours of one theme, at the few sizes in use."""

    def __init__(self) -> None:
        self._sheets: dict[tuple[object, ...], _Sheet] = {}
        self._sheet: _Sheet

    def prepare(self, scale: float, ratio: float, colors: dict[str, QColor], ground: QColor) -> None:
        """Draw at ``scale`` from now on, on a screen with so many dots per pixel."""
        key = (round(scale, 3), ratio, tuple(c.rgba() for c in colors.values()), ground.rgba())
        # The sheet used longest ago goes: while zooming, every frame has a size of its own.
        sheet = self._sheets.pop(key, None) or _Sheet(scale, ratio, colors, ground)
        self._sheets[key] = self._sheet = sheet
        if len(self._sheets) > _SHEETS:
            del self._sheets[next(iter(self._sheets))]

    def stamp(self, painter: QPainter, x: Array, y: Array, symbol: Array, turn: Array, token: Array) -> None:
        """Draw symbols at pixels; ``token`` are numbers of the colours given to :meth:`prepare`."""
        self._sheet.stamp(painter, x, y, symbol, turn, token)


class _Sheet:
    """Symbols at one size."""

    def __init__(self, scale: float, ratio: float, colors: dict[str, QColor], ground: QColor) -> None:
        self._scale, self._ratio, self._colors, self._ground = scale, ratio, colors, ground
        self._places: dict[SpriteKey, int] = {}
        self._clear()

    def _clear(self) -> None:
        self._places.clear()
        # An odd number of dots keeps the centre of a symbol in the middle of a dot.
        self._cell = 2 * math.ceil(HALF_PX * self._scale * self._ratio) + 1
        self._atlas = QPixmap(self._cell * _PER_ROW, self._cell * _ROWS)
        self._atlas.fill(QColor(0, 0, 0, 0))

    def stamp(self, painter: QPainter, x: Array, y: Array, symbol: Array, turn: Array, token: Array) -> None:
        """Draw symbols at pixels."""
        if not len(x):
            return
        angle = np.asarray(np.round(turn / 5.0) * 5, np.int64) % 360
        code = (symbol.astype(np.int64) * 360 + angle) * 64 + token
        kinds, which = np.unique(code, return_inverse=True)
        names = list(self._colors)
        keys = [(int(c) // 23040, names[int(c) % 64], int(c) // 64 % 360) for c in kinds]
        place = np.array(self._placed(keys))[which]
        buffer = np.zeros((len(x), 10))
        cell = float(self._cell)
        # To whole dots, so that straight edges stay sharp.
        buffer[:, 0] = (np.floor(x * self._ratio) + 0.5) / self._ratio
        buffer[:, 1] = (np.floor(y * self._ratio) + 0.5) / self._ratio
        buffer[:, 2] = place % _PER_ROW * cell
        buffer[:, 3] = place // _PER_ROW * cell
        buffer[:, 4:6] = cell
        buffer[:, 6:8] = 1.0 / self._ratio
        buffer[:, 9] = 1.0
        first: Any = Shiboken.wrapInstance(buffer.ctypes.data, QPainter.PixmapFragment)
        painter.drawPixmapFragments(first, len(buffer), self._atlas)

    def _placed(self, keys: list[SpriteKey]) -> list[int]:
        missing = [key for key in keys if key not in self._places]
        if len(self._places) + len(missing) > _PER_ROW * _ROWS:
            self._clear()
            missing = keys
        for key in missing[: _PER_ROW * _ROWS]:
            self._places[key] = len(self._places)
            self._draw(key)
        # More kinds at once than there are places: the rest goes without its turn.
        return [self._places.get(key, self._places.get((key[0], key[1], 0), 0)) for key in keys]

    def _draw(self, key: SpriteKey) -> None:
        symbol, token, turn = key
        place = self._places[key]
        painter = QPainter(self._atlas)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate((place % _PER_ROW + 0.5) * self._cell, (place // _PER_ROW + 0.5) * self._cell)
        size = self._scale * self._ratio
        painter.scale(size, size)
        draw_symbol(painter, symbol, self._colors[token], self._ground, turn)
        painter.end()
