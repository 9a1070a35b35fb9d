"""Branches cut where a switch stands on them, so that both sides of an open switch can look as live as they are."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network
from widgets.diagram.elements import Elements
from widgets.diagram.places import Strokes, SymbolPlaces, strokes_of

Array = np.ndarray[Any, Any]

_TABLES = {"l": "line", "t": "trafo", "t3": "trafo3w"}
_ON_LINE = 1.0
"""World units a switch may stand beside its branch."""


def split_at_switches(
    network: Network, elements: Elements, branches: Strokes, switches: SymbolPlaces
) -> tuple[Strokes, Array]:
    """The pieces cut at their switches, and ``(n,)`` the number of the switch between which and its bus each lies.

    Pieces that lie between no switch and its bus have -1.
    """
    place, branch = _standing(network, elements, switches)
    is_from = elements.bus[switches.owner[place]] == elements.bus[branch]
    xy, stub = branches.xy.copy(), np.full(len(branches), -1, np.int64)
    halves, owners, numbers = [], [], []
    for at_from in (True, False):
        # One switch for each end of a branch: a second one at the same end is drawn on the first one's piece.
        _, once = np.unique(branch[is_from == at_from], return_index=True)
        which = np.flatnonzero(is_from == at_from)[once]
        at = np.column_stack([switches.x, switches.y])[place[which]]
        number = switches.owner[place[which]]
        piece = _holding(xy, branches.owner, branch[which], at)
        on = piece >= 0
        piece, at, number = piece[on], at[on], number[on]
        _mark_beyond(stub, branches.owner, piece, number, at_from)
        near, far = (slice(0, 2), slice(2, 4)) if at_from else (slice(2, 4), slice(0, 2))
        half = np.empty((len(piece), 4))
        half[:, near], half[:, far] = xy[piece, near], at
        # The half at the bus becomes a piece of its own; the other keeps its row.
        xy[piece, near] = at
        halves.append(half)
        owners.append(branches.owner[piece])
        numbers.append(number)
    pieces = strokes_of(np.vstack([xy, *halves]), np.concatenate([branches.owner, *owners]))
    return pieces, np.concatenate([stub, *numbers])


def _mark_beyond(stub: Array, owner: Array, piece: Array, number: Array, at_from: bool) -> None:
    """Whole pieces between the bus and the one that is cut."""
    first, last = np.searchsorted(owner, owner[piece]), np.searchsorted(owner, owner[piece], side="right")
    begin, end = (first, piece) if at_from else (piece + 1, last)
    count = end - begin
    which = np.repeat(np.arange(len(piece)), count)
    step = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    stub[begin[which] + step] = number[which]


def branches_of_switches(network: Network, elements: Elements) -> Array:
    """``(n_switch,)`` number of the branch each switch stands on, -1 for none."""
    table = network["switch"]
    branch = np.full(len(table), -1, np.int64)
    for letter, name in _TABLES.items():
        here = np.flatnonzero(table["et"] == letter) if len(table) else np.zeros(0, np.int64)
        if len(here) and elements.sizes[name]:
            branch[here] = _rows(network[name].index, table["element"][here], elements.start[name])
    return branch


def _standing(network: Network, elements: Elements, switches: SymbolPlaces) -> tuple[Array, Array]:
    """Which drawn switches stand on a branch, and the number of that branch."""
    branch = branches_of_switches(network, elements)[switches.owner - elements.start["switch"]]
    found = np.flatnonzero(branch >= 0)
    return found, branch[found]


def _rows(index: Array, wanted: Array, start: int) -> Array:
    order = np.argsort(index, kind="stable")
    at = np.minimum(np.searchsorted(index[order], wanted), len(index) - 1)
    return np.where(index[order][at] == wanted, order[at] + start, -1)


def _holding(xy: Array, owner: Array, branch: Array, at: Array) -> Array:
    """``(n,)`` the piece of each branch its point lies on, -1 for none."""
    first = np.searchsorted(owner, branch)
    count = np.searchsorted(owner, branch, side="right") - first
    which = np.repeat(np.arange(len(branch)), count)
    piece = first[which] + np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    start, step = xy[piece, :2], xy[piece, 2:] - xy[piece, :2]
    share = ((at[which] - start) * step).sum(1) / np.maximum((step**2).sum(1), 1e-9)
    away = np.hypot(*(at[which] - start - step * np.clip(share, 0.0, 1.0)[:, None]).T)
    nearest_first = np.lexsort((away, which))
    found, best = np.unique(which[nearest_first], return_index=True)
    best = nearest_first[best]
    out = np.full(len(branch), -1, np.int64)
    out[found] = np.where(away[best] <= _ON_LINE, piece[best], -1)
    return out
