"""The table of buses."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.quality import Origin, Quality
from engines.grid.snapshot import Snapshot
from engines.values.estimate import BASES, BusBasis, Estimate
from engines.values.loadflow import LoadFlowResult
from engines.values.topology import SupplyState, Topology
from widgets.tables.columns import calculated, number, severities, sign, text
from widgets.tables.content import ColumnSpec, TableContent
from widgets.tables.quality import cell_quality, codes_of
from widgets.tables.words import feeder_names, labels, notice_text, origin_text, supply_words, tr

Array = np.ndarray[Any, Any]
SURE = 2.0
"""Deviations of a band: 95 of 100 lie within."""
BUS_VALUES = ("vm_pu", "vm_kv", "va_degree")


def _or_missing(values: Array, result: LoadFlowResult | None) -> Array:
    return values if result is not None and result.is_converged else np.full(len(values), np.nan)


def bus_columns() -> tuple[ColumnSpec, ...]:
    """Columns of the bus table."""
    return (
        sign(),
        text("name", tr("Bus")),
        number("vm_pu", tr("Voltage"), "pu", 4, tr("Magnitude against the nominal voltage")),
        number("vm_kv", tr("Voltage"), "kV", 3, tr("Magnitude, line to line")),
        number("va_degree", tr("Angle"), "°", 2, tr("Angle against the external grid")),
        text("feeder", tr("Feeder"), tr("The feeder that supplies it at present")),
        number("distance_km", tr("Distance"), "km", 2, tr("Line length to the source")),
        text("state", tr("State"), tr("What is known of its voltage")),
        number("vn_kv", tr("Nominal"), "kV", 2, tr("Nominal voltage, line to line")),
        text("substation", tr("Station"), tr("The station it stands in")),
        text("id", tr("Id"), tr("What files and other systems call it")),
    )


def estimated_columns() -> tuple[ColumnSpec, ...]:
    """Columns of a state estimate, beside the calculated voltage."""
    return (
        number("estimated_vm_pu", tr("Estimated"), "pu", 4, tr("By state estimation, from what is measured")),
        number("estimated_band_pu", tr("±"), "pu", 4, tr("95 of 100 times the true voltage lies within")),
    )


def buses(
    snapshot: Snapshot,
    topology: Topology | None,
    result: LoadFlowResult | None,
    clock: str = "",
    estimate: Estimate | None = None,
) -> TableContent:
    """Every bus, in the network's order; with a state estimate of the same network where there is one."""
    bus = snapshot.network.bus
    n = len(bus)
    nan = np.full(n, np.nan)
    vm_pu = _or_missing(result.vm_pu if result is not None else nan, result)
    none = np.full(n, -1)
    values = {
        "severity": severities(result, "bus", n),
        "name": labels(snapshot.network, "bus"),
        "vm_pu": vm_pu,
        "vm_kv": vm_pu * bus["vn_kv"],
        "va_degree": _or_missing(result.va_degree if result is not None else nan, result),
        "feeder": feeder_names(topology, topology.feeder if topology is not None else none),
        "distance_km": _distance(topology, n),
        "state": supply_words(topology.supply) if topology is not None else np.full(n, "", "U1"),
        "vn_kv": bus["vn_kv"],
        "substation": bus["substation"],
        "id": bus.id,
    }
    columns, qualities = bus_columns(), calculated(bus_columns(), BUS_VALUES, result, n)
    if estimate is not None and estimate.is_usable and len(estimate.vm_pu) == n:
        columns = (*columns[:3], *estimated_columns(), *columns[3:])
        values |= {"estimated_vm_pu": estimate.vm_pu, "estimated_band_pu": SURE * estimate.vm_std_pu}
        is_assumed = estimate.basis == BASES.index(BusBasis.PSEUDO)
        doubt = np.where(is_assumed, codes_of(Quality, Quality.QUESTIONABLE), codes_of(Quality, Quality.GOOD))
        sure = cell_quality(n, doubt.astype(np.uint8), Origin.ESTIMATED)
        qualities = {**qualities, "estimated_vm_pu": sure, "estimated_band_pu": sure}
    return TableContent(
        columns,
        values,
        np.full(n, "bus"),
        np.arange(n),
        origin_text(snapshot, result, clock),
        tr("The network has no buses."),
        notice_text(result),
        tr("Buses"),
        qualities,
    )


def _distance(topology: Topology | None, n: int) -> Array:
    if topology is None:
        return np.full(n, np.nan)
    return np.where(topology.supply == SupplyState.ENERGIZED, topology.distance_km, np.nan)
