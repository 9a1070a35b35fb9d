"""A plan as its proof: the seal with all that it takes, the figures, the reasons."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from console.dispatch.kept import KeptPlan, PlannedDay
from console.windows.live.dispatch.region_views import agreement_view, region_doubts, region_lines, region_rows
from console.windows.live.dispatch.weather_views import weather_lines
from console.windows.live.dispatch.words import capital, cost_text, money, percent, plain, sentence, small, tr, when
from engines.values.dispatch import DispatchStatus
from engines.values.loadflow import VerificationStatus
from widgets.dispatch.lines import ProofRow, ProofView, WhyLine
from widgets.numbers import number_text

LARGEST_DV_PU, LARGEST_LOSS_ERROR = 1e-6, 1e-4
_AGREES = (VerificationStatus.VERIFIED, VerificationStatus.REFERENCE)
_NO_SCHEDULE = (DispatchStatus.INFEASIBLE, DispatchStatus.NO_PLAN)


def seal_doubts(day: PlannedDay) -> tuple[str, ...]:
    """What is not true of the proof, one phrase each; empty where all of it is. What is not a number is a doubt."""
    plan = day.plan
    if plan.status in _NO_SCHEDULE:
        return (plan.reason,)
    found = [*_load_flow_doubts(day), *_gap_doubts(day)]
    if plan.layers is not None:
        found += region_doubts(plan.layers)
    if not found and not plan.is_acceptable:
        found.append(plan.reason or tr("the plan may not be carried out"))
    return tuple(found)


def _load_flow_doubts(day: PlannedDay) -> Iterator[str]:
    ac = day.plan.ac
    if ac.steps < 1 or ac.solved != ac.steps:
        yield tr("the AC load flow of {missing} of {steps} steps has no solution").format(
            missing=ac.steps - ac.solved, steps=ac.steps
        )
    if not ac.max_dv_pu <= LARGEST_DV_PU:
        yield tr("voltages of the load flow differ by {value} pu from the plan's").format(value=small(ac.max_dv_pu))
    if not ac.loss_error <= LARGEST_LOSS_ERROR:
        yield tr("losses of the load flow differ by {value} from the plan's").format(value=small(ac.loss_error))
    if ac.violations:
        first = ac.violations[0]
        yield tr("{count} limits are violated, {kind} at {place} first").format(
            count=len(ac.violations), kind=tr(first.kind), place=first.place
        )
    if ac.verification is VerificationStatus.REFUTED:
        yield tr("the reference engine disagrees with the load flow")
    elif ac.verification not in _AGREES:
        yield tr("the reference engine has not compared the load flow")
    if ac.cause and ac.solved == ac.steps and not ac.violations and ac.max_dv_pu <= LARGEST_DV_PU:
        yield ac.cause


def _gap_doubts(day: PlannedDay) -> Iterator[str]:
    plan = day.plan
    if not math.isfinite(plan.cost):
        yield tr("it has no cost: what was found does not hold")
    elif not math.isfinite(plan.lower_bound):
        yield tr("there is no lower bound on the cost")
    elif not plan.gap <= day.gap_asked:
        yield tr("the gap of {gap} is more than the {asked} asked for").format(
            gap=percent(plan.gap), asked=percent(day.gap_asked)
        )


def proof_view(kept: KeptPlan) -> ProofView:
    """The proof of a plan; without a seal while it has not been planned."""
    day = kept.planned
    if day is None:
        return ProofView(kept.name, tr("not planned yet"), changes=kept.changes, has_plan=False)
    plan, doubts = day.plan, seal_doubts(day)
    if not doubts:
        seal = tr("Proven: within the gap, AC checked, all limits kept")
    elif plan.is_acceptable:
        seal = tr("Not fully proven")
    else:
        seal = tr("Not to be carried out") if plan.schedule else tr("No plan")
    author = tr("by {name}").format(name=kept.author) if kept.author else ""
    parts = (
        tr("planned {time} in {seconds} s").format(time=when(kept.planned_at), seconds=number_text(plan.seconds, 2)),
        tr("on {network}").format(network=kept.network.replace("\\", "/").rpartition("/")[2]),
        author,
    )
    return ProofView(
        kept.name,
        " · ".join(part for part in parts if part),
        seal,
        tuple(map(capital, doubts)),
        not doubts,
        tuple(_rows(day)),
        _costs(day),
        _conflicts(day) or _whys(day),
        _limits(day),
        tuple(WhyLine(-1, text) for text in plan.record),
        kept.changes,
        bool(plan.schedule),
        weather_lines(kept),
        () if plan.layers is None else region_lines(plan.layers),
        None if plan.layers is None else agreement_view(plan.layers),
    )


def _rows(day: PlannedDay) -> Iterator[ProofRow]:
    plan, ac = day.plan, day.plan.ac
    if math.isfinite(plan.cost):
        yield ProofRow(tr("Cost"), money(plan.cost))
    if math.isfinite(plan.lower_bound):
        yield ProofRow(tr("Lower bound"), money(plan.lower_bound))
    if math.isfinite(plan.gap):
        note = tr("asked {gap}").format(gap=percent(day.gap_asked, 2))
        yield ProofRow(tr("Gap"), percent(plan.gap), note, plan.gap <= day.gap_asked)
    if plan.layers is not None:
        yield from region_rows(plan.layers)
    if not plan.schedule:
        return
    steps = tr("{solved} of {steps} steps").format(solved=ac.solved, steps=ac.steps)
    yield ProofRow(tr("AC load flow"), steps, "", ac.steps > 0 and ac.solved == ac.steps)
    largest = tr("{value} pu").format(value=small(ac.max_dv_pu))
    yield ProofRow(tr("Largest difference"), largest, "", ac.max_dv_pu <= LARGEST_DV_PU)
    yield ProofRow(tr("Losses differ by"), small(ac.loss_error), "", ac.loss_error <= LARGEST_LOSS_ERROR)
    kept = tr("all kept") if not ac.violations else tr("{count} violated").format(count=len(ac.violations))
    # Limits are kept only where every step has a load flow that says so.
    yield ProofRow(tr("Limits"), kept if ac.solved == ac.steps else tr("not known"), _nearest(day),
                   not ac.violations and ac.solved == ac.steps)  # fmt: skip
    words = dict.fromkeys(_AGREES, tr("agrees")) | {VerificationStatus.REFUTED: tr("disagrees")}
    agrees = ac.verification in _AGREES
    yield ProofRow(tr("Reference engine"), words.get(ac.verification, tr("not asked")), "", agrees)


def _nearest(day: PlannedDay) -> str:
    """The bus with the least room to its voltage limit."""
    found = []
    for edge, sign in ((day.lowest, 1.0), (day.highest, -1.0)):
        if edge is not None:
            room = sign * (edge.vm_pu - edge.limit_pu)
            if np.isfinite(room).any():
                at = int(np.nanargmin(room))
                found.append((float(room[at]), edge.buses[at], float(edge.vm_pu[at]), day.plan.times[at]))
    if not found:
        return ""
    _, bus, value, time = min(found)
    return f"{bus} {number_text(value, 3)}, {time}"


def _costs(day: PlannedDay) -> tuple[tuple[str, str, float], ...]:
    kinds, total = day.plan.cost_by_kind, sum(abs(v) for v in day.plan.cost_by_kind.values())
    return tuple(
        (cost_text(kind), money(value), value / total)
        for kind, value in sorted(kinds.items(), key=lambda item: -abs(item[1]))
        if abs(value) >= 0.005
    )


def _whys(day: PlannedDay) -> tuple[WhyLine, ...]:
    return tuple(
        WhyLine(action.step, capital(sentence(action.does)), capital(sentence(action.why)))
        for action in day.plan.actions
    )


def _conflicts(day: PlannedDay) -> tuple[WhyLine, ...]:
    plan, found = day.plan, []
    for conflict in plan.conflicts:
        what, _, why = sentence(conflict.sentence).partition(": ")
        found.append(WhyLine(conflict.step if plan.schedule else -1, capital(what), capital(why)))
    return tuple(found)


def _limits(day: PlannedDay) -> tuple[WhyLine, ...]:
    plan, found = day.plan, []
    for limit in plan.binding:
        at = plan.times[limit.step] if limit.step < len(plan.times) else ""
        headline = tr("{time} {kind}, {place}").format(time=at, kind=tr(limit.kind), place=limit.place)
        detail = tr("{limit} {unit}; one {unit} more saves {price}").format(
            limit=plain(limit.limit, 3), unit=limit.unit, price=money(limit.shadow_price)
        )
        found.append(WhyLine(limit.step, headline, detail))
    return tuple(found)
