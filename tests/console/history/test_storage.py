"""What the history keeps, and what it answers, in a folder and on a server alike: against a plain list of what came."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from console.history.duckdb_storage import DuckStorage
from console.history.hours import HOUR_US
from console.history.postgres_storage import PostgresStorage
from console.history.storage import HistoryStorage, Retention
from engines.values.history import PointChanges
from engines.values.points import PointFreshness, PointQuality
from engines.values.validation import InputError
from tests.console.history.recording import BEGIN, IDS, MINUTE, NAN, SECOND, Recording, values
from tests.postgres.fixtures import KEPT_IN

Make = Callable[[], HistoryStorage]


@pytest.fixture(params=KEPT_IN)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Opens the history."""
    opened: list[HistoryStorage] = []

    def make() -> HistoryStorage:
        if request.param == "file":
            opened.append(DuckStorage(tmp_path / "history"))
        else:
            opened.append(PostgresStorage(request.getfixturevalue("postgres").address, "tieline_north_past"))
        return opened[-1]

    yield make
    for storage in opened:
        storage.close()


@pytest.fixture
def storage(make: Make) -> HistoryStorage:
    """A history that has just begun."""
    return make()


def test_a_series_begins_with_what_stood_and_a_moment_has_it_all(storage: HistoryStorage) -> None:
    recording = Recording(storage)
    recording.keep((0, BEGIN + SECOND, 1.0), (1, BEGIN + SECOND, 1.0))
    recording.keep((0, BEGIN + 5 * SECOND, 1.01))
    recording.keep((0, BEGIN + 9 * SECOND, 1.02), (1, BEGIN + 9 * SECOND, 0.0))
    series = storage.series([IDS[0], IDS[2], "never:1/heard"], BEGIN + 6 * SECOND, BEGIN + 20 * SECOND, 100)
    assert series[0].value.tolist() == [1.01, 1.02]
    assert series[0].time_us[0] == BEGIN + 5 * SECOND
    assert [len(s) for s in series] == [2, 0, 0]
    moment = storage.moment(BEGIN + 6 * SECOND)
    assert dict(zip(moment.point_ids, moment.value.tolist(), strict=True)) == {IDS[0]: 1.01, IDS[1]: 1.0}
    assert moment.is_recorded


def test_a_batch_that_comes_again_is_kept_once(storage: HistoryStorage) -> None:
    recording = Recording(storage)
    first, second = recording.batch((0, BEGIN, 1.0)), recording.batch((0, BEGIN + SECOND, 2.0))
    storage.store([first])
    storage.store([first, second])
    storage.store([second, first])
    assert values(storage, IDS[0], BEGIN - 1, BEGIN + MINUTE) == [1.0, 2.0]
    assert storage.stored_up_to("desk 1") == 2
    assert storage.stored_up_to("desk 2") == 0


def test_what_says_nothing_new_is_left_out_and_a_doubt_is_news(storage: HistoryStorage) -> None:
    recording = Recording(storage, dead_band=0.05)
    recording.keep((0, BEGIN, 1.0), (0, BEGIN + SECOND, 1.04), (0, BEGIN + 2 * SECOND, 0.97))
    recording.keep((0, BEGIN + 3 * SECOND, 1.06), (0, BEGIN + 4 * SECOND, 1.02))
    recording.keep((0, BEGIN + 5 * SECOND, 1.02), quality=PointQuality.QUESTIONABLE)
    recording.keep((0, BEGIN + 6 * SECOND, NAN), quality=PointQuality.INVALID)
    recording.keep((0, BEGIN + 7 * SECOND, NAN), quality=PointQuality.INVALID)
    found = storage.series([IDS[0]], BEGIN - 1, BEGIN + MINUTE, 100)[0]
    np.testing.assert_array_equal(found.value, [1.0, 1.06, 1.02, NAN])
    assert found.quality.tolist() == [0, 0, PointQuality.QUESTIONABLE, PointQuality.INVALID]


