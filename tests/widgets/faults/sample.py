"""An afternoon in the control room, as the console would say it."""

from __future__ import annotations

from dataclasses import replace

from widgets.faults.lines import (
    ActionLine,
    CustomerLine,
    DocumentView,
    EstimateView,
    FactLine,
    IncidentLine,
    IncidentView,
    LocationView,
    OrderView,
    PlanLine,
    PlaybackView,
    StepLine,
    StepState,
    SupplyBar,
    SupplySegment,
    SuspectLine,
    TimelineLine,
    WorkView,
)

SUMMARY = "1 open · 2 in repair · 118 customers without supply"
TODAY = (
    FactLine("SAIDI 0.42 min · SAIFI 0.011"),
    FactLine("3 incidents", "since midnight"),
    FactLine("No count of customers for 4 stations", severity="medium"),
)
INCIDENTS = (
    IncidentLine(
        "i-1",
        "F3 Mill road",
        "14:07:12",
        "Restoring · step 2 of 5",
        "118 customers · care home · 41 meters silent",
        "high",
    ),
    IncidentLine(
        "i-2", "F8 Hospital, cable 812", "11:52:04", "In repair · crew 4 on site", "0 without supply · ready 16:30"
    ),
    IncidentLine(
        "i-3", "F1 Harbour, pole 77", "09:15:40", "Return to normal waits for the peak", "0 without supply", "low"
    ),
    IncidentLine("i-4", "F6 Lakeside", "06:02:11", "Closed 08:40:02", "1 204 customer minutes", "low", True),
)


def many_incidents(count: int = 40) -> list[IncidentLine]:
    """A storm."""
    return [
        IncidentLine(f"i-{k}", f"F{k} Somewhere", f"14:{k:02d}:00", "New", f"{k} customers", "high")
        for k in range(count)
    ]


SUSPECTS = (
    SuspectLine(
        "Section 31–32",
        0.62,
        ("Indicator 12 passed", "39 of 41 meters below are silent", "2 calls from Mill road 4 and 6"),
        ("Indicator 15 is silent",),
        ("line-31", "line-32"),
    ),
    SuspectLine("Section 32–33", 0.24, ("Indicator 12 passed",), ("Indicator 15 failed its last test",), ("line-33",)),
)

INCIDENT = IncidentView(
    incident_id="i-1",
    title="F3 Mill road",
    subtitle="Incident 2026-0318 · cable section suspected · opened 14:07:12",
    location=LocationView(
        suspects=SUSPECTS,
        elsewhere_text="14 % elsewhere · the isolated zones hold 99.6 %",
        next_step_text="ping the meters of station 33",
        contradictions=("indicator 15 is silent although 39 meters behind it lost supply",),
        actions=(ActionLine("ping", "Ping the meters", "Ask the meters of station 33 whether they have supply"),),
    ),
    supply=SupplyBar(
        (
            SupplySegment(0.25, "wire", "29 customers have supply again"),
            SupplySegment(0.65, "plan", "77 customers after step 4"),
            SupplySegment(0.10, "", "12 customers wait for the repair"),
        ),
        "29 of 118 after step 5, 77 after step 4, 12 wait for the repair",
    ),
    estimate=EstimateView(
        "15:40:00", "15:05–16:50 in 8 of 10 cases · told to 12 customers", actions=(ActionLine("change", "Change…"),)
    ),
    customers=(
        CustomerLine("c-2", "Care home St Anne", "32 residents", "+44 20 7946 0112"),
        CustomerLine("c-1", "J. Harper", "ventilator, battery for 2 h", "+44 20 7946 0163", is_life_support=True),
        CustomerLine("c-3", "Waterworks", "pump 3", "+44 20 7946 0177", told_text="told 14:12:30 by ops1"),
    ),
    works=(
        WorkView(
            "w-1",
            "Crew 2",
            "en route, 11 min · cable, jointer · 6 km",
            actions=(
                ActionLine("arrived", "Arrived", "The crew says that it is on site", is_primary=True),
                ActionLine("cannot", "Cannot come…", "The crew cannot come: send another one"),
            ),
        ),
    ),
    documents=(
        DocumentView(
            "d-1",
            "SD 2026-0107",
            "isolated; not proved dead yet",
            (FactLine("S7", element_id="switch-7"), FactLine("R12", "locked", element_id="switch-12")),
            (FactLine("Station 32", element_id="bus-32"),),
            actions=(
                ActionLine("proved_dead", "Proved dead"),
                ActionLine("issue", "Issue", is_enabled=False, reason="first prove dead and earth section 31–32"),
            ),
        ),
    ),
    timeline=(
        TimelineLine("14:07:12", "", "Breaker F3 tripped, overcurrent L1 L2", "high"),
        TimelineLine("14:07:31", "", "Locked out after 3 reclosings"),
        TimelineLine("14:07:33", "", "41 last gasps, 2 trouble calls"),
        TimelineLine("14:07:34", "Tieline", "Plan A proposed: 106 of 118 customers with 5 operations"),
        TimelineLine("14:08:22", "ops1", "Plan A approved"),
        TimelineLine("14:08:40", "", "S7 open, confirmed in 1.2 s"),
        TimelineLine("14:09:18", "ops1", "R12 open: selected, operating"),
    ),
    actions=(
        ActionLine("merge", "Merge…", "This is part of another incident"),
        ActionLine("close", "Close incident", is_enabled=False, reason="12 customers are without supply"),
    ),
)

