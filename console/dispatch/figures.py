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
    price, bought, hours = kept.case.prices.grid, kept.planned.plan.purchase_mw, kept.case.step_hours
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
            found[device.name] = Moves(used, most * case.days)
    return found
