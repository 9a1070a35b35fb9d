"""Wind and PV: what was allowed and what is used, of each unit on each day."""

from __future__ import annotations

from console.dispatch.kept import KeptPlan
from console.dispatch.plan_figures import uses_of
from console.windows.live.dispatch.report.values import Column, Figure, Section
from console.windows.live.dispatch.weather_views import day_name
from console.windows.live.dispatch.words import kind_text, tr


def weather_section(kept: KeptPlan) -> Section:
    """A row a unit and day, and one for all of a kind."""
    rows = tuple(
        (
            day_name(kept, use.day),
            kind_text(use.kind),
            use.unit or tr("all {kind}").format(kind=kind_text(use.kind)),
            Figure(use.available_mwh, 4),
            Figure(use.used_mwh, 4),
            Figure(use.curtailed_mwh, 4),
            Figure(100 * use.share, 3),
        )
        for use in uses_of(kept)
    )
    columns = (
        Column(tr("Day"), 1.2, is_right=False),
        Column(tr("Kind"), 0.8, is_right=False),
        Column(tr("Unit"), 1.6, is_right=False),
        Column(tr("Available, MWh")),
        Column(tr("Used, MWh")),
        Column(tr("Curtailed, MWh")),
        Column(tr("Used, %"), 0.8),
    )
    note = tr("Expected over the scenarios.") if kept.over is not None else ""
    empty = tr("The case has no wind and no PV.") if not kept.case.renewables else tr("nothing is known")
    return Section(tr("Wind and PV, used and curtailed"), tr("Wind and PV"), columns, rows, note, empty)
