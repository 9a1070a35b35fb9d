"""What the reports of breakers, reclosers and fuses say of who has tripped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.switches import SwitchKind
from engines.restoration.evidence import Gathered
from engines.restoration.location_options import DeviceRates
from engines.restoration.supply_paths import SupplyPaths
from engines.values.fault_evidence import Reading

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Trips:
    """Log-likelihood of what is said of all devices, for a short circuit in each area.

    Attributes:
        none: no device tripped.
        by_area: ``(n_area,)`` the area's own devices tripped; one more entry, 0 beyond ``none``, stands for none.
        backup: ``(n_area,)`` those of the area behind tripped instead; minus infinity where there is none.
    """

    none: float
    by_area: Array
    backup: Array


def trips(paths: SupplyPaths, found: Gathered, rates: DeviceRates) -> Trips:
    """Weigh the reports, and the silence of those that should have reported."""
    reports = _expected_to_report(paths, found)
    protective = {row for rows in paths.devices for row in rows} | set(found.operations)
    tripped, resting = {}, {}
    for row in protective:
        tripped[row], resting[row] = _likelihood(found.operations.get(row), row in reports, rates)
    none = sum(resting.values())
    gain = {row: tripped[row] - resting[row] for row in protective}
    passed = _passed_reports(paths, found)
    by_area = np.full(paths.n_area + 1, none)
    backup = np.full(paths.n_area, -np.inf)
    for area, rows in enumerate(paths.devices):
        own = sum(gain[row] for row in rows)
        by_area[area] += own + _beyond(paths, area, passed.get(area, set()), rates)
        behind = int(paths.behind[area])
        if behind >= 0 and paths.devices[behind]:
            own = sum(gain[row] for row in paths.devices[behind])
            backup[area] = none + own + _beyond(paths, behind, passed.get(area, set()), rates)
    return Trips(float(none), by_area, backup)


def _beyond(paths: SupplyPaths, area: int, passed: set[int], rates: DeviceRates) -> float:
    """What is added where ``area``'s devices trip and others of ``passed`` are said to have: the next ones easily."""
    others = passed - set(paths.devices[area])
    further: set[int] = set()
    above = int(paths.behind[area])
    while above >= 0:
        above = int(paths.behind[above])
        further.update(paths.devices[above] if above >= 0 else ())
    next_to = others - further
    return len(next_to) * float(np.log(rates.upstream / rates.false)) + len(others & further) * float(
        np.log(rates.distant / rates.false)
    )


def _expected_to_report(paths: SupplyPaths, found: Gathered) -> set[int]:
    switch = paths.snapshot.network["switch"]
    able = np.isin(switch["kind"], [str(SwitchKind.BREAKER), str(SwitchKind.RECLOSER)]) & switch["remote"]
    return set(np.flatnonzero(able).tolist()) - found.unreachable


def _likelihood(said: Reading | None, is_expected: bool, rates: DeviceRates) -> tuple[float, float]:
    """Log-likelihood of what is said of one device if it tripped, and if it did not."""
    report = rates.report if is_expected else rates.person
    if said is Reading.TRIPPED:
        return float(np.log(report)), float(np.log(rates.false))
    if said is Reading.CLOSED:
        return float(np.log(rates.wrongly_closed)), 0.0
    return float(np.log1p(-report)) if is_expected else 0.0, 0.0


def _passed_reports(paths: SupplyPaths, found: Gathered) -> dict[int, set[int]]:
    """By area, the devices said to have tripped that the current of a fault in it passes."""
    said = [row for row, reading in found.operations.items() if reading is Reading.TRIPPED]
    passed: dict[int, set[int]] = {}
    for row in said:
        node = paths.zones.count + row
        if paths.path.end[node] <= paths.path.begin[node]:
            continue
        behind = paths.path.behind(node)
        areas = paths.area[behind[behind < paths.zones.count]]
        for area in np.unique(areas).tolist():
            passed.setdefault(area, set()).add(row)
    return passed
