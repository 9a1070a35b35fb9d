"""Made-up districts: the same every time, radial, supplied, and named so that a person finds things."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest

from engines.grid.network import Network, rows_of
from engines.grid.schema import BUS_COLUMNS
from engines.grid.switches import SwitchKind, SwitchPosition
from engines.synthesis.district import synthesise
from engines.values.validation import InputError

Make = Callable[[int, int], Network]
SIZES = [(20, 0), (21, 3), (30, 1), (47, 2), (100, 5), (299, 4), (300, 1), (301, 9), (1000, 1), (3000, 2), (10_000, 1)]


def closed_graph(network: Network) -> nx.MultiGraph[int]:
    """The network in its normal state, built from the tables alone: nodes are bus indices."""
    switch = network["switch"]
    is_open = switch["position"] != SwitchPosition.CLOSED
    interrupted = {
        kind: set(switch["element"][is_open & (switch["et"] == letter)].tolist())
        for kind, letter in (("line", "l"), ("trafo", "t"))
    }
    graph: nx.MultiGraph[int] = nx.MultiGraph()
    graph.add_nodes_from(network.bus.index.tolist())
    for kind, (here, there) in (("line", ("from_bus", "to_bus")), ("trafo", ("hv_bus", "lv_bus"))):
        table = network[kind]
        for index, a, b in zip(table.index.tolist(), table[here].tolist(), table[there].tolist(), strict=True):
            if index not in interrupted[kind]:
                graph.add_edge(a, b)
    for row in np.flatnonzero(~is_open & (switch["et"] == "b")).tolist():
        graph.add_edge(int(switch["bus"][row]), int(switch["element"][row]))
    return graph


@pytest.mark.parametrize(("n_bus", "seed"), SIZES)
def test_a_district_has_exactly_the_buses_asked_for(district: Make, n_bus: int, seed: int) -> None:
    assert len(district(n_bus, seed).bus) == n_bus


@pytest.mark.parametrize(("n_bus", "seed"), SIZES)
def test_normal_state_is_radial_and_every_bus_is_supplied_by_one_source(district: Make, n_bus: int, seed: int) -> None:
    network = district(n_bus, seed)
    graph = closed_graph(network)
    sources = set(network["ext_grid"]["bus"].tolist())
    parts = list(nx.connected_components(graph))
    assert len(parts) == len(sources)
    assert all(len(sources & part) == 1 for part in parts)
    assert graph.number_of_edges() == graph.number_of_nodes() - len(parts)


def test_equal_arguments_give_equal_districts_and_another_seed_another() -> None:
    first, again, other = synthesise(250, 6), synthesise(250, 6), synthesise(250, 7)
    assert first.structure_revision == again.structure_revision
    assert np.array_equal(first.profiles.shapes, again.profiles.shapes)  # type: ignore[union-attr]
    assert first.structure_revision != other.structure_revision


@pytest.mark.parametrize(("n_bus", "seed"), SIZES[:-1])
def test_ids_are_unique_in_the_whole_network_and_names_in_their_table(district: Make, n_bus: int, seed: int) -> None:
    network = district(n_bus, seed)
    ids = np.concatenate([table.id for table in network.tables.values() if len(table)])
    assert len(np.unique(ids)) == len(ids)
    for kind, table in network.tables.items():
        names = table["name"] if len(table) else np.empty(0, "U1")
        assert len(np.unique(names)) == len(names), kind
        assert not np.any(names == ""), kind
        if kind != "customer":
            assert np.char.str_len(names).max(initial=0) <= 22, kind


@pytest.mark.parametrize(("n_bus", "seed"), SIZES)
def test_every_reference_leads_to_a_bus_or_element_that_exists(district: Make, n_bus: int, seed: int) -> None:
    network = district(n_bus, seed)
    for table, columns in BUS_COLUMNS.items():
        for column in columns if table in network.tables else ():
            assert np.all(network.bus_row(network[table][column]) >= 0) or not len(network[table]), (table, column)
    switch = network["switch"]
    for letter, table in (("l", "line"), ("t", "trafo"), ("b", "bus")):
        mine = switch["et"] == letter
        assert np.all(rows_of(network[table].index, switch["element"][mine]) >= 0)
    at_line = switch["et"] == "l"
    line = network["line"]
    rows = rows_of(line.index, switch["element"][at_line])
    here = switch["bus"][at_line]
    assert np.all((line["from_bus"][rows] == here) | (line["to_bus"][rows] == here))


@pytest.mark.parametrize(("n_bus", "seed"), SIZES[4:])
def test_every_tie_closes_a_loop_or_joins_two_stations(district: Make, n_bus: int, seed: int) -> None:
    network = district(n_bus, seed)
    graph, switch, line = closed_graph(network), network["switch"], network["line"]
    ties = np.flatnonzero((switch["et"] == "l") & ~switch["normal_closed"])
    assert len(ties) >= 2
    assert np.all(switch["kind"][ties] == SwitchKind.LOAD_BREAK_SWITCH)
    component = {bus: k for k, part in enumerate(nx.connected_components(graph)) for bus in part}
    rows = rows_of(line.index, switch["element"][ties])
    crossing = [component[int(a)] != component[int(b)] for a, b in zip(line["from_bus"][rows], line["to_bus"][rows],
                                                                       strict=True)]  # fmt: skip
    assert any(crossing) == (len(network["ext_grid"]) > 1)
    assert np.all(line["length_km"][rows] < 15.0)


@pytest.mark.parametrize(("n_bus", "seed"), SIZES)
def test_every_feeder_leaves_its_bar_through_a_remote_breaker(district: Make, n_bus: int, seed: int) -> None:
    network = district(n_bus, seed)
    switch, line = network["switch"], network["line"]
    is_bar = (network.bus["vn_kv"] == 20.0) & (network.bus["type"] == "b")
    bars = network.bus.index[is_bar]
    leaving = line.index[np.isin(line["from_bus"], bars)]
    heads = (switch["et"] == "l") & np.isin(switch["bus"], bars)
    assert sorted(switch["element"][heads].tolist()) == sorted(leaving.tolist())
    assert np.all(switch["kind"][heads] == SwitchKind.BREAKER)
    assert np.all(switch["remote"][heads])
    assert len(set(switch["feeder_name"][heads].tolist())) == int(heads.sum()) >= 2


def test_a_large_district_has_two_bars_a_station_with_an_open_coupler(district: Make) -> None:
    network = district(10_000, 1)
    switch = network["switch"]
    couplers = switch["et"] == "b"
    assert 5 <= len(network["ext_grid"]) <= 12
    assert int(couplers.sum()) == len(network["ext_grid"])
    assert not np.any(switch["normal_closed"][couplers])


def test_positions_agree_with_normal_states(district: Make) -> None:
    switch = district(300, 1)["switch"]
    assert np.array_equal(switch["position"] == SwitchPosition.CLOSED, switch["normal_closed"])
    assert {str(k) for k in SwitchKind} == set(switch["kind"].tolist())
    assert 0.3 < float(switch["remote"].mean()) < 0.8


@pytest.mark.parametrize(("n_bus", "seed"), SIZES[5:-1])
def test_lines_are_at_least_as_long_as_the_way_between_their_ends(district: Make, n_bus: int, seed: int) -> None:
    network = district(n_bus, seed)
    line, bus = network["line"], network.bus
    a, b = network.bus_row(line["from_bus"]), network.bus_row(line["to_bus"])
    east = (bus["x"][a] - bus["x"][b]) * 111.32 * np.cos(np.radians(53.9))
    north = (bus["y"][a] - bus["y"][b]) * 111.32
    is_mv = bus["vn_kv"][a] == 20.0
    assert np.all(line["length_km"][is_mv] > 0.85 * np.hypot(east, north)[is_mv] - 0.2)
    assert np.all(line["length_km"] > 0)
    assert np.all(np.isfinite(bus["x"]))
    assert np.all(np.isfinite(bus["y"]))


def test_a_trunk_is_the_longest_way_of_its_feeder(district: Make) -> None:
    from engines.grid.snapshot import Snapshot
    from engines.grid.topology import analyse

    network = district(300, 1)
    topology = analyse(Snapshot(network))
    assert topology.is_radial
    for feeder in topology.feeders:
        rows = np.array(feeder.bus_rows)
        mv = rows[network.bus["vn_kv"][rows] == 20.0]
        deepest = mv[np.argmax(topology.depth[mv])]
        assert topology.depth[deepest] >= len(mv) / 4


def test_three_voltage_levels_and_their_limits(district: Make) -> None:
    network = district(300, 1)
    assert set(network.bus["vn_kv"].tolist()) == {110.0, 20.0, 0.4}
    bands = {band.from_kv: (band.normal_min_pu, band.normal_max_pu) for band in network.limits.voltage_bands}
    assert bands == {0.0: (0.9, 1.1), 1.0: (0.95, 1.05), 60.0: (0.9, 1.1)}
    assert network.is_geographic


@pytest.mark.parametrize("n_bus", [19, 0, -5, 200_001])
def test_an_impossible_size_is_one_sentence_with_a_remedy(n_bus: int) -> None:
    with pytest.raises(InputError, match="20 to 200,000 buses; choose"):
        synthesise(n_bus, 1)


def test_fifty_thousand_buses_are_made_too() -> None:
    network = synthesise(50_000, 1)
    assert len(network.bus) == 50_000
    assert network["customer"]["count"].sum() == 333_333
    graph = closed_graph(network)
    assert nx.number_connected_components(graph) == len(network["ext_grid"])
    assert graph.number_of_edges() == graph.number_of_nodes() - len(network["ext_grid"])
