"""The network cut at every switch."""

from __future__ import annotations

import numpy as np
import pytest

from engines.exchange.opening import open_network
from engines.grid.network import ElementRef, Network
from engines.restoration.zones import zones_of


@pytest.fixture(scope="module", params=["north", "ieee33", "synthetic:300:2"])
def network(request: pytest.FixtureRequest) -> Network:
    """Networks with couplings, end switches and lines without any."""
    return open_network(request.param)[0]


def test_every_bus_and_branch_is_in_one_zone_and_every_switch_between_two(network: Network) -> None:
    zones = zones_of(network)
    assert (zones.of_bus >= 0).all()
    assert set(np.r_[zones.of_bus, zones.of_edge].tolist()) - {-1} == set(range(zones.count))
    couples = zones.graph.coupling_edge[zones.graph.coupling_edge >= 0]
    assert (zones.of_edge[couples] == -1).all()
    assert (np.delete(zones.of_edge, couples) >= 0).all()
    assert (zones.of_switch >= 0).all()


def test_a_branch_end_without_a_switch_is_in_the_zone_of_its_bus(network: Network) -> None:
    zones = zones_of(network)
    graph = zones.graph
    switched = np.zeros((graph.n_edge, 2), bool)
    switched[graph.switch_edge, graph.switch_end] = True
    for edge in np.flatnonzero(zones.of_edge >= 0).tolist():
        for end, node in enumerate((int(graph.first[edge]), int(graph.second[edge]))):
            if node < graph.n_bus and not switched[edge, end]:
                assert zones.of_edge[edge] == zones.of_bus[node]


def test_with_every_switch_closed_or_open_the_zones_are_what_hangs_together(network: Network) -> None:
    zones = zones_of(network)
    graph = zones.graph
    alive = zones.of_edge >= 0
    alive[graph.switch_edge] = False
    count, part = graph.components(alive)
    bus_part = part[: graph.n_bus]
    pairs = set(zip(zones.of_bus.tolist(), bus_part.tolist(), strict=True))
    assert len(pairs) == len(set(zones.of_bus.tolist())) == len(set(bus_part.tolist()))
    assert count >= len(set(bus_part.tolist()))


def test_what_stands_at_a_bus_is_in_its_zone(network: Network) -> None:
    zones = zones_of(network)
    bus = int(network.bus_row(network["load"]["bus"][[0]])[0])
    assert zones.of_element(network, ElementRef("load", 0)) == zones.of_bus[bus]
    assert zones.of_element(network, ElementRef("bus", bus)) == zones.of_bus[bus]
    line = zones.of_element(network, ElementRef("line", 0))
    assert 0 <= line < zones.count
