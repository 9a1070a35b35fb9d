"""Wind and PV in the proof of a plan: what of it is used, of each unit on each day."""

from __future__ import annotations

import math

import numpy as np

from console.dispatch.figures import WeatherUse
from console.dispatch.kept import KeptPlan
from console.dispatch.plan_figures import uses_of
from console.windows.live.dispatch.words import capital, kind_text, percent, tr
from widgets.dispatch.lines import WhyLine
from widgets.numbers import MISSING, number_text


def day_name(kept: KeptPlan, day: int) -> str:
    """The date of a day of the horizon, or its number where the case has no date."""
    if kept.case.start is None:
        return tr("day {number}").format(number=day + 1)
    return str(kept.case.start.astype("datetime64[D]") + np.timedelta64(day, "D"))


def weather_lines(kept: KeptPlan) -> tuple[WhyLine, ...]:
    """Every unit and all of a kind, day by day; of a plan over scenarios what is expected."""
    uses = uses_of(kept)
    has_days = len({use.day for use in uses}) > 1 or kept.case.start is not None
    return tuple(_line(kept, use, has_days=has_days) for use in uses)


def _line(kept: KeptPlan, use: WeatherUse, *, has_days: bool) -> WhyLine:
    name = use.unit or tr("all {kind}").format(kind=kind_text(use.kind))
    share = percent(use.share, 1) if math.isfinite(use.share) else MISSING
    headline = tr("{unit}: {share} used").format(unit=capital(name), share=share)
    detail = tr("{used} of {available} MWh, {lost} MWh curtailed").format(
        used=number_text(use.used_mwh, 3), available=number_text(use.available_mwh, 3),
        lost=number_text(use.curtailed_mwh, 3),
    )  # fmt: skip
    if kept.over is not None:
        detail = tr("expected {detail}").format(detail=detail)
    return WhyLine(-1, headline, f"{day_name(kept, use.day)}: {detail}" if has_days else capital(detail))
