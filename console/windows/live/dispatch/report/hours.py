"""The plan step by step: the network, then each device."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from console.dispatch.figures import power_mw
from console.dispatch.kept import KeptPlan
from console.dispatch.plan_figures import bought_mw, schedule_of
from console.windows.live.dispatch.course_views import courses_view, hours_of
from console.windows.live.dispatch.report.costs import reactive_mvar
from console.windows.live.dispatch.report.values import MONEY, Column, Drawings, Figure, Section, Value
from console.windows.live.dispatch.scenario_courses import scenario_view
from console.windows.live.dispatch.words import tr
from engines.values.dispatch import DeviceKind, DeviceSchedule
from widgets.dispatch.lines import ChartView, Course

Array = np.ndarray[Any, Any]
_FIELDS = (
    ("p_mw", "MW", 4),
    ("q_mvar", "Mvar", 4),
    ("position", "", 0),
    ("vm_set_pu", "pu", 4),
    ("energy_mwh", "MWh", 4),
    ("available_mw", "MW", 4),
)


def drawings(kept: KeptPlan) -> Drawings | None:
    """The same charts as on the screen, with the exchange; ``None`` where there is nothing to draw."""
    if kept.over is not None:
        view = scenario_view(kept)
        return None if view is None else Drawings(tr("Over the scenarios"), view.courses.hours, view.courses.charts)
    courses = courses_view(kept)
    if courses is None:
        return None
    assert kept.planned is not None
    exchange = ChartView(tr("Bought, MW"), (Course("", kept.planned.plan.purchase_mw, decimals=2),), low=0.0)
    return Drawings(tr("Over the hours"), hours_of(kept.case), (exchange, *courses.charts))


def hour_section(kept: KeptPlan) -> Section:
    """A row a step: price, load, exchange, losses, worst voltages."""
    columns: list[tuple[Column, list[Value]]] = []
    n_step = kept.case.n_step

    def add(title: str, values: Array | None, decimals: int, share: float = 1.0) -> None:
        if values is not None and len(values) == n_step:
            columns.append((Column(title, share), [Figure(v, decimals) for v in np.asarray(values, float).tolist()]))

    def say(title: str, values: tuple[str, ...], share: float = 1.0) -> None:
        columns.append((Column(title, share, is_right=False), list(values)))

    say(tr("Step that begins at"), tuple(kept.case.clock(k) for k in range(n_step)), 0.8)
    add(tr("Price, {sign}/MWh").format(sign=MONEY), kept.case.prices.grid, 2)
    if kept.over is not None:
        add(tr("Bought, expected, MW"), bought_mw(kept), 4)
        for band in kept.over.plan.bands:
            for level in (0.0, 0.5, 1.0):
                at = int(np.argmin(np.abs(band.levels - level)))
                word = {0.0: tr("least"), 0.5: tr("median"), 1.0: tr("largest")}[level]
                title = f"{tr(band.name).capitalize()}, {word}, {band.unit}"
                add(title, band.values[at], 5 if band.unit == "pu" else 4)
    elif kept.planned is not None and kept.has_schedule:
        day = kept.planned
        add(tr("Load, MW"), day.load_mw, 4)
        add(tr("Bought, MW"), day.plan.purchase_mw, 4)
        add(tr("Bought, Mvar"), reactive_mvar(kept), 4)
        for kind, title in ((DeviceKind.WIND, tr("Wind, MW")), (DeviceKind.PV, tr("PV, MW"))):
            add(title, power_mw(day.plan.schedule, kind, n_step), 4)
        add(tr("Losses, kW"), 1e3 * day.plan.losses_mw, 3)
        for edge, title in ((day.lowest, tr("Lowest voltage, pu")), (day.highest, tr("Highest voltage, pu"))):
            if edge is not None:
                add(title, edge.vm_pu, 5)
                say(tr("at bus"), edge.buses, 0.9)
    rows = tuple(zip(*(cells for _, cells in columns), strict=True)) if len(columns) > 2 else ()
    heads = tuple(column for column, _ in columns)
    return Section(tr("Step by step"), tr("Steps"), heads, rows, "", tr("There is no plan."))


def device_section(kept: KeptPlan) -> Section:
    """A row a step, a column a device and quantity; of a plan over scenarios what its scenarios share."""
    heads = [Column(tr("Step that begins at"), 1.0, is_right=False)]
    cells: list[list[Value]] = [[kept.case.clock(k) for k in range(kept.case.n_step)]]
    for title, values, decimals in _devices(kept):
        heads.append(Column(title, 1.3))
        cells.append([Figure(v, decimals) for v in np.asarray(values, float).tolist()])
    if kept.over is not None:
        for mode in kept.over.plan.modes:
            heads.append(Column(tr("{device}, mode").format(device=mode.name), 1.3, is_right=False))
            cells.append([tr("charges") if up else tr("discharges") for up in np.asarray(mode.charges, bool).tolist()])
    rows = tuple(zip(*cells, strict=True)) if len(heads) > 1 else ()
    note = tr(
        "Injection into the network is positive: a discharging storage, an import. Demand response: the load it takes, "
        "and the energy taken ahead of the usual use."
    )
    if kept.over is not None:
        note = (
            tr("What all scenarios share. A storage may do so much as each scenario asks for, within its mode.")
            + " "
            + note
        )
    return Section(tr("Devices step by step"), tr("Devices"), tuple(heads), rows, note, tr("There is no plan."))


def expected_section(kept: KeptPlan) -> Section | None:
    """Every device on the day that is expected, of a plan over scenarios."""
    expected = kept.planned.plan if kept.over is not None and kept.planned is not None else None
    if expected is None or not expected.schedule:
        return None
    heads, cells = [Column(tr("Step that begins at"), 1.0, is_right=False)], [list[Value](expected.times)]
    for title, values, decimals in _quantities(expected.schedule):
        heads.append(Column(title, 1.3))
        cells.append([Figure(v, decimals) for v in np.asarray(values, float).tolist()])
    note = tr(
        "What the shared decisions come to where wind, sun and loads are what is expected of them; a load flow of "
        "every step stands behind it. This is what is sent where the plan is carried out."
    )
    title, sheet = tr("The day that is expected, device by device"), tr("Expected day")
    return Section(title, sheet, tuple(heads), tuple(zip(*cells, strict=True)), note)


def _devices(kept: KeptPlan) -> Iterator[tuple[str, Array, int]]:
    yield from _quantities(schedule_of(kept))


def _quantities(schedule: tuple[DeviceSchedule, ...]) -> Iterator[tuple[str, Array, int]]:
    words = {
        "position": tr("position"),
        "vm_set_pu": tr("set"),
        "available_mw": tr("available"),
        "energy_mwh": tr("energy"),
    }
    for device in schedule:
        for field, unit, decimals in _FIELDS:
            values = getattr(device, field)
            if values is not None:
                yield ", ".join(part for part in (device.name, words.get(field, ""), unit) if part), values, decimals
