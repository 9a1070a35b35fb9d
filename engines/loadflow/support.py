"""What the fast engine cannot represent; the reference engine then solves, and the result says why."""

from __future__ import annotations

import numpy as np

from engines.grid.network import Network, Table
from engines.grid.schema import SCHEMA
from engines.grid.snapshot import Snapshot
from engines.loadflow.branch_model import build_branch_model
from engines.loadflow.pi_equivalents import column

HARMLESS_TABLES = frozenset(
    {"measurement", "pwl_cost", "poly_cost", "controller", "characteristic", "group", "bus_geodata", "line_geodata"}
)
UNSUPPORTED_TABLES = {
    "gen": "generators that hold a voltage",
    "ward": "ward equivalents",
    "xward": "extended ward equivalents",
    "dcline": "dc lines",
    "motor": "motors",
    "svc": "static var compensators",
    "tcsc": "series compensators",
    "ssc": "static synchronous compensators",
    "vsc": "voltage source converters",
}
ASYMMETRY_PU = 1e-9
"""Asymmetry of a pi equivalent below this moves no voltage by a measurable amount."""


def unsupported_reason(snapshot: Snapshot) -> str:
    """Why the fast engine cannot solve this network, as a sentence; empty where it can."""
    network = snapshot.network
    for kind, what in UNSUPPORTED_TABLES.items():
        # A generator out of service may be put in: its state is not part of the structure.
        if kind in network.tables and (len(network[kind]) if kind == "gen" else _any_in_service(network[kind])):
            return f"{what} ({kind}) are solved by the reference engine only"
    for kind, table in network.tables.items():
        if kind in SCHEMA or kind in UNSUPPORTED_TABLES or kind in HARMLESS_TABLES:
            continue
        if len(table) and "in_service" in table and _any_in_service(table):
            return f"elements of kind {kind} are solved by the reference engine only"
    return _tap_reason(network) or _branch_reason(snapshot) or _shunt_reason(network)


def _any_in_service(table: Table) -> bool:
    return len(table) > 0 and bool(column(table, "in_service", True).any())


def _tap_reason(network: Network) -> str:
    for kind in ("trafo", "trafo3w"):
        table = network[kind]
        if len(table) == 0:
            continue
        if _truth(table, "tap_dependency_table") or (column(table, "tap_changer_type", "") == "Tabular").any():
            return f"tap tables ({kind}) are solved by the reference engine only"
        if _truth(table, "tap_at_star_point"):
            return "tap changers at the star point (trafo3w) are solved by the reference engine only"
    return ""


def _shunt_reason(network: Network) -> str:
    if _truth(network["shunt"], "step_dependency_table"):
        return "step tables (shunt) are solved by the reference engine only"
    return ""


def _truth(table: Table, name: str) -> bool:
    if name not in table:
        return False
    values = table[name]
    if values.dtype.kind == "U":
        return bool(np.isin(values, ("True", "true", "1")).any())
    return bool(np.nan_to_num(values.astype(float)).any())


def _branch_reason(snapshot: Snapshot) -> str:
    model = build_branch_model(snapshot)
    for kind, part in model.part.items():
        own = np.flatnonzero(model.pi.from_row[part] == model.pi.to_row[part])
        if own.size and kind != "switch":
            name = snapshot.network[kind].id[own[0] % len(snapshot.network[kind])]
            return f"{kind} {name} begins and ends at one bus, which the reference engine alone can represent"
        uneven = np.flatnonzero(model.pi.asymmetry_pu[part] > ASYMMETRY_PU)
        if uneven.size:
            table = snapshot.network[kind]
            name = table.id[uneven[0] % len(table)]
            return f"{kind} {name} differs between its ends, which the reference engine alone can represent"
    return ""
