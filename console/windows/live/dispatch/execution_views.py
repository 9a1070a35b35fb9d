"""A plan that is carried out, made into what its panel shows."""

from __future__ import annotations

import math

from PySide6.QtCore import QDateTime

from console.dispatch.executor import PlanExecutor
from console.dispatch.kept import KeptPlan
from console.dispatch.measuring import Deviation, Measure
from console.windows.live.dispatch.setpoint_views import setpoint_line
from console.windows.live.dispatch.words import tr
from console.workflows.dispatch_values import (
    ExecutionState,
    PlanExecution,
    ReleaseState,
    ReleaseStep,
)
from engines.grid.network import Network
from widgets.dispatch.execution_lines import ExecutionView, MeasureLine, SetpointLine
from widgets.numbers import MISSING, number_text

SHOWN_AFTER_US = 60_000_000
"""So long a step that was sent stays in view."""


def execution_view(executor: PlanExecutor, execution: PlanExecution, network: Network, now_us: int) -> ExecutionView:
    """Everything that is shown of it at a moment."""
    kept = executor.plan_of(execution)
    step = _shown_step(execution, now_us)
    lines = _lines(executor, kept, step, network) if kept is not None and step is not None else ()
    begins = "" if step is None else _clock(step.begins_us, now_us)
    title = tr("Setpoints of {clock}").format(clock=begins) if begins else tr("Setpoints")
    return ExecutionView(
        execution.title,
        state_text(execution),
        _severity(execution),
        _reason(execution, executor, kept),
        *_moment(execution, step, now_us),
        title,
        lines,
        _counts(execution, lines),
        tuple(_measure(deviation) for deviation in executor.deviations()),
        _proposal(executor),
    )


def state_text(execution: PlanExecution) -> str:
    """Where it stands, in words."""
    state = execution.state
    texts = {
        ExecutionState.DRAFT: tr("Draft: a second person has to approve it"),
        ExecutionState.APPROVED: tr("Approved by {name}").format(name=execution.approved_by),
        ExecutionState.BY_HAND: tr("Released by hand"),
        ExecutionState.ARMED: tr("Armed by {name}").format(name=execution.armed_by),
        ExecutionState.SUSPENDED: tr("Suspended"),
        ExecutionState.ENDED: tr("Ended"),
    }
    return texts[state]


def _severity(execution: PlanExecution) -> str:
    if execution.state is ExecutionState.SUSPENDED:
        return "high"
    return "medium" if execution.state is ExecutionState.DRAFT else ""


def _reason(execution: PlanExecution, executor: PlanExecutor, kept: KeptPlan | None) -> str:
    parts = []
    if kept is not None and kept.over is not None and not execution.state.is_over:
        parts.append(tr("Decided for {count} scenarios; what each has of its own goes out as expected.").format(
            count=len(kept.over.plan.probability)))  # fmt: skip
    if execution.reason:
        parts.append(execution.reason[:1].upper() + execution.reason[1:] + ".")
    if execution.state is ExecutionState.SUSPENDED:
        parts.append(tr("Nothing goes out; it does not go on by itself."))
    if execution.state.is_active and not executor.is_mine:
        parts.append(tr("It is carried out at {console}.").format(console=execution.console))
    return " ".join(parts)


# When ------------------------------------------------------------------------------------------------------


def _shown_step(execution: PlanExecution, now_us: int) -> ReleaseStep | None:
    """The step that goes out, was sent just now or failed in its time; else the one that is due or comes next."""
    running = execution.running(now_us)
    if execution.sending is not None:
        return execution.sending
    if running is not None and running.state is ReleaseState.FAILED:
        return running
    is_fresh = running is not None and 0 <= now_us - running.released_us < SHOWN_AFTER_US
    if running is not None and running.state is ReleaseState.SENT and is_fresh:
        return running
    return execution.next(now_us) or running


def _moment(execution: PlanExecution, step: ReleaseStep | None, now_us: int) -> tuple[str, str]:
    if step is None or execution.state.is_over:
        return tr("No step is left"), ""
    span = tr("{begin} to {end}").format(begin=_clock(step.begins_us, now_us), end=_local(step.ends_us, "HH:mm"))
    if step.state is ReleaseState.SENDING:
        return span, tr("going out")
    if step.state is ReleaseState.SENT:
        return span, tr("sent {time}").format(time=_local(step.released_us, "HH:mm:ss"))
    if step.state is ReleaseState.FAILED:
        return span, tr("failed")
    if now_us < step.begins_us:
        return span, tr("begins in {time}").format(time=countdown(step.begins_us - now_us))
    return span, tr("due, {time} left").format(time=countdown(step.half_us - now_us))


