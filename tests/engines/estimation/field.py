"""A field made of a load flow: what meters would show of it, with their errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.estimation.measurements import Measurements, measurements_of
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.loadflow.options import LoadFlowOptions
from engines.loadflow.solving import LoadFlowSolver
from engines.plant.district_points import switch_place
from engines.values.loadflow import LoadFlowResult
from engines.values.points import Quantity

VM_STD, FLOW_SHARE, FLOW_MW = 0.002, 0.01, 0.003


@dataclass(frozen=True)
class Field:
    """What is true, and what is assumed of the loads.

    Attributes:
        true: the state with its real loads; assumed: with the loads as profiles have them; result: of ``true``.
    """

    true: Snapshot
    assumed: Snapshot
    result: LoadFlowResult


def field_of(network: Network, seed: int, load_error: float = 0.3, time: np.datetime64 | None = None) -> Field:
    """Loads that differ from their profiles by so much (one standard deviation)."""
    random = np.random.default_rng(seed)
    assumed = Snapshot(network) if time is None else Snapshot(network).at(time)
    factor = np.maximum(0.05, 1.0 + load_error * random.standard_normal(len(network["load"])))
    p_mw, q_mvar = (assumed.column("load", name) * factor for name in ("p_mw", "q_mvar"))
    true = assumed.with_state({("load", "p_mw"): p_mw, ("load", "q_mvar"): q_mvar})
    result = LoadFlowSolver(network, LoadFlowOptions()).solve(true)
    assert result.is_converged
    return Field(true, assumed, result)


def measure(
    field: Field,
    seed: int,
    *,
    meters: float = 1.0,
    flows: bool = True,
    stations: bool = True,
    noise: float = 1.0,
) -> Measurements:
    """Station voltages, flows through breakers and reclosers, and the share ``meters`` of customers' voltages."""
    random = np.random.default_rng(seed)
    network, result = field.true.network, field.result
    rows: list[tuple[str, int, Quantity, float, float, str]] = []

    def note(table: str, row: int, quantity: Quantity, value: float, std: float) -> None:
        told = value + noise * std * random.standard_normal()
        rows.append((table, row, quantity, float(told), std, f"{network[table].id[row]}/{quantity}"))

    if stations:
        for row in np.flatnonzero(np.isin(network.bus.index, network["ext_grid"]["bus"])).tolist():
            note("bus", row, Quantity.VM_PU, float(result.vm_pu[row]), VM_STD)
    buses = network.bus_row(network["load"]["bus"])
    for row in range(len(network["load"])):
        if random.random() < meters:
            note("load", row, Quantity.VM_PU, float(result.vm_pu[buses[row]]), VM_STD)
    if flows:
        switch = network["switch"]
        for row in np.flatnonzero(np.isin(switch["kind"], ("breaker", "recloser"))).tolist():
            place = switch_place(network, row)
            if place is None or not field.true.switch_closed[row]:
                continue
            table, at, end = place
            flow = result.branches[table]
            for quantity, name in ((Quantity.P_MW, f"p_{end}_mw"), (Quantity.Q_MVAR, f"q_{end}_mvar")):
                value = float(getattr(flow, name)[at])
                note("switch", row, quantity, value, FLOW_SHARE * abs(value) + FLOW_MW)
    return measurements_of(rows)
