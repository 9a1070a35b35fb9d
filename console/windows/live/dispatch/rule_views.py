"""A plan beside the same day operated by rules: what it saves, and the limits that rules would break."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from console.dispatch.kept import KeptPlan
from console.dispatch.plan_figures import bought_mwh_of, cost_of, losses_mwh_of
from console.dispatch.rule_days import RuleDays
from console.windows.live.dispatch.words import capital, money, percent, plain, tr
from engines.values.dispatch import AcViolation
from widgets.dispatch.lines import ProofRow, ProofView, WhyLine
from widgets.numbers import number_text

MOST_TOLD = 40
"""Broken limits told one by one."""


def with_rules(view: ProofView, kept: KeptPlan, rules: RuleDays | None) -> ProofView:
    """The proof with its rows and lines on operation by rules; ``None`` while that is being worked out."""
    if not math.isfinite(cost_of(kept)) or not view.rows:
        return view
    row = rule_row(kept, rules)
    return replace(view, rows=(view.rows[0], row, *view.rows[1:]), rules=tuple(_lines(kept, rules)))


def rule_row(kept: KeptPlan, rules: RuleDays | None) -> ProofRow:
    """What the day costs by rules."""
    name = tr("By rules")
    if rules is None:
        return ProofRow(name, "…", tr("being worked out"))
    if not rules.days:
        return ProofRow(name, tr("not known"), rules.why_not)
    parts = compared(cost_of(kept), rules.mean(lambda day: day.cost)), broken_text(rules)
    note = " · ".join(part for part in parts if part)
    return ProofRow(name, money(rules.mean(lambda day: day.cost)), note)


def broken_text(rules: RuleDays) -> str:
    """How many limits rules break; empty where none."""
    broken = sum(len(day.violations) for day in rules.days)
    if not broken:
        return ""
    return tr("one limit broken") if broken == 1 else tr("{count} limits broken").format(count=broken)


def compared(own: float, usual: float) -> str:
    """How much less, or more, the plan costs."""
    if abs(usual) < 1e-9 or not math.isfinite(own - usual):
        return ""
    share = (usual - own) / abs(usual)
    decimals = 1 if abs(share) >= 0.01 else 2
    if share >= 0:
        return tr("the plan saves {share}").format(share=percent(share, decimals))
    return tr("the plan costs {share} more").format(share=percent(-share, decimals))


def _lines(kept: KeptPlan, rules: RuleDays | None) -> Iterator[WhyLine]:
    if rules is None:
        yield WhyLine(-1, tr("Being worked out: the same day with each device following a rule of its own."))
        return
    if not rules.days:
        yield WhyLine(-1, tr("There is nothing to compare with."), capital(rules.why_not))
        return
    yield from _figures(kept, rules)
    broken = [(number, limit) for number, day in enumerate(rules.days, start=1) for limit in day.violations]
    for number, limit in broken[:MOST_TOLD]:
        yield _broken(kept, limit, number if len(rules.days) > 1 else 0)
    if len(broken) > MOST_TOLD:
        yield WhyLine(-1, tr("{count} more limits are broken.").format(count=len(broken) - MOST_TOLD))
    if not broken:
        yield WhyLine(-1, tr("Rules break no limit on this day."))
    meaning = tr("Each device follows a rule of its own, nothing is coordinated. Taps hold {voltage} pu, the best for "
                 "this very forecast, which favours the rules.")  # fmt: skip
    yield WhyLine(-1, tr("What “by rules” means"), meaning.format(voltage=plain(rules.set_pu, 4)))


def _figures(kept: KeptPlan, rules: RuleDays) -> Iterator[WhyLine]:
    lost, bought = losses_mwh_of(kept), bought_mwh_of(kept)
    by_rules = tr("{value} by rules")
    own, usual = cost_of(kept), rules.mean(lambda day: day.cost)
    yield WhyLine(
        -1,
        tr("Cost {own} · {usual}").format(own=money(own), usual=by_rules.format(value=money(usual))),
        capital(compared(own, usual)),
    )
    for text, mine, theirs, decimals in (
        (tr("Losses {own} MWh · {usual}"), lost, rules.mean(lambda day: day.losses_mwh), 3),
        (tr("Bought {own} MWh · {usual}"), bought, rules.mean(lambda day: sum(day.purchase_mwh.values())), 2),
    ):
        if math.isfinite(mine):
            value = by_rules.format(value=number_text(theirs, decimals))
            yield WhyLine(-1, text.format(own=number_text(mine, decimals), usual=value))


def _broken(kept: KeptPlan, limit: AcViolation, scenario: int) -> WhyLine:
    headline = tr("By rules broken: {time} {kind}, {place}").format(
        time=kept.case.clock(limit.step), kind=tr(limit.kind), place=limit.place
    )
    detail = tr("{value}; the limit is {limit}").format(value=plain(limit.value, 4), limit=plain(limit.limit, 4))
    if scenario:
        detail = tr("scenario {number}: {detail}").format(number=scenario, detail=detail)
    return WhyLine(limit.step, headline, detail)
