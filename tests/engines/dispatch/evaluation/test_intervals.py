"""Intervals and sentences against small tables."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from engines.dispatch.evaluation.comparing import quantities, told
from engines.dispatch.evaluation.intervals import bootstrap, mean, share, tail_mean
from engines.values.dispatch_evaluation import OperatingMode
from engines.values.joint_model import Estimated

Array = np.ndarray[Any, Any]

VALUES = np.array([3.0, 5.0, 4.0, 8.0, 1.0])
BLOCK = np.arange(5)


def test_an_interval_is_that_of_all_samples_there_are() -> None:
    every = [VALUES[list(rows)].mean() for rows in product(range(5), repeat=5)]
    low, high = np.quantile(every, [0.025, 0.975])
    found = bootstrap(VALUES, BLOCK, mean)
    assert found.value == 4.2
    assert found.low == pytest.approx(low, abs=0.21)
    assert found.high == pytest.approx(high, abs=0.21)


def test_equal_days_of_a_block_count_as_one() -> None:
    once = bootstrap(VALUES, BLOCK, mean)
    thrice = bootstrap(np.repeat(VALUES, 3), np.repeat(BLOCK, 3), mean)
    assert (thrice.low, thrice.high) == (pytest.approx(once.low), pytest.approx(once.high))


def test_days_taken_apart_make_narrower_intervals_than_their_blocks() -> None:
    values = np.repeat(VALUES, 3)
    blocks, apart = bootstrap(values, np.repeat(BLOCK, 3), mean), bootstrap(values, np.arange(15), mean)
    assert apart.high - apart.low < 0.8 * (blocks.high - blocks.low)


def test_a_paired_difference_is_far_narrower_than_two_intervals() -> None:
    pair = np.stack([VALUES, VALUES - np.array([0.1, 0.2, 0.1, 0.2, 0.1])], axis=1)
    found = bootstrap(pair, BLOCK, lambda v: mean(v[:, 0]) - mean(v[:, 1]))
    assert found.value == pytest.approx(0.14)
    assert 0.1 <= found.low <= found.high <= 0.2


def test_too_few_blocks_have_no_interval() -> None:
    found = bootstrap(VALUES, np.array([0, 0, 1, 2, 3]), mean)
    assert found.value == 4.2
    assert np.isnan([found.low, found.high]).all()


@pytest.mark.parametrize(("level", "value"), [(0.8, 8.0), (0.6, 6.5), (0.7, (8.0 + 0.5 * 5.0) / 1.5), (0.95, 8.0)])
def test_the_tail_mean_is_that_of_the_dearest_days(level: float, value: float) -> None:
    assert tail_mean(level)(VALUES) == pytest.approx(value)


def test_a_share_is_of_the_sums() -> None:
    assert share(np.array([[1.0, 2.0], [0.0, 2.0]])) == 0.25
    assert np.isnan(share(np.zeros((2, 2))))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Estimated(2.0, 1.0, 3.0), "rules more than plans of independent units; the difference is 2 (1 to 3)"),
        (Estimated(-2.0, -3.0, -1.0), "rules less than plans of independent units; the difference is -2 (-3 to -1)"),
        (Estimated(1.0, -1.0, 3.0), "do not differ; the difference is 1 (-1 to 3)"),
        (Estimated(1.0, 0.0, 3.0), "do not differ"),
        (Estimated(1.0), "too few days to say"),
        (Estimated(0.0, 0.0, 0.0), "are the same on every day"),
    ],
)
def test_a_sentence_says_what_may_be_said(value: Estimated, said: str) -> None:
    cost = quantities(0.95)[0]
    text = told(OperatingMode.RULES, OperatingMode.INDEPENDENT, cost, value)
    assert text.startswith("cost: ")
    assert said in text
