"""The tables of a dispatch case and their fields, to be edited; what a value may be, only the reader knows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FieldKind(StrEnum):
    """How a field is written."""

    NUMBER = "number"
    WHOLE = "whole"
    TEXT = "text"
    FLAG = "flag"
    BUS = "bus"
    """A number, id or name."""
    NUMBERS = "numbers"
    """One number, or one a step or an hour."""
    SERIES = "series"
    """One number a step or an hour, or a formula of the hour ``h``."""
    SPANS = "spans"
    """Spans of hours, as ``18:00-21:00``."""


@dataclass(frozen=True, slots=True)
class CaseField:
    """A field; ``unit`` is "" where it has none, ``¤`` is the money of the case's prices."""

    name: str
    unit: str = ""
    kind: FieldKind = FieldKind.NUMBER


_N, _W, _T, _F, _B = FieldKind.NUMBER, FieldKind.WHOLE, FieldKind.TEXT, FieldKind.FLAG, FieldKind.BUS
_ELEMENT = CaseField("element", "", _T)
_BUS = CaseField("bus", "", _B)
_RENEWABLE = (
    _BUS,
    CaseField("s_mva", "MVA"),
    CaseField("p_mw", "MW"),
    CaseField("profile", "", _T),
    CaseField("power_factor_min"),
    _ELEMENT,
)
SINGLE_TABLES: dict[str, tuple[CaseField, ...]] = {
    "horizon": (CaseField("steps", "", _W), CaseField("step_hours", "h"), CaseField("start", "", _T)),
    "network": (
        CaseField("file", "", _T),
        CaseField("v_grid_pu", "pu"),
        CaseField("v_min_pu", "pu"),
        CaseField("v_max_pu", "pu"),
        CaseField("branch_limit_mva", "MVA"),
    ),
    "price": (
        CaseField("grid", "¤/MWh", FieldKind.NUMBERS),
        CaseField("grid_peak", "¤/MWh"),
        CaseField("grid_peak_hours", "", FieldKind.SPANS),
        CaseField("grid_flat", "¤/MWh"),
        CaseField("grid_valley", "¤/MWh"),
        CaseField("grid_valley_hours", "", FieldKind.SPANS),
        CaseField("loss", "¤/MWh"),
        CaseField("pv", "¤/MWh"),
        CaseField("wt", "¤/MWh"),
        CaseField("es", "¤/MWh"),
        CaseField("mt", "¤/MWh"),
        CaseField("curtailment", "¤/MWh"),
        CaseField("tap_move", "¤"),
        CaseField("capacitor_move", "¤"),
        CaseField("voltage_deviation", "¤/(pu h)"),
        CaseField("imbalance_short", "¤/MWh"),
        CaseField("imbalance_long", "¤/MWh"),
    ),
    "risk": (CaseField("cvar_level"), CaseField("cvar_weight")),
}
"""One record each."""
PROFILES = "profiles"
"""The table whose fields are named by whoever writes it."""
DEVICE_FIELDS: dict[str, tuple[CaseField, ...]] = {
    "tie": (
        _BUS,
        CaseField("s_mva", "MVA"),
        CaseField("p_min_mw", "MW"),
        CaseField("p_max_mw", "MW"),
        CaseField("q_min_mvar", "Mvar"),
        CaseField("q_max_mvar", "Mvar"),
        CaseField("p_ramp_mw_per_h", "MW/h"),
        CaseField("q_ramp_mvar_per_h", "Mvar/h"),
        CaseField("initial_p_mw", "MW"),
        CaseField("initial_q_mvar", "Mvar"),
    ),
    "wt": _RENEWABLE,
    "pv": _RENEWABLE,
    "es": (
        _BUS,
        CaseField("p_mw", "MW"),
        CaseField("s_mva", "MVA"),
        CaseField("e_mwh", "MWh"),
        CaseField("e_initial_mwh", "MWh"),
        CaseField("e_min_mwh", "MWh"),
        CaseField("e_final_mwh", "MWh"),
        CaseField("efficiency_charge"),
        CaseField("efficiency_discharge"),
        _ELEMENT,
    ),
    "mt": (
        _BUS,
        CaseField("s_mva", "MVA"),
        CaseField("p_min_mw", "MW"),
        CaseField("ramp_mw_per_h", "MW/h"),
        CaseField("initial_p_mw", "MW"),
    ),
    "dr": (_BUS, CaseField("flexible_fraction"), CaseField("max_shift_mwh", "MWh")),
    "cb": (
        _BUS,
        CaseField("step_mvar", "Mvar"),
        CaseField("steps", "", _W),
        CaseField("initial_step", "", _W),
        CaseField("max_moves_per_day", "", _W),
        CaseField("max_steps_per_move", "", _W),
        CaseField("follows_voltage", "", _F),
        _ELEMENT,
    ),
    "svc": (_BUS, CaseField("q_min_mvar", "Mvar"), CaseField("q_max_mvar", "Mvar")),
    "oltc": (
        _BUS,
        CaseField("k_min"),
        CaseField("k_max"),
        CaseField("positions", "", _W),
        CaseField("initial_position", "", _W),
        CaseField("max_moves_per_day", "", _W),
        CaseField("max_positions_per_step", "", _W),
    ),
    "regulator": (
        CaseField("trafo", "", _T),
        CaseField("initial_position", "", _W),
        CaseField("max_moves_per_day", "", _W),
        CaseField("max_positions_per_step", "", _W),
        CaseField("is_automatic", "", _F),
    ),
    "region": (CaseField("branch", "", _T), CaseField("name", "", _T)),
}
"""Any number of records each."""


@dataclass(frozen=True, slots=True)
class CaseProblem:
    """What is wrong with a case, and where.

    Attributes:
        table: "" for the case as a whole; number: of the record in it, from 0, -1 for the whole table.
        field: "" for the whole record.
        sentence: the reader's own.
    """

    table: str
    number: int
    field: str
    sentence: str
