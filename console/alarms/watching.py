"""What of a live district becomes an alarm: its rules, and what is told rather than measured. Free of Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from console.points.store import PointStore
from engines.alarms.calculated import PREFIX, calculated_conditions
from engines.alarms.defaults import default_definitions
from engines.alarms.grouping import Territory, opened_territories
from engines.alarms.places import Places
from engines.alarms.rules import PointValues, RuleTable, Turn
from engines.alarms.silence import DeviceSilence
from engines.alarms.told import ToldConditions
from engines.grid.difference import Moment
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.tracing import CustomersByBus, customers_at
from engines.values.alarms import (
    AlarmCondition,
    AlarmDefinition,
    AlarmKind,
    AlarmOccurrence,
    AlarmPriority,
)
from engines.values.estimate import Estimate
from engines.values.field_events import FieldEvent, FieldEvents
from engines.values.history import PointChanges
from engines.values.points import LinkHealth, LinkState, PointQuality, Quantity
from engines.values.topology import SupplyState

Array = np.ndarray[Any, Any]
SUPPLY, LINK, SYSTEM, FIELD = "supply:", "link:", "console:", "field:"
SUSPECT = "suspect:"
SUSPECT_DELAY_S = 20.0
"""A state between two readings contradicts itself for a moment; a meter that lies goes on."""
MEDIUM_SEVERITY, HIGH_SEVERITY = 334, 667
"""From which severity of a server an alarm is medium, and high (Part 5, 6.4.2)."""


class Watch:
    """Gives the turns of every alarm condition of a district.

    Attributes:
        places: where equipment is; server_of: server of each point id.
        territories: what the switches that are open now supplied until they opened.
        customers: who counts; ``None``: those of the network.
    """

    customers: CustomersByBus | None = None

    def __init__(self, network: Network, store: PointStore) -> None:
        self.network, self._store = network, store
        self.places = Places(network)
        names = store.servers
        self.server_of: Mapping[str, str] = {
            d.point_id: names[int(store.server_of[row])] for row, d in enumerate(store.definitions)
        }
        definitions = default_definitions(network, store.definitions)
        self._definitions = {d.alarm_id: d for d in definitions}
        row_of = {d.point_id: row for row, d in enumerate(store.definitions)}
        silence = DeviceSilence.of_points(store.definitions, row_of, len(store))
        self._rules = RuleTable(definitions, row_of, len(store), silence)
        self._told = ToldConditions()
        self.territories: tuple[Territory, ...] = ()
        self._seen_position: Array | None = None
        self._whole: Moment | None = None
        self._dead: Array = np.zeros(len(network.bus), bool)
        self._perhaps: Array = self._dead.copy()
        self._told_there: dict[str, FieldEvent] = {}
        self._quality = np.full(len(store), 255, np.uint8)
        self._freshness = np.full(len(store), 255, np.uint8)

    def definition(self, alarm_id: str) -> AlarmDefinition:
        """What an id of a turn stands for."""
        known = self._definitions.get(alarm_id)
        return known if known is not None else self._told.definition(alarm_id)

    def restore(self, alarms: Iterable[AlarmOccurrence], now_s: float) -> None:
        """Alarms that stood when the console was last running go on until something says otherwise."""
        active = [alarm for alarm in alarms if alarm.is_active]
        self._rules.restore({alarm.alarm_id for alarm in active})
        for alarm in active:
            if alarm.alarm_id not in self._definitions:
                self._told.restore(_definition_of(alarm), now_s)

    # Points ------------------------------------------------------------------------------------------------

    def values(self, taken: PointChanges, now_s: float) -> list[Turn]:
        """Values as they came."""
        quality = np.where(taken.is_by_hand, PointQuality.GOOD, taken.quality).astype(np.uint8)
        self._quality[taken.point], self._freshness[taken.point] = quality, taken.freshness
        time_us = np.where(taken.source_time_us > 0, taken.source_time_us, taken.receive_time_us)
        points = PointValues(taken.point.astype(np.int64), taken.value, quality, taken.freshness, time_us)
        return self._rules.observe(points, now_s)

    def points(self, rows: Array, now_s: float) -> list[Turn]:
        """Points whose quality or freshness changed by themselves."""
        store = self._store
        quality = np.where(store.is_substituted[rows], PointQuality.GOOD, store.quality[rows]).astype(np.uint8)
        moved = (quality != self._quality[rows]) | (store.freshness[rows] != self._freshness[rows])
        rows, quality = rows[moved], quality[moved]
        if not len(rows):
            return []
        self._quality[rows], self._freshness[rows] = quality, store.freshness[rows]
        time_us = np.zeros(len(rows), np.int64)
        points = PointValues(rows.astype(np.int64), store.value[rows], quality, store.freshness[rows], time_us)
        return self._rules.observe(points, now_s)

    def tick(self, now_s: float) -> list[Turn]:
        """Conditions whose delay has passed."""
        return [*self._rules.tick(now_s), *self._told.tick(now_s)]

    # What is told ------------------------------------------------------------------------------------------

    def link(self, health: LinkHealth, now_s: float) -> list[Turn]:
        """A link that is down."""
        if health.state in (LinkState.CONNECTING, LinkState.SUSPECT):
            return []
        sentence = f"no link to {health.server}"
        definition = AlarmDefinition(
            f"{LINK}{health.server}#silent",
            "",
            AlarmKind.COMMUNICATION,
            AlarmCondition.TOLD,
            AlarmPriority.HIGH,
            message=sentence,
        )
        return self._told.tell(definition, health.state is LinkState.DOWN, now_s)

    def system(self, what: str, sentence: str, holds: bool, now_s: float) -> list[Turn]:
        """A part of the console that cannot do what it should."""
        definition = AlarmDefinition(
            f"{SYSTEM}{what}", "", AlarmKind.SYSTEM, AlarmCondition.TOLD, AlarmPriority.HIGH, message=sentence
        )
        return self._told.tell(definition, holds, now_s)

    def not_solved(self, cause: str, now_s: float) -> list[Turn]:
        """The live load flow has no solution; what was calculated before is neither there nor gone."""
        return self.system("not_solved", f"the load flow has no solution: {cause}", True, now_s)

    def moment(self, moment: Moment, now_s: float) -> list[Turn]:
        """What the load flow and the topology show."""
        topology, result = moment.topology, moment.result
        turned: list[Turn] = []
        if result is None or not result.is_converged:
            turned += self.not_solved((result.cause if result is not None else "") or "no reason given", now_s)
        else:
            turned += self.system("not_solved", "the load flow has no solution", False, now_s)
            turned += self._calculated(moment, now_s)
        if topology is not None:
            self._dead = ~topology.is_energized & np.asarray(moment.snapshot.column("bus", "in_service"), bool)
            self._perhaps = topology.supply == SupplyState.POSSIBLY_ENERGIZED
            turned += self._supply(moment.snapshot, now_s)
        return turned

    def _calculated(self, moment: Moment, now_s: float) -> list[Turn]:
        assert moment.result is not None
        found = calculated_conditions(self.network, self.places, moment.topology, moment.result)
        turned = [t for c in found for t in self._told.tell(c.definition, True, now_s, c.value)]
        return turned + self._end_others(PREFIX, {c.definition.alarm_id for c in found}, now_s)

    def estimate(self, estimate: Estimate, now_s: float) -> list[Turn]:
        """What contradicts the other measurements; nothing is said where there is no estimate to say it."""
        if not estimate.point_ids:
            return []
        told = [
            *(_suspect(s.point_id, s.element_id, "measurement contradicts the others") for s in estimate.suspects),
            *(
                _suspect(f"{s.switch_id}/{Quantity.POSITION}", s.switch_id, "flow contradicts the position")
                for s in estimate.switches
            ),
        ]
        turned = [t for definition in told for t in self._told.tell(definition, True, now_s)]
        return turned + self._end_others(SUSPECT, {definition.alarm_id for definition in told}, now_s)

    def _supply(self, snapshot: Snapshot, now_s: float) -> list[Turn]:
        """One alarm a switch that left customers dark, one for what is dark without such a switch."""
        turned: list[Turn] = []
        rest = self._dead.copy()
        told: set[str] = set()
        for territory in sorted(self.territories, key=lambda t: -t.size):
            dark = territory.bus & rest
            rest &= ~territory.bus
            turned += self._tell_dark(territory.switch_id, territory.switch_id, dark, told, now_s)
        turned += self._tell_dark("rest", "", rest & ~self._perhaps, told, now_s)
        turned += self._tell_dark("perhaps", "", rest & self._perhaps, told, now_s, is_sure=False)
        return turned + self._end_others(SUPPLY, told, now_s)

    def _tell_dark(
        self, name: str, element_id: str, dark: Array, told: set[str], now_s: float, *, is_sure: bool = True
    ) -> list[Turn]:
        customers = customers_at(self.network, dark, self.customers).total if dark.any() else 0
        if not customers:
            return []
        definition = AlarmDefinition(
            f"{SUPPLY}{name}",
            element_id,
            AlarmKind.CALCULATED,
            AlarmCondition.TOLD,
            AlarmPriority.HIGH if is_sure else AlarmPriority.MEDIUM,
            message="customers without supply" if is_sure else "customers perhaps without supply",
            on_delay_s=2.0,
            unit="customers",
        )
        told.add(definition.alarm_id)
        return self._told.tell(definition, True, now_s, float(customers))

    def _end_others(self, prefix: str, holding: set[str], now_s: float) -> list[Turn]:
        gone = [i for i in self._told.active_ids(prefix) if i not in holding]
        return [t for i in gone for t in self._told.tell(self._told.definition(i), False, now_s)]

    def events(self, events: FieldEvents, now_s: float) -> list[Turn]:
        """Conditions of a server; what it does not show any more after a refresh is over."""
        turned = [t for event in events.events for t in self._event(event, now_s)]
        if events.retained is not None:
            shown = {_field_id(events.server, *key) for key in events.retained}
            prefix = f"{FIELD}{events.server}:"
            turned += self._end_others(prefix, shown, now_s)
            for gone in [i for i in self._told_there if i.startswith(prefix) and i not in shown]:
                del self._told_there[gone]
        return turned

    def _event(self, event: FieldEvent, now_s: float) -> list[Turn]:
        holds = event.is_enabled and event.is_retained and event.is_active is not False
        priority = AlarmPriority.LOW
        if event.severity >= MEDIUM_SEVERITY:
            priority = AlarmPriority.HIGH if event.severity >= HIGH_SEVERITY else AlarmPriority.MEDIUM
        definition = AlarmDefinition(
            _field_id(event.server, *event.key),
            event.element_id,
            AlarmKind.FIELD,
            AlarmCondition.TOLD,
            priority,
            message=event.message or event.condition_name or event.source_name,
        )
        if event.is_retained and event.event_id and event.is_acked is False:
            self._told_there[definition.alarm_id] = event
        else:
            self._told_there.pop(definition.alarm_id, None)
        return self._told.tell(definition, holds, now_s, time_us=event.time_us)

    def owed_there(self, alarm_id: str) -> FieldEvent | None:
        """What a server wants named when an alarm of its own is acknowledged there; ``None`` where it wants nothing."""
        return self._told_there.get(alarm_id)

    # Switches ----------------------------------------------------------------------------------------------

    def switches(self, moment: Moment | None, present: Snapshot, now_us: int) -> bool:
        """Note what switches that have just opened supplied; whether any has."""
        position = present.switch_position
        # What was solved before it opened: by now the last solution may be of the open switch.
        before = self._whole or moment
        if moment is not None and np.array_equal(moment.snapshot.switch_position, position):
            self._whole = moment
        if self._seen_position is not None and np.array_equal(position, self._seen_position):
            return False
        self._seen_position = position
        if before is None or before.topology is None:
            return False
        known = {t.switch_id for t in self.territories}
        found = opened_territories(before.snapshot, before.topology, position, now_us)
        fresh = tuple(t for t in found if t.switch_id not in known)
        self.territories += fresh
        return bool(fresh)

    def forget_closed(self, present: Snapshot, needed: set[str]) -> None:
        """A switch that is closed again and has no alarms beneath it owns nothing any more."""
        position = present.switch_position
        kept = []
        for territory in self.territories:
            place = self.places.place_of(territory.switch_id)
            is_open = place is not None and position[place[1]] != SwitchPosition.CLOSED
            if is_open or territory.switch_id in needed:
                kept.append(territory)
        self.territories = tuple(kept)

    def is_meaningless(self, alarm: AlarmOccurrence) -> bool:
        """Whether the state of the network makes an alarm say nothing: low voltage where there is none at all."""
        if alarm.condition is not AlarmCondition.BELOW or alarm.unit != "pu":
            return False
        bus = self.places.bus_of(alarm.element_id)
        return bool(bus >= 0 and self._dead[bus])


def _suspect(point_id: str, element_id: str, words: str) -> AlarmDefinition:
    return AlarmDefinition(
        f"{SUSPECT}{point_id}",
        element_id,
        AlarmKind.QUALITY,
        AlarmCondition.TOLD,
        AlarmPriority.MEDIUM,
        point_id,
        words,
        on_delay_s=SUSPECT_DELAY_S,
        off_delay_s=SUSPECT_DELAY_S,
    )


def _field_id(server: str, condition_id: str, branch_id: str) -> str:
    return f"{FIELD}{server}:{condition_id}:{branch_id}"


def _definition_of(alarm: AlarmOccurrence) -> AlarmDefinition:
    return AlarmDefinition(
        alarm.alarm_id,
        alarm.element_id,
        alarm.kind,
        alarm.condition,
        alarm.priority,
        alarm.point_id,
        alarm.message,
        alarm.threshold,
        is_latching=alarm.is_latching,
        unit=alarm.unit,
    )
