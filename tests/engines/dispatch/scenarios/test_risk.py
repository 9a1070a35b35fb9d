"""The conditional value at risk and quantiles, against sums done by hand and by brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.dispatch.scenarios.risk import Risk, weighted_quantiles, worst_case


def test_the_dearest_scenarios_are_averaged_by_hand() -> None:
    cost, probability = np.array([10.0, 40.0, 20.0, 30.0]), np.array([0.4, 0.1, 0.3, 0.2])
    # A quarter: all of the 40 (0.1) and three quarters of the 30 (0.15).
    assert Risk(1.0, 0.75).value(cost, probability) == pytest.approx((0.1 * 40 + 0.15 * 30) / 0.25)
    assert Risk(1.0, 0.9).value(cost, probability) == pytest.approx(40.0)
    assert Risk(1.0, 0.99).value(cost, probability) == pytest.approx(40.0)
    assert Risk(1.0, 0.0).value(cost, probability) == pytest.approx(probability @ cost)
    half = Risk(0.5, 0.75).objective(cost, probability)
    assert half == pytest.approx(0.5 * 20.0 + 0.5 * 34.0)
    assert Risk().objective(cost, probability) == pytest.approx(20.0)


@given(
    st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50), st.integers(1, 9)), min_size=1, max_size=7),
    st.floats(0.0, 0.95),
    st.floats(0.0, 1.0),
)
def test_weights_of_other_costs_never_add_up_to_more(
    rows: list[tuple[float, float, int]], level: float, weight: float
) -> None:
    """What lower bounds over groups rest on; and Rockafellar's and Uryasev's least over all values at risk."""
    one, other, share = (np.array(column, float) for column in zip(*rows, strict=True))
    probability, risk = share / share.sum(), Risk(weight, level)
    weights = risk.weights(one, probability)
    assert weights.sum() == pytest.approx(1.0)
    assert weights @ one == pytest.approx(risk.objective(one, probability), abs=1e-9)
    assert weights @ other <= risk.objective(other, probability) + 1e-9
    assert np.all(worst_case(one, probability, level) <= probability / (1 - level) + 1e-12)
    least = min(t + probability @ np.maximum(one - t, 0.0) / (1 - level) for t in one)
    assert risk.value(one, probability) == pytest.approx(least, abs=1e-8)


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(1, 5)), min_size=1, max_size=6), st.floats(0.0, 1.0))
def test_quantiles_are_those_of_the_sample_written_out(rows: list[tuple[int, int]], level: float) -> None:
    values, count = (np.array(column) for column in zip(*rows, strict=True))
    written_out = np.sort(np.repeat(values, count))
    at = max(int(np.ceil(level * len(written_out) - 1e-9)) - 1, 0)
    found = weighted_quantiles(values[:, None].astype(float), count / count.sum(), np.array([level]))
    assert found[0, 0] == written_out[at]