def test_hours_that_are_over_answer_as_the_same_hours_before(storage: HistoryStorage) -> None:
    random = np.random.default_rng(4)
    recording = Recording(storage)
    everything: list[tuple[int, int, float]] = []
    time_us = BEGIN
    while time_us < BEGIN + 3 * HOUR_US:
        time_us += int(random.integers(1, 40)) * SECOND
        everything.append((int(random.integers(0, 3)), time_us, round(float(random.normal()), 3)))
    for k in range(0, len(everything), 50):
        recording.keep(*everything[k : k + 50])
    ask = [(BEGIN + int(t) * SECOND) for t in random.integers(0, 3 * 3600, 40)]
    before = [storage.moment(t) for t in ask], storage.series(IDS, BEGIN + HOUR_US // 2, BEGIN + 2 * HOUR_US, 10_000)
    storage.tidy(BEGIN + 4 * HOUR_US, Retention(days=10_000))
    after = [storage.moment(t) for t in ask], storage.series(IDS, BEGIN + HOUR_US // 2, BEGIN + 2 * HOUR_US, 10_000)
    for one, other in zip(before[0], after[0], strict=True):
        assert one.point_ids == other.point_ids
        np.testing.assert_array_equal(one.value, other.value)
        np.testing.assert_array_equal(one.since_us, other.since_us)
    for one_series, other_series in zip(before[1], after[1], strict=True):
        np.testing.assert_array_equal(one_series.value, other_series.value)
    for t, moment in zip(ask, after[0], strict=True):
        expected = {p: v for p, at, v in everything if at <= t}
        assert dict(zip(moment.point_ids, moment.value.tolist(), strict=True)) == {
            IDS[p]: v for p, v in expected.items()
        }
    assert storage.verify() == ()
    assert storage.status().changes == len(everything)


def test_quarter_hours_weigh_each_value_by_how_long_it_stood(storage: HistoryStorage) -> None:
    recording = Recording(storage)
    recording.keep((0, BEGIN - 5 * MINUTE, 2.0))
    recording.keep((0, BEGIN + 5 * MINUTE, 5.0))
    recording.keep((0, BEGIN + 10 * MINUTE, NAN), quality=PointQuality.INVALID)
    recording.keep((0, BEGIN + 20 * MINUTE, 1.0))
    storage.tidy(BEGIN + 3 * HOUR_US, Retention(days=10_000))
    found = storage.quarter_hours([IDS[0]], BEGIN, BEGIN + HOUR_US)[0]
    assert found.begin_us[:2].tolist() == [BEGIN, BEGIN + 15 * MINUTE]
    assert found.mean[:2] == pytest.approx([3.5, 1.0])
    assert found.lowest[:2].tolist() == [2.0, 1.0]
    assert found.highest[:2].tolist() == [5.0, 1.0]
    assert found.known_share[:2] == pytest.approx([2 / 3, 2 / 3])
    assert found.changes[:2].tolist() == [2, 1]


def test_a_moment_nobody_recorded_is_stale_and_says_so(storage: HistoryStorage) -> None:
    first = Recording(storage)
    first.keep((0, BEGIN, 1.0))
    second = Recording(storage, "desk 1 again")
    second.keep((0, BEGIN + 10 * MINUTE, 1.0))
    gap = storage.moment(BEGIN + 5 * MINUTE)
    assert not gap.is_recorded
    assert gap.freshness.tolist() == [PointFreshness.STALE]
    assert storage.status().span.gaps == ((BEGIN, BEGIN + 10 * MINUTE),)
    assert storage.moment(BEGIN - MINUTE).point_ids == ()
    assert values(storage, IDS[0], BEGIN - 1, BEGIN + HOUR_US) == [1.0, 1.0], "after a pause the first value is news"


def test_everything_is_there_when_it_is_opened_again(make: Make) -> None:
    storage = make()
    recording = Recording(storage)
    recording.keep((0, BEGIN, 1.0), (1, BEGIN, 1.0))
    storage.close()
    again = make()
    assert again.moment(BEGIN + SECOND).value.tolist() == [1.0, 1.0]
    assert again.stored_up_to("desk 1") == 1


def test_the_oldest_hours_go_after_a_warning(storage: HistoryStorage) -> None:
    recording = Recording(storage)
    for hour in range(4):
        recording.keep((0, BEGIN + hour * HOUR_US + MINUTE, float(hour)))
    now = BEGIN + 6 * HOUR_US
    storage.tidy(now, Retention(days=400, size_mb=1000))
    assert storage.status().warning == ""
    size_mb = storage.status().span.size_bytes / 1e6
    storage.tidy(now, Retention(days=400, size_mb=size_mb * 1.1))
    assert "oldest hours will be removed" in storage.status().warning
    storage.tidy(now, Retention(days=4.5 / 24))
    assert storage.status().changes == 3
    assert values(storage, IDS[0], BEGIN, now)[-1] == 3.0


def test_a_backup_taken_while_recording_opens_as_it_is(storage: HistoryStorage, tmp_path: Path) -> None:
    recording = Recording(storage)
    recording.keep((0, BEGIN, 1.0))
    storage.tidy(BEGIN + 2 * HOUR_US, Retention(days=10_000))
    recording.keep((0, BEGIN + 3 * HOUR_US, 2.0))
    storage.backup(tmp_path / "copy")
    recording.keep((0, BEGIN + 4 * HOUR_US, 3.0))
    copy = DuckStorage(tmp_path / "copy" / "history")
    assert values(copy, IDS[0], BEGIN - 1, BEGIN + 9 * HOUR_US) == [1.0, 2.0]
    assert copy.verify() == ()
    copy.close()
    with pytest.raises(InputError, match="not empty"):
        storage.backup(tmp_path / "copy")


def test_a_clock_set_back_is_counted_and_nothing_is_lost(storage: HistoryStorage) -> None:
    recording = Recording(storage)
    recording.keep((0, BEGIN + 2 * HOUR_US + MINUTE, 1.0))
    storage.tidy(BEGIN + 5 * HOUR_US, Retention(days=10_000))
    recording.keep((0, BEGIN + 2 * HOUR_US, 2.0))
    recording.keep((0, BEGIN + 2 * HOUR_US + 2 * MINUTE, 3.0))
    assert storage.status().clock_jumps >= 1
    assert values(storage, IDS[0], BEGIN, BEGIN + 9 * HOUR_US) == [2.0, 1.0, 3.0]
    storage.tidy(BEGIN + 6 * HOUR_US, Retention(days=10_000))
    assert values(storage, IDS[0], BEGIN, BEGIN + 9 * HOUR_US) == [2.0, 1.0, 3.0]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_what_is_exported_is_what_was_recorded(storage: HistoryStorage, tmp_path: Path, ending: str) -> None:
    recording = Recording(storage)
    recording.keep((0, BEGIN, 1.25), (1, BEGIN + SECOND, 0.0))
    path = tmp_path / f"out.{ending}"
    assert storage.export(path, [IDS[0]], BEGIN - 1, BEGIN + HOUR_US) == 1
    if ending == "csv":
        (row,) = csv.DictReader(path.read_text("utf-8").splitlines())
        assert (row["point_id"], float(row["value"])) == (IDS[0], 1.25)
        assert (row["quality"], row["freshness"]) == ("good", "fresh")
    with pytest.raises(InputError, match="never recorded"):
        storage.export(path, ["no:1/such"], BEGIN, BEGIN + 1)
    with pytest.raises(InputError, match="endings"):
        storage.export(tmp_path / "out.xlsx", [], BEGIN, BEGIN + 1)


def test_changes_of_unknown_points_do_no_harm(storage: HistoryStorage) -> None:
    recording = Recording(storage)
    batch = recording.batch((0, BEGIN, 1.0), (77, BEGIN, 5.0), (-3, BEGIN, 5.0))
    storage.store([batch])
    assert values(storage, IDS[0], BEGIN - 1, BEGIN + 1) == [1.0]
    storage.store([replace(batch, number=2, changes=PointChanges(*(np.empty(0, np.int64),) * 7))])
    assert storage.stored_up_to("desk 1") == 2


def test_what_is_summed_up_and_closed_in_parts_is_the_same_as_in_one(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = make()
    recording, random = Recording(storage), np.random.default_rng(4)
    for minute in range(75):
        at = sorted(BEGIN + minute * MINUTE + int(t) for t in random.integers(0, MINUTE, 8))
        recording.keep(*((int(random.integers(0, len(IDS))), t, float(random.normal())) for t in at))
    span = BEGIN - 1, BEGIN + 80 * MINUTE
    before = [s.value.tolist() for s in storage.series(IDS, *span, 10**6)]
    monkeypatch.setattr("console.history.table_storage.ROWS_AT_ONCE", 7)
    storage.tidy(BEGIN + 3 * HOUR_US, Retention())
    assert [s.value.tolist() for s in storage.series(IDS, *span, 10**6)] == before
    assert storage.verify() == ()
    quarters = storage.quarter_hours(IDS, BEGIN, BEGIN + 60 * MINUTE)
    for series, found in zip(storage.series(IDS, BEGIN - 1, BEGIN + 60 * MINUTE, 10**6), quarters, strict=True):
        assert int(found.changes.sum()) == int(np.count_nonzero(series.time_us < BEGIN + 60 * MINUTE))
        assert float(found.highest.max()) == series.value[series.time_us < BEGIN + 60 * MINUTE].max()


def test_of_changes_of_one_moment_the_last_that_came_stands(storage: HistoryStorage) -> None:
    recording = Recording(storage)
    recording.keep((0, BEGIN, 1.0), (1, BEGIN, 5.0), (0, BEGIN, 2.0), (0, BEGIN, 3.0))
    for _ in range(2):
        moment = storage.moment(BEGIN + SECOND)
        assert dict(zip(moment.point_ids, moment.value.tolist(), strict=True)) == {IDS[0]: 3.0, IDS[1]: 5.0}
        storage.tidy(BEGIN + 3 * HOUR_US, Retention())
