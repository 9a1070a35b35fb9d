"""How zones were fed, held against a new analysis of the network with the device open."""

from __future__ import annotations

import numpy as np
import pytest

from engines.exchange.opening import open_network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.restoration.nesting import nest
from engines.restoration.supply_paths import SupplyPaths, supply_paths, zone_members

NETWORKS = ["north", "ieee33", "synthetic:300:2"]


@pytest.fixture(scope="module", params=NETWORKS)
def paths(request: pytest.FixtureRequest) -> SupplyPaths:
    return supply_paths(Snapshot(open_network(request.param)[0]))


def dark_with_open(paths: SupplyPaths, rows: tuple[int, ...]) -> np.ndarray:
    """``(n_bus,)`` who loses supply once these switches are open."""
    opened = paths.snapshot.with_values("switch", "position", list(rows), SwitchPosition.OPEN)
    return analyse(paths.snapshot).is_energized & ~analyse(opened).is_energized


def test_what_lies_behind_an_area_s_devices_is_what_gets_dark_when_they_open(paths: SupplyPaths) -> None:
    checked = 0
    for area, rows in enumerate(paths.devices):
        if not rows:
            continue
        behind = paths.area_path.behind(area)
        told = np.isin(paths.area[paths.zones.of_bus], behind[behind < paths.n_area])
        assert np.array_equal(told, dark_with_open(paths, rows)), paths.devices[area]
        checked += 1
    assert checked == sum(bool(rows) for rows in paths.devices) > 0


def test_a_switch_stands_before_what_gets_dark_when_it_opens(paths: SupplyPaths) -> None:
    zones = np.arange(paths.zones.count)
    for row in paths.conducting[:: max(1, len(paths.conducting) // 40)].tolist():
        passes = paths.passes(np.array([row]), zones)[0][paths.zones.of_bus]
        assert np.array_equal(passes > 0, dark_with_open(paths, (row,)))


def test_the_area_behind_a_failed_device_is_the_next_one_toward_the_source(paths: SupplyPaths) -> None:
    for area in range(paths.n_area):
        behind = int(paths.behind[area])
        if behind >= 0:
            assert paths.area_path.stands_before(behind, area)
            assert not paths.area_path.stands_before(area, behind)


def test_every_element_belongs_to_the_zone_that_lists_it() -> None:
    paths = supply_paths(Snapshot(open_network("ieee33")[0]))
    members = zone_members(paths)
    assert sorted(name for zone in members for name in zone if name.startswith("bus")) == sorted(
        paths.snapshot.network.bus.id.tolist()
    )


def test_in_a_closed_ring_no_switch_of_it_stands_alone() -> None:
    """IEEE 33 with tie 33 (bus 8 to 21) closed: switches 3 to 7 and 18 to 20 are in the ring, 8 is behind it."""
    network = open_network("ieee33")[0]
    row = {name: k for k, name in enumerate(network["switch"].id.tolist())}
    closed = Snapshot(network).with_values("switch", "position", row["switch:33"], SwitchPosition.CLOSED)
    paths = supply_paths(closed)
    zone = int(paths.zones.of_bus[network.bus.id.tolist().index("bus:18")])
    share = paths.passes(
        np.array([row["switch:5"], row["switch:33"], row["switch:8"], row["switch:22"]]), np.array([zone])
    )
    assert share[:, 0].tolist() == [0.5, 0.5, 1.0, 0.0]


def test_a_fault_between_two_feeding_ends_opens_the_devices_of_both() -> None:
    """Area 1 hangs between the devices 3 and 4; area 2 is fed through area 1 alone."""
    ring = nest(6, np.array([[0, 3], [3, 1], [0, 4], [4, 1], [1, 5], [5, 2]]), np.array([0]))
    assert ring.stands_before(1, 2)
    assert not ring.stands_before(3, 1)
    assert not ring.stands_before(4, 1)
    assert sorted(ring.behind(1).tolist()) == [1, 2, 5]


def test_without_any_source_nothing_is_fed() -> None:
    network = open_network("ieee33")[0]
    paths = supply_paths(Snapshot(network).with_values("ext_grid", "in_service", 0, False))
    assert not len(paths.fed_zones)
    assert paths.devices == ()
