"""The counters see what is wrong: every one of them is shown a diagram with exactly that fault."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.schematic import quality
from engines.schematic.drawing import polylines
from engines.values.frozen import FrozenMap
from engines.values.schematic import DiagramLayout, LabelKind, Labels

Ways = list[list[tuple[float, float]]]


def layout(ways: Ways, ties: Ways, boxes: list[tuple[float, float]] = (), switches: list[tuple[float, float]] = ()):
    """Lines (tree and tie), labels of 40 x 13 at their top left corners, switches."""
    n = len(boxes)
    corner = np.array(boxes, float).reshape(-1, 2)
    labels = Labels(
        np.full(n, "bus"), np.arange(n), np.full(n, LabelKind.BUS_VALUE), corner[:, 0], corner[:, 1],
        np.full(n, 40.0), np.full(n, 13.0), np.full(n, ""),
    )  # fmt: skip
    at = np.array(switches, float).reshape(-1, 2)
    return DiagramLayout(
        structure_revision="",
        bus=np.zeros((0, 4)),
        branch=FrozenMap({"line": polylines([*ways, *ties])}),
        is_tie=FrozenMap({"line": np.array([False] * len(ways) + [True] * len(ties))}),
        switch=np.column_stack([at, np.zeros(len(at))]),
        trafo=np.zeros((0, 3)),
        device=FrozenMap({}),
        device_foot=FrozenMap({}),
        labels=labels,
        bounds=(0, 0, 0, 0),
    )


LEVEL = [(0.0, 50.0), (1000.0, 50.0)]
UPRIGHT = [(500.0, 0.0), (500.0, 700.0)]


def test_labels_that_cover_each_other_are_counted_and_neighbours_are_not() -> None:
    assert quality.count_label_overlaps(layout([], [], [(0, 0), (39, 12), (200, 0)])) == 1
    assert quality.count_label_overlaps(layout([], [], [(0, 0), (40, 0), (0, 13)])) == 0


@pytest.mark.parametrize(("corner", "expected"), [((300.0, 45.0), 1), ((300.0, 30.0), 0), ((300.0, 51.0), 0)])
def test_a_label_on_a_line_is_counted(corner: tuple[float, float], expected: int) -> None:
    assert quality.count_label_line_overlaps(layout([LEVEL], [], [corner])) == expected


def test_tree_edges_that_cross_or_share_a_length_are_counted() -> None:
    assert quality.count_tree_edge_crossings(layout([LEVEL, UPRIGHT], [])) == 1
    assert quality.count_tree_edge_crossings(layout([LEVEL, [(900.0, 50.0), (1200.0, 50.0)]], [])) == 1


def test_tree_edges_that_meet_at_a_bus_are_no_crossing() -> None:
    assert quality.count_tree_edge_crossings(layout([LEVEL, [(1000.0, 50.0), (1200.0, 50.0)]], [])) == 0
    assert quality.count_tree_edge_crossings(layout([LEVEL, [(1000.0, 0.0), (1000.0, 50.0)]], [])) == 0


def test_ties_are_counted_against_the_tree_bars_and_one_another() -> None:
    other = [(600.0, 0.0), (600.0, 90.0)]
    assert quality.count_tie_crossings(layout([LEVEL], [UPRIGHT, other])) == 2
    assert quality.count_tie_crossings(layout([], [LEVEL, UPRIGHT])) == 1
    bar = replace(layout([], [LEVEL]), bus=np.array([[300.0, 0.0, 300.0, 90.0]]))
    assert quality.count_tie_crossings(bar) == 1
    assert quality.count_ties(bar) == 1


def test_symbols_on_each_other_on_labels_and_on_foreign_lines_are_counted() -> None:
    crowded = layout([LEVEL, UPRIGHT], [], [(0.0, 37.0)], [(100.0, 50.0), (105.0, 50.0), (495.0, 50.0), (10.0, 50.0)])
    assert quality.count_symbol_overlaps(crowded) == 1
    assert quality.count_symbol_line_overlaps(crowded) == 1
    assert quality.count_label_symbol_overlaps(crowded) == 1
