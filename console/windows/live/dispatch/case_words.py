"""The tables and fields of a case in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from console.windows.live.dispatch.words import tr
from engines.values.dispatch_case_layout import CaseField, FieldKind
from widgets.dispatch.case_lines import CaseHead

TABLES = {
    "horizon": QT_TRANSLATE_NOOP("DispatchWords", "Hours"),
    "network": QT_TRANSLATE_NOOP("DispatchWords", "Network and limits"),
    "price": QT_TRANSLATE_NOOP("DispatchWords", "Prices"),
    "profiles": QT_TRANSLATE_NOOP("DispatchWords", "Profiles"),
    "tie": QT_TRANSLATE_NOOP("DispatchWords", "Upper grid"),
    "wt": QT_TRANSLATE_NOOP("DispatchWords", "Wind"),
    "pv": QT_TRANSLATE_NOOP("DispatchWords", "PV"),
    "es": QT_TRANSLATE_NOOP("DispatchWords", "Storage"),
    "mt": QT_TRANSLATE_NOOP("DispatchWords", "Turbines"),
    "dr": QT_TRANSLATE_NOOP("DispatchWords", "Demand response"),
    "cb": QT_TRANSLATE_NOOP("DispatchWords", "Capacitor banks"),
    "svc": QT_TRANSLATE_NOOP("DispatchWords", "SVC"),
    "oltc": QT_TRANSLATE_NOOP("DispatchWords", "Substation taps"),
    "regulator": QT_TRANSLATE_NOOP("DispatchWords", "Feeder taps"),
    "region": QT_TRANSLATE_NOOP("DispatchWords", "Regions"),
    "risk": QT_TRANSLATE_NOOP("DispatchWords", "Risk over scenarios"),
}
_FIELDS = {
    "steps": QT_TRANSLATE_NOOP("DispatchWords", "Steps"),
    "step_hours": QT_TRANSLATE_NOOP("DispatchWords", "Length of a step"),
    "start": QT_TRANSLATE_NOOP("DispatchWords", "Begins at"),
    "file": QT_TRANSLATE_NOOP("DispatchWords", "Network"),
    "v_grid_pu": QT_TRANSLATE_NOOP("DispatchWords", "Voltage of the upper grid"),
    "v_min_pu": QT_TRANSLATE_NOOP("DispatchWords", "Lowest voltage"),
    "v_max_pu": QT_TRANSLATE_NOOP("DispatchWords", "Highest voltage"),
    "branch_limit_mva": QT_TRANSLATE_NOOP("DispatchWords", "Limit of every branch"),
    "grid": QT_TRANSLATE_NOOP("DispatchWords", "Energy from the grid"),
    "grid_peak": QT_TRANSLATE_NOOP("DispatchWords", "Energy at peak"),
    "grid_peak_hours": QT_TRANSLATE_NOOP("DispatchWords", "Peak hours"),
    "grid_flat": QT_TRANSLATE_NOOP("DispatchWords", "Energy else"),
    "grid_valley": QT_TRANSLATE_NOOP("DispatchWords", "Energy in the valley"),
    "grid_valley_hours": QT_TRANSLATE_NOOP("DispatchWords", "Valley hours"),
    "loss": QT_TRANSLATE_NOOP("DispatchWords", "Losses"),
    "pv": QT_TRANSLATE_NOOP("DispatchWords", "PV"),
    "wt": QT_TRANSLATE_NOOP("DispatchWords", "Wind"),
    "es": QT_TRANSLATE_NOOP("DispatchWords", "Wear of storage"),
    "mt": QT_TRANSLATE_NOOP("DispatchWords", "Turbine"),
    "curtailment": QT_TRANSLATE_NOOP("DispatchWords", "Curtailment"),
    "tap_move": QT_TRANSLATE_NOOP("DispatchWords", "A move of a tap"),
    "capacitor_move": QT_TRANSLATE_NOOP("DispatchWords", "A move of a bank"),
    "voltage_deviation": QT_TRANSLATE_NOOP("DispatchWords", "Deviation of voltage"),
    "imbalance_short": QT_TRANSLATE_NOOP("DispatchWords", "Beyond the purchase"),
    "imbalance_long": QT_TRANSLATE_NOOP("DispatchWords", "Short of the purchase"),
    "cvar_level": QT_TRANSLATE_NOOP("DispatchWords", "Level of CVaR"),
    "cvar_weight": QT_TRANSLATE_NOOP("DispatchWords", "Weight of CVaR"),
    "bus": QT_TRANSLATE_NOOP("DispatchWords", "Bus"),
    "s_mva": QT_TRANSLATE_NOOP("DispatchWords", "Rating"),
    "p_mw": QT_TRANSLATE_NOOP("DispatchWords", "Power"),
    "profile": QT_TRANSLATE_NOOP("DispatchWords", "Profile"),
    "power_factor_min": QT_TRANSLATE_NOOP("DispatchWords", "Least power factor"),
    "element": QT_TRANSLATE_NOOP("DispatchWords", "Equipment"),
    "p_min_mw": QT_TRANSLATE_NOOP("DispatchWords", "Least P"),
    "p_max_mw": QT_TRANSLATE_NOOP("DispatchWords", "Largest P"),
    "q_min_mvar": QT_TRANSLATE_NOOP("DispatchWords", "Least Q"),
    "q_max_mvar": QT_TRANSLATE_NOOP("DispatchWords", "Largest Q"),
    "p_ramp_mw_per_h": QT_TRANSLATE_NOOP("DispatchWords", "Ramp of P"),
    "q_ramp_mvar_per_h": QT_TRANSLATE_NOOP("DispatchWords", "Ramp of Q"),
    "ramp_mw_per_h": QT_TRANSLATE_NOOP("DispatchWords", "Ramp"),
    "initial_p_mw": QT_TRANSLATE_NOOP("DispatchWords", "P before"),
    "initial_q_mvar": QT_TRANSLATE_NOOP("DispatchWords", "Q before"),
    "e_mwh": QT_TRANSLATE_NOOP("DispatchWords", "Room"),
    "e_initial_mwh": QT_TRANSLATE_NOOP("DispatchWords", "Held before"),
    "e_min_mwh": QT_TRANSLATE_NOOP("DispatchWords", "Held at least"),
    "e_final_mwh": QT_TRANSLATE_NOOP("DispatchWords", "Held at the end"),
    "efficiency_charge": QT_TRANSLATE_NOOP("DispatchWords", "Efficiency in"),
    "efficiency_discharge": QT_TRANSLATE_NOOP("DispatchWords", "Efficiency out"),
    "flexible_fraction": QT_TRANSLATE_NOOP("DispatchWords", "Flexible share"),
    "max_shift_mwh": QT_TRANSLATE_NOOP("DispatchWords", "Largest shift"),
    "step_mvar": QT_TRANSLATE_NOOP("DispatchWords", "A step"),
    "initial_step": QT_TRANSLATE_NOOP("DispatchWords", "Step before"),
    "max_moves_per_day": QT_TRANSLATE_NOOP("DispatchWords", "Moves a day"),
    "max_steps_per_move": QT_TRANSLATE_NOOP("DispatchWords", "Steps a move"),
    "follows_voltage": QT_TRANSLATE_NOOP("DispatchWords", "Follows voltage"),
    "k_min": QT_TRANSLATE_NOOP("DispatchWords", "Least ratio"),
    "k_max": QT_TRANSLATE_NOOP("DispatchWords", "Largest ratio"),
    "positions": QT_TRANSLATE_NOOP("DispatchWords", "Positions"),
    "initial_position": QT_TRANSLATE_NOOP("DispatchWords", "Position before"),
    "max_positions_per_step": QT_TRANSLATE_NOOP("DispatchWords", "Positions a move"),
    "trafo": QT_TRANSLATE_NOOP("DispatchWords", "Transformer"),
    "branch": QT_TRANSLATE_NOOP("DispatchWords", "Begins with branch"),
    "name": QT_TRANSLATE_NOOP("DispatchWords", "Name"),
    "is_automatic": QT_TRANSLATE_NOOP("DispatchWords", "In automatic"),
}


def table_text(table: str) -> str:
    """A table of a case."""
    return tr(str(TABLES.get(table, table)))


def field_head(field: CaseField) -> CaseHead:
    """A field with its unit; the name that the file and its sentences use stands in the tip."""
    name = tr(str(_FIELDS.get(field.name, field.name)))
    is_number = field.kind in (FieldKind.NUMBER, FieldKind.WHOLE, FieldKind.BUS)
    return CaseHead(f"{name}, {field.unit}" if field.unit else name, field.name, is_number)
