"""A fault in the simulated district from its first report to its place in the indices, with the real engines."""

from __future__ import annotations

import numpy as np
import pytest

from console.workflows import incidents, orders
from console.workflows.customers import customers_of_network
from console.workflows.evidence import FaultEvidenceBook
from console.workflows.outage_records import records_of
from console.workflows.plan_orders import order_of_plan, standing_against
from engines.exchange.opening import open_network
from engines.grid.network import ElementRef, rows_of
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.indices.ieee1366 import report
from engines.plant.events import HandOperation, NetworkFault
from engines.plant.plant import Plant
from engines.restoration.location import locate
from engines.restoration.options import RestorationOptions
from engines.restoration.restoring import restore
from engines.restoration.returning import return_to_normal
from engines.restoration.zones import zones_of
from engines.values.fault_evidence import EvidenceKind
from engines.values.incidents import Incident, IncidentState
from engines.values.points import PointFreshness
from engines.values.repair import SafetyDocument, SafetyState
from engines.values.switching_orders import OrderAction, OrderState, SwitchingOrder
from engines.values.switching_plan import SwitchingPlan
from engines.values.validation import InputError

BEGIN_US = 1_790_000_000_000_000
OPTIONS = RestorationOptions(seconds=0.0)


class District:
    """The plant, what is known of it, and one incident."""

    def __init__(self) -> None:
        self.network, _ = open_network("north")
        self.plant = Plant(self.network, seed=3)
        self.book = FaultEvidenceBook(self.plant.points)
        self.customers = customers_of_network(self.network)
        self.now_us = BEGIN_US
        self.tripped: list[str] = []
        self.incident: Incident | None = None
        self.step(120.0)

    def step(self, seconds: float) -> None:
        """Let time pass and hear what the field says."""
        self.plant.step(seconds)
        self.now_us += round(seconds * 1e6)
        told = self.plant.readings()
        rows = np.arange(len(self.plant.points))
        self.tripped += self.book.take(rows, told.value, told.quality, BEGIN_US + told.time_us)
        if self.incident is not None:
            self.incident = incidents.observed(self.incident, self.dead(), self.customers.count, self.now_us)

    @property
    def freshness(self) -> np.ndarray:
        """Of every point."""
        reached = self.plant.readings().is_reachable
        return np.where(reached, PointFreshness.FRESH, PointFreshness.STALE)

    def dead(self) -> list[str]:
        """Loads without supply."""
        topology = analyse(self.plant.snapshot)
        loads = self.network["load"]
        rows = rows_of(self.network.bus.index, loads["bus"])
        return [str(loads.id[k]) for k in np.flatnonzero(~topology.is_energized[rows])]

    def carry_out(self, plan: SwitchingPlan, order_id: str) -> SwitchingOrder:
        """A plan as an order, step by step, each held against the field."""
        order = order_of_plan(
            plan, order_id, "incident:1", plan.purpose.value, "anna", self.now_us, needs_approval=True
        )
        order = orders.approved(orders.checked(order, "anna", self.now_us), "ben", self.now_us)
        order = orders.begun(order, self.now_us)
        while (step := order.next_step) is not None:
            order = orders.instructed(order, step.number, self.now_us, "" if step.is_remote else "crew 2")
            if not step.is_remote:
                order = orders.read_back(order, step.number, self.now_us)
            self._do(step.action, step.element_id, step.is_remote)
            order = orders.executed(order, step.number, self.now_us)
            order = orders.confirmed(order, step.number, "anna", self.now_us)
        return order

    def _do(self, action: OrderAction, element_id: str, is_remote: bool) -> None:
        if action in (OrderAction.RECLOSING_OFF, OrderAction.RECLOSING_ON):
            reply = self.plant.command(f"{element_id}/is_reclosing_on", float(action is OrderAction.RECLOSING_ON))
            assert reply.accepted, reply
            self.step(10.0)
            return
        wanted = action is OrderAction.CLOSE
        if is_remote:
            reply = self.plant.command(f"{element_id}/position", float(wanted))
            assert reply.accepted, reply
        else:
            self.plant.inject(HandOperation(element_id, wanted))
        self.step(20.0)
        ref = self.network.find(element_id)
        assert ref is not None
        assert bool(self.plant.snapshot.switch_closed[ref.row]) is wanted, f"{action} {element_id}"


