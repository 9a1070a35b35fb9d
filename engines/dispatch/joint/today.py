"""What is known of the day to come: its first measurements, its point forecasts."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.dispatch.joint.raw_series import RawSeries
from engines.values.joint_model import Unit, UnitKind
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]


def known_today(raw: RawSeries, units: tuple[Unit, ...], n_step: int) -> Array:
    """``(n_unit, n_step)`` MW in the order of ``units``, NaN where a step lacks a reading.

    Raises:
        InputError: readings of several days, or steps that do not fit.
    """
    days = np.unique(raw.time.astype("datetime64[D]"))
    if len(days) != 1:
        raise InputError(raw.source, f"has readings of {len(days)} days", "give those of the day to plan only")
    step = 1440 // n_step
    minute = (raw.time - days[0]).astype("timedelta64[m]").astype(np.int64)
    if len(np.unique(minute)) != len(minute):
        raise InputError(raw.source, "has two readings of one time", "keep one")
    gaps = np.diff(np.unique(minute))
    usual = int(np.median(gaps)) if len(gaps) else step
    if step % usual or np.any(minute % usual):
        raise InputError(raw.source, f"has readings that do not make steps of {step} min", "give equal steps")
    per_step = step // usual
    laid = np.full((len(raw.units), 1440 // usual), np.nan)
    laid[:, minute // usual] = raw.p_mw.T
    means = laid.reshape(len(raw.units), n_step, per_step).mean(axis=2)
    known = np.full((len(units), n_step), np.nan)
    place = {unit.name: k for k, unit in enumerate(units)}
    for unit, values in zip(raw.units, means, strict=True):
        if unit.name in place:
            known[place[unit.name]] = values
    return known


def known_steps(known: Array, units: tuple[Unit, ...]) -> int:
    """How many steps from midnight on are known of every unit."""
    measured = np.array([unit.kind is not UnitKind.FORECAST for unit in units])
    all_known = np.isfinite(known[measured]).all(axis=0)
    return int(np.argmin(all_known)) if not all_known.all() else len(all_known)
