"""Where a world point lands on the screen."""

from __future__ import annotations

import pytest

from widgets.diagram.camera import MAX_SCALE, MIN_SCALE, Camera

CAMERA = Camera(120.0, -40.0, 0.7, 800, 600)


def test_screen_and_world_are_inverse() -> None:
    assert CAMERA.to_world(*CAMERA.to_screen(33.0, 44.0)) == pytest.approx((33.0, 44.0))


def test_the_middle_is_in_the_middle() -> None:
    assert CAMERA.to_screen(120.0, -40.0) == pytest.approx((400, 300))


@pytest.mark.parametrize("factor", [1e-9, 0.5, 3.0, 1e9])
def test_zoom_leaves_the_point_under_the_pointer(factor: float) -> None:
    zoomed = CAMERA.zoomed(factor, 100, 500)
    assert zoomed.to_world(100, 500) == pytest.approx(CAMERA.to_world(100, 500))
    assert MIN_SCALE <= zoomed.scale <= MAX_SCALE


@pytest.mark.parametrize("bounds", [(0, 0, 5000, 10), (0, 0, 10, 5000), (-3, -3, -3, -3)])
def test_everything_fits(bounds: tuple[float, float, float, float]) -> None:
    x0, y0, x1, y1 = CAMERA.fitted(bounds).rect()
    assert x0 <= bounds[0]
    assert y0 <= bounds[1]
    assert x1 >= bounds[2]
    assert y1 >= bounds[3]
