"""Symbols of equipment and switches, and the shapes of violations."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtGui import QPainter

from engines.grid.switches import SwitchKind
from engines.values.points import PointFreshness
from engines.values.schematic import LabelKind
from engines.values.topology import SupplyState
from widgets.diagram.camera import Camera
from widgets.diagram.extents import half_sizes
from widgets.diagram.palette import NUMBER, Palette
from widgets.diagram.places import SymbolPlaces
from widgets.diagram.scene import Scene
from widgets.diagram.shown import Shown
from widgets.diagram.sprites import Sprites
from widgets.diagram.strokes import draw_rects
from widgets.diagram.styles import STYLES
from widgets.diagram.symbols import KINDS, Symbol, draw_symbol

Array = np.ndarray[Any, Any]

TEXT_FROM = 0.66
"""Scale from which a label of 11 px can be read, and stands where the layout has put it."""
_LEAST_DOUBT = 0.95, 0.8
"""Least scale of what lies about a doubtful switch: while words look for their room themselves, and after."""
SYMBOLS_FROM = 0.13
"""Nearer rows would have their symbols in one another."""
_LINE_SWITCHES_FROM = 0.2
_LOADS_FROM = 0.28
_OPEN_ENDS_FROM = 0.04
LEAST_LARGE, LEAST_SMALL = 0.66, 0.45
"""Least scale of what must be seen (breakers 8 px, open switches) and of the rest (line switches 5 px)."""
LARGEST_SYMBOL = 2.0
FADED = 0.55
"""Strength of a violation that may be over."""
PATCH_PX = (40.0, 18.0)
_TOKEN_OF_LOOK = np.array([NUMBER[style.token] for style in STYLES])
_OPEN_END_PX = 4.0
"""Half the size of an open end, its rim and the rounding to whole pixels."""
_BREAKING = (KINDS.index(SwitchKind.BREAKER), KINDS.index(SwitchKind.RECLOSER))
MARKS = {1: Symbol.VIOLATION_LOW, 2: Symbol.VIOLATION_MEDIUM, 3: Symbol.VIOLATION_HIGH}
MARK_TOKEN = {1: "low", 2: "medium", 3: "high"}


def symbol_scale(scale: float) -> float:
    """Size of symbols: as the drawing, but never a poster."""
    return min(scale, LARGEST_SYMBOL)


def around(at: Array, half: Array | float) -> Array:
    """``(n, 4)`` boxes about points ``(n, 2)``."""
    return np.hstack([at - half, at + half])


class SignsPainter:
    """Stamps symbols from pictures, or draws them as shapes for a file.

    Attributes:
        is_exact: shapes instead of pictures.
    """

    def __init__(self, scene: Scene, shown: Shown, palette: Palette, sprites: tuple[Sprites, Sprites]) -> None:
        self._scene, self._shown, self._palette = scene, shown, palette
        self._sprites, self._mark_sprites = sprites
        self.is_exact = False
        # Loads and ties are lighter than what feeds them; their symbols are not coloured by layers.
        self._token = _TOKEN_OF_LOOK[shown.look]

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Equipment, then switches, then signs on dead buses."""
        if camera.scale < SYMBOLS_FROM:
            self._stamp_field_signs(painter, camera)
            self._open_ends(painter, camera)
            return
        self._stamp_field_signs(painter, camera)
        for places, symbol in self._all():
            for which, least, first in self._sizes(places, symbol):
                if camera.scale >= first:
                    self._places(painter, camera, places, symbol, which, max(symbol_scale(camera.scale), least))
        self._safety_signs(painter, camera)

    def _stamp_field_signs(self, painter: QPainter, camera: Camera) -> None:
        for at, turn, symbol, size in self._field_signs(camera, camera.rect(40)):
            self._stamp(painter, (at[:, 0], at[:, 1]), symbol, turn, np.full(len(at), NUMBER["muted"]), size)

    def _field_signs(
        self, camera: Camera, rect: tuple[float, float, float, float]
    ) -> list[tuple[Array, Array, Array, float]]:
        """What lies beneath switches whose position may be old: pixels, degrees, symbols and scale.

        Far out, where no switch is drawn, it stands for all of the feeder at its head.
        """
        scene, trust = self._scene, self._shown.trust
        if not trust.has_field:
            return []
        places, found = scene.switches, []
        row = places.owner - scene.elements.start["switch"]
        if camera.scale < SYMBOLS_FROM:
            heads = np.isin(places.owner, scene.label_owner[scene.layout.labels.kind == LabelKind.FEEDER])
            groups = [(heads, 0.0, 0.0)]
            doubt = np.maximum(trust.switch_doubt[row], trust.doubt[places.owner])
        else:
            groups = self._sizes(places, self._shown.switch_symbol)
            doubt = trust.switch_doubt[row]
        near = places.inside(rect) & (doubt > 0)
        for which, least, first in groups:
            seen = np.flatnonzero(which & near)
            if camera.scale >= first and len(seen):
                at = np.column_stack([places.x[seen], places.y[seen]]) * camera.scale + (camera.dx, camera.dy)
                symbol = np.where(doubt[seen] >= PointFreshness.STALE, Symbol.STALE, Symbol.SUSPECT)
                size = max(symbol_scale(camera.scale), least, _LEAST_DOUBT[camera.scale >= TEXT_FROM])
                found.append((at, places.turn[seen], symbol, size))
        return found

    def stamp_rings(self, painter: QPainter, camera: Camera, number: Array) -> None:
        """A ring around each of these elements, at every scale."""
        at = self._scene.anchor[number] * camera.scale + (camera.dx, camera.dy)
        at = at[np.isfinite(at).all(1)]
        ring, token = np.full(len(at), Symbol.RING), np.full(len(at), NUMBER["text"])
        size = max(symbol_scale(camera.scale), LEAST_LARGE)
        self._stamp(painter, (at[:, 0], at[:, 1]), ring, np.zeros(len(at)), token, size)

    def _all(self) -> tuple[tuple[SymbolPlaces, Array], tuple[SymbolPlaces, Array]]:
        scene = self._scene
        return (scene.equipment, scene.equipment.symbol), (scene.switches, self._shown.switch_symbol)

    def _sizes(self, places: SymbolPlaces, symbol: Array) -> list[tuple[Array, float, float]]:
        """Which symbols, the least scale they are drawn at, and the scale of the drawing they appear from."""
        is_switch, is_load = symbol >= Symbol.SWITCH, symbol == Symbol.LOAD
        kind, position = (symbol - Symbol.SWITCH) // 4, (symbol - Symbol.SWITCH) % 4
        is_main = is_switch & ((position != 1) | np.isin(kind, _BREAKING))
        is_line_switch = is_switch & ~is_main
        return [
            (is_load, 0.0, _LOADS_FROM),
            (is_line_switch, LEAST_SMALL, _LINE_SWITCHES_FROM),
            (~is_load & ~is_switch & ~is_main, LEAST_SMALL, SYMBOLS_FROM),
            (is_main, LEAST_LARGE, SYMBOLS_FROM),
        ]

    def boxes(self, camera: Camera, margin: float) -> Array:
        """``(n, 4)`` boxes in pixels around the symbols that are drawn within ``margin`` pixels of the view."""
        found = [
            around(at, half_sizes(symbol, turn) * size + 0.5)
            for at, turn, symbol, size in self._field_signs(camera, camera.rect(margin))
        ]
        if camera.scale < SYMBOLS_FROM:
            return np.vstack([*found, around(self._open_places(camera), _OPEN_END_PX)])
        for places, symbol in self._all():
            for which, least, first in self._sizes(places, symbol):
                if camera.scale >= first:
                    seen = np.flatnonzero(which & places.inside(camera.rect(margin)))
                    size = max(symbol_scale(camera.scale), least)
                    half = half_sizes(symbol[seen], places.turn[seen]) * size + 0.5
                    at = np.column_stack([places.x[seen], places.y[seen]]) * camera.scale + (camera.dx, camera.dy)
                    found.append(around(at, half))
        for rows, symbol_of_all, _ in self._safety():
            at, turn, size = self._above_buses(camera, rows, symbol_of_all)
            half = half_sizes(np.full(len(rows), symbol_of_all), turn) * size + 0.5
            found.append(around(at, half))
        return np.vstack(found)

    def _places(
        self, painter: QPainter, camera: Camera, places: SymbolPlaces, symbol: Array, which: Array, scale: float
    ) -> None:
        seen = np.flatnonzero(which & places.inside(camera.rect(40)))
        token = self._token[places.owner[seen]]
        x, y = places.x[seen] * camera.scale + camera.dx, places.y[seen] * camera.scale + camera.dy
        self._stamp(painter, (x, y), symbol[seen], places.turn[seen], token, scale)

    def _open_places(self, camera: Camera) -> Array:
        """``(n, 2)`` pixels of what is open, where that is drawn far out."""
        places = self._scene.switches
        is_open = (self._shown.switch_symbol - Symbol.SWITCH) % 4 != 1
        if camera.scale < _OPEN_ENDS_FROM:
            is_open = np.zeros_like(is_open)
        at = np.column_stack([places.x[is_open], places.y[is_open]])
        return np.asarray(at * camera.scale + np.array([camera.dx, camera.dy]))

    def _open_ends(self, painter: QPainter, camera: Camera) -> None:
        """Far out, only where the network is open: a small hollow square."""
        at = np.floor(self._open_places(camera))
        if not len(at):
            return
        half = 2.5
        painter.setPen(self._palette.pen("wire"))
        painter.setBrush(self._palette.canvas)
        draw_rects(painter, np.hstack([at - half, np.full(at.shape, 2 * half)]))

    def _safety(self) -> list[tuple[Array, Symbol, str]]:
        """Buses proven dead and earthed; in the colour of danger where the switch positions deny it."""
        supply = self._shown.supply[self._scene.elements.part("bus")]
        topology = self._shown.moment.topology
        denied = topology.contradictions if topology is not None else ()
        found = []
        for state, symbol in ((SupplyState.PROVEN_DEAD, Symbol.PROVEN_DEAD), (SupplyState.EARTHED, Symbol.EARTH)):
            wrong = np.array([c.bus_row for c in denied if c.claimed == state], np.int64)
            found += [(np.flatnonzero(supply == state), symbol, "wire"), (wrong, symbol, "high")]
        return [(rows, symbol, token) for rows, symbol, token in found if len(rows)]

    def _safety_signs(self, painter: QPainter, camera: Camera) -> None:
        for rows, symbol, token in self._safety():
            at, turn, size = self._above_buses(camera, rows, symbol)
            tokens = np.full(len(rows), NUMBER[token])
            self._stamp(painter, (at[:, 0], at[:, 1]), np.full(len(rows), symbol), turn, tokens, size)

    def _above_buses(self, camera: Camera, rows: Array, symbol: Symbol) -> tuple[Array, Array, float]:
        """Where signs on buses stand: pixels ``(n, 2)``, degrees ``(n,)`` and scale."""
        at = self._scene.anchor[self._scene.elements.start["bus"] + rows] - np.array([0.0, 18.0])
        turn = np.full(len(rows), -90.0 if symbol == Symbol.EARTH else 0.0)
        size = max(symbol_scale(camera.scale), LEAST_LARGE)
        return at * camera.scale + np.array([camera.dx, camera.dy]), turn, size

    def _stamp(
        self, painter: QPainter, at: tuple[Array, Array], symbol: Array, turn: Array, token: Array, scale: float
    ) -> None:
        palette = self._palette
        if not self.is_exact:
            self._sprites.prepare(scale, painter.device().devicePixelRatioF(), palette.color, palette.canvas)
            self._sprites.stamp(painter, *at, symbol, turn, token)
            return
        names = list(palette.color)
        for x, y, code, angle, color in zip(*at, symbol, turn, token, strict=True):
            painter.save()
            painter.translate(float(x), float(y))
            painter.scale(scale, scale)
            draw_symbol(painter, int(code), palette.color[names[int(color)]], palette.canvas, float(angle))
            painter.restore()

    def stamp_marks(
        self, painter: QPainter, x: Array, y: Array, severity: Array, is_old: Array, scale: float = 1.0
    ) -> None:
        """Violation shapes at pixels, ``scale`` times their own size; fainter where they may be over."""
        symbol = np.array([0, *MARKS.values()])[severity]
        token = np.array([0, *(NUMBER[t] for t in MARK_TOKEN.values())])[severity]
        for which, opacity in ((is_old, FADED), (~is_old, 1.0)):
            if which.any():
                painter.setOpacity(opacity)
                self.stamp_at_own_size(painter, x[which], y[which], symbol[which], token[which], scale)
        painter.setOpacity(1.0)

    def stamp_at_own_size(
        self,
        painter: QPainter,
        x: Array,
        y: Array,
        symbol: Array,
        token: Array,
        scale: float = 1.0,
        turn: Array | None = None,
    ) -> None:
        """Draw symbols at pixels, whatever the scale of the drawing."""
        own, self._sprites = self._sprites, self._mark_sprites
        self._stamp(painter, (x, y), symbol, np.zeros(len(x)) if turn is None else turn, token, scale)
        self._sprites = own

    def gathered_marks(self, camera: Camera) -> tuple[Array, Array, Array, Array, Array]:
        """Violations far out: one shape for each patch of the drawing. x, y, severity, how many and doubt."""
        number = np.flatnonzero(self._shown.severity > 0)
        at = self._scene.anchor[number] * camera.scale
        low = np.array([-camera.dx, -camera.dy])
        inside = np.all((at >= low) & (at <= low + np.array([camera.width, camera.height])), axis=1)
        number, x, y = number[inside], at[inside, 0], at[inside, 1]
        # Patches lie still in the drawing: what is gathered stays together while it moves.
        column, row = np.floor(x / PATCH_PX[0]).astype(np.int64), np.floor(y / PATCH_PX[1]).astype(np.int64)
        patch = row * 1_000_000 + column
        severity = self._shown.severity[number].astype(np.int64)
        worst_first = np.lexsort((-severity, patch))
        _, first, count = np.unique(patch[worst_first], return_index=True, return_counts=True)
        kept = worst_first[first]
        # Away from the rim of its patch, so that shape and count leave those of the next patch alone.
        left, top = column[kept] * PATCH_PX[0], row[kept] * PATCH_PX[1]
        many = count > 1
        x = np.where(many, np.clip(x[kept], left + 6, left + PATCH_PX[0] - 20), x[kept])
        y = np.where(many, np.clip(y[kept], top + 6, top + PATCH_PX[1] - 6), y[kept])
        return x + camera.dx, y + camera.dy, severity[kept], count, self._shown.trust.doubt[number[kept]]
