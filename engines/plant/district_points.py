"""The points of a network's equipment, in the order a control system would list them."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.feeders import feeder_outline
from engines.grid.network import Network
from engines.grid.ratings import NO_LIMIT_KA, NO_RATING_MVA, stated
from engines.grid.switches import SwitchKind
from engines.plant.bank import Bank
from engines.plant.drives import Drives
from engines.plant.indicators import Indicators
from engines.plant.options import PlantOptions
from engines.plant.point_plan import PlannedPoint, PointPlanner, Reporting
from engines.plant.regulators import Regulators
from engines.values.points import PointKind, Quantity

Array = np.ndarray[Any, Any]
ROOT3 = float(np.sqrt(3))
MEASURING = (SwitchKind.BREAKER, SwitchKind.RECLOSER)
SLACK_S = 3.0
"""What feedback may take beyond the time of the device itself."""


def plan_points(
    network: Network,
    bank: Bank,
    drives: Drives,
    regulators: Regulators,
    indicators: Indicators,
    protected: Array,
    recloses: Array,
    options: PlantOptions,
) -> tuple[PlannedPoint, ...]:
    """All points of a district.

    Args:
        protected: ``(n_switch,)`` switches with a protection relay; recloses: those that can reclose.
    """
    planner = PointPlanner(bank, options.meter)
    _buses(planner, network)
    _switches(planner, network, drives, indicators, protected, recloses)
    _transformers(planner, network, regulators, options)
    _capacitors(planner, network, options)
    _generators(planner, network, options)
    _storages(planner, network, options)
    for row in indicators.line_rows.tolist():
        element = str(network["line"].id[row])
        planner.state("line", row, element, Quantity.FAULT_PASSAGE, "fault_passage", PointKind.FLAG,
                      is_controllable=True, feedback_s=SLACK_S)  # fmt: skip
    _loads(planner, network, options)
    return tuple(planner.points)


def _buses(planner: PointPlanner, network: Network) -> None:
    outline = feeder_outline(network)
    stations = (outline.is_bar | outline.is_source_side)[: len(network.bus)]
    # Secondary stations have no voltage transformers; where nothing is a bar, the sources' buses are measured.
    for row in np.flatnonzero(stations).tolist():
        planner.voltage("bus", row, str(network.bus.id[row]))


def switch_place(network: Network, row: int) -> tuple[str, int, str] | None:
    """Where the flow through a switch is found: table, row and end; ``None`` where it is not worked out."""
    switch = network["switch"]
    et, element, bus = str(switch["et"][row]), int(switch["element"][row]), int(switch["bus"][row])
    if et == "b":
        return "switch", row, "from"
    table, first = {"l": ("line", "from_bus"), "t": ("trafo", "hv_bus")}.get(et, ("", ""))
    if not table:
        return None
    at = np.flatnonzero(network[table].index == element)
    if not len(at):
        return None
    return table, int(at[0]), "from" if network[table][first][at[0]] == bus else "to"


def current_places(network: Network, bank: Bank) -> Array:
    """``(n_switch,)`` place in the bank of the current through each switch, -1 where there is none."""
    places = np.full(len(network["switch"]), -1, np.int64)
    for row in range(len(places)):
        found = switch_place(network, row)
        if found is not None:
            places[row] = bank.at(found[0], f"i_{found[2]}", found[1])
    return places


def _switches(
    planner: PointPlanner, network: Network, drives: Drives, indicators: Indicators, protected: Array, recloses: Array
) -> None:
    switch = network["switch"]
    for row in np.flatnonzero(switch["remote"]).tolist():
        element = str(switch.id[row])

        def state(quantity: Quantity, kind: PointKind, row: int = row, element: str = element, **how: Any) -> None:
            planner.state("switch", row, element, quantity, str(quantity), kind, **how)

        state(Quantity.POSITION, PointKind.POSITION, high=3.0, is_controllable=True,
              feedback_s=drives.travel_s(row) + SLACK_S)  # fmt: skip
        state(Quantity.IS_LOCAL, PointKind.FLAG)
        state(Quantity.IS_OPENING_BLOCKED, PointKind.FLAG)
        state(Quantity.IS_CLOSING_BLOCKED, PointKind.FLAG)
        if switch["kind"][row] in MEASURING:
            _flow(planner, network, row, element)
        if protected[row]:
            state(Quantity.HAS_TRIPPED, PointKind.FLAG)
            state(Quantity.IS_LOCKED_OUT, PointKind.FLAG)
            state(Quantity.FAULT_I_KA, PointKind.ANALOG, high=100.0)
            state(Quantity.SETTING_GROUP, PointKind.STEP, low=1.0, high=2.0, is_controllable=True)
        if recloses[row]:
            state(Quantity.IS_RECLOSING_ON, PointKind.FLAG, is_controllable=True)
        if indicators.at_switch[row]:
            state(Quantity.FAULT_PASSAGE, PointKind.FLAG, is_controllable=True, feedback_s=SLACK_S)


def _flow(planner: PointPlanner, network: Network, row: int, element: str) -> None:
    place = switch_place(network, row)
    if place is None:
        return
    table, own, end = place
    switch = network["switch"]
    vn_kv = float(network.bus["vn_kv"][network.bus_row(int(switch["bus"][row]))])
    rated_ka = _rated_ka(network, table, own, vn_kv)
    in_ka = float(stated(switch["in_ka"][[row]], NO_LIMIT_KA)[0])
    highest = in_ka if np.isfinite(in_ka) else 2 * rated_ka
    full = 1.2 * min(rated_ka, highest)
    s_mva, largest = ROOT3 * vn_kv * full, ROOT3 * vn_kv * highest
    source = (table, own)
    planner.analog("switch", row, element, Quantity.P_MW, f"p_{end}", s_mva, -largest, largest, source=source)
    planner.analog("switch", row, element, Quantity.Q_MVAR, f"q_{end}", s_mva, -largest, largest, source=source)
    planner.analog("switch", row, element, Quantity.I_KA, f"i_{end}", full, 0.0, highest, source=source)


def _rated_ka(network: Network, table: str, row: int, vn_kv: float) -> float:
    if table == "line":
        line = network["line"]
        rated = float(stated(line["max_i_ka"][[row]], NO_LIMIT_KA)[0] * line["parallel"][row])
    elif table == "trafo":
        rated = float(stated(network["trafo"]["sn_mva"][[row]], NO_RATING_MVA)[0]) / (ROOT3 * vn_kv)
    else:
        rated = float(stated(network["switch"]["in_ka"][[row]], NO_LIMIT_KA)[0])
    return rated if np.isfinite(rated) and rated > 0 else 0.4


def _transformers(planner: PointPlanner, network: Network, regulators: Regulators, options: PlantOptions) -> None:
    for row in regulators.rows.tolist():
        element = str(network["trafo"].id[row])
        low, high = float(regulators.tap_min[row]), float(regulators.tap_max[row])
        planner.state("trafo", row, element, Quantity.TAP_POS, "tap_pos", PointKind.STEP, low=low, high=high,
                      is_controllable=True,
                      feedback_s=options.regulator.travel_s * (high - low) + SLACK_S)  # fmt: skip
        planner.state("trafo", row, element, Quantity.IS_REGULATING, "is_regulating", PointKind.FLAG,
                      is_controllable=True)  # fmt: skip
        planner.state("trafo", row, element, Quantity.VM_SETPOINT_PU, "setpoint_pu", PointKind.ANALOG,
                      low=0.9, high=1.1, is_controllable=True, tolerance=1e-4)  # fmt: skip
        planner.state("trafo", row, element, Quantity.IS_LOCAL, "is_local", PointKind.FLAG)


def _capacitors(planner: PointPlanner, network: Network, options: PlantOptions) -> None:
    shunt = network["shunt"]
    for row in np.flatnonzero(np.nan_to_num(shunt["max_step"], nan=1.0) >= 1).tolist():
        element, steps = str(shunt.id[row]), float(max(shunt["max_step"][row], shunt["step"][row]))
        full = float(abs(shunt["q_mvar"][row]) * steps)
        planner.state("shunt", row, element, Quantity.STEP, "step", PointKind.STEP, high=steps,
                      is_controllable=True,
                      feedback_s=options.generation.capacitor_step_s * steps + SLACK_S)  # fmt: skip
        planner.state("shunt", row, element, Quantity.IS_LOCAL, "is_local", PointKind.FLAG)
        planner.analog("shunt", row, element, Quantity.Q_MVAR, "q_mvar", full, -1.5 * full, 1.5 * full)


def _generators(planner: PointPlanner, network: Network, options: PlantOptions) -> None:
    sgen = network["sgen"]
    sn = np.where(sgen["sn_mva"] > 0, sgen["sn_mva"], np.abs(sgen["p_mw"]))
    for row in np.flatnonzero(sn >= options.generation.smallest_remote_mva).tolist():
        element, s = str(sgen.id[row]), float(sn[row])
        q = s * float(np.sqrt(1 - options.generation.power_factor**2))
        planner.analog("sgen", row, element, Quantity.P_MW, "p_mw", s, -0.1 * s, 1.2 * s)
        planner.analog("sgen", row, element, Quantity.Q_MVAR, "q_mvar", s, -1.2 * s, 1.2 * s)
        planner.state("sgen", row, element, Quantity.P_LIMIT_MW, "p_limit_mw", PointKind.ANALOG,
                      high=s, is_controllable=True, tolerance=0.001 * s)  # fmt: skip
        planner.state("sgen", row, element, Quantity.Q_SETPOINT_MVAR, "q_setpoint_mvar", PointKind.ANALOG,
                      low=-q, high=q, is_controllable=True, tolerance=0.001 * s)  # fmt: skip
        planner.state("sgen", row, element, Quantity.IS_LOCAL, "is_local", PointKind.FLAG)


def _storages(planner: PointPlanner, network: Network, options: PlantOptions) -> None:
    storage = network["storage"]
    for row in range(len(storage)):
        element = str(storage.id[row])
        s = float(storage["sn_mva"][row])
        s = s if s > 0 else max(abs(float(storage["p_mw"][row])), 0.001)
        planner.analog("storage", row, element, Quantity.P_MW, "p_mw", s, -1.2 * s, 1.2 * s)
        planner.analog("storage", row, element, Quantity.Q_MVAR, "q_mvar", s, -1.2 * s, 1.2 * s)
        planner.state("storage", row, element, Quantity.SOC_PERCENT, "soc_percent", PointKind.ANALOG,
                      high=100.0, dead_band=0.1, reporting=Reporting.SCANNED)  # fmt: skip
        for quantity in (Quantity.P_SETPOINT_MW, Quantity.Q_SETPOINT_MVAR):
            planner.state("storage", row, element, quantity, str(quantity), PointKind.ANALOG,
                          low=-s, high=s, is_controllable=True, tolerance=0.001 * s)  # fmt: skip
        planner.state("storage", row, element, Quantity.IS_LOCAL, "is_local", PointKind.FLAG)


def _loads(planner: PointPlanner, network: Network, options: PlantOptions) -> None:
    load, customer = network["load"], network["customer"]
    has_customers = np.isin(load.index, customer["load"]) | np.isin(load["bus"], customer["bus"][customer["load"] < 0])
    s_mva = np.hypot(load["p_mw"], load["q_mvar"]) * load["scaling"]
    for row in range(len(load)):
        element, s = str(load.id[row]), float(s_mva[row])
        if s >= options.meter.metered_load_mva:
            planner.analog("load", row, element, Quantity.P_MW, "p_mw", 1.5 * s, -0.1 * s, 3.0 * s)
            planner.analog("load", row, element, Quantity.Q_MVAR, "q_mvar", 1.5 * s, -3.0 * s, 3.0 * s)
        if has_customers[row]:
            planner.voltage("load", row, element, is_smart=True)
            planner.state("load", row, element, Quantity.IS_POWERED, "is_powered", PointKind.FLAG,
                          reporting=Reporting.GASP)  # fmt: skip