STEPS = (
    StepLine(1, "Open", "S7", "switch-7", "isolates 31–32 from the end of F3", "remote", "14:08:40",
             "open, feedback in 1.2 s", StepState.DONE),
    StepLine(2, "Open", "R12", "switch-12", "isolates from the source side", "remote", "14:09:18",
             "operating, 2 s of 8", StepState.RUNNING),
    StepLine(3, "Open", "S19", "switch-19", "unloads the end of F2 to F5 (T8 was closed before)", "crew 2", "",
             "min 0.951 pu · 74 %"),
    StepLine(4, "Close", "T3", "switch-3", "picks up 77 customers", "remote", "", "min 0.946 pu · 86 %",
             severity="medium"),
    StepLine(5, "Close", "breaker F3", "switch-0", "picks up 29 customers", "remote", "", "min 1.004 pu · 38 %"),
)  # fmt: skip

PLANS = (
    PlanLine("a", "A", "106 of 118 customers", "5 operations", "0.946 pu", "86 %", "in progress", is_chosen=True),
    PlanLine("b", "B", "106 of 118 customers", "3 operations, 1 by hand (18 min)", "0.951 pu", "71 %", "more margin"),
    PlanLine("c", "C", "118 of 118 customers", "6 operations", "0.893 pu", "114 %",
             "step 4 violates a limit: line 44 at 114 %", is_usable=False),
)  # fmt: skip

ORDER = OrderView(
    order_id="o-1",
    title="Restoration",
    summary="Plan A · 5 operations, 4 remote · every step solved · worst 0.946 pu, 86 % · chance of closing onto the "
    "fault 0.4 % · no tag in the way",
    steps=STEPS,
    actions=(
        ActionLine("pause", "Pause", "Do not go on after this step"),
        ActionLine("change", "Change…", "Write the remaining steps anew"),
        ActionLine("next", "Next: open S19", "Begin step 3", True, False, "waits for R12"),
    ),
    plans=PLANS,
)
RETURN = OrderView(
    order_id="o-2",
    title="Return to normal",
    heading="Return to normal",
    summary="Not checked yet",
    steps=tuple(replace(step, number=k + 1, state=StepState.PLANNED, time_text="") for k, step in enumerate(STEPS[2:])),
    actions=(ActionLine("check", "Check", "Solve every step", is_primary=True),),
)
PLAYING = PlaybackView(5, 4, "after closing T3 · min 0.946 pu · 86 % · 12 customers without supply")
