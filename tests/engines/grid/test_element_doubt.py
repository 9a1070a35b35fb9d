"""Doubt by equipment: what is listed, what is not, and what a change is."""

from __future__ import annotations

import numpy as np

from engines.grid.network import ElementRef
from engines.values.element_doubt import ALL_OLD, NO_DOUBT, ElementDoubt
from engines.values.points import PointFreshness

FRESH, SUSPECT, STALE = PointFreshness.FRESH, PointFreshness.SUSPECT, PointFreshness.STALE
HALF = ElementDoubt({"bus": np.array([FRESH, STALE, SUSPECT], np.uint8), "line": np.array([FRESH], np.uint8)}, STALE)


def test_each_row_has_its_own_and_what_is_no_equipment_that_of_the_whole() -> None:
    tables, rows = np.array(["line", "bus", "bus", "", "load"]), np.array([0, 1, 2, -1, 0])
    assert HALF.of(tables, rows).tolist() == [FRESH, STALE, SUSPECT, STALE, STALE]
    assert HALF.is_old_at(tables, rows).tolist() == [False, True, False, True, True]
    assert [HALF.of_ref(ElementRef("bus", k)) for k in range(4)] == [FRESH, STALE, SUSPECT, STALE]


def test_a_part_is_not_all() -> None:
    assert HALF.is_old
    assert not HALF.is_all_old
    assert ALL_OLD.is_all_old
    assert not NO_DOUBT.is_old
    assert not NO_DOUBT.is_all_old


def test_only_another_doubt_is_a_change() -> None:
    again = ElementDoubt({table: doubt.copy() for table, doubt in HALF.of_table.items()}, STALE)
    other = ElementDoubt({**HALF.of_table, "bus": np.array([STALE, STALE, SUSPECT], np.uint8)}, STALE)
    assert HALF.is_as(again)
    assert not HALF.is_as(other)
    assert not HALF.is_as(NO_DOUBT)


def test_a_network_of_nothing_is_not_doubted() -> None:
    assert NO_DOUBT.of(np.empty(0, "U4"), np.empty(0, np.int64)).tolist() == []


def test_of_two_the_worse_holds_for_each() -> None:
    other = ElementDoubt({"bus": np.array([SUSPECT, FRESH, FRESH], np.uint8)}, SUSPECT)
    both = HALF.joined(other)
    assert both.of_table["bus"].tolist() == [SUSPECT, STALE, SUSPECT]
    assert both.of_table["line"].tolist() == [SUSPECT]
    assert both.whole == STALE
    assert HALF.joined(NO_DOUBT).is_as(HALF)
    assert not HALF.joined(ALL_OLD).of_table["bus"].min() < STALE
