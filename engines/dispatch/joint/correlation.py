"""Correlation of all cells: one full matrix, or a Kronecker product of units and steps where that is too large."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from scipy.linalg import cholesky

Array = np.ndarray[Any, Any]


class Correlation(Protocol):
    """A positive definite correlation of ``n_cell`` cells, unit after unit."""

    @property
    def n_cell(self) -> int:
        """Its size."""

    def draw(self, rng: np.random.Generator, count: int) -> Array:
        """``(count, n_cell)`` normal values."""

    def block(self, cells: Array) -> Array:
        """The matrix of some cells."""

    def spread(self, weights: Array, cells: Array) -> Array:
        """``(count, n_cell)``: the columns of ``cells``, each times its weight, ``(count, n_cells)``, summed."""

    def by_unit(self) -> Correlation:
        """The same within each unit, none between units."""


@dataclass(frozen=True, eq=False)
class FullCorrelation:
    """Every pair of cells on its own.

    Attributes:
        matrix: ``(n_cell, n_cell)``; unit: ``(n_cell,)`` unit of each cell.
    """

    matrix: Array
    unit: Array

    @property
    def n_cell(self) -> int:
        """Its size."""
        return len(self.matrix)

    @cached_property
    def _root(self) -> Array:
        return np.asarray(cholesky(self.matrix, lower=True))

    def draw(self, rng: np.random.Generator, count: int) -> Array:
        """``(count, n_cell)`` normal values."""
        return np.asarray(rng.standard_normal((count, self.n_cell)) @ self._root.T)

    def block(self, cells: Array) -> Array:
        """The matrix of some cells."""
        return np.asarray(self.matrix[np.ix_(cells, cells)])

    def spread(self, weights: Array, cells: Array) -> Array:
        """``(count, n_cell)``: the columns of ``cells``, each times its weight, summed."""
        return np.asarray(weights @ self.matrix[cells])

    def by_unit(self) -> FullCorrelation:
        """The same within each unit, none between units."""
        return FullCorrelation(np.where(self.unit[:, None] == self.unit, self.matrix, 0.0), self.unit)


@dataclass(frozen=True, eq=False)
class SeparableCorrelation:
    """Between two cells: that of their units times that of their steps.

    Attributes:
        units: ``(n_unit, n_unit)``; steps: ``(n_step, n_step)``.
        cell: ``(n_cell,)`` the cells meant, counted unit after unit over all steps.
    """

    units: Array
    steps: Array
    cell: Array
    _place: tuple[Array, Array] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_place", np.divmod(self.cell, len(self.steps)))

    @property
    def n_cell(self) -> int:
        """Its size."""
        return len(self.cell)

    @cached_property
    def _roots(self) -> tuple[Array, Array]:
        return np.asarray(cholesky(self.units, lower=True)), np.asarray(cholesky(self.steps, lower=True))

    def draw(self, rng: np.random.Generator, count: int) -> Array:
        """``(count, n_cell)`` normal values."""
        units, steps = self._roots
        normal = rng.standard_normal((count, len(self.units), len(self.steps)))
        return np.asarray((units @ normal @ steps.T).reshape(count, -1)[:, self.cell])

    def block(self, cells: Array) -> Array:
        """The matrix of some cells."""
        unit, step = (place[cells] for place in self._place)
        return np.asarray(self.units[np.ix_(unit, unit)] * self.steps[np.ix_(step, step)])

    def spread(self, weights: Array, cells: Array) -> Array:
        """``(count, n_cell)``: the columns of ``cells``, each times its weight, summed."""
        laid = np.zeros((len(weights), len(self.units) * len(self.steps)))
        laid[:, self.cell[cells]] = weights
        grid = laid.reshape(len(weights), len(self.units), len(self.steps))
        return np.asarray((self.units @ grid @ self.steps).reshape(len(weights), -1)[:, self.cell])

    def by_unit(self) -> SeparableCorrelation:
        """The same within each unit, none between units."""
        return SeparableCorrelation(np.eye(len(self.units)), self.steps, self.cell)
