"""A plan beside operation by rules: worked out, not known, dearer, with limits broken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from console.dispatch.kept import KeptPlan
from console.dispatch.rule_days import RuleDays
from console.windows.live.dispatch.proof_views import proof_view
from console.windows.live.dispatch.rule_views import with_rules
from console.windows.live.dispatch.rules_beside import RulesBeside
from engines.values.dispatch import AcViolation
from engines.values.dispatch_evaluation import DayResult, OperatingMode
from engines.values.frozen import FrozenMap, frozen_array
from tests.console.windows.live.dispatch.test_proof_views import PLAN, kept
from widgets.dispatch.lines import ProofView

NONE = frozen_array(np.zeros(2))
DAY = DayResult(
    OperatingMode.RULES, np.datetime64("NaT"), 125.0, FrozenMap({"purchase": 125.0}), (),
    FrozenMap({"peak": 2.5}), 0.25, 0.0, 0.0, NONE, NONE.reshape(2, 1), NONE, NONE.reshape(2, 1), NONE.reshape(2, 1),
    0.0, 2.5,
)  # fmt: skip


def seen(rules: RuleDays | None, plan: KeptPlan | None = None) -> ProofView:
    plan = plan or kept(replace(PLAN, losses_mw=np.full(2, 0.1)))
    return with_rules(proof_view(plan), plan, rules)


def test_the_row_stands_below_the_cost_and_says_what_the_plan_saves() -> None:
    view = seen(RuleDays((DAY,), set_pu=0.98))
    assert [row.name for row in view.rows[:3]] == ["Cost", "By rules", "Lower bound"]
    assert (view.rows[1].value, view.rows[1].note, view.rows[1].is_fine) == ("125.00", "the plan saves 20.0 %", None)
    texts = [line.headline for line in view.rules]
    assert texts[0] == "Cost 100.00 · 125.00 by rules"
    assert texts[1] == "Losses 0.200 MWh · 0.250 by rules"
    assert texts[2] == "Bought 2.00 MWh · 2.50 by rules"
    assert texts[3] == "Rules break no limit on this day."
    assert "0.98 pu" in view.rules[-1].detail


def test_a_plan_that_is_dearer_is_not_said_to_save_and_broken_limits_lead_to_their_hour() -> None:
    broken = AcViolation("vm_min", "bus 18", 1, 0.938, 0.95)
    view = seen(RuleDays((replace(DAY, cost=99.5, violations=(broken,)),)))
    assert view.rows[1].note == "the plan costs 0.50 % more · one limit broken"
    line = next(line for line in view.rules if "bus 18" in line.headline)
    assert line.step == 1
    assert "01:00" in line.headline
    assert line.detail == "0.938; the limit is 0.95"


def test_what_is_not_known_is_said_and_never_a_figure() -> None:
    assert (seen(None).rows[1].value, seen(None).rows[1].note) == ("…", "being worked out")
    view = seen(RuleDays(why_not="the load flow of 11:00 has no solution"))
    assert (view.rows[1].value, view.rows[1].note) == ("not known", "the load flow of 11:00 has no solution")
    assert view.rules[0].detail == "The load flow of 11:00 has no solution"
    without_cost = kept(replace(PLAN, cost=float("nan")))
    assert seen(RuleDays((DAY,)), without_cost).rules == ()


class Elsewhere:
    """Keeps what is asked, to be answered when a test wants."""

    def __init__(self) -> None:
        self.asked: list[tuple[KeptPlan, Callable[[Any], None], Callable[[str], None]]] = []

    def __call__(
        self, work: Callable[..., Any], *arguments: Any, key: str,
        on_done: Callable[[Any], None], on_failed: Callable[[str], None],
    ) -> None:  # fmt: skip
        self.asked.append((arguments[0], on_done, on_failed))


def test_each_plan_is_asked_for_once_and_again_when_it_was_planned_anew() -> None:
    elsewhere = Elsewhere()
    beside, told = RulesBeside(elsewhere), list[int]()
    beside.changed.connect(lambda: told.append(1))
    first = kept()
    other = replace(first, plan_id="b")
    assert beside.of(first) is None
    assert beside.of(first) is None
    assert beside.is_asking
    assert len(elsewhere.asked) == 1
    assert elsewhere.asked[0][0].planned is None
    assert beside.of(other) is None
    elsewhere.asked[0][1](RuleDays((DAY,)))
    assert beside.is_asking
    elsewhere.asked[1][2]("the worker was lost")
    assert not beside.is_asking
    assert len(told) == 2
    found, lost = beside.of(first), beside.of(other)
    assert found is not None
    assert found.days == (DAY,)
    assert lost is not None
    assert lost.why_not == "the worker was lost"
    assert beside.of(replace(first, planned_at=5.0)) is None
    assert len(elsewhere.asked) == 3
