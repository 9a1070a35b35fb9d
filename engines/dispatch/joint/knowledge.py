"""What is known of a day already, brought to the model's latent values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from engines.dispatch.joint.tied import redraw_tied
from engines.values.validation import InputError

if TYPE_CHECKING:
    from engines.dispatch.joint.model import JointModel

Array = np.ndarray[Any, Any]

MOST_KNOWN = 4_000
SWEEPS = 20


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """Known cells.

    Attributes:
        cells: ``(n,)`` all known cells; values: ``(n,)`` MW.
        places: ``(n_known,)`` places among the active cells of those that tell something.
        latent: ``(count, n_known)`` their latent values, drawn within their ranks at point masses.
        scale: ``(count,)`` factor on the variance of the rest; 1 for a Gaussian copula.
    """

    cells: Array
    values: Array
    places: Array
    latent: Array
    scale: Array
    factor: tuple[Array, bool] | None

    def solve(self, values: Array) -> Array:
        """``(count, n_known)`` values times the inverse correlation of the known cells."""
        return np.asarray(cho_solve(self.factor, values.T).T) if self.factor is not None else values


def take_in(model: JointModel, known: Array, count: int, rng: np.random.Generator) -> Knowledge:
    """The knowledge for ``count`` scenarios. Raises ``InputError`` where it does not fit the model."""
    shape = (len(model.units), model.n_step)
    if known.shape != shape:
        raise InputError("known values", f"are {known.shape}, not {shape} (units, steps)", "use NaN where unknown")
    flat = known.ravel()
    cells = np.flatnonzero(np.isfinite(flat))
    if len(cells) == flat.size:
        raise InputError("known values", "leave nothing open", "use NaN where unknown")
    places = np.flatnonzero(np.isin(model.active, cells))
    if len(places) > MOST_KNOWN:
        raise InputError("known values", f"are {len(places)}, more than {MOST_KNOWN}", "tell fewer")
    if not len(places):
        return Knowledge(cells, flat[cells], places, np.empty((count, 0)), np.ones(count), None)
    matrix = model.correlation.block(places)
    factor = cho_factor(matrix, lower=True)
    active = model.active[places]
    low, high = model.margins.shares(flat[None, active], active)
    edge = 1e-9
    bounds = [np.tile(model.from_share(np.clip(b, edge, 1 - edge)), (count, 1)) for b in (low, high)]
    start = model.from_share(np.clip(low + rng.random((count, len(places))) * (high - low), edge, 1 - edge))
    latent, scale = np.clip(start, *bounds), np.ones(count)
    heavy, tied = np.isfinite(model.degrees_of_freedom), bool(np.any(high > low))
    precision = cho_solve(factor, np.eye(len(places))) if tied else matrix
    for _ in range(SWEEPS if tied else 1):
        if heavy:
            form = np.sum(latent * cho_solve(factor, latent.T).T, axis=1)
            scale = (model.degrees_of_freedom + form) / rng.chisquare(model.degrees_of_freedom + len(places), count)
        if tied:
            redraw_tied(latent, bounds[0], bounds[1], precision, rng, scale)
    return Knowledge(cells, flat[cells], places, latent, scale, factor)
