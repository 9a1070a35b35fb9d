"""Alarms of what the load flow shows: one a feeder and kind of violation, not one a bus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.alarms.places import Places
from engines.grid.network import Network
from engines.values.alarms import AlarmCondition, AlarmDefinition, AlarmKind, AlarmPriority
from engines.values.loadflow import LoadFlowResult
from engines.values.topology import Topology
from engines.values.violations import Severity, ViolationKind

Array = np.ndarray[Any, Any]
PREFIX = "calculated:"
NORMAL_DELAY_S, EMERGENCY_DELAY_S = 60.0, 10.0
_CONDITION = {
    ViolationKind.UNDERVOLTAGE: AlarmCondition.BELOW,
    ViolationKind.OVERVOLTAGE: AlarmCondition.ABOVE,
    ViolationKind.OVERLOAD: AlarmCondition.ABOVE,
}
_WORDS = {
    ViolationKind.UNDERVOLTAGE: "calculated voltage below limit",
    ViolationKind.OVERVOLTAGE: "calculated voltage above limit",
    ViolationKind.OVERLOAD: "calculated loading above limit",
}


@dataclass(frozen=True, slots=True)
class Calculated:
    """A condition the load flow shows.

    Attributes:
        value: the worst, in pu or percent; count: elements that share it.
    """

    definition: AlarmDefinition
    value: float
    count: int


def calculated_conditions(
    network: Network, places: Places, topology: Topology | None, result: LoadFlowResult
) -> tuple[Calculated, ...]:
    """What is violated, by feeder and kind; where a limit is passed by emergency too that is one of its own.

    The element of each is the worst one; its id stays that of feeder and kind however the worst one changes.
    Empty where the load flow has no solution: nothing is known then, and that is an alarm of its own.
    """
    if not result.is_converged or not len(result.violations):
        return ()
    found = result.violations
    where = [_feeder(places, network, topology, str(t), int(r)) for t, r in zip(found.table, found.row, strict=True)]
    keys = np.array(
        [f"{place}:{kind}:{int(s)}" for place, kind, s in zip(where, found.kind, found.severity, strict=True)], np.str_
    )
    conditions = []
    for key in dict.fromkeys(keys.tolist()):
        rows = np.flatnonzero(keys == key)
        kind = ViolationKind(str(found.kind[rows[0]]))
        is_low = kind is ViolationKind.UNDERVOLTAGE
        worst = rows[int(np.argmin(found.value[rows]) if is_low else np.argmax(found.value[rows]))]
        severity = Severity(int(found.severity[worst]))
        is_high = severity is Severity.HIGH
        element_id = str(network[str(found.table[worst])].id[int(found.row[worst])])
        definition = AlarmDefinition(
            f"{PREFIX}{key}",
            element_id,
            AlarmKind.CALCULATED,
            _CONDITION[kind],
            AlarmPriority.HIGH if is_high else AlarmPriority.MEDIUM,
            message=_WORDS[kind],
            threshold=float(found.limit[worst]),
            on_delay_s=EMERGENCY_DELAY_S if is_high else NORMAL_DELAY_S,
            off_delay_s=EMERGENCY_DELAY_S,
            unit="%" if kind is ViolationKind.OVERLOAD else "pu",
        )
        conditions.append(Calculated(definition, float(found.value[worst]), len(rows)))
    return tuple(conditions)


def _feeder(places: Places, network: Network, topology: Topology | None, table: str, row: int) -> str:
    """What names the feeder, whatever its switches do: its head."""
    bus = places.bus_of(str(network[table].id[row]))
    feeder = int(topology.feeder[bus]) if topology is not None and bus >= 0 else -1
    if topology is None or feeder < 0:
        return "supply"
    head = topology.feeders[feeder]
    return str(network[head.head_table].id[head.head_row])
