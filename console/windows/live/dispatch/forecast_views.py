"""A forecast as the page shows it: fans, one line of scores, the map."""

from __future__ import annotations

import math
from collections.abc import Iterator

from console.dispatch.forecast import LEVELS, Fan, FanKind, Forecast
from console.dispatch.kept import KeptPlan
from console.windows.live.dispatch.course_views import hours_of
from console.windows.live.dispatch.scenario_proof import short_source
from console.windows.live.dispatch.words import percent, tr
from engines.values.joint_model import Estimated
from widgets.dispatch.bands import fan_bands
from widgets.dispatch.forecast_lines import CorrelationView, ForecastView
from widgets.dispatch.lines import ChartView, Course, Hours
from widgets.numbers import number_text

_NOMINAL = 0.9


def forecast_view(kept: KeptPlan, forecast: Forecast) -> ForecastView:
    """What is drawn."""
    season = ""
    if forecast.history.within:
        season = tr("only days within {days} days of {day} in the year").format(
            days=forecast.history.within, day=forecast.history.around
        )
    days = tr("{days} whole days of {source}, {first} to {last}").format(
        days=forecast.n_day,
        source=short_source(forecast.source),
        first=forecast.first_day,
        last=forecast.last_day,
    )
    gone = sum(d.what == "day" for d in forecast.dropped)
    left_out = tr("{count} incomplete days left out").format(count=gone) if gone else ""
    parts = (days, left_out, season, tr("the model is fitted to three quarters of them"))
    history = " · ".join(part for part in parts if part)
    names = tuple(unit_text(name) for name in forecast.units)
    return ForecastView(
        kept.name,
        history,
        scores_text(forecast),
        day_hours(kept, forecast),
        tuple(_chart(fan) for fan in forecast.fans),
        CorrelationView(names, forecast.correlation),
        tuple(_notes(forecast)),
    )


def day_hours(kept: KeptPlan, forecast: Forecast) -> Hours:
    """The hours of a day in the history's steps: those of the case where they are the same."""
    n_step = forecast.fans[0].p_mw.shape[1]
    hours = hours_of(kept.case)
    if hours.n_step == n_step and hours.first_hour == 0.0:
        return hours
    minutes = [round(60 * step * forecast.step_hours) for step in range(n_step)]
    return Hours((*(f"{m // 60:02d}:{m % 60:02d}" for m in minutes), "24:00"), forecast.step_hours)


def scores_text(forecast: Forecast) -> str:
    """How often the 90 % band held what came, on days the model never saw."""
    if not math.isfinite(forecast.coverage.value):
        return tr("Not scored: {reason}").format(reason=forecast.no_scores)
    units = tr("On {days} days held out, {share} of what came lay in the 90 % band").format(
        days=forecast.held_out, share=_estimate(forecast.coverage)
    )
    parts = [units]
    if math.isfinite(forecast.net_coverage.value):
        parts.append(tr("of the net load {share}").format(share=_estimate(forecast.net_coverage)))
    text = "; ".join(parts)
    missed = [one for one in (forecast.coverage, forecast.net_coverage) if one.high < _NOMINAL]
    return text + (tr(": the fan is too narrow.") if missed else ".")


def _estimate(found: Estimated) -> str:
    return tr("{value} (95 % interval {low} to {high})").format(
        value=percent(found.value, 1), low=number_text(100 * found.low, 1), high=percent(found.high, 1)
    )


def _notes(forecast: Forecast) -> Iterator[str]:
    if forecast.without:
        yield tr(
            "No history of {units}: give a CSV file that tells of them, else no plan over scenarios is made."
        ).format(units=", ".join(map(unit_text, forecast.without)))
    if "flatter" in forecast.rule:
        yield tr("Too few weeks to hold out whole ones: every fourth day was, which flatters the scores.")


def fan_text(fan: Fan) -> str:
    """What a fan shows, with its unit."""
    if fan.kind is FanKind.NET_LOAD:
        return tr("Net load (load less wind and PV), MW")
    if fan.kind is FanKind.GENERATION:
        return tr("Wind and PV together, MW")
    return tr("{unit}, MW").format(unit=unit_text(fan.name))


def unit_text(name: str) -> str:
    """A unit as a person calls it: ``pv 7`` is the PV at bus 7."""
    kind, _, bus = name.partition(" ")
    words = {"pv": tr("PV {bus}"), "wt": tr("Wind {bus}"), "load": tr("Load")}
    return words[kind].format(bus=bus) if kind in words else name


def _chart(fan: Fan) -> ChartView:
    middle = len(LEVELS) // 2
    courses = tuple(
        Course(percent(level, 0), values, is_drawn=k == middle) for k, (level, values) in
        enumerate(zip(LEVELS, fan.p_mw, strict=True))
    )  # fmt: skip
    summary = tr("bands of 90 % and 50 %, and the median")
    return ChartView(fan_text(fan), courses, summary, low=0.0, bands=fan_bands(fan.p_mw))
