"""The diagram as a person needs it: readable, steady, complete, for every kind of network."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engines.grid.network import Network, make_network, make_table, with_tables
from engines.schematic import quality
from engines.schematic.layout import schematic_layout
from engines.values.schematic import DiagramLayout, LabelKind

# IEEE 33: Baran and Wu, IEEE Transactions on Power Delivery 4(2), 1989; the last five are the ties.
IEEE33 = [
    *((k, k + 1) for k in range(17)), (1, 18), (18, 19), (19, 20), (20, 21), (2, 22), (22, 23), (23, 24), (5, 25),
    (25, 26), (26, 27), (27, 28), (28, 29), (29, 30), (30, 31), (31, 32), (20, 7), (8, 14), (11, 21), (17, 32),
    (24, 28),
]  # fmt: skip


def lines(
    pairs: list[tuple[int, int]], n_bus: int, *, open_rows: tuple[int, ...] = (), sources: tuple[int, ...] = (0,)
):
    """A network of lines only, with a load at every bus."""
    ends = np.array(pairs, np.int64).reshape(-1, 2)
    in_service = np.ones(len(pairs), bool)
    in_service[list(open_rows)] = False
    return make_network(
        "lines",
        {
            "bus": make_table("bus", {"vn_kv": np.full(n_bus, 20.0)}),
            "line": make_table("line", {"from_bus": ends[:, 0], "to_bus": ends[:, 1], "in_service": in_service}),
            "load": make_table("load", {"bus": np.arange(n_bus)}),
            "ext_grid": make_table("ext_grid", {"bus": np.array(sources, np.int64)}),
        },
    )


@pytest.fixture(scope="module")
def ieee33() -> Network:
    return lines(IEEE33, 33, open_rows=(32, 33, 34, 35, 36))


def assert_readable(layout: DiagramLayout) -> None:
    """What no diagram may have, at any size."""
    assert quality.count_label_overlaps(layout) == 0
    assert quality.count_label_line_overlaps(layout) == 0
    assert quality.count_label_symbol_overlaps(layout) == 0
    assert quality.count_symbol_overlaps(layout) == 0
    assert quality.count_symbol_line_overlaps(layout) == 0
    assert quality.count_tree_edge_crossings(layout) == 0


def assert_connected(network: Network, layout: DiagramLayout) -> None:
    """Every branch is right-angled, begins on its from bus and ends on its to bus."""
    for table, (start, end) in {"line": ("from_bus", "to_bus"), "trafo": ("hv_bus", "lv_bus")}.items():
        from_row, to_row = network.bus_row(network[table][start]), network.bus_row(network[table][end])
        for k in range(len(network[table])):
            x, y = layout.branch[table].points(k)
            assert ((np.diff(x) == 0) | (np.diff(y) == 0)).all()
            for row, at in ((from_row[k], 0), (to_row[k], -1)):
                x0, y0, x1, y1 = layout.bus[row]
                assert x0 <= x[at] <= x1
                assert y0 <= y[at] <= y1


def assert_inside_bounds(layout: DiagramLayout) -> None:
    x0, y0, x1, y1 = layout.bounds
    assert (layout.bus[:, 0] >= x0).all()
    assert (layout.bus[:, 3] <= y1).all()
    boxes = quality.label_boxes(layout)
    assert (boxes[:, :2] >= (x0, y0)).all()
    assert (boxes[:, 2:] <= (x1, y1)).all()


def test_ieee33_is_drawn_without_overlap_and_one_crossing(ieee33: Network) -> None:
    layout = schematic_layout(ieee33)
    assert_readable(layout)
    assert_connected(ieee33, layout)
    assert_inside_bounds(layout)
    assert quality.count_ties(layout) == 5
    assert quality.count_tie_crossings(layout) <= 1


def test_the_longest_path_of_ieee33_is_one_straight_row(ieee33: Network) -> None:
    layout = schematic_layout(ieee33)
    for row in range(17):
        _, y = layout.branch["line"].points(row)
        assert np.ptp(y) == 0
    assert len({float(layout.branch["line"].points(row)[1][0]) for row in range(17)}) == 1


@pytest.mark.parametrize(
    ("n_bus", "low_voltage", "crossings_per_tie"),
    [(117, False, 0.5), (300, True, 1.5), (1000, False, 1.0), (1000, True, 2.0), (10_000, False, 1.0)],
)
def test_districts_of_every_size_stay_readable(
    district: Callable[..., Network], n_bus: int, low_voltage: bool, crossings_per_tie: float
) -> None:
    network = district(n_bus, low_voltage=low_voltage)
    layout = schematic_layout(network)
    assert_readable(layout)
    assert_inside_bounds(layout)
    assert quality.count_tie_crossings(layout) <= crossings_per_tie * quality.count_ties(layout)
    if n_bus <= 1000:
        assert_connected(network, layout)


def test_a_big_district_has_the_shape_of_a_screen(district: Callable[..., Network]) -> None:
    x0, y0, x1, y1 = schematic_layout(district(3000)).bounds
    assert 0.9 < (x1 - x0) / (y1 - y0) < 2.6


def test_every_bus_has_one_value_label_above_its_line(ieee33: Network) -> None:
    labels = schematic_layout(ieee33).labels
    values = labels.kind == LabelKind.BUS_VALUE
    assert sorted(labels.row[values].tolist()) == list(range(33))
    assert (labels.width[values] >= 34).all()
    assert (labels.height[values] >= 13).all()


def test_feeders_and_stations_are_named_at_their_bar(district: Callable[..., Network]) -> None:
    network = district(300)
    labels = schematic_layout(network).labels
    named = labels.kind == LabelKind.FEEDER
    assert np.count_nonzero(named) == np.count_nonzero(labels.kind == LabelKind.FEEDER_VALUE) >= 4
    assert set(labels.table[named].tolist()) == {"switch"}
    assert "STATION 0 110/20 kV" in labels.text[labels.kind == LabelKind.SUBSTATION].tolist()


def test_the_source_stands_left_of_the_bar_and_feeders_right(district: Callable[..., Network]) -> None:
    network = district(300)
    layout = schematic_layout(network)
    high, bar = layout.bus[0], layout.bus[1]
    assert layout.device["ext_grid"][0, 0] < high[0] < layout.trafo[0, 0] < bar[0]
    assert layout.trafo[0, 0] == layout.trafo[1, 0]
    assert (layout.bus[2:, 0] > bar[0]).all()
    heads = layout.labels.row[layout.labels.kind == LabelKind.FEEDER]
    assert (layout.switch[heads, 1] > bar[1]).all()
    assert (layout.switch[heads, 1] < bar[3]).all()


def test_operating_a_switch_moves_nothing(district: Callable[..., Network]) -> None:
    network = district(300)
    switch = network["switch"]
    operated = with_tables(network, {"switch": switch.with_columns({"position": 1 - switch["position"]})})
    before, after = schematic_layout(network), schematic_layout(operated)
    assert np.array_equal(before.bus, after.bus)
    assert np.array_equal(before.switch, after.switch)
    assert np.array_equal(before.branch["line"].x, after.branch["line"].x)


def test_the_same_network_is_always_drawn_alike(district: Callable[..., Network]) -> None:
    first, second = schematic_layout(district(300)), schematic_layout(district(300))
    assert np.array_equal(first.bus, second.bus)
    assert np.array_equal(first.labels.x, second.labels.x)


def test_loads_do_not_change_the_layout(ieee33: Network) -> None:
    louder = with_tables(ieee33, {"load": ieee33["load"].with_columns({"p_mw": np.full(33, 9.0)})})
    assert np.array_equal(schematic_layout(ieee33).bus, schematic_layout(louder).bus)


def test_line_switches_stand_on_their_line_away_from_the_bus(district: Callable[..., Network]) -> None:
    network = district(300)
    layout = schematic_layout(network)
    switch = network["switch"]
    for row in range(len(switch)):
        x, y, direction = layout.switch[row]
        bus = layout.bus[switch["bus"][row]]
        px, py = layout.branch["line"].points(int(switch["element"][row]))
        pieces = zip(px[:-1], py[:-1], px[1:], py[1:], strict=True)
        assert any(min(a, c) <= x <= max(a, c) and min(b, d) <= y <= max(b, d) for a, b, c, d in pieces)
        away = max(bus[0] - x, x - bus[2], bus[1] - y, y - bus[3])
        assert away >= 14 or abs(x - bus[2]) >= 14
        assert direction in (0.0, 90.0)


def test_an_empty_network_is_an_empty_diagram() -> None:
    layout = schematic_layout(make_network("nothing", {}))
    assert layout.bus.shape == (0, 4)
    assert layout.bounds == (0.0, 0.0, 0.0, 0.0)
    assert len(layout.labels) == 0


@pytest.mark.parametrize("sources", [(), (0,)])
def test_a_single_bus_is_drawn_with_and_without_source(sources: tuple[int, ...]) -> None:
    layout = schematic_layout(lines([], 1, sources=sources))
    assert layout.bus.shape == (1, 4)
    assert_readable(layout)
    assert len(layout.device["ext_grid"]) == len(sources)


def test_parts_without_source_stand_below_under_a_heading() -> None:
    layout = schematic_layout(lines([(0, 1), (1, 2), (3, 4), (4, 5)], 8))
    assert_readable(layout)
    labels = layout.labels
    heading = labels.y[labels.kind == LabelKind.UNSUPPLIED]
    assert len(heading) == 1
    assert layout.bus[:3, 3].max() < heading[0] < layout.bus[3:, 1].min()


def test_a_section_open_on_both_sides_is_drawn_beside_its_station() -> None:
    layout = schematic_layout(lines([(0, 1), (1, 2), (2, 3), (3, 4)], 5, open_rows=(1, 3)))
    assert not (layout.labels.kind == LabelKind.UNSUPPLIED).any()
    assert_readable(layout)


def test_parallel_lines_and_self_loops_are_each_visible() -> None:
    network = lines([(0, 1), (0, 1), (1, 2), (1, 2), (1, 2), (2, 2)], 3)
    layout = schematic_layout(network)
    assert_readable(layout)
    assert_connected(network, layout)
    ways = {tuple(map(tuple, layout.branch["line"].points(k))) for k in range(6)}
    assert len(ways) == 6
    assert all(len(x) >= 2 and (np.ptp(x) > 0 or np.ptp(y) > 0) for x, y in ways)


def test_a_branch_without_bus_has_no_points_and_keeps_its_row() -> None:
    layout = schematic_layout(lines([(0, 1), (1, 99), (1, 2)], 3))
    assert np.diff(layout.branch["line"].offset).tolist()[1] == 0
    assert len(layout.branch["line"]) == 3


def test_what_refers_to_nothing_has_no_position_and_disturbs_nothing() -> None:
    network = with_tables(
        lines([(0, 1), (1, 2)], 3),
        {
            "load": make_table("load", {"bus": [1, 77]}),
            "switch": make_table("switch", {"bus": [0, 5], "element": [0, 44], "et": np.array(["l", "l"])}),
            "trafo": make_table("trafo", {"hv_bus": [9], "lv_bus": [8]}),
        },
    )
    layout = schematic_layout(network)
    assert np.isnan(layout.device["load"][1]).all()
    assert np.isnan(layout.switch[1]).all()
    assert np.isnan(layout.trafo[0]).all()
    assert np.isfinite(layout.bounds).all()
    assert_readable(layout)


def test_two_sources_make_two_stations() -> None:
    network = lines([(0, 1), (1, 2), (3, 4), (4, 5), (2, 5)], 6, open_rows=(4,), sources=(0, 3))
    layout = schematic_layout(network)
    assert_readable(layout)
    assert np.count_nonzero(layout.labels.kind == LabelKind.SUBSTATION) == 2
    assert layout.is_tie["line"].tolist() == [False, False, False, False, True]


def test_a_chain_of_bus_bus_switches_lies_in_its_row_with_switches_in_the_middle() -> None:
    network = make_network(
        "bay",
        {
            "bus": make_table("bus", {"vn_kv": np.full(4, 20.0)}),
            "switch": make_table("switch", {"bus": [0, 1, 2], "element": [1, 2, 3], "et": np.array(["b"] * 3)}),
            "ext_grid": make_table("ext_grid", {"bus": [0]}),
        },
    )
    layout = schematic_layout(network)
    assert_readable(layout)
    for row in range(3):
        x, y = layout.branch["switch"].points(row)
        assert layout.switch[row].tolist() == [(x[0] + x[1]) / 2, y[0], 0.0]


def test_a_three_winding_transformer_reaches_all_three_buses() -> None:
    network = make_network(
        "three",
        {
            "bus": make_table("bus", {"vn_kv": [110.0, 20.0, 10.0, 20.0, 10.0]}),
            "trafo3w": make_table("trafo3w", {"hv_bus": [0], "mv_bus": [1], "lv_bus": [2]}),
            "line": make_table("line", {"from_bus": [1, 2], "to_bus": [3, 4]}),
            "ext_grid": make_table("ext_grid", {"bus": [0]}),
        },
    )
    layout = schematic_layout(network)
    assert_readable(layout)
    x, y = layout.branch["trafo3w"].points(0)
    for bus in range(3):
        x0, y0, x1, y1 = layout.bus[bus]
        assert ((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)).any()
    assert layout.trafo3w.shape == (1, 3)


def test_a_very_long_feeder_is_folded_into_rows_of_equal_length() -> None:
    layout = schematic_layout(lines([(k, k + 1) for k in range(199)], 200))
    assert_readable(layout)
    x0, y0, x1, y1 = layout.bounds
    assert (x1 - x0) / (y1 - y0) < 8
    per_row = np.unique(layout.bus[:, 1], return_counts=True)[1]
    assert per_row[per_row > 1].min() >= 30


def test_a_bus_with_many_branches_becomes_a_bar() -> None:
    layout = schematic_layout(lines([(0, 1), *((1, k) for k in range(2, 10))], 10))
    assert_readable(layout)
    assert layout.bus[1, 3] - layout.bus[1, 1] > 300


def test_many_devices_at_one_bus_do_not_cover_each_other() -> None:
    base = lines([(0, 1), (1, 2)], 3)
    crowded = with_tables(
        base,
        {
            "load": make_table("load", {"bus": [1] * 5}),
            "sgen": make_table("sgen", {"bus": [1, 1, 2]}),
            "storage": make_table("storage", {"bus": [1]}),
        },
    )
    assert_readable(schematic_layout(crowded))


def test_a_meshed_network_of_any_shape_stays_readable() -> None:
    random = np.random.default_rng(7)
    tree = [(int(random.integers(k)), k) for k in range(1, 60)]
    chords = [tuple(map(int, random.choice(60, 2, replace=False))) for _ in range(40)]
    network = lines([*tree, *chords], 60)
    layout = schematic_layout(network)
    assert_readable(layout)
    assert_connected(network, layout)
    assert quality.count_ties(layout) == 40


def test_a_bus_moved_by_hand_stays_there_and_keeps_its_branches(ieee33: Network) -> None:
    layout = schematic_layout(ieee33, hand_positions={"bus:17": (1900.0, 700.0), "no such thing": (0.0, 0.0)})
    x0, y0, x1, y1 = layout.bus[17]
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((1900.0, 700.0))
    assert_connected(ieee33, layout)
    value = (layout.labels.kind == LabelKind.BUS_VALUE) & (layout.labels.row == 17)
    assert 1900 < layout.labels.x[value][0] < 1930
    assert layout.device["load"][17, :2] == pytest.approx((1900.0, y1 + 14.0))


def test_a_feeder_moved_by_its_head_moves_as_a_whole(district: Callable[..., Network]) -> None:
    network = district(300)
    before = schematic_layout(network)
    head = int(before.labels.row[before.labels.kind == LabelKind.FEEDER][-1])
    first = int(network["line"]["to_bus"][network["switch"]["element"][head]])
    x0, y0, x1, y1 = before.bus[first]
    target = (x0 + x1) / 2 + 40.0, (y0 + y1) / 2 + 400.0
    after = schematic_layout(network, hand_positions={str(network["switch"].id[head]): target})
    moved = after.bus - before.bus
    is_moved = moved[:, 0] != 0
    assert is_moved[first]
    assert np.count_nonzero(is_moved) > 10
    assert np.allclose(moved[is_moved], [40.0, 400.0, 40.0, 400.0])
    assert_connected(network, after)


def test_the_layout_survives_a_trip_through_a_pipe(ieee33: Network) -> None:
    import pickle

    layout = pickle.loads(pickle.dumps(schematic_layout(ieee33)))
    assert layout.structure_revision == ieee33.structure_revision
    assert len(layout.labels) >= 33
