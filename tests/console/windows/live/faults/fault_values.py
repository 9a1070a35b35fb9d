"""Orders, documents and incidents for papers."""

from __future__ import annotations

from dataclasses import replace

from engines.values.incidents import Incident, IncidentState, TimelineEntry
from engines.values.phrase import phrase
from engines.values.repair import (
    FaultCause,
    Outage,
    OutageStage,
    RestorationEstimate,
    SafetyDocument,
    SafetyState,
    WorkOrder,
    WorkState,
)
from engines.values.switching_orders import OrderAction, OrderState, OrderStep, OrderStepState, SwitchingOrder
from engines.values.switching_plan import (
    PlanPurpose,
    PlanStatus,
    ProofStatus,
    StepKind,
    StepProof,
    SwitchingPlan,
    SwitchingStep,
)

T = 1_790_000_000_000_000
MINUTE = 60_000_000
LONG = (
    "Leistungsschalterantriebsstörungsbeseitigung vor der Wiedereinschaltung der Mittelspannungsringkabelstrecke, "
    "weil der Kurzschlussanzeiger in der Ortsnetzstation nicht angesprochen hat"
)


def steps_of(count: int, done: int = 0, reason: str = "isolates section {number} from the far end") -> list[OrderStep]:
    """``count`` steps, the first ``done`` of them confirmed a minute apart."""
    steps = []
    for number in range(1, count + 1):
        action = OrderAction.OPEN if number % 2 else OrderAction.CLOSE
        step = OrderStep(
            number, action, f"switch:S{number:03d}", f"S{number:03d}", number % 3 != 0, reason.format(number=number)
        )
        if number <= done:
            at = T + number * MINUTE
            step = replace(
                step, state=OrderStepState.CONFIRMED, instructed_us=at, executed_us=at + 5_000_000,
                confirmed_us=at + 6_000_000, by="anna", crew_id="" if step.is_remote else "crew:2",
            )  # fmt: skip
        steps.append(step)
    return steps


def order_of(steps: list[OrderStep], state: OrderState = OrderState.APPROVED) -> SwitchingOrder:
    """A checked and approved order."""
    return SwitchingOrder(
        "order:12", "incident:7", "Restore F3 Mill road", "restore", "anna", T, tuple(steps), state, True, True,
        "anna", T + MINUTE, "ben", T + 2 * MINUTE,
    )  # fmt: skip


def plan_of(steps: list[OrderStep]) -> SwitchingPlan:
    """What such steps were made from; the lowest voltage falls by 0.001 pu with each."""
    return SwitchingPlan(
        PlanPurpose.RESTORE,
        PlanStatus.COMPLETE,
        1,
        "x",
        steps=tuple(
            SwitchingStep(
                step.number, StepKind(step.action.value), step.element_id, step.name, step.is_remote, 5.0,
                phrase("{text}", text=step.reason),
                StepProof(
                    ProofStatus.ACCEPTED, vm_min_pu=0.96 - step.number / 1000, vm_min_bus="B7",
                    loading_max_percent=70.0 + step.number, loading_max_element="L4", customers_unserved=77,
                ),
            )
            for step in steps
        ),
    )  # fmt: skip


DOCUMENT = SafetyDocument(
    "document:4", "incident:7", "Repair of the cable", ("switch:S001", "switch:S002"), ("line:L4",),
    SafetyState.ISSUED, "crew 2", "anna", T, T + MINUTE, T + 2 * MINUTE, T + 3 * MINUTE,
)  # fmt: skip
WORK = WorkOrder(
    "work:3", "incident:7", "line:L4", "Locate and repair", "cable", 1, WorkState.CLEARED, "crew:2",
    cause=FaultCause.CABLE, report="joint flooded", new_us=T, assigned_us=T, on_site_us=T + 30 * MINUTE,
    found_us=T + 40 * MINUTE, repaired_us=T + 100 * MINUTE, cleared_us=T + 110 * MINUTE,
)  # fmt: skip
INCIDENT = Incident(
    "incident:7",
    "F3 Mill road tripped",
    T,
    IncidentState.CLOSED,
    "F3 Mill road",
    ("switch:Q0",),
    ("line:L4",),
    outage=Outage(
        (
            OutageStage(("load:1",), 300, T, T + 2 * MINUTE),
            OutageStage(("load:2", "load:3"), 100, T, T + 30 * MINUTE),
            OutageStage(("load:4",), 10, T, T + 120 * MINUTE),
        )
    ),
    estimates=(
        RestorationEstimate(T + 90 * MINUTE, T + 150 * MINUTE, T + 5 * MINUTE, "unknown cause"),
        RestorationEstimate(T + 100 * MINUTE, T + 110 * MINUTE, T + 45 * MINUTE, "cable cause"),
        RestorationEstimate(T + 200 * MINUTE, T + 200 * MINUTE, T + 130 * MINUTE, "repaired; switching remains"),
    ),
    cause=FaultCause.CABLE,
    timeline=(TimelineEntry(T, "", "Q0 tripped"), TimelineEntry(T + MINUTE, "anna", "locked out")),
    closed_us=T + 180 * MINUTE,
)
