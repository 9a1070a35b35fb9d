"""Empirical distribution of every cell (one unit in one step), point masses included.

Where a value comes again and again (no sun, no wind, a boundary) it has a mass of its own: its rank is an interval.
Between other values the distribution is linear; beyond those seen it has nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

LEAST_TIMES, LEAST_SHARE = 3, 0.02
"""A value is a point mass where it comes this often and makes up this share."""


@dataclass(frozen=True, slots=True, eq=False)
class Margins:
    """The distributions.

    Attributes:
        ordered: ``(n_cell, n_day)`` values seen, rising.
        in_mass: ``(n_cell, n_day)`` whether each belongs to a point mass.
    """

    ordered: Array
    in_mass: Array

    @property
    def n_day(self) -> int:
        """Values of each cell."""
        return int(self.ordered.shape[1])

    @property
    def is_constant(self) -> Array:
        """``(n_cell,)`` cells that never change, such as the nights of photovoltaics."""
        return np.asarray(self.ordered[:, 0] == self.ordered[:, -1])

    def quantile(self, share: Array) -> Array:
        """``(n, n_cell)`` values at ``(n, n_cell)`` shares in 0..1."""
        n = self.n_day
        place = np.clip(share * n - 0.5, 0.0, n - 1.0)
        below = np.minimum(place.astype(np.int64), n - 2)
        part = place - below
        cell = np.arange(len(self.ordered))
        # Nothing lies between a point mass and its neighbour.
        at_mass = self.in_mass[cell, below] | self.in_mass[cell, below + 1]
        part = np.where(at_mass, np.round(part), part)
        low, high = self.ordered[cell, below], self.ordered[cell, below + 1]
        return np.asarray(np.where(part == 0.0, low, low + part * (high - low)))

    def shares(self, values: Array, cells: Array) -> tuple[Array, Array]:
        """Share of the distribution below and up to each of ``(n, n_cells)`` values of ``cells``.

        The two differ at point masses only. Outside the values seen it is half a value's share from the end.
        """
        low, high = np.empty(values.shape), np.empty(values.shape)
        n = self.n_day
        middle = (np.arange(n) + 0.5) / n
        for k, cell in enumerate(cells):
            ordered, value = self.ordered[cell], values[:, k]
            begin, end = np.searchsorted(ordered, value, "left"), np.searchsorted(ordered, value, "right")
            inside = np.interp(value, ordered, middle)
            share = np.where(end > begin, (begin + end) / (2.0 * n), inside)
            mass = (end > begin) & self.in_mass[cell, np.minimum(begin, n - 1)]
            low[:, k], high[:, k] = np.where(mass, begin / n, share), np.where(mass, end / n, share)
        return low, high


def fit_margins(values: Array) -> tuple[Margins, Array, Array]:
    """The distributions of ``(n_day, n_cell)`` values, and of these the shares of :meth:`Margins.shares`."""
    order = np.argsort(values.T, axis=1, kind="stable")
    ordered = np.take_along_axis(values.T, order, axis=1)
    n_cell, n_day = ordered.shape
    changes = np.ones((n_cell, n_day), bool)
    changes[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    begins = np.flatnonzero(changes.ravel())
    times = np.diff(np.append(begins, n_cell * n_day))
    often = times >= max(LEAST_TIMES, LEAST_SHARE * n_day)
    first = begins % n_day / n_day
    last = first + times / n_day
    middle = (first + last) / 2.0
    low, high = np.empty_like(ordered), np.empty_like(ordered)
    for share, shares in ((np.where(often, first, middle), low), (np.where(often, last, middle), high)):
        np.put_along_axis(shares, order, np.repeat(share, times).reshape(n_cell, n_day), axis=1)
    return Margins(ordered, np.repeat(often, times).reshape(n_cell, n_day)), low.T, high.T
