"""OpenDSS scripts: the tables agree with OpenDSS, the flattened script solves like the original."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandapower as pp
import pytest

from engines.exchange.opendss import private_engine, read_opendss, run_script
from engines.exchange.opendss_script import flatten
from engines.exchange.opening import open_network
from engines.exchange.to_pandapower import to_pandapower
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchKind, SwitchPosition
from engines.values.validation import InputError

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")

MASTER = """
Clear
New Circuit.feeder basekv=115 pu=1.02 angle=0 bus1=source MVAsc3=2000 ! the grid
/* a block
comment */
New Transformer.main phases=3 windings=2 buses=(source, head) conns=(delta wye) kvs=(115 4.16) kvas=(5000 5000)
~ xhl=8 %rs=(0.5 0.5)
New Transformer.reg phases=3 windings=2 buses=(head rg) kvs=(4.16 4.16) kvas=(5000 5000) xhl=0.01 %loadloss=0.01
New RegControl.reg transformer=reg winding=2 vreg=122 band=2 ptratio=20
Redirect "sub\\Codes.dss"
New Line.one phases=3 bus1=rg bus2=a linecode=mtx length=2000 units=ft
New Line.gate phases=3 bus1=a bus2=b switch=y
New Line.tie phases=3 bus1=b bus2=c linecode=mtx length=1 units=kft
Open Line.tie 2
Open Line.one 1
Close Line.one 1
New Line.far phases=3 bus1=b bus2=c linecode=mtx length=500 units=m
New Recloser.r MonitoredObj=Line.far MonitoredTerm=1
New Line.single phases=1 bus1=c.2 bus2=d.2 linecode=one length=500 units=ft
New Load.three bus1=c phases=3 kv=4.16 kw=900 kvar=300 model=1
New Load.one bus1=d.2 phases=1 kv=2.4 kw=170 kvar=125 model=1
New Load.between bus1=c.1.3 phases=1 conn=delta kv=4.16 kw=60 kvar=30 model=2
New Capacitor.cap bus1=c phases=3 kvar=300 kv=4.16
New PVSystem.roof bus1=c kv=4.16 kva=100 pmpp=90 irradiance=0.8
New LoadShape.day npts=4 interval=6 mult=(file=shape.csv)
New LoadShape.single npts=2 interval=1 sngfile=shape.sng
New LoadShape.double npts=2 interval=1 mult=[dblfile=shape.dbl]
New Reactor.choke phases=3 bus1=c bus2=e r=0.1 x=0.5
New Reactor.coil phases=3 bus1=c kv=4.16 kvar=50
Set VoltageBases=[115 4.16]
CalcVoltageBases
Solve
BusCoords sub/xy.csv
Show Voltages LN Nodes
Export Voltages out.csv
"""
CODES = """
New LineCode.mtx nphases=3 units=mi rmatrix=(0.3465 | 0.156 0.3375 | 0.158 0.1535 0.3414)
~ xmatrix=(1.0179 | 0.5017 1.0478 | 0.4236 0.3849 1.0348) normamps=400
New LineCode.one nphases=1 units=mi rmatrix=(1.3292) xmatrix=(1.3475)
"""


@pytest.fixture
def master(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    (folder / "sub").mkdir(parents=True)
    (folder / "master.dss").write_text(MASTER)
    (folder / "sub" / "codes.dss").write_text(CODES)
    (folder / "sub" / "xy.csv").write_text("head, 100, 200\nA, 300, 200\n")
    (folder / "shape.csv").write_text("1\n0.5\n0.25\n0.75\n")
    np.array([0.5, 0.25], "<f4").tofile(folder / "shape.sng")
    np.array([0.125, 1.0], "<f8").tofile(folder / "shape.dbl")
    return folder / "master.dss"


def test_tables_name_their_elements_and_phases(master: Path) -> None:
    network, report = open_network(str(master))
    assert not report.has_errors
    assert network.bus["dss_name"].tolist() == ["source", "head", "rg", "a", "b", "c", "d", "e"]
    assert network.bus["vn_kv"] == pytest.approx([115.0] + [4.16] * 7)
    assert network.bus["x"][[1, 3]].tolist() == [100.0, 300.0]
    assert network["line"]["dss_name"].tolist() == ["line.one", "line.tie", "line.far", "line.single"]
    assert network["line"]["length_km"] == pytest.approx([0.6096, 0.3048, 0.5, 0.1524])
    assert network["line"]["phases"].tolist()[-1] == "2"
    assert network["trafo"]["oltc"].tolist() == [False, True]
    assert network["trafo"]["shift_degree"].tolist() == [30.0, 0.0]
    assert network["shunt"]["q_mvar"] == pytest.approx([-0.3, 0.05])
    assert network["impedance"]["xft_pu"] == pytest.approx([0.5 / 4.16**2])
    assert network["sgen"]["p_mw"] == pytest.approx([0.072])
    assert network.has_phases


def test_switches_are_lines_that_switch_and_devices_in_lines(master: Path) -> None:
    network, _ = read_opendss(master)
    switch = network["switch"]
    assert switch["dss_name"].tolist() == ["line.gate", "line.tie", "line.far"]
    assert switch["et"].tolist() == ["b", "l", "l"]
    assert switch["position"].tolist() == [SwitchPosition.CLOSED, SwitchPosition.OPEN, SwitchPosition.CLOSED]
    assert switch["kind"].tolist()[2] == SwitchKind.RECLOSER
    assert len({*network["line"].id.tolist(), *switch.id.tolist()}) == 7


def test_unbalanced_loads_keep_their_phases(master: Path) -> None:
    load = read_opendss(master)[0]["asymmetric_load"]
    assert load["p_b_mw"] == pytest.approx([0.17, 0.0])
    assert load["type"].tolist() == ["wye", "delta"]
    # Between phases 1 and 3 is the third side of the triangle, ca.
    assert load["p_c_mw"] == pytest.approx([0.0, 0.06])


def test_the_flattened_script_needs_no_file_and_solves_like_the_original(
    master: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = read_opendss(master)[0].attachments["opendss"]
    assert str(tmp_path) not in text
    assert "shape.csv" not in text
    hidden = [file for file in master.parent.rglob("*.*") if file.is_file()]
    for file in hidden:
        file.rename(f"{file}.gone")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    flattened = private_engine()
    run_script(flattened, text, "flattened")
    flattened.Solution.Solve()
    for file in hidden:
        Path(f"{file}.gone").rename(file)
    original = private_engine()
    (master.parent / "plain.dss").write_text(MASTER.split("BusCoords")[0].replace("sub\\Codes.dss", "sub/codes.dss"))
    original.Text.Command(f'Redirect "{master.parent / "plain.dss"}"')
    assert flattened.Solution.Converged()
    assert original.Solution.Converged()
    np.testing.assert_allclose(flattened.Circuit.AllBusMagPu(), original.Circuit.AllBusMagPu(), atol=1e-9)
    assert not list(elsewhere.iterdir()), "running the script wrote a file"


BALANCED = """
New Circuit.even basekv=20 pu=1.0 bus1=s MVAsc3=1e9 MVAsc1=1e9
New LineCode.c nphases=3 units=km r1=0.2 x1=0.3 r0=0.6 x0=0.9 c1=250 c0=150
New Line.a bus1=s bus2=m linecode=c length=5 units=km
New Transformer.t windings=2 buses=(m, l) conns=(delta wye) kvs=(20 0.4) kvas=(630 630) xhl=5.8 %rs=(0.55 0.55)
~ wdg=2 tap=1.025
New Load.l bus1=l kv=0.4 kw=400 kvar=120 model=1 vminpu=0.5
New Load.m bus1=m kv=20 kw=3000 kvar=900 model=1 vminpu=0.5
Set VoltageBases=[20 0.4]
CalcVoltageBases
"""


def test_a_balanced_circuit_gives_the_same_voltages_in_pandapower(tmp_path: Path) -> None:
    path = tmp_path / "even.dss"
    path.write_text(BALANCED)
    network, _ = read_opendss(path)
    net = to_pandapower(Snapshot(network))
    pp.runpp(net, calculate_voltage_angles=True, numba=False)
    engine = private_engine()
    run_script(engine, network.attachments["opendss"], "even")
    engine.Solution.Solve()
    for row, name in enumerate(network.bus["dss_name"].tolist()):
        engine.Circuit.SetActiveBus(name)
        magnitude, angle = engine.Bus.puVmagAngle()[:2]
        assert net.res_bus.vm_pu[row] == pytest.approx(magnitude, abs=2e-5)
        assert net.res_bus.va_degree[row] == pytest.approx(angle, abs=2e-2)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("New LoadShape.s npts=2 interval=1 csvfile=one.csv", "mult=[1 0.5]"),
        ("New LoadShape.s npts=2 interval=0\n~ csvfile=two.csv", "hour=[0 12] mult=[0.3 0.7]"),
        ("New LoadShape.s npts=2 interval=1 mult=(file=two.csv, col=2, header=yes)", "mult=[0.3 0.7]"),
        ("New LoadShape.s npts=2 interval=1 pqcsvfile='two.csv'", "mult=[0 12] qmult=[0.3 0.7]"),
    ],
)
def test_load_shapes_take_their_numbers_along(tmp_path: Path, shape: str, expected: str) -> None:
    (tmp_path / "one.csv").write_text("1\n0.5\n")
    (tmp_path / "two.csv").write_text("hour,value\n0, 0.3\n12, 0.7\n")
    (tmp_path / "shape.dss").write_text(shape)
    script = flatten(tmp_path / "shape.dss")
    assert expected in script.text
    engine = private_engine()
    run_script(engine, BALANCED + script.text, "shape")
    engine.LoadShape.Name("s")
    assert engine.LoadShape.PMult() == pytest.approx(
        [float(v) for v in expected.split("mult=[")[1][:-1].split("]")[0].split()]
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("New Circuit.x basekv=20\nNew Line.l bus1=a nonsense=4\n", "OpenDSS refuses it"),
        ("! nothing here\nNew LineCode.c nphases=3\n", "OpenDSS refuses it|defines no circuit"),
        ("Redirect missing.dss\n", "no such file"),
        ("Redirect loop.dss\n", "redirects to itself"),
    ],
)
def test_a_broken_script_is_refused_with_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "loop.dss"
    path.write_text(text)
    with pytest.raises(InputError, match=says):
        open_network(str(path))


def test_commands_that_write_or_start_something_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "odd.dss"
    commands = ["Show Voltages", "Export Summary", "DOScmd touch here", "Save Circuit", "FileEdit x", "Set DataPath=/"]
    path.write_text(BALANCED + "\n".join(commands))
    script = flatten(path)
    assert script.left_out == commands
    assert "touch" not in script.text
