"""Figures of a plan that are read off its schedule: what is bought when, moves, what the weather gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from console.dispatch.kept import KeptPlan
from engines.values.dispatch import DeviceKind, DeviceSchedule
from engines.values.dispatch_case import DispatchCase

Array = np.ndarray[Any, Any]
MOST_PERIODS = 6
_WEATHER = (DeviceKind.WIND, DeviceKind.PV)


@dataclass(frozen=True, slots=True)
class PricePeriod:
    """What is bought while the grid's price lies in ``low`` to ``high`` money per MWh.

    Attributes:
        hours: how long that is.
        energy_mwh: bought, less what is given back.
    """

    low: float
    high: float
    hours: float
    energy_mwh: float


def price_periods(kept: KeptPlan) -> tuple[PricePeriod, ...]:
    """Purchase by price, lowest price first; where there are many prices, in groups of about as many hours."""
    if kept.planned is None or not len(kept.planned.plan.purchase_mw):
        return ()
    return energy_by_price(kept.case.prices.grid, kept.planned.plan.purchase_mw, kept.case.step_hours)


def energy_by_price(price: Array, bought: Array, hours: float) -> tuple[PricePeriod, ...]:
    """``(n_step,)`` MW bought in steps of so many ``hours`` at an ``(n_step,)`` price; see :func:`price_periods`."""
    levels = np.unique(price)
    groups = [levels[k : k + 1] for k in range(len(levels))]
    if len(levels) > MOST_PERIODS:
        edges = np.unique(np.quantile(price, np.linspace(0, 1, 4)))
        place = np.searchsorted(edges[1:-1], levels, side="right")
        groups = [levels[place == k] for k in np.unique(place)]
    found = []
    for group in groups:
        mine = np.isin(price, group)
        energy = float(bought[mine].sum() * hours)
        found.append(PricePeriod(float(group[0]), float(group[-1]), float(mine.sum() * hours), energy))
    return tuple(found)


def of_kind(schedule: tuple[DeviceSchedule, ...], *kinds: DeviceKind) -> tuple[DeviceSchedule, ...]:
    """The devices of some kinds."""
    return tuple(device for device in schedule if device.kind in kinds)


def power_mw(schedule: tuple[DeviceSchedule, ...], kind: DeviceKind, n_step: int) -> Array:
    """``(n_step,)`` what all devices of a kind inject."""
    total = np.zeros(n_step)
    for device in of_kind(schedule, kind):
        if device.p_mw is not None:
            total = total + device.p_mw
    return total


def used_share(schedule: tuple[DeviceSchedule, ...], kind: DeviceKind) -> float:
    """What is used of what the weather gives, 0 to 1; NaN where it gives nothing."""
    devices = [d for d in of_kind(schedule, kind) if d.p_mw is not None and d.available_mw is not None]
    available = float(sum(d.available_mw.sum() for d in devices if d.available_mw is not None))
    used = float(sum(d.p_mw.sum() for d in devices if d.p_mw is not None))
    return used / available if available > 0 else float("nan")


@dataclass(frozen=True, slots=True)
class WeatherUse:
    """What a unit made of its wind or sun on a day.

    Attributes:
        day: of the horizon, counted from 0 at midnight; unit: its name, "" for all of the kind.
        available_mwh, used_mwh: what was allowed, and what of it is given.
    """

    day: int
    kind: DeviceKind
    unit: str
    available_mwh: float
    used_mwh: float

    @property
    def curtailed_mwh(self) -> float:
        """What is left unused."""
        return self.available_mwh - self.used_mwh

    @property
    def share(self) -> float:
        """Of what was allowed, 0 to 1; NaN where nothing was."""
        return self.used_mwh / self.available_mwh if self.available_mwh > 0 else float("nan")


def weather_use(case: DispatchCase, schedule: tuple[DeviceSchedule, ...]) -> tuple[WeatherUse, ...]:
    """Wind and PV of each day: every unit, then all of a kind where there are several."""
    devices = [d for d in of_kind(schedule, *_WEATHER) if d.p_mw is not None and d.available_mw is not None]
    if not devices:
        return ()
    available = case.by_day(np.stack([np.asarray(d.available_mw) for d in devices], axis=1))
    used = case.by_day(np.stack([np.asarray(d.p_mw) for d in devices], axis=1))
    return by_unit_and_day([(d.kind, d.name) for d in devices], available, used)


def by_unit_and_day(units: list[tuple[DeviceKind, str]], available: Array, used: Array) -> tuple[WeatherUse, ...]:
    """The same from ``(n_day, n_unit)`` MWh."""
    found = []
    for day in range(len(available)):
        for kind in _WEATHER:
            mine = [k for k, (own, _) in enumerate(units) if own is kind]
            found += [WeatherUse(day, kind, units[k][1], float(available[day, k]), float(used[day, k])) for k in mine]
            if len(mine) > 1:
                found.append(WeatherUse(day, kind, "", float(available[day, mine].sum()), float(used[day, mine].sum())))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Moves:
    """How often a switched device moves over the horizon, and how often it may."""

    used: int
    allowed: int


def moves(case: DispatchCase, schedule: tuple[DeviceSchedule, ...]) -> dict[str, Moves]:
    """By name of the device; the first step counts from its initial position where the case tells that."""
    found: dict[str, Moves] = {}
    tables: dict[DeviceKind, list[tuple[int | None, int]]] = {
        DeviceKind.SUBSTATION_TAP: [(d.initial_position, d.max_moves_per_day) for d in case.substation_taps],
        DeviceKind.FEEDER_TAP: [(d.initial_position, d.max_moves_per_day) for d in case.feeder_taps],
        DeviceKind.CAPACITOR: [(d.initial_step, d.max_moves_per_day) for d in case.capacitors],
    }
    for kind, told in tables.items():
        for device, (initial, most) in zip(of_kind(schedule, kind), told, strict=False):
            if device.position is None:
                continue
            first = device.position[0] if initial is None else initial
            used = int(np.count_nonzero(np.diff(device.position, prepend=first)))
            found[device.name] = Moves(used, most * (int(case.day_of_step[-1]) + 1))
    return found
