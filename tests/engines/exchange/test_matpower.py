"""MATPOWER cases: checked against MATPOWER's own branch equations, written out here a second time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandapower as pp
import pytest

from engines.exchange.matpower import read_matpower
from engines.exchange.matpower_text import COLUMNS, parse_case
from engines.exchange.opening import open_network
from engines.exchange.to_pandapower import to_pandapower
from engines.grid.snapshot import Snapshot
from engines.values.validation import InputError

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")

TRANSMISSION = """
function mpc = six
%% a case with every kind of branch: line, tap on either side, phase shift, charging, unlimited rating
mpc.version = '2';
mpc.baseMVA = 100;
mpc.bus = [
  10 3  0   0  0  0  1 1.02  5 110 1 1.1 0.9;
  20 2  20 10  0 12  1 1     0 110 1 1.1 0.9;   % a capacitor of 12 Mvar
  30 1  45 15  1  0  1 1     0 110 1 1.1 0.9;
  40 1  30 10  0  0  1 1     0  20 1 1.1 0.9;
  50 1 -5  -1  0  0  1 1     0  20 1 1.1 0.9; 60 4 3 1 0 0 1 1 0 20 1 1.1 0.9;
];
mpc.gen = [
  10 0  0 300 -300 1.02 100 1 250 0;
  20 40 0 300 -300 1.01 100 1 250 0;
  40 4  1 300 -300 1.00 100 1 250 0;
];
mpc.branch = [
  10 20 0.01 0.06 0.03 250 0 0 0     0   1 -360 360;
  20 30 0.02 0.08 0.02 250 0 0 0     0   1 -360 360;
  10 30 0.01 0.09 0.01 0   0 0 0.97  -3  1 -360 360;
  30 40 0.00 0.10 0.04 60  0 0 1.04  0   1 -360 360;
  50 30 0.005 0.12 0   60  0 0 0.96  2   1 -360 360;
  40 50 0.03 0.05 0    30  0 0 0     0   1 -360 360;
  20 40 0.02 0.15 0    60  0 0 0     0   1 -360 360;
  40 60 0.02 0.15 0    60  0 0 0     0   0 -360 360;
];
"""

DISTRIBUTION = """
function mpc = three
mpc.version = '2'; mpc.baseMVA = 10;
mpc.bus = [1 3 0 0 0 0 1 1 0 12.66 1 1 1
           2 1 300 100 0 0 1 1 0 12.66 1 1.1 .9
           3 1 200 0 0 0 1 1 0 12.66 1 1.1 .9];
mpc.gen = [1 0 0 10 -10 1 100 1 10 0];
mpc.branch = [1 2 0.5 0.3 0 0 0 0 0 0 1 -360 360;
              2 3, 0.8, 0.4 0 0 0 0 0 0 1 -360 360];
%% convert branch impedances from Ohms to p.u.
[PQ, PV, REF, NONE, BUS_I, BUS_TYPE, PD, QD, GS, BS, BUS_AREA, VM, ...
    VA, BASE_KV, ZONE, VMAX, VMIN] = idx_bus;
Vbase = mpc.bus(1, BASE_KV) * 1e3;      %% in Volts
Sbase = mpc.baseMVA * 1e6;              %% in VA
mpc.branch(:, [BR_R BR_X]) = mpc.branch(:, [BR_R BR_X]) / (Vbase^2 / Sbase);
%% convert loads from kW to MW
mpc.bus(:, [PD, QD]) = mpc.bus(:, [PD, QD]) / 1e3;
"""


def matpower_mismatch(text: str, voltage: dict[int, complex]) -> dict[int, complex]:
    """Injected minus scheduled power in MVA at each bus, by the branch model of MATPOWER's manual, 3.2-3.6."""
    case = parse_case(text)
    bus, branch = case.column("bus", "BUS_I").astype(int), case.matrices["branch"]
    row = {number: k for k, number in enumerate(bus)}
    v = np.array([voltage[number] for number in bus])
    current = np.zeros(len(bus), complex)
    at = {name: k for k, name in enumerate(COLUMNS["branch"])}
    for b in branch[branch[:, at["BR_STATUS"]] > 0]:
        f, t = row[int(b[0])], row[int(b[1])]
        series = 1 / (b[at["BR_R"]] + 1j * b[at["BR_X"]])
        tap = (b[at["TAP"]] or 1.0) * np.exp(1j * np.radians(b[at["SHIFT"]]))
        own = series + 0.5j * b[at["BR_B"]]
        current[f] += own / abs(tap) ** 2 * v[f] - series / np.conj(tap) * v[t]
        current[t] += own * v[t] - series / tap * v[f]
    shunt = (case.column("bus", "GS") + 1j * case.column("bus", "BS")) / case.base_mva
    power = v * np.conj(current + shunt * v) * case.base_mva
    power += case.column("bus", "PD") + 1j * case.column("bus", "QD")
    for number, p, q in zip(*(case.column("gen", c) for c in ("GEN_BUS", "PG", "QG")), strict=True):
        power[row[int(number)]] -= p + 1j * q
    return dict(zip(bus.tolist(), power.tolist(), strict=True))


