"""One card a cause: told by what a switch took with it, never by names.

src ══ S1 ── b1 ── S2 ── b2      S1, S2 breakers; S3 a second feeder
   ╚══ S3 ── b3
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.alarms import turns
from engines.alarms.defaults import default_definitions
from engines.alarms.grouping import AlarmGrouper, opened_territories
from engines.alarms.past_grouping import PastGrouping
from engines.alarms.places import Places
from engines.exchange.opening import open_network
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.values.alarms import AlarmCondition, AlarmDefinition, AlarmKind, AlarmOccurrence, AlarmPriority

NOW = 1_000_000_000


@pytest.fixture(scope="module")
def network() -> Network:
    """The district the console starts with."""
    return open_network("north")[0]


def raised(
    element_id: str, quantity: str, kind: AlarmKind = AlarmKind.STATE, at: int = NOW, **how: object
) -> AlarmOccurrence:
    """An alarm of a device."""
    point = f"{element_id}/{quantity}" if quantity else ""
    definition = AlarmDefinition(
        f"{point or element_id}#{kind}", element_id, kind, AlarmCondition.EQUALS, AlarmPriority.LOW, point, quantity
    )
    return turns.raised(replace(definition, **how), f"{element_id} {quantity}", 0.0, at, at)  # type: ignore[arg-type]


class Desk:
    """A grouper on the district, with its switches."""

    def __init__(self, network: Network) -> None:
        self.network, self.snapshot = network, Snapshot(network)
        self.topology = analyse(self.snapshot)
        self.grouper = AlarmGrouper(Places(network), {})

    def open(self, *switch_ids: str, at: int = NOW) -> None:
        """These switches are reported open."""
        position = self.snapshot.switch_position.copy()
        for switch_id in switch_ids:
            ref = self.network.find(switch_id)
            assert ref is not None
            position[ref.row] = SwitchPosition.OPEN
        found = opened_territories(self.snapshot, self.topology, position, at)
        after = self.snapshot.with_state({("switch", "position"): position})
        self.grouper.set_network([*self.grouper.territories, *found], analyse(after))

    def show(self, *alarms: AlarmOccurrence) -> None:
        """These are on the desk."""
        self.grouper.update({a.occurrence_id: a for a in alarms})

    def loads_of(self, feeder: str) -> list[str]:
        """Loads of a feeder by its topology, not by their names."""
        number = [f.name for f in self.topology.feeders].index(feeder)
        rows = self.network.bus_row(self.network["load"]["bus"])
        return [str(i) for i in self.network["load"].id[self.topology.feeder[rows] == number]]


def test_a_tripped_breaker_owns_every_dead_meter_below_it_and_none_beside(network: Network) -> None:
    desk = Desk(network)
    names = [f.name for f in desk.topology.feeders]
    below, beside = desk.loads_of(names[2]), desk.loads_of(names[3])
    head = desk.topology.feeders[2]
    breaker = str(network[head.head_table].id[head.head_row])
    trip = raised(breaker, "has_tripped", priority=AlarmPriority.HIGH)
    desk.show(*(raised(i, "is_powered") for i in (*below, *beside)), trip)
    desk.open(breaker)
    groups = desk.grouper.groups()
    assert groups[0].head == trip.occurrence_id
    assert set(groups[0].members) == {trip.occurrence_id, *(f"{i} is_powered" for i in below)}
    assert groups[0].bus_count > 0
    assert groups[0].priority is AlarmPriority.HIGH
    assert sum(len(g.members) for g in groups) == len(below) + len(beside) + 1


def test_of_switches_within_each_other_the_upper_one_is_the_cause(network: Network) -> None:
    desk = Desk(network)
    head = desk.topology.feeders[0]
    breaker = str(network[head.head_table].id[head.head_row])
    kinds = network["switch"]["kind"]
    buses = network.bus_row(network["switch"]["bus"])
    inside = np.flatnonzero((kinds == "recloser") & (desk.topology.feeder[buses] == 0))
    recloser = str(network["switch"].id[inside[0]])
    desk.show(raised(recloser, "has_tripped"), raised(breaker, "has_tripped"))
    desk.open(recloser, breaker)
    (group,) = desk.grouper.groups()
    assert group.element_id == breaker
    assert len(group.members) == 2


def test_an_alarm_from_long_before_the_trip_is_not_its_consequence(network: Network) -> None:
    desk = Desk(network)
    head = desk.topology.feeders[2]
    breaker = str(network[head.head_table].id[head.head_row])
    early = raised(desk.loads_of(desk.topology.feeders[2].name)[0], "is_powered", at=NOW - 600_000_000)
    desk.show(early, raised(breaker, "has_tripped"))
    desk.open(breaker)
    assert len(desk.grouper.groups()) == 2


def test_high_voltages_of_one_feeder_are_one_card(network: Network) -> None:
    desk = Desk(network)
    desk.grouper.set_network((), desk.topology)
    names = [f.name for f in desk.topology.feeders]
    above = {"kind": AlarmKind.LIMIT, "condition": AlarmCondition.ABOVE, "unit": "pu"}
    first = [raised(i, "vm_pu", **above) for i in desk.loads_of(names[0])[:5]]  # type: ignore[arg-type]
    second = [raised(i, "vm_pu", **above) for i in desk.loads_of(names[1])[:3]]  # type: ignore[arg-type]
    desk.show(*first, *second)
    assert sorted(len(g.members) for g in desk.grouper.groups()) == [3, 5]


def test_groups_go_when_their_alarms_go(network: Network) -> None:
    desk = Desk(network)
    one = raised("load:F1-03", "is_powered")
    desk.show(one)
    assert len(desk.grouper.groups()) == 1
    desk.grouper.update({one.occurrence_id: None})
    assert desk.grouper.groups() == ()


def test_definitions_of_the_district_have_the_usual_mix_of_priorities(network: Network) -> None:
    from engines.plant.plant import Plant

    definitions = default_definitions(network, Plant(network).points)
    assert len({d.alarm_id for d in definitions}) == len(definitions)
    share = {p: sum(d.priority is p for d in definitions) / len(definitions) for p in AlarmPriority}
    assert 0.75 < share[AlarmPriority.LOW] < 0.90
    assert 0.10 < share[AlarmPriority.MEDIUM] < 0.20
    assert 0.01 < share[AlarmPriority.HIGH] < 0.08


def test_a_switch_that_is_still_between_its_positions_owns_what_it_leaves(network: Network) -> None:
    # Its drive takes a while: the next state that is solved may have it open already, and tell no longer what it fed.
    snapshot = Snapshot(network)
    position = snapshot.switch_position.copy()
    row = [str(name) for name in network["switch"].id].index("switch:F3-Q0")
    position[row] = SwitchPosition.INTERMEDIATE
    (territory,) = opened_territories(snapshot, analyse(snapshot), position, NOW)
    assert territory.switch_id == "switch:F3-Q0"
    assert territory.size > 10


def test_alarms_of_a_past_moment_have_the_causes_they_had(network: Network) -> None:
    """What is known of the past is where the switches stood, not when they moved."""
    desk = Desk(network)
    below, beside = desk.loads_of(desk.topology.feeders[2].name), desk.loads_of(desk.topology.feeders[3].name)
    head = desk.topology.feeders[2]
    breaker = str(network[head.head_table].id[head.head_row])
    alarms = [
        raised(breaker, "has_tripped", priority=AlarmPriority.HIGH),
        *(raised(i, "is_powered", at=NOW + 3_000_000) for i in (*below, *beside)),
        raised(below[0], "vm_pu", at=NOW - 600_000_000),
    ]
    position = desk.snapshot.switch_position.copy()
    past = PastGrouping(network, {})
    whole = past.groups(alarms, position)
    position[head.head_row] = SwitchPosition.OPEN
    groups = past.groups(alarms, position)
    assert len(whole) > len(groups), "with the breaker closed nothing has it as its cause"
    assert groups[0].element_id == breaker
    assert len(groups[0].members) == len(below) + 1, "what was wrong long before has another cause"
