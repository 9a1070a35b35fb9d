from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest

from engines.grid.network import ElementRef, Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.grid.tracing import (
    CustomerCount,
    customers_at,
    downstream,
    downstream_mask,
    isolation,
    loss_of_opening,
    lower_bus,
    path_to_source,
    tie_neighbours,
)

Turn = Callable[[Snapshot, str, SwitchPosition], Snapshot]


def test_path_to_the_source_names_each_branch_on_the_way(two_feeders: Network) -> None:
    trace = path_to_source(analyse(Snapshot(two_feeders)), 5)
    assert trace.bus_rows == (5, 4, 3, 1, 0)
    assert trace.branches == (
        ElementRef("line", 2),
        ElementRef("line", 1),
        ElementRef("line", 0),
        ElementRef("trafo", 0),
    )


def test_downstream_is_the_bus_and_all_it_feeds(two_feeders: Network) -> None:
    trace = downstream(analyse(Snapshot(two_feeders)), 4)
    assert trace.bus_rows == (4, 5, 9)
    assert set(trace.branches) == {ElementRef("line", 2), ElementRef("trafo", 2)}


@pytest.mark.parametrize("seed", range(30))
def test_downstream_sets_are_the_descendants_of_the_tree(seed: int, make_random: Callable[..., Network]) -> None:
    topology = analyse(Snapshot(make_random(seed)))
    tree: nx.DiGraph = nx.DiGraph()
    tree.add_nodes_from(range(len(topology.parent_bus)))
    tree.add_edges_from((int(p), k) for k, p in enumerate(topology.parent_bus) if p >= 0)
    assert nx.is_forest(tree)
    for bus in range(0, len(topology.parent_bus), 3):
        found = set(np.flatnonzero(downstream_mask(topology, bus)).tolist())
        assert found == nx.descendants(tree, bus) | {bus}
        assert bus in path_to_source(topology, max(found)).bus_rows


def test_element_feeds_the_bus_on_its_far_side(two_feeders: Network) -> None:
    snapshot = Snapshot(two_feeders)
    topology = analyse(snapshot)
    assert lower_bus(snapshot, topology, ElementRef("line", 1)) == 4
    assert lower_bus(snapshot, topology, ElementRef("trafo", 2)) == 9
    assert lower_bus(snapshot, topology, ElementRef("switch", 2)) == 5
    assert lower_bus(snapshot, topology, ElementRef("load", 1)) == 5
    assert lower_bus(snapshot, topology, ElementRef("switch", 4)) is None


def test_line_is_cut_out_by_the_switches_around_it(two_feeders: Network) -> None:
    section = isolation(two_feeders, ElementRef("line", 1))
    assert section.bus_rows == (3, 4, 9)
    assert section.switch_rows == (0, 2)
    assert section.branches == (ElementRef("line", 0), ElementRef("line", 1), ElementRef("trafo", 2))


def test_switch_is_cut_out_by_the_switches_beyond_both_of_its_sides(two_feeders: Network) -> None:
    assert isolation(two_feeders, ElementRef("switch", 2)).switch_rows == (0, 4)
    assert isolation(two_feeders, ElementRef("switch", 4)).switch_rows == (1, 2)


def test_bus_and_load_are_cut_out_alike(two_feeders: Network) -> None:
    assert isolation(two_feeders, ElementRef("bus", 8)) == isolation(two_feeders, ElementRef("load", 2))
    assert isolation(two_feeders, ElementRef("bus", 8)).switch_rows == (1, 4)


@pytest.mark.parametrize("seed", range(30))
def test_opening_the_boundary_cuts_the_section_off(seed: int, make_random: Callable[..., Network]) -> None:
    network = make_random(seed)
    for row in range(0, len(network.bus), 7):
        section = isolation(network, ElementRef("bus", row))
        opened = Snapshot(network).with_values("switch", "position", list(section.switch_rows), SwitchPosition.OPEN)
        rest = np.setdiff1d(np.arange(len(network.bus)), section.bus_rows)
        island = analyse(opened).island
        joined = set(island[list(section.bus_rows)].tolist()) & set(island[rest].tolist())
        assert joined <= {-1}


def test_tie_shows_which_feeder_could_take_over(two_feeders: Network) -> None:
    snapshot = Snapshot(two_feeders)
    topology = analyse(snapshot)
    (neighbour,) = tie_neighbours(snapshot, topology, 0)
    assert (neighbour.switch_row, neighbour.own_bus, neighbour.other_bus) == (4, 5, 8)
    assert (neighbour.feeder, neighbour.is_energized) == (1, True)


def test_customers_are_counted_by_priority(two_feeders: Network) -> None:
    everywhere = np.ones(10, bool)
    assert customers_at(two_feeders, everywhere) == CustomerCount(55, (40, 0, 10, 5))
    assert customers_at(two_feeders, everywhere).critical == 15
    assert customers_at(two_feeders, ~everywhere) == CustomerCount(0, (0, 0, 0, 0))


def test_opening_a_breaker_loses_what_hangs_behind_it(two_feeders: Network, turned: Turn) -> None:
    loss = loss_of_opening(Snapshot(two_feeders), 0)
    assert loss.bus_rows == (3, 4, 5, 9)
    assert loss.customers == CustomerCount(50, (40, 0, 10, 0))
    assert loss.load_kw == pytest.approx(300.0)
    meshed = turned(Snapshot(two_feeders), "tie", SwitchPosition.CLOSED)
    assert loss_of_opening(meshed, 0).bus_rows == ()
