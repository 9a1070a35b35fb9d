"""The joint model against copulas that are known."""

from __future__ import annotations

import numpy as np
import pytest

from engines.dispatch.joint.correlation import FullCorrelation, SeparableCorrelation
from engines.dispatch.joint.fitting import JointOptions, fit_joint_model
from engines.values.joint_model import UnitDays
from engines.values.validation import InputError
from tests.engines.dispatch.joint.synthetic import synthetic_days, true_correlation

GAUSSIAN = float("inf")


def error(days: UnitDays) -> np.ndarray:
    correlation = fit_joint_model(days).correlation
    assert isinstance(correlation, FullCorrelation)
    return correlation.matrix - true_correlation(3, 6)


@pytest.mark.parametrize("mass", [0.0, 0.3, 0.6])
def test_the_correlation_is_recovered_also_through_point_masses(mass: float) -> None:
    wrong = error(synthetic_days(1000, mass=mass))[np.triu_indices(18, 1)]
    assert abs(wrong.mean()) < 0.03
    assert np.sqrt(np.mean(wrong**2)) < 0.04


def test_it_is_recovered_where_it_is_not_separable() -> None:
    rng = np.random.default_rng(3)
    loads = rng.standard_normal((12, 4))
    truth = loads @ loads.T + np.eye(12)
    truth /= np.sqrt(np.outer(np.diag(truth), np.diag(truth)))
    model = fit_joint_model(synthetic_days(3000, 2, 6, correlation=truth))
    assert isinstance(model.correlation, FullCorrelation)
    assert model.shrinkage < 0.1
    assert np.abs(model.correlation.matrix - truth).max() < 0.08


def test_the_fewer_days_the_more_it_is_shrunk_and_shrinking_helps() -> None:
    rng = np.random.default_rng(3)
    loads = rng.standard_normal((48, 6))
    truth = loads @ loads.T + np.eye(48)
    truth /= np.sqrt(np.outer(np.diag(truth), np.diag(truth)))
    shrinkage = []
    for n_day in (30, 120, 1000):
        days = synthetic_days(n_day, 4, 12, correlation=truth)
        model = fit_joint_model(days)
        shrinkage.append(model.shrinkage)
        assert isinstance(model.correlation, FullCorrelation)
        latent = np.log(days.p_mw.reshape(n_day, -1))
        sample = 0.999 * np.corrcoef(latent.T) + 0.001 * np.eye(48)
        # Of a correlation a forecast uses the inverse: its loss against the truth.
        assert divergence(model.correlation.matrix, truth) < divergence(sample, truth)
    assert shrinkage[0] > shrinkage[1] > shrinkage[2]


def divergence(matrix: np.ndarray, truth: np.ndarray) -> float:
    """Kullback and Leibler's, of two normal distributions, twice and but for a constant."""
    return float(np.trace(np.linalg.solve(matrix, truth)) + np.linalg.slogdet(matrix)[1])


@pytest.mark.parametrize("mass", [0.0, 0.4])
def test_it_is_positive_definite_with_far_fewer_days_than_cells(mass: float) -> None:
    model = fit_joint_model(synthetic_days(20, 5, 24, mass=mass))
    assert isinstance(model.correlation, FullCorrelation)
    assert np.linalg.eigvalsh(model.correlation.matrix)[0] > 0
    assert np.diag(model.correlation.matrix) == pytest.approx(np.ones(len(model.active)))


@pytest.mark.parametrize("options", [JointOptions(), JointOptions(full_up_to=0), JointOptions(heavy_tails=True)])
def test_scenarios_reproduce_margins_point_masses_and_dependence(options: JointOptions) -> None:
    days = synthetic_days(400, mass=0.3)
    drawn = fit_joint_model(days, options).sample(6000, 7).p_mw
    assert np.mean(drawn == 0, axis=0) == pytest.approx(np.mean(days.p_mw == 0, axis=0), abs=0.025)
    shares = [0.4, 0.5, 0.7, 0.9]
    assert np.quantile(drawn, shares, axis=0) == pytest.approx(np.quantile(days.p_mw, shares, axis=0), abs=0.1)
    came, given = (np.corrcoef(p.reshape(len(p), -1).T) for p in (days.p_mw, drawn))
    assert given == pytest.approx(came, abs=0.15)


def test_what_never_varies_comes_out_as_it_always_was() -> None:
    days = synthetic_days(60)
    p_mw = days.p_mw.copy()
    p_mw[:, 1, :2] = 0.25
    drawn = fit_joint_model(UnitDays(days.units, days.days, p_mw, 4.0, "")).sample(50, 1).p_mw
    assert np.all(drawn[:, 1, :2] == 0.25)


