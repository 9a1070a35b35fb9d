"""Those entries of a symmetric sparse matrix's inverse that lie where its factors have entries; the others cost most.

K. Takahashi, J. Fagan, M.-S. Chen, "Formation of a sparse bus impedance matrix and its application to short circuit
study" (1973): from the last column of the factors to the first, each entry follows from those behind it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import splu

Array = np.ndarray[Any, Any]
SMALL = 120
"""Up to that size the whole inverse is found faster."""


def selected_inverse(matrix: sp.csc_matrix) -> sp.csr_matrix:
    """Inverse of a symmetric positive definite matrix, at least where the matrix itself has entries.

    Raises ``RuntimeError`` where it is singular.
    """
    n = matrix.shape[0]
    if n <= SMALL:
        return sp.csr_matrix(_whole(matrix, n))
    factors = splu(matrix, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True})
    if not np.array_equal(factors.perm_r, factors.perm_c):
        return sp.csr_matrix(_whole(matrix, n))
    lower = factors.L.tocsc()
    lower.sort_indices()
    columns = _columns(lower, factors.U.diagonal(), n)
    rows = np.concatenate([np.fromiter(c.keys(), np.int64, len(c)) for c in columns])
    values = np.concatenate([np.fromiter(c.values(), np.float64, len(c)) for c in columns])
    at = np.repeat(np.arange(n), [len(c) for c in columns])
    back = np.argsort(factors.perm_c)
    i, j = back[rows], back[at]
    off = i != j
    entries = np.r_[values, values[off]], (np.r_[i, j[off]], np.r_[j, i[off]])
    return sp.csr_matrix(entries, shape=(n, n))


def _columns(lower: Any, diagonal: Array, n: int) -> list[dict[int, float]]:
    """Lower half of the inverse, column by column, from the last to the first."""
    starts, indices, data = lower.indptr.tolist(), lower.indices.tolist(), lower.data.tolist()
    inverse_diagonal = (1.0 / diagonal).tolist()
    columns: list[dict[int, float]] = [{} for _ in range(n)]
    for j in range(n - 1, -1, -1):
        # The first entry is the unit diagonal.
        begin, end = starts[j] + 1, starts[j + 1]
        below, factor = indices[begin:end], data[begin:end]
        column = columns[j]
        own = inverse_diagonal[j]
        for i in below:
            total = 0.0
            mine = columns[i]
            for k, weight in zip(below, factor, strict=True):
                total += weight * (mine[k] if k >= i else columns[k][i])
            column[i] = -total
        for k, weight in zip(below, factor, strict=True):
            own -= weight * column[k]
        column[j] = own
    return columns


def _whole(matrix: sp.csc_matrix, n: int) -> Array:
    return np.asarray(splu(matrix).solve(np.identity(n)))
