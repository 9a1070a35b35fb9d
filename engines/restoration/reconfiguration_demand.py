"""What hangs on the nodes of a switchable network, at one moment or many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.loadflow.injections import build_injection_map, build_shunt_map, bus_power, bus_shunt
from engines.restoration.reconfiguration_network import SwitchableNetwork

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """What hangs on the nodes.

    Attributes:
        power: ``(n_kind, n_moment, n_node)`` complex consumption at nominal voltage, MVA: constant power, then (where
            there is any) constant impedance and constant current.
        shunt_pu: ``(n_moment, n_node)`` admittance of shunts on 1 MVA.
        weight: ``(n_moment,)`` hours each moment counts.
    """

    power: Array
    shunt_pu: Array
    weight: Array


def demand_of(net: SwitchableNetwork, snapshots: Sequence[Snapshot], weight: Array) -> Demand:
    """The demand of some moments of one network."""
    network = snapshots[0].network
    injections, shunts = build_injection_map(network), build_shunt_map(network)
    place = np.full(len(network.bus), -1, np.int64)
    buses = net.is_bus[1:]
    place[net.node[buses]] = np.flatnonzero(buses) + 1
    kinds = 1 if injections.p_shares is None else 3
    power = np.zeros((kinds, len(snapshots), net.n_node), complex)
    shunt = np.zeros((len(snapshots), net.n_node), complex)
    at, at_shunt = place[injections.bus_rows], place[shunts.bus_rows]
    vn_kv = network.bus["vn_kv"]
    generator = place[network.bus_row(network["gen"]["bus"])]
    for k, snapshot in enumerate(snapshots):
        p, q = bus_power(snapshot, injections)
        power[:, k, at[at >= 0]] = (p + 1j * q)[:, at >= 0]
        if len(at_shunt):
            g, b = bus_shunt(snapshot, shunts)
            y = (g + 1j * b) * vn_kv[shunts.bus_rows] ** 2
            shunt[k, at_shunt[at_shunt >= 0]] = y[at_shunt >= 0]
        if len(generator):
            on = np.asarray(snapshot.column("gen", "in_service"), bool) & ~np.asarray(network["gen"]["slack"], bool)
            p_mw = np.where(on, snapshot.column("gen", "p_mw") * snapshot.column("gen", "scaling"), 0.0)
            np.subtract.at(power[0, k], generator[generator >= 0], p_mw[generator >= 0])
    return Demand(power, shunt, np.asarray(weight, float))
