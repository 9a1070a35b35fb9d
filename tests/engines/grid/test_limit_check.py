"""Limits: which are violated, how badly, and that nothing unknown counts as fine or as wrong."""

from __future__ import annotations

import numpy as np

from engines.grid.limit_check import check_limits, limit_arrays
from engines.grid.limits import Limits, VoltageBand
from engines.grid.network import Network, make_network, make_table
from engines.values.violations import Severity, ViolationKind

NAN = float("nan")


def network() -> Network:
    bands = (VoltageBand(0.0, 1.0, 0.9, 1.1, 0.85, 1.15), VoltageBand(1.0, float("inf"), 0.95, 1.05, 0.90, 1.10))
    columns = {"vn_kv": [20.0, 20.0, 20.0, 0.4], "min_vm_pu": [NAN, 0.98, NAN, NAN]}
    tables = {
        "bus": make_table("bus", columns),
        "line": make_table("line", {"from_bus": [0, 1], "to_bus": [1, 2], "length_km": [1.0, 1.0]}),
        "trafo": make_table("trafo", {"hv_bus": [2], "lv_bus": [3], "max_loading_percent": [80.0]}),
    }
    return make_network("limits", tables, limits=Limits(bands, 100.0, 120.0))


def test_nothing_is_found_where_nothing_is_beyond() -> None:
    limits = limit_arrays(network())
    found = check_limits(limits, np.array([1.0, 0.98, 1.05, 0.9]), {"line": np.array([100.0, 20.0])})
    assert len(found) == 0


def test_each_level_and_element_has_its_own_limits_worst_first() -> None:
    limits = limit_arrays(network())
    vm_pu = np.array([0.93, 0.97, 1.12, 0.91])
    found = check_limits(limits, vm_pu, {"line": np.array([110.0, 130.0]), "trafo": np.array([90.0])})
    rows = list(
        zip(found.table.tolist(), found.row.tolist(), found.kind.tolist(), found.severity.tolist(), strict=True)
    )
    high, medium = int(Severity.HIGH), int(Severity.MEDIUM)
    assert rows == [
        ("line", 1, ViolationKind.OVERLOAD, high),
        ("bus", 2, ViolationKind.OVERVOLTAGE, high),
        ("trafo", 0, ViolationKind.OVERLOAD, medium),
        ("line", 0, ViolationKind.OVERLOAD, medium),
        ("bus", 0, ViolationKind.UNDERVOLTAGE, medium),
        ("bus", 1, ViolationKind.UNDERVOLTAGE, medium),
    ]
    assert found.limit.tolist() == [100.0, 1.05, 80.0, 100.0, 0.95, 0.98]
    assert found.count(ViolationKind.OVERLOAD) == 3


def test_dead_buses_and_branches_without_rating_violate_nothing() -> None:
    limits = limit_arrays(network())
    found = check_limits(limits, np.full(4, NAN), {"line": np.full(2, NAN)})
    assert len(found) == 0


def test_source_held_at_its_limit_does_not_violate_it_by_rounding() -> None:
    limits = limit_arrays(network())
    assert len(check_limits(limits, np.array([1.0, 0.98 - 1e-9, 1.05 + 1e-9, 1.0]), {})) == 0


def test_lowest_and_highest_phase_are_checked_apart() -> None:
    limits = limit_arrays(network())
    found = check_limits(limits, np.array([0.94, 1.0, 1.0, 1.0]), {}, np.array([1.06, 1.0, 1.0, 1.0]))
    assert sorted(found.kind.tolist()) == [ViolationKind.OVERVOLTAGE, ViolationKind.UNDERVOLTAGE]
    assert found.value.tolist() == [0.94, 1.06] or found.value.tolist() == [1.06, 0.94]
