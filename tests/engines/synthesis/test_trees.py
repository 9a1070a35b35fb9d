"""Sums on trees, against numbers worked out by hand."""

from __future__ import annotations

import numpy as np

from engines.synthesis.trees import along_path, depths, downstream, voltage_drop_pu

# bar ── 0 ── 1 ── 2
#             └─── 3
#  └──── 4
PARENT = np.array([-1, 0, 1, 1, -1])


def test_depths_count_sections_to_the_bar() -> None:
    assert depths(PARENT).tolist() == [1, 2, 3, 3, 1]


def test_powers_add_up_toward_the_bar() -> None:
    assert downstream(PARENT, np.array([1.0, 2.0, 4.0, 8.0, 16.0])).tolist() == [15.0, 14.0, 4.0, 8.0, 16.0]


def test_drops_add_up_away_from_the_bar() -> None:
    assert along_path(PARENT, np.array([1.0, 2.0, 4.0, 8.0, 16.0])).tolist() == [1.0, 3.0, 7.0, 11.0, 16.0]


def test_the_drop_of_one_section_is_pr_plus_qx_over_u_squared() -> None:
    drop = voltage_drop_pu(np.array([-1]), np.array([2.0]), np.array([1.0]), np.array([3.0]), np.array([1.0]), 20.0)
    assert drop[0] == (3.0 * 2.0 + 1.0 * 1.0) / 400.0