def solved(path: Path) -> dict[int, complex]:
    network, _ = read_matpower(path)
    net = to_pandapower(Snapshot(network))
    pp.runpp(net, calculate_voltage_angles=True, tolerance_mva=1e-9, numba=False, trafo_model="pi")
    result = net.res_bus.vm_pu * np.exp(1j * np.radians(net.res_bus.va_degree))
    return {int(k): complex(value) for k, value in result.items()}


def test_every_kind_of_branch_obeys_matpowers_equations(tmp_path: Path) -> None:
    path = tmp_path / "six.m"
    path.write_text(TRANSMISSION)
    voltage = solved(path)
    assert abs(voltage[10]) == pytest.approx(1.02)
    assert np.degrees(np.angle(voltage[10])) == pytest.approx(5.0)
    assert abs(voltage[20]) == pytest.approx(1.01)
    mismatch = matpower_mismatch(TRANSMISSION, {**voltage, 60: 1.0})
    for bus in (30, 40, 50):
        assert abs(mismatch[bus]) < 1e-6
    assert abs(mismatch[20].real) < 1e-6


def test_statements_of_distribution_cases_are_carried_out(tmp_path: Path) -> None:
    path = tmp_path / "three.m"
    path.write_text(DISTRIBUTION)
    network, report = open_network(str(path))
    assert network["line"]["r_ohm_per_km"] == pytest.approx([0.5, 0.8])
    assert network["load"]["p_mw"] == pytest.approx([0.3, 0.2])
    assert not report.has_errors
    mismatch = matpower_mismatch(DISTRIBUTION, solved(path))
    assert max(abs(mismatch[2]), abs(mismatch[3])) < 1e-6


def test_a_power_factor_statement_is_carried_out() -> None:
    case = parse_case(DISTRIBUTION + "pf = 0.8;\nmpc.bus(:, QD) = mpc.bus(:, PD) * sqrt(1 - pf^2) / pf;\n")
    assert case.column("bus", "QD") == pytest.approx([0.0, 0.225, 0.15])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("mpc = loadcase('other');", "does not carry out"),
        ("for k = 1:3\n mpc.bus(k, 3) = 0;\nend", "does not carry out"),
        ("mpc.bus(:, PD) = mpc.bus(:, PD) * __import__('os').getpid();", "does not carry out"),
        ("mpc.bus(:, SIZE) = 3;", "unknown column"),
    ],
)
def test_a_statement_that_is_not_understood_is_an_error(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "odd.m"
    path.write_text(DISTRIBUTION + text)
    with pytest.raises(InputError, match=says):
        open_network(str(path))


@pytest.mark.parametrize(
    ("cut", "says"),
    [
        (lambda text: text[: text.index("30 40")], "bracket is never closed"),
        (lambda text: text.replace("mpc.gen", "mpc.generators"), "no mpc.gen"),
        (lambda text: text.replace("20 30 0.02", "20 30 much"), "not a number"),
        (lambda text: text.replace("20 30 0.02", "20 30"), "differ in length"),
        (lambda text: text.replace("20 30 0.02", "20 99 0.02"), "refers to bus 99"),
        (lambda text: text.replace("10 3  0", "10 1  0"), "no slack"),
    ],
)
def test_a_broken_case_is_refused_with_a_sentence(tmp_path: Path, cut: object, says: str) -> None:
    path = tmp_path / "broken.m"
    path.write_text(cut(TRANSMISSION))  # type: ignore[operator]
    with pytest.raises(InputError, match=says):
        open_network(str(path))
