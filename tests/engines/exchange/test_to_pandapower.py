"""A network goes to pandapower and back without changing a single result."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandapower as pp
import pandapower.networks as pn
import pandas as pd
import pytest

from engines.exchange.from_pandapower import from_pandapower
from engines.exchange.to_pandapower import to_pandapower, write_pandapower_json
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")


def net_of_extra_elements() -> Any:
    """What the product does not model itself: ward, xward, dcline, motor, three windings, ZIP, fractional tap."""
    net = pp.create_empty_network(f_hz=60.0, sn_mva=10.0)
    b110, b20, b10, far = (pp.create_bus(net, vn_kv=v, index=i) for v, i in ((110, 7), (20, 3), (10, 12), (20, 40)))
    pp.create_ext_grid(net, b110, vm_pu=1.01)
    pp.create_transformer3w(net, b110, b20, b10, "63/25/38 MVA 110/20/10 kV", tap_pos=2)
    pp.create_line(net, b20, far, 4.0, "NA2XS2Y 1x185 RM/25 12/20 kV", parallel=2, df=0.8)
    pp.create_ward(net, far, 0.4, 0.1, 0.2, 0.05)
    pp.create_xward(net, b20, 0.4, 0.1, 0.2, 0.05, 0.1, 3.0, 1.0)
    pp.create_motor(net, far, 0.5, 0.9, efficiency_percent=95, loading_percent=80)
    pp.create_load(net, far, 1.0, 0.3, const_z_p_percent=30, const_i_q_percent=20, scaling=0.7)
    pp.create_dcline(net, b20, b10, p_mw=1.0, loss_percent=1.2, loss_mw=0.01, vm_from_pu=1.0, vm_to_pu=1.0)
    pp.create_storage(net, far, 0.2, 1.0)
    pp.create_shunt(net, b10, -0.3, 0.0, step=2, max_step=3)
    pp.create_switch(net, b20, 0, "l")
    far2 = pp.create_bus(net, vn_kv=20, index=41)
    pp.create_switch(net, far, far2, "b", z_ohm=0.2)
    pp.create_sgen(net, far2, 0.3, 0.0)
    return net


NETS = {
    "case33bw": pn.case33bw,
    "cigre_mv": lambda: pn.create_cigre_network_mv(with_der="all"),
    "multivoltage": pn.example_multivoltage,
    "case118": pn.case118,
    "extra": net_of_extra_elements,
}


@pytest.mark.parametrize("name", NETS)
def test_a_net_solves_the_same_after_the_round_trip(name: str) -> None:
    net = NETS[name]()
    network, _ = from_pandapower(net, name=name, source=name)
    again = to_pandapower(Snapshot(network))
    for each in (net, again):
        pp.runpp(each, calculate_voltage_angles=True, numba=False)
    compared = 0
    for table in [t for t in net if t.startswith("res_") and isinstance(net[t], pd.DataFrame) and len(net[t])]:
        assert list(net[table].index) == list(again[table].index)
        ours, theirs = again[table].to_numpy(float), net[table].to_numpy(float)
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-9, err_msg=table)
        compared += 1
    assert compared >= 4


def test_the_snapshots_state_replaces_the_networks() -> None:
    network, _ = from_pandapower(net_of_extra_elements(), name="extra", source="extra")
    snapshot = (
        Snapshot(network)
        .with_values("switch", "position", [1], [SwitchPosition.UNKNOWN])
        .with_values("load", "p_mw", [0], [2.5])
        .with_values("trafo3w", "tap_pos", [0], [0.5])
    )
    net = to_pandapower(snapshot)
    assert list(net.switch.closed) == [True, False]
    assert net.load.p_mw.iloc[0] == 2.5
    assert net.trafo3w.tap_pos.iloc[0] == 0.5


def test_a_saved_file_is_read_by_pandapower_and_keeps_what_is_ours(tmp_path: Path) -> None:
    network, _ = from_pandapower(pn.mv_oberrhein(), name="town", source="town")
    path = tmp_path / "town.json"
    write_pandapower_json(Snapshot(network), path)
    net = pp.from_json(str(path))
    pp.runpp(net, numba=False)
    assert json.loads(net.bus.geo.iloc[0])["type"] == "Point" if isinstance(net.bus.geo.iloc[0], str) else True
    again, findings = from_pandapower(net, name="town", source="town")
    assert not findings
    np.testing.assert_array_equal(again.bus.id, network.bus.id)
    np.testing.assert_allclose(again.bus["x"], network.bus["x"])
    np.testing.assert_array_equal(again["switch"]["normal_closed"], network["switch"]["normal_closed"])


def test_a_switch_that_pandapower_moved_in_a_file_of_ours_has_moved(tmp_path: Path) -> None:
    network, _ = from_pandapower(net_of_extra_elements(), name="extra", source="extra")
    path = tmp_path / "extra.json"
    unknown = Snapshot(network).with_values("switch", "position", [1], [SwitchPosition.UNKNOWN])
    write_pandapower_json(unknown, path)
    net = pp.from_json(str(path))
    net.switch.loc[net.switch.index[0], "closed"] = False
    again, _ = from_pandapower(net, name="extra", source="extra")
    assert again["switch"]["position"].tolist() == [SwitchPosition.OPEN, SwitchPosition.UNKNOWN]
    assert again["switch"]["normal_closed"].tolist() == [True, True]


def test_an_identity_that_repeats_is_told_and_not_used() -> None:
    net = net_of_extra_elements()
    net.bus["origin_id"] = "same"
    network, findings = from_pandapower(net, name="extra", source="extra")
    assert network.bus.id[0].startswith("bus:")
    assert [(f.element, f.field) for f in findings] == [("bus", "origin_id")]
