"""Operating times against the standard's table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.protection.curves import Curve, Stage, fastest_s, inverse_s


@pytest.mark.parametrize(
    ("curve", "multiple", "seconds"),
    [
        # IEC 60255-151 at a time multiplier of one.
        (Curve.STANDARD_INVERSE, 2, 10.029),
        (Curve.STANDARD_INVERSE, 10, 2.971),
        (Curve.VERY_INVERSE, 2, 13.5),
        (Curve.VERY_INVERSE, 10, 1.5),
        (Curve.EXTREMELY_INVERSE, 2, 26.667),
        (Curve.EXTREMELY_INVERSE, 10, 0.8081),
    ],
)
def test_inverse_curves(curve: Curve, multiple: float, seconds: float) -> None:
    assert inverse_s(curve, multiple) == pytest.approx(seconds, rel=1e-3)
    assert Stage(0.4, 0.5, curve).operate_s(0.4 * multiple) == pytest.approx(0.5 * seconds, rel=1e-3)


@given(st.sampled_from(list(Curve)), st.floats(0.01, 10), st.floats(0.01, 50), st.floats(1, 5))
def test_more_current_never_takes_longer(curve: Curve, pickup: float, i_ka: float, factor: float) -> None:
    stage = Stage(pickup, 0.3, curve)
    assert stage.operate_s(i_ka * factor) <= stage.operate_s(i_ka)
    assert stage.operate_s(pickup) == float("inf")


def test_the_first_of_several_stages_counts() -> None:
    stages = (Stage(0.4, 1.0), Stage(2.0, 0.05))
    assert fastest_s(stages, 0.3) == float("inf")
    assert fastest_s(stages, 1.0) == 1.0
    assert fastest_s(stages, 3.0) == 0.05
    assert fastest_s((), 3.0) == float("inf")
    assert stages[0].operate_s(float("nan")) == float("inf")
