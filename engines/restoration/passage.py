"""What fault passage indicators say of the way the fault current took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.graph import EDGE_TABLES
from engines.restoration.averaging import log_mean
from engines.restoration.evidence import Gathered
from engines.restoration.location_options import IndicatorRates
from engines.restoration.supply_paths import SupplyPaths
from engines.values.fault_evidence import Reading

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Passages:
    """Log-likelihood of all indicators, for a fault in each zone.

    Indicators that say the same are worth the same, so only their number on the way of the current matters.

    Attributes:
        keys: table and row of each indicator; readings: what each says.
        passed: ``(n_zone, n_indicator)`` share of the zone's faults whose current passes the indicator.
        said: ``(n_indicator, n_reading)`` one where it says this.
        gain: ``(n_reading, n_rate)`` what is added for each indicator that was passed and says this.
        untouched: ``(n_rate,)`` no fault current anywhere.
    """

    keys: tuple[tuple[str, int], ...]
    readings: tuple[Reading, ...]
    passed: Array
    said: Array
    gain: Array
    untouched: Array

    def none(self) -> float:
        """No fault current flows."""
        return float(log_mean(self.untouched))

    def zones(self, zones: Array) -> Array:
        """One fault, in each of ``zones``."""
        return log_mean(self._under_each(zones))

    def pairs(self, first: Array, second: Array) -> Array:
        """Two faults at once, for each pair of zones; what both currents pass is passed once."""
        starts, where = np.unique(first, return_inverse=True)
        counts = self._counts()
        either = counts[first] + counts[second]
        on_a_way = self.passed[starts].any(axis=0)
        for code in np.flatnonzero(self.said.any(axis=0)).tolist():
            own = on_a_way & (self.said[:, code] > 0)
            shared = self.passed[np.ix_(starts, own)] @ self.passed[:, own].T
            either[:, code] -= shared[where, second]
        # Thousands of pairs share a few hundred counts; line indicators count in shares of a zone.
        base = 8.0 * float(either.max(initial=0.0)) + 8.0
        code_of = np.rint(8.0 * either) @ base ** np.arange(either.shape[1])
        _, one, same = np.unique(code_of, return_index=True, return_inverse=True)
        return np.asarray(log_mean(self._with(either[one]))[same])

    def rates(self, zones: Array, weight: Array) -> Array:
        """``(n_rate,)`` posterior of the assumptions, given how likely the fault is in each of ``zones``."""
        whole = self._under_each(zones)
        share = np.exp(whole - whole.max(axis=1, keepdims=True))
        share *= (weight / share.sum(axis=1))[:, None]
        return np.asarray(share.sum(axis=0))

    def _under_each(self, zones: Array) -> Array:
        return self._with(self._counts()[zones])

    def _counts(self) -> Array:
        """``(n_zone, n_reading)`` indicators passed that say each thing."""
        counts = np.zeros((len(self.passed), self.said.shape[1]))
        for code in np.flatnonzero(self.said.any(axis=0)).tolist():
            counts[:, code] = self.passed[:, self.said[:, code] > 0].sum(axis=1)
        return counts

    def _with(self, counts: Array) -> Array:
        whole = np.repeat(self.untouched[None, :], len(counts), axis=0)
        # So small a product is quicker without the library's threads.
        for code in np.flatnonzero(self.said.any(axis=0)).tolist():
            whole += counts[:, code, None] * self.gain[code]
        return whole


def indicator_rates(rates: IndicatorRates) -> tuple[Array, Array]:
    """Every combination of reporting share and false share, ``(n_rate,)`` each."""
    grid = np.meshgrid(rates.report, rates.false, indexing="ij")
    return grid[0].ravel(), grid[1].ravel()


def passages(paths: SupplyPaths, found: Gathered, rates: IndicatorRates) -> Passages:
    """Lay the indicators over the paths."""
    keys = tuple(found.indicators)
    readings = tuple(found.indicators.values())
    passed = np.zeros((paths.zones.count, len(keys)))
    at_switch = np.array([k for k, (table, _) in enumerate(keys) if table == "switch"], np.int64)
    rows = np.array([row for table, row in keys if table == "switch"], np.int64)
    if len(rows):
        passed[:, at_switch] = paths.passes(rows, np.arange(paths.zones.count)).T
    for k, (table, row) in enumerate(keys):
        if table == "line":
            passed[:, k] = _beyond_line(paths, row)
    report, false = indicator_rates(rates)
    where_passed, elsewhere = _likelihoods(report, false, rates)
    said = np.zeros((len(keys), len(_CODES)))
    said[np.arange(len(keys)), [_CODES.index(reading) for reading in readings]] = 1.0
    gain = where_passed - elsewhere
    # However reliable the others are, one indicator may have lost its channel.
    silent = _CODES.index(Reading.NONE)
    gain[silent] = np.logaddexp(np.log1p(-rates.lost) + gain[silent], np.log(rates.lost))
    return Passages(keys, readings, passed, said, gain, said.sum(axis=0) @ elsewhere)


_CODES = (Reading.NONE, Reading.QUIET, Reading.FLAGGED, Reading.FORWARD, Reading.BACKWARD)


def _likelihoods(report: Array, false: Array, rates: IndicatorRates) -> tuple[Array, Array]:
    """``(5, n_rate)`` log-likelihood of each reading, where the current passed and elsewhere.

    An indicator that is asked and says "quiet" did not lose its report: only one that failed to notice says so.
    """
    wrong = rates.wrong_direction
    noticed = np.maximum(report, 0.8)
    passed = [1 - report, 1 - noticed, report, report * (1 - wrong), report * wrong]
    elsewhere = [1 - false, 1 - false, false, false * 0.5, false * 0.5]
    return np.log(np.stack(passed)), np.log(np.stack(elsewhere))


def _beyond_line(paths: SupplyPaths, row: int) -> Array:
    """``(n_zone,)`` share of each zone that is fed through a line's indicator, which hangs at its feeding end."""
    topology, zones = paths.topology, paths.zones
    graph = zones.graph
    edges = np.flatnonzero((graph.table == EDGE_TABLES.index("line")) & (graph.row == row))
    share = np.zeros(zones.count)
    if not len(edges):
        return share
    edge = int(edges[0])
    ends = [int(graph.first[edge]), int(graph.second[edge])]
    table = EDGE_TABLES.index("line")
    fed = [bus for bus in ends if topology.parent_table[bus] == table and topology.parent_row[bus] == row]
    own = int(zones.of_edge[edge])
    beyond = _fed_through(paths, fed[0]) if fed else np.zeros(graph.n_bus, bool)
    total = np.bincount(zones.of_bus, minlength=zones.count).astype(float)
    inside = np.bincount(zones.of_bus[beyond], minlength=zones.count).astype(float)
    # The line itself lies beyond its indicator.
    total[own] += 1.0
    inside[own] += 1.0
    share[total > 0] = inside[total > 0] / total[total > 0]
    no_bus = zones.count - len(np.unique(zones.of_bus))
    return _with_branch_zones(paths, share, own) if no_bus else share


def _with_branch_zones(paths: SupplyPaths, share: Array, own: int) -> Array:
    """Zones without a bus (a line between two switches) are reached as the zone before them is."""
    has_bus = np.zeros(paths.zones.count, bool)
    has_bus[paths.zones.of_bus] = True
    for zone in np.flatnonzero(~has_bus & (paths.area >= 0)).tolist():
        before = int(paths.path.before[zone])
        before = int(paths.path.before[before]) if before >= paths.zones.count else before
        if zone != own and 0 <= before < paths.zones.count:
            share[zone] = float(share[before] >= 0.5)
    return share


def _fed_through(paths: SupplyPaths, bus: int) -> Array:
    from engines.grid.tracing import downstream_mask

    return np.asarray(downstream_mask(paths.topology, bus))
