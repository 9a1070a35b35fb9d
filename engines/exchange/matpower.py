"""MATPOWER cases (``.m``) as networks that solve to the same voltages.

The branch model is MATPOWER's (manual, section 3.2): series impedance and charging behind an ideal
transformer at the "from" end. What pandapower's elements cannot say in one (the charging of a transformer)
becomes two, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engines.exchange.bounds import MEGABYTE, read_text
from engines.exchange.matpower_text import COLUMNS, Case, NotUnderstood, parse_case
from engines.grid.network import Network, Table, make_network, make_table
from engines.values.validation import Finding, FindingSeverity, InputError

Array = np.ndarray[Any, Any]

F_HZ = 50.0
"""MATPOWER knows no frequency; charging is converted with this one, and results do not depend on it."""
NO_RATING = 9999.0
"""MVA; what a rating of 0 ("unlimited") becomes."""
_REF, _PV, _ISOLATED = 3, 2, 4


def read_matpower(path: Path) -> tuple[Network, tuple[Finding, ...]]:
    """The network of a case file, format version 2. Raises ``InputError``."""
    text = read_text(path, 60 * MEGABYTE)
    try:
        case = parse_case(text)
    except NotUnderstood as error:
        remedy = "save the computed case from MATPOWER with savecase"
        raise InputError(str(path), str(error), remedy) from error
    findings = list(_findings(case))
    _fill_base_kv(case)
    shunt = _shunts(case)
    tables = {
        "bus": _buses(case),
        "line": _lines(case),
        "trafo": _transformers(case),
        "load": _loads(case),
        "shunt": shunt,
        **_generators(case),
    }
    network = make_network(path.stem, tables, f_hz=F_HZ, sn_mva=case.base_mva, source=path.name)
    return network, tuple(findings)


def _findings(case: Case) -> Iterator[Finding]:
    bus = case.column("bus", "BUS_I")
    for matrix, column in (("branch", "F_BUS"), ("branch", "T_BUS"), ("gen", "GEN_BUS")):
        lost = np.flatnonzero(~np.isin(case.column(matrix, column), bus))
        for row in lost[:20].tolist():
            number = case.column(matrix, column)[row]
            reason = f"row {row + 1} of mpc.{matrix} refers to bus {number:g}, which does not exist"
            yield Finding(FindingSeverity.ERROR, f"{matrix} row {row + 1}", column, reason, "correct the reference")
    if np.any(case.column("bus", "BASE_KV") <= 0):
        reason = "some buses have no BASE_KV; 1 kV was assumed there"
        yield Finding(FindingSeverity.WARNING, "bus", "BASE_KV", reason, "give the nominal voltage in kV")
    if np.any(case.column("branch", "RATE_A") == 0):
        reason = "some branches have no rating (RATE_A 0): they count as not rated"
        yield Finding(FindingSeverity.NOTE, "branch", "RATE_A", reason, "give the rating in MVA")
    for name, numbers in case.matrices.items():
        if name not in (*COLUMNS, "gencost", "areas") and numbers.size:
            reason = f"mpc.{name} is not carried over"
            yield Finding(FindingSeverity.NOTE, name, "", reason, "add such equipment by hand")


def _fill_base_kv(case: Case) -> None:
    at = COLUMNS["bus"].index("BASE_KV")
    kv = case.matrices["bus"][:, at]
    kv[kv <= 0] = 1.0


def _buses(case: Case) -> Table:
    number = case.column("bus", "BUS_I").astype(np.int64)
    names = case.names.get("bus_name", [])
    return make_table(
        "bus",
        {
            "name": names if len(names) == len(number) else number.astype(np.str_),
            "vn_kv": case.column("bus", "BASE_KV"),
            "zone": case.column("bus", "ZONE").astype(np.int64).astype(np.str_),
            "in_service": case.column("bus", "BUS_TYPE") != _ISOLATED,
            "min_vm_pu": case.column("bus", "VMIN"),
            "max_vm_pu": case.column("bus", "VMAX"),
        },
        index=number,
    )


def _kv(case: Case, matrix: str, column: str) -> Array:
    """``(n,)`` base voltage at one end; NaN for a bus that is not there."""
    kv = dict(zip(case.column("bus", "BUS_I").tolist(), case.column("bus", "BASE_KV").tolist(), strict=True))
    return np.array([kv.get(number, np.nan) for number in case.column(matrix, column).tolist()])


def _is_transformer(case: Case) -> Array:
    tap, shift = case.column("branch", "TAP"), case.column("branch", "SHIFT")
    levels = _kv(case, "branch", "F_BUS") != _kv(case, "branch", "T_BUS")
    return np.asarray(((tap != 0) & (tap != 1)) | (shift != 0) | levels)


def _names(case: Case, rows: Array) -> list[str]:
    names = case.names.get("branch_name", [])
    return [names[row] if len(names) > row else str(row + 1) for row in rows.tolist()]


def _lines(case: Case) -> Table:
    rows = np.flatnonzero(~_is_transformer(case))
    kv = _kv(case, "branch", "F_BUS")[rows]
    ohm = kv**2 / case.base_mva
    siemens = case.column("branch", "BR_B")[rows] / ohm
    rate = _ratings(case)[rows]
    return make_table(
        "line",
        {
            "name": _names(case, rows),
            "from_bus": case.column("branch", "F_BUS")[rows],
            "to_bus": case.column("branch", "T_BUS")[rows],
            "length_km": np.ones(rows.size),
            "r_ohm_per_km": case.column("branch", "BR_R")[rows] * ohm,
            "x_ohm_per_km": case.column("branch", "BR_X")[rows] * ohm,
            "c_nf_per_km": siemens / (2 * np.pi * F_HZ) * 1e9,
            "max_i_ka": rate / (np.sqrt(3) * kv),
            "in_service": case.column("branch", "BR_STATUS")[rows] > 0,
        },
        index=rows + 1,
    )


def _ratings(case: Case) -> Array:
    rate = case.column("branch", "RATE_A")
    return np.where(rate > 0, rate, NO_RATING)


def _transformers(case: Case) -> Table:
    """The tap stays at MATPOWER's "from" end, whichever side is the higher voltage."""
    rows = np.flatnonzero(_is_transformer(case))
    kv = [_kv(case, "branch", column)[rows] for column in ("F_BUS", "T_BUS")]
    bus = [case.column("branch", column)[rows].astype(np.int64) for column in ("F_BUS", "T_BUS")]
    tap = case.column("branch", "TAP")[rows]
    tap = np.where(tap == 0, 1.0, tap)
    from_high = kv[0] >= kv[1]
    r, x = (case.column("branch", column)[rows] for column in ("BR_R", "BR_X"))
    rate = _ratings(case)[rows]
    # vk refers to the rated low voltage; with the tap on that side pandapower scales by its square.
    percent = rate / case.base_mva * 100
    shift = case.column("branch", "SHIFT")[rows]
    return make_table(
        "trafo",
        {
            "name": _names(case, rows),
            "hv_bus": np.where(from_high, bus[0], bus[1]),
            "lv_bus": np.where(from_high, bus[1], bus[0]),
            "sn_mva": rate,
            "vn_hv_kv": np.maximum(*kv),
            "vn_lv_kv": np.minimum(*kv),
            "vk_percent": np.hypot(r, x) * np.where(x < 0, -1.0, 1.0) * percent,
            "vkr_percent": r * percent,
            "shift_degree": np.where(from_high, shift, -shift),
            "tap_side": np.where(from_high, "hv", "lv"),
            "tap_neutral": np.zeros(rows.size),
            "tap_pos": np.sign(tap - 1),
            "tap_step_percent": np.abs(tap - 1) * 100,
            "tap_min": np.full(rows.size, -1.0),
            "tap_max": np.full(rows.size, 1.0),
            "tap_changer_type": np.where(tap != 1, "Ratio", ""),
            "in_service": case.column("branch", "BR_STATUS")[rows] > 0,
        },
        index=rows + 1,
    )


