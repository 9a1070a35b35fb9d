"""What relays measured of a fault, distance and current, laid over the lines of every zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.graph import EDGE_TABLES
from engines.protection.fault import FaultKind
from engines.protection.options import ShortCircuitOptions
from engines.protection.short_circuit import ShortCircuitModel
from engines.restoration.evidence import Gathered
from engines.restoration.location_options import RangeRates
from engines.restoration.supply_paths import SupplyPaths
from engines.values.fault_evidence import EvidenceKind

Array = np.ndarray[Any, Any]
ROOT3 = float(np.sqrt(3))


@dataclass(frozen=True, slots=True, eq=False)
class Sections:
    """Every line and bus of the fed network as a piece of the way from the source.

    Attributes:
        zone: ``(n,)``; near_km, far_km: ``(n,)`` distance of its ends from the source; weight: ``(n,)`` its share
            of its zone.
        near_ka, far_ka: ``(n,)`` current into a three-phase fault at its ends; NaN where it is not known.
    """

    zone: Array
    near_km: Array
    far_km: Array
    weight: Array
    near_ka: Array
    far_ka: Array


def sections(paths: SupplyPaths, *, with_currents: bool) -> Sections:
    """The pieces of a snapshot, if asked for with the current of IEC 60909-0 at their ends."""
    graph, zones, topology = paths.zones.graph, paths.zones, paths.topology
    distance = np.full(graph.n_node, np.nan)
    distance[: graph.n_bus] = topology.distance_km
    current = np.full(graph.n_node, np.nan)
    if with_currents:
        model = ShortCircuitModel(paths.snapshot, ShortCircuitOptions())
        current[: graph.n_bus] = model.bus_currents(FaultKind.THREE_PHASE)
    line = np.flatnonzero((graph.table == EDGE_TABLES.index("line")) & (zones.of_edge >= 0))
    line = line[paths.area[zones.of_edge[line]] >= 0]
    first, second = graph.first[line], graph.second[line]
    is_first_nearer = ~(distance[first] > distance[second])
    is_first_nearer &= np.isfinite(distance[first]) | ~np.isfinite(distance[second])
    near, far = np.where(is_first_nearer, first, second), np.where(is_first_nearer, second, first)
    length = np.nan_to_num(graph.length_km[line])
    bus = np.flatnonzero(np.isfinite(topology.distance_km) & (paths.area[zones.of_bus] >= 0))
    zone = np.concatenate([zones.of_edge[line], zones.of_bus[bus]])
    near_km = np.concatenate([distance[near], topology.distance_km[bus]])
    far_km = np.concatenate([distance[near] + length, topology.distance_km[bus]])
    weight = np.concatenate([np.maximum(length, 0.01), np.full(len(bus), 0.05)])
    total = np.bincount(zone, weight, minlength=zones.count)
    far_ka = np.where(np.isfinite(current[far]) & (current[far] > 0), current[far], current[near])
    return Sections(
        zone, near_km, far_km, weight / total[zone],
        np.concatenate([current[near], current[bus]]), np.concatenate([far_ka, current[bus]]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Ranges:
    """Log-likelihood of each reading over a reading that could mean anywhere.

    Attributes:
        by_zone: ``(n_reading, n_zone)``; none: no fault current flows.
    """

    by_zone: Array
    none: float

    def zones(self, zones: Array) -> Array:
        """One fault, in each of ``zones``."""
        return np.asarray(self.by_zone[:, zones].sum(axis=0))

    def pairs(self, first: Array, second: Array) -> Array:
        """Two faults: each reading comes from one of them."""
        both = np.logaddexp(self.by_zone[:, first], self.by_zone[:, second]) - np.log(2.0)
        return np.asarray(both.sum(axis=0))


def ranges(paths: SupplyPaths, found: Gathered, pieces: Sections, rates: RangeRates) -> Ranges:
    """Weigh distances and currents."""
    rows = []
    for kind, switch_row, value in found.ranges:
        if kind is EvidenceKind.DISTANCE:
            density = _distance_density(paths, pieces, switch_row, value, rates)
        else:
            density = _current_density(paths, pieces, value, rates)
        passes = paths.passes(np.array([switch_row]), np.arange(paths.zones.count))[0]
        likelihood = np.where(passes > 0, (1 - rates.outlier) * density, 0.0) + rates.outlier
        rows.append(np.log(likelihood))
    by_zone = np.stack(rows) if rows else np.zeros((0, paths.zones.count))
    return Ranges(by_zone, len(rows) * float(np.log(rates.no_fault)))


def _distance_density(paths: SupplyPaths, pieces: Sections, switch_row: int, value: float, rates: RangeRates) -> Array:
    """``(n_zone,)`` density at the told distance, over that of anywhere within the longest way."""
    from scipy.special import ndtr

    at = _distance_of(paths, switch_row)
    near, far = pieces.near_km - at, pieces.far_km - at
    deviation = max(rates.distance_km, rates.distance_share * value)
    length = np.maximum(far - near, 1e-9)
    inside = (ndtr((far - value) / deviation) - ndtr((near - value) / deviation)) / length
    point = np.exp(-0.5 * ((near - value) / deviation) ** 2) / (deviation * np.sqrt(2 * np.pi))
    density = np.nan_to_num(np.where(far - near > 1e-6, inside, point))
    longest = max(float(np.nanmax(far, initial=1.0)), value, 1.0)
    return np.bincount(pieces.zone, density * pieces.weight, minlength=paths.zones.count) * longest


def _distance_of(paths: SupplyPaths, switch_row: int) -> float:
    """Line length from the source to a switch."""
    network, topology = paths.snapshot.network, paths.topology
    bus = int(network.bus_row(network["switch"]["bus"][[switch_row]])[0])
    return float(np.nan_to_num(topology.distance_km[bus])) if bus >= 0 else 0.0


def _current_density(paths: SupplyPaths, pieces: Sections, value: float, rates: RangeRates) -> Array:
    """``(n_zone,)`` density of the logarithm of the current, over that of anything within a decade.

    Three phases and two (a factor of sqrt(3)/2, IEC 60909-0) are equally likely; an earth fault is limited by the
    neutral and says little of the place: it belongs to the readings that mean anywhere.
    """
    count = paths.zones.count
    density = np.zeros(count)
    for factor in (1.0, ROOT3 / 2):
        for share in (0.1, 0.5, 0.9):
            # 1/I grows in proportion to the length of the way.
            with np.errstate(divide="ignore", invalid="ignore"):
                current = factor / ((1 - share) / pieces.near_ka + share / pieces.far_ka)
                off = np.log(value / current) / rates.current_share
            part = np.nan_to_num(np.exp(-0.5 * off**2)) / (rates.current_share * np.sqrt(2 * np.pi))
            density += np.bincount(pieces.zone, part * pieces.weight, minlength=count) / 6
    return np.asarray(density * np.log(10.0))
