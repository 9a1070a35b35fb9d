"""Two plans side by side: what they cost, lose and buy, and how near they come to their limits."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from console.dispatch.figures import moves, price_periods, used_share
from console.dispatch.kept import KeptPlan, PlannedDay, VoltageEdge
from console.windows.live.dispatch.course_views import hours_of
from console.windows.live.dispatch.proof_views import seal_doubts
from console.windows.live.dispatch.words import cost_text, money, percent, plain, tr
from engines.values.dispatch import DeviceKind
from widgets.dispatch.lines import ChartView, CompareRow, CompareView, Course
from widgets.numbers import MISSING, number_text


def comparison_view(first: KeptPlan, second: KeptPlan, others: tuple[KeptPlan, ...]) -> CompareView:
    """Two plans that have schedules; ``others`` can stand in the place of the second."""
    assert first.planned is not None
    assert second.planned is not None
    rows = tuple(_rows(first, second))
    named = tuple((kept.plan_id, kept.name) for kept in others)
    later = _steps_later(first, second)
    is_alike = later is not None
    charts = _charts(first.planned, second.planned, first.name, second.name, later) if later is not None else ()
    if later != 0:
        # Sums over other hours have no difference worth telling.
        rows = tuple(replace(row, change="") for row in rows)
    hours = hours_of(first.case) if is_alike else None
    return CompareView(first.name, second.name, named, second.plan_id, rows, hours, charts)


def _steps_later(first: KeptPlan, second: KeptPlan) -> int | None:
    """How many steps of the second lie before the first one's; ``None`` where their hours are others."""
    if first.case.step_hours != second.case.step_hours:
        return None
    later = second.case.n_step - first.case.n_step
    is_rest = first.is_proposal and first.base_id == second.plan_id and later > 0
    return later if later == 0 or is_rest else None


def _rows(first: KeptPlan, second: KeptPlan) -> Iterator[CompareRow]:
    a, b = first.planned, second.planned
    assert a is not None
    assert b is not None
    yield _row(tr("Cost"), a.plan.cost, b.plan.cost, money, is_relative=True)
    yield _row(tr("Lower bound"), a.plan.lower_bound, b.plan.lower_bound, money)
    yield CompareRow(tr("Gap"), percent(a.plan.gap), percent(b.plan.gap))
    yield CompareRow(tr("Proof"), _proof(a), _proof(b))
    yield CompareRow(tr("Cost by kind").upper(), is_head=True)
    kinds = dict.fromkeys((*a.plan.cost_by_kind, *b.plan.cost_by_kind))
    for kind in kinds:
        values = [day.plan.cost_by_kind.get(kind, math.nan) for day in (a, b)]
        if any(abs(value) >= 0.005 for value in values):
            yield _row(cost_text(kind), values[0], values[1], money)
    yield CompareRow(tr("Bought, MWh, by price per MWh").upper(), is_head=True)
    yield from _periods(first, second)
    yield CompareRow(tr("Network").upper(), is_head=True)
    yield _row(tr("Losses, MWh"), a.plan.losses_mwh, b.plan.losses_mwh, _energy, is_relative=True)
    yield CompareRow(tr("Lowest voltage, pu"), _worst(a, a.lowest), _worst(b, b.lowest))
    yield CompareRow(tr("Highest voltage, pu"), _worst(a, a.highest), _worst(b, b.highest))
    for kind, name in ((DeviceKind.WIND, tr("Wind used")), (DeviceKind.PV, tr("PV used"))):
        shares = [used_share(day.plan.schedule, kind) for day in (a, b)]
        if any(map(math.isfinite, shares)):
            texts = [percent(share, 1) if math.isfinite(share) else MISSING for share in shares]
            yield CompareRow(name, texts[0], texts[1])
    yield _row(tr("Moves of taps and capacitors"), _moves(first), _moves(second), plain)


def _row(
    name: str, first: float, second: float, text: Callable[[float], str], *, is_relative: bool = False
) -> CompareRow:
    difference = second - first
    change = ""
    if math.isfinite(difference):
        sign = "+" if difference > 0 else ""
        change = f"{sign}{text(difference)}"
        if is_relative and abs(first) > 1e-9:
            change += f"  ({sign}{number_text(100 * difference / abs(first), 2)} %)"
    return CompareRow(name, text(first), text(second), change)


def _periods(first: KeptPlan, second: KeptPlan) -> Iterator[CompareRow]:
    found = [{(p.low, p.high): p.energy_mwh for p in price_periods(kept)} for kept in (first, second)]
    for low, high in sorted({*found[0], *found[1]}):
        name = plain(low) if low == high else f"{plain(low)} … {plain(high)}"
        values = [periods.get((low, high), math.nan) for periods in found]
        yield _row(tr("at {price}").format(price=name), values[0], values[1], _energy)
    bought = [kept.planned.plan.purchase_mwh if kept.planned is not None else math.nan for kept in (first, second)]
    yield _row(tr("all"), bought[0], bought[1], _energy, is_relative=True)


def _energy(value: float) -> str:
    return number_text(value, 3)


def _proof(day: PlannedDay) -> str:
    return tr("proven") if not seal_doubts(day) else tr("not fully proven")


def _worst(day: PlannedDay, edge: VoltageEdge | None) -> str:
    """The extreme of an edge, with its bus and hour."""
    if edge is None or not np.isfinite(edge.vm_pu).any():
        return MISSING
    at = int(np.nanargmin(edge.vm_pu) if edge is day.lowest else np.nanargmax(edge.vm_pu))
    return f"{number_text(float(edge.vm_pu[at]), 4)}  {edge.buses[at]}, {day.plan.times[at]}"


def _moves(kept: KeptPlan) -> float:
    assert kept.planned is not None
    return float(sum(move.used for move in moves(kept.case, kept.planned.plan.schedule).values()))


def _charts(a: PlannedDay, b: PlannedDay, first: str, second: str, later: int) -> tuple[ChartView, ...]:
    bought = (Course("1", a.plan.purchase_mw), Course("2", b.plan.purchase_mw[later:], "plan", "dash"))
    losses = (
        Course("1", 1e3 * a.plan.losses_mw, decimals=1),
        Course("2", 1e3 * b.plan.losses_mw[later:], "plan", "dash", decimals=1),
    )
    key = tr("1 {first} · 2 {second}").format(first=first, second=second)
    charts = [ChartView(tr("Bought, MW"), bought, key, low=0.0), ChartView(tr("Losses, kW"), losses, key, low=0.0)]
    if a.lowest is not None and b.lowest is not None:
        voltages = (
            Course("", a.lowest.limit_pu, "medium", "dash", is_read=False, width=1.2),
            Course("1", a.lowest.vm_pu, notes=a.lowest.buses),
            Course("2", b.lowest.vm_pu[later:], "plan", "dash", notes=b.lowest.buses[later:]),
        )
        charts.insert(1, ChartView(tr("Lowest voltage, pu"), voltages, key))
    return tuple(charts)
