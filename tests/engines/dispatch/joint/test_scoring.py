"""Scores are proper, and judge only on days held out."""

from __future__ import annotations

import numpy as np
import pytest

from engines.dispatch.joint import scoring_rules as rules
from engines.dispatch.joint.estimates import estimate
from engines.dispatch.joint.fitting import fit_joint_model
from engines.dispatch.joint.holdout import season, split_days
from engines.dispatch.joint.outlook import OutlookRequest, look_ahead
from engines.dispatch.joint.scoring import known_of, score
from engines.values.joint_model import Unit, UnitDays, UnitKind
from engines.values.validation import InputError
from tests.engines.dispatch.joint.synthetic import synthetic_days

FOREVER = np.linalg.cholesky(0.7 * np.ones((4, 4)) + 0.3 * np.eye(4))


def members(n: int, seed: int, root: np.ndarray = FOREVER, shift: float = 0.0, wide: float = 1.0) -> np.ndarray:
    return shift + wide * np.random.default_rng(seed).standard_normal((n, 4)) @ root.T


def test_crps_is_the_integral_it_stands_for() -> None:
    ensemble, came = np.array([1.0, 2.0, 4.0])[:, None], np.array([2.5])
    x = np.linspace(0, 6, 600_001)
    below = (ensemble <= x).mean(axis=0)
    integral = np.trapezoid((below - (x >= 2.5)) ** 2, x)
    assert rules.crps(ensemble, came, whole=True)[0] == pytest.approx(integral, abs=1e-4)


def test_the_number_of_members_drawn_does_not_count() -> None:
    whole, came = members(400, 1), members(1, 2)[0]
    pairs = rules.choose_pairs(4, 100, np.random.default_rng(0))
    rng = np.random.default_rng(3)
    few = [whole[rng.integers(400, size=5)] for _ in range(4000)]
    assert np.mean([rules.crps(f, came).mean() for f in few]) == pytest.approx(
        rules.crps(whole, came, whole=True).mean(), abs=0.02
    )
    assert np.mean([rules.energy_score(f, came) for f in few]) == pytest.approx(
        rules.energy_score(whole, came, whole=True), abs=0.03
    )
    assert np.mean([rules.variogram_score(f, came, pairs) for f in few]) == pytest.approx(
        rules.variogram_score(whole, came, pairs, whole=True), abs=0.01
    )


def test_in_one_dimension_the_energy_score_is_the_crps() -> None:
    ensemble, came = members(50, 1)[:, :1], np.array([0.3])
    assert rules.energy_score(ensemble, came) == pytest.approx(rules.crps(ensemble, came)[0])


def test_the_true_distribution_beats_wrong_ones() -> None:
    came = members(400, 99)
    independent, equal = np.eye(4), np.linalg.cholesky(0.98 * np.ones((4, 4)) + 0.02 * np.eye(4))
    pairs = rules.choose_pairs(4, 100, np.random.default_rng(0))

    def judge(**wrong: object) -> tuple[float, float, float]:
        ensembles = [members(300, k, **wrong) for k in range(len(came))]  # type: ignore[arg-type]
        crps = np.mean([rules.crps(e, c).mean() for e, c in zip(ensembles, came, strict=True)])
        energy = np.mean([rules.energy_score(e, c) for e, c in zip(ensembles, came, strict=True)])
        vario = np.mean([rules.variogram_score(e, c, pairs) for e, c in zip(ensembles, came, strict=True)])
        return float(crps), float(energy), float(vario)

    true = judge()
    for wrong in ({"shift": 0.5}, {"wide": 0.5}, {"wide": 1.8}):
        assert true[0] < judge(**wrong)[0]
        assert true[1] < judge(**wrong)[1]
    for root in (independent, equal):
        assert true[1] < judge(root=root)[1]
        assert true[2] < judge(root=root)[2]


def test_ranks_of_a_calibrated_forecast_are_uniform_also_with_calms() -> None:
    rng = np.random.default_rng(1)
    ensemble = np.maximum(rng.standard_normal((99, 5000)), 0)
    came = np.maximum(rng.standard_normal(5000), 0)
    rank = np.sort(rules.ranks(ensemble, came, rng))
    assert np.abs(rank - (np.arange(5000) + 0.5) / 5000).max() < 1.63 / np.sqrt(5000)


def test_no_held_out_day_is_fitted_and_the_rule_is_of_the_date_alone() -> None:
    days = synthetic_days(364)
    split = split_days(days)
    assert not set(split.fitted.days) & set(split.held_out.days)
    assert len(split.fitted.days) + len(split.held_out.days) == 364
    assert len(split.held_out.days) / 364 == pytest.approx(0.25, abs=0.03)
    # Whole weeks from Monday on.
    weekday = (split.held_out.days.astype(np.int64) + 3) % 7
    assert weekday[:7].tolist() == list(range(7))
    fewer = UnitDays(days.units, days.days[100:], days.p_mw[100:], 4.0, "")
    assert set(split_days(fewer).held_out.days) == set(split.held_out.days[split.held_out.days >= days.days[100]])


def test_with_few_weeks_single_days_are_held_out_and_said_to_flatter() -> None:
    split = split_days(synthetic_days(100))
    assert len(split.held_out.days) == 25
    assert "flatter" in split.rule


