"""Scores the joint model on days it never saw, against units taken independently and against climatology.

Climatology is the fitted days themselves, one as likely as another: it knows nothing of the day, but everything about
what units do together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.dispatch.joint import scoring_rules as rules
from engines.dispatch.joint.estimates import estimate
from engines.dispatch.joint.holdout import LEAST_HELD_OUT, Split
from engines.dispatch.joint.model import JointModel
from engines.values.joint_model import Score, ScoreReport, Unit, UnitKind
from engines.values.validation import InputError
from engines.values.work import WorkContext

Array = np.ndarray[Any, Any]

FORECASTS = ("joint", "independent", "climatology")
MOST_PAIRS = 20_000
_UNITS = {
    "crps": "MW",
    "residual_crps": "MW",
    "energy_score": "",
    "variogram_score": "",
    "coverage_50": "",
    "coverage_90": "",
    "residual_coverage_90": "",
    "residual_energy_coverage_90": "",
}
_NOMINAL = {
    "coverage_50": 0.5,
    "coverage_90": 0.9,
    "residual_coverage_90": 0.9,
    "residual_energy_coverage_90": 0.9,
}


@dataclass(frozen=True, slots=True, eq=False)
class _Yardstick:
    """What is scored and how it is scaled: taken from the fitted days alone.

    Attributes:
        cells: ``(n_cell,)`` that vary and lie ahead, unit after unit; spread: ``(n_cell,)`` MW, of the unit of each.
        sign: ``(n_unit,)`` share in the residual load; ahead: steps that lie ahead.
    """

    cells: Array
    spread: Array
    sign: Array
    ahead: slice
    pairs: tuple[Array, Array]


def score(
    model: JointModel,
    split: Split,
    members: int,
    seed: int,
    known_steps: int = 0,
    forecasts_known: bool = True,
    context: WorkContext | None = None,
) -> ScoreReport:
    """Scores over the held-out days.

    Args:
        members: scenarios of each forecast and day, drawn anew for each day.
        known_steps: of each day the first steps are taken for measured; only the rest is scored.
        forecasts_known: the point forecasts of the day are known too, where the history has such.

    Raises:
        InputError: fewer than 24 held-out days or 2 members, or no step left to forecast.
    """
    held = split.held_out
    if len(held.days) < LEAST_HELD_OUT:
        reason = f"has {len(held.days)} days held out, {LEAST_HELD_OUT} are needed to score"
        raise InputError(held.source, reason, "give a longer history")
    if members < 2:
        raise InputError("members", f"{members} scenarios cannot be scored", "take 2 or more")
    if not 0 <= known_steps < model.n_step:
        raise InputError("known steps", f"{known_steps} of {model.n_step} leave nothing to forecast", "know fewer")
    rng = np.random.default_rng(seed)
    yard = _yardstick(model, split, known_steps, rng)
    alone = model.independent()
    figures: dict[str, list[dict[str, float]]] = {name: [] for name in FORECASTS}
    for k, day in enumerate(held.p_mw):
        if context is not None:
            context.check_cancelled()
        known = known_of(model.units, day, known_steps, forecasts_known)
        told = known if np.isfinite(known).any() else None
        drawn = {
            "joint": model.sample(members, seed + k, told).p_mw,
            "independent": alone.sample(members, seed + k, told).p_mw,
            "climatology": split.fitted.p_mw,
        }
        for name, ensemble in drawn.items():
            figures[name].append(_figures(ensemble, day, yard, rng, name == "climatology"))
    return ScoreReport(
        split=split.rule,
        fitted_days=model.n_day,
        held_out_days=len(held.days),
        blocks=len(np.unique(split.block)),
        known_steps=known_steps,
        members=members,
        scores=tuple(_scores(figures, split.block)),
    )


def known_of(units: tuple[Unit, ...], day: Array, known_steps: int, forecasts_known: bool = True) -> Array:
    """``(n_unit, n_step)`` what is known of a day: its first steps, and point forecasts; NaN elsewhere."""
    known = np.full(day.shape, np.nan)
    measured = [unit.kind is not UnitKind.FORECAST for unit in units]
    known[measured, :known_steps] = day[measured, :known_steps]
    forecast = [forecasts_known and unit.kind is UnitKind.FORECAST for unit in units]
    known[forecast] = day[forecast]
    return known


def _yardstick(model: JointModel, split: Split, known_steps: int, rng: np.random.Generator) -> _Yardstick:
    sign = np.array([unit.sign for unit in model.units])
    unit, step = np.divmod(model.active, model.n_step)
    scored = (step >= known_steps) & (sign[unit] != 0)
    cells = model.active[scored]
    if not len(cells):
        raise InputError(split.fitted.source, "has nothing that varies in the steps ahead", "know fewer steps")
    spread = split.fitted.p_mw.std(axis=(0, 2))[unit[scored]]
    pairs = rules.choose_pairs(len(cells), MOST_PAIRS, rng)
    return _Yardstick(cells, spread, sign, slice(known_steps, None), pairs)


def _figures(ensemble: Array, day: Array, yard: _Yardstick, rng: np.random.Generator, whole: bool) -> dict[str, float]:
    flat, came = ensemble.reshape(len(ensemble), -1)[:, yard.cells], day.ravel()[yard.cells]
    scaled, came_scaled = flat / yard.spread, came / yard.spread
    residual = np.einsum("nut,u->nt", ensemble, yard.sign)[:, yard.ahead]
    residual_came = (yard.sign @ day)[yard.ahead]
    rank = rules.ranks(flat, came, rng)
    energy_rank = rules.ranks(residual.sum(axis=1), residual_came.sum(), rng)
    return {
        "crps": float(rules.crps(flat, came, whole).mean()),
        "residual_crps": float(rules.crps(residual, residual_came, whole).mean()),
        "energy_score": rules.energy_score(scaled, came_scaled, whole),
        "variogram_score": rules.variogram_score(scaled, came_scaled, yard.pairs, whole),
        "coverage_50": _inside(rank, 0.5),
        "coverage_90": _inside(rank, 0.9),
        "residual_coverage_90": _inside(rules.ranks(residual, residual_came, rng), 0.9),
        "residual_energy_coverage_90": _inside(energy_rank, 0.9),
    }


def _inside(rank: Array, share: float) -> float:
    return float(np.mean(np.abs(rank - 0.5) <= share / 2))


def _scores(figures: dict[str, list[dict[str, float]]], block: Array) -> list[Score]:
    found = []
    for name in FORECASTS:
        for metric, unit in _UNITS.items():
            values = np.array([day[metric] for day in figures[name]])
            nominal = _NOMINAL.get(metric, float("nan"))
            mean = estimate(values, block)
            if name == "joint" or metric in _NOMINAL:
                found.append(Score(name, metric, unit, mean, nominal=nominal))
                continue
            joint = np.array([day[metric] for day in figures["joint"]])
            found.append(Score(name, metric, unit, mean, estimate(values - joint, block)))
    return found
