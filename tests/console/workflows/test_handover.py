"""The next shift is told everything that is under way, and what must not be overlooked first."""

from __future__ import annotations

from dataclasses import replace

from console.workflows.customers import CustomerList
from console.workflows.handover import handover
from engines.values.incidents import Incident, IncidentState
from engines.values.repair import (
    Customer,
    Outage,
    OutageStage,
    RestorationEstimate,
    SafetyDocument,
    SafetyState,
    WorkOrder,
    WorkState,
)
from engines.values.switching_orders import OrderAction, OrderState, OrderStep, OrderStepState, SwitchingOrder

MINUTE = 60_000_000
CUSTOMERS = CustomerList(
    {
        "load:1": (Customer("1", "load:1", count=500),),
        "load:2": (
            Customer("2", "load:2", "Meier", has_life_support=True),
            Customer("3", "load:2", "Mill", priority=1),
        ),
        "load:3": (Customer("4", "load:3", "Hospital", priority=2),),
    }
)
LARGE = Incident("incident:1", "R12 tripped", 0, outage=Outage((OutageStage(("load:1",), 500, 0),)))
SMALL = Incident(
    "incident:2", "R7 tripped", 5,
    outage=Outage((OutageStage(("load:2",), 2, 0), OutageStage(("load:3",), 1, 0, MINUTE))),
    estimates=(RestorationEstimate(5 * MINUTE, 10 * MINUTE, 0),),
)  # fmt: skip
STEPS = (
    OrderStep(1, OrderAction.OPEN, "switch:1", "S1", True, state=OrderStepState.CONFIRMED),
    OrderStep(2, OrderAction.CLOSE, "switch:2", "T3", True),
)
ORDER = SwitchingOrder("order:1", "incident:2", "Restore", "restore", "anna", 0, STEPS, OrderState.EXECUTING)
DOCUMENT = SafetyDocument("document:1", "incident:2", "mend", ("switch:1",), ("line:1",), SafetyState.ISSUED, "crew 2")
WORK = WorkOrder("work:1", "incident:2", "line:1", "mend")


def test_whose_life_depends_on_it_comes_before_numbers() -> None:
    report = handover([LARGE, SMALL], [ORDER], [DOCUMENT], [WORK], CUSTOMERS, 20 * MINUTE)
    assert [each.incident.incident_id for each in report.incidents] == ["incident:2", "incident:1"]
    assert report.customers_out == 502
    first = report.incidents[0]
    assert [c.name for c in first.to_call] == ["Meier", "Mill"], "the hospital has supply again"
    assert first.customer_minutes == 2 * 20 + 1
    assert first.warnings == (
        "1 customers with life support are without supply",
        "safety document document:1 is held by crew 2: nothing is energised under it",
        "switching order order:1 is under way at step 2 of 2",
        "work order work:1 has no crew",
        "the time at which supply was expected back has passed",
    )
    assert report.incidents[1].warnings == ()


def test_a_crew_nothing_is_heard_of_is_handed_over_by_name() -> None:
    sent = replace(WORK, state=WorkState.ASSIGNED, crew_id="crew 2", assigned_us=MINUTE)
    (each,) = handover([SMALL], [], [], [sent], CUSTOMERS, 9 * MINUTE).incidents
    assert "work order work:1: its crew has not answered for 8 min" in each.warnings
    (soon,) = handover([SMALL], [], [], [sent], CUSTOMERS, 2 * MINUTE).incidents
    assert not any("answered" in warning for warning in soon.warnings)


def test_what_is_over_is_not_handed_over() -> None:
    done = replace(ORDER, state=OrderState.DONE)
    cancelled = replace(DOCUMENT, state=SafetyState.CANCELLED)
    closed = replace(WORK, state=WorkState.CLOSED)
    report = handover(
        [replace(LARGE, state=IncidentState.CLOSED), SMALL], [done], [cancelled], [closed], CUSTOMERS, MINUTE
    )
    (only,) = report.incidents
    assert not only.orders
    assert not only.documents
    assert not only.work
    assert only.warnings == ("1 customers with life support are without supply",)


def test_a_halted_order_says_why() -> None:
    halted = replace(ORDER, state=OrderState.SUSPENDED, reason="step 2: it is stuck")
    returned = replace(DOCUMENT, state=SafetyState.RETURNED)
    (only,) = handover([SMALL], [halted], [returned], [], CUSTOMERS, MINUTE).incidents
    assert "switching order order:1 is halted: step 2: it is stuck" in only.warnings
    assert "safety document document:1 was returned, not cancelled: nothing is energised under it" in only.warnings
