from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.study.change import Change
from engines.study.controls import CapacitorStepChange, TapChange, VoltageChange, tap_range
from engines.study.line_type import LineTypeChange, line_type_catalogue, replace_line, types_for
from engines.study.new_der import NewDer, new_der_id, profile_for
from engines.study.packing import CHANGE_KINDS, change_from_json, change_to_json
from engines.study.power import GenerationScaling, LoadScaling, PowerChange, elements_of_feeder
from engines.study.service import ServiceChange
from engines.study.switching import SwitchOperation
from engines.values.validation import InputError

NOON = np.datetime64("2026-01-14T12:00:00", "s")
PV = NewDer("pv", "study:pv:1", "barn", "bus:2", 0.5, 0.4, profile="sun")
CABLE = replace_line("line:1", next(t for t in line_type_catalogue() if t.name == "NA2XS2Y 1x240 RM/25 12/20 kV"))

CHANGES: list[tuple[Change, tuple[str, str, int], object, str]] = [
    (SwitchOperation("switch:0", 0), ("switch", "position", 0), 0, "Open CB"),
    (SwitchOperation("switch:1", 1), ("switch", "position", 1), 1, "Close S2"),
    (TapChange("trafo:0", -3), ("trafo", "tap_pos", 0), -3.0, "Tap of T1 to -3"),
    (CapacitorStepChange("shunt:0", 2), ("shunt", "step", 0), 2.0, "shunt:0 to step 2"),
    (VoltageChange("ext_grid:0", 1.02), ("ext_grid", "vm_pu", 0), 1.02, "Set voltage of ext_grid:0 to 1.020 pu"),
    (LoadScaling(1.2), ("load", "scaling", 1), 1.2, "All loads × 120 %"),
    (LoadScaling(0.5, ("load:0",)), ("load", "scaling", 0), 0.5, "village × 50 %"),
    (GenerationScaling(2.0), ("sgen", "scaling", 0), 2.0, "All generation × 200 %"),
    (ServiceChange("line:1", False), ("line", "in_service", 1), False, "Take L1 out of service"),
    (ServiceChange("sgen:0", True), ("sgen", "in_service", 0), True, "Put roof into service"),
    (PowerChange("load:1", 3.0, 0.5), ("load", "p_mw", 1), 3.0, "mill to 3 MW, 0.5 Mvar"),
    (PowerChange("storage:0", -0.2), ("storage", "p_mw", 0), -0.2, "storage:0 to -0.2 MW"),
    (CABLE, ("line", "r_ohm_per_km", 1), 0.122, "Replace L1 by NA2XS2Y 1x240 RM/25 12/20 kV"),
    (PV, ("sgen", "p_mw", 1), 0.4, "New pv: barn, 500 kW at mid"),
]


@pytest.mark.parametrize(("change", "where", "value", "text"), CHANGES, ids=lambda c: getattr(c, "kind", None))
def test_change_sets_its_value_tells_itself_and_survives_json(
    change: Change, where: tuple[str, str, int], value: object, text: str, network: Network
) -> None:
    before = Snapshot(network)
    after = change.apply(before)
    table, column, row = where
    assert after.column(table, column)[row] == value
    assert after.revision > before.revision
    assert change.text(network) == text
    assert change_from_json(json.loads(json.dumps(change_to_json(change)))) == change
    assert (after.network.structure_revision != network.structure_revision) == change.is_structural


def test_every_kind_of_change_is_exercised() -> None:
    assert {type(change) for change, *_ in CHANGES} == set(CHANGE_KINDS)


REFUSED: list[tuple[Change, str]] = [
    (TapChange("trafo:0", 10), "T1: cannot go to tap 10; choose a whole position from -9 to 9"),
    (TapChange("trafo:0", 1.5), "whole position"),
    (CapacitorStepChange("shunt:0", 4), "whole step from 0 to 3"),
    (VoltageChange("ext_grid:0", 11.0), "from 0.5 to 1.5 pu"),
    (LoadScaling(-1), "from 0 to 100"),
    (LoadScaling(float("nan")), "from 0 to 100"),
    (LoadScaling(1.0, ("load:9",)), "load:9: is not in small"),
    (SwitchOperation("line:0", 0), "is of table line; name one of table switch"),
    (SwitchOperation("switch:0", 7), "has no position 7"),
    (PowerChange("sgen:0", 1.2), "stay within its 1 MVA"),
    (PowerChange("load:0"), "name p or q"),
    (replace(PV, element_id="load:0"), "is there already"),
    (replace(PV, bus_id="bus:77"), "bus:77: is not in small"),
    (replace(PV, profile="moon"), "moon: is no profile of small"),
    (replace(PV, der="fusion"), "pv, wind, storage, generator"),
    (replace(PV, p_mw=0.6), "stay within its 0.5 MVA"),
    (replace(CABLE, r_ohm_per_km=0.0, x_ohm_per_km=0.0), "no usable impedance"),
]


@pytest.mark.parametrize(("change", "sentence"), REFUSED)
def test_change_beyond_its_range_is_refused_with_the_remedy(change: Change, sentence: str, network: Network) -> None:
    with pytest.raises(InputError) as refusal:
        change.apply(Snapshot(network))
    assert sentence in str(refusal.value)