def _loads(case: Case) -> Table:
    p, q = case.column("bus", "PD"), case.column("bus", "QD")
    rows = np.flatnonzero((p != 0) | (q != 0))
    bus = case.column("bus", "BUS_I")[rows].astype(np.int64)
    return make_table(
        "load",
        {"name": [f"Load {number}" for number in bus], "bus": bus, "p_mw": p[rows], "q_mvar": q[rows]},
        index=bus,
    )


def _shunts(case: Case) -> Table:
    """Bus shunts, and the charging of transformers: half at each end, the "from" half behind the tap."""
    number = case.column("bus", "BUS_I")
    kv = case.column("bus", "BASE_KV")
    gs, bs = case.column("bus", "GS"), case.column("bus", "BS")
    at_bus = np.flatnonzero((gs != 0) | (bs != 0))
    charged = np.flatnonzero(_is_transformer(case) & (case.column("branch", "BR_B") != 0))
    tap = case.column("branch", "TAP")[charged]
    half = case.column("branch", "BR_B")[charged] * case.base_mva / 2
    active = case.column("branch", "BR_STATUS")[charged] > 0
    ends = [case.column("branch", column)[charged] for column in ("F_BUS", "T_BUS")]
    bus = np.concatenate([number[at_bus], *ends]).astype(np.int64)
    return make_table(
        "shunt",
        {
            "name": [f"Shunt {k:g}" for k in number[at_bus]] + [f"Charging of {k + 1}" for k in charged] * 2,
            "bus": bus,
            "p_mw": np.concatenate([gs[at_bus], np.zeros(2 * charged.size)]),
            "q_mvar": -np.concatenate([bs[at_bus], half / np.where(tap == 0, 1.0, tap) ** 2, half]),
            "vn_kv": np.concatenate(
                [kv[at_bus], *(_kv(case, "branch", column)[charged] for column in ("F_BUS", "T_BUS"))]
            ),
            "in_service": np.concatenate([np.ones(at_bus.size, bool), active, active]),
        },
    )


