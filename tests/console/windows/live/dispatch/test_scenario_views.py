"""A plan over scenarios as it is shown: a seal that is green only when true, bands that are those of the scenarios."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.dispatch.folder import write_plan
from console.dispatch.forecast import Fan, FanKind, Forecast, HistoryChoice, ScenarioDay, ScenarioRequest
from console.dispatch.kept import KeptPlan, PlannedDay, VoltageEdge
from console.dispatch.telling import told_progress
from console.windows.live.dispatch.comparison_views import comparison_view
from console.windows.live.dispatch.forecast_views import forecast_view, scores_text, unit_text
from console.windows.live.dispatch.plan_lines import plan_line
from console.windows.live.dispatch.proof_views import proof_view
from console.windows.live.dispatch.scenario_courses import scenario_view, spread
from console.windows.live.dispatch.scenario_proof import scenario_doubts, scenario_proof, steps_that_hold
from console.windows.live.dispatch.words import progress_text
from engines.values.dispatch import AcProof, AcViolation, DeviceKind, DeviceSchedule, DispatchPlan, DispatchStatus
from engines.values.dispatch_case import DispatchCase, Renewable
from engines.values.dispatch_prices import Prices
from engines.values.dispatch_scenarios import Band, Exchange, ScenarioOutcome, ScenarioPlan, StorageMode
from engines.values.frozen import FrozenMap
from engines.values.joint_model import Dropped, Estimated
from engines.values.loadflow import VerificationStatus
from tests.console.windows.live.dispatch.conftest import PlanningRoom

N_STEP, N_SCENARIO = 4, 3
AC = AcProof(N_STEP, N_STEP, 1e-9, 1e-8, verification=VerificationStatus.PENDING, cause="")
WHOLE = replace(AC, steps=12, solved=12, verification=VerificationStatus.VERIFIED)


def outcome(k: int) -> ScenarioOutcome:
    flat = np.full(N_STEP, 1.0 + k)
    low = np.array([0.99, 0.97, 0.98, 0.99]) - 0.001 * k
    return ScenarioOutcome(
        1 / 3, 100.0 + k, FrozenMap({"purchase": 90.0 + k, "loss": 10.0}), flat, 0.01 * flat, low, low + 0.05,
        np.zeros((N_STEP, 1)), np.zeros((N_STEP, 1)), 0.5 * k, 0.04 * (1 + k), 4.0 * (1 + k), AC,
    )  # fmt: skip


def over() -> ScenarioDay:
    levels = np.array([0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0])
    values = np.linspace(1.0, 3.0, 7)[:, None] * np.ones(N_STEP)
    plan = ScenarioPlan(
        "r", 1, "case", DispatchStatus.OPTIMAL, "holds", 1.0, np.full(3, 1 / 3), ("00:00", "01:00", "02:00", "03:00"),
        (DeviceSchedule(DeviceKind.TIE, "purchase at bus 1", "bus:1", p_mw=np.full(N_STEP, 2.0)),
         DeviceSchedule(DeviceKind.CAPACITOR, "capacitor bank at bus 13", "bus:13", position=np.array([0, 1, 1, 0]))),
        (StorageMode("storage at bus 15", "bus:15", "", np.array([True, False, False, True])),),
        tuple(outcome(k) for k in range(N_SCENARIO)),
        tuple(Band(name, "MW", levels, values) for name in ("exchange", "losses", "lowest voltage", "highest voltage")),
        101.0, 101.0, 102.0, lower_bound=100.99, mean_plan_cost=104.0, ac=WHOLE,
        exchanges=(Exchange(1.0, 100.0, math.nan), Exchange(2.0, 100.99, 101.0)), seconds=2.5,
    )  # fmt: skip
    return ScenarioDay(plan, ScenarioRequest(HistoryChoice(), 3), "SimBench", 364, 500, np.full(3, 10.0), 0.95, 1.05)


def kept(day: ScenarioDay) -> KeptPlan:
    case = DispatchCase("case", "ieee33", N_STEP, 1.0, Prices(np.full(N_STEP, 50.0)))
    return KeptPlan("a", "case over 3 scenarios", case, "ieee33", 0.0, scenario_request=day.request, over=day)


def with_outcome(day: ScenarioDay, **changes: object) -> ScenarioDay:
    """The second scenario's load flow is another."""
    first, second, third = day.plan.outcomes
    broken = replace(second, ac=replace(second.ac, **changes))  # type: ignore[arg-type]
    return replace(day, plan=replace(day.plan, outcomes=(first, broken, third)))


