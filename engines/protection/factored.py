"""A nodal admittance matrix, factorised once and asked for single columns."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csc_matrix
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

Array = np.ndarray[Any, Any]
_BLOCK = 256
"""Columns solved at a time: bounds the memory a large network takes."""


class FactoredNetwork:
    """Series branches with ratios at their "from" end, and admittances to earth; only what is connected counts.

    Attributes:
        y: ``(n,)`` series admittance; ratio: ``(n,)`` complex.
        is_live: ``(n_node,)`` joined to a node of ``anchors``.
    """

    def __init__(
        self, from_row: Array, to_row: Array, joined: Array, y: Array, ratio: Array, y_node: Array, anchors: Array
    ) -> None:
        n = len(y_node)
        self.from_row, self.to_row, self.y, self.ratio, self.joined = from_row, to_row, y, ratio, joined
        self.is_live = _reached(n, from_row[joined], to_row[joined], anchors)
        on = np.flatnonzero(joined & self.is_live[from_row])
        self._live = np.flatnonzero(self.is_live)
        self._at = np.full(n, -1, np.int64)
        self._at[self._live] = np.arange(len(self._live))
        f, t, k = self._at[from_row[on]], self._at[to_row[on]], ratio[on]
        own = np.arange(len(self._live))
        values = [y[on] / np.abs(k) ** 2, -y[on] / np.conj(k), -y[on] / k, y[on], y_node[self._live]]
        rows, columns = np.concatenate([f, f, t, t, own]), np.concatenate([f, t, f, t, own])
        shape = (len(self._live), len(self._live))
        self._n, self._y_node = n, y_node.astype(complex)
        matrix = csc_matrix((np.concatenate(values), (rows, columns)), shape=shape)
        self._lu: Any = splu(matrix) if len(own) else None

    def solve(self, injected: Array, *, is_transposed: bool = False) -> Array:
        """Voltages ``(n_node,)`` for injected currents ``(n_node,)``; 0 at nodes that are not live.

        The transposed network is the negative sequence: phase shifts of transformers turn the other way.
        """
        voltage = np.zeros(self._n, complex)
        if self._lu is not None:
            voltage[self._live] = self._lu.solve(injected[self._live].astype(complex), "T" if is_transposed else "N")
        return voltage

    def own_impedances(self) -> Array:
        """``(n_node,)`` impedance at every node toward earth; NaN at nodes that are not live.

        Trees are walked, and only what is left is solved for: a node that hangs on the rest by one branch alone is
        eliminated, and with :math:`d` its admittance then, :math:`a` the branch's two mutual admittances multiplied
        and :math:`Z_p` the impedance where it hangs, its own is :math:`1/d + a Z_p/d^2` (inverse of a bordered matrix).
        """
        own = np.full(self._n, np.nan, complex)
        hanging = self._hanging()
        rest = np.setdiff1d(np.arange(len(self._live)), self._at[np.array([node for node, _ in hanging], np.int64)])
        for start in range(0, len(rest), _BLOCK):
            here = rest[start : start + _BLOCK]
            unit = np.zeros((len(self._live), len(here)), complex)
            unit[here, np.arange(len(here))] = 1.0
            own[self._live[here]] = self._lu.solve(unit)[here, np.arange(len(here))]
        known = own.tolist()
        for node, other, admittance, mutual in reversed(self._eliminated(hanging)):
            known[node] = 1.0 / admittance + mutual / admittance**2 * known[other]
        return np.array(known, complex)

    def _eliminated(self, hanging: list[tuple[int, int]]) -> list[tuple[int, int, complex, complex]]:
        """``(node, node it hangs on, its admittance once all before it are gone, product of the two mutual ones)``."""
        both, second = (self.from_row + self.to_row).tolist(), self.to_row.tolist()
        series, square = self.y.tolist(), (np.abs(self.ratio) ** 2).tolist()
        # Admittance to earth alone is carried on: taking series admittances from each other would cost it its digits.
        to_earth = self._y_node.tolist()
        found = []
        for node, branch in hanging:
            other = both[branch] - node
            at_to, at_from = series[branch], series[branch] / square[branch]
            mine, its = (at_to, at_from) if node == second[branch] else (at_from, at_to)
            admittance = to_earth[node] + mine
            to_earth[other] += its * to_earth[node] / admittance
            found.append((node, other, admittance, mine * its))
        return found

    def _hanging(self) -> list[tuple[int, int]]:
        """``(node, branch)`` of the nodes that hang on the others by one branch alone, the outermost first."""
        is_on = self.joined & self.is_live[self.from_row] & (self.y != 0) & (self.from_row != self.to_row)
        on = np.flatnonzero(is_on)
        ends = np.concatenate([self.from_row[on], self.to_row[on]])
        # The branches at a node as their number and the exclusive or of their rows: the last one left is that itself.
        rows = np.zeros(self._n, np.int64)
        np.bitwise_xor.at(rows, ends, np.concatenate([on, on]))
        branch_of, count = rows.tolist(), np.bincount(ends, minlength=self._n).tolist()
        both = (self.from_row + self.to_row).tolist()
        waiting = [node for node in range(self._n) if count[node] == 1]
        found = []
        while waiting:
            node = waiting.pop()
            if count[node] != 1:
                continue
            branch = branch_of[node]
            found.append((node, branch))
            other = both[branch] - node
            count[node], count[other] = 0, count[other] - 1
            branch_of[other] ^= branch
            if count[other] == 1:
                waiting.append(other)
        return found

    def currents(self, voltage: Array, *, is_transposed: bool = False) -> tuple[Array, Array]:
        """Currents into every branch at its "from" and "to" end for nodal voltages; 0 where it is not joined."""
        ratio = np.conj(self.ratio) if is_transposed else self.ratio
        y = np.where(self.joined, self.y, 0.0)
        u_from, u_to = voltage[self.from_row], voltage[self.to_row]
        series = y * (u_from / ratio - u_to)
        return series / np.conj(ratio), -series


def _reached(n: int, first: Array, second: Array, anchors: Array) -> Array:
    matrix = csc_matrix((np.ones(len(first)), (first, second)), shape=(n, n))
    part = connected_components(matrix, directed=False)[1]
    return np.asarray(np.isin(part, part[anchors]))
