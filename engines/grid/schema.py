"""The equipment tables: pandapower's names and units, with the few columns of our own.

A network may carry further columns of pandapower's (zero-sequence data, tap side of a three-winding
transformer, ...); they are kept as they are. The columns listed here are always there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an equipment table.

    Attributes:
        dtype: numpy type; text columns are ``"U"`` (never object), positions ``int64``.
        default: what a missing column is filled with; ``NaN`` and ``""`` mean "not known".
        meaning: what it says, with unit and sign.
    """

    name: str
    dtype: str
    default: Any
    meaning: str


NAN = float("nan")
BOOL, REAL, TEXT, INDEX, SMALL = "bool", "float64", "U", "int64", "int8"

_NAME = Column("name", TEXT, "", "name a person uses; may repeat or be empty")
_IN_SERVICE = Column("in_service", BOOL, True, "taking part at all")
_SCALING = Column("scaling", REAL, 1.0, "factor on p and q")
_LON = Column("x", REAL, NAN, "longitude in degrees, or metres east on a plane")
_LAT = Column("y", REAL, NAN, "latitude in degrees, or metres north on a plane")


def _power(sign: str) -> tuple[Column, ...]:
    return (
        _NAME,
        Column("bus", INDEX, -1, "pandapower index of its bus"),
        Column("p_mw", REAL, 0.0, f"active power, MW, {sign}"),
        Column("q_mvar", REAL, 0.0, f"reactive power, Mvar, {sign}"),
        _SCALING,
        _IN_SERVICE,
        Column("sn_mva", REAL, NAN, "rated apparent power, MVA"),
        Column("type", TEXT, "", "what it is: pv, wind, battery, residential, ..."),
    )


def _per_phase(sign: str) -> tuple[Column, ...]:
    return (
        _NAME,
        Column("bus", INDEX, -1, "pandapower index of its bus"),
        *(Column(f"p_{p}_mw", REAL, 0.0, f"active power of phase {p}, MW, {sign}") for p in "abc"),
        *(Column(f"q_{p}_mvar", REAL, 0.0, f"reactive power of phase {p}, Mvar, {sign}") for p in "abc"),
        _SCALING,
        _IN_SERVICE,
        Column("type", TEXT, "wye", "wye or delta"),
    )


