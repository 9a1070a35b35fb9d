"""Correlation from few days: shrunk so that it is positive definite for sure.

The intensity is the one that minimises the expected squared error when the target is given (Ledoit and Wolf,
J. Multivariate Analysis 88, 2004; for correlations Schäfer and Strimmer, Stat. Appl. Genet. Mol. Biol. 4, 2005).
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

LEAST_INTENSITY = 0.01
LEAST_EIGENVALUE = 1e-4


def shrunk_correlation(latent: Array, target: Array) -> tuple[Array, float]:
    """``(n_cell, n_cell)`` correlation of ``(n_day, n_cell)`` values, pulled to ``target``; and how far, 0..1."""
    n = len(latent)
    scaled = (latent - latent.mean(axis=0)) / latent.std(axis=0)
    sample = scaled.T @ scaled / n
    squares = scaled**2
    products = float(np.sum(squares.sum(axis=1) ** 2) - np.sum(squares**2))
    noise = (products - n * _off_diagonal(sample)) * n / (n - 1) ** 3
    away = _off_diagonal(sample - target)
    intensity = float(np.clip(noise / away if away > 0 else 1.0, LEAST_INTENSITY, 1.0))
    mixed = (1.0 - intensity) * sample + intensity * target
    np.fill_diagonal(mixed, 1.0)
    return mixed, intensity


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
