"""The whole numbers of the second stage: one column per position and step, moves, storage modes.

Taps in a feeder multiply a voltage that varies; written as the hull of their positions (a column per position and
moment holding the voltage behind the taps if it is that position) they are exact where big-M is loose or wrong.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from engines.dispatch.instance import Staircase
from engines.dispatch.network_rows import tap_node
from engines.dispatch.programme import Programme
from engines.dispatch.rounding import Switching
from engines.dispatch.rows import Part

Array = np.ndarray[Any, Any]


class WholePositions:
    """Columns and rows behind those of a programme.

    Attributes:
        n_column: all columns, the programme's included; cost, column_low, column_high, is_whole: ``(n_column,)``.
        matrix, low, high: further rows over all columns.
    """

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        instance = programme.instance
        self._step = instance.horizon.step
        n_step = instance.horizon.n_step
        self._at = programme.layout.n_column
        self._equal, self._upper = Part(), Part()
        self._positions: list[Array] = []
        self._moves: list[Array] = []
        self._hulls: list[Array] = []
        for s in instance.staircases:
            self._positions.append(self._take(n_step, len(s.positions)))
            self._moves.append(self._take(n_step, 1)[:, 0])
        self._modes = self._take(n_step, len(instance.case.storages))
        self._whole_end = self._at
        for k, s in enumerate(instance.staircases):
            self._staircase(k, s)
            self._linked(k, s)
        self._storages()
        self._finish()

    def _take(self, rows: int, columns: int) -> Array:
        first, self._at = self._at, self._at + rows * columns
        return first + np.arange(rows * columns).reshape(rows, columns)

    def _staircase(self, k: int, s: Staircase) -> None:
        """One position a step; a change needs a move, moves are counted."""
        position, move = self._positions[k], self._moves[k]
        n_step, n = position.shape
        steps, number = np.arange(n_step), np.arange(n, dtype=float)
        one = self._equal.block(f"one {k}", steps, 0, 1.0)
        self._equal.add(one.rows[:, None], position, 1.0)
        span = min(s.max_steps, n - 1)
        for sign in (1.0, -1.0):
            start = np.zeros(n_step)
            start[0] = sign * s.initial
            change = self._upper.block(f"change {k} {sign}", steps, 0, start)
            self._upper.add(change.rows[:, None], position, sign * number)
            self._upper.add(change.rows[1:, None], position[:-1], -sign * number)
            self._upper.add(change.rows, move, -float(span))
        # To be at a position one must have been there or have moved: tighter than the change alone.
        begin = np.zeros((n_step, n))
        begin[0, s.initial] = 1.0
        arrive = self._upper.block(f"arrive {k}", steps[:, None], np.arange(n)[None, :], begin)
        rows = arrive.rows.reshape(n_step, n)
        self._upper.add(rows, position, 1.0)
        self._upper.add(rows[1:], position[:-1], -1.0)
        self._upper.add(rows, move[:, None], -1.0)
        day = np.unique(s.day, return_inverse=True)[1] if len(s.day) else np.zeros(n_step, np.int64)
        total = self._upper.block(f"moves {k}", np.arange(day.max() + 1), 0, float(min(s.max_moves, n_step)))
        self._upper.add(total.rows[day], move, 1.0)

    def _linked(self, k: int, s: Staircase) -> None:
        """What a position means for the network, in every scenario."""
        instance, x = self.programme.instance, self.programme.layout
        m = np.arange(len(self._step))
        position = self._positions[k][self._step]
        link = self._equal.block(f"link {k}", m, 0, 0.0)
        if s.kind == "feeder":
            self._hull(k, s, position, link.rows)
            return
        if s.kind == "substation":
            column = x["u"][:, int(instance.feeder.roots[s.at])]
            value = np.square(s.value * instance.v_grid_pu[s.at])
        else:
            column, value = x["cn"][:, s.at], s.value
        self._equal.add(link.rows, column, 1.0)
        self._equal.add(link.rows[:, None], position, -value)

    def _hull(self, k: int, s: Staircase, position: Array, rows: Array) -> None:
        instance, x = self.programme.instance, self.programme.layout
        node = tap_node(instance)[s.at]
        m, n = np.arange(len(self._step)), len(s.positions)
        held = self._take(len(m), n)
        squared = np.square(s.value)
        self._equal.add(rows, x["um"][:, s.at], 1.0)
        self._equal.add(rows[:, None], held, -1.0)
        high = self._equal.block(f"high {k}", m, 0, 0.0)
        self._equal.add(high.rows, x["u"][:, node], 1.0)
        self._equal.add(high.rows[:, None], held, -squared)
        low, most = instance.v_min_pu[node] ** 2 / squared, instance.v_max_pu[node] ** 2 / squared
        for name, sign, limit in (("least", -1.0, low), ("most", 1.0, most)):
            block = self._upper.block(f"{name} {k}", m[:, None], np.arange(n)[None, :], 0.0)
            at = block.rows.reshape(len(m), n)
            self._upper.add(at, held, sign)
            self._upper.add(at, position, -sign * limit)

    def _storages(self) -> None:
        x, units = self.programme.layout, self.programme.instance.case.storages
        if not units:
            return
        power = np.array([u.p_mw for u in units])
        m, n = np.arange(len(self._step)), np.arange(len(units))
        mode = self._modes[self._step]
        for name, right, factor in (("ec", 0.0, -power), ("ed", power, power)):
            block = self._upper.block(f"mode {name}", m[:, None], n[None, :], right)
            rows = block.rows.reshape(len(m), len(n))
            self._upper.add(rows, x[name], 1.0)
            self._upper.add(rows, mode, factor)

    def _finish(self) -> None:
        n = self.n_column = self._at
        own = self.programme.layout.n_column
        self.cost = np.zeros(n)
        self.column_low, self.column_high = np.full(n, -np.inf), np.full(n, np.inf)
        self.is_whole = np.zeros(n, bool)
        self.is_whole[own : self._whole_end] = True
        self.column_low[own:] = 0.0
        self.column_high[own : self._whole_end] = 1.0
        self.column_low[self.programme.layout["l"]] = 0.0
        for s, move in zip(self.programme.instance.staircases, self._moves, strict=True):
            self.cost[move] = s.price
        self.matrix = _stacked(self._equal.matrix(n), self._upper.matrix(n))
        self.low = np.concatenate([self._equal.right, np.full(self._upper.n_row, -np.inf)])
        self.high = np.concatenate([self._equal.right, self._upper.right])

    def start(self, switching: Switching) -> tuple[Array, Array]:
        """Columns and values of known positions, for HiGHS to begin with."""
        columns, values = [], []
        pairs = zip(self.programme.instance.staircases, self._positions, self._moves, switching.positions, strict=True)
        for s, position, move, chosen in pairs:
            columns += [position.ravel(), move]
            values += [(chosen[:, None] == np.arange(position.shape[1])).ravel()]
            values += [np.diff(chosen, prepend=s.initial) != 0]
        columns.append(self._modes.ravel())
        values.append(switching.charges.ravel())
        return np.concatenate(columns), np.concatenate(values).astype(float)

    def read(self, x: Array) -> Switching:
        """The positions of a solution."""
        return Switching(tuple(x[p].argmax(axis=1) for p in self._positions), x[self._modes] > 0.5)


def _stacked(*parts: Any) -> csr_matrix:
    from scipy.sparse import vstack

    return csr_matrix(vstack(parts, format="csr"))
