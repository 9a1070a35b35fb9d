"""Graphical symbols after IEC 60617, drawn about the origin; what is fed hangs in the direction of +x."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from engines.grid.network import Network
from engines.grid.switches import SwitchKind
from widgets.diagram.fault_symbols import draw_crew, draw_step_sample
from widgets.diagram.field_symbols import draw_by_hand, draw_ring, draw_stale, draw_suspect
from widgets.theme import ui_font

Array = np.ndarray[Any, Any]

HALF_PX = 17.0
"""No symbol reaches further from its centre."""


class Symbol(IntEnum):
    """What stands at a place. Switches are ``SWITCH + 4 * kind + position``."""

    NONE = 0
    LOAD = 1
    PHOTOVOLTAIC = 2
    WIND = 3
    STORAGE = 4
    CAPACITOR = 5
    REACTOR = 6
    SOURCE = 7
    GENERATOR = 8
    STATIC_GENERATOR = 9
    TRANSFORMER = 10
    TRANSFORMER_TAPPED = 11
    TRANSFORMER_THREE = 12
    EARTH = 13
    PROVEN_DEAD = 14
    VIOLATION_LOW = 15
    VIOLATION_MEDIUM = 16
    VIOLATION_HIGH = 17
    TAG = 18
    FAULT = 19
    STALE = 20
    SUSPECT = 21
    BY_HAND = 22
    RING = 23
    STEP = 24
    CREW = 25
    SWITCH = 32


KINDS = (
    SwitchKind.BREAKER,
    SwitchKind.LOAD_BREAK_SWITCH,
    SwitchKind.DISCONNECTOR,
    SwitchKind.RECLOSER,
    SwitchKind.FUSE,
)
"""Order in which switch kinds are counted."""


def switch_symbols(kind: Array, position: Array) -> Array:
    """``(n,)`` symbol of each switch; an unknown kind is drawn as a load-break switch."""
    number = np.full(len(kind), KINDS.index(SwitchKind.LOAD_BREAK_SWITCH), np.int64)
    for k, name in enumerate(KINDS):
        number[kind == str(name)] = k
    return np.asarray(Symbol.SWITCH + 4 * number + np.clip(position, 0, 3))


def device_symbols(network: Network, table: str) -> Array:
    """``(n,)`` symbol of each transformer or device of a table."""
    rows = network[table]
    plain = {
        "load": Symbol.LOAD,
        "asymmetric_load": Symbol.LOAD,
        "storage": Symbol.STORAGE,
        "gen": Symbol.GENERATOR,
        "ext_grid": Symbol.SOURCE,
        "trafo3w": Symbol.TRANSFORMER_THREE,
        "asymmetric_sgen": Symbol.STATIC_GENERATOR,
    }
    out = np.full(len(rows), plain.get(table, Symbol.LOAD), np.int64)
    if table == "trafo":
        has_tap = (rows["tap_side"] != "") & np.isfinite(rows["tap_pos"])
        out[:] = np.where(has_tap, Symbol.TRANSFORMER_TAPPED, Symbol.TRANSFORMER)
    elif table == "shunt":
        out[:] = np.where(rows["q_mvar"] <= 0, Symbol.CAPACITOR, Symbol.REACTOR)
    elif table == "sgen":
        kind = np.char.lower(rows["type"].astype(np.str_)) if len(rows) else np.zeros(0, "U1")
        is_pv = np.char.startswith(kind, "pv") | (np.char.find(kind, "solar") >= 0)
        is_wind = (np.char.find(kind, "wind") >= 0) | (kind == "wp")
        out[:] = np.where(is_pv, Symbol.PHOTOVOLTAIC, np.where(is_wind, Symbol.WIND, Symbol.STATIC_GENERATOR))
    return out


class Pencil:
    """Draws one symbol with one ink on one ground.

    Attributes:
        painter: its origin is the symbol's centre, one unit a pixel at 100 %.
        turn: degrees by which the symbol is turned; letters stay upright.
    """

    def __init__(self, painter: QPainter, ink: QColor, ground: QColor, turn: float = 0.0) -> None:
        self.painter, self.ink, self.ground, self.turn = painter, ink, ground, turn
        self.hollow()

    def hollow(self, width: float = 1.5) -> None:
        """From now on outlines on the ground."""
        self.painter.setPen(_pen(self.ink, width))
        self.painter.setBrush(self.ground)

    def solid(self) -> None:
        """From now on filled with ink."""
        self.painter.setPen(_pen(self.ink, 1.0))
        self.painter.setBrush(self.ink)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A straight line."""
        self.painter.drawLine(QPointF(x0, y0), QPointF(x1, y1))

    def box(self, half_x: float, half_y: float) -> None:
        """A rectangle about the origin."""
        self.painter.drawRect(QRectF(-half_x, -half_y, 2 * half_x, 2 * half_y))

    def circle(self, x: float, y: float, radius: float) -> None:
        """A circle."""
        self.painter.drawEllipse(QPointF(x, y), radius, radius)

    def polygon(self, *points: tuple[float, float]) -> None:
        """A closed shape."""
        self.painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))

    def letter(self, text: str, pixels: int = 8) -> None:
        """An upright letter in the middle."""
        self.painter.save()
        self.painter.rotate(-self.turn)
        self.painter.setPen(_pen(self.ink, 1.0))
        self.painter.setFont(ui_font(pixels, bold=True))
        self.painter.drawText(QRectF(-8, -8, 16, 16), Qt.AlignmentFlag.AlignCenter, text)
        self.painter.restore()


