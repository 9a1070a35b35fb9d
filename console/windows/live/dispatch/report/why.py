"""Why each device does what it does: its actions, the limits it runs into, and what more room would save."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from console.dispatch.kept import KeptPlan
from console.windows.live.dispatch.report.values import MONEY, Column, Figure, Section, Value, beside_limit
from console.windows.live.dispatch.words import capital, sentence, tr
from engines.values.dispatch import BindingConstraint, DispatchPlan
from engines.values.dispatch_case import DispatchCase


def plan_told(kept: KeptPlan) -> DispatchPlan | None:
    """The plan whose reasons are told: of one over scenarios the day that is expected."""
    return None if kept.planned is None else kept.planned.plan


def why_section(kept: KeptPlan) -> Section:
    """Device by device what it does and why, then its limits with their shadow prices; the network's limits last."""
    plan, rows = plan_told(kept), list[tuple[Value, ...]]()
    if plan is not None:
        limits = {place: list(found) for place, found in _by_place(plan)}
        for device in plan.schedule:
            own = _limits_of(device.name, limits)
            actions = [a for a in plan.actions if a.device == device.name]
            for action in actions:
                said = capital(sentence(action.does)), capital(sentence(action.why))
                rows.append((device.name, plan.times[action.step], *said))
            rows += [(device.name, *row) for row in _spans(kept.case, own)]
        for place, found in limits.items():
            rows += [(place, *row) for row in _spans(kept.case, found)]
    columns = (
        Column(tr("Device or place"), 1.5, is_right=False),
        Column(tr("When"), 1.1, is_right=False),
        Column(tr("Does, or runs into"), 2.6, is_right=False),
        Column(tr("Because, or what more room would save"), 2.8, is_right=False),
    )
    note = tr(
        "Shadow price: what one unit more room at the limit would save, in one step. Of a limit that binds "
        "in several steps one after the other the span is told with its least and largest; the workbook has each step."
    )
    if kept.over is not None:
        note += " " + tr("Told of the day that is expected.")
    return Section(
        tr("Why, device by device"), tr("Why"), columns, tuple(rows), note, tr("There is no plan to explain.")
    )


def binding_section(kept: KeptPlan) -> Section:
    """Every binding limit of every step, dearest first; for a workbook."""
    plan = plan_told(kept)
    rows = []
    for limit in plan.binding if plan is not None else ():
        shown = beside_limit(limit.value, limit.limit, 4)
        rows.append(
            (
                limit.place,
                tr(limit.kind),
                plan.times[limit.step] if plan is not None else "",
                Figure(limit.value, shown, limit.unit),
                Figure(limit.limit, shown, limit.unit),
                Figure(limit.shadow_price, 4, f"{MONEY}/{limit.unit}"),
            )
        )
    columns = (
        Column(tr("Place"), 2, is_right=False),
        Column(tr("Limit of"), 1.5, is_right=False),
        Column(tr("Step that begins at"), is_right=False),
        Column(tr("Value")),
        Column(tr("Limit")),
        Column(tr("Shadow price")),
    )
    note = tr("Values are the solver's, which may miss a limit by its tolerance; the AC check judges.")
    return Section(
        tr("Binding limits"), tr("Limits"), columns, tuple(rows), note, tr("No limit binds."), is_for_paper=False
    )


def _by_place(plan: DispatchPlan) -> Iterator[tuple[str, Iterator[BindingConstraint]]]:
    ordered = sorted(plan.binding, key=lambda b: (b.place, b.kind, b.step))
    return groupby(ordered, key=lambda b: b.place)


def _limits_of(device: str, limits: dict[str, list[BindingConstraint]]) -> list[BindingConstraint]:
    """Those of a device, taken out of what is left."""
    found = limits.pop(device, [])
    kind, _, bus = device.partition(" at ")
    if kind in ("PV", "wind"):
        # A limit of an inverter names its bus only.
        found = found + limits.pop(f"unit at {bus}", [])
    return found


def _spans(case: DispatchCase, limits: Sequence[BindingConstraint]) -> Iterator[tuple[Value, ...]]:
    """Limits of a kind in steps one after the other as one row each."""
    for _, of_kind in groupby(limits, key=lambda b: b.kind):
        for _, run in groupby(enumerate(of_kind), key=lambda pair: pair[1].step - pair[0]):
            span = [limit for _, limit in run]
            first, last = span[0], span[-1]
            when = tr("{begin} to {end}").format(begin=case.clock(first.step), end=case.clock_end(last.step + 1))
            prices, most = [b.shadow_price for b in span], [b.limit for b in span]
            price = tr("Shadow price {price}").format(price=_range(prices, 2, f"{MONEY}/{first.unit}"))
            yield (
                when,
                tr("{limit}: {value}").format(limit=capital(tr(first.kind)), value=_range(most, 3, first.unit)),
                price,
            )


def _range(values: Sequence[float], decimals: int, unit: str) -> str:
    first, last = Figure(min(values), decimals).text, Figure(max(values), decimals).text
    return f"{first} {unit}" if first == last else f"{first} … {last} {unit}"
