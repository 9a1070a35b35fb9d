"""How far each symbol reaches from its centre, so that words keep away from it."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.switches import SwitchKind, SwitchPosition
from widgets.diagram.symbols import HALF_PX, KINDS, Symbol

Array = np.ndarray[Any, Any]

_N_CODE = int(Symbol.SWITCH) + 4 * len(KINDS)
_UPRIGHT = (Symbol.PHOTOVOLTAIC, Symbol.WIND, Symbol.STORAGE, Symbol.PROVEN_DEAD, Symbol.TAG, Symbol.FAULT,
            Symbol.STALE, Symbol.BY_HAND, Symbol.STEP, Symbol.CREW)  # fmt: skip
"""These are drawn upright, whatever their direction."""
_HALF = {
    Symbol.LOAD: (6.5, 4.5),
    Symbol.PHOTOVOLTAIC: (8.0, 7.5),
    Symbol.WIND: (8.0, 8.0),
    Symbol.STORAGE: (9.0, 6.0),
    Symbol.CAPACITOR: (3.5, 6.5),
    Symbol.REACTOR: (7.0, 7.0),
    Symbol.SOURCE: (9.0, 9.0),
    Symbol.GENERATOR: (9.0, 9.0),
    Symbol.STATIC_GENERATOR: (8.0, 8.0),
    Symbol.TRANSFORMER: (14.0, 9.0),
    Symbol.TRANSFORMER_TAPPED: (14.0, 9.5),
    Symbol.TRANSFORMER_THREE: (15.0, 14.5),
    Symbol.EARTH: (7.5, 7.5),
    Symbol.PROVEN_DEAD: (7.0, 7.0),
    Symbol.TAG: (8.0, 9.0),
    Symbol.FAULT: (6.0, 10.0),
    Symbol.STALE: (9.0, 9.0),
    Symbol.SUSPECT: (7.0, 10.5),
    Symbol.BY_HAND: (5.0, 5.0),
    Symbol.RING: (13.0, 13.0),
    Symbol.STEP: (8.0, 8.0),
    Symbol.CREW: (8.0, 6.5),
}
_SWITCH_HALF = {
    SwitchKind.BREAKER: (6.5, 6.5),
    SwitchKind.LOAD_BREAK_SWITCH: (7.0, 7.0),
    SwitchKind.DISCONNECTOR: (7.5, 9.0),
    SwitchKind.RECLOSER: (7.5, 7.5),
    SwitchKind.FUSE: (9.0, 8.5),
}
_DOUBTFUL_HALF = (14.5, 13.5)


def _table() -> Array:
    half = np.full((_N_CODE, 2), HALF_PX)
    for symbol, size in _HALF.items():
        half[int(symbol)] = size
    for k, kind in enumerate(KINDS):
        for position in SwitchPosition:
            is_known = position in (SwitchPosition.OPEN, SwitchPosition.CLOSED)
            half[int(Symbol.SWITCH) + 4 * k + int(position)] = _SWITCH_HALF[kind] if is_known else _DOUBTFUL_HALF
    return half


HALF = _table()
"""``(n_code, 2)`` half a symbol's size along and across its direction, pixels at 100 %."""


def half_sizes(symbol: Array, turn: Array) -> Array:
    """``(n, 2)`` half the width and height of the box around each symbol, turned by degrees; pixels at 100 %."""
    half = HALF[symbol]
    angle = np.radians(np.where(np.isin(symbol, [int(s) for s in _UPRIGHT]), 0.0, turn))
    cosine, sine = np.abs(np.cos(angle)), np.abs(np.sin(angle))
    return np.column_stack([half[:, 0] * cosine + half[:, 1] * sine, half[:, 0] * sine + half[:, 1] * cosine])
