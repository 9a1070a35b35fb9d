"""Pickups alone are those of the whole settings; impedances along trees are those of the whole matrix."""

from __future__ import annotations

import numpy as np
import pytest

from engines.exchange.opening import open_network
from engines.grid.snapshot import Snapshot
from engines.protection.fault import Fault, FaultKind
from engines.protection.grading import derive_settings
from engines.protection.options import Case, ShortCircuitOptions
from engines.protection.pickups import derive_pickups, lowest_pickups
from engines.protection.short_circuit import ShortCircuitModel


@pytest.mark.parametrize("name", ["north", "synthetic:200:1", "synthetic:300:2"])
def test_pickups_are_those_of_the_whole_settings(name: str) -> None:
    snapshot = Snapshot(open_network(name)[0])
    whole = lowest_pickups(derive_settings(snapshot))
    alone = derive_pickups(snapshot)
    assert alone.keys() == whole.keys()
    for row, pickup_ka in whole.items():
        assert alone[row] == pytest.approx(pickup_ka, rel=1e-9)


@pytest.mark.parametrize("name", ["north", "synthetic:200:1"])
@pytest.mark.parametrize("closed", [False, True])
def test_currents_at_all_buses_are_those_of_a_fault_at_each(name: str, closed: bool) -> None:
    """Also with a few ties closed, so that part of the network is no tree."""
    network = open_network(name)[0]
    snapshot = Snapshot(network)
    if closed:
        ties = np.flatnonzero(~np.asarray(network["switch"]["normal_closed"], bool))[:3]
        snapshot = snapshot.with_values("switch", "position", ties.tolist(), 1)
    model = ShortCircuitModel(snapshot, ShortCircuitOptions(case=Case.MIN))
    current_ka = model.bus_currents(FaultKind.TWO_PHASE)
    for row in np.linspace(0, len(network.bus) - 1, 12).astype(int).tolist():
        single = model.solve(Fault("bus", row, FaultKind.TWO_PHASE))
        assert current_ka[row] == pytest.approx(single.ikss_grid_ka, rel=1e-6)