def test_transformer_without_tap_changer_is_named(network: Network) -> None:
    fixed = replace(network["trafo"], columns=network["trafo"].columns.updated({"tap_min": np.array([np.nan])}))
    with pytest.raises(InputError, match="T1: has no tap changer"):
        tap_range(replace(network, tables=network.tables.updated({"trafo": fixed})), "trafo:0")


def test_scaling_multiplies_and_a_set_power_overrides_it(network: Network) -> None:
    snapshot = LoadScaling(0.5).apply(LoadScaling(1.5).apply(Snapshot(network)))
    assert snapshot.column("load", "scaling").tolist() == [0.75, 0.75]
    set_power = PowerChange("load:0", 2.0).apply(snapshot)
    flows = {c: set_power.column("load", c) * set_power.column("load", "scaling") for c in ("p_mw", "q_mvar")}
    assert flows["p_mw"].tolist() == [2.0, 1.5]
    assert flows["q_mvar"].tolist() == pytest.approx([0.15, 0.3])


def test_feeder_scaling_reaches_what_hangs_on_the_feeder(network: Network) -> None:
    topology = analyse(SwitchOperation("switch:1", 0).apply(Snapshot(network)))
    assert elements_of_feeder(network, topology, 0, ("load",)) == ("load:0",)
    assert elements_of_feeder(network, topology, 0, ("asymmetric_load",)) == ()


def test_new_plant_follows_its_profile_and_leaves_the_state_of_the_others(network: Network) -> None:
    before = PowerChange("sgen:0", 0.3).apply(Snapshot(network).at(NOON))
    after = PV.apply(before)
    assert after.column("sgen", "p_mw")[0] == 0.3
    assert after.column("sgen", "p_mw")[1] == pytest.approx(0.4 * 1.0)
    evening = after.at(np.datetime64("2026-01-14T23:00:00"))
    assert evening.column("sgen", "p_mw")[1] == 0.0
    assert after.network["sgen"].id.tolist() == ["sgen:0", "study:pv:1"]
    assert after.network["sgen"]["name"].tolist() == ["roof", "barn"]


def test_new_storage_is_a_storage(network: Network) -> None:
    battery = NewDer("storage", "study:storage:1", "", "bus:3", 0.5, 0.0, max_e_mwh=1.0)
    table = battery.apply(Snapshot(network)).network["storage"]
    assert (table["max_e_mwh"][1], table["bus"][1], table["type"][1]) == (1.0, 3, "battery")


def test_ids_and_profiles_are_proposed_for_a_new_plant(network: Network) -> None:
    assert new_der_id(network, "pv") == "study:pv:1"
    assert new_der_id(PV.apply(Snapshot(network)).network, "pv") == "study:pv:2"
    assert profile_for(network, "pv") == "sun"
    assert profile_for(network, "storage") == ""


def test_zero_sequence_keeps_its_ratio_when_a_line_is_replaced(network: Network) -> None:
    assert np.isnan(CABLE.apply(Snapshot(network)).network["line"]["r0_ohm_per_km"][1])
    other = replace(CABLE, line_id="line:0").apply(Snapshot(network)).network["line"]
    assert other["r0_ohm_per_km"][0] == pytest.approx(2 * 0.122)
    assert other["max_i_ka"][0] == 0.421


def test_replacements_offered_fit_the_voltage(network: Network) -> None:
    offered = types_for(network, 0)
    assert offered[0].source == "network"
    assert all(t.from_kv < 20 <= t.to_kv for t in offered[1:])
    assert len({t.name for t in offered}) == len(offered) > 5


def test_catalogue_resistances_agree_with_the_conductor() -> None:
    # Resistivity at 20 degrees Celsius: aluminium 28.264 (IEC 60889), copper 17.241 ohm mm2/km (IEC 60028). Stranding
    # and the round names of cross-sections leave some play.
    resistivity = {"aluminium": 28.264, "copper": 17.241}
    for line_type in line_type_catalogue():
        ratio = line_type.r_ohm_per_km * line_type.area_mm2 / resistivity[line_type.conductor]
        assert 0.98 < ratio < 1.15, line_type.name
        assert 0.05 < line_type.x_ohm_per_km < 0.5
        assert 0.1 <= line_type.max_i_ka <= 1.2


@pytest.mark.parametrize(
    ("packed", "sentence"),
    [
        ({"kind": "teleport"}, "unknown kind 'teleport'"),
        ("open", "is not a change"),
        ({"kind": "tap_change", "transformer_id": "t"}, "has no position"),
        ({"kind": "tap_change", "transformer_id": "t", "position": "up"}, "position: cannot be 'up'"),
        ({"kind": "tap_change", "transformer_id": "t", "position": True}, "cannot be True"),
        ({"kind": "service_change", "element_id": "x", "in_service": 1}, "in_service: cannot be 1"),
        ({"kind": "load_scaling", "factor": 1.0, "element_ids": [1]}, "element_ids"),
        ({"kind": "load_scaling", "factor": float("inf")}, "factor"),
    ],
)
def test_change_that_cannot_be_read_is_refused_by_name(packed: object, sentence: str) -> None:
    with pytest.raises(InputError) as refusal:
        change_from_json(packed, "change 3")
    assert sentence in str(refusal.value)
    assert str(refusal.value).startswith("change 3")


def test_line_type_change_without_limit_has_none(network: Network) -> None:
    change = LineTypeChange("line:0", "bare", "ol", 0.3, 0.3, 10.0, None)
    assert np.isnan(change.apply(Snapshot(network)).network["line"]["max_i_ka"][0])
