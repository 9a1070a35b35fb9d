from __future__ import annotations

import numpy as np
import pytest

from engines.exchange.from_pandapower import from_pandapower
from engines.exchange.ieee33 import ieee33
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse

NAMES = ("example_multivoltage", "mv_oberrhein", "create_cigre_network_mv", "create_cigre_network_lv")


@pytest.mark.parametrize("name", NAMES)
def test_supplied_buses_are_those_pandapower_supplies_whatever_is_switched(name: str) -> None:
    import pandapower.networks
    from pandapower.topology import unsupplied_buses

    net = getattr(pandapower.networks, name)()
    network, _ = from_pandapower(net, name=name, source=name)
    snapshot = Snapshot(network)
    rng = np.random.default_rng(3)
    for _ in range(8):
        topology = analyse(snapshot)
        dead = set(network.bus.index[~topology.is_energized].tolist())
        assert dead == set(unsupplied_buses(net))
        position = snapshot.switch_position.copy()
        position[rng.integers(0, len(position), 3)] ^= 1
        snapshot = snapshot.with_state({("switch", "position"): position})
        net.switch["closed"] = position.astype(bool)


def test_oberrhein_has_two_stations_with_two_feeders_each() -> None:
    import pandapower.networks

    network, _ = from_pandapower(pandapower.networks.mv_oberrhein(), name="oberrhein", source="")
    topology = analyse(Snapshot(network))
    assert topology.is_bar.sum() == 2
    assert len({f.source_bus_row for f in topology.feeders}) == 2
    # Every bus but the two bars and the two high-voltage buses hangs on a feeder.
    assert sum(len(f.bus_rows) for f in topology.feeders) == len(network.bus) - 4
    assert topology.is_radial


@pytest.mark.parametrize("open_lines", [(33, 34, 35, 36, 37), (7, 9, 14, 32, 37)])
def test_ieee33_is_radial_in_both_published_states(open_lines: tuple[int, ...]) -> None:
    network = ieee33()
    position = np.ones(len(network["switch"]), np.int8)
    opened = [f"S{number}" for number in open_lines]
    found = np.isin(network["switch"]["name"], opened)
    assert found.sum() == 5
    position[found] = 0
    topology = analyse(Snapshot(network).with_state({("switch", "position"): position}))
    assert topology.is_radial
    assert topology.is_energized.all()
    assert len(topology.feeders) == 1
    position[found.argmax()] = 1
    assert len(analyse(Snapshot(network).with_state({("switch", "position"): position})).loop_branches) == 1
