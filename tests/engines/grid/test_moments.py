"""The known moment most like another one: same hour first, then season."""

from __future__ import annotations

import numpy as np
import pytest

from engines.grid.difference import Moment
from engines.grid.moments import nearest_moment
from engines.grid.network import make_network
from engines.grid.snapshot import Snapshot

NETWORK = make_network("none", {})


def at(time: str | None) -> Moment:
    return Moment(Snapshot(NETWORK, time=None if time is None else np.datetime64(time, "s")))


MONTHS = [at(f"2026-{month:02d}-15T{hour:02d}:00") for month in range(1, 13) for hour in range(0, 24, 2)]


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2026-11-20T18:45", "2026-11-15T18:00:00"),
        ("2026-11-20T23:30", "2026-11-15T00:00:00"),
        ("2026-12-28T11:30", "2026-12-15T12:00:00"),
        ("2026-01-02T11:30", "2026-01-15T12:00:00"),
        ("2031-07-15T06:15", "2026-07-15T06:00:00"),
    ],
)
def test_the_hour_counts_first_then_the_season(time: str, expected: str) -> None:
    assert str(nearest_moment(MONTHS, np.datetime64(time)).snapshot.time) == expected


def test_new_year_is_near_to_december() -> None:
    december, june = at("2026-12-20T12:00"), at("2026-06-01T12:00")
    assert nearest_moment([june, december], np.datetime64("2026-01-03T12:00")) is december


def test_moments_without_time_are_chosen_only_when_there_is_no_other() -> None:
    timeless, timed = at(None), at("2026-06-01T12:00")
    assert nearest_moment([timeless, timed], np.datetime64("2026-12-24T00:00")) is timed
    assert nearest_moment([timeless], np.datetime64("2026-12-24T00:00")) is timeless
    assert nearest_moment([timed, timeless], None) is timed


def test_no_moments_is_an_error() -> None:
    with pytest.raises(ValueError, match="no moments"):
        nearest_moment([], None)