def countdown(span_us: int) -> str:
    """A span as a clock that runs down: 12:31, or 1:02:31."""
    seconds = max(math.ceil(span_us / 1e6), 0)
    hours, rest = divmod(seconds, 3600)
    text = f"{rest // 60:02d}:{rest % 60:02d}"
    return f"{hours}:{text}" if hours else text


def _clock(time_us: int, now_us: int) -> str:
    """Local time, with the date where it is not today."""
    is_today = _local(time_us, "yyyyMMdd") == _local(now_us, "yyyyMMdd")
    return _local(time_us, "HH:mm" if is_today else "yyyy-MM-dd HH:mm")


def _local(time_us: int, form: str) -> str:
    return QDateTime.fromMSecsSinceEpoch(time_us // 1000).toString(form)


# What ------------------------------------------------------------------------------------------------------


def _lines(executor: PlanExecutor, kept: KeptPlan, step: ReleaseStep, network: Network) -> tuple[SetpointLine, ...]:
    told = {s.point_id: s for s in (*step.sent, *executor.on_the_way) if s.outcome}
    is_sending = step.state is ReleaseState.SENDING
    return tuple(
        setpoint_line(setpoint, executor.field, network, told.get(setpoint.point_id), is_sending=is_sending)
        for setpoint in executor.setpoints(kept, step.number)
    )


def _counts(execution: PlanExecution, lines: tuple[SetpointLine, ...]) -> str:
    sent = sum(step.state is ReleaseState.SENT for step in execution.steps)
    skipped = sum(step.state is ReleaseState.SKIPPED for step in execution.steps)
    parts = [tr("{sent} of {count} steps sent").format(sent=sent, count=len(execution.steps))]
    if skipped:
        parts.append(tr("{count} skipped").format(count=skipped))
    by_telephone = sum(not line.is_sent for line in lines)
    if by_telephone:
        parts.append(tr("{count} setpoints not sent from here").format(count=by_telephone))
    return " · ".join(parts)


# Measured --------------------------------------------------------------------------------------------------

_UNITS = {Measure.EXCHANGE: ("MW", 2), Measure.LOWEST_VOLTAGE: ("pu", 4), Measure.ENERGY: ("MWh", 3)}


def _measure(deviation: Deviation) -> MeasureLine:
    unit, decimals = _UNITS[deviation.measure]
    names = {
        Measure.EXCHANGE: tr("Exchange"),
        Measure.LOWEST_VOLTAGE: tr("Lowest voltage"),
        Measure.ENERGY: tr("Energy, {place}").format(place=deviation.place.rpartition(" at ")[2]),
    }
    notes = {
        Measure.EXCHANGE: tr("with the upper grid, by the load flow of what is measured"),
        Measure.LOWEST_VOLTAGE: tr("at {place}").format(place=deviation.place) if deviation.place else "",
        Measure.ENERGY: tr("by its own meter"),
    }

    def text(value: float) -> str:
        return f"{number_text(value, decimals)} {unit}" if math.isfinite(value) else MISSING

    if not deviation.is_known:
        return MeasureLine(names[deviation.measure], text(deviation.planned), MISSING, tr("not known"), "medium",
                           notes[deviation.measure])  # fmt: skip
    sign = "+" if deviation.difference > 0 else ""
    difference = f"{sign}{number_text(deviation.difference, decimals)}"
    severity = "medium" if deviation.is_beyond else ""
    return MeasureLine(
        names[deviation.measure], text(deviation.planned), text(deviation.measured), difference, severity,
        notes[deviation.measure],
    )  # fmt: skip


def _proposal(executor: PlanExecutor) -> str:
    kept = executor.plans.plans.get(executor.watching.proposal_id)
    if kept is None:
        return ""
    if kept.plan_id == executor.plans.planning_id:
        return tr("The rest is being planned anew from what is measured …")
    if kept.planned is None or not kept.planned.plan.is_acceptable:
        return tr("Planned anew, but nothing that could be carried out was found: see “{name}”.").format(name=kept.name)
    return tr("Proposed for the rest: “{name}”. It needs approval.").format(name=kept.name)
