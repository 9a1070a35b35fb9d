"""The figures a planner asks for first."""

from __future__ import annotations

import numpy as np

from console.dispatch.figures import moves
from console.dispatch.kept import KeptPlan, VoltageEdge
from console.dispatch.plan_figures import bought_mwh_of, cost_of, losses_mwh_of, schedule_of, uses_of
from console.dispatch.rule_days import RuleDays
from console.windows.live.dispatch.report.costs import saved_text
from console.windows.live.dispatch.report.values import MONEY, Column, Figure, Section, Value, apart, beside_limit
from console.windows.live.dispatch.rule_views import broken_text
from console.windows.live.dispatch.words import percent, tr
from engines.values.dispatch import LIMIT_MARGIN, DeviceKind
from widgets.numbers import number_text

Rows = list[tuple[Value, ...]]


def summary_section(kept: KeptPlan, rules: RuleDays) -> Section:
    """Cost, losses, purchase, wind and PV, voltages, moves."""
    rows: Rows = [*_costs(kept, rules), *_network(kept, rules), *_weather(kept), *_voltages(kept)]
    counted = moves(kept.case, schedule_of(kept))
    if counted:
        allowed = tr("of {count} allowed").format(count=sum(m.allowed for m in counted.values()))
        rows.append((tr("Moves of taps and capacitors"), Figure(sum(m.used for m in counted.values()), 0), allowed))
    columns = (Column(tr("Figure"), 1.6, is_right=False), Column(tr("Value")), Column(tr("Note"), 2.6, is_right=False))
    return Section(tr("In short"), tr("Summary"), columns, tuple(rows))


def _costs(kept: KeptPlan, rules: RuleDays) -> Rows:
    own, usual = cost_of(kept), rules.mean(lambda day: day.cost)
    shown = apart(own, usual, 2)
    name = tr("Expected cost") if kept.over is not None else tr("Cost")
    rows: Rows = [
        (name, Figure(own, shown, MONEY), saved_text(kept, rules)),
        (tr("Cost by rules"), Figure(usual, shown, MONEY), broken_text(rules) if rules.days else rules.why_not),
    ]
    if kept.over is not None:
        plan = kept.over.plan
        share = tr("mean of the dearest {share} of days").format(share=percent(1 - plan.cvar_level, 1))
        rows.append((tr("CVaR"), Figure(plan.cvar, 2, MONEY), share))
        rows.append((tr("Worth of looking at scenarios"), Figure(plan.vss, 2, MONEY), plan.mean_plan_failed))
    return rows


def _network(kept: KeptPlan, rules: RuleDays) -> Rows:
    lost, bought = losses_mwh_of(kept), bought_mwh_of(kept)
    usual = rules.mean(lambda day: day.losses_mwh)
    shown = apart(lost, usual, 4)
    note = tr("by rules {value}").format(value=Figure(usual, shown, "MWh").text) if rules.days else ""
    total = rules.mean(lambda day: sum(day.purchase_mwh.values()))
    bought_note = tr("by rules {value}").format(value=Figure(total, apart(bought, total, 3), "MWh").text)
    return [
        (tr("Losses"), Figure(lost, shown, "MWh"), note),
        (
            tr("Bought, less given back"),
            Figure(bought, apart(bought, total, 3), "MWh"),
            bought_note if rules.days else "",
        ),
    ]


def _weather(kept: KeptPlan) -> Rows:
    rows: Rows = []
    for kind, name in ((DeviceKind.WIND, tr("Wind used")), (DeviceKind.PV, tr("PV used"))):
        mine = [use for use in uses_of(kept) if use.kind is kind and use.unit]
        available, used = sum(u.available_mwh for u in mine), sum(u.used_mwh for u in mine)
        if available > 0:
            note = tr("{used} of {available}, {lost} curtailed").format(
                used=Figure(used, 3, "MWh").text,
                available=Figure(available, 3, "MWh").text,
                lost=Figure(available - used, 3, "MWh").text,
            )
            rows.append((name, Figure(100 * used / available, 3, "%"), note))
    return rows


def _voltages(kept: KeptPlan) -> Rows:
    if kept.over is not None:
        return _voltages_over(kept)
    day = kept.planned
    if day is None:
        return []
    return [
        *_edge(kept, day.lowest, tr("Lowest voltage"), is_lowest=True),
        *_edge(kept, day.highest, tr("Highest voltage"), is_lowest=False),
    ]


def _edge(kept: KeptPlan, edge: VoltageEdge | None, name: str, *, is_lowest: bool) -> Rows:
    if edge is None or not np.isfinite(edge.vm_pu).any():
        return []
    at = int(np.nanargmin(edge.vm_pu) if is_lowest else np.nanargmax(edge.vm_pu))
    value, limit = float(edge.vm_pu[at]), float(edge.limit_pu[at])
    shown = beside_limit(value, limit, 4)
    note = tr("{bus}, {time}; its limit is {limit}").format(
        bus=edge.buses[at], time=kept.case.clock(at), limit=Figure(limit, shown, "pu").text
    )
    return [(name, Figure(value, shown, "pu"), note + _tolerance(value, limit, is_lowest=is_lowest))]


def _tolerance(value: float, limit: float, *, is_lowest: bool) -> str:
    """What is said of a value that lies beyond its limit by no more than the check lets pass."""
    beyond = limit - value if is_lowest else value - limit
    if not 0 < beyond <= LIMIT_MARGIN:
        return ""
    return tr(", kept within the tolerance of {value} pu").format(value=number_text(LIMIT_MARGIN, 6))


def _voltages_over(kept: KeptPlan) -> Rows:
    assert kept.over is not None
    rows: Rows = []
    outcomes = [o for o in kept.over.plan.outcomes if o.vm_min_pu.size and np.isfinite(o.vm_min_pu).all()]
    if not outcomes or len(outcomes) != len(kept.over.plan.outcomes):
        return rows
    for name, field, limit, pick in (
        (tr("Lowest voltage"), "vm_min_pu", kept.over.vm_min_pu, np.argmin),
        (tr("Highest voltage"), "vm_max_pu", kept.over.vm_max_pu, np.argmax),
    ):
        values = np.stack([getattr(o, field) for o in outcomes])
        scenario, step = np.unravel_index(int(pick(values)), values.shape)
        value = float(values[scenario, step])
        shown = beside_limit(value, limit, 4)
        note = tr("scenario {number}, {time}; the limit is {limit}").format(
            number=int(scenario) + 1, time=kept.case.clock(int(step)), limit=Figure(limit, shown, "pu").text
        )
        note += _tolerance(value, limit, is_lowest=pick is np.argmin)
        rows.append((name, Figure(value, shown, "pu"), note))
    return rows
