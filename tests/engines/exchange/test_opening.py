"""Opening built-in networks and files; every kind of bad input becomes one sentence."""

from __future__ import annotations

import contextlib
import json
import pickle
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandapower as pp
import pandapower.networks as pn
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandapower import file_io

from engines.exchange.bounds import LARGEST_TEXT, LARGEST_UNPACKED
from engines.exchange.network_file import write_network_file
from engines.exchange.opening import examine, known_names, open_network
from engines.exchange.simbench import common_codes
from engines.exchange.to_pandapower import to_pandapower
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.values.validation import FindingSeverity, InputError
from engines.values.work import DirectContext

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")


def solved(network: Network, snapshot: Snapshot | None = None) -> Any:
    net = to_pandapower(snapshot or Snapshot(network))
    pp.runpp(net, numba=False, tolerance_mva=1e-9)
    return net


def small_net() -> Any:
    """source -- line 0 -- bus 1 -- transformer -- bus 2 (0.4 kV) with one load."""
    net = pp.create_empty_network(name="village")
    a, b, c = (pp.create_bus(net, kv, geodata=(k, 0)) for k, kv in enumerate((20.0, 20.0, 0.4)))
    pp.create_ext_grid(net, a)
    pp.create_line(net, a, b, 2.0, "NA2XS2Y 1x185 RM/25 12/20 kV", name="feeder")
    pp.create_transformer(net, b, c, "0.4 MVA 20/0.4 kV")
    pp.create_load(net, c, 0.1, 0.02, name="school")
    pp.create_switch(net, a, 0, "l", type="CB")
    return net


def saved(net: Any, path: Path) -> str:
    pp.to_json(net, str(path))
    return str(path)


def write_pandapower_xlsx(net: Any, path: Path, **options: bool) -> None:
    """The workbook pandapower itself writes; the library that packs the cells is the one installed here."""
    writer = pd.ExcelWriter

    def with_openpyxl(file: str, engine: str) -> Any:
        assert engine == "xlsxwriter"
        return writer(file, engine="openpyxl")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_io, "xlsxwriter_INSTALLED", True)
        patch.setattr(file_io.pd, "ExcelWriter", with_openpyxl)
        pp.to_excel(net, str(path), **options)


# --- built-in networks


def test_ieee33_has_the_published_losses_and_voltage() -> None:
    """Baran and Wu 1989; two engines agree on these digits."""
    network, report = open_network("ieee33")
    assert not report.findings
    net = solved(network)
    assert net.res_line.pl_mw.sum() * 1000 == pytest.approx(202.677, abs=5e-4)
    assert net.res_line.ql_mvar.sum() * 1000 == pytest.approx(135.141, abs=5e-4)
    assert net.res_bus.vm_pu.min() == pytest.approx(0.913090, abs=5e-7)
    assert network.bus["name"][int(np.argmin(net.res_bus.vm_pu))] == "18"


def test_ieee33_reconfigured_has_the_published_optimum() -> None:
    network, _ = open_network("ieee33")
    position = np.full(37, SwitchPosition.CLOSED)
    rows = [network.find(f"switch:{number}").row for number in (7, 9, 14, 32, 37)]  # type: ignore[union-attr]
    position[rows] = SwitchPosition.OPEN
    net = solved(network, Snapshot(network).with_state({("switch", "position"): position}))
    assert net.res_line.pl_mw.sum() * 1000 == pytest.approx(139.551, abs=5e-4)
    assert net.res_bus.vm_pu.min() == pytest.approx(0.93782, abs=5e-6)


def test_ieee33_is_numbered_as_in_the_paper_and_its_ties_are_open() -> None:
    network, _ = open_network("IEEE33")
    assert network["line"].id.tolist() == [f"line:{k}" for k in range(1, 38)]
    assert network["switch"]["name"].tolist() == [f"S{k}" for k in range(1, 38)]
    assert network["switch"]["position"].tolist() == [1] * 32 + [0] * 5
    assert network["switch"]["kind"][0] == "breaker"
    assert network["customer"]["count"].sum() > 1000
    assert network.limits.voltage_bands[0].normal_min_pu == 0.90


