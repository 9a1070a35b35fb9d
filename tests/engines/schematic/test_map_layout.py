"""The map: right places, right directions, labels only where they are free."""

from __future__ import annotations

import numpy as np

from engines.exchange.geometry import globe_distance_km
from engines.grid.network import Network, make_network, make_table
from engines.schematic import quality
from engines.schematic.map_layout import map_layout
from engines.synthesis.district import synthesise
from engines.values.schematic import LabelKind


def network(x: list[float], y: list[float], *, is_geographic: bool, pairs: list[tuple[int, int]] | None = None, **line):
    n = len(x)
    ends = np.array(pairs if pairs is not None else [(k, k + 1) for k in range(n - 1)], np.int64).reshape(-1, 2)
    return make_network(
        "map",
        {
            "bus": make_table("bus", {"vn_kv": np.full(n, 20.0), "x": x, "y": y}),
            "line": make_table("line", {"from_bus": ends[:, 0], "to_bus": ends[:, 1], **line}),
            "load": make_table("load", {"bus": np.arange(n)}),
            "switch": make_table("switch", {"bus": [0], "element": [0], "et": np.array(["l"])}),
            "ext_grid": make_table("ext_grid", {"bus": [0]}),
        },
        is_geographic=is_geographic,
    )


def middles(made: Network) -> np.ndarray:
    layout = map_layout(made)
    assert layout is not None
    return (layout.bus[:, :2] + layout.bus[:, 2:]) / 2


def test_without_coordinates_there_is_no_map() -> None:
    assert map_layout(network([np.nan] * 3, [np.nan] * 3, is_geographic=False)) is None
    assert map_layout(make_network("nothing", {})) is None


def test_north_is_up_and_east_is_right() -> None:
    at = middles(network([0.0, 100.0, 100.0], [0.0, 0.0, 100.0], is_geographic=False))
    assert at[1, 0] > at[0, 0]
    assert at[1, 1] == at[0, 1]
    assert at[2, 1] < at[1, 1]


def test_degrees_of_longitude_shrink_with_latitude() -> None:
    at = middles(network([10.0, 10.02, 10.02], [60.0, 60.0, 60.01], is_geographic=True))
    east, north = at[1, 0] - at[0, 0], at[1, 1] - at[2, 1]
    # At 60 degrees north a degree of longitude is half a degree of latitude (cos 60°).
    assert abs(east / north - 1.0) < 0.01


def test_neighbouring_buses_stand_readably_apart() -> None:
    at = middles(network([0.0, 0.3, 0.6, 0.9], [0.0] * 4, is_geographic=False))
    assert 48 <= at[1, 0] - at[0, 0] <= 120


def test_buses_of_one_place_stand_side_by_side() -> None:
    at = middles(network([5.0, 5.0, 5.0, 80.0], [1.0] * 4, is_geographic=False))
    assert len({(float(x), float(y)) for x, y in at}) == 4


def test_a_bus_without_coordinates_stands_near_its_neighbour() -> None:
    at = middles(network([0.0, np.nan, 1000.0, 1100.0], [0.0, np.nan, 0.0, 0.0], is_geographic=False))
    assert np.isfinite(at).all()
    assert np.hypot(*(at[1] - at[0])) < 100


def test_a_line_follows_its_route_where_there_is_one() -> None:
    route = '{"type": "LineString", "coordinates": [[0, 0], [50, 80], [100, 0]]}'
    made = network([0.0, 100.0], [0.0, 0.0], is_geographic=False, geo=np.array([route]))
    layout = map_layout(made)
    assert layout is not None
    x, y = layout.branch["line"].points(0)
    assert len(x) == 3
    assert y[1] < y[0]


def test_an_unreadable_route_becomes_a_straight_line() -> None:
    layout = map_layout(network([0.0, 100.0], [0.0, 0.0], is_geographic=False, geo=np.array(["{half"])))
    assert layout is not None
    assert len(layout.branch["line"].points(0)[0]) == 2


