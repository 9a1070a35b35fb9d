"""Location in a worker that keeps the snapshot prepared while evidence comes in."""

from __future__ import annotations

from collections import OrderedDict

from engines.grid.snapshot import Snapshot
from engines.restoration.location import DEFAULT_OPTIONS, EVERY_METER, Locator
from engines.restoration.location_options import LocationOptions
from engines.values.fault_evidence import FaultEvidence, Instruments
from engines.values.location import Location
from engines.values.work import WorkContext

STATE_KEY = "engines.restoration.location"
PREPARED_KEPT = 3
"""Incidents that are worked on at the same time rest on as many snapshots."""


def work_locate(
    context: WorkContext,
    snapshot: Snapshot,
    evidence: tuple[FaultEvidence, ...],
    instruments: Instruments = EVERY_METER,
    options: LocationOptions = DEFAULT_OPTIONS,
) -> Location:
    """:func:`engines.restoration.location.locate` for a worker."""
    context.check_cancelled()
    known: OrderedDict[tuple[str, int], Locator] = context.state.setdefault(STATE_KEY, OrderedDict())
    key = (snapshot.network.structure_revision, snapshot.revision)
    if key not in known:
        known[key] = Locator(snapshot)
        while len(known) > PREPARED_KEPT:
            known.popitem(last=False)
    known.move_to_end(key)
    context.check_cancelled()
    return known[key].locate(evidence, instruments, options)
