"""Correlation from few days: pulled to a separable one, so that it is positive definite for sure.

How far is decided by the likelihood of weeks left out: the shrinkage with the least squared error of the matrix (Ledoit
and Wolf, J. Multivariate Analysis 88, 2004; used here for the factors) is too little for forecasting some cells from
others, where errors of the inverse count.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.linalg import cholesky, solve_triangular

Array = np.ndarray[Any, Any]

INTENSITIES = np.concatenate([[0.01, 0.02, 0.03], np.arange(0.05, 1.0, 0.05), [0.98, 1.0]])
LEAST_EIGENVALUE = 1e-4
FOLDS, TOGETHER = 5, 7


def shrunk_correlation(latent: Array, target: Array) -> tuple[Array, float]:
    """``(n_cell, n_cell)`` correlation of ``(n_day, n_cell)`` values, pulled to ``target``; and how far, 0..1.

    The likeliest for blocks of seven days left out in turn.
    """
    scaled = _standardised(latent, latent)
    # In coordinates in which the target is the identity, every mixture has the same eigenvectors.
    root = cholesky(target, lower=True)
    fold = np.arange(len(latent)) // TOGETHER % FOLDS
    loss = np.zeros(len(INTENSITIES))
    for left_out in np.unique(fold):
        rest = latent[fold != left_out]
        known, judged = (_whitened(_standardised(v, rest), root) for v in (rest, latent[fold == left_out]))
        loss += _losses(known, judged)
    intensity = float(INTENSITIES[int(np.argmin(loss))])
    mixed = (1.0 - intensity) * (scaled.T @ scaled / len(scaled)) + intensity * target
    np.fill_diagonal(mixed, 1.0)
    return mixed, intensity


def _standardised(values: Array, like: Array) -> Array:
    return np.asarray((values - like.mean(axis=0)) / np.maximum(like.std(axis=0), 1e-6))


def _whitened(values: Array, root: Array) -> Array:
    return np.asarray(solve_triangular(root, values.T, lower=True).T)


def _losses(known: Array, judged: Array) -> Array:
    """``(n_intensity,)`` negative log likelihoods of ``judged`` under ``known``, mixed with the identity."""
    _, singular, axes = np.linalg.svd(known, full_matrices=False)
    variance = singular**2 / len(known)
    along = (judged @ axes.T) ** 2
    beside = np.sum(judged**2) - along.sum()
    a = INTENSITIES[:, None]
    mixed = (1.0 - a) * variance + a
    free = known.shape[1] - len(variance)
    spread = np.log(mixed).sum(axis=1) + free * np.log(INTENSITIES)
    return np.asarray((len(judged) * spread + (along.sum(axis=0) / mixed).sum(axis=1) + beside / INTENSITIES) / 2)


def separable_factors(latent: Array, active: Array) -> tuple[Array, Array]:
    """Correlations between units and between steps whose Kronecker product comes near that of all cells.

    Args:
        latent: ``(n_day, n_unit, n_step)`` standard normal; active: ``(n_unit, n_step)`` cells that count.

    Returns:
        ``(n_unit, n_unit)`` and ``(n_step, n_step)``, both positive definite.
    """
    values = np.where(active, latent, 0.0)
    # Each day is one independent matrix; the products of its rows and of its columns have the same norm.
    smaller = values if values.shape[1] <= values.shape[2] else values.transpose(0, 2, 1)
    norms = sum(float(np.sum((day @ day.T) ** 2)) for day in smaller)
    return _factor(values, active, norms), _factor(values.transpose(0, 2, 1), active.T, norms)


def _factor(values: Array, active: Array, norms: float) -> Array:
    n = len(values)
    rows = active.shape[0]
    flat = values.transpose(1, 0, 2).reshape(rows, -1)
    together = active.astype(np.float64) @ active.T * n
    sums = flat @ flat.T
    sample = np.divide(sums, together, out=np.zeros_like(sums), where=together > 0)
    scale = np.sqrt(np.maximum(np.diag(sample), 1e-12))
    sample = sample / np.outer(scale, scale)
    np.fill_diagonal(sample, 1.0)
    mean_norm = float(np.sum((sums / n) ** 2))
    share = float(active.sum()) / rows
    noise = max(norms - n * mean_norm, 0.0) / n**2 / max(share, 1.0) ** 2
    away = _off_diagonal(sample)
    intensity = float(np.clip(noise / away if away > 0 else 0.0, 0.0, 1.0))
    mixed = (1.0 - intensity) * sample
    np.fill_diagonal(mixed, 1.0)
    return positive_definite(mixed)


def positive_definite(matrix: Array) -> Array:
    """The nearest correlation by lifting small eigenvalues."""
    values, vectors = np.linalg.eigh(matrix)
    if values[0] >= LEAST_EIGENVALUE:
        return matrix
    lifted = (vectors * np.maximum(values, LEAST_EIGENVALUE)) @ vectors.T
    scale = np.sqrt(np.diag(lifted))
    out = lifted / np.outer(scale, scale)
    np.fill_diagonal(out, 1.0)
    return np.asarray(out)


def _off_diagonal(matrix: Array) -> float:
    """Sum of squares beside the diagonal."""
    return float(np.sum(matrix**2) - np.sum(np.diag(matrix) ** 2))
