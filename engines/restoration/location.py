"""Where is the fault? Ranked zones from whatever was heard."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.restoration.evidence import Gathered, gather
from engines.restoration.location_options import LocationOptions
from engines.restoration.prior import zone_prior
from engines.restoration.ranges import Sections, sections
from engines.restoration.registry import Registry
from engines.restoration.scoring import suspicions, weigh
from engines.restoration.supply_paths import boundary_switches, supply_paths, zone_members
from engines.restoration.telling import Teller
from engines.values.fault_evidence import EvidenceKind, FaultEvidence, Instruments
from engines.values.frozen import frozen_array
from engines.values.location import Location, LocationStatus

Array = np.ndarray[Any, Any]
DEFAULT_OPTIONS = LocationOptions()
EVERY_METER = Instruments()


def locate(
    snapshot: Snapshot,
    evidence: Iterable[FaultEvidence],
    instruments: Instruments = EVERY_METER,
    options: LocationOptions = DEFAULT_OPTIONS,
) -> Location:
    """Where a fault lies, from the evidence heard so far.

    Args:
        snapshot: the network as it was just before the fault, with the positions its switches had then.
        evidence: in any order. What is unknown or unusable is left out and named, never an error.
        instruments: what could have reported.

    More evidence is another call; :class:`Locator` keeps what only depends on the snapshot.
    """
    return Locator(snapshot).locate(evidence, instruments, options)


class Locator:
    """One snapshot prepared for any number of faults or updates."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.paths = supply_paths(snapshot)
        self._registry = Registry(self.paths)
        self._members = zone_members(self.paths)
        self._boundary = boundary_switches(self.paths)
        self._pieces: dict[bool, Sections] = {}

    def locate(
        self,
        evidence: Iterable[FaultEvidence],
        instruments: Instruments = EVERY_METER,
        options: LocationOptions = DEFAULT_OPTIONS,
    ) -> Location:
        """:func:`locate` on the prepared snapshot."""
        found = gather(self._registry, evidence, instruments)
        if not len(self.paths.fed_zones):
            return self._without_supply(found, options)
        weighing = weigh(self.paths, found, self._sections(found), options)
        suspected = suspicions(weighing, zone_prior(self.paths, options.priors), options)
        score = suspected.score(options.caution)
        nothing = float(np.log(options.priors.none) + options.caution * weighing.nothing().sum())
        peak = float(score.max())
        posterior = np.exp(score - peak)
        # Only the ratio counts: of no fault to all faults together.
        odds = np.exp(min(nothing - peak - np.log(posterior.sum()), 700.0))
        teller = Teller(weighing, found, suspected, posterior / posterior.sum(), self._members, self._boundary)
        return teller.tell(float(odds / (1.0 + odds)), options)

    def _sections(self, found: Gathered) -> Sections:
        """The pieces distances and currents are compared with; currents only once one was measured."""
        is_asked = any(kind is EvidenceKind.FAULT_CURRENT for kind, _, _ in found.ranges)
        if is_asked not in self._pieces:
            self._pieces[is_asked] = sections(self.paths, with_currents=is_asked)
        return self._pieces[is_asked]

    def _without_supply(self, found: Gathered, options: LocationOptions) -> Location:
        snapshot = self.paths.snapshot
        return Location(
            LocationStatus.NO_SUPPLY,
            "no zone had supply before the fault; check the switch positions and sources of the moment before it",
            options.level,
            zone_probability=frozen_array(np.zeros(self.paths.zones.count)),
            left_out=tuple(found.left_out),
            structure_revision=snapshot.network.structure_revision,
            snapshot_revision=snapshot.revision,
        )
