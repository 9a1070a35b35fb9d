"""Where a fault lies in the factorised network."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.protection.fault import Fault
from engines.protection.sequence import PositiveSequence

Array = np.ndarray[Any, Any]
NEAREST = 1e-6
"""A fault at the very end of a line is taken this share of its length away from it."""


class FaultPlace:
    """A node, or a point between two of them.

    Attributes:
        node: the bus row, or the joined end of the line, whose level it is.
        is_connected: false: on a line that is open at both ends.
        injection: ``(n_node,)`` the currents at nodes that stand for one unit at the place.
    """

    def __init__(self, network: Network, positive: PositiveSequence, fault: Fault) -> None:
        n = len(positive.model.vn_kv)
        self.injection: Array = np.zeros(n)
        self._edge, self._fraction, self._ends = -1, 0.0, (False, False)
        if fault.table not in ("bus", "line") or not 0 <= fault.row < len(network[fault.table]):
            raise ValueError(f"{fault.table} {fault.row} is no place for a fault")
        if fault.table == "bus":
            self.node, self.is_connected = fault.row, True
            self.injection[fault.row] = 1.0
            return
        self._edge = positive.model.part["line"].start + fault.row
        f = min(max(fault.fraction, NEAREST), 1 - NEAREST)
        pi = positive.model.pi
        a, b = int(pi.from_row[self._edge]), int(pi.to_row[self._edge])
        self._ends = bool(positive.at_from[self._edge]), bool(positive.at_to[self._edge])
        self._fraction, self._nodes = f, (a, b)
        self.is_connected = any(self._ends)
        self.node = a if self._ends[0] else b
        if all(self._ends):
            self.injection[a], self.injection[b] = 1 - f, f
        elif self.is_connected:
            self.injection[self.node] = 1.0

    def own_z(self, z: Array) -> complex:
        """Impedance between the place and the injection that stands for it.

        With both ends joined, the point divides the line: Z = (1-f)² Z_aa + f² Z_bb + 2 f (1-f) Z_ab + f (1-f) z.
        """
        if self._edge < 0:
            return 0j
        f, line = self._fraction, complex(z[self._edge])
        if all(self._ends):
            return f * (1 - f) * line
        return (f if self._ends[0] else 1 - f) * line

    def replaced(self, currents: tuple[Array, Array], u: Array, i_fault: complex, z: Array) -> tuple[Array, Array]:
        """Branch currents with those of the faulted line put right: it feeds the fault from each joined end."""
        if self._edge < 0:
            return currents
        at_from, at_to = currents[0].copy(), currents[1].copy()
        e, f = self._edge, self._fraction
        if all(self._ends):
            # Through current of the whole line, plus the share each part of it adds for the fault.
            through = (u[self._nodes[0]] - u[self._nodes[1]]) / z[e] if np.isfinite(z[e]) else 0j
            at_from[e], at_to[e] = through + (1 - f) * i_fault, -through + f * i_fault
        else:
            at_from[e] = i_fault if self._ends[0] else 0j
            at_to[e] = i_fault if self._ends[1] else 0j
        return at_from, at_to
