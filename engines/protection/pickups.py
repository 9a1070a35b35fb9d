"""What phase currents the devices of a network pick up at, where nobody says what they are set to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.protection.fault import FaultKind
from engines.protection.grading import DEFAULT_RULES, Grader, GradingRules
from engines.protection.hierarchy import hierarchy, protective_rows
from engines.protection.options import Case, NeutralEarthing, NeutralTreatment, ShortCircuitOptions
from engines.protection.settings import ProtectionSettings
from engines.protection.short_circuit import ShortCircuitModel
from engines.values.frozen import FrozenMap


def lowest_pickups(settings: ProtectionSettings) -> FrozenMap[int, float]:
    """By switch row, the lowest phase pickup of the first setting group, kA; devices without one are left out."""
    phase = {row: device.groups[0].phase for row, device in settings.devices.items() if device.groups}
    return FrozenMap({row: min(stage.pickup_ka for stage in stages) for row, stages in phase.items() if stages})


def derive_pickups(
    snapshot: Snapshot,
    options: ShortCircuitOptions = ShortCircuitOptions(),  # noqa: B008 - frozen
    rules: GradingRules = DEFAULT_RULES,
) -> FrozenMap[int, float]:
    """The lowest phase pickups that ``derive_settings`` would set, without its times: by switch row, kA."""
    tree = hierarchy(snapshot)
    smallest = ShortCircuitModel(tree.snapshot, replace(options, case=Case.MIN)).bus_currents(FaultKind.TWO_PHASE)
    nothing = np.zeros(len(smallest))
    phase_only = replace(options, neutral=NeutralEarthing(NeutralTreatment.ISOLATED))
    grader = Grader(tree, nothing, smallest, nothing, phase_only, rules)
    devices = {row: grader.device(row) for row in reversed(tree.order)}
    for row in protective_rows(snapshot).tolist():
        if row not in devices:
            devices[row] = grader.relative(row, devices)
    return lowest_pickups(ProtectionSettings(FrozenMap(devices)))
