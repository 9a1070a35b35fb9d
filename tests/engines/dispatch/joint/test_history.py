"""From files to whole days: whatever is left out is named, nothing is filled."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engines.dispatch.case_file import open_case
from engines.dispatch.joint.case_units import case_units, history_of, on_case, without_history
from engines.dispatch.joint.cleaning import clean
from engines.dispatch.joint.csv_series import read_csv_series
from engines.dispatch.joint.raw_series import RawSeries
from engines.dispatch.joint.simbench_series import follow_simbench, simbench_folder
from engines.dispatch.joint.today import known_steps, known_today
from engines.values.joint_model import Scenarios, Unit, UnitDays, UnitKind
from engines.values.validation import InputError

PV, LOAD = Unit("pv 7", UnitKind.PV, 0.6), Unit("load", UnitKind.LOAD, 3.7)


def raw(n_day: int = 5, minutes: int = 60, start: str = "2021-06-01") -> RawSeries:
    """Hours of one sunny and one loaded unit."""
    time = np.datetime64(start, "s") + np.arange(n_day * 1440 // minutes) * np.timedelta64(minutes * 60, "s")
    hour = (time - time.astype("datetime64[D]")).astype(np.int64) / 3600
    day = np.repeat(np.arange(n_day), 1440 // minutes)
    sun = np.maximum(np.sin(np.pi * (hour - 6) / 12), 0.0) * (0.3 + 0.02 * day)
    return RawSeries("made up", time, (PV, LOAD), np.stack([sun, 1.0 + hour / 24 + 0.01 * day], axis=1))


def changed(series: RawSeries, keep: np.ndarray | None = None, p_mw: np.ndarray | None = None) -> RawSeries:
    rows = np.arange(len(series.time)) if keep is None else keep
    values = series.p_mw if p_mw is None else p_mw
    return RawSeries(series.source, series.time[rows], series.units, values[rows])


def reasons(days: UnitDays) -> dict[str, str]:
    return {d.name: d.reason for d in days.dropped}


def test_quarter_hours_become_hours_and_energy_stays() -> None:
    days = clean(raw(minutes=15), 1.0)
    assert days.p_mw.shape == (5, 2, 24)
    assert days.p_mw.sum(axis=2) == pytest.approx(raw(minutes=15).p_mw.reshape(5, 96, 2).sum(axis=1) / 4)
    assert not days.dropped


def test_a_day_with_a_gap_is_left_out_and_named() -> None:
    p_mw = raw(10).p_mw.copy()
    p_mw[30, 0] = np.nan
    days = clean(changed(raw(10), p_mw=p_mw), 1.0)
    assert reasons(days) == {"2021-06-02": "a gap in pv 7"}
    assert np.datetime64("2021-06-02") not in days.days
    assert len(days.days) == 9


def test_missing_and_repeated_rows_and_days_are_named() -> None:
    rows = np.array([*range(23), *range(24, 30), 29, *range(30, 48), *range(72, 240)])
    days = clean(changed(raw(10), rows), 1.0)
    assert reasons(days) == {
        "2021-06-01": "1 of 24 readings missing",
        "2021-06-02": "1 there twice",
        "2021-06-03": "no reading",
    }


def test_days_on_which_the_clock_changes_are_named_as_such() -> None:
    fine = raw(4, minutes=15)
    hour_2 = np.arange(96 + 8, 96 + 12)
    forward = clean(changed(fine, np.setdiff1d(np.arange(384), hour_2)), 1.0)
    assert reasons(forward) == {"2021-06-02": "the clock was put forward: 92 of 96 readings"}
    back = clean(changed(fine, np.sort(np.concatenate([np.arange(384), hour_2]))), 1.0)
    assert reasons(back) == {"2021-06-02": "the clock was put back: 100 of 96 readings"}
    hourly = clean(changed(raw(4), np.setdiff1d(np.arange(96), [26])), 1.0)
    assert reasons(hourly) == {"2021-06-02": "the clock was put forward: 23 of 24 readings"}


@pytest.mark.parametrize(
    ("factor", "shift", "said"),
    [
        (1000.0, 0.0, "kW or MW"),
        (0.001, 0.0, "kW or MW"),
        (-1.0, 0.0, "look at its sign"),
        (0.0, 0.2, "is always 0.2 MW"),
        (0.0, 0.0, "is always 0 MW"),
        (0.0, np.nan, "has gaps on 100 % of the days"),
    ],
)
def test_a_unit_that_cannot_be_right_is_left_out_and_named(factor: float, shift: float, said: str) -> None:
    p_mw = raw().p_mw.copy()
    p_mw[:, 0] = p_mw[:, 0] * factor + shift
    days = clean(changed(raw(), p_mw=p_mw), 1.0)
    assert [u.name for u in days.units] == ["load"]
    assert said in reasons(days)["pv 7"]


def test_metering_noise_below_zero_is_named() -> None:
    p_mw = raw().p_mw.copy()
    p_mw[2, 0] = -0.001
    days = clean(changed(raw(), p_mw=p_mw), 1.0)
    assert days.p_mw.min() == 0.0
    assert "1 readings slightly below 0" in reasons(days)["pv 7"]


@pytest.mark.parametrize(
    ("series", "hours", "said"),
    [
        (changed(raw(), np.array([], np.int64)), 1.0, "has no readings"),
        (changed(raw(), np.array([5])), 1.0, "0 s apart"),
        (raw(), 0.5, "do not make steps of 30 min"),
        (raw(), 0.75, "do not make steps of 45 min"),
        (changed(raw(1), np.arange(20)), 1.0, "no whole day"),
    ],
)
def test_series_that_make_no_day_are_refused(series: RawSeries, hours: float, said: str) -> None:
    with pytest.raises(InputError, match=said):
        clean(series, hours)


def written(folder: Path, text: str) -> Path:
    path = folder / "history.csv"
    path.write_text(text, "utf-8")
    return path


def test_headings_tell_measures_and_forecasts(tmp_path: Path) -> None:
    text = (
        "time,PV 7 [kW],load,pv 7 forecast [MW],wind 3\n2021-06-01T00:00,300,0.5,0.2,1\n2021-06-01 01:00+02:00,,1,0,2\n"
    )
    series, dropped = read_csv_series(written(tmp_path, text), (PV, LOAD))
    assert [(u.name, u.kind) for u in series.units] == [
        ("pv 7", UnitKind.PV),
        ("load", UnitKind.LOAD),
        ("pv 7 forecast", UnitKind.FORECAST),
    ]
    assert series.p_mw[0] == pytest.approx([0.3, 1.85, 0.2])
    assert np.isnan(series.p_mw[1, 0])
    assert [(d.name, d.reason) for d in dropped] == [("wind 3", "the case has no such unit")]


def test_semicolons_mean_decimal_commas_and_german_dates_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufefftime;load [MW]\n01.06.2021 00:15;1,5\n")
    series, _ = read_csv_series(path, (LOAD,))
    assert series.time[0] == np.datetime64("2021-06-01T00:15")
    assert series.p_mw.tolist() == [[1.5]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no readings"),
        ("time,load\n", "has no readings"),
        ("when,load\n1,2\n", "no single column time"),
        ("time,wind 3\n2021-06-01,2\n", "no column of the case's units"),
        ("time,load,Load [MW]\n2021-06-01,2,3\n", "has the column load twice"),
        ("time,load [hp]\n2021-06-01,2\n", "'hp'"),
        ("time,load\nyesterday,2\n", "line 2: 'yesterday' is no time"),
        ("time,load\n,2\n", "line 2: "),
        ("time,load\n2021-06-01,two\n", "line 2, column load: 'two' is no number"),
        ("time,load\n2021-06-01,inf\n", "'inf' is no power"),
        ("time,load\n2021-06-01,1,2\n", "line 2: has 3 fields"),
        ('time,load\n2021-06-01,"1\n', "is not CSV"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_csv_series(written(tmp_path, text), (PV, LOAD))
    assert said in str(caught.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_csv_series(tmp_path / "none.csv", (PV,))


def test_today_s_first_hours_are_known_and_the_rest_is_not() -> None:
    morning = changed(raw(1, minutes=15), np.arange(27))
    known = known_today(morning, (LOAD, PV), 24)
    assert known.shape == (2, 24)
    assert np.isfinite(known).sum(axis=1).tolist() == [6, 6]
    assert known[0, 0] == pytest.approx(morning.p_mw[:4, 1].mean())
    assert known_steps(known, (LOAD, PV)) == 6
    with pytest.raises(InputError, match="readings of 2 days"):
        known_today(raw(2), (LOAD, PV), 24)
    with pytest.raises(InputError, match="two readings"):
        known_today(changed(raw(1), np.array([0, 0])), (LOAD, PV), 24)


def test_the_units_of_the_sample_case() -> None:
    case = open_case("ieee33")
    units = case_units(case, 3.715)
    assert [u.name for u in units] == ["wt 18", "wt 22", "wt 33", "pv 7", "pv 14", "pv 25", "load"]
    assert {u.name: u.rating_mw for u in units}["load"] == 3.715


def test_scenarios_come_back_in_the_order_of_the_case() -> None:
    case = open_case("ieee33")
    units = case_units(case, 3.715)[::-1]
    p_mw = np.arange(2 * 7 * 24, dtype=float).reshape(2, 7, 24)
    renewables, load = on_case(case, Scenarios(units, 1.0, p_mw, np.full(2, 0.5)))
    assert np.array_equal(renewables, p_mw[:, :0:-1])
    assert load == pytest.approx(p_mw[:, 0] / 3.715)
    with pytest.raises(InputError, match="no scenarios of wt 18"):
        on_case(case, Scenarios(units[:-1], 1.0, p_mw[:, :-1], np.full(2, 0.5)))
    with pytest.raises(InputError, match="24 steps of 1 h, the scenarios 12"):
        on_case(case, Scenarios(units, 2.0, p_mw[:, :, :12], np.full(2, 0.5)))


def test_no_two_units_follow_one_series() -> None:
    many = tuple(Unit(f"pv {k}", UnitKind.PV, 1.0) for k in range(10))
    followed, without = follow_simbench(many)
    assert len({u.series for u in followed}) == len(followed) == 8
    assert [d.name for d in without] == ["pv 8", "pv 9"]


@pytest.mark.skipif(simbench_folder() is None, reason="SimBench is not installed")
def test_simbench_s_year_without_its_two_days_of_clock_change() -> None:
    case = open_case("ieee33")
    days = history_of(case, 3.715)
    assert days.p_mw.shape == (364, 7, 24)
    assert [(d.name, d.reason.partition(":")[0]) for d in days.dropped if d.what == "day"] == [
        ("2016-03-27", "the clock was put forward"),
        ("2016-10-30", "the clock was put back"),
    ]
    assert not without_history(case, 3.715, days)
    # Its peak is one of a quarter hour.
    assert 3.2 < days.p_mw[:, 6].max() <= 3.715
    pv = days.p_mw[:, 3:6]
    assert pv[:, :, [0, 1, 2, 23]].max() == 0.0
    assert pv.max() < 0.9
