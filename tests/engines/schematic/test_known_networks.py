"""The product's own districts, and SimBench where it is installed, with the crossings measured on them."""

from __future__ import annotations

import pytest

from engines.schematic import quality
from engines.schematic.layout import schematic_layout
from engines.synthesis.district import synthesise
from engines.values.schematic import DiagramLayout, LabelKind


def assert_readable(layout: DiagramLayout, crossings_per_tie: float) -> None:
    assert quality.count_label_overlaps(layout) == 0
    assert quality.count_label_line_overlaps(layout) == 0
    assert quality.count_label_symbol_overlaps(layout) == 0
    assert quality.count_symbol_overlaps(layout) == 0
    assert quality.count_symbol_line_overlaps(layout) == 0
    assert quality.count_tree_edge_crossings(layout) == 0
    assert quality.count_tie_crossings(layout) <= crossings_per_tie * quality.count_ties(layout)


@pytest.mark.parametrize(("n_bus", "crossings_per_tie"), [(300, 1.4), (1000, 1.5), (10_000, 1.6)])
def test_a_made_up_district_stays_readable(n_bus: int, crossings_per_tie: float) -> None:
    layout = schematic_layout(synthesise(n_bus, 1))
    assert_readable(layout, crossings_per_tie)
    x0, y0, x1, y1 = layout.bounds
    assert 1.0 < (x1 - x0) / (y1 - y0) < 2.6


def test_a_district_of_300_names_its_ten_feeders_and_two_stations() -> None:
    kinds = schematic_layout(synthesise(300, 1)).labels.kind.tolist()
    assert kinds.count(LabelKind.FEEDER) == 10
    assert kinds.count(LabelKind.SUBSTATION) == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "crossings_per_tie"),
    [("1-MV-rural--0-sw", 0.8), ("1-MV-urban--0-sw", 1.8), ("1-LV-rural3--0-sw", 0.0)],
)
def test_simbench_networks_stay_readable(code: str, crossings_per_tie: float) -> None:
    simbench = pytest.importorskip("simbench")
    from engines.exchange.from_pandapower import from_pandapower

    network, _ = from_pandapower(simbench.get_simbench_net(code), name=code, source=code)
    assert_readable(schematic_layout(network), crossings_per_tie)
