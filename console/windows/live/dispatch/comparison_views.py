"""Two plans side by side: what they cost, lose and buy, and how near they come to their limits.

A plan over scenarios stands there by what is expected of it, with its CVaR and its bands.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from console.dispatch.figures import energy_by_price, moves
from console.dispatch.kept import KeptPlan, PlannedDay, VoltageEdge
from console.dispatch.plan_figures import (
    bought_mw,
    bound_and_gap,
    cost_of,
    costs_of,
    losses_mwh_of,
    schedule_of,
    uses_of,
)
from console.windows.live.dispatch.comparison_charts import comparison_charts
from console.windows.live.dispatch.course_views import hours_of
from console.windows.live.dispatch.plan_lines import day_text
from console.windows.live.dispatch.proof_views import seal_doubts
from console.windows.live.dispatch.scenario_courses import spread
from console.windows.live.dispatch.scenario_proof import scenario_doubts
from console.windows.live.dispatch.words import cost_text, money, percent, plain, tr
from engines.values.dispatch import DeviceKind
from widgets.dispatch.lines import CompareRow, CompareView
from widgets.numbers import MISSING, number_text

Array = np.ndarray[Any, Any]


def comparison_view(first: KeptPlan, second: KeptPlan, others: tuple[KeptPlan, ...]) -> CompareView:
    """Two plans that have decided something; ``others`` can stand in the place of the second."""
    rows = tuple(_rows(first, second))
    named = tuple((kept.plan_id, kept.name) for kept in others)
    later = _steps_later(first, second)
    charts = comparison_charts(first, second, later) if later is not None else ()
    if later != 0 or not _same_weather(first, second):
        # Sums over other hours, or over other weather, have no difference worth telling.
        rows = tuple(replace(row, change=MISSING if row.change else "") for row in rows)
        rows = (_unlike_row(first, second, is_later=later != 0), *(row for row in rows if row.name != tr("Weather")))
    hours = hours_of(first.case) if later is not None else None
    return CompareView(first.name, second.name, named, second.plan_id, rows, hours, charts)


def _unlike_row(first: KeptPlan, second: KeptPlan, *, is_later: bool) -> CompareRow:
    """Why no difference is told."""
    if is_later:
        return CompareRow(tr("Hours"), day_text(first), day_text(second), tr("not the same"))
    return CompareRow(tr("Weather"), _weather_text(first), _weather_text(second), tr("not the same"))


def _same_weather(first: KeptPlan, second: KeptPlan) -> bool:
    """Whether what the two cost is the cost of the same days: one forecast is none of the scenarios."""
    if first.over is None or second.over is None:
        return first.over is None and second.over is None
    a, b = first.over, second.over
    drawn = [(day.request.history, day.request.count, day.request.seed, day.source) for day in (a, b)]
    same = np.array_equal(a.plan.probability, b.plan.probability) and np.array_equal(a.available_mwh, b.available_mwh)
    return drawn[0] == drawn[1] and same


def _steps_later(first: KeptPlan, second: KeptPlan) -> int | None:
    """How many steps of the second lie before the first one's; ``None`` where their hours are others."""
    if first.case.step_hours != second.case.step_hours:
        return None
    later = second.case.n_step - first.case.n_step
    is_rest = first.is_proposal and first.base_id == second.plan_id and later > 0
    return later if later == 0 or is_rest else None


def _rows(first: KeptPlan, second: KeptPlan) -> Iterator[CompareRow]:
    both = (first, second)
    is_over = [kept.over is not None for kept in both]
    (bound_a, gap_a), (bound_b, gap_b) = map(bound_and_gap, both)
    name = tr("Expected cost") if all(is_over) else tr("Cost")
    if any(is_over):
        yield CompareRow(tr("Weather"), _weather_text(first), _weather_text(second))
    yield _row(name, cost_of(first), cost_of(second), money, is_relative=True)
    if any(is_over):
        yield _row(tr("CVaR"), _cvar(first), _cvar(second), money, is_relative=True)
        yield CompareRow(tr("Cost, 5 … 95 %"), _cost_span(first), _cost_span(second))
    yield _row(tr("Lower bound"), bound_a, bound_b, money)
    yield CompareRow(tr("Gap"), percent(gap_a), percent(gap_b))
    yield CompareRow(tr("Proof"), _proof(first), _proof(second))
    yield CompareRow(tr("Cost by kind").upper(), is_head=True)
    costs = [costs_of(kept) for kept in both]
    for kind in dict.fromkeys((*costs[0], *costs[1])):
        values = [own.get(kind, math.nan) for own in costs]
        if any(abs(value) >= 0.005 for value in values):
            yield _row(cost_text(kind), values[0], values[1], money)
    yield CompareRow(tr("Bought, MWh, by price per MWh").upper(), is_head=True)
    yield from _periods(first, second)
    yield CompareRow(tr("Network").upper(), is_head=True)
    yield _row(tr("Losses, MWh"), losses_mwh_of(first), losses_mwh_of(second), _energy, is_relative=True)
    for is_lowest, name in ((True, tr("Lowest voltage, pu")), (False, tr("Highest voltage, pu"))):
        yield CompareRow(name, _worst(first, is_lowest=is_lowest), _worst(second, is_lowest=is_lowest))
    yield from _weather(first, second)
    yield _row(tr("Moves of taps and capacitors"), _moves(first), _moves(second), plain)