def test_the_seal_is_green_where_every_step_of_every_scenario_holds() -> None:
    day = over()
    assert steps_that_hold(day.plan) == (12, 12)
    assert scenario_doubts(day) == ()
    view = scenario_proof(kept(day))
    assert view.is_proven
    assert "12 of 12 scenario steps hold" in view.seal
    assert plan_line(kept(day)).is_proven
    rows = {row.name: row for row in view.rows}
    assert rows["Expected cost"].value == "101.00"
    assert rows["Worth of scenarios"].value == "3.00"
    assert rows["AC load flow"].is_fine


VIOLATED = (AcViolation("voltage", "bus 18", 1, 0.94, 0.95), AcViolation("voltage", "bus 17", 1, 0.945, 0.95))


@pytest.mark.parametrize(
    ("change", "held"),
    [
        ({"violations": VIOLATED, "cause": "bus 18 too low"}, 11),
        ({"solved": 3, "cause": "no solution"}, 8),
        ({"max_dv_pu": math.nan}, 8),
        ({"max_dv_pu": 2e-6}, 8),
        ({"loss_error": math.nan}, 8),
        ({"loss_error": 2e-4}, 8),
        ({"steps": 3, "solved": 3}, 8),
        ({"cause": "not checked"}, 8),
    ],
)
def test_one_scenario_that_does_not_hold_takes_the_green_away(change: dict[str, object], held: int) -> None:
    # Whatever the sum of all load flows says: each scenario is looked at by itself.
    day = with_outcome(over(), **change)
    assert steps_that_hold(day.plan) == (held, 12)
    view = scenario_proof(kept(day))
    assert not view.is_proven
    assert f"{held} of 12" in view.seal
    assert f"{12 - held} of 12 scenario steps do not hold" in view.doubts[0]
    assert not plan_line(kept(day)).is_proven
    assert {row.name: row for row in view.rows}["AC load flow"].is_fine is False


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plan: replace(plan, outcomes=plan.outcomes[:2]),
        lambda plan: replace(plan, outcomes=()),
        lambda plan: replace(plan, ac=replace(plan.ac, verification=VerificationStatus.PENDING)),
        lambda plan: replace(plan, ac=replace(plan.ac, verification=VerificationStatus.REFUTED)),
        lambda plan: replace(plan, ac=replace(plan.ac, steps=8, solved=8)),
        lambda plan: replace(plan, status=DispatchStatus.RELAXATION_INEXACT),
        lambda plan: replace(plan, schedule=(), status=DispatchStatus.NO_PLAN, reason="time was up"),
    ],
)
def test_nothing_that_was_not_checked_is_green(spoil: Callable[[ScenarioPlan], ScenarioPlan]) -> None:
    day = over()
    day = replace(day, plan=spoil(day.plan))
    assert scenario_doubts(day)
    assert not scenario_proof(kept(day)).is_proven
    assert not plan_line(kept(day)).is_proven


def test_a_gap_that_is_too_large_is_said_beside_the_seal() -> None:
    day = over()
    day = replace(day, plan=replace(day.plan, lower_bound=90.0, status=DispatchStatus.FEASIBLE))
    view = scenario_proof(kept(day))
    assert view.is_proven
    assert any("gap is larger" in text for text in view.doubts)
    assert {row.name: row for row in view.rows}["Gap"].is_fine is False
    nothing = replace(day, plan=replace(day.plan, lower_bound=math.nan))
    assert "no lower bound" in scenario_proof(kept(nothing)).doubts[0]
    assert {row.name: row for row in scenario_proof(kept(nothing)).rows}["Gap"].is_fine is False