def test_changing_held_out_days_changes_no_scenario() -> None:
    days = synthetic_days(120)
    split = split_days(days)
    p_mw = days.p_mw.copy()
    p_mw[np.isin(days.days, split.held_out.days)] *= 3.0
    other = split_days(UnitDays(days.units, days.days, p_mw, 4.0, "")).fitted
    assert np.array_equal(fit_joint_model(split.fitted).sample(5, 1).p_mw, fit_joint_model(other).sample(5, 1).p_mw)


def test_on_days_of_a_joint_distribution_the_joint_model_is_shown_better_and_calibrated() -> None:
    split = split_days(synthetic_days(600))
    report = score(fit_joint_model(split.fitted), split, 100, 1)
    for metric in ("energy_score", "variogram_score", "residual_crps"):
        advantage = report.of("independent", metric).advantage
        assert advantage.value > 0
        assert advantage.excludes_zero
    for metric in ("coverage_90", "residual_coverage_90"):
        coverage = report.of("joint", metric)
        assert coverage.mean.low <= coverage.nominal <= coverage.mean.high
    assert report.of("independent", "residual_coverage_90").mean.high < 0.9
    knowing = score(fit_joint_model(split.fitted), split, 100, 1, known_steps=3)
    assert knowing.of("climatology", "crps").advantage.low > 0
    assert knowing.known_steps == 3


def test_on_units_that_are_independent_no_advantage_is_claimed() -> None:
    split = split_days(synthetic_days(400, correlation=np.eye(18)))
    report = score(fit_joint_model(split.fitted), split, 100, 1)
    advantage = report.of("independent", "crps").advantage
    assert abs(advantage.value) < 0.01
    assert report.of("independent", "energy_score").advantage.low < 0.02
    # Where there is nothing to know, the days themselves are no better than the model of them.
    assert report.of("climatology", "crps").advantage.low <= 0.0 <= report.of("climatology", "crps").advantage.high


def test_a_point_forecast_narrows_what_it_forecasts() -> None:
    days = synthetic_days(400, 2, 4)
    noise = np.random.default_rng(5).normal(0, 0.1, days.p_mw.shape)
    forecasts = tuple(Unit(f"{u.name} forecast", UnitKind.FORECAST, 1.0) for u in days.units)
    both = np.concatenate([days.p_mw, np.maximum(days.p_mw + noise, 0)], axis=1)
    told = UnitDays((*days.units, *forecasts), days.days, both, 6.0, "")
    split = split_days(told)
    report = score(fit_joint_model(split.fitted), split, 100, 1)
    assert report.of("climatology", "crps").advantage.low > 0
    assert report.of("joint", "crps").mean.value < 0.5 * report.of("climatology", "crps").mean.value
    assert np.isfinite(known_of(told.units, both[0], 0)[2:]).all()
    unaware = score(fit_joint_model(split.fitted), split, 100, 1, forecasts_known=False)
    assert unaware.of("joint", "crps").mean.value > 1.5 * report.of("joint", "crps").mean.value


def test_scores_of_an_outlook_know_what_the_day_asked_for_knows_and_no_more() -> None:
    days = synthetic_days(140, 2, 4)
    forecast = Unit("pv 0 forecast", UnitKind.FORECAST, 1.0)
    told = UnitDays((*days.units, forecast), days.days, np.concatenate([days.p_mw, days.p_mw[:, :1]], axis=1), 6.0, "")
    known = np.full((3, 4), np.nan)
    known[:2, :2] = 0.5
    without = look_ahead(told, OutlookRequest(count=20, keep=2, known=known, members=30)).scores
    known[2] = told.p_mw[0, 2]
    knowing = look_ahead(told, OutlookRequest(count=20, keep=2, known=known, members=30)).scores
    assert without is not None
    assert knowing is not None
    assert without.known_steps == knowing.known_steps == 2
    assert knowing.of("joint", "crps").mean.value < without.of("joint", "crps").mean.value


def test_days_of_one_block_count_as_one_in_the_interval() -> None:
    rng = np.random.default_rng(0)
    blocks = np.repeat(np.arange(20), 7)
    alike = np.repeat(rng.standard_normal(20), 7)
    within, single = estimate(alike, blocks), estimate(alike, np.arange(140))
    assert within.value == pytest.approx(single.value)
    assert within.high - within.low > 2 * (single.high - single.low)
    assert np.isnan(estimate(np.ones(3), np.zeros(3)).low)


def test_the_season_reaches_over_the_turn_of_the_year() -> None:
    days = season(synthetic_days(365), np.datetime64("2026-01-05"), 10)
    assert len(days.days) == 21
    assert days.days[-1] == np.datetime64("2021-12-31")
    with pytest.raises(InputError, match="no day within"):
        season(synthetic_days(30), np.datetime64("2026-07-05"), 10)


def test_what_cannot_be_scored_is_refused() -> None:
    split = split_days(synthetic_days(80))
    with pytest.raises(InputError, match="24 are needed to score"):
        score(fit_joint_model(split.fitted), split, 50, 1)
    split = split_days(synthetic_days(120))
    model = fit_joint_model(split.fitted)
    with pytest.raises(InputError, match="leave nothing"):
        score(model, split, 50, 1, known_steps=6)
    with pytest.raises(InputError, match="2 or more"):
        score(model, split, 1, 1)
