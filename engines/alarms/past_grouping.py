"""The causes of alarms of a past moment, told by where the switches stood then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from engines.alarms.grouping import AlarmGrouper, Territory, opened_territories
from engines.alarms.places import Places
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.values.alarms import AlarmGroup, AlarmOccurrence

Array = np.ndarray[Any, Any]


class PastGrouping:
    """Groups alarms of any moment; the network as it is normally operated stands for the time before an opening.

    What a switch that stood open then supplies in normal operation is what it left dark; since when, the first alarm
    at the switch itself tells, and where there is none everything within belongs to it.
    """

    def __init__(self, network: Network, server_of: Mapping[str, str]) -> None:
        self._network, self._server_of = network, server_of
        self._places = Places(network)
        normal = np.where(network["switch"]["normal_closed"], SwitchPosition.CLOSED, SwitchPosition.OPEN)
        self._normal = Snapshot(network).with_state({("switch", "position"): normal.astype(np.int8)})
        self._topology = analyse(self._normal)

    def groups(self, alarms: Iterable[AlarmOccurrence], position: Array) -> tuple[AlarmGroup, ...]:
        """The groups, the most urgent first; ``position`` is ``(n_switch,)`` at the moment."""
        standing = [alarm for alarm in alarms if alarm.is_standing]
        since: dict[str, int] = {}
        for alarm in standing:
            since[alarm.element_id] = min(since.get(alarm.element_id, alarm.raised_us), alarm.raised_us)
        found = opened_territories(self._normal, self._topology, position, 0)
        territories = [Territory(t.switch_id, since.get(t.switch_id, 0), t.bus) for t in found]
        then = self._normal.with_state({("switch", "position"): np.asarray(position, np.int8)})
        grouper = AlarmGrouper(self._places, self._server_of)
        grouper.set_network(territories, analyse(then))
        grouper.update({alarm.occurrence_id: alarm for alarm in standing})
        return grouper.groups()
