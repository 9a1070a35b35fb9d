from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest

from engines.grid.network import Network, make_network, make_table
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.values.topology import SupplyState, Topology
from engines.values.validation import InputError

Turn = Callable[[Snapshot, str, SwitchPosition], Snapshot]
Node = int | tuple[str, int]


def reference_graph(snapshot: Snapshot, *, for_safety: bool) -> nx.MultiGraph:
    """The connections written down once more, element by element, the slow way."""
    network = snapshot.network
    graph: nx.MultiGraph = nx.MultiGraph()
    is_bus = dict(zip(network.bus.index.tolist(), snapshot.column("bus", "in_service").tolist(), strict=True))
    graph.add_nodes_from(index for index, alive in is_bus.items() if alive)
    switch = network["switch"]

    def conducts(position: int) -> bool:
        return position != SwitchPosition.OPEN if for_safety else position == SwitchPosition.CLOSED

    def end_closed(et: str, element: int, bus: int) -> bool:
        return all(
            conducts(int(p))
            for p, b, e, t in zip(snapshot.switch_position, switch["bus"], switch["element"], switch["et"], strict=True)
            if t == et and e == element and b == bus
        )

    def join(a: Node, b: Node, key: tuple[str, int]) -> None:
        if a in graph and b in graph and a != b:
            graph.add_edge(a, b, key=key)

    for table, et, ends in (("line", "l", ("from_bus", "to_bus")), ("trafo", "t", ("hv_bus", "lv_bus"))):
        for row, index in enumerate(network[table].index.tolist()):
            a, b = (int(network[table][end][row]) for end in ends)
            if snapshot.column(table, "in_service")[row] and end_closed(et, index, a) and end_closed(et, index, b):
                join(a, b, (table, row))
    for row, index in enumerate(network["trafo3w"].index.tolist()):
        star = ("star", row)
        graph.add_node(star)
        for end in ("hv_bus", "mv_bus", "lv_bus"):
            bus = int(network["trafo3w"][end][row])
            if end_closed("t3", index, bus):
                join(bus, star, ("trafo3w", row))
    for row in np.flatnonzero(switch["et"] == "b").tolist():
        if conducts(int(snapshot.switch_position[row])):
            join(int(switch["bus"][row]), int(switch["element"][row]), ("switch", row))
    return graph


def buses(network: Network, part: set[Node]) -> frozenset[int]:
    return frozenset(int(network.bus_row(index)) for index in part if isinstance(index, int))


@pytest.mark.parametrize("seed", range(60))
def test_islands_and_supply_agree_with_networkx(seed: int, make_random: Callable[..., Network]) -> None:
    snapshot = Snapshot(make_random(seed))
    network = snapshot.network
    topology = analyse(snapshot)
    sure, possible = (reference_graph(snapshot, for_safety=safety) for safety in (False, True))
    islands = {buses(network, part) for part in nx.connected_components(sure)} - {frozenset()}
    rows = np.arange(len(network.bus))
    assert {frozenset(rows[topology.island == k].tolist()) for k in range(topology.island.max() + 1)} == islands
    live = network["ext_grid"]["bus"][network["ext_grid"]["in_service"]].tolist()
    generating = network["sgen"]["bus"][network["sgen"]["p_mw"] != 0].tolist()

    def reached(graph: nx.MultiGraph, starts: list[int]) -> frozenset[int]:
        parts = [nx.node_connected_component(graph, s) for s in starts if s in graph]
        return buses(network, set().union(*parts)) if parts else frozenset()

    energized, maybe, backfed = reached(sure, live), reached(possible, live), reached(possible, generating)
    found = {state: set(rows[topology.supply == state].tolist()) for state in SupplyState}
    assert found[SupplyState.ENERGIZED] == energized
    assert found[SupplyState.POSSIBLY_ENERGIZED] == maybe - energized
    assert found[SupplyState.BACKFED] == backfed - maybe


