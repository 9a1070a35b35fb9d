"""An outage report as a table for a file."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QDateTime

from console.windows.live.faults.outage_tables import rank_text
from console.windows.live.faults.paper_places import Places
from console.windows.live.faults.paper_times import full_moment, number_of
from console.windows.live.faults.words import action_text, incident_state_text, step_state_text, tr, work_state_text
from console.workflows.outage_report import OutageReport, stage_minutes
from widgets.faults.words import cause_text
from widgets.tables.export import Sheet

NAN = float("nan")
Row = tuple[str, str, str, str, float, float, float, str, str]


def outage_file_name(report: OutageReport) -> str:
    """Incident and date, without an ending: ``outage 12 2026-09-21``."""
    day = QDateTime.fromMSecsSinceEpoch(report.incident.opened_us // 1000).toString("yyyy-MM-dd")
    number = "".join(c if c.isalnum() or c in "-_." else "-" for c in number_of(report.incident.incident_id))
    return f"outage {number} {day}"


def outage_sheet(report: OutageReport, places: Places) -> Sheet:
    """The report as one table: a line for each thing that is known, with its time."""
    rows = list(_rows(report, places))
    headers = (
        tr("Part"), tr("What"), tr("From"), tr("To"), tr("Customers"), tr("Minutes"), tr("Value"), tr("Person"),
        tr("Detail"),
    )  # fmt: skip
    decimals = (-1, -1, -1, -1, 0, 1, 6, -1, -1)
    columns = tuple(
        np.array([row[k] for row in rows], np.str_ if shown < 0 else np.float64) for k, shown in enumerate(decimals)
    )
    return Sheet(outage_file_name(report), headers, columns, decimals, full_moment(report.at_us))


def _rows(report: OutageReport, places: Places) -> Iterator[Row]:
    incident, figures, at = report.incident, report.figures, report.at_us
    state = f"{incident_state_text(incident.state, is_planned=incident.is_planned)}, {cause_text(incident.cause)}"
    where = places.names(incident.element_ids)
    yield _row(tr("Incident"), incident.title, incident.opened_us, incident.closed_us, detail=f"{state}, {where}")
    for stage in incident.outage.stages:
        loads = ", ".join(stage.load_ids)
        minutes = stage_minutes(stage, at)
        yield _row(
            tr("Stage"), tr("without supply"), stage.begin_us, stage.end_us, stage.customers, minutes, detail=loads
        )
    final = "" if figures.is_final else tr("so far")
    for name, value in (
        (tr("SAIDI, min"), figures.saidi_minutes),
        (tr("SAIFI"), figures.saifi),
        (tr("Customer minutes"), figures.customer_minutes),
    ):
        yield _row(tr("Figure"), name, 0, at, value=value, detail=final)
    for rank in report.ranks:
        yield _row(tr("Customers"), rank_text(rank.rank), 0, 0, rank.connections, rank.longest_min)
    for review in report.estimates:
        told = review.estimate
        yield _row(tr("Time told"), told.basis, told.told_us, told.at_us, minutes=review.error_min)
    for order in report.orders:
        for step in order.steps:
            what = f"{action_text(step.action)} {step.name or step.element_id}"
            said = f"{number_of(order.order_id)}.{step.number} {step_state_text(step.state)} {step.outcome}".strip()
            yield _row(tr("Switching step"), what, step.instructed_us, step.confirmed_us, person=step.by, detail=said)
    for each in report.work:
        said = f"{work_state_text(each.state)} {each.report}".strip()
        yield _row(tr("Work"), each.task, each.assigned_us, each.cleared_us, person=each.crew_id, detail=said)
    for entry in incident.timeline:
        yield _row(tr("Timeline"), entry.sentence, entry.time_us, 0, person=entry.author)


def _row(
    part: str, what: str, begin_us: int, end_us: int, customers: float = NAN, minutes: float = NAN,
    value: float = NAN, person: str = "", detail: str = "",
) -> Row:  # fmt: skip
    begin, end = (full_moment(at) if at else "" for at in (begin_us, end_us))
    return part, what, begin, end, customers, minutes, value, person, detail