@pytest.mark.parametrize("name", ["ieee33", "cigre_mv", "cigre_lv"])
def test_a_built_in_network_solves_at_its_peak_and_on_a_winter_evening(name: str) -> None:
    network, report = open_network(name)
    assert not report.has_errors
    evening = Snapshot(network).at(np.datetime64("2025-01-15T18:30:00"))
    for snapshot in (Snapshot(network), evening):
        net = solved(network, snapshot)
        assert net.res_bus.vm_pu.between(0.9, 1.1).all()
        assert net.res_line.loading_percent.max() < 100
    assert evening.column("load", "p_mw").sum() < network["load"]["p_mw"].sum()
    assert np.isfinite(network.bus["x"]).all()


def test_opening_twice_gives_the_same_network() -> None:
    assert open_network("ieee33")[0].structure_revision == open_network("ieee33")[0].structure_revision


def test_known_names_each_have_a_line_about_them() -> None:
    assert {"ieee33", "cigre_mv", "cigre_lv", "simbench:CODE", "synthetic:BUSES:SEED", "north"} == set(known_names())
    assert all(known_names().values())


def test_importing_the_entry_does_not_import_pandapower() -> None:
    code = (
        "import sys, engines.exchange.opening as o; o.known_names(); "
        "print([m for m in ('pandapower', 'pandas', 'simbench', 'opendssdirect', 'PySide6') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_opening_tells_how_far_it_is() -> None:
    told: list[float] = []

    class Listening(DirectContext):
        def report(self, fraction: float, text: str = "") -> None:
            told.append(fraction)

    examine(Listening(), "ieee33", None)
    assert told == sorted(told)
    assert told[-1] == 1.0


# --- files


def test_a_pandapower_json_file_opens_with_its_names_and_coordinates(tmp_path: Path) -> None:
    network, report = open_network(saved(small_net(), tmp_path / "village.json"))
    assert not report.has_errors
    assert network.name == "village"
    assert network.source == "village.json"
    assert network["line"]["name"].tolist() == ["feeder"]
    assert network["switch"]["kind"].tolist() == ["breaker"]
    assert network.bus["x"].tolist() == [0.0, 1.0, 2.0]


@pytest.mark.parametrize(
    ("make", "include_empty_tables"),
    [(lambda: pn.create_cigre_network_mv("all"), True), (pn.example_multivoltage, False)],
    ids=["cigre_mv", "multivoltage"],
)
def test_a_pandapower_xlsx_file_opens_and_solves_the_same(
    tmp_path: Path, make: Callable[[], Any], include_empty_tables: bool
) -> None:
    net = make()
    pp.runpp(net, numba=False, tolerance_mva=1e-9)
    write_pandapower_xlsx(net, tmp_path / "mv.xlsx", include_empty_tables=include_empty_tables)
    network, report = open_network(str(tmp_path / "mv.xlsx"))
    assert not report.has_errors
    assert len(network.bus) == len(net.bus)
    assert network["switch"]["normal_closed"].tolist() == net.switch.closed.tolist()
    np.testing.assert_allclose(solved(network).res_bus.vm_pu, net.res_bus.vm_pu, atol=1e-9)
    assert np.isfinite(network.bus["x"]).all() == net.bus.geo.notna().all()


def test_an_old_file_with_geodata_tables_and_phase_shifter_column_keeps_both(tmp_path: Path) -> None:
    net = small_net()
    net.trafo["tap_pos"] = 2.0
    pp.runpp(net, numba=False, tolerance_mva=1e-9)
    expected = net.res_bus.vm_pu.to_numpy()
    net["bus_geodata"] = pd.DataFrame({"x": [5.0, 6.0, 7.0], "y": [1.0, 1.0, 1.0], "coords": [None] * 3})
    net["line_geodata"] = pd.DataFrame({"coords": [[[5.0, 1.0], [6.0, 1.0]]]})
    del net.bus["geo"]
    net.trafo["tap_phase_shifter"] = False
    net.trafo = net.trafo.drop(columns=["tap_changer_type", "tap_dependency_table", "id_characteristic_table"])
    net["version"] = net["format_version"] = "2.14.0"
    network, _ = open_network(saved(net, tmp_path / "old.json"))
    assert network.bus["x"].tolist() == [5.0, 6.0, 7.0]
    np.testing.assert_allclose(solved(network).res_bus.vm_pu, expected, atol=1e-9)


def test_ids_of_the_file_are_kept_where_each_row_has_its_own(tmp_path: Path) -> None:
    net = small_net()
    net.bus["origin_id"] = ["_a1", "_b2", "_c3"]
    net.line["origin_id"] = ""
    network, _ = open_network(saved(net, tmp_path / "ids.json"))
    assert network.bus.id.tolist() == ["_a1", "_b2", "_c3"]
    assert network["line"].id.tolist() == ["line:0"]


def test_our_own_file_opens(tmp_path: Path) -> None:
    network, _ = open_network("ieee33")
    write_network_file(network, tmp_path / "feeder.tieline-network")
    again, _ = open_network(str(tmp_path / "feeder.tieline-network"))
    assert again["customer"]["count"].tolist() == network["customer"]["count"].tolist()
    np.testing.assert_allclose(again.profiles.shapes, network.profiles.shapes, atol=5e-5)  # type: ignore[union-attr]


def test_a_file_of_no_known_ending_is_recognised_by_its_content(tmp_path: Path) -> None:
    saved(small_net(), tmp_path / "village.json")
    (tmp_path / "village.json").rename(tmp_path / "village.net")
    assert open_network(str(tmp_path / "village.net"))[0].name == "village"


# --- a file from a stranger


def test_a_json_file_cannot_load_a_module_or_call_a_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "ran"
    (tmp_path / "intruder.py").write_text(f"open({str(mark)!r}, 'w').close()\nclass Thing: pass\ndef f(): pass\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    content = json.loads(pp.to_json(small_net()))
    content["_object"]["thing"] = {"_module": "intruder", "_class": "Thing", "_object": "{}"}
    content["_object"]["called"] = {"_module": "intruder", "_class": "function", "_object": "f"}
    bus = json.loads(content["_object"]["bus"]["_object"])
    bus["data"][0][0] = {"_module": "intruder", "_class": "Thing", "_object": "{}"}
    content["_object"]["bus"]["_object"] = json.dumps(bus)
    path = tmp_path / "gift.json"
    path.write_text(json.dumps(content))
    _, report = open_network(str(path))
    assert not mark.exists()
    assert any("program objects (intruder.Thing)" in f.reason for f in report.findings)
    with contextlib.suppress(Exception):
        pp.from_json(str(path))
    assert mark.exists(), "pandapower's own reader would have run it: the guard is what keeps it out"


def test_a_json_table_cannot_name_another_file(tmp_path: Path) -> None:
    other = tmp_path / "secret.json"
    other.write_text('{"columns": ["name"], "index": [0], "data": [["secret"]]}')
    content = json.loads(pp.to_json(small_net()))
    content["_object"]["bus"]["_object"] = str(other)
    path = tmp_path / "gift.json"
    path.write_text(json.dumps(content))
    with pytest.raises(InputError, match="bus table is missing"):
        open_network(str(path))


def test_controllers_are_left_out_and_told(tmp_path: Path) -> None:
    net = small_net()
    pp.control.DiscreteTapControl(net, 0, 0.98, 1.02)
    _, report = open_network(saved(net, tmp_path / "controlled.json"))
    assert any("DiscreteTapControl" in f.reason for f in report.findings)


# --- bad files


def write_zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "0")
        # The size an archive declares bounds what is ever read from it.
        archive.infolist()[0].file_size = LARGEST_UNPACKED + 1


def write_sparse(path: Path) -> None:
    with path.open("wb") as stream:
        stream.write(b"{")
        stream.truncate(LARGEST_TEXT + 1)


def write_other_xlsx(path: Path) -> None:
    pd.DataFrame({"price": [1, 2]}).to_excel(path)


BAD_FILES: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "missing": ("no.json", lambda p: None, "no such file"),
    "folder": ("folder.json", lambda p: p.mkdir(), "is a folder"),
    "empty": ("empty.json", lambda p: p.touch(), "is empty"),
    "binary": ("binary.json", lambda p: p.write_bytes(bytes(range(256)) * 9), "binary file"),
    "another kind of JSON": ("list.json", lambda p: p.write_text('[{"a": 1}]'), "not a pandapower network"),
    "another object": ("other.json", lambda p: p.write_text('{"bus": "9", "line": 3}'), "not a pandapower network"),
    "not JSON": ("text.json", lambda p: p.write_text("hello\nworld"), "is not JSON \\(line 1"),
    "truncated": ("cut.json", lambda p: p.write_text(pp.to_json(small_net())[:3000]), "is cut off"),
    "too deep": ("deep.json", lambda p: p.write_text("[" * 100_000), "nested too deeply|cut off"),
    "too big": ("big.json", write_sparse, "too big"),
    "zip bomb": ("bomb.xlsx", write_zip_bomb, "would unpack"),
    "not a workbook": ("fake.xlsx", lambda p: p.write_text("a;b"), "not a file of its kind"),
    "another workbook": ("prices.xlsx", write_other_xlsx, "holds no network"),
    "pickle": ("net.p", lambda p: p.write_bytes(pickle.dumps({})), "pickle"),
    "matlab": ("case.mat", lambda p: p.write_bytes(b"MATLAB"), "MATLAB"),
    "unknown": ("photo.png", lambda p: p.write_bytes(b"\x89PNG"), "kind this program does not read"),
    "our file cut": ("cut.tieline-network", lambda p: p.write_bytes(b"PK\x03\x04 half"), "damaged"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_is_one_sentence_with_place_and_remedy(case: str, tmp_path: Path) -> None:
    name, write, says = BAD_FILES[case]
    path = tmp_path / name
    write(path)
    with pytest.raises(InputError, match=says) as caught:
        open_network(str(path))
    assert str(path) in str(caught.value)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


def test_a_container_without_a_network_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "strange.tieline-network"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("header.json", '{"name": "x"}')
    with pytest.raises(InputError, match="no complete network"):
        open_network(str(path))


def test_a_file_of_a_later_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "later.tieline-network"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("header.json", '{"format": 99}')
    with pytest.raises(InputError, match="later version"):
        open_network(str(path))
    net = small_net()
    net["format_version"] = net["version"] = "99.0.0"
    with pytest.raises(InputError, match="newer pandapower"):
        open_network(saved(net, tmp_path / "later.json"))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("ieee3", "did you mean ieee33"),
        ("synthetic:many:1", "whole numbers"),
        ("synthetic:3:1", "cannot be made"),
        ("synthetic:999999999:1", "cannot be made"),
    ],
)
def test_a_wrong_name_is_answered_with_the_right_one(name: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        open_network(name)


# --- bad networks


def set_value(table: str, column: str, value: Any, row: int = 0) -> Callable[[Any], None]:
    def change(net: Any) -> None:
        if isinstance(value, int) and not isinstance(value, bool):
            net[table][column] = net[table][column].astype("int64")
        net[table].loc[net[table].index[row], column] = value

    return change


def repeat_bus(net: Any) -> None:
    net.bus = pd.concat([net.bus, net.bus.iloc[[1]]])


BAD_NETS: dict[str, tuple[Callable[[Any], None], str, str]] = {
    "no slack": (set_value("ext_grid", "in_service", False), "ext_grid", "no slack"),
    "negative length": (set_value("line", "length_km", -2.0), "line:0", "negative length"),
    "missing length": (set_value("line", "length_km", np.nan), "line:0", "no length"),
    "zero length": (set_value("line", "length_km", 0.0), "line:0", "zero impedance"),
    "missing impedance": (set_value("line", "x_ohm_per_km", np.nan), "line:0", "no impedance values"),
    "NaN load": (set_value("load", "p_mw", np.nan), "load:0", "no number as p_mw"),
    "NaN scaling": (set_value("load", "scaling", np.nan), "load:0", "no number as scaling"),
    "lost bus": (set_value("line", "to_bus", 77), "line:0", "refers to bus 77"),
    "lost bus of a load": (set_value("load", "bus", 77), "load:0", "refers to bus 77"),
    "lost line of a switch": (set_value("switch", "element", 9), "switch:0", "switches a line that does not exist"),
    "volts for kilovolts": (set_value("bus", "vn_kv", 20000.0), "bus:0", "looks like volts"),
    "no voltage": (set_value("bus", "vn_kv", np.nan), "bus:0", "no nominal voltage"),
    "transformer without power": (set_value("trafo", "sn_mva", 0.0), "trafo:0", "no positive sn_mva"),
    "transformer resistance": (set_value("trafo", "vkr_percent", 20.0), "trafo:0", "above its vk_percent"),
}


@pytest.mark.parametrize("case", BAD_NETS)
def test_a_network_that_cannot_be_solved_is_refused_with_its_report(case: str, tmp_path: Path) -> None:
    change, element, says = BAD_NETS[case]
    net = small_net()
    change(net)
    path = saved(net, tmp_path / "bad.json")
    with pytest.raises(InputError, match=says) as caught:
        open_network(path)
    assert caught.value.report is not None
    errors = [f for f in caught.value.report.findings if f.severity is FindingSeverity.ERROR]
    assert any(element in (f.element, f.field) and f.remedy for f in errors)
    _, report = examine(DirectContext(), path, None)
    assert report == caught.value.report


def test_an_index_that_occurs_twice_is_an_error() -> None:
    from engines.exchange.from_pandapower import from_pandapower
    from engines.exchange.validation import validate

    net = small_net()
    repeat_bus(net)
    network, findings = from_pandapower(net, name="twice", source="twice")
    assert len(set(network.bus.id.tolist())) == 4
    assert any("bus:1" in f.element and f.severity == "error" for f in validate(network, findings).findings)


def split_grid(net: Any) -> None:
    pp.create_bus(net, 20.0)


DOUBTFUL_NETS: dict[str, tuple[Callable[[Any], None], str, str]] = {
    "kilowatts for megawatts": (set_value("load", "p_mw", 400.0), "load:0", "looks like kW"),
    "rated voltage": (set_value("trafo", "vn_hv_kv", 10.0), "trafo:0", "rated 10 kV at a bus of 20 kV"),
    "part without source": (split_grid, "bus:3", "1 bus have no path to any source|no path to any source"),
    "tap without type": (
        lambda net: (set_value("trafo", "tap_pos", 2.0)(net), set_value("trafo", "tap_changer_type", None)(net)),  # type: ignore[dict-item,return-value]
        "trafo:0",
        "the tap has no effect",
    ),
    "metres for kilometres": (set_value("line", "length_km", 2500.0), "line:0", "looks like metres"),
    "no limit": (set_value("line", "max_i_ka", np.nan), "line:0", "no current limit"),
    "kilovolts for per unit": (set_value("ext_grid", "vm_pu", 20.0), "ext_grid:0", "far from 1 pu"),
}


@pytest.mark.parametrize("case", DOUBTFUL_NETS)
def test_a_doubtful_value_is_a_warning_and_the_network_opens(case: str, tmp_path: Path) -> None:
    change, element, says = DOUBTFUL_NETS[case]
    net = small_net()
    change(net)
    _, report = open_network(saved(net, tmp_path / "odd.json"))
    found = [f for f in report.findings if f.severity is FindingSeverity.WARNING and f.element == element]
    assert any(re.search(says, f.reason) for f in found)


def test_buses_behind_an_open_switch_are_noted(tmp_path: Path) -> None:
    net = small_net()
    net.switch["closed"] = False
    _, report = open_network(saved(net, tmp_path / "open.json"))
    assert any("2 buses are without supply" in f.reason for f in report.findings)


def test_many_findings_of_one_kind_are_told_as_a_number(tmp_path: Path) -> None:
    net = small_net()
    for _ in range(300):
        pp.create_load(net, 2, np.nan)
    with pytest.raises(InputError) as caught:
        open_network(saved(net, tmp_path / "many.json"))
    findings = caught.value.report.findings  # type: ignore[union-attr]
    assert len(findings) < 30
    assert any("280 more rows of load" in f.reason for f in findings)


def test_the_codes_told_without_simbench_exist_in_it() -> None:
    simbench = pytest.importorskip("simbench")
    assert set(common_codes()) <= set(simbench.collect_all_simbench_codes())


@cache
def net_with_ward() -> str:
    net = small_net()
    pp.create_ward(net, 1, 0.1, 0.1, 0.1, 0.1)
    return str(pp.to_json(net))


JUNK = st.sampled_from([None, "x", "", -1, 1e308, 99999999999, True, [], {"a": 1}, 0, -0.5, 2**70])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=st.sampled_from(["bus", "line", "trafo", "load", "switch", "ward"]), at=st.integers(0, 999), junk=JUNK)
def test_junk_in_any_cell_gives_a_network_or_a_sentence(tmp_path: Path, table: str, at: int, junk: Any) -> None:
    content = json.loads(net_with_ward())
    frame = json.loads(content["_object"][table]["_object"])
    frame["data"][0][at % len(frame["columns"])] = junk
    content["_object"][table]["_object"] = json.dumps(frame)
    path = tmp_path / "junk.json"
    path.write_text(json.dumps(content))
    try:
        network, report = open_network(str(path))
    except InputError:
        return
    assert len(network[table]) == len(frame["data"])
    assert not report.has_errors
