"""The joint distribution of all units over a day: a copula over units and steps on empirical margins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from engines.dispatch.joint.correlation import Correlation, SeparableCorrelation
from engines.dispatch.joint.knowledge import Knowledge, take_in
from engines.dispatch.joint.margins import Margins
from engines.values.joint_model import Scenarios, Unit
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

_AT_ONCE = 4_000_000
"""Values drawn in one go, so that many scenarios of many units fit into memory."""


@dataclass(frozen=True, slots=True, eq=False)
class JointModel:
    """A fitted distribution.

    Attributes:
        margins: of all cells, unit after unit.
        active: ``(n_active,)`` cells that vary; the others have the one value they always had.
        correlation: of the active cells.
        degrees_of_freedom: of the t copula; ``inf`` for the Gaussian one.
        shrinkage: how far the correlation was pulled to a separable one (units times steps), 0..1.
        n_day: days it was fitted to.
    """

    units: tuple[Unit, ...]
    n_step: int
    step_hours: float
    margins: Margins
    active: Array
    correlation: Correlation
    degrees_of_freedom: float
    shrinkage: float
    n_day: int

    @property
    def is_separable(self) -> bool:
        """Whether pairs of cells have no correlation of their own: there are too many."""
        return isinstance(self.correlation, SeparableCorrelation)

    def independent(self) -> JointModel:
        """The same units, each for itself: what each does over the day stays, what they do together is lost."""
        return replace(self, correlation=self.correlation.by_unit(), degrees_of_freedom=float("inf"))

    def sample(self, count: int, seed: int, known: Array | None = None) -> Scenarios:
        """``count`` equally likely days; the same for the same seed.

        Args:
            known: ``(n_unit, n_step)`` MW that are known (the morning's measurements, a forecast unit's values), NaN
                elsewhere; they come out as they are.

        Raises:
            InputError: ``count`` below 1, or ``known`` of another shape or with nothing left to draw.
        """
        if count < 1:
            raise InputError("count", f"{count} scenarios cannot be drawn", "ask for 1 or more")
        rng = np.random.default_rng(seed)
        told = None if known is None else take_in(self, np.asarray(known, np.float64), count, rng)
        n_cell = len(self.margins.ordered)
        drawn = np.empty((count, n_cell))
        chunk = max(1, _AT_ONCE // n_cell)
        for begin in range(0, count, chunk):
            rows = slice(begin, min(begin + chunk, count))
            drawn[rows] = self._values(self._latent(rows, told, rng))
        if told is not None:
            drawn[:, told.cells] = told.values
        shape = (count, len(self.units), self.n_step)
        return Scenarios(self.units, self.step_hours, drawn.reshape(shape), np.full(count, 1.0 / count))

    def _latent(self, rows: slice, told: Knowledge | None, rng: np.random.Generator) -> Array:
        count = rows.stop - rows.start
        normal = self.correlation.draw(rng, count)
        if told is None or not len(told.places):
            if np.isinf(self.degrees_of_freedom):
                return normal
            scale = self.degrees_of_freedom / rng.chisquare(self.degrees_of_freedom, count)
            return np.asarray(normal * np.sqrt(scale)[:, None])
        # Corrected by what the known cells say (Matheron), the rest follows its distribution given them.
        unexplained = normal - self.correlation.spread(told.solve(normal[:, told.places]), told.places)
        explained = self.correlation.spread(told.solve(told.latent[rows]), told.places)
        return np.asarray(explained + np.sqrt(told.scale[rows])[:, None] * unexplained)

    def _values(self, latent: Array) -> Array:
        shares = np.full((len(latent), len(self.margins.ordered)), 0.5)
        shares[:, self.active] = self.to_share(latent)
        return self.margins.quantile(shares)

    def to_share(self, latent: Array) -> Array:
        """Ranks in 0..1 of latent values."""
        if np.isinf(self.degrees_of_freedom):
            return np.asarray(ndtr(latent))
        return np.asarray(stdtr(self.degrees_of_freedom, latent))

    def from_share(self, shares: Array) -> Array:
        """Latent values of ranks."""
        if np.isinf(self.degrees_of_freedom):
            return np.asarray(ndtri(shares))
        return np.asarray(stdtrit(self.degrees_of_freedom, shares))
