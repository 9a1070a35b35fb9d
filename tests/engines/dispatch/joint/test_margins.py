"""Empirical margins with point masses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engines.dispatch.joint.margins import fit_margins


@given(arrays(np.float64, (25, 2), elements=st.sampled_from([0.0, 0.0, 0.5, 1.0]) | st.floats(0, 2, width=32)))
def test_shares_of_the_days_themselves_agree_with_those_of_any_value(values: np.ndarray) -> None:
    margins, low, high = fit_margins(values)
    again_low, again_high = margins.shares(values, np.arange(2))
    assert again_low == pytest.approx(low)
    assert again_high == pytest.approx(high)
    assert np.all((low >= 0) & (low <= high) & (high <= 1))


@given(arrays(np.float64, (25, 2), elements=st.sampled_from([0.0, 0.0, 0.5, 1.0]) | st.floats(0, 2, width=32)))
def test_quantiles_give_the_days_back_and_rise(values: np.ndarray) -> None:
    margins, low, high = fit_margins(values)
    assert margins.quantile((low + high) / 2) == pytest.approx(values, abs=1e-12)
    shares = np.repeat(np.linspace(0, 1, 101)[:, None], 2, axis=1)
    assert np.all(np.diff(margins.quantile(shares), axis=0) >= 0)


def test_a_mass_keeps_its_share_and_nothing_appears_beside_it() -> None:
    values = np.concatenate([np.zeros(30), np.linspace(0.4, 1.0, 70)])[:, None]
    margins, _, _ = fit_margins(values)
    drawn = margins.quantile(np.random.default_rng(0).random((40_000, 1)))
    assert np.mean(drawn == 0) == pytest.approx(0.3, abs=0.01)
    assert drawn[drawn > 0].min() == 0.4
    assert drawn.max() == 1.0


def test_ranks_within_masses_make_the_margin_uniform() -> None:
    rng = np.random.default_rng(0)
    values = np.maximum(rng.standard_normal((4000, 1)), -0.3)
    _, low, high = fit_margins(values)
    ranks = np.sort((low + rng.random(low.shape) * (high - low)).ravel())
    # Kolmogorov's distance to the uniform distribution.
    assert np.abs(ranks - (np.arange(4000) + 0.5) / 4000).max() < 1.63 / np.sqrt(4000)


def test_nights_are_constant() -> None:
    values = np.stack([np.zeros(30), np.arange(30.0)], axis=1)
    assert fit_margins(values)[0].is_constant.tolist() == [True, False]
