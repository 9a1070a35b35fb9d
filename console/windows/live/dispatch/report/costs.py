"""What a day costs and buys, beside the same day operated by rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from console.dispatch.figures import energy_by_price
from console.dispatch.kept import KeptPlan
from console.dispatch.plan_figures import bought_mw, cost_of, costs_of
from console.dispatch.rule_days import RuleDays
from console.windows.live.dispatch.report.values import MONEY, Column, Figure, Section, Value, apart
from console.windows.live.dispatch.words import cost_text, money, plain, tr

Array = np.ndarray[Any, Any]
NAN = float("nan")


def _three(first: float, second: float, decimals: int) -> tuple[Figure, Figure, Figure]:
    shown = apart(first, second, decimals)
    return Figure(first, shown), Figure(second, shown), Figure(first - second, shown)


def cost_section(kept: KeptPlan, rules: RuleDays) -> Section:
    """Cost by kind, the plan's and that of rules."""
    own = costs_of(kept)
    usual: Mapping[str, float] = {
        kind: rules.mean(lambda day, kind=kind: day.cost_by_kind.get(kind, 0.0))
        for kind in dict.fromkeys(k for day in rules.days for k in day.cost_by_kind)
    }
    rows: list[tuple[Value, ...]] = []
    for kind in dict.fromkeys((*own, *usual)):
        pair = own.get(kind, 0.0 if own else NAN), usual.get(kind, 0.0 if usual else NAN)
        if any(value != 0.0 and np.isfinite(value) for value in pair):
            rows.append((cost_text(kind), *_three(*pair, 2)))
    if rows:
        rows.append((tr("All"), *_three(cost_of(kept), rules.mean(lambda day: day.cost), 2)))
    columns = _columns(tr("Kind"), MONEY)
    return Section(
        tr("Cost"), tr("Cost"), columns, tuple(rows), rules_note(rules), tr("There is no cost: no plan holds.")
    )


def _columns(first: str, unit: str) -> tuple[Column, ...]:
    return (
        Column(first, 2.2, is_right=False),
        Column(tr("Plan, {unit}").format(unit=unit)),
        Column(tr("By rules, {unit}").format(unit=unit)),
        Column(tr("Plan less rules, {unit}").format(unit=unit)),
    )


def rules_note(rules: RuleDays) -> str:
    """What “by rules” means, and what may be made of it."""
    money_text = tr("{sign} is the money the prices of the case are given in.").format(sign=MONEY)
    if not rules.days:
        why = rules.why_not or tr("it was not worked out")
        return f"{money_text} " + tr("By rules there is nothing to compare with: {reason}.").format(
            reason=why.rstrip(".")
        )
    text = tr(
        "By rules: each device by a rule of its own, nothing coordinated; taps hold {voltage} pu, the best for this "
        "very forecast, which favours the rules."
    ).format(voltage=plain(rules.set_pu, 4))
    broken = [len(day.violations) for day in rules.days]
    if any(broken):
        first = next(day.violations[0] for day in rules.days if day.violations)
        text += " " + tr(
            "They break {count} limits, {kind} at {place} first: their cost is that of a day that is not allowed."
        ).format(count=sum(broken), kind=tr(first.kind), place=first.place)
    else:
        text += " " + tr("They break no limit.")
    return f"{money_text} {text}"


def purchase_section(kept: KeptPlan, rules: RuleDays) -> Section:
    """What is bought at which price, less what is given back."""
    price, hours = kept.case.prices.grid, kept.case.step_hours
    own, usual = bought_mw(kept), rules.exchange_mw
    rows: list[tuple[Value, ...]] = []
    periods = energy_by_price(price, own, hours) if len(own) else ()
    others = energy_by_price(price, usual, hours) if len(usual) else ()
    told = {(p.low, p.high): p.energy_mwh for p in others}
    for period in periods:
        name = plain(period.low) if period.low == period.high else f"{plain(period.low)} … {plain(period.high)}"
        both = _three(period.energy_mwh, told.get((period.low, period.high), NAN), 3)
        rows.append((f"{name} {MONEY}/MWh", Figure(period.hours, 2), *both))
    if periods:
        total = sum(p.energy_mwh for p in periods), sum(told.values()) if told else NAN
        rows.append((tr("all"), Figure(sum(p.hours for p in periods), 2), *_three(*total, 3)))
    first, *others_columns = _columns(tr("Price of the grid"), "MWh")
    columns = (first, Column(tr("Time, h"), 0.7), *others_columns)
    note = tr("Bought from the upper grid, less what is given back; by the AC load flow.")
    if kept.over is not None:
        note += " " + tr("Expected over the scenarios.")
    return Section(tr("Purchases by price period"), tr("Purchases"), columns, tuple(rows), note, tr("nothing is known"))


def exchange_section(kept: KeptPlan) -> Section:
    """The exchange with the upper grid: most and least, and how much of it goes which way."""
    bought, times, hours = bought_mw(kept), _times(kept), kept.case.step_hours
    rows: list[tuple[Value, ...]] = []
    if len(bought):
        rows += [
            (tr("Bought"), Figure(float(np.maximum(bought, 0).sum() * hours), 3, "MWh"), ""),
            (tr("Given back"), Figure(float(np.maximum(-bought, 0).sum() * hours), 3, "MWh"), ""),
            (tr("Most active power"), Figure(float(bought.max()), 4, "MW"), times[int(bought.argmax())]),
            (tr("Least active power"), Figure(float(bought.min()), 4, "MW"), times[int(bought.argmin())]),
        ]
    reactive = reactive_mvar(kept)
    if len(reactive):
        rows += [
            (tr("Most reactive power"), Figure(float(reactive.max()), 4, "Mvar"), times[int(reactive.argmax())]),
            (tr("Least reactive power"), Figure(float(reactive.min()), 4, "Mvar"), times[int(reactive.argmin())]),
        ]
    columns = (
        Column(tr("Exchange with the upper grid"), 2.2, is_right=False),
        Column(tr("Value")),
        Column(tr("Step that begins at")),
    )
    note = tr("Import is positive; all sources together.")
    if kept.over is not None:
        note += " " + tr("Active power is expected over the scenarios.")
    return Section(tr("Exchange"), tr("Exchange"), columns, tuple(rows), note, tr("nothing is known"))


def reactive_mvar(kept: KeptPlan) -> Array:
    """``(n_step,)`` from the upper grid; empty where a plan does not share it."""
    if kept.planned is None or kept.over is not None:
        return np.empty(0)
    ties = [d.q_mvar for d in kept.planned.plan.schedule if d.kind == "tie" and d.q_mvar is not None]
    return np.sum(ties, axis=0) if ties else np.empty(0)


def _times(kept: KeptPlan) -> tuple[str, ...]:
    return tuple(kept.case.clock(step) for step in range(kept.case.n_step))


def saved_text(kept: KeptPlan, rules: RuleDays) -> str:
    """What the plan saves against rules, in per cent; "" where there is nothing to compare."""
    own, usual = cost_of(kept), rules.mean(lambda day: day.cost)
    if not (np.isfinite(own) and np.isfinite(usual) and abs(usual) > 1e-9):
        return ""
    return tr("{money} {sign} less, {share} %").format(
        money=money(usual - own), sign=MONEY, share=plain(100 * (usual - own) / abs(usual), 3)
    )
