"""Degrees of freedom of a t copula: how much more often units go to extremes together than normal ones would."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import gammaln, stdtrit

Array = np.ndarray[Any, Any]

PAIRS = 200
LEAST, MOST = 2.5, 60.0
"""Beyond ``MOST`` a t copula and a Gaussian one cannot be told apart by the days there are."""


def fit_degrees_of_freedom(shares: Array, correlation: Array, rng: np.random.Generator) -> float:
    """The degrees of freedom, ``inf`` where the Gaussian copula fits as well.

    Maximises the likelihood of pairs of cells summed over random pairs: that of all cells at once would take the
    noise of a large correlation for light tails.

    Args:
        shares: ``(n, n_cell)`` ranks in 0..1 of cells without point masses.
        correlation: ``(n_cell, n_cell)``.
    """
    n_cell = shares.shape[1]
    if n_cell < 2:
        return float("inf")
    first = rng.integers(n_cell, size=PAIRS)
    second = (first + rng.integers(1, n_cell, size=PAIRS)) % n_cell
    used, places = np.unique(np.concatenate([first, second]), return_inverse=True)
    one, two = places[:PAIRS], places[PAIRS:]
    rho = np.clip(correlation[first, second], -0.99, 0.99)

    def loss(log_degrees: float) -> float:
        degrees = float(np.exp(log_degrees))
        x = stdtrit(degrees, shares[:, used])
        return -_pair_likelihood(x[:, one], x[:, two], rho, degrees)

    found = minimize_scalar(loss, bounds=(np.log(LEAST), np.log(2 * MOST)), method="bounded", options={"xatol": 0.02})
    degrees = float(np.exp(found.x))
    return degrees if degrees <= MOST else float("inf")


def _pair_likelihood(x: Array, y: Array, rho: Array, degrees: float) -> float:
    """Logarithm of the bivariate t copula's density, summed."""
    form = (x**2 - 2 * rho * x * y + y**2) / (1 - rho**2)
    joint = -0.5 * np.log1p(-(rho**2)) - (degrees + 2) / 2 * np.log1p(form / degrees)
    single = -(degrees + 1) / 2 * (np.log1p(x**2 / degrees) + np.log1p(y**2 / degrees))
    constant = gammaln((degrees + 2) / 2) + gammaln(degrees / 2) - 2 * gammaln((degrees + 1) / 2)
    return float(np.sum(joint - single + constant))
