"""Where in its rank interval a value at a point mass lies: drawn given all other cells.

Uniform ranks alone would thin out the correlation of everything that has a point mass. Drawing each from its normal
distribution given the others, cut to its interval (Gibbs), does not (the extended rank likelihood of Hoff, Annals of
Applied Statistics 1, 2007).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

Array = np.ndarray[Any, Any]


def redraw_tied(
    latent: Array, low: Array, high: Array, precision: Array, rng: np.random.Generator, scale: Array | None = None
) -> None:
    """One sweep over all cells with point masses, in place.

    Args:
        latent: ``(n, n_cell)`` normal values, each within its bounds ``low`` and ``high`` (equal: not tied).
        precision: inverse of the correlation; scale: ``(n,)`` factor on the variance of each row.
    """
    factor = np.ones(len(latent)) if scale is None else np.sqrt(scale)
    tied = high > low
    for cell in np.flatnonzero(tied.any(axis=0)):
        rows = np.flatnonzero(tied[:, cell])
        own = precision[cell, cell]
        old = latent[rows, cell]
        mean = old - (latent[rows] @ precision[:, cell]) / own
        latent[rows, cell] = cut_normal(mean, factor[rows] / np.sqrt(own), low[rows, cell], high[rows, cell], rng)


def cut_normal(mean: Array, deviation: Array, low: Array, high: Array, rng: np.random.Generator) -> Array:
    """Normal values cut to their bounds."""
    begin, end = (low - mean) / deviation, (high - mean) / deviation
    # In the upper tail shares near 1 lose their digits: mirror it.
    flip = begin > 0
    begin, end = np.where(flip, -end, begin), np.where(flip, -begin, end)
    share_low, share_high = ndtr(begin), ndtr(end)
    share = share_low + rng.random(len(mean)) * (share_high - share_low)
    drawn = ndtri(np.clip(share, 1e-300, 1.0 - 1e-16))
    drawn = np.where(flip, -drawn, drawn)
    return np.asarray(np.clip(mean + deviation * drawn, low, high))