@pytest.mark.parametrize("seed", range(60))
def test_tree_is_the_shortest_way_to_a_source_and_loops_are_what_it_leaves_over(
    seed: int, make_random: Callable[..., Network]
) -> None:
    snapshot = Snapshot(make_random(seed))
    network = snapshot.network
    topology = analyse(snapshot)
    graph = reference_graph(snapshot, for_safety=False)
    sources = [int(b) for b in network["ext_grid"]["bus"][network["ext_grid"]["in_service"]] if int(b) in graph]
    hops = nx.multi_source_dijkstra_path_length(graph, sources, weight=lambda *_: 1) if sources else {}
    for row in np.flatnonzero(topology.is_energized).tolist():
        climbed, steps = row, 0
        while topology.parent_bus[climbed] >= 0:
            table = topology.branch_tables[topology.parent_table[climbed]]
            steps += 2 if table == "trafo3w" else 1
            climbed = int(topology.parent_bus[climbed])
        assert int(network.bus.index[climbed]) in sources
        assert steps == hops[int(network.bus.index[row])]
    # Bars joined by several switches are one node; what a forest cannot hold closes a loop. The sources are
    # joined above, so a way from one to the other is a loop as well.
    by_switch: nx.Graph = nx.Graph((a, b) for a, b, key in graph.edges(keys=True) if key[0] == "switch")
    by_switch.add_nodes_from(graph)
    fused = {node: k for k, part in enumerate(nx.connected_components(by_switch)) for node in part}
    joined = nx.Graph([(fused[a], fused[b]) for a, b in graph.edges()])
    joined.add_nodes_from(fused.values())
    joined.add_edges_from(("above", fused[s]) for s in sources)
    own = [key for a, b, key in graph.edges(keys=True) if key[0] != "switch"]
    parts = nx.number_connected_components(joined)
    nodes = len(set(fused.values())) + bool(sources)
    loops = len(own) + len(sources) - (nodes - parts)
    # A three-winding transformer can close two loops and is named once.
    assert len(topology.loop_branches) in {loops, loops - (("trafo3w", 0) in topology.loop_branches)}


def test_feeders_leave_the_bars_and_secondary_transformers_stay_with_them(two_feeders: Network) -> None:
    topology = analyse(Snapshot(two_feeders))
    assert [f.name for f in topology.feeders] == ["CB north", "CB south"]
    assert [f.bus_rows for f in topology.feeders] == [(3, 4, 9, 5), (6, 7, 8)]
    assert [(f.source_bus_row, f.head_table, f.head_row) for f in topology.feeders] == [
        (1, "switch", 0),
        (2, "switch", 1),
    ]
    assert topology.is_bar.nonzero()[0].tolist() == [1, 2]
    assert topology.is_source_side.nonzero()[0].tolist() == [0]
    assert topology.is_radial
    assert topology.tie_switch_rows.tolist() == [3, 4]
    assert topology.distance_km.tolist() == [0, 0, 0, 1, 3, 6, 1, 2, 3, 3]
    assert topology.depth.tolist() == [0, 1, 1, 2, 3, 4, 2, 3, 4, 4]


def test_feeder_whose_breaker_opens_keeps_its_place_with_no_buses(two_feeders: Network, turned: Turn) -> None:
    topology = analyse(turned(Snapshot(two_feeders), "CB north", SwitchPosition.OPEN))
    assert [(f.name, f.bus_rows) for f in topology.feeders] == [("CB north", ()), ("CB south", (6, 7, 8))]
    assert topology.supply[[3, 4, 5, 9]].tolist() == [SupplyState.DEAD] * 4
    assert topology.feeder.tolist() == [-1, -1, -1, -1, -1, -1, 1, 1, 1, -1]


def test_feeder_fed_over_the_tie_belongs_to_the_feeder_that_feeds_it(two_feeders: Network, turned: Turn) -> None:
    opened = turned(Snapshot(two_feeders), "CB north", SwitchPosition.OPEN)
    topology = analyse(turned(opened, "tie", SwitchPosition.CLOSED))
    assert topology.feeder[[5, 4, 3, 9]].tolist() == [1] * 4
    assert topology.is_radial


