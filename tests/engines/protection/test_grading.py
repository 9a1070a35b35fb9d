"""Settings derived from a network: everything is seen, and the nearest device is the first to act."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engines.exchange.shipped import load_shipped
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.protection.fault import Fault, FaultKind
from engines.protection.grading import derive_settings
from engines.protection.hierarchy import Hierarchy, hierarchy
from engines.protection.options import Case, NeutralEarthing, NeutralTreatment, ShortCircuitOptions
from engines.protection.settings import ProtectionSettings
from engines.protection.short_circuit import ShortCircuitModel


@pytest.fixture(scope="module")
def graded() -> tuple[Network, Hierarchy, ProtectionSettings]:
    network = load_shipped("north").network
    return network, hierarchy(Snapshot(network)), derive_settings(Snapshot(network))


def operating_times(
    network: Network, settings: ProtectionSettings, result: Any, rows: list[int], group: int = 0
) -> dict[int, float]:
    at = np.asarray(network.bus_row(network["switch"]["bus"]))
    times = {}
    for row in rows:
        device = settings.devices[row]
        earth = result.neutral_i_ka[at[row]] if device.uses_neutral else result.switch_earth_i_ka[row]
        times[row] = device.groups[min(group, len(device.groups) - 1)].operate_s(result.switch_i_ka[row], earth)
    return times


@pytest.mark.parametrize("case", list(Case))
@pytest.mark.parametrize("kind", list(FaultKind))
def test_the_nearest_device_acts_first_and_the_next_well_after_it(graded: Any, kind: FaultKind, case: Case) -> None:
    """At every medium-voltage bus of the district, largest and smallest currents."""
    network, tree, settings = graded
    model = ShortCircuitModel(tree.snapshot, ShortCircuitOptions(case, der_k=0.0))
    checked = 0
    for row, buses in tree.own_buses.items():
        path = [row]
        while tree.behind[path[-1]] >= 0:
            path.append(tree.behind[path[-1]])
        for bus in buses:
            if not 1.0 < network.bus["vn_kv"][bus] < 60.0:
                continue
            times = operating_times(network, settings, model.solve(Fault("bus", bus, kind)), path)
            name = f"{network.bus['name'][bus]}: " + ", ".join(
                f"{network['switch'].id[r]} {t:.2f} s" for r, t in times.items()
            )
            is_fuse = settings.devices[row].is_fuse
            assert times[row] < (4.0 if case is Case.MIN else 2.5), name
            for other in path[1:]:
                assert times[other] > times[row] + (0.1 if is_fuse else 0.2), name
            checked += 1
    assert checked > 250


def test_ordinary_load_picks_nothing_up(graded: Any) -> None:
    network, _, settings = graded
    moments = load_shipped("north").moments
    for moment in moments:
        flow = moment.result.branches["line"]
        for row, device in settings.devices.items():
            if network["switch"]["et"][row] == "l":
                line = int(np.flatnonzero(network["line"].index == network["switch"]["element"][row])[0])
                for group in device.groups:
                    assert np.nan_to_num(flow.i_ka[line]) < group.phase[0].pickup_ka


def test_overhead_feeders_reclose_and_cables_do_not(graded: Any) -> None:
    network, _, settings = graded
    recloses = {str(network["switch"]["name"][row]) for row, d in settings.devices.items() if d.reclosing}
    assert {"F1-Q0", "F1-R1", "F1-LR2", "F7-Q0"} <= recloses
    assert not {"F2-Q0", "F3-Q0", "NORTH TR1-Q2"} & recloses


@pytest.mark.parametrize("treatment", [NeutralTreatment.RESONANT, NeutralTreatment.ISOLATED])
def test_where_earth_faults_burn_on_no_earth_stage_is_set(treatment: NeutralTreatment) -> None:
    options = ShortCircuitOptions(neutral=NeutralEarthing(treatment))
    settings = derive_settings(Snapshot(load_shipped("north").network), options)
    assert not any(group.earth for device in settings.devices.values() for group in device.groups)


def test_standby_transformers_are_set_like_those_in_service(graded: Any) -> None:
    network, _, settings = graded
    of = {str(network["switch"]["name"][row]): device for row, device in settings.devices.items()}
    assert of["NORTH TR2-Q2"].groups == of["NORTH TR1-Q2"].groups
