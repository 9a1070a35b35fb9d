"""The rates of change that are worth an alarm, and why.

Most values of a district change quickly when somebody switches; an alarm for that would tell people what they did. Two
jumps have another cause that often nothing else tells of:

- a measured voltage that moves by more than 5 % within a second while the bus stays alive: beyond what EN 50160 calls
  usual for rapid voltage changes in medium voltage (4 %), as where a tap changer runs away or a conductor breaks;
- the power of a supplying transformer that jumps by a fifth of its rating: load has gone or come that no switch of
  ours has let go, as behind a blown fuse or a recloser that is not heard.

What comes from or goes to nothing has been switched off or on: trips and dead meters have alarms of their own.
"""

from __future__ import annotations

import numpy as np

from engines.grid.network import Network
from engines.values.alarms import AlarmCondition, AlarmDefinition, AlarmKind, AlarmPriority
from engines.values.points import PointDefinition, Quantity

VOLTAGE_JUMP_PU, DEAD_PU = 0.05, 0.2
LOAD_JUMP, NO_LOAD = 0.2, 0.01
"""Shares of a transformer's rating."""


def rate_definitions(network: Network, point: PointDefinition, table: str, row: int) -> list[AlarmDefinition]:
    """Rules for how fast a point may change; mostly none. ``table``, ``row``: of its equipment.

    One that reports at intervals of its own tells a mean of minutes and no rate.
    """
    if np.isfinite(point.reporting_interval_s):
        return []
    if point.quantity is Quantity.VM_PU and table != "load":
        return [_rate(point, VOLTAGE_JUMP_PU, DEAD_PU, "voltage jumps")]
    if point.quantity is Quantity.P_MW:
        sn_mva = _transformer_rating(network, table, row)
        if sn_mva > 0:
            return [_rate(point, LOAD_JUMP * sn_mva, NO_LOAD * sn_mva, "load jumps")]
    return []


def _rate(point: PointDefinition, per_s: float, floor: float, words: str) -> AlarmDefinition:
    return AlarmDefinition(
        f"{point.point_id}#{AlarmCondition.RATE_ABOVE}",
        point.element_id,
        AlarmKind.RATE,
        AlarmCondition.RATE_ABOVE,
        AlarmPriority.LOW,
        point.point_id,
        words,
        per_s,
        unit=point.unit,
        floor=floor,
    )


def _transformer_rating(network: Network, table: str, row: int) -> float:
    """MVA of the transformer a point is of, or whose switch it is at; NaN where it is of none."""
    trafo = network["trafo"]
    if table == "trafo":
        return float(trafo["sn_mva"][row])
    switch = network["switch"]
    if table != "switch" or str(switch["et"][row]) != "t":
        return float("nan")
    found = np.flatnonzero(np.asarray(trafo.index) == int(switch["element"][row]))
    return float(trafo["sn_mva"][found[0]]) if len(found) else float("nan")