SCHEMA: dict[str, tuple[Column, ...]] = {
    "bus": (
        _NAME,
        Column("vn_kv", REAL, NAN, "nominal voltage, kV line to line"),
        Column("type", TEXT, "b", "b busbar, n node, m muff"),
        Column("zone", TEXT, "", "district or voltage zone"),
        Column("substation", TEXT, "", "station the bus stands in"),
        _IN_SERVICE,
        _LON,
        _LAT,
        Column("min_vm_pu", REAL, NAN, "lower normal limit; NaN takes the level's"),
        Column("max_vm_pu", REAL, NAN, "upper normal limit; NaN takes the level's"),
    ),
    "line": (
        _NAME,
        Column("from_bus", INDEX, -1, "pandapower index"),
        Column("to_bus", INDEX, -1, "pandapower index"),
        Column("length_km", REAL, NAN, "length, km"),
        Column("r_ohm_per_km", REAL, NAN, "series resistance"),
        Column("x_ohm_per_km", REAL, NAN, "series reactance"),
        Column("c_nf_per_km", REAL, 0.0, "shunt capacitance"),
        Column("g_us_per_km", REAL, 0.0, "shunt conductance"),
        Column("max_i_ka", REAL, NAN, "thermal limit, kA"),
        Column("df", REAL, 1.0, "derating factor on max_i_ka"),
        Column("parallel", INDEX, 1, "parallel systems"),
        Column("std_type", TEXT, "", "line or cable type"),
        Column("type", TEXT, "", "ol overhead line, cs cable"),
        _IN_SERVICE,
    ),
    "trafo": (
        _NAME,
        Column("hv_bus", INDEX, -1, "pandapower index"),
        Column("lv_bus", INDEX, -1, "pandapower index"),
        Column("sn_mva", REAL, NAN, "rated power, MVA"),
        Column("vn_hv_kv", REAL, NAN, "rated voltage, high side"),
        Column("vn_lv_kv", REAL, NAN, "rated voltage, low side"),
        Column("vk_percent", REAL, NAN, "short-circuit voltage"),
        Column("vkr_percent", REAL, NAN, "its real part"),
        Column("pfe_kw", REAL, 0.0, "iron losses"),
        Column("i0_percent", REAL, 0.0, "no-load current"),
        Column("shift_degree", REAL, 0.0, "phase shift of the vector group"),
        Column("vector_group", TEXT, "", "vector group"),
        Column("tap_side", TEXT, "", "hv, lv or empty"),
        Column("tap_neutral", REAL, NAN, "neutral position"),
        Column("tap_min", REAL, NAN, "lowest position"),
        Column("tap_max", REAL, NAN, "highest position"),
        Column("tap_step_percent", REAL, NAN, "voltage per step"),
        Column("tap_step_degree", REAL, NAN, "angle per step"),
        Column("tap_pos", REAL, NAN, "present position; may be fractional"),
        Column("tap_changer_type", TEXT, "", "Ratio, Symmetrical, Ideal, Tabular or empty"),
        Column("parallel", INDEX, 1, "parallel units"),
        Column("df", REAL, 1.0, "derating factor on sn_mva"),
        Column("max_loading_percent", REAL, NAN, "own normal limit; NaN takes the level's"),
        Column("std_type", TEXT, "", "transformer type"),
        _IN_SERVICE,
    ),
    "trafo3w": (
        _NAME,
        Column("hv_bus", INDEX, -1, "pandapower index"),
        Column("mv_bus", INDEX, -1, "pandapower index"),
        Column("lv_bus", INDEX, -1, "pandapower index"),
        Column("tap_pos", REAL, NAN, "present position"),
        _IN_SERVICE,
    ),
    "switch": (
        _NAME,
        Column("bus", INDEX, -1, "pandapower index of the bus it stands at"),
        Column("element", INDEX, -1, "pandapower index of what it connects: bus, line or transformer"),
        Column("et", TEXT, "b", "b bus, l line, t transformer, t3 three-winding transformer"),
        Column("position", SMALL, 1, "SwitchPosition"),
        Column("kind", TEXT, "load_break_switch", "SwitchKind"),
        Column("normal_closed", BOOL, True, "normal state; a tie is normally open"),
        Column("remote", BOOL, True, "can be operated from the control room"),
        Column("z_ohm", REAL, 0.0, "series impedance of a closed bus-bus switch"),
        Column("in_ka", REAL, NAN, "rated current"),
    ),
    "load": (
        *_power("consumed"),
        Column("const_z_p_percent", REAL, 0.0, "share of p that is constant impedance"),
        Column("const_i_p_percent", REAL, 0.0, "share of p that is constant current"),
        Column("const_z_q_percent", REAL, 0.0, "share of q that is constant impedance"),
        Column("const_i_q_percent", REAL, 0.0, "share of q that is constant current"),
    ),
    "sgen": _power("injected"),
    "storage": (
        *_power("consumed (charging positive)"),
        Column("max_e_mwh", REAL, NAN, "energy capacity"),
        Column("soc_percent", REAL, NAN, "state of charge"),
    ),
    "gen": (
        _NAME,
        Column("bus", INDEX, -1, "pandapower index of its bus"),
        Column("p_mw", REAL, 0.0, "active power injected"),
        Column("vm_pu", REAL, 1.0, "voltage it holds"),
        Column("sn_mva", REAL, NAN, "rated apparent power"),
        Column("slack", BOOL, False, "takes the balance"),
        _SCALING,
        _IN_SERVICE,
    ),
    "ext_grid": (
        _NAME,
        Column("bus", INDEX, -1, "pandapower index of its bus"),
        Column("vm_pu", REAL, 1.0, "voltage held"),
        Column("va_degree", REAL, 0.0, "angle held"),
        Column("s_sc_max_mva", REAL, NAN, "short-circuit power; load flow takes an ideal source"),
        _IN_SERVICE,
    ),
    "shunt": (
        _NAME,
        Column("bus", INDEX, -1, "pandapower index of its bus"),
        Column("p_mw", REAL, 0.0, "consumed at vn_kv per step"),
        Column("q_mvar", REAL, 0.0, "consumed at vn_kv per step; a capacitor is negative"),
        Column("vn_kv", REAL, NAN, "rated voltage"),
        Column("step", REAL, 1.0, "steps in"),
        Column("max_step", REAL, 1.0, "steps there are"),
        _IN_SERVICE,
    ),
    "impedance": (
        _NAME,
        Column("from_bus", INDEX, -1, "pandapower index"),
        Column("to_bus", INDEX, -1, "pandapower index"),
        Column("rft_pu", REAL, NAN, "resistance from->to on sn_mva"),
        Column("xft_pu", REAL, NAN, "reactance from->to on sn_mva"),
        Column("rtf_pu", REAL, NAN, "resistance to->from on sn_mva"),
        Column("xtf_pu", REAL, NAN, "reactance to->from on sn_mva"),
        Column("sn_mva", REAL, NAN, "rated power"),
        _IN_SERVICE,
    ),
    "asymmetric_load": _per_phase("consumed"),
    "asymmetric_sgen": _per_phase("injected"),
    "customer": (
        _NAME,
        Column("load", INDEX, -1, "pandapower index of the load that supplies it; -1 when only the bus is known"),
        Column("bus", INDEX, -1, "pandapower index of its bus"),
        Column("count", INDEX, 1, "connections behind this row"),
        Column("customer_class", TEXT, "residential", "residential, commercial, industrial, public"),
        Column("priority", INDEX, 0, "0 ordinary, 1 important, 2 critical (hospital), 3 life support at home"),
        Column("contact", TEXT, "", "how to reach it"),
    ),
}
"""Every table the product knows. Others of pandapower's (ward, xward, dcline, motor, ...) are kept
untouched and make the network one for the reference engine."""

