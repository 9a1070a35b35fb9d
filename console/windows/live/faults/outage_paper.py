"""The report of an outage on paper: what, where, why, who was without supply for how long, and what was done."""

from __future__ import annotations

from collections.abc import Mapping

from console.windows.live.faults.outage_tables import (
    estimate_table,
    order_tables,
    rank_table,
    stage_table,
    timeline_table,
    work_table,
)
from console.windows.live.faults.paper_places import Places
from console.windows.live.faults.paper_times import full_moment, moment, number_of
from console.windows.live.faults.paper_values import Paper, PaperFacts, PaperLine, PaperText, Weight
from console.windows.live.faults.words import duration_text, incident_state_text, tr
from console.workflows.outage_report import OutageFigures, OutageReport, stage_minutes
from widgets.faults.words import cause_text
from widgets.numbers import number_text


def outage_paper(
    report: OutageReport, places: Places, *, network_name: str = "", crews: Mapping[str, str] | None = None
) -> Paper:
    """The report as a paper; ``crews``: their names by id."""
    incident, at = report.incident, report.at_us
    is_over = incident.state.is_over
    printed = tr("as of {time}").format(time=full_moment(at))
    return Paper(
        kind=tr("Planned outage report") if incident.is_planned else tr("Outage report"),
        number=number_of(incident.incident_id),
        title=incident.title,
        blocks=(
            PaperFacts(_facts(report, places, network_name), columns=3),
            figures_block(report.figures),
            stage_table(report, places),
            rank_table(report),
            estimate_table(report),
            *order_tables(report, places, crews or {}),
            work_table(report, places, crews or {}),
            timeline_table(report, places, crews or {}),
        ),
        warning="" if is_over else tr("NOT FINAL – the incident is not closed"),
        warning_detail="" if is_over else tr("Figures are counted up to {time}.").format(time=full_moment(at)),
        foot=" · ".join(
            part
            for part in (network_name, incident_state_text(incident.state, is_planned=incident.is_planned), printed)
            if part
        ),
    )


def _facts(report: OutageReport, places: Places, network_name: str) -> tuple[tuple[str, str], ...]:
    incident, at = report.incident, report.at_us
    stages = incident.outage.stages
    begin = min((stage.begin_us for stage in stages), default=0)
    longest = max((stage_minutes(stage, at) for stage in stages), default=float("nan"))
    # Where nothing was found yet, what is suspected stands there as such.
    where = places.names(incident.element_ids)
    if not where and incident.suspects:
        suspect, probability = incident.suspects[0]
        where = tr("suspected: {name}, {percent} %").format(
            name=places.name(suspect), percent=number_text(100 * probability, 0)
        )
    return (
        (tr("What"), tr("planned interruption") if incident.is_planned else tr("fault")),
        (tr("Where"), where),
        (tr("Feeder"), incident.feeder),
        (tr("Cause"), cause_text(incident.cause)),
        (tr("Tripped"), places.names(incident.device_ids)),
        (tr("Network"), network_name),
        (tr("Opened"), full_moment(incident.opened_us)),
        (tr("First customer without supply"), moment(begin, at)),
        (tr("Last customer has supply again"), _back(report)),
        (tr("Longest interruption"), duration_text(longest)),
        (tr("Closed"), full_moment(incident.closed_us)),
        (tr("State"), incident_state_text(incident.state, is_planned=incident.is_planned)),
    )


def _back(report: OutageReport) -> str:
    out = report.incident.outage.customers_out
    if out:
        return tr("{count} are without supply").format(count=number_text(out, 0))
    return moment(report.back_us, report.at_us)


def figures_block(figures: OutageFigures) -> PaperText:
    """Figures with their data and formula, in sentences."""
    threshold = number_text(figures.threshold_minutes, 0)
    served = number_text(figures.customers_served, 0) if figures.customers_served > 0 else tr("not known")
    lines = [
        PaperLine(
            tr("SAIDI {saidi} min · SAIFI {saifi} · {minutes} customer minutes · {count} customers interrupted").format(
                saidi=number_text(figures.saidi_minutes, 3),
                saifi=number_text(figures.saifi, 4),
                minutes=number_text(figures.customer_minutes, 0),
                count=number_text(figures.customers_interrupted, 0),
            ),
            Weight.STRONG,
        ),
        PaperLine(
            tr(
                "What this incident adds to the indices of IEEE Std 1366: SAIDI = sum of customers × minutes, "
                "SAIFI = sum of customers, over stages longer than {threshold} minutes, each per customer served "
                "({served}). All stages, shorter ones too: {all} customer minutes."
            ).format(threshold=threshold, served=served, all=number_text(figures.all_minutes, 0)),
            Weight.QUIET,
        ),
    ]
    return PaperText(
        tuple(lines), tr("Interruption figures") if figures.is_final else tr("Interruption figures so far")
    )
