"""What hangs on the buses, summed per bus: one value per bus and kind instead of one per load.

Each load follows the voltage by its own shares. pandapower gives all of a bus (generators included) the mean
of its loads' shares; where that matters, the comparison of the engines tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.snapshot import Snapshot

Array = np.ndarray[Any, Any]

POWER_TABLES = {"load": 1.0, "sgen": -1.0, "storage": 1.0, "asymmetric_load": 1.0, "asymmetric_sgen": -1.0}
"""Tables of given powers, and the sign with which they consume."""
ZIP_COLUMNS = ("const_z_p_percent", "const_i_p_percent", "const_z_q_percent", "const_i_q_percent")
KINDS = ("power", "impedance", "current")
"""How consumption follows the voltage: not, with its square, linearly."""


@dataclass(frozen=True, slots=True, eq=False)
class InjectionMap:
    """Where each row of the power tables adds to.

    Attributes:
        tables: power tables with rows, in order.
        bus_rows: ``(m,)`` buses that carry any of them.
        place: by table, ``(n,)`` position in ``bus_rows``.
        shares: ``(3, n)`` shares of p, then of q, of each load by :data:`KINDS`; ``None`` where all is constant power.
    """

    tables: tuple[str, ...]
    bus_rows: Array
    place: dict[str, Array]
    p_shares: Array | None
    q_shares: Array | None


def build_injection_map(network: Network) -> InjectionMap:
    """The map of a network."""
    tables = tuple(t for t in POWER_TABLES if len(network[t]))
    rows = {t: network.bus_row(network[t]["bus"]) for t in tables}
    bus_rows = np.unique(np.concatenate([np.empty(0, np.int64), *rows.values()]))
    place = {t: np.searchsorted(bus_rows, rows[t]) for t in tables}
    load = network["load"]
    if not any(load[c].any() for c in ZIP_COLUMNS):
        return InjectionMap(tables, bus_rows, place, None, None)
    shares = []
    for quantity in "pq":
        z, i = (load[f"const_{kind}_{quantity}_percent"] / 100 for kind in "zi")
        shares.append(np.stack([1 - z - i, z, i]))
    return InjectionMap(tables, bus_rows, place, shares[0], shares[1])


def row_power(snapshot: Snapshot, table: str) -> tuple[Array, Array]:
    """``(n,)`` p and q of each row of a power table as it stands: scaled, zero where out of service, own sign."""
    in_service = snapshot.column(table, "in_service")
    if table.startswith("asymmetric"):
        p = sum(snapshot.column(table, f"p_{phase}_mw") for phase in "abc")
        q = sum(snapshot.column(table, f"q_{phase}_mvar") for phase in "abc")
    else:
        p, q = snapshot.column(table, "p_mw"), snapshot.column(table, "q_mvar")
    scaling = snapshot.column(table, "scaling")
    if in_service.all():
        return np.asarray(p * scaling), np.asarray(q * scaling)
    return np.where(in_service, p * scaling, 0.0), np.where(in_service, q * scaling, 0.0)


def bus_power(snapshot: Snapshot, injections: InjectionMap) -> tuple[Array, Array]:
    """Consumption at ``bus_rows`` at nominal voltage, ``(n_kind, m)`` MW and Mvar; one kind where there is no ZIP."""
    m = len(injections.bus_rows)
    kinds = 1 if injections.p_shares is None else len(KINDS)
    p_bus, q_bus = np.zeros((kinds, m)), np.zeros((kinds, m))
    for table in injections.tables:
        p, q = row_power(snapshot, table)
        place, sign = injections.place[table], POWER_TABLES[table]
        if table == "load" and injections.p_shares is not None and injections.q_shares is not None:
            for k in range(kinds):
                p_bus[k] += np.bincount(place, p * injections.p_shares[k], m)
                q_bus[k] += np.bincount(place, q * injections.q_shares[k], m)
            continue
        p_bus[0] += sign * np.bincount(place, p, m)
        q_bus[0] += sign * np.bincount(place, q, m)
    return p_bus, q_bus


@dataclass(frozen=True, slots=True, eq=False)
class ShuntMap:
    """Where each row of the shunt table adds to."""

    bus_rows: Array
    place: Array


def build_shunt_map(network: Network) -> ShuntMap:
    """The map of a network."""
    rows = network.bus_row(network["shunt"]["bus"])
    bus_rows = np.unique(rows)
    return ShuntMap(bus_rows, np.searchsorted(bus_rows, rows))


def bus_shunt(snapshot: Snapshot, shunts: ShuntMap) -> tuple[Array, Array]:
    """``(m,)`` conductance and susceptance at the shunt buses, siemens (a capacitor is positive)."""
    table = snapshot.network["shunt"]
    steps = np.where(snapshot.column("shunt", "in_service"), snapshot.column("shunt", "step"), 0.0)
    rated = np.where(
        np.isnan(table["vn_kv"]), snapshot.network.bus["vn_kv"][shunts.bus_rows][shunts.place], table["vn_kv"]
    )
    per_kv = steps / rated**2
    m = len(shunts.bus_rows)
    return np.bincount(shunts.place, table["p_mw"] * per_kv, m), np.bincount(shunts.place, -table["q_mvar"] * per_kv, m)
