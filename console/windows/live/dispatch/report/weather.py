"""Wind and PV: what was allowed and what is used, of each unit on each day."""

from __future__ import annotations

import numpy as np

from console.dispatch.figures import WeatherUse, by_unit_and_day, weather_use
from console.dispatch.kept import KeptPlan
from console.windows.live.dispatch.report.values import Column, Figure, Section
from console.windows.live.dispatch.words import kind_text, tr
from engines.values.dispatch import DeviceKind


def uses_of(kept: KeptPlan) -> tuple[WeatherUse, ...]:
    """Of each unit and day, of a plan over scenarios what is expected; empty where it is not known."""
    if kept.over is None:
        return () if kept.planned is None else weather_use(kept.case, kept.planned.plan.schedule)
    outcomes = kept.over.plan.outcomes
    if not outcomes or any(not o.available_mwh.size for o in outcomes):
        return ()
    p = np.array([o.probability for o in outcomes])
    available, used = (
        np.einsum("s,sdu->du", p, np.stack([getattr(o, name) for o in outcomes]))
        for name in ("available_mwh", "used_mwh")
    )
    units = [(DeviceKind(r.kind), f"{'PV' if r.kind == 'pv' else 'wind'} at bus {r.bus}") for r in kept.case.renewables]
    return by_unit_and_day(units, available, used)


def day_name(kept: KeptPlan, day: int) -> str:
    """The date of a day of the horizon, or its number where the case has no date."""
    if kept.case.start is None:
        return tr("day {number}").format(number=day + 1)
    return str(kept.case.start.astype("datetime64[D]") + np.timedelta64(day, "D"))


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
