"""A plan over its hours: power stacked, voltages, staircases, storage, weather, losses."""

from __future__ import annotations

from typing import Any

import numpy as np

from console.dispatch.figures import moves, of_kind, power_mw, used_share
from console.dispatch.kept import KeptPlan, PlannedDay
from console.windows.live.dispatch.words import percent, tr
from engines.values.dispatch import DeviceKind, DeviceSchedule
from engines.values.dispatch_case import DispatchCase
from widgets.dispatch.lines import ChartView, Course, CoursesView, Hours, StackView
from widgets.numbers import number_text

Array = np.ndarray[Any, Any]
Schedule = tuple[DeviceSchedule, ...]
STYLES = (("text", ""), ("text", "dash"), ("text", "dot"), ("wire_2", ""), ("wire_2", "dash"), ("wire_2", "dot"))
_LEAST_MW = 5e-4


def hours_of(case: DispatchCase) -> Hours:
    """The hours of a case."""
    begins = (*(case.clock(step) for step in range(case.n_step)), case.clock_end(case.n_step))
    first = 0.0
    if case.start is not None:
        minutes = (case.start.astype("datetime64[m]") - case.start.astype("datetime64[D]")).astype(int)
        first = float(minutes) / 60.0
    return Hours(begins, case.step_hours, first)


def courses_view(kept: KeptPlan) -> CoursesView | None:
    """What is drawn; ``None`` where there is no schedule."""
    day = kept.planned
    if day is None or not day.plan.schedule:
        return None
    charts = (
        voltage_chart(day), tap_chart(kept.case, day.plan.schedule), capacitor_chart(kept.case, day.plan.schedule),
        _storage_chart(day),
        _weather_chart(day), loss_chart(day),
    )  # fmt: skip
    return CoursesView(tr("Power, MW"), hours_of(kept.case), _power(kept.case, day), charts)


def _power(case: DispatchCase, day: PlannedDay) -> StackView:
    schedule, n = day.plan.schedule, case.n_step
    areas = [
        Course(tr("wind"), power_mw(schedule, DeviceKind.WIND, n), "wind"),
        Course(tr("PV"), power_mw(schedule, DeviceKind.PV, n), "pv"),
        Course(tr("turbine"), power_mw(schedule, DeviceKind.TURBINE, n), "turbine"),
        Course(tr("storage"), power_mw(schedule, DeviceKind.STORAGE, n), "storage"),
        Course(tr("from the grid"), day.plan.purchase_mw, "grid"),
    ]
    used = tuple(area for area in areas if np.abs(area.values).max(initial=0.0) > _LEAST_MW)
    price = Course(tr("price per MWh"), case.prices.grid[:n], "medium", "dash", 2, width=1.4)
    return StackView(used, Course(tr("load"), day.load_mw, "text", width=2.0), price)


def voltage_chart(day: PlannedDay) -> ChartView:
    """The worst buses with their limits."""
    title, low, high = tr("Worst voltage, pu"), day.lowest, day.highest
    if low is None or high is None:
        return ChartView(title, empty=tr("not known"))
    courses = (
        Course("", low.limit_pu, "medium", "dash", is_read=False, width=1.2),
        Course("", high.limit_pu, "medium", "dash", is_read=False, width=1.2),
        Course(tr("lowest"), low.vm_pu, notes=low.buses),
        Course(tr("highest"), high.vm_pu, "wire_2", notes=high.buses),
    )
    return ChartView(title, courses, voltage_text(day))


def voltage_text(day: PlannedDay) -> str:
    """The lowest and the highest voltage of all hours, each with its bus."""
    parts = []
    for edge, pick in ((day.lowest, np.nanargmin), (day.highest, np.nanargmax)):
        if edge is not None and np.isfinite(edge.vm_pu).any():
            at = int(pick(edge.vm_pu))
            parts.append(f"{number_text(float(edge.vm_pu[at]), 3)} {edge.buses[at]}")
    return " … ".join(parts)


