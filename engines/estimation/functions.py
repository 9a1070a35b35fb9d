"""What a state says each equation should read, and how that changes with the state.

State: angle and magnitude of every node. Derivatives of bus and branch powers as in MATPOWER's technical note 2
(R. Zimmerman, "AC power flows, generalized OPF costs and their derivatives using complex matrix notation").
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp

from engines.estimation.grid_model import GridModel
from engines.estimation.problem import Equations, Kind

Array = np.ndarray[Any, Any]


class Functions:
    """``h(x)`` and its Jacobian for the equations of one grid."""

    def __init__(self, grid: GridModel, equations: Equations) -> None:
        self._grid, self._equations = grid, equations
        b, n = len(grid.branch), grid.n
        at = np.arange(b)
        shape = (b, n)
        self._cf = sp.csr_matrix((np.ones(b), (at, grid.from_node)), shape=shape)
        self._ct = sp.csr_matrix((np.ones(b), (at, grid.to_node)), shape=shape)
        both = (np.r_[at, at], np.r_[grid.from_node, grid.to_node])
        self._yf = sp.csr_matrix((np.r_[grid.yff, grid.yft], both), shape=shape)
        self._yt = sp.csr_matrix((np.r_[grid.ytf, grid.ytt], both), shape=shape)
        self._rows = {kind: np.flatnonzero(equations.kind == kind) for kind in Kind}

    def values(self, va: Array, vm: Array) -> Array:
        """``(m,)`` what each equation should read."""
        v = vm * np.exp(1j * va)
        bus = v * np.conj(self._grid.ybus @ v)
        at_from = v[self._grid.from_node] * np.conj(self._yf @ v)
        at_to = v[self._grid.to_node] * np.conj(self._yt @ v)
        all_of = {
            Kind.VM: vm, Kind.P_NODE: bus.real, Kind.Q_NODE: bus.imag, Kind.P_FROM: at_from.real,
            Kind.Q_FROM: at_from.imag, Kind.P_TO: at_to.real, Kind.Q_TO: at_to.imag,
        }  # fmt: skip
        found = np.empty(len(self._equations))
        for kind, rows in self._rows.items():
            found[rows] = all_of[kind][self._equations.place[rows]]
        return found

    def jacobian(self, va: Array, vm: Array) -> sp.csr_matrix:
        """``(m, 2 n)`` derivatives by angle, then by magnitude."""
        grid, n = self._grid, self._grid.n
        v = vm * np.exp(1j * va)
        unit = v / vm
        zero = sp.csr_matrix((n, n))
        blocks: dict[Kind, sp.csr_matrix] = {Kind.VM: sp.hstack([zero, sp.identity(n)], "csr")}
        current = grid.ybus @ v
        dv, dunit = sp.diags(v), sp.diags(unit)
        by_angle = 1j * dv @ (sp.diags(current) - grid.ybus @ dv).conj()
        by_size = dv @ (grid.ybus @ dunit).conj() + sp.diags(np.conj(current)) @ dunit
        self._put(blocks, Kind.P_NODE, Kind.Q_NODE, by_angle, by_size)
        for y, c, end, p, q in (
            (self._yf, self._cf, grid.from_node, Kind.P_FROM, Kind.Q_FROM),
            (self._yt, self._ct, grid.to_node, Kind.P_TO, Kind.Q_TO),
        ):
            if not (len(self._rows[p]) or len(self._rows[q])):
                continue
            flow = y @ v
            dend = sp.diags(v[end])
            angle = 1j * (sp.diags(np.conj(flow)) @ c @ dv - dend @ (y @ dv).conj())
            size = dend @ (y @ dunit).conj() + sp.diags(np.conj(flow)) @ c @ dunit
            self._put(blocks, p, q, angle, size)
        order = [rows for rows in self._rows.values() if len(rows)]
        stacked = sp.vstack(
            [blocks[kind][self._equations.place[rows]] for kind, rows in self._rows.items() if len(rows)], "csr"
        )
        back = np.empty(len(self._equations), np.int64)
        back[np.concatenate(order)] = np.arange(len(self._equations))
        ordered: sp.csr_matrix = stacked[back]
        return ordered

    @staticmethod
    def _put(blocks: dict[Kind, sp.csr_matrix], p: Kind, q: Kind, angle: Any, size: Any) -> None:
        blocks[p] = sp.hstack([angle.real, size.real], "csr")
        blocks[q] = sp.hstack([angle.imag, size.imag], "csr")
