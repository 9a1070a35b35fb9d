"""The words for how far an incident is, whom a plan supplies, and where a crew works."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.windows.live.faults.on_diagram import is_dead
from console.windows.live.faults.step_texts import served_text
from console.windows.live.faults.supply_views import promised
from console.windows.live.faults.words import incident_state_text
from console.windows.live.faults.work_views import place_ids, place_text
from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.synthesis.district import synthesise
from engines.values.incidents import IncidentState
from engines.values.topology import SupplyState
from tests.console.windows.live.faults.fault_values import INCIDENT, WORK, plan_of, steps_of

PLAN = replace(plan_of(steps_of(3)), customers_dead=249, customers_unserved=208)


@pytest.mark.parametrize("state", list(IncidentState))
def test_nothing_is_looked_for_where_an_outage_is_planned(state: IncidentState) -> None:
    said = incident_state_text(state, is_planned=True)
    assert said
    assert "locat" not in said
    assert "repair" not in said


def test_a_plan_of_a_network_with_two_faults_claims_no_share_of_one() -> None:
    """Of 249 dark customers 130 are of this incident."""
    assert served_text(PLAN, 130) == "41 of all 249 customers out"
    assert served_text(PLAN, 249) == "41 of 249 customers"
    assert served_text(replace(PLAN, customers_dead=0, customers_unserved=602), 0) == "cuts off 602 customers"


def test_nobody_is_promised_supply_that_may_be_anothers() -> None:
    assert promised(dark=119, left=115, out=119) == 4
    assert promised(dark=249, left=170, out=130) is None
    assert promised(dark=249, left=249, out=130) == 0
    assert promised(dark=0, left=602, out=0) == 0


def test_a_crew_works_where_the_fault_was_found() -> None:
    found = replace(INCIDENT, element_ids=("line:L9",))
    sent = replace(WORK, found_us=0)
    assert place_ids(found, sent) == ("line:L4",)
    assert place_ids(found, WORK) == ("line:L9",)
    assert place_text(found, WORK, str.upper) == "LINE:L9 (sent to LINE:L4)"
    assert place_text(INCIDENT, WORK, str.upper) == "LINE:L4"


def test_what_may_still_have_voltage_is_not_dead() -> None:
    snapshot = Snapshot(synthesise(300, 1))
    before = analyse(snapshot)
    feeder = next(f for f in before.feeders if f.head_table == "switch" and f.bus_rows)
    after = analyse(snapshot.with_values("switch", "position", [feeder.head_row], SwitchPosition.OPEN))
    network, states = snapshot.network, set()
    for row in feeder.bus_rows:
        bus = ElementRef("bus", row)
        assert not is_dead(network, before, bus)
        states.add(SupplyState(after.supply[row]))
        assert is_dead(network, after, bus) == (after.supply[row] == SupplyState.DEAD)
    assert states <= {SupplyState.DEAD, SupplyState.BACKFED}
    dark = analyse(snapshot.with_values("switch", "position", slice(None), SwitchPosition.OPEN))
    lines = [ElementRef("line", row) for row in range(len(network["line"]))]
    assert not all(is_dead(network, before, line) for line in lines)
    assert any(is_dead(network, dark, line) for line in lines)