STATE_COLUMNS: dict[str, tuple[str, ...]] = {
    "bus": ("in_service",),
    "line": ("in_service",),
    "trafo": ("in_service", "tap_pos"),
    "trafo3w": ("in_service", "tap_pos"),
    "switch": ("position",),
    "load": ("p_mw", "q_mvar", "scaling", "in_service"),
    "sgen": ("p_mw", "q_mvar", "scaling", "in_service"),
    "storage": ("p_mw", "q_mvar", "scaling", "in_service"),
    "gen": ("p_mw", "vm_pu", "scaling", "in_service"),
    "ext_grid": ("vm_pu", "va_degree", "in_service"),
    "shunt": ("step", "in_service"),
    "impedance": ("in_service",),
    "asymmetric_load": (
        "p_a_mw",
        "p_b_mw",
        "p_c_mw",
        "q_a_mvar",
        "q_b_mvar",
        "q_c_mvar",
        "scaling",
        "in_service",
    ),
    "asymmetric_sgen": (
        "p_a_mw",
        "p_b_mw",
        "p_c_mw",
        "q_a_mvar",
        "q_b_mvar",
        "q_c_mvar",
        "scaling",
        "in_service",
    ),
}
"""What a snapshot may change without making another network: a compiled model takes it as an update."""

BUS_COLUMNS: dict[str, tuple[str, ...]] = {
    "line": ("from_bus", "to_bus"),
    "trafo": ("hv_bus", "lv_bus"),
    "trafo3w": ("hv_bus", "mv_bus", "lv_bus"),
    "impedance": ("from_bus", "to_bus"),
    "dcline": ("from_bus", "to_bus"),
    "load": ("bus",),
    "sgen": ("bus",),
    "storage": ("bus",),
    "gen": ("bus",),
    "ext_grid": ("bus",),
    "shunt": ("bus",),
    "ward": ("bus",),
    "xward": ("bus",),
    "motor": ("bus",),
    "asymmetric_load": ("bus",),
    "asymmetric_sgen": ("bus",),
    "switch": ("bus",),
    "customer": ("bus",),
}
"""Which columns of a table hold bus indices (a switch's ``element`` does too when ``et`` is ``b``)."""

BRANCH_TABLES = ("line", "trafo", "trafo3w", "impedance")
"""Tables whose rows connect buses."""

INJECTION_TABLES = ("load", "sgen", "storage", "gen", "ext_grid", "shunt", "asymmetric_load", "asymmetric_sgen")
"""Tables whose rows hang on one bus."""


def column_dtype(column: Column) -> np.dtype[Any]:
    """The numpy type of ``column``."""
    return np.dtype(column.dtype)
