"""Two plans in one plot each; a plan over scenarios with the band that holds nine tenths of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from console.dispatch.kept import KeptPlan
from console.dispatch.plan_figures import bought_mw
from console.windows.live.dispatch.words import tr
from engines.values.dispatch_scenarios import Band
from widgets.dispatch.lines import BandArea, ChartView, Course

Array = np.ndarray[Any, Any]
LOW, MIDDLE, HIGH = 0.05, 0.5, 0.95
ALPHA = 0.16
_LOOKS = (("text", ""), ("plan", "dash"))


def comparison_charts(first: KeptPlan, second: KeptPlan, later: int) -> tuple[ChartView, ...]:
    """What is bought, the lowest voltage and the losses; ``later`` steps of the second lie before the first one's."""
    key = tr("1 {first} · 2 {second}").format(first=first.name, second=second.name)
    if first.over is not None or second.over is not None:
        key = tr("{key} · bands hold 90 % of the scenarios").format(key=key)
    sides = ((first, 0), (second, later))
    bought = [_course(k, bought_mw(kept)[skip:], 3) for k, (kept, skip) in enumerate(sides)]
    charts = [ChartView(tr("Bought, MW"), tuple(bought), key, low=0.0, bands=_bands(sides, "exchange", 1.0))]
    charts.append(_voltages(sides, key))
    losses = [_course(k, 1e3 * _losses(kept)[skip:], 1) for k, (kept, skip) in enumerate(sides)]
    charts.append(ChartView(tr("Losses, kW"), tuple(losses), key, low=0.0, bands=_bands(sides, "losses", 1e3)))
    return tuple(chart for chart in charts if chart.courses)


def _voltages(sides: tuple[tuple[KeptPlan, int], ...], key: str) -> ChartView:
    courses: list[Course] = []
    for k, (kept, skip) in enumerate(sides):
        if kept.over is not None:
            band = _band(kept, "lowest voltage")
            if band is not None:
                courses.append(_course(k, _level(band, MIDDLE)[skip:], 3))
        elif kept.planned is not None and kept.planned.lowest is not None:
            edge = kept.planned.lowest
            if k == 0:
                courses.append(Course("", edge.limit_pu, "medium", "dash", is_read=False, width=1.2))
            courses.append(_course(k, edge.vm_pu[skip:], 3, edge.buses[skip:]))
    return ChartView(tr("Lowest voltage, pu"), tuple(courses), key, bands=_bands(sides, "lowest voltage", 1.0))


def _course(number: int, values: Array, decimals: int, notes: tuple[str, ...] = ()) -> Course:
    token, dash = _LOOKS[number]
    return Course(str(number + 1), values, token, dash, decimals, notes)


def _losses(kept: KeptPlan) -> Array:
    """``(n_step,)`` MW, of a plan over scenarios what is expected."""
    if kept.over is not None:
        outcomes = kept.over.plan.outcomes
        lost = np.stack([o.losses_mw for o in outcomes])
        return np.asarray(np.einsum("s,st->t", [o.probability for o in outcomes], lost))
    assert kept.planned is not None
    return np.asarray(kept.planned.plan.losses_mw)


def _bands(sides: tuple[tuple[KeptPlan, int], ...], name: str, factor: float) -> tuple[BandArea, ...]:
    found = []
    for k, (kept, skip) in enumerate(sides):
        band = _band(kept, name)
        if band is not None:
            low, high = (factor * _level(band, level)[skip:] for level in (LOW, HIGH))
            found.append(BandArea(low, high, ALPHA, _LOOKS[k][0]))
    return tuple(found)


def _band(kept: KeptPlan, name: str) -> Band | None:
    if kept.over is None:
        return None
    return next((band for band in kept.over.plan.bands if band.name == name), None)


def _level(band: Band, level: float) -> Array:
    return np.asarray(band.values[int(np.argmin(np.abs(band.levels - level)))])
