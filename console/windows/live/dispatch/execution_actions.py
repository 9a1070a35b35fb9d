"""The buttons of a plan that is carried out, each with the reason where it cannot be pressed."""

from __future__ import annotations

from collections.abc import Iterator

from console.dispatch.executor import PlanExecutor
from console.dispatch.kept import KeptPlan
from console.windows.live.dispatch.words import tr
from console.workflows.dispatch_values import ExecutionState, PlanExecution
from widgets.faults.order_lines import ActionLine

STOP_KEY = "F12"


def execution_actions(
    executor: PlanExecutor, execution: PlanExecution | None, chosen: KeptPlan | None, why_not: str, now_us: int
) -> tuple[ActionLine, ...]:
    """What can be done.

    Args:
        chosen: the plan that is chosen in the list; why_not: why it cannot be approved.
    """
    return tuple(_actions(executor, execution, chosen, why_not, now_us))


def _actions(
    executor: PlanExecutor, execution: PlanExecution | None, chosen: KeptPlan | None, why_not: str, now_us: int
) -> Iterator[ActionLine]:
    tip = tr("Have the chosen plan carried out; nothing is sent by that")
    if execution is None or execution.state.is_over:
        yield ActionLine("approve", tr("Approve…"), tip, True, not why_not, why_not)
        return
    state = execution.state
    if state is ExecutionState.DRAFT:
        text = tr("Second approval…")
        yield ActionLine("second", text, tr("Another person gives their password"), True)
    elif state is ExecutionState.SUSPENDED:
        yield _resume(execution, executor)
    elif state is ExecutionState.ARMED:
        yield _stop(is_primary=True)
        yield ActionLine("disarm", tr("Release by hand"), tr("From now on each step waits for a person"))
    else:
        yield _release(executor, execution, now_us)
        reason = "" if executor.is_mine else tr("it is carried out at another console")
        yield ActionLine("arm", tr("Arm…"), tr("Let each step go out at its begin"), False, not reason, reason)
        yield _stop(is_primary=False)
    if executor.watching.proposal_id in executor.plans.plans:
        yield ActionLine("show", tr("Show the proposal"), tr("Beside the plan, hour by hour"))
    if chosen is not None and chosen.plan_id != execution.plan_id:
        yield ActionLine("approve", tr("Approve the chosen…"), tip, False, not why_not, why_not)
    if state is not ExecutionState.DRAFT:
        yield ActionLine("band", tr("Bands…"), tr("How far what is measured may lie from the plan"))
    reason = tr("a step is going out") if execution.sending is not None else ""
    yield ActionLine("end", tr("End…"), tr("Give the rest of it up"), False, not reason, reason)


def _release(executor: PlanExecutor, execution: PlanExecution, now_us: int) -> ActionLine:
    due, reason = execution.due(now_us), ""
    if not executor.is_mine:
        reason = tr("it is carried out at another console")
    elif execution.sending is not None:
        reason = tr("a step is going out")
    elif due is None:
        reason = tr("no step is due")
    return ActionLine("release", tr("Release"), tr("Send the setpoints of the step that is due"), True, not reason,
                      reason)  # fmt: skip


def _stop(*, is_primary: bool) -> ActionLine:
    text = tr("Stop ({key})").format(key=STOP_KEY)
    return ActionLine("stop", text, tr("Nothing further goes out, at once"), is_primary)


def _resume(execution: PlanExecution, executor: PlanExecutor) -> ActionLine:
    reason = tr("a step is still going out") if execution.sending is not None else ""
    if not reason and executor.plan_of(execution) is None:
        reason = tr("the plan is not kept any more as it was approved")
    return ActionLine("resume", tr("Resume…"), tr("Go on by hand, with the district as it stands"), True, not reason,
                      reason)  # fmt: skip
