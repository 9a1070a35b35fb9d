"""Outlines around boxes."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath, QPolygonF

from widgets.diagram.zone_outline import dashes_along, edges_of, outlines, rounded


def path_of(rings: list[np.ndarray]) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for ring in rings:
        path.addPolygon(QPolygonF([QPointF(*point) for point in ring.tolist()]))
        path.closeSubpath()
    return path


def random_boxes(rng: np.random.Generator, n: int) -> np.ndarray:
    low = rng.integers(0, 40, (n, 2)).astype(float)
    return np.hstack([low, low + rng.integers(1, 12, (n, 2))])


@pytest.mark.parametrize("seed", range(25))
def test_the_outline_holds_exactly_the_boxes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    boxes = random_boxes(rng, int(rng.integers(1, 14)))
    path = path_of(outlines(boxes, 0.0, 0.0))
    for x in np.arange(0.5, 54):
        for y in np.arange(0.5, 54, 3.0):
            is_inside = ((boxes[:, 0] < x) & (x < boxes[:, 2]) & (boxes[:, 1] < y) & (y < boxes[:, 3])).any()
            assert path.contains(QPointF(x, y)) == is_inside


def test_boxes_that_touch_at_a_corner_have_an_outline_each() -> None:
    rings = outlines(np.array([[0, 0, 10, 10], [10, 10, 20, 20]], float), 0.0, 0.0)
    assert sum(len(ring) for ring in rings) == 8
    assert path_of(rings).contains(QPointF(5, 5))
    assert not path_of(rings).contains(QPointF(15, 5))


def test_a_comb_has_no_teeth() -> None:
    row = [[0, 0, 100, 10]]
    teeth = [[x, 10, x + 10, 30] for x in (0, 45, 90)]
    rings = outlines(np.array(row + teeth, float), 40.0, 0.0)
    assert len(rings) == 1
    assert len(rings[0]) == 4


def test_nothing_has_no_outline() -> None:
    assert outlines(np.zeros((0, 4)), 10.0, 10.0) == []
    assert dashes_along(edges_of([]), 6.0, 4.0).shape == (0, 4)


def test_dashes_lie_on_the_outline_and_cover_their_share() -> None:
    ring = rounded(np.array([[0, 0], [300, 0], [300, 80], [0, 80]], float), 10.0)
    edges = edges_of([ring])
    whole = np.hypot(*(edges[:, 2:] - edges[:, :2]).T).sum()
    dashes = dashes_along(edges, 6.0, 4.0)
    drawn = np.hypot(*(dashes[:, 2:] - dashes[:, :2]).T).sum()
    assert drawn / whole == pytest.approx(0.6, abs=0.01)
    middle = (dashes[:, :2] + dashes[:, 2:]) / 2
    near_rim = (np.abs(middle[:, 0]) < 10) | (np.abs(middle[:, 0] - 300) < 10)
    near_rim |= (np.abs(middle[:, 1]) < 10) | (np.abs(middle[:, 1] - 80) < 10)
    assert near_rim.all()


def test_an_outline_drawn_through_has_no_gap() -> None:
    edges = edges_of([np.array([[0, 0], [50, 0], [50, 20], [0, 20]], float)])
    dashes = dashes_along(edges, 8.0, 0.0)
    assert np.hypot(*(dashes[:, 2:] - dashes[:, :2]).T).sum() == pytest.approx(140.0)