def _weather(first: KeptPlan, second: KeptPlan) -> Iterator[CompareRow]:
    """Wind and PV used: all of a kind, then each unit of which something is curtailed in either plan."""
    for kind, name in ((DeviceKind.WIND, tr("Wind used")), (DeviceKind.PV, tr("PV used"))):
        found = [_used_by_unit(kept, kind) for kept in (first, second)]
        shares = [_share(units.values()) for units in found]
        if any(map(math.isfinite, shares)):
            yield CompareRow(name, _share_text(shares[0]), _share_text(shares[1]))
            for unit in dict.fromkeys((*found[0], *found[1])):
                own = [_share([units[unit]]) if unit in units else math.nan for units in found]
                if any(share < 1 - 5e-4 for share in own):
                    yield CompareRow(f"   {unit}", _share_text(own[0]), _share_text(own[1]))


def _used_by_unit(kept: KeptPlan, kind: DeviceKind) -> dict[str, tuple[float, float]]:
    """Available and used MWh of all days, by unit."""
    found: dict[str, tuple[float, float]] = {}
    for use in uses_of(kept):
        if use.kind is kind and use.unit:
            available, used = found.get(use.unit, (0.0, 0.0))
            found[use.unit] = (available + use.available_mwh, used + use.used_mwh)
    return found


def _share(pairs: Any) -> float:
    pairs = list(pairs)
    available = sum(available for available, _ in pairs)
    return sum(used for _, used in pairs) / available if available > 0 else math.nan


def _share_text(share: float) -> str:
    return percent(share, 1) if math.isfinite(share) else MISSING


def _cvar(kept: KeptPlan) -> float:
    return math.nan if kept.over is None else kept.over.plan.cvar


def _cost_span(kept: KeptPlan) -> str:
    if kept.over is None or not kept.over.plan.outcomes:
        return MISSING
    costs = np.array([o.cost for o in kept.over.plan.outcomes])
    _, low, _, _, high, _ = spread(costs, kept.over.plan.probability)
    return f"{money(low)} … {money(high)}"


def _weather_text(kept: KeptPlan) -> str:
    if kept.over is None:
        return tr("one forecast")
    return tr("expected of {count} scenarios").format(count=len(kept.over.plan.probability))


def _row(
    name: str, first: float, second: float, text: Callable[[float], str], *, is_relative: bool = False
) -> CompareRow:
    # The plan that is looked at stands first: what it costs more is more.
    difference = first - second
    change = ""
    if math.isfinite(difference):
        sign = "+" if difference > 0 else ""
        change = f"{sign}{text(difference)}"
        if is_relative and abs(second) > 1e-9:
            change += f"  ({sign}{number_text(100 * difference / abs(second), 2)} %)"
    return CompareRow(name, text(first), text(second), change)


def _periods(first: KeptPlan, second: KeptPlan) -> Iterator[CompareRow]:
    found, bought = [], []
    for kept in (first, second):
        power = bought_mw(kept)
        told = energy_by_price(kept.case.prices.grid, power, kept.case.step_hours) if len(power) else ()
        found.append({(p.low, p.high): p.energy_mwh for p in told})
        bought.append(float(power.sum() * kept.case.step_hours) if len(power) else math.nan)
    for low, high in sorted({*found[0], *found[1]}):
        name = plain(low) if low == high else f"{plain(low)} … {plain(high)}"
        values = [periods.get((low, high), math.nan) for periods in found]
        yield _row(tr("at {price}").format(price=name), values[0], values[1], _energy)
    yield _row(tr("all"), bought[0], bought[1], _energy, is_relative=True)


def _energy(value: float) -> str:
    return number_text(value, 3)


def _proof(kept: KeptPlan) -> str:
    if kept.over is not None:
        return tr("AC checked") if not scenario_doubts(kept.over) else tr("not fully proven")
    assert kept.planned is not None
    return tr("proven") if not seal_doubts(kept.planned) else tr("not fully proven")


def _worst(kept: KeptPlan, *, is_lowest: bool) -> str:
    """The extreme voltage with its place and hour; of a plan over scenarios that of all of them."""
    if kept.over is not None:
        return _worst_over(kept, is_lowest=is_lowest)
    assert kept.planned is not None
    edge = kept.planned.lowest if is_lowest else kept.planned.highest
    return _edge_text(kept.planned, edge, is_lowest=is_lowest)


def _edge_text(day: PlannedDay, edge: VoltageEdge | None, *, is_lowest: bool) -> str:
    if edge is None or not np.isfinite(edge.vm_pu).any():
        return MISSING
    at = int(np.nanargmin(edge.vm_pu) if is_lowest else np.nanargmax(edge.vm_pu))
    return f"{number_text(float(edge.vm_pu[at]), 4)}  {edge.buses[at]}, {day.plan.times[at]}"


def _worst_over(kept: KeptPlan, *, is_lowest: bool) -> str:
    assert kept.over is not None
    field = "vm_min_pu" if is_lowest else "vm_max_pu"
    found = [getattr(o, field) for o in kept.over.plan.outcomes]
    if not found or any(not values.size or not np.isfinite(values).all() for values in found):
        return MISSING
    values = np.stack(found)
    scenario, step = np.unravel_index(int(values.argmin() if is_lowest else values.argmax()), values.shape)
    text = number_text(float(values[scenario, step]), 4)
    return tr("{value}  scenario {number}, {time}").format(
        value=text, number=int(scenario) + 1, time=kept.over.plan.times[int(step)]
    )


def _moves(kept: KeptPlan) -> float:
    return float(sum(move.used for move in moves(kept.case, schedule_of(kept)).values()))
