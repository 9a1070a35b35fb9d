"""The tables of an outage report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from console.windows.live.faults.paper_places import Places
from console.windows.live.faults.paper_times import moment, number_of, way_text
from console.windows.live.faults.paper_values import PaperColumn, PaperTable, cell
from console.windows.live.faults.words import (
    action_text,
    duration_text,
    order_state_text,
    purpose_text,
    step_state_text,
    tr,
    work_state_text,
)
from console.workflows.outage_report import CustomerRank, EstimateReview, OutageReport, stage_minutes
from console.workflows.plain_sentences import plain
from engines.values.repair import WorkOrder
from widgets.faults.words import cause_text
from widgets.numbers import number_text

MOST_LOADS = 6


def rank_text(rank: CustomerRank) -> str:
    """A rank of customers."""
    return {
        CustomerRank.LIFE_SUPPORT: tr("life support"),
        CustomerRank.CRITICAL: tr("critical"),
        CustomerRank.PREFERRED: tr("preferred"),
        CustomerRank.ORDINARY: tr("ordinary"),
    }[rank]


def stage_table(report: OutageReport, places: Places) -> PaperTable:
    """Customers that lost and regained supply together, and their sum."""
    at, stages = report.at_us, report.incident.outage.stages
    columns = (
        PaperColumn(tr("Lost supply"), 80),
        PaperColumn(tr("Back"), 80),
        PaperColumn(tr("Duration"), 60, is_right=True),
        PaperColumn(tr("Customers"), 55, is_right=True),
        PaperColumn(tr("Customer minutes"), 70, is_right=True),
        PaperColumn(tr("Loads"), 180),
    )
    rows = []
    for stage in stages:
        minutes = stage_minutes(stage, at)
        names = [places.name(load_id) for load_id in stage.load_ids[:MOST_LOADS]]
        more = len(stage.load_ids) - MOST_LOADS
        rest = tr("and {count} more").format(count=number_text(more, 0)) if more > 0 else ""
        rows.append(
            (
                cell(moment(stage.begin_us, at)),
                cell(moment(stage.end_us, at) if stage.end_us else tr("still without")),
                cell(duration_text(minutes)),
                cell(number_text(stage.customers, 0)),
                cell(number_text(stage.customers * minutes, 0)),
                cell(", ".join(names), rest),
            )
        )
    if rows:
        total = number_text(report.figures.all_minutes, 0)
        rows.append((cell(tr("Together"), is_strong=True), (), (), (), cell(total, is_strong=True), ()))
    return PaperTable(columns, tuple(rows), tr("Stages"), tr("No customer lost supply."))


def rank_table(report: OutageReport) -> PaperTable:
    """Customers by who comes first."""
    columns = (
        PaperColumn(tr("Customers"), 150),
        PaperColumn(tr("Lost supply"), 80, is_right=True),
        PaperColumn(tr("Still without"), 80, is_right=True),
        PaperColumn(tr("Longest without"), 90, is_right=True),
        PaperColumn("", 130),
    )
    rows = tuple(
        (
            cell(rank_text(rank.rank)),
            cell(number_text(rank.connections, 0)),
            cell(number_text(rank.still_out, 0)),
            cell(duration_text(rank.longest_min)),
            (),
        )
        for rank in report.ranks
    )
    empty = tr("The customer list names nobody at these loads.")
    return PaperTable(columns, rows, tr("Customers by priority"), empty)


def estimate_table(report: OutageReport) -> PaperTable:
    """What was told of when supply is back, and how right it was."""
    at = report.at_us
    columns = (
        PaperColumn(tr("Told"), 80),
        PaperColumn(tr("Expected back"), 80),
        PaperColumn(tr("At the latest"), 80),
        PaperColumn(tr("How right"), 110),
        PaperColumn(tr("From what"), 180),
    )
    rows = tuple(
        (
            cell(moment(each.estimate.told_us, at)),
            cell(moment(each.estimate.at_us, at)),
            cell(moment(each.estimate.late_us, at)),
            cell(*_how_right(each)),
            cell(each.estimate.basis),
        )
        for each in report.estimates
    )
    return PaperTable(columns, rows, tr("Restoration times told"), tr("No time was told."))


def _how_right(review: EstimateReview) -> tuple[str, str]:
    if review.was_in_time is None:
        return "–", ""
    late = tr("{time} later than told") if review.error_min >= 0 else tr("{time} earlier than told")
    said = late.format(time=duration_text(abs(review.error_min)))
    return said, tr("within the latest time") if review.was_in_time else tr("beyond the latest time")


def order_tables(report: OutageReport, places: Places, crews: Mapping[str, str]) -> Iterator[PaperTable]:
    """The switching orders, each step with its times."""
    at = report.at_us
    columns = (
        PaperColumn(tr("No."), 22, is_right=True),
        PaperColumn(tr("Operation"), 70),
        PaperColumn(tr("Device"), 110),
        PaperColumn(tr("Remote or by"), 62),
        PaperColumn(tr("Instructed"), 60),
        PaperColumn(tr("Confirmed"), 60),
        PaperColumn(tr("By"), 50),
        PaperColumn(tr("Outcome"), 108),
    )
    for order in report.orders:
        rows = []
        for step in order.steps:
            said = step_state_text(step.state)
            rows.append(
                (
                    cell(str(step.number)),
                    cell(action_text(step.action)),
                    cell(step.name or places.name(step.element_id)),
                    cell(way_text(step, crews)),
                    cell(moment(step.instructed_us, at)),
                    cell(moment(step.confirmed_us, at)),
                    cell(step.by),
                    cell(f"{said}: {step.outcome}" if step.outcome else said),
                )
            )
        title = tr("Switching order {number}: {purpose}, {state}").format(
            number=number_of(order.order_id), purpose=purpose_text(order.purpose), state=order_state_text(order.state)
        )
        yield PaperTable(columns, tuple(rows), title, tr("This order has no steps."))
    if not report.orders:
        yield PaperTable(columns, (), tr("Switching orders"), tr("None was written."))


def work_table(report: OutageReport, places: Places, crews: Mapping[str, str]) -> PaperTable:
    """Crews and what they did when."""
    columns = (
        PaperColumn(tr("Work"), 120),
        PaperColumn(tr("Crew"), 80),
        PaperColumn(tr("State"), 60),
        PaperColumn(tr("Times"), 130),
        PaperColumn(tr("Found"), 150),
    )
    rows = []
    for each in report.work:
        where = places.name(each.element_id)
        found = cause_text(each.cause) if each.found_us else ""
        rows.append(
            (
                cell(each.task, where),
                cell(crews.get(each.crew_id, each.crew_id) or tr("none")),
                cell(work_state_text(each.state)),
                cell("\n".join(_work_times(each, report.at_us))),
                cell(found, each.report),
            )
        )
    return PaperTable(columns, tuple(rows), tr("Crews"), tr("No crew was sent."))


def _work_times(work: WorkOrder, at_us: int) -> Iterator[str]:
    for words, time_us in (
        (tr("assigned {time}"), work.assigned_us),
        (tr("on site {time}"), work.on_site_us),
        (tr("found {time}"), work.found_us),
        (tr("repaired {time}"), work.repaired_us),
        (tr("cleared {time}"), work.cleared_us),
    ):
        if time_us:
            yield words.format(time=moment(time_us, at_us))


def timeline_table(report: OutageReport, places: Places, crews: Mapping[str, str]) -> PaperTable:
    """What happened, in order."""
    columns = (PaperColumn(tr("Time"), 90), PaperColumn(tr("By"), 70), PaperColumn(tr("What happened"), 360))
    rows = tuple(
        (cell(moment(entry.time_us, report.at_us)), cell(entry.author), cell(plain(entry.sentence, places.name, crews)))
        for entry in report.incident.timeline
    )
    return PaperTable(columns, rows, tr("Timeline"), tr("Nothing is recorded."))
