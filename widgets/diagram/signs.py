"""Signs beside lines and shapes that the legend explains while they are there."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from engines.values.points import PointFreshness
from widgets.diagram.fault_signs import FaultSigns, ZoneKind
from widgets.diagram.trust import Trust, ValueOrigin


class Sign(IntEnum):
    """In the order of the legend."""

    CALCULATED = 0
    MEASURED = 1
    ESTIMATED = 2
    SUSPECT = 3
    STALE = 4
    BY_HAND = 5
    COMMANDED = 6
    ZONE_SUSPECTED = 7
    ZONE_PLANNED = 8
    ZONE_ISOLATED = 9
    ZONE_RESTORED = 10
    STEP = 11
    CREW = 12


def signs_of(trust: Trust) -> set[Sign]:
    """What is shown now; plain figures are explained where there are others."""
    found = set()
    doubts = np.concatenate([trust.label_doubt, trust.switch_doubt])
    for sign, is_there in (
        (Sign.MEASURED, (trust.origin == ValueOrigin.MEASURED).any()),
        (Sign.ESTIMATED, (trust.origin == ValueOrigin.ESTIMATED).any()),
        (Sign.SUSPECT, (doubts == PointFreshness.SUSPECT).any()),
        (Sign.STALE, (doubts == PointFreshness.STALE).any()),
        (Sign.BY_HAND, trust.by_hand.any()),
    ):
        if is_there:
            found.add(sign)
    if found & {Sign.MEASURED, Sign.ESTIMATED}:
        found.add(Sign.CALCULATED)
    return found


_OF_ZONE = {
    ZoneKind.SUSPECTED: Sign.ZONE_SUSPECTED,
    ZoneKind.PLANNED: Sign.ZONE_PLANNED,
    ZoneKind.ISOLATED: Sign.ZONE_ISOLATED,
    ZoneKind.RESTORED: Sign.ZONE_RESTORED,
}


def signs_of_fault(fault: FaultSigns) -> set[Sign]:
    """What a fault and its repair have put on the diagram."""
    found = {_OF_ZONE[zone.kind] for zone in fault.zones}
    found |= {Sign.STEP} if fault.steps else set()
    return found | ({Sign.CREW} if fault.crews else set())