def test_figures_are_told_in_plain_words_and_the_mean_that_fails_is_said() -> None:
    view = scenario_proof(kept(over()))
    heads = [line.headline for line in view.whys]
    assert heads == ["Expected cost 101.00", "102.00 where the day turns out dear", "Looking at scenarios saves 3.00"]
    assert view.limits[0].headline == "1.0400 pu at 00:00, scenario 1"
    assert view.limits[0].step == 0
    low = over()
    low = replace(low, vm_max_pu=1.07)
    assert scenario_proof(kept(low)).limits[0].headline == "0.9680 pu at 01:00, scenario 3"
    assert view.record[0].headline == "Exchange 1: gap no plan yet"
    assert view.record[1].headline.startswith("Exchange 2: gap 0.010 %")
    failed = over()
    failed = replace(failed, plan=replace(failed.plan, mean_plan_cost=math.nan, mean_plan_failed="scenario 2: low"))
    last = scenario_proof(kept(failed)).whys[-1]
    assert (last.headline, last.detail) == ("The plan for the mean forecast does not hold", "Scenario 2: low")


def test_the_shared_decisions_and_the_bands_are_drawn() -> None:
    view = scenario_view(kept(over()))
    assert view is not None
    charts = {chart.title: chart for chart in view.courses.charts}
    assert [area.label for area in view.courses.power.areas] == ["purchase"]
    exchange = charts["Exchange, MW"]
    assert len(exchange.bands) == 3
    np.testing.assert_allclose(exchange.bands[0].low, 1.0)
    np.testing.assert_allclose(exchange.bands[0].high, 3.0)
    np.testing.assert_allclose(charts["Losses, kW"].courses[0].values, 2000.0)
    np.testing.assert_array_equal(charts["Capacitors, steps"].courses[0].values, [0, 1, 1, 0])
    modes = charts["Storage modes"].courses[0]
    assert modes.notes == ("charges", "discharges", "discharges", "charges")
    assert charts["Tap"[:3] + "s"].empty
    rows = {row.name: row.cells for row in view.rows}
    assert rows["Cost"] == ("100.00", "100.00", "101.00", "101.00", "102.00", "102.00")
    assert rows["Wind and PV used"] == ("90.0 %", "90.0 %", "95.0 %", "95.0 %", "100.0 %", "100.0 %")
    assert rows["Lowest voltage, pu"][0] == "0.9680"
    assert rows["Highest voltage, pu"][-1] == "1.0400"
    voltage = charts["Worst voltage, pu"]
    limits = [course.values[0] for course in voltage.courses if not course.is_read]
    assert limits == [0.95, 1.05]
    assert [course.label for course in voltage.courses if course.is_read] == ["lowest", "highest"]
    assert len(voltage.bands) == 6
    day = over()
    assert scenario_view(kept(replace(day, plan=replace(day.plan, schedule=())))) is None


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(0.01, 1.0)), min_size=1, max_size=12))
def test_a_spread_rises_and_stays_within_what_came(drawn: list[tuple[float, float]]) -> None:
    values, weights = np.array([v for v, _ in drawn]), np.array([w for _, w in drawn])
    share = weights / weights.sum()
    least, low, median, mean, high, largest = spread(values, share)
    assert (least, largest) == (values.min(), values.max())
    assert least <= low <= median <= high <= largest
    assert least - 1e-6 <= mean <= largest + 1e-6
    for level, value in ((0.05, low), (0.5, median), (0.95, high)):
        assert share[values <= value].sum() >= level - 1e-9
        assert share[values < value].sum() <= level + 1e-9


def test_one_scenario_that_is_not_known_makes_the_figure_unknown() -> None:
    assert all(math.isnan(value) for value in spread(np.array([1.0, math.nan]), np.full(2, 0.5)))
    assert all(math.isnan(value) for value in spread(np.empty(0), np.empty(0)))


