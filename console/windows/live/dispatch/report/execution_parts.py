"""What became of a plan that was carried out: steps, setpoints that were refused, suspensions, deviations."""

from __future__ import annotations

from collections.abc import Iterator

from console.dispatch.measuring import Measure
from console.windows.live.dispatch.execution_views import state_text
from console.windows.live.dispatch.report.origin import moment_text
from console.windows.live.dispatch.report.values import Column, Figure, Section, Value, apart
from console.windows.live.dispatch.words import capital, tr
from console.workflows.dispatch_values import FINE, FOUND_SO, PlanExecution, ReleaseState, ReleaseStep

UNITS = {Measure.EXCHANGE: ("MW", 3), Measure.LOWEST_VOLTAGE: ("pu", 4), Measure.ENERGY: ("MWh", 3)}


def execution_sections(executions: tuple[PlanExecution, ...]) -> Iterator[Section]:
    """Every time it was carried out, oldest first."""
    if not executions:
        text = tr("It has not been carried out, or no record of that is kept here.")
        yield Section(tr("Carried out"), tr("Execution"), (Column(tr("Step"), is_right=False),), (), "", text)
    for number, execution in enumerate(executions, 1):
        mark = "" if len(executions) == 1 else f" {number}"
        yield _steps(execution, mark)
        yield _refused(execution, mark)
        yield _halts(execution, mark)
        yield _deviations(execution, mark)


def _steps(execution: PlanExecution, mark: str) -> Section:
    states = {
        ReleaseState.WAITING: tr("waiting"),
        ReleaseState.SENDING: tr("going out"),
        ReleaseState.SENT: tr("sent"),
        ReleaseState.FAILED: tr("failed"),
        ReleaseState.SKIPPED: tr("skipped"),
    }
    rows = tuple(
        (
            _begin(step),
            states[step.state],
            moment_text(step.released_us / 1e6),
            step.released_by,
            Figure(sum(s.outcome == "done" for s in step.sent), 0),
            Figure(sum(s.outcome == FOUND_SO for s in step.sent), 0),
            Figure(sum(s.outcome not in FINE for s in step.sent), 0),
            capital(step.note),
        )
        for step in execution.steps
    )
    columns = (
        Column(tr("Step that begins at"), 1.6, is_right=False),
        Column(tr("State"), 0.8, is_right=False),
        Column(tr("Released"), 1.6, is_right=False),
        Column(tr("by"), 1, is_right=False),
        Column(tr("Setpoints sent"), 0.7),
        Column(tr("Found so already"), 0.7),
        Column(tr("Refused or failed"), 0.8),
        Column(tr("Note"), 2, is_right=False),
    )
    parts = [
        f"{execution.execution_id}: {state_text(execution)}",
        capital(execution.reason),
        tr("asked for by {author}, {time}").format(
            author=execution.author, time=moment_text(execution.created_us / 1e6)
        ),
        tr("approved by {name}, {time}").format(
            name=execution.approved_by, time=moment_text(execution.approved_us / 1e6)
        )
        if execution.approved_by
        else tr("not approved"),
    ]
    note = " · ".join(part for part in parts if part)
    return Section(tr("Carried out") + mark, tr("Execution") + mark, columns, rows, note)


def _refused(execution: PlanExecution, mark: str) -> Section:
    rows = tuple(
        (_begin(step), sent.point_id, Figure(sent.value, 4), sent.outcome or tr("on its way"), capital(sent.reason))
        for step in execution.steps
        for sent in step.sent
        if sent.outcome not in FINE
    )
    columns = (
        Column(tr("Step that begins at"), 1.4, is_right=False),
        Column(tr("Point"), 2, is_right=False),
        Column(tr("Value, in the point's unit")),
        Column(tr("Outcome"), 1, is_right=False),
        Column(tr("Reason"), 3, is_right=False),
    )
    return Section(tr("Setpoints that did not get there") + mark, tr("Refused") + mark, columns, rows, "", tr("None."))


def _halts(execution: PlanExecution, mark: str) -> Section:
    rows = tuple(
        (moment_text(halt.at_us / 1e6), capital(halt.reason), moment_text(halt.resumed_us / 1e6), halt.resumed_by)
        for halt in execution.halts
    )
    columns = (
        Column(tr("Suspended"), 1.5, is_right=False),
        Column(tr("Because"), 3, is_right=False),
        Column(tr("Resumed"), 1.5, is_right=False),
        Column(tr("by"), 1, is_right=False),
    )
    return Section(tr("Suspensions") + mark, tr("Suspensions") + mark, columns, rows, "", tr("None."))


def _deviations(execution: PlanExecution, mark: str) -> Section:
    rows: list[tuple[Value, ...]] = []
    for step in execution.steps:
        for found in step.deviations:
            unit, decimals = UNITS[Measure(found.measure)]
            names = {
                Measure.EXCHANGE: tr("exchange"),
                Measure.LOWEST_VOLTAGE: tr("lowest voltage"),
                Measure.ENERGY: tr("energy"),
            }
            difference = found.measured - found.planned
            shown = max(apart(found.planned, found.measured, decimals), apart(abs(difference), found.width, decimals))
            is_beyond = abs(difference) > found.width
            rows.append(
                (
                    _begin(step),
                    names[Measure(found.measure)],
                    found.place,
                    Figure(found.planned, shown, unit),
                    Figure(found.measured, shown, unit),
                    Figure(difference, shown, unit),
                    Figure(found.width, shown, unit),
                    tr("beyond") if is_beyond else "",
                )
            )
    columns = (
        Column(tr("Step that begins at"), 1.4, is_right=False),
        Column(tr("Measure"), 1.1, is_right=False),
        Column(tr("Place"), 1.2, is_right=False),
        Column(tr("Planned")),
        Column(tr("Measured")),
        Column(tr("Difference")),
        Column(tr("Band, either side")),
        Column(tr("Band kept"), 0.8, is_right=False),
    )
    note = tr("Each measure where it lay farthest from the plan, against its band, while the step ran.")
    empty = tr("Nothing was measured against it.")
    return Section(tr("Deviations measured") + mark, tr("Deviations") + mark, columns, tuple(rows), note, empty)


def _begin(step: ReleaseStep) -> str:
    return moment_text(step.begins_us / 1e6)
