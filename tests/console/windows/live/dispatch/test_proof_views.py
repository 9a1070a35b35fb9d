"""The seal is green only where all of the proof is true; what is not a number is a doubt."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from console.dispatch.kept import KeptPlan, PlannedDay
from console.windows.live.dispatch.plan_lines import plan_line
from console.windows.live.dispatch.proof_views import proof_view, seal_doubts
from engines.values.dispatch import (
    AcProof,
    AcViolation,
    DeviceKind,
    DeviceSchedule,
    DispatchPlan,
    DispatchStatus,
)
from engines.values.dispatch_case import DispatchCase
from engines.values.dispatch_prices import Prices
from engines.values.frozen import FrozenMap
from engines.values.loadflow import VerificationStatus

NAN = float("nan")
AC = AcProof(2, 2, 1e-9, 1e-7, (), VerificationStatus.VERIFIED, "")
PLAN = DispatchPlan(
    "", 0, "two steps", DispatchStatus.OPTIMAL, "it holds", 1.0, 100.0, FrozenMap({"purchase": 100.0}), 99.99,
    ac=AC, times=("00:00", "01:00"),
    schedule=(DeviceSchedule(DeviceKind.TIE, "source", "bus 1", p_mw=np.ones(2)),),
    losses_mw=np.zeros(2), purchase_mw=np.ones(2), seconds=0.1,
)  # fmt: skip
CASE = DispatchCase("two steps", "ieee33", 2, 1.0, Prices(np.full(2, 50.0)))


def kept(plan: DispatchPlan = PLAN, **more: Any) -> KeptPlan:
    return KeptPlan("a", "Tomorrow", CASE, "ieee33", 0.0, planned=PlannedDay(plan, 2e-4, np.ones(2)), **more)


def doubts(plan: DispatchPlan) -> tuple[str, ...]:
    return seal_doubts(PlannedDay(plan, 2e-4, np.ones(2)))


def test_all_of_it_true_is_proven() -> None:
    assert doubts(PLAN) == ()
    view = proof_view(kept())
    assert view.is_proven
    assert view.seal.startswith("Proven")
    assert all(row.is_fine is not False for row in view.rows)
    line = plan_line(kept())
    assert (line.figures, line.problem, line.is_proven) == ("100.00 · gap 0.010 % · ✓ AC", "", True)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (replace(PLAN, lower_bound=90.0), "gap of 10.000 %"),
        (replace(PLAN, lower_bound=NAN), "no lower bound"),
        (replace(PLAN, cost=NAN), "no cost"),
        (replace(PLAN, ac=replace(AC, solved=1)), "1 of 2 steps"),
        (replace(PLAN, ac=AcProof(0, 0, cause="")), "0 of 0 steps"),
        (replace(PLAN, ac=replace(AC, max_dv_pu=NAN)), "voltages"),
        (replace(PLAN, ac=replace(AC, max_dv_pu=2e-6)), "2.0e−6 pu"),
        (replace(PLAN, ac=replace(AC, loss_error=NAN)), "losses"),
        (replace(PLAN, ac=replace(AC, verification=VerificationStatus.PENDING)), "has not compared"),
        (replace(PLAN, ac=replace(AC, verification=VerificationStatus.NOT_POSSIBLE)), "has not compared"),
        (replace(PLAN, ac=replace(AC, verification=VerificationStatus.REFUTED)), "disagrees"),
        (replace(PLAN, ac=replace(AC, cause="something else")), "something else"),
        (
            replace(PLAN, ac=replace(AC, violations=(AcViolation("undervoltage", "bus 18", 1, 0.94, 0.95),))),
            "1 limits are violated, undervoltage at bus 18",
        ),
        (replace(PLAN, status=DispatchStatus.RELAXATION_INEXACT, reason="inexact"), "inexact"),
        (replace(PLAN, status=DispatchStatus.NO_PLAN, reason="time was up", schedule=()), "time was up"),
    ],
)
def test_each_thing_that_is_not_true_takes_the_seal_away_and_is_said(plan: DispatchPlan, words: str) -> None:
    assert any(words in doubt for doubt in doubts(plan)), doubts(plan)
    view = proof_view(kept(plan))
    assert not view.is_proven
    assert view.seal
    assert not view.seal.startswith("Proven")
    line = plan_line(kept(plan))
    assert not line.is_proven
    assert "✓" not in line.figures


def test_what_may_not_be_carried_out_is_amber_with_its_sentence() -> None:
    inexact = replace(PLAN, status=DispatchStatus.RELAXATION_INEXACT, reason="the relaxation is inexact", cost=NAN)
    assert proof_view(kept(inexact)).seal == "Not to be carried out"
    assert plan_line(kept(inexact)).problem
    assert "✓" not in plan_line(kept(inexact)).figures
    # A larger gap is no reason not to carry it out.
    wide = replace(PLAN, status=DispatchStatus.FEASIBLE, lower_bound=90.0)
    assert proof_view(kept(wide)).seal == "Not fully proven"
    assert plan_line(kept(wide)).problem == ""


def test_the_failure_of_a_later_planning_is_said_beside_the_plan_that_stands() -> None:
    line = plan_line(kept(problem="The worker died."))
    assert line.problem == "The worker died."


def test_a_case_that_was_not_planned_says_so() -> None:
    fresh = replace(kept(), planned=None)
    assert plan_line(fresh).figures == "not planned yet"
    assert proof_view(fresh).seal == ""