def _generators(case: Case) -> dict[str, Table]:
    """One slack per reference bus, one voltage-holding unit per PV bus, fixed injections for the rest."""
    bus = case.column("gen", "GEN_BUS")
    kind = dict(zip(case.column("bus", "BUS_I").tolist(), case.column("bus", "BUS_TYPE").tolist(), strict=True))
    angle = dict(zip(case.column("bus", "BUS_I").tolist(), case.column("bus", "VA").tolist(), strict=True))
    status = case.column("gen", "GEN_STATUS") > 0
    roles: dict[str, list[int]] = {"ext_grid": [], "gen": [], "sgen": []}
    holding: set[float] = set()
    for row in np.argsort(~status, kind="stable").tolist():
        role = {_REF: "ext_grid", _PV: "gen"}.get(int(kind.get(bus[row], 1)), "sgen")
        role = "sgen" if bus[row] in holding else role
        roles[role].append(row)
        if role != "sgen":
            holding.add(bus[row])
    tables: dict[str, Table] = {}
    for role, chosen in roles.items():
        rows = np.array(sorted(chosen), np.int64)
        columns: dict[str, Any] = {
            "name": [f"Generator {row + 1}" for row in rows],
            "bus": bus[rows].astype(np.int64),
            "in_service": status[rows],
        }
        if role == "ext_grid":
            columns["va_degree"] = [angle.get(number, 0.0) for number in bus[rows].tolist()]
        else:
            columns |= {"p_mw": case.column("gen", "PG")[rows], "sn_mva": case.column("gen", "MBASE")[rows]}
        if role == "sgen":
            columns["q_mvar"] = case.column("gen", "QG")[rows]
        else:
            columns["vm_pu"] = case.column("gen", "VG")[rows]
            columns |= {f"{end}_q_mvar": case.column("gen", f"Q{end.upper()}")[rows] for end in ("min", "max")}
        tables[role] = make_table(role, columns, index=rows + 1)
    return tables
