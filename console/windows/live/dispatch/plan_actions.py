"""The buttons beneath the list of plans and beneath the proof, with the reasons why some cannot be pressed."""

from __future__ import annotations

from console.dispatch.kept import KeptPlan
from console.windows.live.dispatch.words import tr
from widgets.faults.order_lines import ActionLine


def list_actions(
    kept: KeptPlan | None, reason: str, busy: str, comparable: int, is_comparing: bool, is_forecast: bool
) -> tuple[ActionLine, ...]:
    """Beneath the list.

    Args:
        reason: why the chosen case cannot be planned, "" where it can; busy: what is under way.
        comparable: plans that have a schedule. is_comparing, is_forecast: what stands in the middle.
    """
    is_again = kept is not None and kept.is_planned
    lack = "" if comparable > 1 or is_comparing else tr("two plans with a schedule are needed")
    nothing = "" if kept is not None or is_forecast else tr("no case is chosen")
    return (
        ActionLine("plan", tr("Plan again") if is_again else tr("Plan"),
                   tr("Find what each device does at each hour, with its proof"), True, not reason, reason),
        ActionLine("new", tr("New case…"), tr("The sample that comes with the product, or a case file"),
                   is_enabled=not busy, reason=busy),
        ActionLine("edit", tr("Edit case…"), tr("Its devices, limits and prices, each checked as it is written"),
                   is_enabled=kept is not None, reason="" if kept is not None else tr("no case is chosen")),
        ActionLine("forecast", tr("Back to plan") if is_forecast else tr("Forecast"),
                   tr("What the units may do, and a plan over scenarios of it"), is_enabled=not nothing,
                   reason=nothing),
        ActionLine("compare", tr("Back to plan") if is_comparing else tr("Compare"),
                   tr("Two plans side by side"), is_enabled=not lack, reason=lack),
    )  # fmt: skip


def plan_actions(kept: KeptPlan | None, busy: str, held: str) -> tuple[ActionLine, ...]:
    """Beneath the proof; ``held`` is why the plan must stay as it is, "" where it may change."""
    lack = "" if kept is not None and kept.has_decided else tr("there is no schedule")
    unplanned = "" if kept is not None and kept.is_planned else tr("it is not planned yet")
    few = tr("a plan over scenarios is made in one piece") if kept is not None and kept.scenario_request else ""
    return (
        ActionLine("what_if", tr("What if…"), tr("A second plan beside this one: a device out, another price"),
                   is_enabled=not busy, reason=busy),
        ActionLine("regions", tr("In regions…"),
                   tr("A second plan beside this one, by regions that agree with the layer above them"),
                   is_enabled=not (busy or few), reason=busy or few),
        ActionLine("export", tr("Export…"), tr("The schedule as CSV or workbook"), is_enabled=not lack,
                   reason=lack),
        ActionLine("report", tr("Report…"), tr("Everything about this plan as PDF or workbook"),
                   is_enabled=not unplanned, reason=unplanned),
        ActionLine("remove", tr("Remove…"), tr("Forget this plan"), is_enabled=not held, reason=held),
    )  # fmt: skip
