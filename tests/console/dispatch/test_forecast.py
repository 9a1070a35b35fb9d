"""Forecasts and plans over scenarios as a worker makes them: fans, correlation, and a plan kept whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from console.dispatch import forecast_jobs
from console.dispatch.folder import read_plans
from console.dispatch.forecast import FanKind, Forecast, HistoryChoice, ScenarioRequest
from console.dispatch.forecast_jobs import fans_of, forecast_job, same_hour_correlation, scenario_job
from console.dispatch.jobs import open_case_job, snapshot_of
from console.dispatch.kept import KeptPlan
from console.dispatch.packing import pack, unpack
from console.dispatch.scenario_sheet import scenario_sheet
from engines.dispatch.joint.fitting import fit_joint_model
from engines.dispatch.planned_steps import PlannedSteps
from engines.values.dispatch import DeviceKind
from engines.values.joint_model import Scenarios, Unit, UnitDays, UnitKind
from engines.values.validation import InputError
from engines.values.work import DirectContext, WorkCancelled
from tests.console.dispatch.forecast_samples import write_history


class Told(DirectContext):
    """Keeps what was told of the progress; gives the work up once ``until`` was told."""

    def __init__(self, until: str = "never") -> None:
        super().__init__()
        self.texts: list[str] = []
        self.fractions: list[float] = []
        self.until = until

    def report(self, fraction: float, text: str = "") -> None:
        self.fractions.append(fraction)
        self.texts.append(text)

    def is_cancelled(self) -> bool:
        return any(self.until in text for text in self.texts)

    def check_cancelled(self) -> None:
        if self.is_cancelled():
            raise WorkCancelled


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site") / "dispatch"


@pytest.fixture(scope="module")
def case(folder: Path) -> KeptPlan:
    return open_case_job(DirectContext(), folder, "ieee33", "anna")


@pytest.fixture(scope="module")
def history(folder: Path) -> HistoryChoice:
    return HistoryChoice(str(write_history(folder / "past.csv", 104)))


@pytest.fixture(scope="module")
def worker() -> Told:
    return Told()


@pytest.fixture(scope="module")
def forecast(worker: Told, case: KeptPlan, history: HistoryChoice) -> Forecast:
    return forecast_job(worker, case, history)


@pytest.fixture(scope="module")
def over(worker: Told, folder: Path, case: KeptPlan, history: HistoryChoice, forecast: Forecast) -> KeptPlan:
    asked = replace(case, plan_id="over", scenario_request=ScenarioRequest(history, count=3, seconds=30.0))
    return scenario_job(worker, folder, asked)


def test_fans_are_of_the_sum_and_of_every_unit(forecast: Forecast) -> None:
    kinds = [fan.kind for fan in forecast.fans]
    assert kinds[:2] == [FanKind.NET_LOAD, FanKind.GENERATION]
    assert [fan.name for fan in forecast.fans[2:]] == list(forecast.units)
    assert set(kinds[2:]) == {FanKind.WIND, FanKind.PV, FanKind.LOAD}
    for fan in forecast.fans:
        assert fan.p_mw.shape == (5, 24)
        assert (np.diff(fan.p_mw, axis=0) >= 0).all()
    assert forecast.held_out >= 24
    assert forecast.coverage.low <= forecast.coverage.value <= forecast.coverage.high
    assert 0.5 < forecast.net_coverage.value <= 1.0
    assert not forecast.without


def test_a_quantile_of_the_sum_is_no_sum_of_quantiles() -> None:
    units = (Unit("pv 1", UnitKind.PV, 1.0), Unit("wt 1", UnitKind.WIND, 1.0), Unit("load", UnitKind.LOAD, 1.0),
             Unit("pv 1 forecast", UnitKind.FORECAST, 1.0))  # fmt: skip
    pv = np.linspace(0, 1, 101)[:, None]
    p_mw = np.stack([pv, 1.0 - pv, np.full_like(pv, 3.0), pv], axis=1)
    net, together, *own = fans_of(Scenarios(units, 1.0, p_mw, np.full(101, 1 / 101)))
    # When one gives much the other gives little: together they always give 1.
    np.testing.assert_allclose(together.p_mw, 1.0)
    np.testing.assert_allclose(net.p_mw, 2.0)
    np.testing.assert_allclose(own[0].p_mw[:, 0], [0.05, 0.25, 0.5, 0.75, 0.95])
    assert [fan.name for fan in own] == ["pv 1", "wt 1", "load"]


def test_correlation_is_that_of_the_same_hour_and_missing_where_units_never_vary_together() -> None:
    rng = np.random.default_rng(3)
    normal = rng.standard_normal((400, 2))
    first, second = normal[:, 0], 0.8 * normal[:, 0] + 0.6 * normal[:, 1]
    p_mw = np.zeros((400, 3, 2))
    p_mw[:, 0, 0], p_mw[:, 1, 0], p_mw[:, 2, 1] = first + 9, second + 9, rng.uniform(0, 1, 400)
    units = tuple(Unit(f"wt {k}", UnitKind.WIND, 1.0) for k in range(3))
    days = UnitDays(units, np.datetime64("2025-01-01") + np.arange(400), p_mw, 12.0, "made up")
    found = same_hour_correlation(fit_joint_model(days))
    from scipy.stats import spearmanr

    assert found[0, 1] == pytest.approx(spearmanr(first, second).statistic, abs=0.06)
    np.testing.assert_allclose(np.diag(found), 1.0)
    np.testing.assert_allclose(found, found.T)
    assert np.isnan(found[0, 2])
    assert np.isnan(found[1, 2])


def test_units_of_one_weather_are_seen_to_go_together(forecast: Forecast) -> None:
    at = {name: k for k, name in enumerate(forecast.units)}
    assert forecast.correlation[at["wt 18"], at["wt 33"]] > 0.7
    assert forecast.correlation[at["pv 7"], at["pv 25"]] > 0.5
    assert abs(forecast.correlation[at["wt 18"], at["pv 7"]]) < 0.4


def test_a_plan_over_scenarios_is_checked_in_each_and_comes_back_from_its_file(over: KeptPlan, folder: Path) -> None:
    assert over.over is not None
    plan = over.over.plan
    assert plan.is_acceptable, plan.reason
    assert len(plan.outcomes) == 3
    assert (plan.ac.steps, plan.ac.solved) == (72, 72)
    assert over.over.available_mwh.shape == (3,)
    for outcome, available in zip(plan.outcomes, over.over.available_mwh, strict=True):
        assert 0.0 <= outcome.curtailed_mwh <= available
    kept = {plan.plan_id: plan for plan in read_plans(folder).plans}["over"]
    assert pack(kept) == pack(over)
    assert kept.is_planned
    assert kept.has_decided
    # What each scenario decides for itself is told of the day that is expected, which holds in the load flow.
    assert kept.has_schedule
    assert kept.planned is not None
    assert kept.expected_case is not None
    course, shared = kept.planned.plan, {d.name: d for d in plan.schedule}
    assert course.is_acceptable
    assert not plan.expected_failed
    for device in course.schedule:
        if device.kind in (DeviceKind.SUBSTATION_TAP, DeviceKind.CAPACITOR):
            np.testing.assert_array_equal(device.position, shared[device.name].position)
        if device.kind is DeviceKind.TURBINE:
            np.testing.assert_allclose(device.p_mw, shared[device.name].p_mw, atol=1e-9)
    storages = [d for d in course.schedule if d.kind is DeviceKind.STORAGE]
    for storage, mode in zip(storages, plan.modes, strict=True):
        assert storage.p_mw is not None
        assert np.where(mode.charges, storage.p_mw, -storage.p_mw).max() < 1e-6
    wind = next(d for d in course.schedule if d.kind is DeviceKind.WIND)
    units = plan.outcomes
    expected = sum(o.probability * o.available_mwh[0, 0] for o in units)
    assert wind.available_mw is not None
    assert wind.available_mw.sum() == pytest.approx(expected)
    # Looked at ahead of its time, a step is the very one the proof was made on.
    step = PlannedSteps(kept.carried_case, snapshot_of(kept), course.schedule).at(19)
    np.testing.assert_allclose(step.result.vm_pu, course.vm_pu[19], atol=1e-9)
    for outcome in units:
        assert (outcome.available_mwh - outcome.used_mwh).sum() == pytest.approx(outcome.curtailed_mwh, abs=1e-9)


def test_a_conflict_of_a_scenario_comes_back_with_its_number(over: KeptPlan) -> None:
    from engines.values.dispatch import Conflict
    from engines.values.phrase import Phrase

    assert over.over is not None
    conflict = Conflict("voltage", "bus 18", 3, 0.95, 0.01, "pu", 2, Phrase("too low by {value}", {"value": "0.01"}))
    plan = replace(over.over.plan, infeasible=((4, (conflict,)), (7, ())))
    again = unpack(KeptPlan, pack(replace(over, over=replace(over.over, plan=plan)))).over
    assert again is not None
    assert [(number, len(conflicts)) for number, conflicts in again.plan.infeasible] == [(4, 1), (7, 0)]
    assert again.plan.infeasible[0][1][0].sentence.text == "too low by 0.01"


def test_progress_names_the_gap_of_each_exchange_and_never_goes_back(worker: Told, over: KeptPlan) -> None:
    begin = worker.fractions.index(1.0) + 1
    planning, texts = worker.fractions[begin:], worker.texts[begin:]
    assert planning == sorted(planning)
    assert any(text.startswith("exchange {count}, gap {gap}") and "count=1" in text for text in texts)
    # The model of the forecast was still known.
    assert not any("fitting" in text for text in texts)


def test_the_same_scenarios_come_of_a_model_that_is_fitted_anew(
    folder: Path, case: KeptPlan, history: HistoryChoice, worker: Told, over: KeptPlan
) -> None:
    from console.cli.case import open_case as open_network

    request, snapshot = ScenarioRequest(history, count=3), open_network("ieee33")[0]
    fresh = Told()
    _, _, one = forecast_jobs.draw_scenarios(worker, case, snapshot, request)
    _, _, other = forecast_jobs.draw_scenarios(fresh, case, snapshot, request)
    np.testing.assert_array_equal(one.p_mw, other.p_mw)
    assert any("fitting" in text for text in fresh.texts)
    assert not any("fitting" in text for text in worker.texts[-1:])


def test_whoever_gives_up_gets_nothing_kept(folder: Path, case: KeptPlan, history: HistoryChoice) -> None:
    asked = replace(case, plan_id="given-up", scenario_request=ScenarioRequest(history, count=3))
    with pytest.raises(WorkCancelled):
        scenario_job(Told("no plan yet"), folder, asked)
    assert not (folder / "given-up.json").exists()
    with pytest.raises(WorkCancelled):
        forecast_job(Told("reading the history"), case, history)


def test_a_missing_history_is_told_with_its_remedy(
    case: KeptPlan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("engines.dispatch.joint.simbench_series.simbench_folder", lambda: None)
    with pytest.raises(InputError, match=r"has no history.*choose a CSV file"):
        forecast_job(DirectContext(), case, HistoryChoice())
    with pytest.raises(InputError, match="cannot be read"):
        forecast_job(DirectContext(), case, HistoryChoice(str(tmp_path / "none.csv")))


def test_a_day_that_begins_later_is_not_laid_on_days_from_midnight(
    folder: Path, case: KeptPlan, history: HistoryChoice
) -> None:
    evening = replace(case, case=replace(case.case, start=np.datetime64("2026-11-22T18:00")))
    with pytest.raises(InputError, match="begins at 18:00"):
        scenario_job(DirectContext(), folder, replace(evening, scenario_request=ScenarioRequest(history)))


def test_units_without_history_are_named(case: KeptPlan, tmp_path: Path) -> None:
    path = write_history(tmp_path / "some.csv", 40, ("wt 18", "pv 7", "load"))
    found = forecast_job(DirectContext(), case, HistoryChoice(str(path)))
    assert set(found.without) == {"wt 22", "wt 33", "pv 14", "pv 25"}
    assert "too few to score" in found.no_scores
    assert np.isnan(found.coverage.value)


def test_what_is_shared_and_the_bands_are_written_to_a_sheet(over: KeptPlan) -> None:
    sheet = scenario_sheet(over)
    assert len(sheet) == 24
    assert len(sheet.headers) == len(sheet.columns) == len(sheet.decimals)
    assert "exchange 50 % MW" in sheet.headers
    assert any(header.startswith("storage at bus 15 charges") for header in sheet.headers)
    assert any(header.endswith("position") for header in sheet.headers)