def test_the_same_seed_gives_the_same_days() -> None:
    model = fit_joint_model(synthetic_days(60))
    assert np.array_equal(model.sample(9, 4).p_mw, model.sample(9, 4).p_mw)
    assert not np.array_equal(model.sample(9, 4).p_mw, model.sample(9, 5).p_mw)


def test_units_times_steps_is_the_same_matrix_written_shorter() -> None:
    whole = fit_joint_model(synthetic_days(300), JointOptions(full_up_to=0)).correlation
    assert isinstance(whole, SeparableCorrelation)
    full = np.kron(whole.units, whole.steps)
    cells, rng = np.array([0, 4, 17]), np.random.default_rng(0)
    assert whole.block(cells) == pytest.approx(full[np.ix_(cells, cells)])
    weights = rng.standard_normal((2, 3))
    assert whole.spread(weights, cells) == pytest.approx(weights @ full[cells])
    assert np.cov(whole.draw(rng, 20_000).T) == pytest.approx(full, abs=0.05)
    assert full == pytest.approx(true_correlation(3, 6), abs=0.12)


def test_units_taken_independently_keep_their_own_day() -> None:
    model = fit_joint_model(synthetic_days(500))
    alone = np.corrcoef(model.independent().sample(8000, 1).p_mw.reshape(8000, -1).T)
    assert np.abs(alone[:6, 6:]).max() < 0.06
    assert alone[0, 1] > 0.7


@pytest.mark.parametrize(("degrees", "low", "high"), [(4.0, 3.0, 5.5), (GAUSSIAN, 25.0, GAUSSIAN)])
def test_degrees_of_freedom_are_found(degrees: float, low: float, high: float) -> None:
    model = fit_joint_model(synthetic_days(1500, degrees=degrees), JointOptions(heavy_tails=True))
    assert low <= model.degrees_of_freedom <= high


@pytest.mark.parametrize("options", [JointOptions(), JointOptions(full_up_to=0)])
@pytest.mark.parametrize("degrees", [5.0, GAUSSIAN])
def test_known_cells_narrow_the_rest_as_they_should(options: JointOptions, degrees: float) -> None:
    """Against days of the same known copula whose known cell lies near the one told."""
    heavy = JointOptions(np.isfinite(degrees), options.full_up_to)
    model = fit_joint_model(synthetic_days(2000, 2, 3, degrees=degrees), heavy)
    many = synthetic_days(400_000, 2, 3, seed=9, degrees=degrees, correlation=true_correlation(2, 3)).p_mw
    told = float(np.quantile(many[:, 0, 0], 0.9))
    near = many[np.abs(many[:, 0, 0] - told) < 0.02]
    known = np.full((2, 3), np.nan)
    known[0, 0] = told
    drawn = model.sample(20_000, 3, known).p_mw
    assert np.all(drawn[:, 0, 0] == told)
    shares = [0.1, 0.5, 0.9]
    for unit, step in ((0, 1), (1, 0), (1, 2)):
        expected = np.quantile(near[:, unit, step], shares)
        assert np.quantile(drawn[:, unit, step], shares) == pytest.approx(expected, rel=0.1)


def test_a_known_calm_makes_a_neighbour_s_calm_likelier() -> None:
    days = synthetic_days(1500, 2, 3, mass=0.4)
    known = np.full((2, 3), np.nan)
    known[0, 1] = 0.0
    drawn = fit_joint_model(days).sample(8000, 2, known).p_mw
    calm = days.p_mw[days.p_mw[:, 0, 1] == 0]
    assert np.mean(drawn[:, 1, 1] == 0) == pytest.approx(np.mean(calm[:, 1, 1] == 0), abs=0.05)
    assert np.mean(drawn[:, 0, 2] == 0) == pytest.approx(np.mean(calm[:, 0, 2] == 0), abs=0.05)


def test_what_cannot_be_is_refused_in_one_sentence() -> None:
    days = synthetic_days(60)
    model = fit_joint_model(days)
    with pytest.raises(InputError, match="20 are needed"):
        fit_joint_model(synthetic_days(19))
    with pytest.raises(InputError, match="no unit that ever changes"):
        fit_joint_model(UnitDays(days.units, days.days, np.ones((60, 3, 6)), 4.0, ""))
    with pytest.raises(InputError, match="0 scenarios"):
        model.sample(0, 1)
    with pytest.raises(InputError, match="leave nothing open"):
        model.sample(1, 1, np.zeros((3, 6)))
    with pytest.raises(InputError, match="not \\(3, 6\\)"):
        model.sample(1, 1, np.zeros(4))
