"""The cards of the list of plans."""

from __future__ import annotations

from console.dispatch.kept import KeptPlan
from console.windows.live.dispatch.proof_views import seal_doubts
from console.windows.live.dispatch.scenario_proof import scenario_doubts, steps_that_hold
from console.windows.live.dispatch.words import capital, money, percent, plain, tr
from widgets.dispatch.facts import FINE
from widgets.dispatch.lines import PlanLine


def plan_line(kept: KeptPlan) -> PlanLine:
    """One plan: what it costs and how well that is proven, or what is wrong."""
    day = kept.planned
    if kept.over is not None:
        return _scenario_line(kept)
    if day is None or kept.problem:
        state = tr("not planned yet") if day is None else figures_text(kept)
        return PlanLine(kept.plan_id, kept.name, day_text(kept), state, kept.problem)
    doubts = seal_doubts(day)
    problem = "" if day.plan.is_acceptable else capital("; ".join(doubts))
    return PlanLine(kept.plan_id, kept.name, day_text(kept), figures_text(kept), problem, not doubts)


def _scenario_line(kept: KeptPlan) -> PlanLine:
    """The card of a plan over scenarios."""
    assert kept.over is not None
    plan, doubts = kept.over.plan, scenario_doubts(kept.over)
    _, steps = steps_that_hold(plan)
    seal = tr("{sign} {steps} AC").format(sign=FINE, steps=steps) if not doubts else tr("not fully proven")
    gap = tr("gap {gap}").format(gap=percent(plan.gap))
    figures = " · ".join((money(plan.expected_cost), gap, seal))
    problem = kept.problem or ("" if plan.is_acceptable else capital("; ".join(doubts)))
    count = tr("{count} scenarios").format(count=len(plan.probability))
    return PlanLine(kept.plan_id, kept.name, f"{count} · {day_text(kept)}", figures, problem, not doubts)


def figures_text(kept: KeptPlan) -> str:
    """Cost, gap and seal of a plan that was planned."""
    assert kept.planned is not None
    plan = kept.planned.plan
    seal = tr("{sign} AC").format(sign=FINE) if not seal_doubts(kept.planned) else tr("not fully proven")
    gap = tr("gap {gap}").format(gap=percent(plan.gap))
    return " · ".join((money(plan.cost), gap, seal))


def day_text(kept: KeptPlan) -> str:
    """For which hours a case is."""
    case = kept.case
    day = str(case.start.astype("datetime64[D]")) if case.start is not None else tr("any day")
    hours = tr("{hours} h from {clock}").format(hours=plain(case.n_step * case.step_hours), clock=case.clock(0))
    steps = "" if case.step_hours == 1.0 else tr("{count} steps").format(count=case.n_step)
    return " · ".join(part for part in (day, hours, steps) if part)


def missing_text(kept: KeptPlan | None, planning_id: str) -> str:
    """Why nothing is drawn of a plan; ``planning_id`` is the one being planned."""
    if kept is None:
        return tr("No plan is chosen.")
    if kept.over is not None:
        return capital(kept.over.plan.reason)
    if kept.planned is not None:
        return capital(kept.planned.plan.reason)
    if kept.problem:
        return kept.problem
    if kept.plan_id == planning_id:
        return tr("This case is being planned.")
    return tr("This case is not planned yet: press Plan.")