def test_closing_the_tie_between_two_live_feeders_makes_one_loop(two_feeders: Network, turned: Turn) -> None:
    topology = analyse(turned(Snapshot(two_feeders), "tie", SwitchPosition.CLOSED))
    assert len(topology.loop_branches) == 1
    assert not topology.is_radial


def test_transformers_in_parallel_are_a_loop_but_leave_the_feeders_radial(two_feeders: Network, turned: Turn) -> None:
    coupled = turned(Snapshot(two_feeders), "coupler", SwitchPosition.CLOSED)
    topology = analyse(coupled)
    assert len(topology.loop_branches) == 1
    assert topology.feeder_loop_branches == ()
    assert topology.has_radial_feeders
    meshed = analyse(turned(coupled, "tie", SwitchPosition.CLOSED))
    assert len(meshed.loop_branches) == 2
    assert len(meshed.feeder_loop_branches) == 1
    assert not meshed.has_radial_feeders


def test_line_open_at_one_end_is_charged_but_joins_nothing(two_feeders: Network, turned: Turn) -> None:
    topology = analyse(turned(Snapshot(two_feeders), "section", SwitchPosition.OPEN))
    assert topology.supply[5] == SupplyState.DEAD
    # Line 2 hangs on bus 5, which is dead; line 0 opened at the bar hangs on bus 3.
    assert topology.branch_supply["line"][2] == SupplyState.DEAD
    assert not topology.branch_closed["line"][2]
    opened = turned(Snapshot(two_feeders), "CB north", SwitchPosition.OPEN)
    fed_back = analyse(turned(opened, "tie", SwitchPosition.CLOSED))
    assert fed_back.branch_supply["line"][0] == SupplyState.ENERGIZED
    assert not fed_back.branch_closed["line"][0]


@pytest.mark.parametrize("position", [SwitchPosition.UNKNOWN, SwitchPosition.INTERMEDIATE])
def test_unknown_position_is_open_for_supply_and_closed_for_safety(
    position: SwitchPosition, two_feeders: Network, turned: Turn
) -> None:
    topology = analyse(turned(Snapshot(two_feeders), "CB north", position))
    assert topology.supply[[3, 4, 5, 9]].tolist() == [SupplyState.POSSIBLY_ENERGIZED] * 4
    assert topology.branch_supply["line"][0] == SupplyState.POSSIBLY_ENERGIZED
    assert not topology.is_energized[3]


def test_generation_in_a_cut_off_part_may_hold_it_up(two_feeders: Network, turned: Turn) -> None:
    tables = {**two_feeders.tables, "sgen": make_table("sgen", {"bus": np.array([5]), "sn_mva": np.array([0.1])})}
    snapshot = turned(Snapshot(make_network("with pv", tables)), "CB north", SwitchPosition.OPEN)
    assert analyse(snapshot).supply[[3, 5, 9]].tolist() == [SupplyState.BACKFED] * 3
    stopped = snapshot.with_values("sgen", "in_service", [0], False)
    assert analyse(stopped).supply[[3, 5, 9]].tolist() == [SupplyState.DEAD] * 3


def test_dead_proven_dead_and_earthed_are_three_states(two_feeders: Network, turned: Turn) -> None:
    snapshot = turned(Snapshot(two_feeders), "CB north", SwitchPosition.OPEN)
    topology = analyse(snapshot, proven_dead=["bus:3", "bus:4"], earthed=["bus:4"])
    assert topology.supply[[3, 4, 5]].tolist() == [SupplyState.PROVEN_DEAD, SupplyState.EARTHED, SupplyState.DEAD]
    assert topology.contradictions == ()


def test_earthed_bus_that_is_energized_is_a_contradiction_and_stays_live(two_feeders: Network) -> None:
    topology = analyse(Snapshot(two_feeders), earthed=["bus:4"])
    assert [(c.bus_row, c.claimed) for c in topology.contradictions] == [(4, SupplyState.EARTHED)]
    assert topology.supply[4] == SupplyState.ENERGIZED