@pytest.mark.parametrize("line_id", ["line:F2-W26", "line:F4-W10"])
def test_from_the_first_report_to_the_indices(line_id: str) -> None:
    district = District()
    before: Snapshot = district.plant.snapshot
    zone = zones_of(district.network).of_element(district.network, _ref(district, line_id))
    fault_us = district.now_us
    event_id = district.plant.inject(NetworkFault(line_id))
    district.step(90.0)
    assert district.tripped, "somebody has tripped"
    incident = incidents.opened("incident:1", f"{district.tripped[0]} tripped", district.tripped[:1], "", fault_us)
    district.incident = incidents.observed(incident, district.dead(), district.customers.count, fault_us)
    out = district.incident.outage.customers_out
    assert out > 0

    evidence = district.book.gathered(fault_us, district.freshness)
    kinds = {item.kind for item in evidence}
    assert {EvidenceKind.BREAKER_OPERATION, EvidenceKind.LAST_GASP, EvidenceKind.FAULT_CURRENT} <= kinds
    location = locate(before, evidence, district.book.instruments)
    assert location.status.is_usable, location.reason
    suspected = location.credible_zones(0.99)
    assert zone in suspected
    assert location.device_probability[0][0] == district.tripped[0]
    district.incident = incidents.located(district.incident, location, district.now_us)
    assert district.incident.state is IncidentState.LOCATED

    probability = {z: float(location.zone_probability[z]) for z in suspected}
    plan = restore(district.plant.snapshot, probability, OPTIONS)
    assert plan.is_usable, plan.reason
    order = district.carry_out(plan, "order:1")
    assert order.state is OrderState.DONE
    assert district.tripped == [district.tripped[0]], "nothing has tripped again: no step met the fault"
    assert district.incident.outage.customers_out == plan.customers_unserved
    assert plan.customers_unserved < out

    document = SafetyDocument("document:1", "incident:1", "repair", plan.open_at_end, (line_id,), SafetyState.ISSUED)
    district.plant.clear(event_id)
    district.step(3600.0)
    back = return_to_normal(district.plant.snapshot, OPTIONS)
    assert back.is_usable, back.reason
    draft = order_of_plan(back, "order:2", "incident:1", "back", "anna", district.now_us, needs_approval=False)
    assert standing_against(draft, [document]), "nothing is energised while somebody works there"
    district.carry_out(back, "order:2")
    assert district.incident.outage.customers_out == 0
    normal = np.asarray(district.network["switch"]["normal_closed"], bool)
    assert np.array_equal(district.plant.snapshot.switch_closed, normal)
    _account_for(district, order, document)


def _account_for(district: District, order: SwitchingOrder, document: SafetyDocument) -> None:
    """Close it, and find it in the indices."""
    assert district.incident is not None
    with pytest.raises(InputError, match="safety document document:1 is issued"):
        incidents.closed(district.incident, [order], [document], [], "anna", district.now_us)
    closed = incidents.closed(district.incident, [order], [], [], "anna", district.now_us)
    assert closed.state is IncidentState.CLOSED
    served = district.customers.count([str(i) for i in district.network["load"].id])
    records = records_of([closed], served, BEGIN_US, BEGIN_US + 86_400_000_000, "north")
    told = report(records, 3.0)
    minutes = closed.outage.customer_minutes(district.now_us)
    assert told.whole.saidi_minutes <= minutes / served + 1e-9
    assert told.whole.customers_interrupted > 0
    assert len(closed.outage.stages) >= 2, "in stages: some before the repair, some after"


def _ref(district: District, element_id: str) -> ElementRef:
    ref = district.network.find(element_id)
    assert ref is not None
    return ref
