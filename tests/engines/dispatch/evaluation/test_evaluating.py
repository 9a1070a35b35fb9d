"""The whole evaluation on the small feeder: which days, which of them count, and what is said."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engines.dispatch.evaluation.comparing import PAIRS
from engines.dispatch.evaluation.evaluating import evaluate_modes
from engines.dispatch.joint.holdout import split_days
from engines.values.dispatch_case import DispatchCase
from engines.values.dispatch_evaluation import ModeEvaluation, OperatingMode
from engines.values.joint_model import UnitDays
from engines.values.validation import InputError
from engines.values.work import DirectContext
from tests.engines.dispatch.evaluation.days import OPTIONS, history, operated_case
from tests.engines.dispatch.scenarios.small import snapshot

Array = np.ndarray[Any, Any]


def _evaluated(
    past: UnitDays | None = None,
    context: DirectContext | None = None,
    case: DispatchCase | None = None,
    **options: Any,
) -> ModeEvaluation:
    asked = replace(OPTIONS, within=400, **options)
    return evaluate_modes(case or operated_case(), snapshot(), past or history(), asked, context=context)


@pytest.fixture(scope="module")
def usual() -> ModeEvaluation:
    """Four days, four scenarios."""
    return _evaluated()


def test_every_day_is_a_held_out_one_and_in_every_mode(usual: ModeEvaluation) -> None:
    held_out = set(split_days(history()).held_out.days.tolist())
    assert len(usual.days) == 4
    assert {d.astype(object) for d in usual.days} <= held_out
    for mode in OperatingMode:
        assert tuple(r.day for r in usual.results_of(mode)) == usual.days
    assert usual.failures == ()
    assert usual.stopped == ""


def test_measures_are_those_of_the_days(usual: ModeEvaluation) -> None:
    for mode in OperatingMode:
        own = usual.results_of(mode)
        costs = [r.cost for r in own]
        assert usual.of(mode, "cost").value.value == pytest.approx(np.mean(costs))
        assert usual.of(mode, "CVaR of cost").value.value == pytest.approx(max(costs))
        assert usual.of(mode, "losses").value.value == pytest.approx(np.mean([r.losses_mwh for r in own]))
        used, given = (sum(getattr(r, f"wind_{word}_mwh") for r in own) for word in ("used", "available"))
        assert usual.of(mode, "wind used").value.value == pytest.approx(used / given)
        assert usual.of(mode, "violations").value.value == np.mean([len(r.violations) for r in own])
        bought = sum(usual.of(mode, f"purchase, {p}").value.value for p in ("peak", "flat", "valley"))
        assert bought == pytest.approx(np.mean([r.exchange_mw.sum() for r in own]))
    assert sum(w.count for w in usual.worst) == sum(len(r.violations) for r in usual.results)


def test_results_come_through_a_pipe_unwriteable(usual: ModeEvaluation) -> None:
    again = pickle.loads(pickle.dumps(usual))
    for one, other in zip(usual.results, again.results, strict=True):
        assert other.cost == one.cost
        assert np.array_equal(other.end_vm_pu, one.end_vm_pu)
        assert not other.end_vm_pu.flags.writeable
        assert not other.energy_mwh.flags.writeable


def test_differences_are_paired_and_said(usual: ModeEvaluation) -> None:
    assert {(d.first, d.second) for d in usual.differences} == set(PAIRS)
    for d in usual.differences:
        apart = usual.of(d.first, d.quantity).value.value - usual.of(d.second, d.quantity).value.value
        assert d.value.value == pytest.approx(apart, abs=1e-12)
        assert d.sentence.startswith(f"{d.quantity}: ")


def test_the_same_seed_gives_the_same_answer() -> None:
    one, again = (_evaluated(days=1, scenarios=2, drawn=20, seed=7) for _ in range(2))
    assert again.days == one.days
    assert [r.cost for r in again.results] == [r.cost for r in one.results]
    assert [repr(m) for m in again.measures] == [repr(m) for m in one.measures]
    assert [d.sentence for d in again.differences] == [d.sentence for d in one.differences]


def test_few_days_are_said(usual: ModeEvaluation) -> None:
    assert any("4 days are few" in note for note in usual.notes)
    assert all("too few days" in d.sentence or "same on every day" in d.sentence for d in usual.differences)


def test_a_history_with_fewer_days_than_asked_gives_what_it_has() -> None:
    short = history(28)
    held_out = len(split_days(short).held_out.days)
    quick = operated_case(storages=(), capacitors=(), responses=(), substation_taps=())
    found = _evaluated(short, case=quick, days=40, scenarios=1, drawn=10, members=5)
    assert found.days_asked == 40
    assert len(found.days) + len(found.failures) == held_out
    assert any(f"has {held_out} held-out days, not the 40 asked for" in note for note in found.notes)


def test_a_day_no_plan_can_keep_is_named_and_left_out_of_all_modes() -> None:
    """Some days' load is beyond what the line can carry within its limits: rules settle it, hindsight cannot."""
    days = history()
    p_mw, overloaded = days.p_mw.copy(), days.days[days.days.astype(int) // 4 % 2 == 0]
    heavy = np.isin(days.days, np.intersect1d(overloaded, split_days(days).held_out.days))
    p_mw[heavy] = [[0.0] * 3, [9.0] * 3]
    found = _evaluated(replace(days, p_mw=p_mw), days=2, scenarios=2, drawn=20, seed=4)
    (day,), (failure,) = found.days, found.failures
    assert day not in overloaded
    assert failure.day in overloaded
    assert failure.mode is OperatingMode.HINDSIGHT
    assert "even with the day known" in failure.reason
    for mode in OperatingMode:
        assert [r.day for r in found.results_of(mode)] == [day]


class _Impatient(DirectContext):
    """Wants nothing more once it has been told of the days."""

    def __init__(self, days: int) -> None:
        super().__init__()
        self.days, self.texts, self.fractions = days, [""], [0.0]

    def report(self, fraction: float, text: str = "") -> None:
        if text.endswith("days done"):
            self.texts.append(text)
            self.fractions.append(fraction)

    def is_cancelled(self) -> bool:
        return self.texts[-1].startswith(f"{self.days} of")


@pytest.mark.parametrize("days", [0, 1])
def test_whoever_stops_gets_the_days_done(days: int) -> None:
    context = _Impatient(days)
    found = _evaluated(context=context, scenarios=2, drawn=20)
    assert len(found.days) == days
    assert found.stopped == "it was stopped"
    assert context.fractions == sorted(context.fractions)
    assert len(found.measures) == (0 if not days else 36)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"days": 0}, "0 days cannot be operated"),
        ({"scenarios": 0}, "0 of 60 scenarios cannot be kept"),
        ({"scenarios": 61}, "61 of 60 scenarios cannot be kept"),
        ({"members": 0}, "mean of 0"),
    ],
)
def test_what_cannot_be_is_refused(options: dict[str, int], said: str) -> None:
    with pytest.raises(InputError, match=said):
        _evaluated(**options)


def test_a_unit_without_history_is_refused() -> None:
    days = history()
    lacking = replace(days, units=days.units[1:], p_mw=days.p_mw[:, 1:])
    with pytest.raises(InputError, match="no scenarios of wt 2"):
        _evaluated(lacking)