def _pen(ink: QColor, width: float) -> QPen:
    pen = QPen(ink, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def draw_symbol(painter: QPainter, symbol: int, ink: QColor, ground: QColor, turn: float = 0.0) -> None:
    """Draws a symbol about the painter's origin, turned by ``turn`` degrees."""
    painter.save()
    painter.rotate(turn)
    pencil = Pencil(painter, ink, ground, turn)
    if symbol >= Symbol.SWITCH:
        kind, position = divmod(int(symbol) - int(Symbol.SWITCH), 4)
        _draw_switch(pencil, KINDS[kind], position)
    elif symbol in _DRAWN:
        _DRAWN[Symbol(int(symbol))](pencil)
    painter.restore()


def _draw_switch(pencil: Pencil, kind: SwitchKind, position: int) -> None:
    if position >= 2:
        _doubtful(pencil, kind, position == 3)
        return
    is_closed = position == 1
    _SWITCHES[kind](pencil, is_closed)


def _doubtful(pencil: Pencil, kind: SwitchKind, is_unknown: bool) -> None:
    """A lozenge: neither open nor closed; with the kind's letter, and a question mark where nothing is known."""
    pencil.polygon((-9, 0), (0, -9), (9, 0), (0, 9))
    if is_unknown:
        pencil.letter("?", 10)
    else:
        pencil.line(-4.5, 4.5, 4.5, -4.5)
    letter = {"breaker": "", "load_break_switch": "L", "disconnector": "D", "recloser": "R", "fuse": "F"}[str(kind)]
    if letter:
        pencil.painter.save()
        pencil.painter.rotate(-pencil.turn)
        pencil.painter.translate(10.5, -8.0)
        pencil.painter.rotate(pencil.turn)
        pencil.letter(letter, 8)
        pencil.painter.restore()


def _breaker(pencil: Pencil, is_closed: bool) -> None:
    if is_closed:
        pencil.solid()
    pencil.box(5.5, 5.5)


def _load_break_switch(pencil: Pencil, is_closed: bool) -> None:
    pencil.circle(0, 0, 5.5)
    if is_closed:
        pencil.hollow(2.0)
        pencil.line(-5.5, 0, 5.5, 0)
    else:
        pencil.hollow(2.0)
        pencil.line(0, -5.5, 0, 5.5)


def _disconnector(pencil: Pencil, is_closed: bool) -> None:
    painter = pencil.painter
    painter.fillRect(QRectF(-6, -1.5, 12, 3), pencil.ground)
    pencil.line(-6, -4, -6, 4)
    if is_closed:
        pencil.hollow(2.2)
        pencil.line(-6, 0, 7, 0)
    else:
        pencil.line(7, 0, -4, -8)


def _recloser(pencil: Pencil, is_closed: bool) -> None:
    if not is_closed:
        pencil.box(6.5, 6.5)
        pencil.letter("R", 9)
        return
    pencil.solid()
    pencil.box(6.5, 6.5)
    Pencil(pencil.painter, pencil.ground, pencil.ink, pencil.turn).letter("R", 9)


def _fuse(pencil: Pencil, is_closed: bool) -> None:
    if is_closed:
        pencil.box(8, 3)
        pencil.line(-8, 0, 8, 0)
        return
    pencil.painter.fillRect(QRectF(-8, -2, 16, 4), pencil.ground)
    pencil.painter.rotate(-35)
    pencil.box(8, 3)


_SWITCHES: dict[SwitchKind, Callable[[Pencil, bool], None]] = {
    SwitchKind.BREAKER: _breaker,
    SwitchKind.LOAD_BREAK_SWITCH: _load_break_switch,
    SwitchKind.DISCONNECTOR: _disconnector,
    SwitchKind.RECLOSER: _recloser,
    SwitchKind.FUSE: _fuse,
}


def _load(pencil: Pencil) -> None:
    pencil.solid()
    pencil.polygon((-1, -3.5), (-1, 3.5), (5.5, 0))


def _photovoltaic(pencil: Pencil) -> None:
    pencil.painter.rotate(-pencil.turn)
    pencil.box(7, 6.5)
    pencil.hollow(1.2)
    pencil.painter.drawPolyline(QPolygonF([QPointF(-7, -6.5), QPointF(0, 1), QPointF(7, -6.5)]))


def _wind(pencil: Pencil) -> None:
    pencil.painter.rotate(-pencil.turn)
    pencil.circle(0, 0, 7)
    for angle in (90, 210, 330):
        x, y = 6 * np.cos(np.radians(angle)), -6 * np.sin(np.radians(angle))
        pencil.line(0, 0, float(x), float(y))


def _storage(pencil: Pencil) -> None:
    pencil.painter.rotate(-pencil.turn)
    pencil.box(8, 5)
    pencil.painter.fillRect(QRectF(-5.5, -2.5, 6, 5), pencil.ink)


def _capacitor(pencil: Pencil) -> None:
    pencil.painter.fillRect(QRectF(-2, -1, 4, 2), pencil.ground)
    pencil.hollow(2.0)
    pencil.line(-2, -6, -2, 6)
    pencil.line(2, -6, 2, 6)


def _reactor(pencil: Pencil) -> None:
    pencil.circle(0, 0, 6)
    pencil.line(0, 0, 0, -6)
    pencil.line(0, 0, -6, 0)


def _source(pencil: Pencil) -> None:
    pencil.box(8, 8)
    pencil.hollow(1.0)
    for step in (-8, -2.7, 2.6):
        pencil.line(-8, step + 5.4, step + 5.4, -8)
        pencil.line(step, 8, 8, step)


def _generator(pencil: Pencil) -> None:
    pencil.circle(0, 0, 8)
    pencil.letter("G", 10)


def _static_generator(pencil: Pencil) -> None:
    pencil.box(7, 7)
    pencil.letter("G", 10)


def _two_circles(pencil: Pencil) -> None:
    for x in (-5.0, 5.0):
        pencil.circle(x, 0, 8)
    pencil.painter.setBrush(Qt.BrushStyle.NoBrush)
    pencil.circle(-5.0, 0, 8)


def _tapped(pencil: Pencil) -> None:
    _two_circles(pencil)
    pencil.hollow(1.2)
    # No higher than the circles: the layout keeps no more room.
    pencil.line(-10.5, 7.5, 8, -6)
    pencil.solid()
    pencil.polygon((11.5, -8.5), (5.5, -8), (9, -3.5))


def _three_circles(pencil: Pencil) -> None:
    places = ((-6.5, 0.0), (4.5, -6.0), (4.5, 6.0))
    for x, y in places:
        pencil.circle(x, y, 7.5)
    pencil.painter.setBrush(Qt.BrushStyle.NoBrush)
    for x, y in places:
        pencil.circle(x, y, 7.5)


def _earth(pencil: Pencil) -> None:
    pencil.line(-7, 0, 0, 0)
    for k, half in enumerate((7.0, 4.5, 2.0)):
        pencil.line(3.0 * k, -half, 3.0 * k, half)


def _proven_dead(pencil: Pencil) -> None:
    pencil.painter.rotate(-pencil.turn)
    pencil.circle(0, 0, 6)
    pencil.line(-4.2, 4.2, 4.2, -4.2)


def _low(pencil: Pencil) -> None:
    pencil.solid()
    pencil.circle(0, 0, 4)


def _medium(pencil: Pencil) -> None:
    pencil.solid()
    pencil.box(3.5, 3.5)


def _high(pencil: Pencil) -> None:
    pencil.solid()
    pencil.polygon((0, -5), (5, 4), (-5, 4))


def _tag(pencil: Pencil) -> None:
    pencil.painter.rotate(-pencil.turn)
    pencil.line(-5, -8, -5, 8)
    pencil.solid()
    pencil.polygon((-5, -8), (7, -4.5), (-5, -1))


def _fault(pencil: Pencil) -> None:
    pencil.painter.rotate(-pencil.turn)
    pencil.solid()
    pencil.polygon((2, -9), (-5, 1), (-0.5, 1), (-2, 9), (5, -2), (0.5, -2))


_DRAWN: dict[Symbol, Callable[[Pencil], None]] = {
    Symbol.LOAD: _load,
    Symbol.PHOTOVOLTAIC: _photovoltaic,
    Symbol.WIND: _wind,
    Symbol.STORAGE: _storage,
    Symbol.CAPACITOR: _capacitor,
    Symbol.REACTOR: _reactor,
    Symbol.SOURCE: _source,
    Symbol.GENERATOR: _generator,
    Symbol.STATIC_GENERATOR: _static_generator,
    Symbol.TRANSFORMER: _two_circles,
    Symbol.TRANSFORMER_TAPPED: _tapped,
    Symbol.TRANSFORMER_THREE: _three_circles,
    Symbol.EARTH: _earth,
    Symbol.PROVEN_DEAD: _proven_dead,
    Symbol.VIOLATION_LOW: _low,
    Symbol.VIOLATION_MEDIUM: _medium,
    Symbol.VIOLATION_HIGH: _high,
    Symbol.TAG: _tag,
    Symbol.FAULT: _fault,
    Symbol.STALE: draw_stale,
    Symbol.SUSPECT: draw_suspect,
    Symbol.BY_HAND: draw_by_hand,
    Symbol.RING: draw_ring,
    Symbol.STEP: draw_step_sample,
    Symbol.CREW: draw_crew,
}