def _staircase(
    title: str, missing: str, case: DispatchCase, schedule: Schedule, devices: tuple[DeviceSchedule, ...]
) -> ChartView:
    shown = [d for d in devices if d.position is not None]
    if not shown:
        return ChartView(title, empty=missing)
    told = moves(case, schedule)
    courses = [_styled(n, short_name(d, shown), d.position, 0) for n, d in enumerate(shown) if d.position is not None]
    texts = []
    for device in shown:
        count = tr("{used} of {allowed} moves").format(
            used=told[device.name].used if device.name in told else "–",
            allowed=told[device.name].allowed if device.name in told else "–",
        )
        texts.append(count if len(shown) == 1 else f"{short_name(device, shown)} {count}")
    return ChartView(title, tuple(courses), " · ".join(texts))


def tap_chart(case: DispatchCase, schedule: Schedule) -> ChartView:
    """Positions of the taps."""
    devices = of_kind(schedule, DeviceKind.SUBSTATION_TAP, DeviceKind.FEEDER_TAP)
    title = tr("Tap") if len(devices) == 1 else tr("Taps")
    return _staircase(title, tr("no taps to move"), case, schedule, devices)


def capacitor_chart(case: DispatchCase, schedule: Schedule) -> ChartView:
    """Steps of the capacitor banks."""
    devices = of_kind(schedule, DeviceKind.CAPACITOR)
    chart = _staircase(tr("Capacitors, steps"), tr("no capacitors"), case, schedule, devices)
    return ChartView(chart.title, chart.courses, chart.summary, chart.empty, 0.0)


def _storage_chart(day: PlannedDay) -> ChartView:
    title, devices = tr("Storage, MWh"), of_kind(day.plan.schedule, DeviceKind.STORAGE)
    shown = [d for d in devices if d.energy_mwh is not None]
    if not shown:
        return ChartView(title, empty=tr("no storage"))
    courses = []
    for number, device in enumerate(shown):
        token, dash = STYLES[number % len(STYLES)]
        values = np.asarray(device.energy_mwh)
        courses.append(Course(short_name(device, shown), values, token, dash, 2, at_ends=True))
    ends = sum(float(d.energy_mwh[-1]) for d in shown if d.energy_mwh is not None)
    return ChartView(title, tuple(courses), tr("{energy} MWh at the end").format(energy=number_text(ends, 2)), low=0.0)


def _weather_chart(day: PlannedDay) -> ChartView:
    schedule, title = day.plan.schedule, tr("Wind and PV, MW")
    devices = [d for d in of_kind(schedule, DeviceKind.WIND, DeviceKind.PV) if d.available_mw is not None]
    if not devices:
        return ChartView(title, empty=tr("no wind or PV"))
    available = np.sum([d.available_mw for d in devices if d.available_mw is not None], axis=0)
    used = np.sum([d.p_mw for d in devices if d.p_mw is not None], axis=0)
    is_curtailed = bool(np.max(available - used, initial=0.0) > _LEAST_MW)
    # Where all is used the two lines are one: two names would lie on each other.
    given = Course(tr("given"), available, "wire_2", "dash", is_read=is_curtailed)
    courses = (given, Course(tr("used"), used))
    words = ((DeviceKind.WIND, tr("wind")), (DeviceKind.PV, tr("PV")))
    shares = [(name, used_share(schedule, kind)) for kind, name in words]
    texts = [f"{name} {percent(share, 1)}" for name, share in shares if np.isfinite(share)]
    return ChartView(title, courses, tr("used: {shares}").format(shares=" · ".join(texts)), low=0.0)


def loss_chart(day: PlannedDay) -> ChartView:
    """What is lost, by the load flow."""
    text = tr("{energy} MWh").format(energy=number_text(day.plan.losses_mwh, 3))
    return ChartView(tr("Losses, kW"), (Course("", 1e3 * day.plan.losses_mw, decimals=1),), text, low=0.0)


def short_name(device: DeviceSchedule, beside: list[DeviceSchedule]) -> str:
    """Of devices of a kind, where each stands."""
    return device.name.rpartition(" at ")[2] if len(beside) > 1 else ""


def _styled(number: int, label: str, values: Array, decimals: int) -> Course:
    token, dash = STYLES[number % len(STYLES)]
    return Course(label, values, token, dash, decimals)
