"""All rules over one command."""

from __future__ import annotations

from dataclasses import dataclass

from engines.grid.snapshot import Snapshot
from engines.switching.device import Authority, DeviceState
from engines.switching.device_checks import device_checks
from engines.switching.dressed import dressed_snapshot
from engines.switching.earthing import earthing_checks
from engines.switching.limits import SwitchingLimits
from engines.switching.network_checks import network_checks
from engines.switching.operation import Operation
from engines.switching.verdicts import Check
from engines.values.loadflow import LoadFlowResult
from engines.values.points import PointDefinition
from engines.values.site import SiteState
from engines.values.topology import Topology

DEFAULT_LIMITS = SwitchingLimits()
MAY = Authority()


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """The moment a command is checked against.

    Attributes:
        snapshot: as the field says, or dressed already.
        topology, result: of the dressed snapshot; ``result`` is ``None`` where there is no load flow of it.
    """

    snapshot: Snapshot
    site: SiteState
    topology: Topology
    result: LoadFlowResult | None
    device: DeviceState
    authority: Authority = MAY
    limits: SwitchingLimits = DEFAULT_LIMITS


def check_command(definition: PointDefinition, operation: Operation, situation: Situation) -> tuple[Check, ...]:
    """Every rule that has something to say; the highest verdict holds (:func:`engines.switching.verdicts.worst`)."""
    snapshot, site, device = situation.snapshot, situation.site, situation.device
    dressed = dressed_snapshot(snapshot, site)
    return (
        *device_checks(snapshot.network, site, definition, operation, device, situation.authority),
        *earthing_checks(dressed, site, operation),
        *network_checks(dressed, situation.topology, situation.result, site, operation, device, situation.limits),
    )
