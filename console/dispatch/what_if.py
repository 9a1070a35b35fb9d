"""A case with devices out of service or other prices: what a what-if plans. Free of Qt and solvers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.values.dispatch import DeviceKind
from engines.values.dispatch_case import DispatchCase
from engines.values.frozen import frozen_array
from engines.values.validation import InputError

MOST_LEVELS = 6
"""A price of the grid with more levels than that is scaled as a whole."""
SCALED = "grid_percent"
_TABLES = {
    "storages": DeviceKind.STORAGE,
    "turbines": DeviceKind.TURBINE,
    "renewables": DeviceKind.WIND,
    "responses": DeviceKind.DEMAND_RESPONSE,
    "capacitors": DeviceKind.CAPACITOR,
    "compensators": DeviceKind.SVC,
    "substation_taps": DeviceKind.SUBSTATION_TAP,
    "feeder_taps": DeviceKind.FEEDER_TAP,
}
_HELD = ("substation_taps", "feeder_taps")
"""Out of service they keep their position; without them the voltage of a source would be unknown."""


@dataclass(frozen=True, slots=True)
class CaseDevice:
    """A device that may be out of service.

    Attributes:
        key: its place in the case; place: bus or transformer, "" for the source.
        size: rating with unit.
    """

    key: str
    kind: DeviceKind
    place: str
    size: str


@dataclass(frozen=True, slots=True)
class CasePrice:
    """A price that may be another: money per MWh, or percent of all prices of the grid.

    Attributes:
        key: ``grid_0`` and on for the levels of the grid's price, lowest first, or a field of the prices.
        least: below it no plan is made.
    """

    key: str
    value: float
    least: float = 0.0


def case_devices(case: DispatchCase) -> tuple[CaseDevice, ...]:
    """What may be out of service, in the order a person reads it."""
    found = []
    for table, kind in _TABLES.items():
        for number, device in enumerate(getattr(case, table)):
            own = DeviceKind.PV if table == "renewables" and device.kind == "pv" else kind
            place = getattr(device, "trafo", "") or str(getattr(device, "bus", "") or "")
            found.append(CaseDevice(f"{table}/{number}", own, place, _size(table, device)))
    return tuple(found)


def _size(table: str, device: Any) -> str:
    if table == "storages":
        return f"{device.p_mw:g} MW, {device.e_mwh:g} MWh"
    if table in ("renewables", "turbines"):
        return f"{device.s_mva:g} MVA"
    if table == "capacitors":
        return f"{device.steps} × {device.step_mvar:g} Mvar"
    if table == "compensators":
        return f"{device.q_min_mvar:g} … {device.q_max_mvar:g} Mvar"
    if table == "responses":
        return f"{100 * device.flexible_fraction:g} %"
    return f"{device.positions} positions" if table == "substation_taps" else ""


def case_prices(case: DispatchCase) -> tuple[CasePrice, ...]:
    """What may cost something else."""
    levels = grid_levels(case)
    if len(levels) <= MOST_LEVELS:
        grid = [CasePrice(f"grid_{k}", level, -1e6) for k, level in enumerate(levels)]
    else:
        grid = [CasePrice(SCALED, 100.0)]
    used = [
        ("mt", case.turbines),
        ("es", case.storages),
        ("wt", [r for r in case.renewables if r.kind != "pv"]),
        ("pv", [r for r in case.renewables if r.kind == "pv"]),
    ]
    own = [CasePrice(key, getattr(case.prices, key)) for key, devices in used if devices]
    return (*grid, *own, CasePrice("loss", case.prices.loss))


def grid_levels(case: DispatchCase) -> tuple[float, ...]:
    """The different prices of the grid, lowest first."""
    return tuple(float(level) for level in np.unique(case.prices.grid))


def changed_case(case: DispatchCase, out: frozenset[str], prices: dict[str, float]) -> DispatchCase:
    """The case with the devices ``out`` of service and other ``prices``, by their keys.

    Raises ``InputError`` where nothing would be different.
    """
    changed = case
    for table in _TABLES:
        devices = getattr(case, table)
        gone = {k for k in range(len(devices)) if f"{table}/{k}" in out}
        if gone and table in _HELD:
            kept = tuple(replace(d, max_moves_per_day=0) if k in gone else d for k, d in enumerate(devices))
        else:
            kept = tuple(d for k, d in enumerate(devices) if k not in gone)
        if gone:
            field: dict[str, Any] = {table: kept}
            changed = replace(changed, **field)
    before = {price.key: price.value for price in case_prices(case)}
    different = {key: value for key, value in prices.items() if before.get(key, value) != value}
    if different:
        changed = replace(changed, prices=_priced(case, different))
    if changed is case:
        raise InputError(case.name, "nothing is different", "take a device out of service or change a price")
    return changed


def _priced(case: DispatchCase, different: dict[str, float]) -> Any:
    grid = np.array(case.prices.grid, float)
    for k, level in enumerate(grid_levels(case)):
        if f"grid_{k}" in different:
            grid[case.prices.grid == level] = different[f"grid_{k}"]
    grid *= different.get(SCALED, 100.0) / 100.0
    own = {key: value for key, value in different.items() if hasattr(case.prices, key)}
    return replace(case.prices, grid=frozen_array(grid), **own)
