"""The limit of the chi-square test, against printed tables."""

from __future__ import annotations

import pytest

from engines.estimation.estimating import chi_square_limit


@pytest.mark.parametrize(
    ("redundancy", "limit"),
    # NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4, upper critical values at 0.01.
    [(1, 6.635), (2, 9.210), (5, 15.086), (10, 23.209), (30, 50.892), (100, 135.807)],
)
def test_limit_is_the_quantile_of_the_tables(redundancy: int, limit: float) -> None:
    assert chi_square_limit(redundancy) == pytest.approx(limit, abs=6e-4)
