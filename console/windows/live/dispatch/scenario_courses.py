"""A plan over scenarios in its hours: what is decided for all, and bands over what the scenarios make of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from console.dispatch.figures import power_mw
from console.dispatch.forecast import ScenarioDay
from console.dispatch.kept import KeptPlan
from console.windows.live.dispatch.course_views import STYLES, capacitor_chart, hours_of, tap_chart
from console.windows.live.dispatch.words import money, percent, tr
from engines.values.dispatch import DeviceKind
from engines.values.dispatch_scenarios import Band, StorageMode
from widgets.dispatch.bands import fan_bands
from widgets.dispatch.lines import BandArea, ChartView, Course, CoursesView, StackView
from widgets.dispatch.scenario_lines import BandRow, ScenarioView
from widgets.numbers import number_text

Array = np.ndarray[Any, Any]
_LEAST_MW = 5e-4
_SHARES = np.array([0.0, 0.05, 0.5, 0.95, 1.0])


def scenario_view(kept: KeptPlan) -> ScenarioView | None:
    """What is drawn; ``None`` where there is no plan that holds."""
    day = kept.over
    if day is None or not day.plan.schedule:
        return None
    plan = day.plan
    bands = {band.name: band for band in plan.bands}
    bought = power_mw(plan.schedule, DeviceKind.TIE, kept.case.n_step)
    charts = (
        _exchange(bands.get("exchange"), bought),
        _voltages(bands, day),
        _losses(bands.get("losses")),
        tap_chart(kept.case, plan.schedule),
        capacitor_chart(kept.case, plan.schedule),
        _modes(plan.modes),
    )
    areas = [
        Course(tr("turbine"), power_mw(plan.schedule, DeviceKind.TURBINE, kept.case.n_step), "turbine"),
        Course(tr("purchase"), bought, "grid"),
    ]
    used = tuple(area for area in areas if np.abs(area.values).max(initial=0.0) > _LEAST_MW)
    price = Course(tr("price per MWh"), kept.case.prices.grid[: kept.case.n_step], "medium", "dash", 2, width=1.4)
    courses = CoursesView(
        tr("Decided for all scenarios, MW"), hours_of(kept.case), StackView(used, None, price), charts
    )
    columns = (tr("least"), tr("5 %"), tr("median"), tr("mean"), tr("95 %"), tr("largest"))
    return ScenarioView(courses, columns, figure_rows(day))


def figure_rows(day: ScenarioDay) -> tuple[BandRow, ...]:
    """Cost, losses, exchange, wind and sun used, lowest and highest voltage of the day over the scenarios."""
    outcomes = day.plan.outcomes
    lost = np.array([o.curtailed_mwh for o in outcomes])
    with np.errstate(invalid="ignore", divide="ignore"):
        used = np.where(day.available_mwh > 0, 1.0 - lost / day.available_mwh, np.nan)
    lowest = [float(o.vm_min_pu.min()) if o.vm_min_pu.size else float("nan") for o in outcomes]
    highest = [float(o.vm_max_pu.max()) if o.vm_max_pu.size else float("nan") for o in outcomes]
    rows = (
        (tr("Cost"), [o.cost for o in outcomes], money),
        (tr("Losses, MWh"), [o.losses_mwh for o in outcomes], _three),
        (tr("Exchange, MWh"), [o.purchase_mwh for o in outcomes], _three),
        (tr("Wind and PV used"), used, _share),
        (tr("Lowest voltage, pu"), lowest, _four),
        (tr("Highest voltage, pu"), highest, _four),
    )
    return tuple(
        BandRow(name, tuple(map(text, spread(np.asarray(values, float), day.plan.probability))))
        for name, values, text in rows
    )


def spread(values: Array, probability: Array) -> tuple[float, ...]:
    """Least, 5 %, median, mean, 95 %, largest of ``(n,)`` values; all NaN where one is: then nothing is known."""
    if not len(values) or not np.isfinite(values).all():
        return (float("nan"),) * 6
    order = np.argsort(values)
    ordered, risen = values[order], np.cumsum(probability[order])
    # The least value that is not exceeded with the probability; rounding must not skip one.
    at = np.searchsorted(risen, _SHARES - 1e-12)
    least, low, median, high, largest = ordered[np.minimum(at, len(values) - 1)].tolist()
    return least, low, median, float(probability @ values), high, largest


def _three(value: float) -> str:
    return number_text(value, 3)


def _four(value: float) -> str:
    return number_text(value, 4)


def _share(value: float) -> str:
    return percent(value, 1) if np.isfinite(value) else number_text(value, 1)


def _edges(band: Band, decimals: int = 3, label: str = "", token: str = "plan") -> tuple[tuple[BandArea, ...], Course]:
    """Areas of all levels, and the median, at which least and largest are read as well."""
    ends = zip(band.values[0].tolist(), band.values[-1].tolist(), strict=True)
    notes = tuple(f"({number_text(low, decimals)} … {number_text(high, decimals)})" for low, high in ends)
    middle = band.values[len(band.levels) // 2]
    areas = tuple(replace(area, token=token) for area in fan_bands(band.values))
    return areas, Course(label, middle, token, decimals=decimals, notes=notes)


def _exchange(band: Band | None, bought: Array) -> ChartView:
    title = tr("Exchange, MW")
    if band is None:
        return ChartView(title, empty=tr("not known"))
    areas, read = _edges(band, 2)
    purchase = Course(tr("purchase"), bought, "wire_2", "dash", is_read=False)
    return ChartView(title, (read, purchase), tr("dashed: the purchase"), low=0.0, bands=areas)


def _voltages(bands: dict[str, Band], day: ScenarioDay) -> ChartView:
    """The lowest and the highest voltage, each with its limit where all buses have the same."""
    title = tr("Worst voltage, pu")
    low, high = bands.get("lowest voltage"), bands.get("highest voltage")
    if low is None or high is None:
        return ChartView(title, empty=tr("not known"))
    limits = tuple(
        Course("", np.full(low.values.shape[1], limit), "medium", "dash", is_read=False, width=1.2)
        for limit in (day.vm_min_pu, day.vm_max_pu)
        if np.isfinite(limit)
    )
    below, lowest = _edges(low, label=tr("lowest"))
    above, highest = _edges(high, label=tr("highest"), token="wire_2")
    ends = number_text(float(low.values[0].min()), 4), number_text(float(high.values[-1].max()), 4)
    return ChartView(title, (*limits, lowest, highest), " … ".join(ends), bands=(*below, *above))


def _losses(band: Band | None) -> ChartView:
    title = tr("Losses, kW")
    if band is None:
        return ChartView(title, empty=tr("not known"))
    areas, read = _edges(Band(band.name, band.unit, band.levels, 1e3 * band.values), 1)
    return ChartView(title, (read,), tr("median, half, 90 % and all"), low=0.0, bands=areas)


def _modes(modes: tuple[StorageMode, ...]) -> ChartView:
    """Each storage a line of its own: up while it may charge, down while it may discharge."""
    title = tr("Storage modes")
    if not modes:
        return ChartView(title, empty=tr("no storage"))
    courses = []
    for number, mode in enumerate(modes):
        token, dash = STYLES[number % len(STYLES)]
        charges = np.asarray(mode.charges, bool)
        words = tuple(tr("charges") if up else tr("discharges") for up in charges.tolist())
        name = mode.name.rpartition(" at ")[2] if len(modes) > 1 else ""
        values = charges.astype(float) + 1.6 * (len(modes) - 1 - number)
        courses.append(Course(name, values, token, dash, notes=words, is_told=True))
    return ChartView(title, tuple(courses), tr("up charges, down discharges"), high=1.6 * len(modes), has_scale=False)
