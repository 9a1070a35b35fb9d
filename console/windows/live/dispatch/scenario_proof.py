"""The proof of a plan over scenarios: every step of every scenario against the load flow, and what it is worth."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from console.dispatch.forecast import ScenarioDay
from console.dispatch.kept import KeptPlan
from console.windows.live.dispatch.proof_views import LARGEST_DV_PU, LARGEST_LOSS_ERROR
from console.windows.live.dispatch.weather_views import weather_lines
from console.windows.live.dispatch.words import capital, cost_text, money, percent, sentence, small, tr, when
from engines.values.dispatch_scenarios import ScenarioOutcome, ScenarioPlan
from engines.values.loadflow import VerificationStatus
from widgets.dispatch.lines import ProofRow, ProofView, WhyLine
from widgets.numbers import number_text

MOST_TOLD = 40
"""Scenarios told one by one: those nearest to a limit."""
_AGREES = (VerificationStatus.VERIFIED, VerificationStatus.REFERENCE)


def steps_that_hold(plan: ScenarioPlan) -> tuple[int, int]:
    """Steps of scenarios that the load flow solved, agrees with and finds within all limits; and all there are.

    A scenario whose load flow does not agree with the model's counts with none of its steps.
    """
    n_step, held = len(plan.times), 0
    for outcome in plan.outcomes:
        ac = outcome.ac
        agrees = ac.max_dv_pu <= LARGEST_DV_PU and ac.loss_error <= LARGEST_LOSS_ERROR
        if agrees and ac.solved == ac.steps == n_step and not (ac.cause and not ac.violations):
            held += n_step - len({violation.step for violation in ac.violations})
    return held, n_step * len(plan.probability)


def scenario_doubts(day: ScenarioDay) -> tuple[str, ...]:
    """What keeps the seal from being green, one phrase each; empty where every step of every scenario holds."""
    plan = day.plan
    if not plan.schedule:
        return (plan.reason,)
    held, steps = steps_that_hold(plan)
    found = []
    if held != steps or not steps or plan.ac.steps != steps:
        found.append(tr("{missing} of {steps} scenario steps do not hold in the AC load flow").format(
            missing=steps - held, steps=steps))  # fmt: skip
    if plan.ac.verification is VerificationStatus.REFUTED:
        found.append(tr("the reference engine disagrees with the load flow"))
    elif plan.ac.verification not in _AGREES:
        found.append(tr("the reference engine has not compared the load flow"))
    if not found and not plan.is_acceptable:
        found.append(plan.ac.cause or plan.reason)
    return tuple(found)


def scenario_proof(kept: KeptPlan) -> ProofView:
    """The proof of a plan over scenarios."""
    day = kept.over
    assert day is not None
    plan, doubts = day.plan, scenario_doubts(day)
    held, steps = steps_that_hold(plan)
    counted = tr("{held} of {steps} scenario steps hold").format(held=held, steps=steps)
    if not plan.schedule:
        seal = tr("No plan")
    elif not doubts:
        seal = tr("AC checked: {counted}").format(counted=counted)
    else:
        seal = tr("Not to be carried out: {counted}").format(counted=counted)
        if plan.is_acceptable:
            seal = tr("Not fully proven: {counted}").format(counted=counted)
    parts = (
        tr("planned {time} in {seconds} s").format(time=when(kept.planned_at), seconds=number_text(plan.seconds, 1)),
        tr("{kept} of {drawn} scenarios from {days} days of {source}").format(
            kept=len(plan.probability), drawn=day.drawn, days=day.n_day, source=short_source(day.source)
        ),
        tr("by {name}").format(name=kept.author) if kept.author else "",
    )
    return ProofView(
        kept.name,
        " · ".join(part for part in parts if part),
        seal,
        (*map(capital, doubts), *_gap_doubt(day)),
        not doubts,
        tuple(_rows(day, held, steps)),
        _costs(plan),
        tuple(_worth(plan)) or _conflicts(plan),
        tuple(_scenarios(day)),
        (*_exchanges(plan), *(WhyLine(-1, text) for text in plan.record)),
        kept.changes,
        bool(plan.schedule),
        weather_lines(kept),
    )


def short_source(source: str) -> str:
    """The name of a file without its folders."""
    return source.replace("\\", "/").rpartition("/")[2]


def _gap_doubt(day: ScenarioDay) -> Iterator[str]:
    """The gap is no part of the seal, which is about what holds; where it is larger than asked that is said."""
    plan = day.plan
    if not plan.schedule:
        return
    if not math.isfinite(plan.lower_bound):
        yield tr("There is no lower bound on the cost.")
    elif not plan.gap <= day.request.gap:
        yield tr("The gap is larger than asked for: there may be a plan that is cheaper by up to {gap}.").format(
            gap=percent(plan.gap)
        )


def _rows(day: ScenarioDay, held: int, steps: int) -> Iterator[ProofRow]:
    plan = day.plan
    if not plan.schedule:
        return
    yield ProofRow(tr("Expected cost"), money(plan.expected_cost))
    share = number_text(100 * (1 - plan.cvar_level), 0)
    yield ProofRow(tr("Dearest {share} %").format(share=share), money(plan.cvar), tr("CVaR"))
    if plan.cvar_weight:
        yield ProofRow(tr("Objective"), money(plan.cost), tr("risk counts {w}").format(w=percent(plan.cvar_weight, 0)))
    yield ProofRow(tr("Lower bound"), money(plan.lower_bound))
    asked = tr("asked {gap}").format(gap=percent(day.request.gap, 2))
    yield ProofRow(tr("Gap"), percent(plan.gap), asked, plan.gap <= day.request.gap)
    saved = money(plan.vss) if math.isfinite(plan.vss) else tr("cannot be told")
    yield ProofRow(tr("Worth of scenarios"), saved)
    yield ProofRow(tr("AC load flow"), tr("{held} of {steps}").format(held=held, steps=steps), tr("scenario steps"),
                   held == steps > 0)  # fmt: skip
    ac = plan.ac
    largest = tr("{value} pu").format(value=small(ac.max_dv_pu))
    yield ProofRow(tr("Largest difference"), largest, "", ac.max_dv_pu <= LARGEST_DV_PU)
    yield ProofRow(tr("Losses differ by"), small(ac.loss_error), "", ac.loss_error <= LARGEST_LOSS_ERROR)
    words = dict.fromkeys(_AGREES, tr("agrees")) | {VerificationStatus.REFUTED: tr("disagrees")}
    agrees = ac.verification in _AGREES
    yield ProofRow(tr("Reference engine"), words.get(ac.verification, tr("not asked")), "", agrees)


def _costs(plan: ScenarioPlan) -> tuple[tuple[str, str, float], ...]:
    """Expected cost by kind."""
    kinds = dict.fromkeys(kind for outcome in plan.outcomes for kind in outcome.cost_by_kind)
    if not plan.schedule:
        return ()
    mean = {kind: sum(o.probability * o.cost_by_kind.get(kind, 0.0) for o in plan.outcomes) for kind in kinds}
    total = sum(map(abs, mean.values())) or 1.0
    return tuple(
        (cost_text(kind), money(value), value / total)
        for kind, value in sorted(mean.items(), key=lambda item: -abs(item[1]))
        if abs(value) >= 0.005
    )


def _worth(plan: ScenarioPlan) -> Iterator[WhyLine]:
    """What the figures mean, in plain words."""
    if not plan.schedule:
        return
    yield WhyLine(
        -1,
        tr("Expected cost {cost}").format(cost=money(plan.expected_cost)),
        tr("The mean over the scenarios, each counted by its probability; by the load flow, not by the model."),
    )
    share = number_text(100 * (1 - plan.cvar_level), 0)
    yield WhyLine(
        -1,
        tr("{cost} where the day turns out dear").format(cost=money(plan.cvar)),
        tr("The mean cost of the dearest {share} % of days (CVaR). It counts {weight} in what is minimised.").format(
            share=share, weight=percent(plan.cvar_weight, 0)
        ),
    )
    if math.isfinite(plan.vss):
        headline = tr("Looking at scenarios saves {money}").format(money=money(plan.vss))
        detail = tr("So much more the plan for the mean forecast would cost in the same scenarios.")
        if plan.vss < 0.005:
            headline, detail = (
                tr("Looking at scenarios saves nothing here"),
                tr("The plan for the mean forecast costs as much in the same scenarios."),
            )
    else:
        headline = tr("The plan for the mean forecast does not hold")
        detail = plan.mean_plan_failed or tr("There is none that could be compared.")
    yield WhyLine(-1, headline, capital(detail))


def _conflicts(plan: ScenarioPlan) -> tuple[WhyLine, ...]:
    return tuple(
        WhyLine(-1, tr("Scenario {number} has no plan by itself").format(number=k + 1), capital(sentence(c.sentence)))
        for k, conflicts in plan.infeasible
        for c in conflicts[:1]
    )


def _scenarios(day: ScenarioDay) -> Iterator[WhyLine]:
    """Each scenario by the voltage with the least room to a limit, the least of all first."""
    plan = day.plan
    if not plan.schedule:
        return
    nearest = [_nearest(o, day.vm_min_pu, day.vm_max_pu) for o in plan.outcomes]
    for k in np.argsort([room for room, _, _ in nearest])[:MOST_TOLD].tolist():
        (_, value, step), outcome = nearest[k], plan.outcomes[k]
        at = plan.times[step] if step >= 0 else ""
        headline = tr("{value} pu at {time}, scenario {number}").format(
            value=number_text(value, 4), time=at, number=k + 1
        )
        detail = tr("cost {cost}, probability {share}").format(
            cost=money(outcome.cost), share=percent(outcome.probability, 1)
        )
        yield WhyLine(step, headline, capital(detail))


def _nearest(outcome: ScenarioOutcome, low_pu: float, high_pu: float) -> tuple[float, float, int]:
    """Room to a limit, voltage and step; the lowest voltage where limits are not the same everywhere."""
    if not outcome.vm_min_pu.size:
        return math.nan, math.nan, -1
    least, most = int(outcome.vm_min_pu.argmin()), int(outcome.vm_max_pu.argmax())
    lowest, highest = float(outcome.vm_min_pu[least]), float(outcome.vm_max_pu[most])
    below, above = lowest - low_pu, high_pu - highest
    if above < below:
        return above, highest, most
    return (below if math.isfinite(below) else lowest), lowest, least


def _exchanges(plan: ScenarioPlan) -> Iterator[WhyLine]:
    """How bound and cost came together."""
    for number, exchange in enumerate(plan.exchanges, 1):
        gap = percent(exchange.gap) if math.isfinite(exchange.gap) else tr("no plan yet")
        yield WhyLine(
            -1,
            tr("Exchange {number}: gap {gap}").format(number=number, gap=gap),
            tr("after {seconds} s: cost {cost}, bound {bound}").format(
                seconds=number_text(exchange.seconds, 1), cost=money(exchange.cost), bound=money(exchange.lower_bound)
            ),
        )
