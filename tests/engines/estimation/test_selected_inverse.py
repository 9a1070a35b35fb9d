"""The sparse part of an inverse is the inverse."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from engines.estimation.selected_inverse import SMALL, selected_inverse


@pytest.mark.parametrize("n", [5, SMALL, SMALL + 1, 400])
@pytest.mark.parametrize("seed", range(4))
def test_every_entry_it_gives_is_that_of_the_whole_inverse(n: int, seed: int) -> None:
    """Matrices as gain matrices are: trees with some loops, every row of H two steps wide."""
    random = np.random.default_rng(seed)
    parent = np.array([random.integers(max(0, k - 6), k) if k else 0 for k in range(n)])
    edges = [(k, int(parent[k])) for k in range(1, n)] + [tuple(random.integers(0, n, 2)) for _ in range(n // 20)]
    h = sp.lil_matrix((len(edges) + n, n))
    for row, (a, b) in enumerate(edges):
        h[row, a], h[row, b] = random.normal(1, 0.2), random.normal(-1, 0.2)
    for k in range(n):
        h[len(edges) + k, k] = 0.1
    gain = sp.csc_matrix(h.T @ sp.diags(10.0 ** random.uniform(-2, 4, h.shape[0])) @ h)
    found = selected_inverse(gain).tocoo()
    whole = np.linalg.inv(gain.toarray())
    np.testing.assert_allclose(found.data, whole[found.row, found.col], rtol=1e-6, atol=1e-9 * np.abs(whole).max())
    given = set(zip(found.row.tolist(), found.col.tolist(), strict=True))
    needed = gain.tocoo()
    assert {(i, j) for i, j in zip(needed.row.tolist(), needed.col.tolist(), strict=True)} <= given


def test_a_singular_matrix_is_not_inverted() -> None:
    with pytest.raises(RuntimeError):
        selected_inverse(sp.csc_matrix(np.diag([1.0, 0.0, 2.0])))
