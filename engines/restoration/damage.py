"""Damage that was seen or heard: it points at its zone, and a little at the next ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.restoration.evidence import Gathered
from engines.restoration.location_options import CallRates
from engines.restoration.supply_paths import SupplyPaths
from engines.values.fault_evidence import EvidenceKind

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Sightings:
    """Log-likelihood of each sighting over one that could come from anywhere.

    Attributes:
        by_zone: ``(n_sighting, n_zone)``; none: there is no damage.
    """

    by_zone: Array
    none: float

    def zones(self, zones: Array) -> Array:
        """One fault, in each of ``zones``."""
        return np.asarray(self.by_zone[:, zones].sum(axis=0))

    def pairs(self, first: Array, second: Array) -> Array:
        """Two faults: each sighting is of one of them."""
        both = np.logaddexp(self.by_zone[:, first], self.by_zone[:, second]) - np.log(2.0)
        return np.asarray(both.sum(axis=0))


def sightings(paths: SupplyPaths, found: Gathered, rates: CallRates) -> Sightings:
    """Weigh reports of damage and of conductors on the ground."""
    count, n_fed = paths.zones.count, max(len(paths.fed_zones), 1)
    rows = []
    for zone, kind in found.damage:
        is_wire = kind is EvidenceKind.WIRE_DOWN
        here = rates.wire_at_fault if is_wire else rates.at_fault
        near = rates.wire_nearby if is_wire else rates.nearby
        next_to = neighbours(paths, zone)
        probability = np.full(count, (1.0 - here - near) / n_fed)
        probability[zone] += here
        probability[next_to] += near / max(len(next_to), 1)
        rows.append(np.log(probability * n_fed))
    by_zone = np.stack(rows) if rows else np.zeros((0, count))
    return Sightings(by_zone, len(rows) * float(np.log(0.1)))


def neighbours(paths: SupplyPaths, zone: int) -> Array:
    """Zones on the other side of a zone's switches, open or closed."""
    sides = paths.zones.of_switch[paths.zones.switches_between()]
    touching = sides[(sides == zone).any(axis=1)]
    return np.setdiff1d(touching.ravel(), [zone])
