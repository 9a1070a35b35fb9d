"""The load of a district from what was recorded of its infeed: summed where all of it is known, a gap elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from engines.exchange.shipped import load_shipped
from engines.plant.plant import Plant
from engines.trends.infeed import QUARTER_US, infeed_points, summed
from engines.values.history import QuarterHours

T = 1_795_000_500_000_000 // QUARTER_US * QUARTER_US


def quarters(name: str, *means: float, known: float = 1.0, first: int = 0) -> QuarterHours:
    n = len(means)
    begin = T + QUARTER_US * (first + np.arange(n, dtype=np.int64))
    mean = np.array(means)
    return QuarterHours(name, begin, mean, mean, mean, np.full(n, known), np.ones(n, np.int64))


def test_the_district_is_fed_through_each_transformer_once() -> None:
    network = load_shipped("north").network
    points = Plant(network).points
    found = infeed_points(network, points)
    assert found == tuple(f"switch:{place} TR{k}-Q1/p_mw" for place in ("NORTH", "SOUTH") for k in (1, 2))
    assert infeed_points(network, [p for p in points if p.point_id != found[2]]) == (), "a part is not the whole"


def test_the_measured_infeed_is_what_the_load_flow_says() -> None:
    plant = Plant(load_shipped("north").network)
    value = dict(zip((p.point_id for p in plant.points), plant.readings().value.tolist(), strict=True))
    assert plant.result is not None
    total = sum(value[name] for name in infeed_points(plant.snapshot.network, plant.points))
    assert total == pytest.approx(float(np.sum(plant.result.source_p_mw)), rel=0.02)


def test_the_sum_is_known_where_all_of_it_is() -> None:
    time_us, total = summed(
        [quarters("a", 1.0, 2.0, np.nan, 4.0), quarters("b", 10.0, 20.0, 30.0, 40.0), quarters("c", 0.0, 0.0, 0.0)]
    )
    assert (time_us - T - QUARTER_US // 2).tolist() == [0, QUARTER_US, 2 * QUARTER_US, 3 * QUARTER_US]
    assert total.tolist() == pytest.approx([11.0, 22.0, np.nan, np.nan], nan_ok=True)


def test_what_was_hardly_recorded_is_a_gap_and_so_is_what_lies_between() -> None:
    poor = quarters("a", 5.0, known=0.2, first=3)
    early = quarters("a", 1.0)
    both = QuarterHours("a", *(np.r_[getattr(early, n), getattr(poor, n)] for n in QuarterHours.__slots__[1:]))
    time_us, total = summed([both])
    assert len(time_us) == 4
    assert total.tolist() == pytest.approx([1.0, np.nan, np.nan, np.nan], nan_ok=True)


def test_nothing_recorded_is_no_curve() -> None:
    assert [len(part) for part in summed([quarters("a")])] == [0, 0]
