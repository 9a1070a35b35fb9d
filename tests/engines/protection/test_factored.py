"""Impedances toward earth, against the dense inverse of the same admittances."""

from __future__ import annotations

import numpy as np
import pytest

from engines.protection.factored import FactoredNetwork


@pytest.mark.parametrize("rings", [0, 1, 5])
@pytest.mark.parametrize("earthed_share", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("seed", range(4))
def test_own_impedances_are_the_diagonal_of_the_inverse(rings: int, earthed_share: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 40
    child = np.arange(1, n)
    parent = np.array([rng.integers(0, i) for i in child])
    extra = rng.choice(n, (rings, 2))
    extra = extra[extra[:, 0] != extra[:, 1]]
    first, second = np.concatenate([parent, extra[:, 0]]), np.concatenate([child, extra[:, 1]])
    turned = rng.random(len(first)) < 0.5
    first, second = np.where(turned, second, first), np.where(turned, first, second)
    m = len(first)
    y = 10 ** rng.uniform(-1, 4, m) * np.exp(-1j * rng.uniform(0.2, 1.5, m))
    ratio = np.where(rng.random(m) < 0.3, rng.uniform(0.9, 1.1, m) * np.exp(1j * np.pi / 6), 1.0)
    y_node = np.where(rng.random(n) < earthed_share, 1e-3j * rng.random(n), 0)
    y_node[0] += 5.0 - 20j

    network = FactoredNetwork(first, second, np.ones(m, bool), y, ratio, y_node, np.array([0]))

    matrix = np.zeros((n, n), complex)
    np.add.at(matrix, (first, first), y / np.abs(ratio) ** 2)
    np.add.at(matrix, (second, second), y)
    np.add.at(matrix, (first, second), -y / np.conj(ratio))
    np.add.at(matrix, (second, first), -y / ratio)
    matrix += np.diag(y_node)
    assert network.own_impedances() == pytest.approx(np.diag(np.linalg.inv(matrix)), rel=1e-6)


def test_what_is_not_joined_to_an_anchor_has_no_impedance() -> None:
    ends = np.array([0, 2]), np.array([1, 3])
    network = FactoredNetwork(
        *ends, np.ones(2, bool), np.full(2, 4.0 + 0j), np.ones(2), np.array([2.0, 0, 1.0, 0]), np.array([0])
    )
    own = network.own_impedances()
    assert own[:2] == pytest.approx([0.5, 0.75])
    assert np.isnan(own[2:]).all()