def test_earthed_line_earths_the_bus_its_closed_end_joins(two_feeders: Network, turned: Turn) -> None:
    snapshot = turned(Snapshot(two_feeders), "section", SwitchPosition.OPEN)
    topology = analyse(snapshot, earthed=["line:2"])
    assert topology.supply[[4, 5]].tolist() == [SupplyState.ENERGIZED, SupplyState.EARTHED]
    assert topology.branch_supply["line"][2] == SupplyState.EARTHED


def test_claim_about_an_unknown_element_is_refused_by_name(two_feeders: Network) -> None:
    with pytest.raises(InputError, match="bus:99"):
        analyse(Snapshot(two_feeders), earthed=["bus:99"])


def test_coupler_joins_two_sections_of_one_bar() -> None:
    """(0)⦾⦾(1)─coupler─(2)─cb─(3)─line─(4);  the breaker's far side is a feeder, the coupler's is the bar."""
    bus = {"vn_kv": np.array([110.0, 20, 20, 20, 20, 20, 20])}
    line = {"from_bus": np.array([3, 2, 1]), "to_bus": np.array([4, 5, 6]), "length_km": np.ones(3)}
    switch = {"bus": np.array([1, 2]), "element": np.array([2, 3]), "et": np.array(["b", "b"])}
    tables = {
        "bus": make_table("bus", bus),
        "line": make_table("line", line),
        "trafo": make_table("trafo", {"hv_bus": np.array([0]), "lv_bus": np.array([1])}),
        "switch": make_table("switch", switch),
        "ext_grid": make_table("ext_grid", {"bus": np.array([0])}),
    }
    topology = analyse(Snapshot(make_network("coupler", tables)))
    assert topology.is_bar.nonzero()[0].tolist() == [1, 2]
    assert sorted(f.bus_rows for f in topology.feeders) == [(3, 4), (5,), (6,)]
    assert [f.name for f in topology.feeders] == ["Feeder 1", "Feeder 2", "Feeder 3"]


def test_source_without_transformer_is_the_bar_itself() -> None:
    line = {"from_bus": np.array([0, 1, 0]), "to_bus": np.array([1, 2, 3]), "length_km": np.ones(3)}
    tables = {
        "bus": make_table("bus", {"vn_kv": np.full(4, 12.66)}),
        "line": make_table("line", line),
        "ext_grid": make_table("ext_grid", {"bus": np.array([0])}),
    }
    topology = analyse(Snapshot(make_network("bare", tables)))
    assert [f.bus_rows for f in topology.feeders] == [(1, 2), (3,)]
    assert topology.feeder.tolist() == [-1, 0, 0, 1]


def test_low_voltage_network_has_its_bar_behind_its_only_transformer() -> None:
    line = {"from_bus": np.array([1, 1]), "to_bus": np.array([2, 3]), "length_km": np.ones(2)}
    tables = {
        "bus": make_table("bus", {"vn_kv": np.array([20, 0.4, 0.4, 0.4])}),
        "line": make_table("line", line),
        "trafo": make_table("trafo", {"hv_bus": np.array([0]), "lv_bus": np.array([1])}),
        "ext_grid": make_table("ext_grid", {"bus": np.array([0])}),
    }
    topology = analyse(Snapshot(make_network("village", tables)))
    assert topology.is_bar.tolist() == [False, True, False, False]
    assert [f.bus_rows for f in topology.feeders] == [(2,), (3,)]


def test_switches_side_by_side_within_a_station_are_no_loop() -> None:
    switch = {"bus": np.array([0, 0]), "element": np.array([1, 1]), "et": np.array(["b", "b"])}
    tables = {
        "bus": make_table("bus", {"vn_kv": np.full(2, 20.0)}),
        "switch": make_table("switch", switch),
        "ext_grid": make_table("ext_grid", {"bus": np.array([0])}),
    }
    assert analyse(Snapshot(make_network("bypass", tables))).is_radial


def test_network_without_anything_has_an_empty_topology() -> None:
    topology: Topology = analyse(Snapshot(make_network("empty", {})))
    assert len(topology.supply) == 0
    assert topology.feeders == ()
    assert topology.is_radial
