"""Sorting in slices gives what sorting at once gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.slices import run_steps
from widgets.tables.ordering import CHUNK, sorted_steps, text_rank_steps, text_ranks


def test_many_keys_are_sorted_as_python_sorts_them():
    rng = np.random.default_rng(7)
    keys = list({f"Customer {'x' * (k % 3)}{k:09d}" for k in rng.integers(0, 10**6, 9000)} | {"", "Customer "})
    assert run_steps(sorted_steps(list(keys))) == sorted(keys)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(alphabet="ab1 ", max_size=4), min_size=1, max_size=40))
def test_ranks_say_the_order(texts):
    many = np.array((texts * (CHUNK // len(texts) + 2))[: CHUNK + 40], np.str_)
    ranks = text_ranks(many)
    assert np.isnan(ranks).tolist() == (many == "").tolist()
    np.testing.assert_array_equal(ranks[: len(texts)], text_ranks(many[: len(texts)])[: len(texts)])


def test_numbers_in_names_count_as_numbers_among_many_too():
    names = np.array([f"Bus {k}" for k in range(3 * CHUNK)])[::-1]
    assert names[np.argsort(text_ranks(names))].tolist() == names[::-1].tolist()


def test_a_few_rows_are_never_put_off():
    steps = text_rank_steps(np.array([f"Bus {k}" for k in range(CHUNK)]))
    try:
        next(steps)
    except StopIteration:
        return
    raise AssertionError("the ranks of a few names came in slices")