def test_a_switch_stands_on_its_line_near_its_bus() -> None:
    layout = map_layout(network([0.0, 60.0], [0.0, 80.0], is_geographic=False))
    assert layout is not None
    start, end = (layout.bus[:, :2] + layout.bus[:, 2:]) / 2
    at = layout.switch[0, :2]
    along, away = end - start, at - start
    assert abs(along[0] * away[1] - along[1] * away[0]) < 1e-6 * np.hypot(*along) ** 2
    assert 8 < np.hypot(*away) < 30


def test_labels_appear_only_where_they_are_free() -> None:
    random = np.random.default_rng(3)
    at = random.uniform(0, 1000, (200, 2))
    pairs = [(int(random.integers(k)), k) for k in range(1, 200)]
    layout = map_layout(network(at[:, 0].tolist(), at[:, 1].tolist(), is_geographic=False, pairs=pairs))
    assert layout is not None
    assert quality.count_label_overlaps(layout) == 0
    assert quality.count_label_symbol_overlaps(layout) == 0
    assert 5 < np.count_nonzero(layout.labels.kind == LabelKind.BUS_VALUE) <= 200


def test_stations_and_feeders_are_named() -> None:
    layout = map_layout(synthesise(1000, 1))
    assert layout is not None
    labels = layout.labels
    stations = labels.text[labels.kind == LabelKind.SUBSTATION].tolist()
    feeders = labels.text[labels.kind == LabelKind.FEEDER].tolist()
    assert [name.split()[0] for name in stations] == ["NORTH", "SOUTH", "EAST", "WEST"]
    assert len(feeders) == len(set(feeders)) == 20
    assert quality.count_label_overlaps(layout) == 0
    assert quality.count_label_symbol_overlaps(layout) == 0


def test_a_feeder_s_name_stands_beside_one_of_its_lines() -> None:
    made = synthesise(1000, 1)
    layout = map_layout(made)
    assert layout is not None
    labels = layout.labels
    x, y = labels.x + labels.width / 2, labels.y + labels.height / 2
    at = (layout.bus[:, :2] + layout.bus[:, 2:]) / 2
    for k in np.flatnonzero(labels.kind == LabelKind.FEEDER).tolist():
        away = np.hypot(at[:, 0] - x[k], at[:, 1] - y[k]).min()
        assert away < labels.width[k] / 2 + 40.0


def test_a_pixel_of_the_map_has_its_length_in_metres() -> None:
    x, y = [8.0, 8.3, 8.3, 8.0], [50.0, 50.0, 50.2, 50.2]
    made = network(x, y, is_geographic=True, length_km=np.array([22.0, 23.0, 22.0]))
    layout = map_layout(made)
    assert layout is not None
    at = (layout.bus[:, :2] + layout.bus[:, 2:]) / 2
    metres = np.hypot(*(at[1] - at[2])) * layout.metres_per_unit
    # Great-circle distance by the haversine formula: another way to it than the map's plane.
    straight = 1000 * globe_distance_km(np.array([8.3]), np.array([50.0]), np.array([8.3]), np.array([50.2]))[0]
    assert abs(metres / straight - 1) < 0.005


def test_plane_coordinates_have_a_length_only_where_the_lines_agree() -> None:
    agreeing = map_layout(network([0.0, 900.0, 1800.0], [0.0] * 3, is_geographic=False, length_km=np.array([1.0, 1.0])))
    assert agreeing is not None
    at = (agreeing.bus[:, :2] + agreeing.bus[:, 2:]) / 2
    assert abs((at[1, 0] - at[0, 0]) * agreeing.metres_per_unit - 900.0) < 1e-6
    drawn = map_layout(network([0.0, 9.0, 18.0], [0.0] * 3, is_geographic=False, length_km=np.array([1.0, 1.0])))
    assert drawn is not None
    assert np.isnan(drawn.metres_per_unit)
