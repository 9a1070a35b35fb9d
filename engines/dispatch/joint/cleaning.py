"""Series made into whole days. Whatever cannot be used is left out and named; nothing is filled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engines.dispatch.joint.raw_series import RawSeries
from engines.values.frozen import frozen_array
from engines.values.joint_model import Dropped, Unit, UnitDays, UnitKind
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

MOST_GAP_DAYS = 0.2
"""A unit that lacks more of the days than this is left out; with fewer gaps, the days are."""
MOST_PU, LEAST_PU, LEAST_NEGATIVE = 2.0, 0.005, -0.02
"""Per unit of the rating: what a unit reaches at most and at least, and how far metering noise goes below zero."""


def clean(raw: RawSeries, step_hours: float) -> UnitDays:
    """Whole days in steps of ``step_hours``: the mean of the readings in each.

    Raises:
        InputError: times in no equal steps, steps coarser than those asked for, no usable unit or day.
    """
    if not len(raw.time):
        raise InputError(raw.source, "has no readings", "give a longer history")
    dropped: list[Dropped] = []
    minutes = _step_minutes(raw)
    days, grid, whole, why = _by_day(raw, minutes)
    dropped += [Dropped("day", str(day), reason) for day, reason in zip(days, why, strict=True) if reason]
    days, grid = days[whole], grid[whole]
    units, columns = _judge_units(raw.units, grid, dropped)
    grid = grid[:, columns]
    if not units or not len(days):
        remedy = "see what was dropped: " + "; ".join(f"{d.name}: {d.reason}" for d in dropped[:3])
        raise InputError(raw.source, "has no whole day of any usable unit", remedy)
    complete = np.isfinite(grid).all(axis=(1, 2))
    for day, values in zip(days[~complete], grid[~complete], strict=True):
        lacking = [u.name for u, row in zip(units, values, strict=True) if not np.isfinite(row).all()]
        dropped.append(Dropped("day", str(day), f"a gap in {', '.join(lacking)}"))
    if not complete.any():
        raise InputError(raw.source, "has no day without a gap", "fill the gaps at their source")
    return UnitDays(
        units=units,
        days=frozen_array(days[complete]),
        p_mw=frozen_array(_in_steps(grid[complete], minutes, step_hours, raw.source)),
        step_hours=step_hours,
        source=raw.source,
        dropped=tuple(dropped),
    )


def _step_minutes(raw: RawSeries) -> int:
    gaps = np.diff(np.unique(raw.time)).astype(np.int64)
    usual = int(np.median(gaps)) if len(gaps) else 0
    if usual <= 0 or usual % 60 or 86_400 % usual:
        raise InputError(
            raw.source, f"has readings {usual} s apart", "give equal steps of whole minutes that fill a day"
        )
    second = (raw.time - raw.time.astype("datetime64[D]")).astype(np.int64)
    odd = np.flatnonzero(second % usual)
    if len(odd):
        reason = f"has a reading at {raw.time[odd[0]]} between its steps of {usual // 60} min"
        raise InputError(raw.source, reason, "give equal steps that begin at midnight")
    return usual // 60


def _by_day(raw: RawSeries, minutes: int) -> tuple[Array, Array, Array, list[str]]:
    """Days, ``(n_day, n_unit, n_slot)`` readings, which are whole, and why the others are not."""
    day_of = raw.time.astype("datetime64[D]")
    days = np.arange(day_of.min(), day_of.max() + 1)
    slots = 1440 // minutes
    row = (day_of - days[0]).astype(np.int64)
    slot = (raw.time - day_of).astype("timedelta64[m]").astype(np.int64) // minutes
    times = np.zeros((len(days), slots), np.int64)
    np.add.at(times, (row, slot), 1)
    grid = np.full((len(days), slots, len(raw.units)), np.nan)
    grid[row, slot] = raw.p_mw
    whole = np.all(times == 1, axis=1)
    why = ["" if good else _why(counts, minutes) for good, counts in zip(whole, times, strict=True)]
    return days, grid.transpose(0, 2, 1), whole, why


def _why(times: Array, minutes: int) -> str:
    """Why a day is not whole, from how often each of its steps is there."""
    missing, twice = np.flatnonzero(times == 0), np.flatnonzero(times > 1)
    hour = 60 // minutes if minutes <= 60 else 1
    night = 4 * hour
    for odd, other, word in ((missing, twice, "forward"), (twice, missing, "back")):
        one_hour = len(odd) == hour and not len(other) and odd[-1] - odd[0] == hour - 1
        if one_hour and odd[-1] < night and times.max() <= 2:
            return f"the clock was put {word}: {int(times.sum())} of {len(times)} readings"
    if not times.any():
        return "no reading"
    parts = [f"{len(missing)} of {len(times)} readings missing"] if len(missing) else []
    parts += [f"{len(twice)} there twice"] if len(twice) else []
    return ", ".join(parts)


def _judge_units(units: tuple[Unit, ...], grid: Array, dropped: list[Dropped]) -> tuple[tuple[Unit, ...], list[int]]:
    kept: list[int] = []
    for k, unit in enumerate(units):
        values = grid[:, k]
        reason = _fault(unit, values)
        if reason:
            dropped.append(Dropped("unit", unit.name, reason))
            continue
        below = (values < 0) & np.isfinite(values)
        if below.any():
            lowest = float(values[below].min())
            said = f"{int(below.sum())} readings slightly below 0 (down to {lowest:.2g} MW) count as 0"
            if lowest < -1e-9:
                dropped.append(Dropped("values", unit.name, said))
            grid[:, k] = np.where(below, 0.0, values)
        kept.append(k)
    return tuple(replace(units[k]) for k in kept), kept


def _fault(unit: Unit, values: Array) -> str:
    """Why a unit cannot be used; empty where it can."""
    if not len(values):
        return ""
    lacking = float(np.mean(~np.isfinite(values).all(axis=1)))
    if lacking > MOST_GAP_DAYS:
        return f"has gaps on {100 * lacking:.0f} % of the days"
    given = values[np.isfinite(values)]
    highest, lowest = float(given.max()), float(given.min())
    if highest == lowest:
        return f"is always {highest:g} MW"
    if highest > MOST_PU * unit.rating_mw:
        return f"reaches {highest:g} MW at a rating of {unit.rating_mw:g} MW: look at its measure (kW or MW, pu)"
    if lowest < LEAST_NEGATIVE * unit.rating_mw:
        kind = "a load" if unit.kind is UnitKind.LOAD else "generation"
        return f"falls to {lowest:g} MW, but {kind} is 0 or more: look at its sign"
    if highest < LEAST_PU * unit.rating_mw:
        return f"reaches only {highest:g} MW at a rating of {unit.rating_mw:g} MW: look at its measure (kW or MW, pu)"
    return ""


def _in_steps(grid: Array, minutes: int, step_hours: float, source: str) -> Array:
    step = round(step_hours * 60)
    if step < minutes or step % minutes or 1440 % step:
        reason = f"has readings every {minutes} min, which do not make steps of {step} min"
        raise InputError(source, reason, "give finer readings, or another length of step")
    n_day, n_unit, slots = grid.shape
    return np.asarray(grid.reshape(n_day, n_unit, slots * minutes // step, step // minutes).mean(axis=3))
