"""Fits the joint model to days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.special import ndtri

from engines.dispatch.joint.correlation import Correlation, FullCorrelation, SeparableCorrelation
from engines.dispatch.joint.margins import Margins, fit_margins
from engines.dispatch.joint.model import JointModel
from engines.dispatch.joint.shrinkage import separable_factors, shrunk_correlation
from engines.dispatch.joint.tail_weight import fit_degrees_of_freedom
from engines.dispatch.joint.thinning import undo_thinning
from engines.dispatch.joint.tied import redraw_tied
from engines.values.joint_model import UnitDays
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

LEAST_DAYS = 20


@dataclass(frozen=True, slots=True)
class JointOptions:
    """How the model is fitted.

    Attributes:
        heavy_tails: a t copula instead of the Gaussian one.
        full_up_to: cells up to which every pair has its own correlation; beyond, units times steps.
        seed: of the ranks drawn within point masses.
    """

    heavy_tails: bool = False
    full_up_to: int = 2_500
    seed: int = 1


def fit_joint_model(days: UnitDays, options: JointOptions | None = None) -> JointModel:
    """The joint distribution of the units over a day.

    Raises:
        InputError: fewer than 20 days, or nothing that varies.
    """
    options = options or JointOptions()
    n_day, n_unit, n_step = days.p_mw.shape
    if n_day < LEAST_DAYS:
        raise InputError(days.source, f"has {n_day} usable days, {LEAST_DAYS} are needed", "give a longer history")
    margins, low, high = fit_margins(days.p_mw.reshape(n_day, -1))
    active = np.flatnonzero(~margins.is_constant)
    if not len(active):
        raise InputError(days.source, "has no unit that ever changes", "give the history of units that do")
    rng = np.random.default_rng(options.seed)
    shares = low[:, active], high[:, active]
    correlation, shrinkage, ranks = _correlate(shares, active, (n_unit, n_step), options, rng)
    degrees = float("inf")
    if options.heavy_tails:
        degrees = _tail_weight(margins, active, ranks, correlation, rng)
    return JointModel(
        units=days.units,
        n_step=n_step,
        step_hours=days.step_hours,
        margins=margins,
        active=active,
        correlation=correlation,
        degrees_of_freedom=degrees,
        shrinkage=shrinkage,
        n_day=n_day,
    )


def _correlate(
    shares: tuple[Array, Array], active: Array, shape: tuple[int, int], options: JointOptions, rng: np.random.Generator
) -> tuple[Correlation, float, Array]:
    """Correlation of the active cells, its shrinkage, and the ranks it rests on."""
    low, high = shares
    edge = 0.25 / len(low)
    ranks = low + rng.random(low.shape) * (high - low)
    latent = ndtri(np.clip(ranks, edge, 1 - edge))
    grid = np.zeros(shape, bool)
    grid.ravel()[active] = True
    if len(active) > options.full_up_to:
        seen = separable_factors(_on_grid(latent, active, shape), grid)
        units, steps = undo_thinning(seen, low, high, active, grid, rng)
        return SeparableCorrelation(units, steps, active), 1.0, ranks
    bounds = ndtri(np.clip(low, 1e-9, 1 - 1e-9)), ndtri(np.clip(high, 1e-9, 1 - 1e-9))
    rounds = 0 if not np.any(high > low) else 2 if len(active) > 600 else 6
    matrix, shrinkage = _shrunk(latent, active, grid)
    for _ in range(rounds):
        precision = cho_solve(cho_factor(matrix, lower=True), np.eye(len(matrix)))
        for _ in range(3):
            redraw_tied(latent, *bounds, precision, rng)
        matrix, shrinkage = _shrunk(latent, active, grid)
    return FullCorrelation(matrix, active // shape[1]), shrinkage, ranks


def _shrunk(latent: Array, active: Array, grid: Array) -> tuple[Array, float]:
    units, steps = separable_factors(_on_grid(latent, active, grid.shape), grid)
    unit, step = np.divmod(active, grid.shape[1])
    target = units[np.ix_(unit, unit)] * steps[np.ix_(step, step)]
    return shrunk_correlation(latent, target)


def _on_grid(latent: Array, active: Array, shape: tuple[int, ...]) -> Array:
    laid = np.zeros((len(latent), int(np.prod(shape))))
    laid[:, active] = latent
    return laid.reshape(len(latent), *shape)


def _tail_weight(
    margins: Margins, active: Array, ranks: Array, correlation: Correlation, rng: np.random.Generator
) -> float:
    smooth = np.flatnonzero(~margins.in_mass[active].any(axis=1))
    if len(smooth) > 400:
        smooth = np.sort(rng.choice(smooth, 400, replace=False))
    return fit_degrees_of_freedom(ranks[:, smooth], correlation.block(smooth), rng)
