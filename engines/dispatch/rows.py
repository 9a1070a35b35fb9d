"""Rows of the programme, gathered block by block as index arrays and made sparse matrices once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import coo_matrix, csc_matrix

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Rows of one kind.

    Attributes:
        name: what they say (``voltage_min``, ``tie_ramp_up``, ...).
        rows: ``(n,)`` row numbers in their part; of a cone, ``(n, dimension)``.
        moment, element: ``(n,)`` whose rows they are.
    """

    name: str
    rows: Array
    moment: Array
    element: Array


class Part:
    """Rows ``A x (= or <=) b``; of cones the rows of ``b - A x``."""

    def __init__(self) -> None:
        self.n_row = 0
        self.blocks: dict[str, Block] = {}
        self._entries: list[tuple[Array, Array, Array]] = []
        self._right: list[Array] = []

    def block(self, name: str, moment: Any, element: Any, right: Any) -> Block:
        """Rows for pairs of moment and element; all three spread over each other."""
        moment, element, right = (np.ravel(a) for a in np.broadcast_arrays(moment, element, right))
        return self._append(name, moment, element, right[:, None], flat=True)

    def cone_block(self, name: str, moment: Any, element: Any, right: Any) -> Block:
        """Cones for pairs of moment and element; ``right`` holds the ``dimension`` constants of each."""
        moment, element = (np.ravel(a) for a in np.broadcast_arrays(moment, element))
        constants = np.broadcast_to(right, (len(moment), np.shape(right)[-1]))
        return self._append(name, moment, element, constants, flat=False)

    def _append(self, name: str, moment: Array, element: Array, right: Array, flat: bool) -> Block:
        rows = self.n_row + np.arange(right.size).reshape(right.shape)
        block = Block(name, rows[:, 0] if flat else rows, moment, element)
        self.n_row += right.size
        self._right.append(np.array(right, np.float64).ravel())
        self.blocks[name] = block
        return block

    def add(self, rows: Array, columns: Array, values: Any) -> None:
        """Coefficients, spread over each other."""
        r, c, v = np.broadcast_arrays(rows, columns, values)
        self._entries.append((r.ravel(), c.ravel(), np.asarray(v, np.float64).ravel()))

    def matrix(self, n_column: int) -> csc_matrix:
        """The coefficients; what stands in one place is summed."""
        if not self._entries:
            return csc_matrix((self.n_row, n_column))
        r, c, v = (np.concatenate([e[k] for e in self._entries]) for k in range(3))
        return coo_matrix((v, (r, c)), shape=(self.n_row, n_column)).tocsc()

    @property
    def right(self) -> Array:
        """``(n_row,)``."""
        return np.concatenate([np.empty(0), *self._right])


class Rows:
    """Equalities, upper limits and cones of a programme, and shorthands for bounds."""

    def __init__(self) -> None:
        self.equal, self.upper, self.cone = Part(), Part(), Part()
        self.cone_sizes: list[tuple[int, int]] = []

    def at_most(self, name: str, columns: Array, limit: Any, sign: float = 1.0) -> None:
        """``sign * x <= sign * limit`` for ``(n_moment, n)`` columns where the limit is finite."""
        limit = np.broadcast_to(limit, columns.shape)
        moment, element = np.nonzero(np.isfinite(limit))
        if len(moment):
            block = self.upper.block(name, moment, element, sign * limit[moment, element])
            self.upper.add(block.rows, columns[moment, element], sign)

    def at_least(self, name: str, columns: Array, limit: Any) -> None:
        """``x >= limit`` where the limit is finite."""
        self.at_most(name, columns, limit, -1.0)

    def cones(self, name: str, moment: Any, element: Any, right: Any) -> Block:
        """Second-order cones; the first row of each is its head."""
        block = self.cone.cone_block(name, moment, element, right)
        self.cone_sizes.append((len(block.moment), block.rows.shape[1]))
        return block
