"""What stands under voltage is not suspected."""

from __future__ import annotations

import numpy as np
import pytest

from engines.exchange.opening import open_network
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.restoration.location import locate
from engines.restoration.narrowing import at_wires, device_of_silent, lost_zones, within
from engines.restoration.zones import zones_of
from engines.values.fault_evidence import EvidenceKind, FaultEvidence, Reading
from engines.values.location import LocationStatus


@pytest.fixture(scope="module")
def network() -> Network:
    return open_network("north")[0]


def behind_the_fuse(network: Network) -> tuple[str, ...]:
    """Loads at low voltage behind the fuse F2-F11."""
    bus = {int(i): str(k) for i, k in zip(network.bus.index, network.bus.id, strict=True)}
    load = network["load"]
    return tuple(str(load.id[k]) for k in range(len(load)) if bus[int(load["bus"][k])].startswith("bus:F2-11L"))


def zone_of(network: Network, element_id: str) -> int:
    ref = network.find(element_id)
    assert ref is not None
    return zones_of(network).of_element(network, ref)


def test_meters_behind_one_fuse_name_it(network: Network) -> None:
    loads = behind_the_fuse(network)
    assert len(loads) >= 2
    assert device_of_silent(Snapshot(network), loads) == "switch:F2-F11"


def test_meters_of_two_feeders_name_nothing(network: Network) -> None:
    loads = behind_the_fuse(network)
    other = next(str(i) for i in network["load"].id if "F9" in str(i))
    assert device_of_silent(Snapshot(network), (*loads, other)) == ""


def test_what_has_supply_again_is_not_lost_any_more(network: Network) -> None:
    snapshot = Snapshot(network)
    lost = lost_zones(snapshot, ("switch:F2-Q0",))
    tie = network.find("switch:T2")
    breaker, section = network.find("switch:F2-Q0"), network.find("switch:F2-S2")
    assert tie is not None
    assert breaker is not None
    assert section is not None
    position = snapshot.switch_position.copy()
    position[[breaker.row, section.row]], position[tie.row] = SwitchPosition.OPEN, SwitchPosition.CLOSED
    left = lost_zones(snapshot, ("switch:F2-Q0",), position)
    assert left.any()
    assert (lost & ~left).any()
    assert not (left & ~lost).any()


def test_only_lost_zones_stay_suspected_and_keep_their_ratios(network: Network) -> None:
    snapshot = Snapshot(network)
    evidence = [FaultEvidence(EvidenceKind.LAST_GASP, load, 1) for load in behind_the_fuse(network)]
    wide = locate(snapshot, evidence)
    narrow = within(wide, lost_zones(snapshot, ("switch:F2-F11",)))
    assert narrow.all_probability.sum() == pytest.approx(1.0)
    assert {zone for pair in narrow.all_zones.tolist() for zone in pair if zone >= 0} == set(
        narrow.credible_zones(0.999999)
    )
    place = zone_of(network, "bus:F2-11L1")
    assert narrow.credible_zones(0.99) == (place,)
    assert narrow.status is LocationStatus.LOCATED
    before = {tuple(z): p for z, p in zip(wide.all_zones.tolist(), wide.all_probability.tolist(), strict=True)}
    after = {tuple(z): p for z, p in zip(narrow.all_zones.tolist(), narrow.all_probability.tolist(), strict=True)}
    ratios = {round(after[key] / before[key], 6) for key in after if before[key] > 1e-12}
    assert len(ratios) <= 2
    assert narrow.zone_probability.sum() >= 1.0 - 1e-9


def test_where_nothing_fits_the_location_stays(network: Network) -> None:
    snapshot = Snapshot(network)
    evidence = [FaultEvidence(EvidenceKind.BREAKER_OPERATION, "switch:F2-Q0", 1, Reading.TRIPPED)]
    location = locate(snapshot, evidence)
    nowhere = np.zeros(len(location.zone_probability), bool)
    assert within(location, nowhere) is location


def test_a_wire_that_somebody_saw_is_where_the_fault_is(network: Network) -> None:
    snapshot = Snapshot(network)
    line = "line:F5-W08"
    location = at_wires(snapshot, locate(snapshot, [FaultEvidence(EvidenceKind.WIRE_DOWN, line, 1)]), [line])
    assert location.status.is_usable
    assert location.credible_zones(0.99) == (zone_of(network, line),)


def test_a_wire_nobody_knows_changes_nothing(network: Network) -> None:
    snapshot = Snapshot(network)
    location = locate(snapshot, [FaultEvidence(EvidenceKind.BREAKER_OPERATION, "switch:F2-Q0", 1, Reading.TRIPPED)])
    assert at_wires(snapshot, location, ["line:nowhere"]) is location