def forecast(**changes: object) -> Forecast:
    fan = Fan("pv 7", FanKind.PV, np.zeros((5, 24)))
    made = Forecast(
        HistoryChoice("/home/anna/past.csv", 60, "2026-11-22"), "/home/anna/past.csv", "2025-01-01", "2025-04-14", 104,
        1.0, (fan,), ("pv 7",), np.ones((1, 1)), Estimated(0.887, 0.867, 0.908), Estimated(0.87, 0.796, 0.928), 26,
        "every fourth day is held out: too few weeks to hold out whole ones, so the scores flatter",
        dropped=(Dropped("day", "2025-01-03", "a gap"),),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def test_scores_are_one_line_that_says_when_the_fan_is_too_narrow() -> None:
    text = scores_text(forecast())
    assert text == (
        "On 26 days held out, 88.7 % (95 % interval 86.7 to 90.8 %) of what came lay in the 90 % band; "
        "of the net load 87.0 % (95 % interval 79.6 to 92.8 %)."
    )
    assert "too narrow" in scores_text(forecast(coverage=Estimated(0.8, 0.75, 0.85)))
    missing = forecast(coverage=Estimated(), net_coverage=Estimated(), no_scores="8 days held out are too few")
    assert scores_text(missing) == "Not scored: 8 days held out are too few"


def test_a_forecast_names_its_past_and_what_it_lacks() -> None:
    view = forecast_view(kept(over()), forecast(without=("wt 3", "pv 8")))
    assert "104 whole days of past.csv, 2025-01-01 to 2025-04-14" in view.history
    assert "1 incomplete days left out" in view.history
    assert "within 60 days of 2026-11-22" in view.history
    assert "/home" not in view.history
    assert "No history of Wind 3, PV 8" in view.notes[0]
    assert "flatters" in view.notes[1]
    assert (view.hours.n_step, view.hours.begins[0], view.hours.begins[-1]) == (24, "00:00", "24:00")
    assert [unit_text(name) for name in ("wt 18 (2)", "load", "other")] == ["Wind 18 (2)", "Load", "other"]


def test_progress_is_a_phrase_with_its_words() -> None:
    assert progress_text(told_progress("exchange {count}, gap {gap}", count="2", gap="0.19 %")) == (
        "exchange 2, gap 0.19 %"
    )
    assert progress_text("drawing scenarios") == "drawing scenarios"
    assert progress_text("") == ""


def single() -> KeptPlan:
    """A plan of one forecast of the same hours."""
    plan = DispatchPlan(
        "r", 1, "case", DispatchStatus.OPTIMAL, "holds", 1.0, 103.0, FrozenMap({"purchase": 95.0, "loss": 8.0}), 102.99,
        ac=replace(AC, verification=VerificationStatus.VERIFIED), times=("00:00", "01:00", "02:00", "03:00"),
        schedule=(DeviceSchedule(DeviceKind.WIND, "wind at bus 18", "bus:18", p_mw=np.full(N_STEP, 0.5),
                                 available_mw=np.full(N_STEP, 1.0)),),
        losses_mw=np.full(N_STEP, 0.01), purchase_mw=np.full(N_STEP, 2.5),
    )  # fmt: skip
    edge = VoltageEdge(np.full(N_STEP, 0.975), np.full(N_STEP, 0.95), ("bus 18",) * N_STEP)
    case = DispatchCase("case", "ieee33", N_STEP, 1.0, Prices(np.full(N_STEP, 50.0)))
    return KeptPlan("b", "of one forecast", case, "ieee33", 0.0, planned=PlannedDay(plan, 1e-3, np.ones(4), edge, edge))


def test_a_plan_over_scenarios_stands_beside_another_by_what_is_expected() -> None:
    pair = comparison_view(kept(over()), single(), (single(),))
    rows = {row.name: row for row in pair.rows}
    assert (rows["Weather"].first, rows["Weather"].second) == ("expected of 3 scenarios", "one forecast")
    assert (rows["Cost"].first, rows["Cost"].second) == ("101.00", "103.00")
    # The cost of one forecast and that of many days differ by their weather: no difference is told.
    assert {row.change for row in pair.rows} == {"", "–", "not the same"}
    assert rows["Weather"].change == "not the same"
    assert (rows["CVaR"].first, rows["CVaR"].second) == ("102.00", "–")
    assert rows["Cost, 5 … 95 %"].first == "100.00 … 102.00"
    assert (rows["Proof"].first, rows["Proof"].second) == ("AC checked", "proven")
    assert rows["Bought from the grid"].first == "91.00"
    assert rows["at 50"].first == "8.000"
    assert rows["Lowest voltage, pu"].first == "0.9680  scenario 3, 01:00"
    assert rows["Lowest voltage, pu"].second.startswith("0.9750")
    assert rows["Wind used"].second == "50.0 %"
    assert rows["   wind at bus 18"].second == "50.0 %"
    charts = {chart.title: chart for chart in pair.charts}
    assert len(charts["Bought, MW"].bands) == 1
    np.testing.assert_allclose(charts["Bought, MW"].courses[0].values, 2.0)
    np.testing.assert_allclose(charts["Losses, kW"].bands[0].high, 1e3 * over().plan.bands[0].values[5])
    day = over()
    dearer = replace(day, plan=replace(day.plan, expected_cost=103.0))
    twice = comparison_view(kept(day), kept(dearer), ())
    assert {row.name: row for row in twice.rows}["Expected cost"].change.startswith("−2.00")
    others = replace(dearer, request=replace(dearer.request, seed=2))
    assert {row.change for row in comparison_view(kept(day), kept(others), ()).rows} == {"", "–", "not the same"}
    assert len(twice.charts[0].bands) == 2


def test_a_scenario_that_is_not_proven_is_not_proven_beside_another_either() -> None:
    day = with_outcome(over(), solved=3, cause="no solution")
    rows = {row.name: row for row in comparison_view(kept(day), single(), ()).rows}
    assert rows["Proof"].first == "not fully proven"


def test_wind_is_told_by_unit_and_day() -> None:
    lines = proof_view(single()).weather
    assert [(line.headline, line.detail) for line in lines] == [
        ("Wind at bus 18: 50.0 % used", "2.000 of 4.000 MWh, 2.000 MWh curtailed")
    ]
    two_days = replace(single(), case=replace(single().case, start=np.datetime64("2026-11-21T22:00")))
    assert [line.detail for line in proof_view(two_days).weather] == [
        "2026-11-21: 1.000 of 2.000 MWh, 1.000 MWh curtailed",
        "2026-11-22: 1.000 of 2.000 MWh, 1.000 MWh curtailed",
    ]
    # Earlier plans over scenarios did not keep it: nothing is said rather than nothing used.
    assert scenario_proof(kept(over())).weather == ()
    case = replace(
        kept(over()).case, renewables=(Renewable("wt", 18, 1.0, 1.0, "wt"), Renewable("pv", 7, 1.0, 1.0, "pv"))
    )
    day, used = over(), np.array([[3.0, 1.0]])
    outcomes = tuple(
        replace(o, available_mwh=np.array([[4.0, 2.0]]), used_mwh=used - 0.3 * k)
        for k, o in enumerate(day.plan.outcomes)
    )
    told = scenario_proof(replace(kept(replace(day, plan=replace(day.plan, outcomes=outcomes))), case=case)).weather
    assert [line.headline for line in told] == ["Wind at bus 18: 67.5 % used", "PV at bus 7: 35.0 % used"]
    assert told[0].detail == "Expected 2.700 of 4.000 MWh, 1.300 MWh curtailed"


def test_the_bands_of_a_plan_are_there_again_after_a_restart(
    enter: Callable[[Path], PlanningRoom], tmp_path: Path
) -> None:
    write_plan(tmp_path / "dispatch", kept(over()))
    room = enter(tmp_path / "dispatch")
    assert room.shown.scenarios.isVisible()
    view = scenario_view(room.chosen)
    assert view is not None
    charts = {chart.title: chart for chart in view.courses.charts}
    assert len(charts["Exchange, MW"].bands) == 3
    np.testing.assert_array_equal(charts["Exchange, MW"].bands[0].high, over().plan.bands[0].values[-1])
    assert room.shown.scenarios.figures.bands.rowCount() == 6
