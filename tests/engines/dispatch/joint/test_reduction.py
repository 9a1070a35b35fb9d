"""Few scenarios for many."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.spatial.distance import cdist

from engines.dispatch.joint.reduction import fast_forward, reduce_scenarios, select
from engines.values.joint_model import Reduction, Scenarios
from engines.values.validation import InputError
from tests.engines.dispatch.joint.synthetic import synthetic_days


def points(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    where = rng.standard_normal((n, 3))
    return cdist(where, where), rng.dirichlet(np.ones(n))


def left(distance: np.ndarray, probability: np.ndarray, kept: np.ndarray) -> float:
    return float(probability @ distance[:, kept].min(axis=1))


@given(st.integers(2, 9), st.integers(1, 9), st.integers(0, 1000))
def test_small_cases_are_the_best_of_all_choices(n: int, count: int, seed: int) -> None:
    distance, probability = points(n, seed)
    count = min(count, n)
    found = select(distance, probability, count)
    best = min(left(distance, probability, np.array(c)) for c in combinations(range(n), count))
    assert found.is_exact
    assert found.distance == pytest.approx(best)
    assert left(distance, probability, found.kept) == pytest.approx(best)
    assert left(distance, probability, fast_forward(distance, probability, count)) >= best - 1e-12


@given(st.integers(0, 1000))
def test_the_first_choice_is_the_best_single_one(seed: int) -> None:
    distance, probability = points(60, seed)
    assert fast_forward(distance, probability, 1)[0] == int(np.argmin(probability @ distance))


def test_probabilities_sum_to_one_and_the_distance_falls_with_every_scenario() -> None:
    distance, probability = points(80, 3)
    before = np.inf
    for count in (1, 2, 5, 20, 79, 80):
        found = select(distance, probability, count)
        assert found.probability.sum() == pytest.approx(1.0)
        assert np.all(found.probability > 0)
        assert found.distance < before
        assert found.probability == pytest.approx(np.bincount(found.nearest, probability, count))
        before = found.distance
    assert before == 0.0
    assert select(distance, probability, 1).relative_distance == pytest.approx(1.0)


def test_the_distance_is_that_of_the_best_transport() -> None:
    distance, probability = points(12, 5)
    found = select(distance, probability, 4)
    kept = distance[:, found.kept]
    rows = np.kron(np.eye(12), np.ones(4))
    columns = np.kron(np.ones(12), np.eye(4))
    plan = linprog(kept.ravel(), A_eq=np.vstack([rows, columns]), b_eq=np.concatenate([probability, found.probability]))
    assert plan.fun == pytest.approx(found.distance)


def test_equal_scenarios_become_one() -> None:
    found = select(np.zeros((6, 6)), np.full(6, 1 / 6), 1)
    assert (found.distance, found.relative_distance) == (0.0, 0.0)


def test_scenarios_keep_their_values() -> None:
    days = synthetic_days(70)
    many = Scenarios(days.units, 4.0, days.p_mw, np.full(70, 1 / 70))
    few, reduction = reduce_scenarios(many, 5)
    assert isinstance(reduction, Reduction)
    assert not reduction.is_exact
    assert np.array_equal(few.p_mw, days.p_mw[reduction.kept])
    assert few.probability.sum() == pytest.approx(1.0)


@pytest.mark.parametrize("count", [0, 71, -1])
def test_other_counts_are_refused(count: int) -> None:
    distance, probability = points(70, 1)
    with pytest.raises(InputError, match="cannot be kept"):
        select(distance, probability, count)
